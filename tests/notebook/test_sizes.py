"""Sizes of memory as people write them."""

import pytest

from claimbook.errors import ClaimbookError
from claimbook.notebook.sizes import read_size, show_size


@pytest.mark.parametrize(
    ("text", "size"),
    [("2G", 2 << 30), ("512 MiB", 512 << 20), ("1.5g", 3 << 29), ("64kb", 65536), (4096, 4096)],
)
def test_sizes(text: str | int, size: int) -> None:
    """A unit is 1024 of the one before, with or without its B."""
    assert read_size(text) == size
    assert read_size(show_size(size)) == size


@pytest.mark.parametrize("text", ["", "G", "2X", "-2G", "0", "1e3", "nan", "9999999T", "2 G B", -5])
def test_no_sizes(text: str | int) -> None:
    """What is none is refused with an example, and so is nothing at all."""
    with pytest.raises(ClaimbookError, match=r"is no size; write a number and K, M, G or T"):
        read_size(text)
