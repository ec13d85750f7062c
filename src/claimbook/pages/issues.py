"""Where a reader reports an error in a claim: a form of the repository, or a section of this site.

Forges prefill a new issue from the address, each in its own way. GitHub fills the fields of the form
`.github/ISSUE_TEMPLATE/claim.yml` by their ids.
"""

import re
from dataclasses import dataclass
from urllib.parse import quote, urlencode, urlsplit

FORM = "claim.yml"  # below .github/ISSUE_TEMPLATE
SECTION = "report-an-error"  # of contributing.md, for a site without a repository


def locate_report(repository: str, slug: str, claim: str, *, otherwise: str) -> str:
    """Return where an error in a claim is reported; `otherwise` if no form is known.

    >>> locate_report("https://github.com/o/r", "dpa", "front-expands", otherwise="")
    'https://github.com/o/r/issues/new?template=claim.yml&claim=dpa:front-expands'
    """
    repository = repository.rstrip("/").removesuffix(".git")
    if not re.fullmatch(r"https?://[\w.-]+(/[\w.-]+)+", repository):
        return otherwise  # no address of a repository, whatever else it is
    host = urlsplit(repository).netloc.lower()
    name = f"{slug}:{claim}"
    if host == "github.com":
        return _ask(f"{repository}/issues/new", template=FORM, claim=name)
    if host.split(".")[0] == "gitlab":  # gitlab.com and those of one's own
        return _ask(f"{repository}/-/issues/new", **{"issue[title]": name})
    if host in ("codeberg.org", "bitbucket.org"):
        return _ask(f"{repository}/issues/new", title=name)
    return otherwise


def _ask(address: str, **values: str) -> str:
    return f"{address}?{urlencode(values, safe=':', quote_via=quote)}"


@dataclass(frozen=True)
class Reporting:
    """Where a page's errors are reported; the macro `report` of `report.html` asks it.

    `otherwise` leads from the page to the section that says how, if no form is known.
    """

    slug: str = ""
    repository: str = ""
    otherwise: str = ""

    def locate(self, claim: str) -> str:
        """Return where an error in one of the page's claims is reported."""
        return locate_report(self.repository, self.slug, claim, otherwise=self.otherwise)
