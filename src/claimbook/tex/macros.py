r"""What papers write every day beyond LaTeX and amsmath, as macros for math-core.

They are described in docs/contributing.md; a page's own definitions come before them.
"""

_OPERATORS = (
    *("Var", "Cov", "Corr", "KL", "MSE", "ReLU", "sgn", "sign", "tr", "Tr", "rank", "diag"),
    *("softmax", "softplus", "sigmoid", "clip", "supp", "prox"),
)
_GREEK = (
    *(
        "alpha",
        "beta",
        "gamma",
        "delta",
        "epsilon",
        "zeta",
        "eta",
        "theta",
        "iota",
        "kappa",
        "lambda",
    ),
    *("mu", "nu", "xi", "pi", "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega"),
)
MACROS = {
    **dict.fromkeys(("mathds", "mathbbm", "symbb"), r"\mathbb{#1}"),
    **dict.fromkeys(("mathup", "symup", "symrm"), r"\mathrm{#1}"),
    **dict.fromkeys(("mathbfup", "symbf", "symbfup"), r"\mathbf{#1}"),
    **dict.fromkeys(("mathsfup", "symsf", "symsfup"), r"\mathsf{#1}"),
    **{f"sym{name}": rf"\math{name}{{#1}}" for name in ("it", "cal", "scr", "frak", "tt")},
    **{name: rf"\operatorname{{{name}}}" for name in _OPERATORS},
    **dict.fromkeys(("mathnormal", "smash", "vcenter", "ensuremath"), "{#1}"),
    **dict.fromkeys(("mathclap", "mathllap", "mathrlap", "llap", "rlap"), "{#1}"),
    **{f"up{name}": rf"\mathrm{{\{name}}}" for name in _GREEK},
    **dict.fromkeys(("dotsc", "dotso", "hdots"), r"\ldots"),
    **dict.fromkeys(("dotsb", "dotsm", "dotsi"), r"\cdots"),
    "abs": r"\left|#1\right|",
    "norm": r"\left\|#1\right\|",
    "ceil": r"\left\lceil #1\right\rceil",
    "floor": r"\left\lfloor #1\right\rfloor",
    **{name: rf"\mathbb{{{name}}}" for name in ("C", "E", "Q")},  # others are there
    "esssup": r"\operatorname*{ess\,sup}",
    "varlimsup": r"\mathop{\overline{\lim}}",
    "varliminf": r"\mathop{\underline{\lim}}",
    "centernot": r"\not",
    "qed": r"\square",
    "indep": r"\perp\!\!\!\perp",
    "cancelto": r"\cancel{#2}^{#1}",
    "substack": r"\begin{subarray}{c}#1\end{subarray}",
}
