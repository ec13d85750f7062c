from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sitepages import page, write_site

from claimbook.checks.html import find_anchors, find_references, parse
from claimbook.checks.links import Site, find_dead_links
from claimbook.checks.needs import find_needs
from claimbook.checks.residue import find_residue
from claimbook.checks.site import check, find_built_folder
from claimbook.errors import ClaimbookError


def faults(folder: Path) -> list[str]:
    found = [str(fault) for fault in check(folder).faults]
    assert all("\n" not in fault for fault in found)
    return found


def test_a_good_site_has_no_faults(tmp_path: Path):
    """What was read is counted, and nothing is said of it."""
    body = (
        '<a href="../">home</a> <a href="https://example.org/">away</a><a href="#top-of-it">up</a>'
    )
    report = check(write_site(tmp_path, other=page(body, title="Other")))
    assert (report.pages, report.links, report.faults) == (2, 3, ())


def test_every_fault_of_every_page_is_reported_in_order(tmp_path: Path):
    """Faults are sorted by file and line, whatever finds them."""
    spoilt = '<a href="../nothing/">a</a>\n<p>{{ gap }}</p>\n<img src="a.svg">'
    write_site(tmp_path, b=page("<p>$x$</p>", title="B"), a=page(spoilt, title="A"))
    assert [fault.partition(";")[0] for fault in faults(tmp_path)] == [
        'a/index.html, line 9: <a> leads to "../nothing/", and the site has no such file',
        'a/index.html, line 10: shows a bound name that nothing filled in: "{{ gap }}"',
        'a/index.html, line 11: the picture "a.svg" has no alt text',
        'a/index.html, line 11: <img> loads "a.svg", and the site has no such file',
        'b/index.html, line 9: shows TeX in place of a formula: "$x$"',
    ]


def test_one_fault_is_told_once(tmp_path: Path):
    """A line that holds the same dead link twice is one fault."""
    write_site(tmp_path, a=page('<a href="../b/">a</a> <a href="../b/">b</a>', title="A"))
    assert len(faults(tmp_path)) == 1


def test_no_two_pages_have_one_title(tmp_path: Path):
    """A title tells a page from every other; the theme's 404.html has that of the home page."""
    write_site(tmp_path, a=page(title="One"), b=page(title="One"))
    (tmp_path / "404.html").write_text(page(title="Home"), "utf-8")
    assert faults(tmp_path) == [
        'b/index.html, line 1: has the title of a/index.html: "One"; '
        "write another `title:` at the top of one of the two"
    ]


def test_a_link_is_followed_to_its_page(tmp_path: Path):
    """An id counts where it stands, not where the link does."""
    target = page('<h2 id="결과">결과</h2>', title="Target")
    good, bad = '<a href="../t/#결과">a</a>', '<a href="../t/#top-of">a</a>'
    write_site(tmp_path, t=target, good=page(good, title="Good"), bad=page(bad, title="Bad"))
    assert faults(tmp_path) == [
        'bad/index.html, line 9: <a> leads to "../t/#top-of", and nothing there has the id "top-of"; '
        'did you mean "#top-of-it"?'
    ]


def test_stylesheets_are_followed_as_far_as_they_lead(tmp_path: Path):
    """What a loaded sheet loads is judged from where the sheet lies; one that is not is not."""
    write_site(tmp_path, a=page('<link rel="stylesheet" href="../css/a.css">', title="A"))
    sheets = {
        "a.css": '@import "b.css";\np { background: url(../a.svg) }',
        "b.css": '\n@import "a.css"; @import "//example.org/c.css"; p { src: url("none.woff2") }',
        "unused.css": "p { src: url(gone.woff2) }",
    }
    (tmp_path / "css").mkdir()
    (tmp_path / "a.svg").write_text("<svg/>")
    for name, text in sheets.items():
        (tmp_path / "css" / name).write_text(text)
    assert [fault.partition(";")[0] for fault in faults(tmp_path)] == [
        'css/b.css, line 2: <style> loads "//example.org/c.css", from another host',
        'css/b.css, line 2: <style> loads "none.woff2", and the site has no such file',
    ]


def with_home(folder: Path, home: str) -> Path:
    link = f'<link rel="canonical" href="{home}">'
    return write_site(folder, index=page(link, title="Home"))


@pytest.mark.parametrize("home", ["https://example.org/cb/", "https://example.org/cb/index.html"])
def test_a_site_below_a_path_knows_it(tmp_path: Path, home: str):
    """The home page's canonical link says where the site is published, however it is built."""
    with_home(tmp_path, home)
    body = '<a href="/cb/#top-of-it">a</a>\n<a href="/#top-of-it">a</a>'
    (tmp_path / "404.html").write_text(page(body), "utf-8")
    assert faults(tmp_path) == [
        '404.html, line 10: <a> leads to "/#top-of-it", which lies beside the site, whose own path '
        'is "/cb/"; mend the address, or add what it leads to'
    ]


def test_what_a_site_lists_of_itself_is_checked(tmp_path: Path):
    """Sitemap and search index belong to the site where they are there."""
    with_home(tmp_path, "https://example.org/")
    (tmp_path / "sitemap.xml").write_text("<a><loc>https://example.org/gone/</loc></a>")
    (tmp_path / "search").mkdir()
    (tmp_path / "search" / "search_index.json").write_text('{"docs": [{"location": "gone/"}]}')
    assert [fault.partition(",")[0] for fault in faults(tmp_path)] == [
        "sitemap.xml",
        'search/search_index.json: finds "gone/"',
    ]


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"", "is empty"), (b"<p>\xff\xfe</p>", "is not UTF-8")],
)
def test_a_file_that_is_no_page_is_named(tmp_path: Path, content: bytes, says: str):
    """A page that cannot be read is a fault, and the rest is read."""
    write_site(tmp_path, b=page("<p>$x$</p>", title="B"))
    (tmp_path / "a.html").write_bytes(content)
    first, second = faults(tmp_path)
    assert first.startswith(f"a.html: {says}; ")
    assert second.startswith("b/index.html, line 9: ")


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path):
    """The advice is the command that builds it, quoted as a shell wants it."""
    with pytest.raises(ClaimbookError) as refused:
        check(tmp_path / "my site")
    assert str(refused.value) == (
        f"{tmp_path}/my site: is not there; `mkdocs build --site-dir '{tmp_path}/my site'` builds it"
    )


def test_a_folder_without_a_site_is_refused(tmp_path: Path):
    """Nobody is told to build over what lies there."""
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(
        ClaimbookError, match="is no built site; name the folder that `mkdocs build`"
    ):
        check(tmp_path)


@pytest.mark.parametrize(
    ("settings", "folder"),
    [
        ("site_name: A\n", "site"),
        ("site_dir: build/html\n", "build/html"),
        ("site_dir: /srv/site\n", "/srv/site"),
        ("a: !ENV [B, c]\nd: !!python/name:e.f ''\nsite_dir: out\n", "out"),
        ("", "site"),
    ],
)
def test_the_folder_is_the_one_that_mkdocs_builds(tmp_path: Path, settings: str, folder: str):
    """mkdocs.yml is read without MkDocs, its own tags and all."""
    (tmp_path / "mkdocs.yml").write_text(settings)
    assert find_built_folder(tmp_path) == tmp_path / folder


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        (
            "site_dir: !ENV SITE",
            "mkdocs.yml: site_dir: its value is not known before a build; name",
        ),
        ("site_dir: [", "mkdocs.yml: is not YAML: "),
    ],
)
def test_a_folder_that_cannot_be_known_is_asked_for(tmp_path: Path, settings: str, says: str):
    """What only MkDocs could say is not guessed."""
    (tmp_path / "mkdocs.yml").write_text(settings)
    with pytest.raises(ClaimbookError) as refused:
        find_built_folder(tmp_path)
    assert str(refused.value).startswith(says)


PIECES = st.sampled_from(
    [
        *(
            "<!-- claimbook:x -->",
            "<?pi x?>",
            "<p>",
            "</p>",
            "<a href='",
            "'>",
            "#x",
            "$x$",
            "\\(",
            "{{",
            "}}",
        ),
        *(
            "<div class='cb-outputs'>",
            "<pre>",
            "</pre>",
            "<svg><use xlink:href='#a'/>",
            "<img alt='",
        ),
        *(
            "<img srcset='a 2x, b'>",
            "<a.b object>",
            "\x00",
            "\x02",
            "&lt;",
            "&#0;",
            "<style>",
            "url(",
        ),
        *("<meta http-equiv=refresh content='", "<iframe srcdoc='<iframe srcdoc=x>'>", "<title>"),
        *("<frameset>", "<template>", "<i data-cb-x=1 ", "http://[", "//", "%zz", "결과", "\n"),
    ]
)


@given(st.lists(PIECES).map("".join) | st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_can_be_read_as_a_page(source: str):
    """However broken a page is, it is judged without an error, in whole lines."""
    made = parse(source)
    if made is not None:
        site = Site(frozenset(["index.html"]), {"index.html": find_anchors(made)})
        dead = find_dead_links(site, "index.html", find_references(made))
        for flaw in (*find_residue(made), *find_needs(made, "index.html"), *dead):
            text = f"{flaw.what}; {flaw.fix}"
            assert text.splitlines() == [text]
            assert flaw.line >= 1
