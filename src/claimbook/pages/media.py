"""Sound, film and pictures that outputs carry inside them → files beside the page."""

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import ClassVar, Self
from urllib.parse import unquote_to_bytes

# What browsers play and show, by the end of a file's name. No SVG: a picture of the page's own
# is a figure with caption and data, and one opened as a page runs its scripts.
ENDINGS: Mapping[str, str] = {
    "audio/aac": "aac",
    "audio/flac": "flac",
    "audio/mp4": "m4a",
    "audio/mpeg": "mp3",
    "audio/mp3": "mp3",
    "audio/ogg": "ogg",
    "audio/wav": "wav",
    "audio/wave": "wav",
    "audio/webm": "weba",
    "audio/x-wav": "wav",
    "image/gif": "gif",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "video/mp4": "mp4",
    "video/ogg": "ogv",
    "video/webm": "webm",
}
FOLDER = "outputs"
_DATA = re.compile(r"\s*data:([\w.+-]+/[\w.+-]+)((?:;[^;,]*)*),(.*)", re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True)
class Media:
    """A sound, a film or a picture, with the name of the file that a page writes for it."""

    kind: ClassVar[str] = "media"
    mime: str
    data: bytes
    alt: str = ""

    @property
    def element(self) -> str:
        """Which it is: "audio", "video" or "image"."""
        return self.mime.partition("/")[0]

    @property
    def ending(self) -> str:
        """The end of its file's name."""
        return ENDINGS[self.mime]

    @property
    def path(self) -> str:
        """Its file, relative to the page; the same bytes have the same name."""
        return f"{FOLDER}/{sha256(self.data).hexdigest()[:16]}.{self.ending}"

    @classmethod
    def from_base64(cls, mime: str, text: str) -> Self | None:
        """Read what nbformat keeps as base64; return None if nobody could play it."""
        data = _from_base64(text.encode())
        return cls(mime, data) if data and mime in ENDINGS else None

    @classmethod
    def from_address(cls, address: str) -> Self | None:
        """Read a `data:` address; return None for any other, and for what nobody could play."""
        parts = _DATA.fullmatch(address)
        if parts is None or (mime := parts[1].lower()) not in ENDINGS:
            return None
        data = unquote_to_bytes(parts[3])
        if ";base64" in parts[2].lower():
            data = _from_base64(data)
        return cls(mime, data) if data else None


def _from_base64(text: bytes) -> bytes:
    """Return what base64 stands for; nothing if it is none."""
    try:
        return base64.b64decode(re.sub(rb"\s", b"", text), validate=True)
    except binascii.Error:
        return b""
