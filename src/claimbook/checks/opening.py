"""Where a notebook's page can be read now: at a server that answers, else as a file that was built."""

import socket
from pathlib import Path
from urllib.parse import urlsplit

from claimbook.checks.site import find_built_folder, read_settings
from claimbook.errors import ClaimbookError
from claimbook.pages.addresses import Addresses

SERVER = "127.0.0.1:8000"  # MkDocs' own, if mkdocs.yml names no other
_PATIENCE = 0.5  # seconds


def find_page(root: Path, slug: str) -> str:
    """Return the address of a notebook's page.

    Raises `ClaimbookError` if nothing serves it and it was not built.
    """
    settings = read_settings(root)
    place = Addresses(settings.get("use_directory_urls") is not False).locate_page(slug)
    server = str(settings.get("dev_addr") or SERVER)
    host, _, port = server.rpartition(":")
    if port.isdecimal() and _is_answering(host, int(port)):
        folder = urlsplit(str(settings.get("site_url") or "")).path.strip("/")
        return "/".join(part for part in (f"http://{server}", folder, place) if part)
    built = find_built_folder(root) / place
    file = built / "index.html" if place.endswith("/") else built
    if file.is_file():
        return file.absolute().as_uri()
    what = "no server shows its page, and it was not built"
    raise ClaimbookError(what, where=slug, fix="`mkdocs serve`, or `mkdocs build`")


def _is_answering(host: str, port: int) -> bool:
    try:
        with socket.create_connection((host, port), timeout=_PATIENCE):
            return True
    except OSError:
        return False
