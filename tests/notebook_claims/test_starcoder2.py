"""What the page on StarCoder 2 says exactly, tested on the code of its own cells."""

from collections import Counter, defaultdict
from functools import cache, partial
from typing import Any

import numpy as np
import pytest
from datasketch import MinHash, MinHashLSH

from notebook_cells import run_cells, run_more, until

run = partial(run_cells, "starcoder2", "imports")


def defined(id_: str, name: str, space: dict[str, Any]) -> dict[str, Any]:
    """Run a cell only up to the line that begins so."""
    run_more(space, until("starcoder2", id_, name))
    return space


@cache
def hashing() -> dict[str, Any]:
    return defined("clusters", "names = ", run("minhash", "bands"))


def test_law_gives_the_published_samples() -> None:
    """Both sample values come out to five digits."""
    space = run("law")
    assert space["samples"] == pytest.approx([2.22564, 2.22696], abs=5e-6)


def test_fresh_data_reduce_to_the_plain_law() -> None:
    """Without repetition the law is E + A/N^alpha + B/D^beta."""
    space = run("law")
    n, d, low = 7e9, 3e12, space["Law"]()
    expected = low.floor + low.a / n**low.power + low.b / d**low.power
    assert space["loss"](n, d, d) == pytest.approx(expected, rel=1e-12)


def test_worth_saturates() -> None:
    """Endless repetition is worth 1 + R* times the unique tokens, and one pass exactly them."""
    worth = run("law")["worth"]
    assert worth(1.0, 1e9, 15.0) == pytest.approx(16.0)
    assert worth(3.0, 3.0, 15.0) == 3.0


def test_chart_computes_the_law_of_the_notebook() -> None:
    """The Vega expression, read as Python, is the notebook's function."""
    space = defined("law-chart", "six = ", run("law", "six"))
    for n, u, epochs in ((7.17, 658.58, 5.3), (70, 20, 40), (1.3, 2000, 1)):
        text = space["expression"]("n", "u", "k")
        names = {"n": n, "u": u, "k": epochs, "exp": np.exp, "pow": pow, "min": min}
        expected = space["loss"](1e9 * n, 1e9 * u * epochs, 1e9 * u)
        assert eval(text, names) == pytest.approx(expected, rel=1e-9)


def test_published_margins_are_as_the_page_says() -> None:
    """Code is down and mathematics up, and code reasoning is half true."""
    found = run("law", "six", "tables")["recorded"]
    expected = {
        "best_code_margin_7b": -2.0,
        "best_code_margin_15b": -3.6,
        "least_mathematics_margin_7b": 2.4,
        "least_mathematics_margin_15b": 3.0,
        "humaneval_margin_7b": -12.2,
        "gsm8k_margin": 22.3,
        "math_margin": 9.3,
        "cruxeval_input_margin": 1.6,
        "cruxeval_output_margin": -1.5,
        "least_completion_lead": 3.58,
        "most_epochs": 5.314,
    }
    assert {k: float(found[k]) for k in expected} == pytest.approx(expected, abs=0.001)
    assert found["law_margin_7b"].min() > 0


def test_search_finds_the_bands_of_the_library() -> None:
    """The grid search gives datasketch's bands and rows, 25 and 10, for 250 functions."""
    peer = MinHashLSH(threshold=0.7, num_perm=250)
    assert hashing()["best"] == (peer.b, peer.r) == (25, 10)


def test_half_of_the_pairs_are_caught_within_a_hundredth_of_the_threshold() -> None:
    """At the similarity recorded the formula gives one half, and 0.7 is as near as the paper says."""
    at = float(hashing()["recorded"]["half_point"])
    assert 1 - (1 - at**10) ** 25 == pytest.approx(0.5)
    assert at == pytest.approx(0.7, abs=0.01)


def test_areas_are_those_of_an_exact_integral() -> None:
    """The midpoint rule agrees with an adaptive integral."""
    from scipy.integrate import quad

    space = hashing()
    below = quad(lambda s: space["caught"](s, 25, 10), 0, 0.7)[0]
    above = quad(lambda s: 1 - space["caught"](s, 25, 10), 0.7, 1)[0]
    assert space["areas"](25, 10) == pytest.approx((below, above), abs=1e-6)


def legacy(elements: Any, drawn: Any) -> MinHash:
    """Return datasketch's MinHash of elements that are hashed already."""
    peer = MinHash(num_perm=250, permutations=np.array(drawn), hashfunc=int, **scheme())
    for element in elements:
        peer.update(element)
    return peer


def scheme() -> dict[str, Any]:
    """Choose the classic hash functions where the library has others too."""
    from inspect import signature

    from datasketch import minhash

    known = "scheme" in signature(MinHash.__init__).parameters
    return {"scheme": minhash._SCHEME_LEGACY} if known else {}


@cache
def sets() -> tuple[list[Any], Any]:
    """Return sets of shingles in families of near-duplicates, and the hash functions."""
    rng = np.random.default_rng(3)
    space, found = hashing(), []
    for _ in range(6):
        base = rng.integers(0, 2**32, 120, dtype="u8")
        for change in (0, 3, 12, 40):
            other = base.copy()
            other[:change] = rng.integers(0, 2**32, change, dtype="u8")
            found.append(np.unique(other))
    return found, space["functions"](rng)


def test_signatures_equal_datasketch() -> None:
    """With the same functions, every one of the 250 minima is the library's."""
    found, drawn = sets()
    for elements in found[:4]:
        np.testing.assert_array_equal(
            legacy(elements, drawn).hashvalues, hashing()["signature"](elements, drawn)
        )


def test_candidates_equal_datasketch() -> None:
    """The clusters that share bands are those of the library's index."""
    found, drawn = sets()
    index = MinHashLSH(params=(25, 10), num_perm=250)
    peers = [legacy(elements, drawn) for elements in found]
    for i, peer in enumerate(peers):
        index.insert(i, peer)
    theirs = {(min(i, j), max(i, j)) for i, p in enumerate(peers) for j in index.query(p) if i != j}
    space = hashing()
    marks = np.array([space["signature"](s, drawn) for s in found])
    ours = space["candidates"](marks)
    assert ours <= theirs
    firsts = defaultdict(set)
    for i, j in theirs:
        firsts[j].add(i)
    assert {j for _, j in ours} == set(firsts)


def test_jaccard_is_that_of_python_sets() -> None:
    """The similarity of two sorted arrays is that of the sets they stand for."""
    one, two = sets()[0][:2]
    a, b = set(one.tolist()), set(two.tolist())
    assert hashing()["jaccard"](one, two) == pytest.approx(len(a & b) / len(a | b))


def test_shingles_are_the_different_five_grams() -> None:
    """As many shingles as there are different runs of five words."""
    space = hashing()
    text = "a b c d e f a b c d e f a b"
    parts = text.split()
    different = len({tuple(parts[i : i + 5]) for i in range(len(parts) - 4)})
    assert space["shingles"](space["words"](text)).size == different


def test_ngram_is_witten_bell() -> None:
    """The packed counts give what dictionaries give, byte by byte."""
    space = run("ngram")
    rng = np.random.default_rng(5)
    text, test = (rng.integers(97, 101, n).astype(np.uint8) for n in (400, 60))
    assert space["ngram_bits"](text, test) == pytest.approx(slow_bits(text, test))


def slow_bits(text: Any, test: Any) -> float:
    """Return the same bits per byte by counting in dictionaries."""
    data, exam = text.tobytes(), test.tobytes()
    counts: list[dict[bytes, Counter[int]]] = [defaultdict(Counter) for _ in range(7)]
    for i in range(6, len(data)):
        for order in range(7):
            counts[order][data[i - order : i]][data[i]] += 1
    bits = []
    for i in range(6, len(exam)):
        p = 1 / 256
        for order in range(7):
            after = counts[order].get(exam[i - order : i])
            if after:
                n, kinds = after.total(), len(after)
                p = (after[exam[i]] + kinds * p) / (n + kinds)
        bits.append(-np.log2(p))
    return float(np.mean(bits))


def test_rows_of_table_4_add_up_to_other_totals() -> None:
    """The 3B's and the 7B's rows miss the printed totals, the 15B's do not."""
    found = run("law", "six", "table-four")["recorded"]
    assert found["table_4_sums"] == pytest.approx([612.45, 663.25, 913.23], abs=0.005)
    assert found["table_4_gaps"] == pytest.approx([9.64, -4.67, 0.0], abs=0.005)
    assert found["markdown_share"] == pytest.approx([0.127, 0.187], abs=0.0005)
    ratios = [float(found[f"documentation_ratio_{size}"]) for size in ("15b", "7b")]
    assert ratios == pytest.approx([1.19, 1.64], abs=0.005)


@cache
def mixing() -> dict[str, Any]:
    """Return what the cells on damage and mixtures define."""
    from claimbook.lab import corpus

    more = ("docstrings", "topics", "rules", "broken", "minified", "damaged", "mixture")
    return run(*more, library=corpus.library(), source=corpus.python_source())


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("import os\n\n\ndef run():\n    return os.sep\n", True),
        ("def run(:\n", True),
        ("# This file is generated\nx = 1\n", False),
        ("\n" * 5 + "# This file is generated\nx = 1\n", True),
        ("x = '" + "y " * 600 + "'\n", False),
        ("name = first + second + third\n" * 20 + "z = 'a'\n" * 100_000, False),
        ("x = [1, 2, 3, 4, 5, 6]\n" * 9, False),
        ("word = 1\n" * 400 + "data = '''" + ("Zm9v" * 15 + "\n") * 30 + "'''\n", False),
    ],
)
def test_rules_are_those_of_the_paper(text: str, good: bool) -> None:
    """Marked, wide, endless, letterless and encoded files go; what does not parse stays."""
    assert mixing()["passes"](text) == good


def test_every_generated_table_passes_the_rules() -> None:
    """The rules of §2.1 let every codec table of the library through."""
    space = mixing()
    assert len(space["generated"]) > 50
    assert all(map(space["passes"], space["generated"]))


def test_docstrings_go_and_nothing_else() -> None:
    """Without its docstrings a source has none, and its other lines in order."""
    space = mixing()
    text = (
        '"""Say."""\nimport os\n\n\ndef run():\n    """Do.\n\n    More.\n    """\n    return os\n'
    )
    assert space["without_docstrings"](text) == "import os\n\n\ndef run():\n    return os\n"


def test_minified_code_is_the_same_program() -> None:
    """A minified function still parses, is shorter, and gives the same values."""
    space = mixing()
    text = (
        'def total(items, start):\n    """Add."""\n    result = start  # so far\n'
        "    for item in items:\n        result += item\n        result += 1\n    return result\n"
    )
    small = space["minified"](text)
    assert len(small) < len(text) / 2
    assert ";" in small
    defined: dict[str, Any] = {}
    exec(small, defined)
    assert defined["total"]([1, 2, 3], 10) == 19


def test_broken_files_seldom_parse() -> None:
    """Of the three ways to break a file two never parse, and a cut sometimes does."""
    space, rng = mixing(), np.random.default_rng(2)
    text = "def run(a):\n    if a:\n        return (\n            1\n        )\n" * 9
    good = [space["parses"](space["broken"](text, rng)) for _ in range(60)]
    assert np.mean(good) < 1 / 3


def test_mixtures_share_their_clean_code_and_their_size() -> None:
    """Every condition has its budget of bytes, and begins with the same clean code."""
    space = mixing()
    clean = space["mixture"]("clean", 3)
    for condition, (_, share, scale) in space["CONDITIONS"].items():
        text, total = space["mixture"](condition, 3), int(scale * space["BUDGET"])
        assert text.size == total
        same = total - int(share * total)
        most = min(same, clean.size)
        np.testing.assert_array_equal(text[:most], clean[:most])
