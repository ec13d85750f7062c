"""The root's CHANGELOG.md → the source of a page of the site.

There is no copy of it among the hand-written pages: what is read is the file that the repository
shows. Its links lead to files of the repository, and are turned into links of the site.
"""

import re

from claimbook.pages.addresses import FOLDER
from claimbook.wording.catalogue import say

SOURCE = "CHANGELOG.md"  # in the project's root

_BRANCH = "HEAD"  # where a repository's files are shown
_LINK = re.compile(
    r"(?P<quoted>(?P<ticks>`+).+?(?P=ticks))|\[(?P<text>[^\]\n]+)\]\((?P<path>[^)\s]+)\)",
    re.DOTALL,
)
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//|#", re.IGNORECASE)
_NOTEBOOK = re.compile(r"notebooks/(?:.+/)?(?P<name>[^/]+\.ipynb)$")


def write_changes(text: str, *, repository: str = "") -> str:
    """Return the page: its title and description, then the changelog, its links rewritten.

    `repository` is the address of the project's own; without it a link to a file that the site
    does not have is left out, and its words stay.
    """

    def rewrite(found: re.Match[str]) -> str:
        if found["quoted"]:
            return found[0]
        address = _find_address(found["path"], repository)
        return f"[{found['text']}]({address})" if address else found["text"]

    head = f"---\ntitle: {say('changes')}\ndescription: {say('changes-description')}\n---\n\n"
    return head + _LINK.sub(rewrite, text)


def _find_address(path: str, repository: str) -> str:
    """Return where a link of the changelog leads on the site, or nothing.

    >>> _find_address("docs/method.md#rules", ""), _find_address("notebooks/dpa.ipynb", "")
    ('method.md#rules', 'papers/dpa.ipynb')
    """
    if _ELSEWHERE.match(path):
        return path
    if path.startswith("docs/"):
        return path.removeprefix("docs/")
    if found := _NOTEBOOK.match(path):
        return f"{FOLDER}/{found['name']}"
    return f"{repository.rstrip('/')}/blob/{_BRANCH}/{path}" if repository else ""
