"""Pictures attached to prose cells."""

from base64 import b64encode
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimbook.errors import ClaimbookError
from claimbook.notebook.source import Cell
from claimbook.pages.attachments import ENDINGS, Attachment, read_attachments, select_files


def read(**attached: dict[str, str]) -> list[Attachment]:
    return list(read_attachments(Cell("a", "markdown", "", (), 3, attachments=attached)))


@given(st.binary(), st.sampled_from(sorted(ENDINGS)))
def test_a_picture_is_a_file_named_by_its_content(data: bytes, kind: str):
    """The bytes come out as they went in, under a name that changes with them."""
    (one,) = read(x={kind: b64encode(data).decode()})

    digest = sha256(data).hexdigest()[:16]
    assert one == Attachment("x", f"attachments/{digest}.{ENDINGS[kind]}", data)


def test_base64_may_have_lines():
    """As Jupyter writes it."""
    (one,) = read(x={"image/png": "aGVs\nbG8=\n"})

    assert one.data == b"hello"


def test_the_picture_of_a_bundle_is_taken():
    """Beside a kind that no browser shows there may be one that each does."""
    (one,) = read(x={"text/plain": "x", "image/png": "aGVsbG8="})

    assert one.path.endswith(".png")


@pytest.mark.parametrize(
    ("bundle", "says"),
    [
        (
            {"image/tiff": "aGVsbG8="},
            'the attachment "x" is image/tiff, no picture that a page shows; '
            "attach one of avif, bmp, gif, jpg, png, webp",
        ),
        ({}, 'the attachment "x" is empty, no picture'),
        ({"image/svg+xml": "<svg/>"}, 'the attachment "x" is image/svg+xml, no picture'),
        (
            {"image/png": "!"},
            'the attachment "x" is not base64; attach the picture again',
        ),
        ({"image/png": "aGVsbG8"}, 'the attachment "x" is not base64'),
        ({"image/png": "é"}, 'the attachment "x" is not base64'),
    ],
)
def test_what_is_no_picture_is_refused(bundle: dict[str, str], says: str):
    """An SVG could run scripts, and what is cut is no picture."""
    with pytest.raises(ClaimbookError) as caught:
        read(x=bundle)
    assert str(caught.value).startswith(says)


def test_a_name_leads_nowhere():
    """A file's name is made of its content, whatever the attachment is called."""
    (one,) = read(**{"../../x": {"image/png": "aGVsbG8="}})

    assert one.path.startswith("attachments/2cf24dba5fb0a30e")


def test_only_what_is_shown_lies_beside_the_page():
    """An attachment that nothing shows is no file."""
    both = read(x={"image/png": "aGVsbG8="}, y={"image/gif": "aGVsbG8="})

    assert select_files(both, ["y"]) == {"attachments/2cf24dba5fb0a30e.gif": b"hello"}
    assert select_files(both, []) == {}
