r"""What papers write every day beyond LaTeX and amsmath, as macros for math-core.

They are described in docs/contributing.md; a page's own definitions come before them.
"""

_OPERATORS = (
    *("Var", "Cov", "Corr", "KL", "MSE", "ReLU", "sgn", "sign", "tr", "Tr", "rank", "diag"),
    *("softmax", "sigmoid", "clip", "supp", "prox"),
)
MACROS = {
    **dict.fromkeys(("mathds", "mathbbm", "symbb"), r"\mathbb{#1}"),
    **dict.fromkeys(("mathup", "symup", "symrm"), r"\mathrm{#1}"),
    **dict.fromkeys(("mathbfup", "symbf", "symbfup"), r"\mathbf{#1}"),
    **dict.fromkeys(("mathsfup", "symsf", "symsfup"), r"\mathsf{#1}"),
    **{f"sym{name}": rf"\math{name}{{#1}}" for name in ("it", "cal", "scr", "frak", "tt")},
    **{name: rf"\operatorname{{{name}}}" for name in _OPERATORS},
    **dict.fromkeys(("mathnormal", "smash", "vcenter", "ensuremath"), "{#1}"),
    **dict.fromkeys(("dotsc", "dotso", "hdots"), r"\ldots"),
    **dict.fromkeys(("dotsb", "dotsm", "dotsi"), r"\cdots"),
    "abs": r"\left|#1\right|",
    "norm": r"\left\|#1\right\|",
    "ceil": r"\left\lceil #1\right\rceil",
    "floor": r"\left\lfloor #1\right\rfloor",
    "inner": r"\left\langle #1\right\rangle",
    "E": r"\mathbb{E}",
    "esssup": r"\operatorname*{ess\,sup}",
    "indep": r"\perp\!\!\!\perp",
    "cancelto": r"\cancel{#2}^{#1}",
    "substack": r"\begin{subarray}{c}#1\end{subarray}",
}
