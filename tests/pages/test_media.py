import base64

import pytest

from claimbook.pages.media import Media

BYTES = bytes(range(256))
TEXT = base64.b64encode(BYTES).decode()


def test_media_become_files_named_by_what_is_in_them():
    """The same sound has the same file, on every page and in every build."""
    sound = Media.from_base64("audio/wav", TEXT)
    assert sound == Media("audio/wav", BYTES)
    assert sound.path == "outputs/40aff2e9d2d8922e.wav"
    assert sound.element == "audio"


@pytest.mark.parametrize(
    "address",
    [
        f"data:image/png;base64,{TEXT}",
        f" DATA:IMAGE/PNG;charset=utf-8;base64,{TEXT[:9]}\n {TEXT[9:]}",
        f"data:image/png;base64,{TEXT.replace('+', '%2B')}",
        "data:image/png," + "".join(f"%{byte:02x}" for byte in BYTES),
    ],
)
def test_data_addresses_are_read_however_they_are_written(address: str):
    """Base64 and percent signs, in either case, with white space between."""
    assert Media.from_address(address) == Media("image/png", BYTES)


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/x.png",
        "//example.org/x.png",
        "x.png",
        f"data:text/html;base64,{TEXT}",
        f"data:image/svg+xml;base64,{TEXT}",
        "data:image/png;base64,!!!",
        "data:image/png;base64,",
        "data:image/png",
        "",
    ],
)
def test_no_other_address_is_taken(address: str):
    """Other hosts, other types and broken data are refused."""
    assert Media.from_address(address) is None


def test_what_nobody_plays_is_no_medium():
    """A format that browsers do not know is left to a line for the reader."""
    assert Media.from_base64("audio/midi", TEXT) is None
    assert Media.from_base64("audio/wav", "no base64!") is None
