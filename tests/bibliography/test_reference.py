import pytest

from claimbook.bibliography.bibtex import Record
from claimbook.bibliography.reference import Name, display, read_names


def record(**fields: str) -> Record:
    return Record("key2024x", fields.pop("type", "misc"), fields)


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        ("Wang, Haoxiang", Name("Wang", "Haoxiang")),
        ("Leandro von Werra", Name("Werra", "Leandro", "von")),
        ("van der Berg, Jr., Ada", Name("Berg", "Ada", "van der", "Jr.")),
        ("{Hugging Face}", Name("Hugging Face", corporate=True)),
        ("{Simon and Schuster}", Name("Simon and Schuster", corporate=True)),
        (r"{\'E}cole, {\"U}na", Name("École", "Üna")),
        ("Plato", Name("Plato")),
        ("A, B, C, D", Name("A", "C D", suffix="B")),
    ],
)
def test_names_have_particles_and_suffixes(author: str, expected: Name) -> None:
    """Each form of a BibTeX name gives its parts, decoded."""
    assert (expected,) == read_names(record(author=author))


def test_others_is_no_person() -> None:
    """A list that ends in `others` says et al. and names nobody called others."""
    shown = display(record(author="Wang, H. and others"))
    assert ((Name("Wang", "H."),), True) == (shown.authors, shown.more)
    assert shown.byline == "Wang, H., et al."


def test_long_author_list_is_cut() -> None:
    """Three thousand authors are shown as ten and et al., and all are kept."""
    shown = display(record(author=" and ".join(f"Last{i}, First" for i in range(3000))))
    assert len(shown.authors) == 3000
    assert shown.byline.endswith("First Last9, et al.")


def test_full_reference_in_one_line() -> None:
    """Authors, year, title and venue with its details read as one line."""
    shown = display(
        record(
            type="article",
            author="Wang, H. and Lin, Y.",
            title="A {B}",
            journal="J. {ML}",
            volume="3",
            number="4",
            pages="1--9",
            year="2024",
        )
    )
    assert shown.text == "Wang, H., and Y. Lin. 2024. “A B”. J. ML, 3(4):1–9."


def test_links_name_each_place_once() -> None:
    """The DOI that arXiv gives is not shown beside the arXiv link, nor the url that repeats it."""
    shown = display(
        record(
            eprint="2402.17834",
            archiveprefix="arXiv",
            doi="10.48550/arXiv.2402.17834",
            url="https://arxiv.org/abs/2402.17834",
        )
    )
    assert shown.links == (("arXiv:2402.17834", "https://arxiv.org/abs/2402.17834"),)


def test_only_web_addresses_are_links() -> None:
    """A url that is no web address is never a link."""
    assert display(record(url="javascript:alert(1)")).links == ()


def test_editors_stand_for_missing_authors() -> None:
    """A work with editors alone is named by them; one with nobody by its key at least."""
    assert (Name("Lin", "Y."),) == display(record(editor="Lin, Y.")).authors
    assert display(record()).year == "n.d."
