import json
import os
from base64 import encodebytes
from pathlib import Path

import pytest

from claimbook.errors import ClaimbookError
from claimbook.notebook.source import read
from claimbook.notebook.stripping import INJECTED
from front import cell, notebook_json, write_notebook

PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


def fault(path: Path) -> str:
    with pytest.raises(ClaimbookError) as caught:
        read(path)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def edited(tmp_path: Path, edit) -> Path:
    raw = notebook_json()
    edit(raw)
    path = tmp_path / "tiny.ipynb"
    path.write_text(json.dumps(raw))
    return path


def test_a_notebook_is_read_with_its_cells_and_parameters(tmp_path: Path):
    """Cells, front matter and the parameters' defaults are found."""
    notebook = read(write_notebook(tmp_path))

    assert notebook.slug == "tiny"
    assert [c.id for c in notebook.code] == ["parameters", "measure"]
    assert notebook.parameters == {"profile": "full", "seeds": 5}
    assert notebook.name_cell(notebook.code[1]) == "tiny.ipynb, cell 4 (measure)"


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        (lambda raw: raw["cells"][3].pop("id"), "cell 4: has no id; run `claimbook strip tiny`"),
        (
            lambda raw: raw["cells"][3].update(id="a b"),
            "cell 4: 'a b' is no id; run `claimbook strip",
        ),
        (lambda raw: raw["cells"][3].update(id=[1]), "cell 4: '[1]' is no id"),
        (
            lambda raw: raw["cells"][3].update(id="opening"),
            '2 cells have the id "opening"; run `claimbook strip tiny`',
        ),
        (
            lambda raw: raw.update(nbformat_minor=4),
            "is nbformat 4.4, not 4.5; run `claimbook strip tiny`",
        ),
        (lambda raw: raw.pop("nbformat_minor"), "is nbformat 4.0, not 4.5"),
        (
            lambda raw: raw.update(nbformat=3),
            "is nbformat 3.5, not 4.5; run `claimbook strip tiny`",
        ),
        (
            lambda raw: raw["cells"][3]["metadata"].update(tags=7),
            "cell 4 (measure): tags: expected a list of text, found int 7; write them like",
        ),
        (lambda raw: raw["cells"][3]["metadata"].update(tags=["a", 7]), "found a list; write them"),
        (
            lambda raw: raw["cells"][0]["metadata"].update(raw_mimetype=1),
            "cell 1 (front-matter): raw_mimetype: expected text, found int 1; write a MIME type",
        ),
        (
            lambda raw: raw["cells"][0]["metadata"].update(format={}),
            "cell 1 (front-matter): format: expected text, found a mapping",
        ),
        (lambda raw: raw.update(cells=[]), "the front matter is missing"),
        (lambda raw: raw["cells"][3].update(source="\0"), "cell 4 (measure): is not Python"),
        (
            lambda raw: raw["cells"][3].update(source="%matplotlib inline"),
            "cell 4 (measure): is not Python",
        ),
        (lambda raw: raw["cells"][1]["metadata"].update(tags=[]), "no cell is tagged `parameters`"),
        (lambda raw: raw["cells"][3]["metadata"].update(tags=["parameters"]), "2 cells are tagged"),
        (lambda raw: raw["cells"][1].update(source="seeds = 1"), "does not declare `profile`"),
        (lambda raw: raw["cells"][0].update(cell_type="markdown"), "the front matter is missing"),
    ],
)
def test_a_notebook_that_breaks_the_contract_is_refused(tmp_path: Path, edit, says: str):
    """Each breach of the contract is named with its cell and its remedy."""
    assert says in fault(edited(tmp_path, edit))


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        (
            lambda raw: raw["cells"][3].update(outputs=[{}]),
            "has outputs; a source notebook has none; run `claimbook strip tiny`",
        ),
        (lambda raw: raw["cells"][3].update(execution_count=1), "has outputs"),
        (
            lambda raw: raw["cells"].insert(2, cell("code", "p", "seeds = 1", INJECTED)),
            "tiny.ipynb, cell 3 (p): holds the parameters of one run",
        ),
    ],
)
def test_what_a_run_left_in_a_source_is_named_and_no_part_of_it(tmp_path: Path, edit, says: str):
    """A notebook saved after it was run is the same notebook, and says what is to be stripped."""
    clean, run = read(write_notebook(tmp_path / "clean")), read(edited(tmp_path, edit))
    (found,) = run.residue
    assert says in str(found)
    assert [one.source for one in run.cells] == [one.source for one in clean.cells]
    assert clean.residue == ()


def test_what_has_not_changed_is_not_parsed_again(tmp_path: Path):
    """What has is, though it has the size and the time that it had."""
    path = write_notebook(tmp_path, "tiny", cell("markdown", "prose", "One."))
    first, before = read(path), path.stat()
    assert read(path) is first
    path.write_text(path.read_text().replace("One.", "Two."))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert read(path).cells[-1].source == "Two."


def test_a_file_name_that_is_no_slug_is_refused(tmp_path: Path):
    """A slug is part of an address: lower case, digits and hyphens."""
    assert '"Two Words" is no slug' in fault(write_notebook(tmp_path, "Two Words"))


def test_typed_parameters_are_parameters(tmp_path: Path):
    """A parameters cell may say of what type each parameter is."""
    raw = notebook_json()
    raw["cells"][1]["source"] = 'profile: str = "full"\nseeds: int = 4'
    path = tmp_path / "tiny.ipynb"
    path.write_text(json.dumps(raw))

    assert read(path).parameters == {"profile": "full", "seeds": 4}


@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_line_ends_of_other_systems_are_read(tmp_path: Path, newline: str):
    """Front matter, prose and code read alike whatever system's line ends they have."""
    raw = notebook_json()
    for one in raw["cells"]:
        one["source"] = one["source"].replace("\n", newline)
    path = tmp_path / "tiny.ipynb"
    path.write_text(json.dumps(raw))

    assert read(path) == read(write_notebook(tmp_path))


@pytest.mark.parametrize(
    "data", [PIXEL, [PIXEL[:40], PIXEL[40:]], encodebytes(PIXEL.encode()).decode()]
)
def test_attachments_are_read(tmp_path: Path, data: object):
    """A picture in a cell is found by its name and type, in base64 without line ends."""
    raw = notebook_json()
    raw["cells"][2]["attachments"] = {"p.png": {"image/png": data}}
    path = tmp_path / "tiny.ipynb"
    path.write_text(json.dumps(raw))
    whole = "".join(data.split()) if isinstance(data, str) else PIXEL

    assert read(path).prose[0].attachments == {"p.png": {"image/png": whole}}
    assert read(path).prose[1].attachments == {}


@pytest.mark.parametrize(
    ("attachments", "says"),
    [
        (None, "attachments: expected a mapping, found nothing"),
        ({"p.png": "x"}, "the attachment 'p.png': expected MIME types, found text"),
        ({"p.png": {}}, "the attachment 'p.png': expected MIME types, found a mapping"),
        ({"p.png": {"image/png": 3}}, "the attachment 'p.png': expected base64, found int 3"),
        (
            {"p.png": {"image/png": ["a", 3]}},
            "the attachment 'p.png': expected base64, found a list",
        ),
        ({"p.png": {"image/png": "<svg/>"}}, "the attachment 'p.png': is not base64"),
        ({"p\n.png": {"image/png": "é"}}, "the attachment 'p\\n.png': is not base64"),
    ],
)
def test_broken_attachments_are_refused(tmp_path: Path, attachments: object, says: str):
    """An attachment that is no picture is named with its cell and its remedy."""
    path = edited(tmp_path, lambda raw: raw["cells"][2].update(attachments=attachments))

    assert fault(path) == (
        f"tiny.ipynb, cell 3 (opening): {says}; remove it, and paste the picture into the cell anew"
    )


@pytest.mark.parametrize(
    ("metadata", "mimetype"),
    [
        ({"raw_mimetype": "Text/HTML "}, "text/html"),
        ({"format": "text/latex"}, "text/latex"),
        ({"raw_mimetype": "", "format": "text/latex"}, "text/latex"),
        ({"raw_mimetype": "text/html", "format": "text/latex"}, "text/html"),
        ({}, ""),
    ],
)
def test_type_of_a_raw_cell_is_read(tmp_path: Path, metadata: dict[str, str], mimetype: str):
    """A raw cell says what it holds in Jupyter's key or in nbformat's; no other cell does."""
    raw = notebook_json(cell("raw", "a", "x"), cell("markdown", "b", "x"))
    for one in raw["cells"][2:]:
        one["metadata"] = metadata
    path = tmp_path / "tiny.ipynb"
    path.write_text(json.dumps(raw))

    assert [one.mimetype for one in read(path).cells[2:]] == [mimetype, ""]
