"""What the site offers to download: the claims, the bibliography, each work of it; and its words."""

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files

from claimbook.pages import claimscsv, claimsjson, downloads, scripts
from claimbook.site.laying import put_file
from claimbook.site.state import state


@event_priority(100)
def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the files that pages link to."""
    offered = {
        downloads.CLAIMS: claimsjson.write_claims(state.edition.reports),
        downloads.TABLE: claimscsv.write_table(state.edition.reports),
        downloads.SCHEMA: claimsjson.read_schema(),
        scripts.WORDS: scripts.write_words(),
        **downloads.write_whole(state.edition.records.values()),
    }
    for name, text in offered.items():
        files.append(File.generated(config, name, content=text))
    return files


def on_post_build(config: MkDocsConfig) -> None:
    """Write the files of each work; as MkDocs' own, each would be looked at by every plugin."""
    for path, text in downloads.iterate_files(state.edition.records.values()):
        put_file(config, path, text)
