"""The panels below a paper's first screen: its setting, how its run was made, what can be taken away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from claimbook.model.evidence import Finding
from claimbook.model.paper import Setting
from claimbook.model.run import Provenance, Run
from claimbook.notebook.source import Notebook
from claimbook.pages.downloads import FORMATS, Format
from claimbook.wording.catalogue import say
from claimbook.wording.names import show_person

SHOWN_AUTHORS = 8


@dataclass(frozen=True)
class TestedHere:
    """The claims that are tested below a heading."""

    findings: Sequence[Finding]
    template: ClassVar[str] = "tested-here"

    __test__ = False  # not a test case, whatever pytest makes of the name


@dataclass(frozen=True)
class SettingTable:
    """The paper's scale beside ours."""

    rows: Sequence[Setting]
    template: ClassVar[str] = "setting"


@dataclass(frozen=True)
class TakeAway:
    """All authors of the paper, its links and files, its citation, the command that reruns the page."""

    notebook: Notebook
    bibtex: str
    stem: str  # of the files beside the page
    executed: bool
    formats: Sequence[Format] = FORMATS
    template: ClassVar[str] = "take-away"

    @property
    def authors(self) -> list[str]:
        """The names of all authors as they are said."""
        return [show_person(name) for name in self.notebook.front.paper.authors]

    @property
    def shown(self) -> int:
        """How many authors are named before the rest is folded; never one alone."""
        many = len(self.authors) > SHOWN_AUTHORS + 1
        return SHOWN_AUTHORS if many else len(self.authors)


@dataclass(frozen=True)
class ProvenanceList:
    """How the page's run was made; `repository` is the address of the project's own, if known."""

    slug: str
    run: Run | None
    seeds: str = ""
    repository: str = ""
    template: ClassVar[str] = "provenance"

    @property
    def commit(self) -> str:
        """The commit, if the project is under version control."""
        return (self.run.provenance.commit if self.run else "") or ""

    @property
    def commit_url(self) -> str:
        """The address of the commit, if it is known."""
        return f"{self.repository.rstrip('/')}/commit/{self.commit}" if self.repository else ""

    @property
    def dirty(self) -> bool:
        """Whether there were uncommitted changes."""
        return bool(self.run and self.run.provenance.dirty)

    @property
    def rows(self) -> list[tuple[str, str]]:
        """What is known, each with its name."""
        if self.run is None:
            return []
        about = self.run.provenance
        known = {
            say("provenance-fingerprint"): self.run.fingerprint,
            say("provenance-profile"): about.profile,
            say("provenance-parameters"): _join_pairs(about.parameters, " = "),
            say("provenance-seeds"): self.seeds,
            say("provenance-device"): about.device,
            say("provenance-time"): _show_time(about),
            say("provenance-started"): about.started,
            say("provenance-python"): say(
                "python-on", version=about.python, platform=about.platform
            ),
            say("provenance-versions"): _join_pairs(about.versions, " "),
            say("provenance-undeclared"): ", ".join(about.undeclared or ()),
            say("provenance-rerun"): (
                f"claimbook run {self.slug} --profile {about.profile} --force"
            ),
        }
        return [(name, value) for name, value in known.items() if value]


def _join_pairs(named: Mapping[str, Any], between: str) -> str:
    shown = (
        f"{k}{between}{v if isinstance(v, str) else repr(v)}" for k, v in sorted(named.items())
    )
    return ", ".join(shown)


def _show_time(about: Provenance) -> str:
    wall = f"{about.wall_seconds:.1f}"
    if about.cpu_seconds is None:
        return say("wall-time", wall=wall)
    return say("wall-and-cpu-time", wall=wall, cpu=f"{about.cpu_seconds:.1f}")
