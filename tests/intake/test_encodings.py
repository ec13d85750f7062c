"""Posts in the encodings that they declare."""

from pathlib import Path

import pytest

from claimbook.errors import ClaimbookError
from claimbook.intake.encodings import read_text
from claimbook.intake.post import read_posts

BODY = "<h1>2024년 2월 29일</h1><h2>작은 모델</h2><p>(홍길동, 김철수)</p><p>믜첨, 똠방각하를 보인다.</p>"
PAGE = "<!doctype html><html><head>{}</head><body>" + BODY + "</body></html>"


@pytest.mark.parametrize(
    ("head", "codec", "named"),
    [
        ('<meta charset="euc-kr">', "cp949", "euc-kr"),
        ("<meta charset=EUC-KR>", "cp949", "euc-kr"),
        ('<meta charset="cp949">', "cp949", "euc-kr"),
        ('<meta charset="ks_c_5601-1987">', "cp949", "euc-kr"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=ms949">', "cp949", "euc-kr"),
        ('<meta charset="gb18030">', "gb18030", "gb18030"),
        ('<meta charset="utf-8">', "utf-8", ""),
        ("", "utf-8-sig", ""),
        ("", "utf-16", "utf-16le"),
        ("", "utf-8", ""),
    ],
)
def test_declared_encodings(tmp_path: Path, head: str, codec: str, named: str) -> None:
    """A page is read as it declares itself, by the labels of browsers, and says what it is not in."""
    path = tmp_path / "post.html"
    path.write_bytes(PAGE.format(head).encode(codec))
    (post,) = read_posts(path)
    assert (post.encoding, post.day.year) == (named, 2024)
    assert post.entries[0].title == "작은 모델"
    assert "믜첨, 똠방각하를 보인다." in (*post.entries[0].abstract, *post.entries[0].commentary)


def test_xml_declaration(tmp_path: Path) -> None:
    """A feed and a page of XHTML have theirs in the XML declaration."""
    prolog = '<?xml version="1.0" encoding="euc-kr"?>'
    item = "<item><title>작은 모델</title><pubDate>Thu, 29 Feb 2024 09:00:00 +0900</pubDate></item>"
    for text in (f"<rss><channel>{item}</channel></rss>", PAGE.format("")):
        path = tmp_path / "post.xml"
        path.write_bytes((prolog + text).encode("cp949"))
        (post,) = read_posts(path)
        assert (post.encoding, post.entries[0].title) == ("euc-kr", "작은 모델")


@pytest.mark.parametrize(
    ("head", "codec", "says"),
    [
        (
            '<meta charset="utf-8">',
            "cp949",
            'line 1: declares "utf-8" and is not utf-8; save it as',
        ),
        ('<meta charset="euc-kr">', "utf-8", ': declares "euc-kr" and is UTF-8; declare "utf-8"'),
        ('<meta charset="latin1">', "utf-8", ': declares "latin1" and is UTF-8; declare "utf-8"'),
        (
            '<meta charset="shift_jis">',
            "cp949",
            'line 1: declares "shift_jis" and is not shift_jis',
        ),
        ('<meta charset="klingon">', "cp949", ': declares "klingon", which no browser reads; save'),
        ('<meta charset="iso-2022-kr">', "cp949", ': declares "iso-2022-kr", which no browser'),
        ("", "cp949", "line 1: is not UTF-8; save it as UTF-8"),
    ],
)
def test_wrong_declarations(head: str, codec: str, says: str) -> None:
    """A declaration that the bytes belie is one line, and nothing is read in its name."""
    with pytest.raises(ClaimbookError) as raised:
        read_text(PAGE.format(head).encode(codec), where="post.html")
    assert says in str(raised.value)
    assert "\n" not in str(raised.value)


def test_plain_text_declares_nothing() -> None:
    """A post that writes about `<meta charset>` is not read by what it says there."""
    text = '2024-02-29\nOn <meta charset="euc-kr">\n가나다라'
    assert read_text(text.encode(), where="") == (text, "")


def test_odd_bytes_are_faults() -> None:
    """A mark with half a sign behind it is a fault with its line, and no traceback."""
    for data in (b"\xff\xfea", b"\xfe\xff\xd8\x00", b"\xef\xbb\xbf\xff"):
        with pytest.raises(ClaimbookError, match="line 1: begins as"):
            read_text(data, where="post.txt")
