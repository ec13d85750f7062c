"""A page as a built site has it, and a small site, for the tests to spoil."""

from pathlib import Path

GOOD = """\
<!doctype html>
<html lang="en">
<head>
<meta name="description" content="A page to spoil.">
<title>{title}</title>
</head>
<body>
<h1 id="top-of-it">It</h1>
{body}
</body>
</html>
"""


def page(body: str = "<p>Good.</p>", title: str = "A page") -> str:
    """Return a page without a fault, around `body`, which begins in line 9."""
    return GOOD.format(body=body, title=title)


def write_site(folder: Path, **pages: str) -> Path:
    """Write a site of these pages, each in a folder of its own; `index` is its home."""
    for name, text in {"index": page(title="Home"), **pages}.items():
        path = folder / ("" if name == "index" else name) / "index.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder
