"""Texts that were found without fault: they are not read again while they, and what is around them, stay.

What a text is checked against is told whole: every key, every figure and claim that can be referred to,
every file, the Markdown. So one that is kept would be found sound again; one with a fault never is.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path

from claimbook.bibliography.bibtex import Record
from claimbook.errors import ClaimbookError
from claimbook.installed import digest_text, list_files
from claimbook.kept import Index
from claimbook.notebook.source import Notebook, find_content
from claimbook.pages.origins import digest_dialect
from claimbook.prose.crossrefs import Targets
from claimbook.prose.dialect import Dialect
from claimbook.wording.catalogue import get_spoken

FILE = "sound.json"  # in the work folder

Name = Callable[[], str]
Check = Callable[[set[str]], list[ClaimbookError]]  # from where to note what is cited to the faults


class Sound:
    """What was found sound among the same records, targets and files; nothing, where they cannot be told."""

    def __init__(
        self,
        work: Path,
        docs: Path,
        dialect: Dialect,
        records: Mapping[str, Record],
        targets: Targets,
        heirs: Mapping[str, str],
    ) -> None:
        self.docs, self.index = docs, Index(work / FILE)
        self._docs = _digest_folder(docs)
        markdown = digest_dialect(dialect)
        keys = [(key, one.key, one.get("ids")) for key, one in records.items()]
        pages = sorted(targets.pages.items())
        told = (repr(one) for one in (keys, pages, sorted(heirs.items())))
        self._around = markdown and digest_text(markdown, self._docs, get_spoken(), *told)

    def check(self, name: Name, cited: set[str], check: Check) -> list[ClaimbookError]:
        """Return the faults of a text, and add what it cites; one without a name is always read."""
        key = name()
        known = self.index.find(key) if key else None
        if known is not None:
            cited.update(known)
            return []
        own: set[str] = set()
        faults = check(own)
        cited.update(own)
        if key and not faults and name() == key:  # nobody has written it meanwhile
            self.index.keep(key, sorted(own))
        return faults

    def name_notebook(self, notebook: Notebook, others: Sequence[Path]) -> str:
        """Return the key of a notebook with its translations; nothing if it cannot be told."""
        content = find_content(notebook)
        if not self._around or not content:
            return ""
        return digest_text(
            self._around, "notebook", notebook.path.name, content, *map(_digest_file, others)
        )

    def name_page(self, text: str, where: str) -> str:
        """Return the key of a hand-written page; nothing if it cannot be told."""
        return digest_text(self._around, "page", where, text) if self._around else ""

    def save(self) -> None:
        """Keep what was found, unless somebody wrote the pages meanwhile."""
        if self._docs == _digest_folder(self.docs):
            self.index.save()


def _digest_folder(folder: Path) -> str:
    """Digest the names of all files, and what the pages among them say."""
    return digest_text(*_tell_files(folder))


def _tell_files(folder: Path) -> Iterator[str]:
    for path in sorted(list_files(folder)):
        if path.is_file():
            yield path.relative_to(folder).as_posix()
            yield _digest_file(path) if path.suffix == ".md" else ""


def _digest_file(path: Path) -> str:
    try:
        return f"{path.name} {sha256(path.read_bytes()).hexdigest()}"
    except OSError as error:
        return f"{path.name} {error.errno}"
