"""The site's Markdown, as `mkdocs.yml` says it."""

from pathlib import Path

import pytest
from markdown.extensions.toc import slugify_unicode
from mkdocs.config import load_config

from claimbook.errors import ClaimbookError
from claimbook.prose.citations import CitationExtension
from claimbook.prose.dialect import BUILTIN, OWN, Dialect, read_dialect
from claimbook.prose.live import refuse_live

ROOT = Path(__file__).parents[2]


def written(folder: Path, text: str) -> Path:
    path = folder / "mkdocs.yml"
    path.write_text(text, "utf-8")
    return path


def test_extensions_are_read_with_their_settings(tmp_path: Path):
    """In their order, behind those that MkDocs adds, each once; a later setting is the one."""
    path = written(
        tmp_path,
        """
        site_name: x
        plugins: [search]
        theme: {name: material, palette: !ENV [PALETTE, default]}
        markdown_extensions:
          - abbr
          - toc:
              slugify: !!python/name:markdown.extensions.toc.slugify_unicode
              permalink: true
          - tables
          - pymdownx.details:
        extra: !relative nothing
        """,
    )

    assert read_dialect(path) == Dialect(
        (*BUILTIN, "abbr", "pymdownx.details"),
        {
            "abbr": {},
            "toc": {"slugify": slugify_unicode, "permalink": True},
            "tables": {},
            "pymdownx.details": {},
        },
    )


def test_a_site_without_extensions_has_mkdocs_own(tmp_path: Path):
    """An empty file, and one that names none, are read as MkDocs reads them."""
    for text in ("", "site_name: x\n", "markdown_extensions:\n"):
        assert read_dialect(written(tmp_path, text)) == Dialect(BUILTIN, {})


def test_the_check_reads_what_the_site_reads():
    """For the project itself the dialect is what MkDocs makes of the same file."""
    config = load_config(str(ROOT / "mkdocs.yml"))
    read = read_dialect(ROOT / "mkdocs.yml")

    assert sorted(read.extensions) == sorted(config.markdown_extensions)
    named = {name: given for name, given in read.settings.items() if given}
    assert named == {name: given for name, given in config.mdx_configs.items() if given}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a: [", "mkdocs.yml: cannot be read: "),
        ("x: !!python/name:no.such.thing", "mkdocs.yml: cannot be read: "),
        ("x: !!python/name:markdown.extensions.toc.no_such", "mkdocs.yml: cannot be read: "),
        ("- a\n- b\n", "mkdocs.yml: "),
        ("markdown_extensions: 3\n", "mkdocs.yml: "),
        ("markdown_extensions: abbr\n", "mkdocs.yml: "),
        ("markdown_extensions: [3]\n", "mkdocs.yml: "),
        ("markdown_extensions: [{toc: 3}]\n", "mkdocs.yml: "),
    ],
)
def test_a_file_that_is_no_configuration_is_named(tmp_path: Path, text: str, says: str):
    """What cannot be read is one error with the file's name, and no traceback."""
    with pytest.raises(ClaimbookError) as caught:
        read_dialect(written(tmp_path, text))
    assert str(caught.value).startswith(says)


def test_a_file_that_is_not_there_is_named(tmp_path: Path):
    """Without a site's configuration nothing can be said of its Markdown."""
    with pytest.raises(ClaimbookError, match=r"^mkdocs\.yml: cannot be read: "):
        read_dialect(tmp_path / "mkdocs.yml")


def test_no_object_is_made_of_a_configuration(tmp_path: Path):
    """A name may be looked up; nothing is called."""
    with pytest.raises(ClaimbookError, match="cannot be read"):
        read_dialect(written(tmp_path, "x: !!python/object/apply:os.getcwd []"))


def test_a_reader_has_the_page_s_own_extensions():
    """What the site names for citations is left out: each page is given its own."""
    citations = "claimbook.prose.citations"
    assert citations in OWN
    dialect = Dialect(
        ["toc", citations], {"toc": {"permalink": "#"}, citations: {"style": "numeric"}}
    )
    md = dialect.make_reader([CitationExtension(append=False)], {"toc": {"title": "T"}})

    assert md.convert("# A\n\n[@b2020c]").count("cb-unknown") == 1
    assert '<a class="headerlink" href="#a" title="Permanent link">#</a>' in md.convert("# A")
    assert md.convert("[TOC]\n\n# A").startswith('<div class="toc"><span class="toctitle">T</span>')
    assert dialect.settings["toc"] == {"permalink": "#"}


HIDDEN = (
    "[x](\njava&#115;cript&#58;f())",
    "[x](javascr\nipt:f())",
    "[x](javascr\tipt:f())",
    "[x](java`s`cript:f())",
    "[x][y]\n\n[y]:\n java&#115;cript:f()",
    '[y [x](a "](javascript:f())")',
    "[x](a.md)[x](javascript:f())",
    "a\n\n- b\n    [<b onclick=f()>c</b>]: a",
)


@pytest.mark.parametrize("text", HIDDEN)
def test_a_written_page_hides_no_live_address(text: str):
    """Whatever Markdown takes for an address is read, be it over two lines, with entities or code in it."""
    dialect = read_dialect(ROOT / "mkdocs.yml")
    live = [str(one) for one in refuse_live(dialect.make_reader([], {}).convert(text))]
    assert [str(one) for one in dialect.find_live(text)] == live
    assert live


def test_a_written_page_that_can_hide_nothing_is_not_read():
    """Links to pages and works are no cause to convert it, which this site could not."""
    text = 'See [a](../b/c.md#d), [e](https://example.org/f?g=1 "h, i"), [j][k].\n\n[k]: l.md\n'
    assert list(Dialect(["no.such.extension"]).find_live(text)) == []
