"""References to figures and claims, in the syntax of a citation.

| written | shown |
|---|---|
| `@fig-front` | ``Figure 3``, linked to that figure of the page |
| `@claim-fidelity` | the claim's name and the sign of its verdict, linked to the box of verdicts |
| `@fig-dpa:front`, `@claim-dpa:fidelity` | the same, of the page of another paper |

Brackets and a minus work as with citations: `[see @fig-front]` is ``(see Figure 3)``, and `-@fig-front`
leaves out what the sentence has said: ``3``, or the claim's name. A claim's name is its id.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from xml.etree import ElementTree

from markdown.util import AtomicString

from claimbook.errors import ClaimbookError, suggest
from claimbook.model.evidence import Finding
from claimbook.model.run import Run
from claimbook.notebook.code import find_drawn
from claimbook.notebook.source import Notebook
from claimbook.wording.catalogue import say
from claimbook.wording.marks import mark_class, show_sign, show_verdict

KINDS = {"fig": "figure", "claim": "claim"}


@dataclass(frozen=True)
class Landmarks:
    """What of a paper's page can be referred to."""

    title: str
    figures: Mapping[str, int]  # the number of each by its id
    claims: Mapping[str, Finding]

    @property
    def ids(self) -> frozenset[str]:
        """The ids that these have on the page."""
        marks = (f"{kind}-{name}" for name in self.claims for kind in ("verdict", "claim"))
        return frozenset(marks) | {f"fig-{name}" for name in self.figures}


def find_landmarks(
    notebook: Notebook, run: Run | None, findings: Iterable[Finding], *, outdated: bool = False
) -> Landmarks:
    """Return what can be referred to; a notebook that is still to be run has the figures it will draw."""
    ids = list(run.figures) if run else []
    if run is None or outdated:
        ids += [name for cell in notebook.code for name in find_drawn(cell.source)]
    numbers = {name: number for number, name in enumerate(dict.fromkeys(ids), start=1)}
    claims = {finding.claim.id: finding for finding in findings}
    return Landmarks(notebook.front.digest.title, numbers, claims)


def _link_nowhere(slug: str) -> str:
    return f"#{slug}"


@dataclass(frozen=True)
class Targets:
    """All that a page can refer to: its own figures and claims, and those of other pages."""

    here: str = ""  # the slug of the page; nothing for a hand-written one
    pages: Mapping[str, Landmarks] = field(default_factory=dict)  # by slug
    link: Callable[[str], str] = _link_nowhere  # from a slug to the address of its page
    own: Landmarks | None = None  # those of the page itself; `pages` may have a thousand others

    def place_at(self, slug: str, here: Landmarks) -> "Targets":
        """Return the same as seen from the page of a paper."""
        return replace(self, here=slug, own=here)

    def fill(self, link: ElementTree.Element, key: str, *, bare: bool) -> bool:
        """Make `link` the reference that `key` is; return False if there is no such thing."""
        kind, slug, name = self._read(key)
        page = self._find(slug)
        if page is None or name not in (page.figures if kind == "fig" else page.claims):
            return False
        address = "" if slug == self.here else self.link(slug)
        elsewhere = ""
        if slug != self.here and not bare:
            elsewhere = f" {say('reference-elsewhere', title=page.title)}"
        link.set("class", "cb-ref")
        if kind == "fig":
            link.set("href", f"{address}#fig-{name}")
            number = page.figures[name]
            link.text = AtomicString(
                f"{number}" if bare else say("reference-figure", number=number) + elsewhere
            )
        else:
            link.set("href", f"{address}#verdict-{name}")
            _name_claim(link, page.claims[name], elsewhere, bare=bare)
        return True

    def explain_missing(self, key: str, where: str) -> ClaimbookError:
        """Return the error for a reference to what does not exist, naming the nearest."""
        kind, slug, name = self._read(key)
        what, prefix = KINDS[kind], f"@{kind}-"
        if not slug:
            fix = f"name the page too: {prefix}SLUG:{name}"
            return ClaimbookError(f"@{key} stands on no paper's page", where=where, fix=fix)
        page = self._find(slug)
        if page is None:
            fix = suggest(slug, self.pages)
            return ClaimbookError(f'@{key}: no paper has the slug "{slug}"', where=where, fix=fix)
        names = page.figures if kind == "fig" else page.claims
        place = "" if slug == self.here else f" on the page of {slug}"
        fault = f'@{key}: no {what} has the id "{name}"{place}'
        return ClaimbookError(fault, where=where, fix=suggest(name, names))

    def _find(self, slug: str) -> Landmarks | None:
        return self.own if self.own and slug == self.here else self.pages.get(slug)

    def _read(self, key: str) -> tuple[str, str, str]:
        """Split ``fig-dpa:front`` into kind, slug and id; without a slug it is of this page."""
        kind, _, rest = key.partition("-")
        slug, colon, name = rest.partition(":")
        return (kind, slug, name) if colon else (kind, self.here, rest)


def _name_claim(link: ElementTree.Element, finding: Finding, elsewhere: str, *, bare: bool) -> None:
    link.text = AtomicString(finding.claim.id.replace("-", " "))
    if not bare:
        said = {
            "class": f"cb-sign {mark_class(finding)}",
            "role": "img",
            "aria-label": show_verdict(finding),
        }
        mark = ElementTree.SubElement(link, "span", said | {"title": show_verdict(finding)})
        mark.text, mark.tail = AtomicString(show_sign(finding)), AtomicString(elsewhere)
        link.text = AtomicString(f"{link.text} ")
