import json
from urllib.parse import unquote

from claimbook.bibliography.bibtex import Record, write_bib
from claimbook.bibliography.reader import read_bib
from claimbook.pages.downloads import (
    FORMATS,
    iterate_files,
    make_path,
    name_generated,
    write_each,
    write_whole,
)
from claimbook.pages.drawing import draw

RECORDS = (
    Record(
        "doe2024title", "misc", {"title": "A <b>title</b>", "year": "2024", "ids": "doe2023old"}
    ),
    Record("DBLP:conf/x", "misc", {"title": "Other", "year": "2020"}),
)


def test_the_whole_is_every_work_in_three_formats():
    """BibTeX, RIS and CSL-JSON hold the same works in the same order."""
    files = write_whole(RECORDS)

    assert sorted(files) == ["claimbook.bib", "claimbook.json", "claimbook.ris"]
    keys = [record.key for record in RECORDS]
    assert [record.key for record in read_bib(files["claimbook.bib"], where="b")] == keys
    assert [item["id"] for item in json.loads(files["claimbook.json"])] == keys
    lines = files["claimbook.ris"].splitlines()
    assert [line[6:] for line in lines if line.startswith("ID")] == keys
    assert json.loads(write_whole([])["claimbook.json"]) == []


def test_what_pages_may_link_to_is_what_is_made():
    """The names of generated files are those that are written, the claims, the feeds and the changes."""
    others = (
        "claims.json",
        "claims.csv",
        "claims.schema.json",
        "feed.xml",
        "feed.json",
        "changes.md",
    )
    assert name_generated() == (*others, *write_whole(RECORDS))


def test_a_work_has_its_entry_in_each_format():
    """One file holds one work, as the whole has it."""
    one = write_each(RECORDS[0])

    assert list(one) == [format_.ending for format_ in FORMATS]
    assert one["bib"] == write_bib([RECORDS[0]])
    assert one["ris"] in write_whole(RECORDS)["claimbook.ris"]
    assert json.loads(one["json"]) == json.loads(write_whole(RECORDS)["claimbook.json"])[:1]


def test_each_work_has_its_files_under_its_old_keys_too():
    """A file that was once linked stays where it was."""
    files = dict(iterate_files(RECORDS))

    assert len(files) == 9
    assert files["bib/doe2023old.bib"] == files["bib/doe2024title.bib"]
    (item,) = json.loads(files["bib/doe2024title.json"])
    assert item["title"] == "A <b>title</b>"


def test_no_key_leads_out_of_the_folder():
    """Slashes and colons of a key are no part of a path, and two keys have two files."""
    keys = ("a/../../x", "a:b", "a/b", "a.b", "ab")
    paths = [make_path(key, "bib") for key in keys]

    assert all(path.count("/") == 1 for path in paths)
    assert len(set(paths)) == len(keys)
    assert [unquote(path[4:-4].replace("=", "%")) for path in paths] == list(keys)


def test_the_head_names_the_type_of_each_format():
    """A program finds the record of a page by its media type."""
    assert draw("head", stem="dpa", described=None, formats=FORMATS).splitlines() == [
        '<link rel="alternate describedby" type="application/x-bibtex" title="BibTeX" href="dpa.bib">',
        '<link rel="alternate describedby" type="application/x-research-info-systems" title="RIS"'
        ' href="dpa.ris">',
        '<link rel="alternate describedby" type="application/vnd.citationstyles.csl+json" title="CSL-JSON"'
        ' href="dpa.json">',
    ]
