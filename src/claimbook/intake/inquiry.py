"""What arXiv knows of the papers of a post, beside what the post says; and without it, that alone."""

from dataclasses import dataclass, field, replace

from claimbook.bibliography.titles import is_akin
from claimbook.errors import ClaimbookError
from claimbook.intake import lookup
from claimbook.intake.network import Client
from claimbook.intake.partialpaper import PartialPaper
from claimbook.wording.catalogue import say


@dataclass
class Inquirer:
    """Asks about one paper after another, and no more once nobody answered."""

    client: Client
    notes: list[str] = field(default_factory=list)
    silent: bool = False

    def ask_arxiv(self, told: PartialPaper) -> PartialPaper:
        """Return what a post tells of a paper with what arXiv knows; the title has to agree."""
        if not told.arxiv or self.silent:
            return told
        try:
            known, notes = lookup.look_up_paper(told.arxiv, self.client)
        except ClaimbookError as fault:
            self.notes.append(str(fault))
            return told
        self.notes += notes
        if not known.title:
            self.silent = True
            return told
        if not is_akin(known.title, told.title):
            self.notes.append(_say_other(told, known))
            return told
        return replace(known, doi=known.doi or told.doi)


def _say_other(told: PartialPaper, known: PartialPaper) -> str:
    return say("import-other", arxiv=told.arxiv, title=known.title, told=told.title)
