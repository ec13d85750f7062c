"""Hand-written pages that MkDocs could not read, or would read as something else."""

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File

from claimbook.checks.passages import find_head_faults, read_passage
from claimbook.errors import ClaimbookError
from claimbook.site.state import state


def mend_page(file: File, config: MkDocsConfig) -> None:
    """Report what is wrong with the source of a page, and let a server show it as far as it can be."""
    path = Path(file.abs_src_path or "")
    if path.suffix != ".md" or not path.is_file():
        return
    try:
        faults = [*find_head_faults(read_passage(path, Path(config.docs_dir).parent))]
    except ClaimbookError as error:
        file.content_string = path.read_text("utf-8-sig", errors="replace")
        faults = [error]
    for fault in faults:
        state.report_fault(fault)
