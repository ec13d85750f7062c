"""What is new: the changelog as a page, the feeds, and where crawlers find the list of pages."""

from datetime import datetime
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from claimbook.errors import ClaimbookError
from claimbook.pages import changelog, downloads, feeds
from claimbook.pages.history import gather_news
from claimbook.pages.survey import Report
from claimbook.site.state import name_authors, state

ROBOTS = "robots.txt"


@event_priority(100)
def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the page of changes and the files that lead others to what is new."""
    root = Path(config.config_file_path).parent
    text = _read_changelog(root / changelog.SOURCE)
    news = gather_news(state.edition.reports)
    channel = feeds.Channel(
        name=config.site_name,
        description=config.site_description or config.site_name,
        author=name_authors(config),
        home=config.site_url or "",
        addresses=state.addresses,
    )
    made = {
        downloads.CHANGES: changelog.write_changes(text, repository=config.repo_url or ""),
        downloads.ATOM: feeds.write_atom(news, channel),
        downloads.JSON_FEED: feeds.write_json(news, channel),
        ROBOTS: _write_robots(config.site_url or ""),
    }
    if state.language:
        del made[ROBOTS]  # a host has one
    for name, content in made.items():
        file = File.generated(config, name, content=content)
        file.edit_uri = None
        files.append(file)
    return files


def _read_changelog(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        what = f"cannot be read: {getattr(error, 'strerror', '') or 'it is not UTF-8'}"
        state.report_fault(ClaimbookError(what, where=path.name, fix="mend it"))
        return ""


def _write_robots(home: str) -> str:
    """Let every crawler in, and lead it to the site map, if the site knows its own address."""
    lines = ["User-agent: *", "Allow: /", *([f"Sitemap: {home}sitemap.xml"] if home else [])]
    return "\n".join([*lines, ""])


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Date a paper's page in the site map by its last change, not by the build."""
    del config, files
    report = state.edition.report(state.find_slug(page))
    if report is not None and (days := _list_days(report)):
        page.update_date = max(days)
    return markdown


def _list_days(report: Report) -> list[str]:
    """Return the days on which the page changed or was run, as ISO 8601 has them."""
    days = [change.date.isoformat() for change in report.notebook.front.history]
    if report.run:
        days.append(datetime.fromisoformat(report.run.provenance.started).date().isoformat())
    return days
