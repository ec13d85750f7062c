"""What a single cell of a notebook must keep: the figure contract, pictures that can be shown."""

import ast
from collections.abc import Iterator, Mapping

from claimbook.errors import ClaimbookError
from claimbook.notebook.code import find_calls
from claimbook.notebook.source import Cell, Notebook
from claimbook.pages.attachments import read_attachments

CONTRACT = ("id", "caption", "alt", "data")  # what every figure is shown with
DRAWERS = ("figure", "chart")


def check_figures(notebook: Notebook, cell: Cell) -> Iterator[ClaimbookError]:
    """Find figures that are shown without caption, alt text or data."""
    for call in find_calls(cell.source, "show", *DRAWERS):
        name = getattr(call.func, "id", getattr(call.func, "attr", ""))
        given = {keyword.arg for keyword in call.keywords}
        if name == "show" and getattr(getattr(call.func, "value", None), "id", "") == "plt":
            yield ClaimbookError(
                "plt.show() draws a figure without a caption",
                where=notebook.name_cell(cell),
                fix="use `claimbook.lab.figure`",
            )
        if blank := _find_blank(call):
            yield ClaimbookError(
                f"the {blank} of a {name} is a blank",
                where=notebook.name_cell(cell),
                fix="fill it in",
            )
        missing = [word for word in CONTRACT if word not in given]
        if isinstance(call.func, ast.Name) and name in DRAWERS and missing and None not in given:
            yield ClaimbookError(
                f"a {name} has no {', '.join(missing)}",
                where=notebook.name_cell(cell),
                fix="a caption whose first clause is the finding, alt text with the numbers, the data",
            )


def _find_blank(call: ast.Call) -> str:
    """Return which part of a figure's contract begins with TODO; nothing if none does."""
    for keyword in call.keywords:
        for node in ast.walk(keyword.value) if keyword.arg in CONTRACT else ():
            if isinstance(node, ast.Constant) and str(node.value).startswith("TODO"):
                return str(keyword.arg)
    return ""


def name_attachments(cell: Cell) -> Mapping[str, str]:
    """Return the attachments of a cell by name; where they will lie does not matter here."""
    return {name: f"attachments/{name}" for name in cell.attachments}


def check_attachments(notebook: Notebook, cell: Cell) -> Iterator[ClaimbookError]:
    """Find an attachment that no page can show."""
    try:
        for _ in read_attachments(cell):
            pass
    except ClaimbookError as fault:
        yield ClaimbookError(fault.what, where=notebook.name_cell(cell), fix=fault.fix)
