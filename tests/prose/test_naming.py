import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimbook.bibliography.bibtex import Record
from claimbook.prose.naming import make_labels


def record(key: str, author: str, title: str = "T", year: str = "2024") -> Record:
    return Record(key, "misc", {"author": author, "title": title, "year": year})


def shown(*records: Record) -> list[str]:
    named = make_labels(records)
    return [f"{named[one.key].authors}, {named[one.key].year}" for one in records]


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        ("Hu, S.", "Hu"),
        ("Hu, S. and Tu, Y.", "Hu and Tu"),
        ("Hu, S. and Tu, Y. and Han, X.", "Hu et al."),
        ("Hu, S. and others", "Hu et al."),
        ("van der Berg, Jan", "van der Berg"),
        ("{Llama Team, AI @ Meta}", "Llama Team, AI @ Meta"),
        ("Plato", "Plato"),
        ("", "“One two three four…”"),
    ],
)
def test_a_work_alone_has_its_short_authors(author: str, expected: str) -> None:
    """One author, two, more; an organisation; without authors the first words of the title."""
    assert shown(record("k", author, "One two three four five")) == [f"{expected}, 2024"]


@pytest.mark.parametrize(
    ("authors", "expected"),
    [
        (("Wang, Haoxiang", "Wang, Zhilin"), ("H. Wang, 2024", "Z. Wang, 2024")),
        (("Wang, Jean-Paul", "Wang, J.-P."), ("Wang, 2024a", "Wang, 2024b")),
        (("Wang, J. and Li, A.", "Wang, J. Q."), ("Wang and Li, 2024", "Wang, 2024")),
        (
            ("Wang, H. and Lin, Y. and Xu, W.", "Wang, Z. and Dong, Y. and Zeng, J."),
            ("H. Wang et al., 2024", "Z. Wang et al., 2024"),
        ),
        (
            (
                "Hu, S. and Tu, Y. and Han, X. and He, C.",
                "Hu, S. and Lin, Y. and Han, X. and He, C.",
            ),
            ("Hu, Tu, et al., 2024", "Hu, Lin, et al., 2024"),
        ),
        (
            ("Hu, S. and Tu, Y. and Han, X.", "Hu, S. and Tu, Y. and He, C."),
            ("Hu, Tu, and Han, 2024", "Hu, Tu, and He, 2024"),
        ),
        (
            ("Hu, S. and Tu, Y. and Han, X.", "Hu, S. and Tu, Y. and Han, X."),
            ("Hu et al., 2024a", "Hu et al., 2024b"),
        ),
        (("", ""), ("“T”, 2024a", "“T”, 2024b")),
    ],
)
def test_works_that_would_read_the_same_are_told_apart(
    authors: tuple[str, str], expected: tuple[str, str]
) -> None:
    """By initials first, then by more names, then by letters."""
    assert tuple(shown(*(record(f"k{n}", one) for n, one in enumerate(authors)))) == expected


def test_initials_tell_people_apart_in_any_year() -> None:
    """Two people of one name are two people, whenever they wrote."""
    one, two = record("a", "Wang, H."), record("b", "Wang, Z.", year="2023")
    assert shown(one, two) == ["H. Wang, 2024", "Z. Wang, 2023"]


def test_very_long_lists_that_part_late_get_letters() -> None:
    """Names are added to a label as long as it stays one."""
    many = " and ".join(f"Name{letter}, A." for letter in "abcdefghijklmnopqrstuvwxyz")
    assert shown(record("a", many), record("b", f"{many} and Last, L.")) == [
        "Namea et al., 2024a",
        "Namea et al., 2024b",
    ]


def test_a_work_without_a_year_gets_a_dash_before_its_letter() -> None:
    """n.d.-a, as APA has it."""
    twins = [record(key, "Hu, S.", key, "") for key in "ab"]
    assert shown(*twins) == ["Hu, n.d.-a", "Hu, n.d.-b"]


def test_letters_follow_the_titles() -> None:
    """The work whose title comes first is a, however it is cited."""
    assert shown(record("a", "Hu, S.", "Zebra"), record("b", "Hu, S.", "Ärger")) == [
        "Hu, 2024b",
        "Hu, 2024a",
    ]


def test_twenty_seven_twins_have_twenty_seven_labels() -> None:
    """After z comes aa."""
    twins = [record(f"k{number:02}", "Wang, H.", f"T{number:02}") for number in range(27)]
    years = [label.year for label in make_labels(twins).values()]
    assert (years[0], years[25], years[26]) == ("2024a", "2024z", "2024aa")


PEOPLE = st.lists(
    st.sampled_from(["Wang, H.", "Wang, Z.", "Li, A.", "Li", "{Wang}", "de Li, B.", "others"]),
    max_size=5,
).map(" and ".join)


@given(st.lists(st.tuples(PEOPLE, st.sampled_from(["2024", "2024a", ""])), max_size=8))
def test_no_two_works_read_the_same(works: list[tuple[str, str]]) -> None:
    """Whoever wrote them, whenever, each work has a label of its own."""
    records = [record(f"k{n}", people, year=year) for n, (people, year) in enumerate(works)]
    read = [text.casefold() for text in shown(*records)]
    assert len(set(read)) == len(read)
