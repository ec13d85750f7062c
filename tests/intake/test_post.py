import unicodedata
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimbook.errors import ClaimbookError
from claimbook.intake.post import LARGEST, PostEntry, parse_posts, read_posts

POSTS = Path(__file__).parents[1] / "posts"
DIGEST = sorted((Path(__file__).parents[3] / "shared" / "digest").glob("*.txt"))


def test_post_in_korean() -> None:
    """News, papers with English and Korean abstracts, and a last entry without tags are read."""
    post = read_posts(POSTS / "korean.txt")[0]
    assert post.day == date(2023, 11, 3)
    pebble, goldfish, memory, nothing = post.entries
    assert (pebble.title, pebble.authors, pebble.abstract) == ("Pebble 2", (), ())
    assert (len(pebble.commentary), pebble.tags, pebble.line) == (2, ("llm", "pebble"), 2)
    assert goldfish.authors[1:] == ("Karl von Invented", "Ana de la Nada", "Team Goldfish")
    assert [len(part) for part in (goldfish.abstract, goldfish.commentary)] == [1, 2]
    assert (goldfish.companions, goldfish.arxiv) == (("2311.00001",), "")
    assert [len(part) for part in (memory.abstract, memory.commentary)] == [1, 1]
    assert (nothing.abstract, nothing.tags) == (("We show nothing.",), ())
    assert nothing.unclear == ("2311.00002",)


def test_post_in_english() -> None:
    """Where all is in one language, the abstract is the first paragraph; blank lines mean nothing."""
    post = read_posts(POSTS / "english.txt")[0]
    pebble, sand = post.entries
    assert (post.day, pebble.tags) == (date(2023, 11, 3), ("llm", "pebble"))
    expected = PostEntry(
        title="Sand: A Model of Grains",
        line=9,
        authors=("Mina Pretend",),
        more=True,
        abstract=("We model grains.",),
        commentary=("The first paragraph is theirs; this one is ours. Nothing is lost.",),
        tags=("physics",),
        arxiv="2311.00003",
    )
    assert expected == sand


def variants() -> dict[str, bytes]:
    """The Korean post as other systems would save it."""
    text = (POSTS / "korean.txt").read_text("utf-8")
    return {
        "CRLF": text.replace("\n", "\r\n").encode(),
        "CR": text.replace("\n", "\r").encode(),
        "BOM": text.encode("utf-8-sig"),
        "spaces": text.replace("\n", "  \n\n\u00a0 ").encode(),
        "decomposed": unicodedata.normalize("NFD", text).encode(),
    }


@pytest.mark.parametrize("name", variants())
def test_post_as_other_systems_save_it(tmp_path: Path, name: str) -> None:
    """Line ends, marks, white space and decomposed Hangul change nothing but line numbers."""
    path = tmp_path / "post.txt"
    path.write_bytes(variants()[name])
    found, expected = read_posts(path)[0], read_posts(POSTS / "korean.txt")[0]
    assert (found.day, len(found.entries)) == (expected.day, 4)
    assert [vars(one) | {"line": 0} for one in found.entries] == [
        vars(one) | {"line": 0} for one in expected.entries
    ]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "post.txt: is empty"),
        (b" \n\n", "post.txt: is empty"),
        (b"\xef\xbb\xbf", "post.txt: is empty"),
        (
            b"Title\nText\n#tag",
            "post.txt, line 1: the first line is no day; begin with one, such as",
        ),
        (b'{"cells": []}', "post.txt, line 1: the first line is no day"),
        (b"2023-11-03\n\n", "post.txt: has a day and no entry after it"),
        (b"2023-11-31\nT", "post.txt, line 1: no calendar has the day 2023-11-31"),
        (b"2023-11-03\nT\n\xb0\xa1", "post.txt, line 3: is not UTF-8; save it as UTF-8"),
        ("2023년 11월 3일".encode("utf-16")[3:], "post.txt, line 1: is not UTF-8"),
        (b"2023-11-03\nT\nx\x00y", "post.txt, line 3: holds a control character"),
        (b"\x7fELF\x02\x01", "post.txt, line 1: holds a control character"),
        (b"2023-11-03\n" + b"x" * 401, "post.txt, line 2: a title of 401 characters"),
        (b"2023-11-03\nT\n" + b"x " * 500_000, "post.txt, line 3: has 999,999 characters"),
        (b"x" * (LARGEST + 1), "post.txt: has more than 2,000,000 bytes"),
    ],
)
def test_what_is_no_post(tmp_path: Path, data: bytes, says: str) -> None:
    """Each fault is one line that names the file, and the line where there is one."""
    path = tmp_path / "post.txt"
    path.write_bytes(data)
    with pytest.raises(ClaimbookError) as raised:
        read_posts(path)[0]
    assert str(raised.value).startswith(says)
    assert "\n" not in str(raised.value)


def test_no_such_file(tmp_path: Path) -> None:
    """A file that is not there, and a folder, are one line each."""
    for path, says in ((tmp_path / "none.txt", "No such file"), (tmp_path, "Is a directory")):
        with pytest.raises(ClaimbookError, match=f"{path.name}: cannot be read: {says}"):
            read_posts(path)[0]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("One\n#a\nTwo\n#b", ["One", "Two"]),
        ("One\nText.\nTwo\n(Jane Doe)\nText.\n#b", ["One", "Two"]),
        ("One\nText.\n(Jane Doe)\nText.\n#b", ["One"]),
        ("## One\nText\n#a", ["One"]),
        ("One\n#a #b\n", ["One"]),
        ("One", ["One"]),
    ],
)
def test_where_an_entry_ends(body: str, expected: list[str]) -> None:
    """Tags end an entry, and so does a title that has authors under it."""
    post = parse_posts(f"2023-11-03\n{body}", where="post.txt")[0]
    assert [entry.title for entry in post.entries] == expected


def test_address_of_the_paper_itself() -> None:
    """A line under the title that is only an address is the paper's own."""
    (entry,) = parse_posts(
        "2023-11-03\nOne\nhttps://arxiv.org/abs/2311.00004\n(Jane Doe)\nWe do.\n#a", where=""
    )[0].entries
    assert (entry.arxiv, entry.abstract, entry.commentary) == ("2311.00004", ("We do.",), ())


@given(st.text(st.sampled_from([*"ab1()#\n\r .,;가나다$*_<", "\u2028", "\x85"]), max_size=80))
def test_whatever_stands_in_a_post(body: str) -> None:
    """Nothing is lost: every paragraph has its place, or stands among what was not understood."""
    try:
        post = parse_posts(f"2023-11-03\n{body}", where="post.txt")[0]
    except ClaimbookError:
        return
    unread = "".join(line.text for line in post.unread)
    kept = unread + "".join(
        "".join((entry.title, *entry.authors, *entry.abstract, *entry.commentary, *entry.tags))
        for entry in post.entries
    )
    letters = sorted(letter for letter in body if letter.isalpha())
    assert sorted(letter for letter in kept if letter.isalpha()) == letters


@pytest.mark.skipif(not DIGEST, reason="the digest's own post is not beside the repository")
def test_the_real_post() -> None:
    """The digest's own post yields its eight entries."""
    post = read_posts(DIGEST[0])[0]
    assert post.day == date(2024, 2, 29)
    found = [(one.title, len(one.authors), len(one.abstract), one.tags) for one in post.entries]
    assert found == [
        ("StartCoder 2", 0, 0, ("llm", "code")),
        ("Llama 3", 0, 0, ("llm",)),
        ("Diffusion-based Neural Network Weights Generation", 6, 1, ("diffusion", "hypernetwork")),
        ("Stable LM 2 1.6B Technical Report", 19, 1, ("lm", "pretraining")),
        (
            "Learning or Self-aligning? Rethinking Instruction Fine-tuning",
            *(9, 1, ("instruction-tuning",)),
        ),
        (
            "Keeping LLMs Aligned After Fine-tuning: The Crucial Role of Prompt Templates",
            *(6, 1, ("finetuning", "prompt", "safety")),
        ),
        (
            "RNNs are not Transformers (Yet): The Key Bottleneck on In-context Retrieval",
            *(3, 1, ("transformer", "rnn", "state-space-model")),
        ),
        (
            "Arithmetic Control of LLMs for Diverse User Preferences: "
            "Directional Preference Alignment with Multi-Objective Rewards",
            *(8, 1, ("alignment",)),
        ),
    ]
    assert [one.companions for one in post.entries if one.companions] == [
        ("2402.13144",),
        ("2310.05344",),
    ]
    assert all(one.commentary for one in post.entries)
    assert post.entries[2].authors[-1] == "Sung Ju Hwang"
