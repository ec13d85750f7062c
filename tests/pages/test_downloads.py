import json
from urllib.parse import unquote

from claimbook.bibliography.bibtex import Record
from claimbook.bibliography.reader import read_bib
from claimbook.pages.downloads import alternates, each, offered, path_of, whole

RECORDS = (
    Record(
        "doe2024title", "misc", {"title": "A <b>title</b>", "year": "2024", "ids": "doe2023old"}
    ),
    Record("DBLP:conf/x", "misc", {"title": "Other", "year": "2020"}),
)


def test_the_whole_is_every_work_in_three_formats():
    """BibTeX, RIS and CSL-JSON hold the same works in the same order."""
    files = whole(RECORDS)

    assert sorted(files) == ["claimbook.bib", "claimbook.json", "claimbook.ris"]
    keys = [record.key for record in RECORDS]
    assert [record.key for record in read_bib(files["claimbook.bib"], where="b")] == keys
    assert [item["id"] for item in json.loads(files["claimbook.json"])] == keys
    lines = files["claimbook.ris"].splitlines()
    assert [line[6:] for line in lines if line.startswith("ID")] == keys
    assert json.loads(whole([])["claimbook.json"]) == []


def test_each_work_has_its_files_under_its_old_keys_too():
    """A file that was once linked stays where it was."""
    files = dict(each(RECORDS))

    assert len(files) == 9
    assert files["bib/doe2023old.bib"] == files["bib/doe2024title.bib"]
    (item,) = json.loads(files["bib/doe2024title.json"])
    assert item["title"] == "A <b>title</b>"


def test_no_key_leads_out_of_the_folder():
    """Slashes and colons of a key are no part of a path, and two keys have two files."""
    keys = ("a/../../x", "a:b", "a/b", "a.b", "ab")
    paths = [path_of(key, "bib") for key in keys]

    assert all(path.count("/") == 1 for path in paths)
    assert len(set(paths)) == len(keys)
    assert [unquote(path[4:-4].replace("=", "%")) for path in paths] == list(keys)


def test_a_page_offers_what_it_cites_above_its_list():
    """The link stands before the references, once."""
    html = offered('<h2>References</h2><ol class="cb-references cb-numeric"></ol>', "dpa.bib")

    assert html.index("Cite these") < html.index("<ol")
    assert 'href="dpa.bib" download' in html


def test_the_head_names_the_type_of_each_format():
    """A program finds the record of a page by its media type."""
    assert alternates("dpa").splitlines() == [
        '<link rel="alternate describedby" type="application/x-bibtex" title="BibTeX" href="dpa.bib">',
        '<link rel="alternate describedby" type="application/x-research-info-systems" title="RIS"'
        ' href="dpa.ris">',
        '<link rel="alternate describedby" type="application/vnd.citationstyles.csl+json" title="CSL-JSON"'
        ' href="dpa.json">',
    ]
