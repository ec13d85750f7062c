"""Pictures attached to prose cells → files beside the page, named by their content."""

from base64 import b64decode
from binascii import Error
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

from claimbook.errors import ClaimbookError
from claimbook.notebook.source import Cell

FOLDER = "attachments"
ENDINGS: Mapping[str, str] = {
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/gif": "gif",
    "image/webp": "webp",
    "image/avif": "avif",
    "image/bmp": "bmp",
}


@dataclass(frozen=True)
class Attachment:
    """A picture that a cell carries."""

    name: str
    path: str  # below the page's folder
    data: bytes


def read_attachments(cell: Cell) -> Iterator[Attachment]:
    """Yield the pictures of a cell.

    Raises `ClaimbookError` for one that no browser shows, or that is not base64.
    """
    for name, bundle in cell.attachments.items():
        kinds = [kind for kind in bundle if kind in ENDINGS]
        if not kinds:
            raise ClaimbookError(
                f'the attachment "{name}" is {", ".join(bundle) or "empty"}, no picture that a page shows',
                fix=f"attach one of {', '.join(sorted(ENDINGS.values()))}",
            )
        yield _read(name, ENDINGS[kinds[0]], bundle[kinds[0]])


def _read(name: str, ending: str, text: str) -> Attachment:
    try:
        data = b64decode("".join(text.split()), validate=True)
    except (Error, ValueError) as error:
        raise ClaimbookError(
            f'the attachment "{name}" is not base64', fix="attach the picture again"
        ) from error
    return Attachment(name, f"{FOLDER}/{sha256(data).hexdigest()[:16]}.{ending}", data)


def select_files(attached: Iterable[Attachment], shown: Iterable[str]) -> dict[str, bytes]:
    """Return the files of those whose names are among the `shown`, by their path."""
    names = frozenset(shown)
    return {one.path: one.data for one in attached if one.name in names}
