"""Math as authors type it → MathML Core.

- `delimiters` finds where math stands in the source of Markdown, as JupyterLab does;
- `equations` numbers what carries a label through a page, and `definitions` expands the commands that
  a page defines;
- `formulas` converts one formula with math-core: `rewriting` says what that lacks in its own words,
  `environments` the same of environments,
  `macros` is what papers write every day, `letters` are the alphabets, `tokens` the little of TeX
  that must be read before, and `elements` writes what is written by hand.
"""

__all__ = ["delimiters", "elements", "equations", "formulas"]
