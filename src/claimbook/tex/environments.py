r"""Environments of LaTeX and amsmath by the names and with the arguments that math-core has for them.

>>> rename_environment(r"\begin", r"\begin{alignedat}{2} a & b", 6)
('\\begin{aligned}', 20)
"""

import re

from claimbook.tex.tokens import read_argument, read_environment, read_option, split_rows

# Environments by the names that math-core has for them; nothing where it needs none. Those that it
# would number by itself have a star: the numbers of a page are given in `equations`.
_ENVIRONMENTS = {
    **{name: f"{name}*" for name in ("equation", "align", "gather", "multline")},
    "split": "aligned",
    "smallmatrix": "subarray",
    "alignedat": "aligned",
    **{
        f"{name}{star}": "align*"
        for name in ("alignat", "flalign", "eqnarray")
        for star in ("", "*")
    },
    **dict.fromkeys(("displaymath", "math", "subequations"), ""),
    **{f"{kind}matrix*": f"{kind}matrix" for kind in ("", "p", "b", "B", "v", "V")},
}
_UNNUMBERED = {"equation*": "", "align*": "aligned", "gather*": "gathered"}
_EQNARRAY = re.compile(r"(\\begin\{eqnarray\*?\})(.*?)(\\end\{eqnarray)", re.DOTALL)
_WITH_COUNT = frozenset({"alignat", "alignat*", "alignedat"})
_WITH_OPTION = frozenset({"aligned", "alignedat", "gathered", "split", "array", "subarray"})


def rename_environment(command: str, tex: str, at: int) -> tuple[str, int] | None:
    r"""Return what stands for a `\begin` or an `\end` whose name begins at a place, and its end."""
    name, end = read_environment(tex, at)
    shown = _ENVIRONMENTS.get(name, name)
    shown = shown if r"\tag" in tex else _UNNUMBERED.get(shown, shown)
    if command == r"\begin":
        if name in _WITH_COUNT and (count := read_argument(tex, end)):
            end = count[1]
        if name in _WITH_OPTION or name.endswith("matrix*"):
            end = read_option(tex, end)[1]
        if name == "array" and (columns := read_argument(tex, end)):
            return rf"\begin{{array}}{{{_reduce_columns(columns[0])}}}", columns[1]
        if name == "smallmatrix":
            return r"\begin{subarray}{c}", end
    return (f"{command}{{{shown}}}" if shown else "", end) if name else None


def _reduce_columns(preamble: str) -> str:
    """Leave of an array's columns how they stand and what lies between them."""
    repeated = re.compile(r"\*\{(\d{1,2})\}\{([^{}]*)\}")
    bare = repeated.sub(lambda found: found[2] * int(found[1]), preamble)
    bare = re.sub(r"[@!<>]\{[^{}]*\}", "", bare)
    return re.sub(r"[^lcr|]", "", re.sub(r"[pmbwX](?:\{[^{}]*\})*", "l", bare))


def join_columns(tex: str) -> str:
    """Join the second and the third column of each `eqnarray`, as `align` has them."""
    if "eqnarray" not in tex:
        return tex

    def join(found: re.Match[str]) -> str:
        made = list[str]()
        for row in split_rows(found[2]):
            cells = re.split(r"(?<!\\)&", row)
            made.append(f"{cells[0]}&{''.join(cells[1:])}" if len(cells) == 3 else row)
        return f"{found[1]}{''.join(made)}{found[3]}"

    return _EQNARRAY.sub(join, tex)
