"""Korean particles follow the sound before them."""

import pytest

from claimbook.wording.particles import PAIRS, choose_particles


@pytest.mark.parametrize(
    ("before", "topic"),
    [
        *(("0", "은"), ("1", "은"), ("2", "는"), ("3", "은"), ("4", "는")),
        *(("5", "는"), ("6", "은"), ("7", "은"), ("8", "은"), ("9", "는")),
        *(
            ("10", "은"),
            ("1,000", "은"),
            ("−71", "은"),
            ("0.50", "은"),
            ("1,000,000,000,000", "는"),
        ),
        *(("12 %", "는"), ("5°", "는"), ("θ", "는"), ("ε", "은"), ("모형", "은"), ("보상", "은")),
        *(
            ("기울기", "는"),
            ("LLM", "은"),
            ("DPA", "는"),
            ("GPT", "는"),
            ("RNN", "은"),
            ("URL", "은"),
        ),
        *(("Adam", "은"), ("encoder", "는"), ("scale", "은"), ("training", "은"), ("bits", "는")),
        *(("x", "는"), ("n", "은"), ("**굵은 글**", "은"), ("“인용”", "은"), ("", "는")),
        *(("0.5 [0.4, 0.6]", "는"), ("0.3 [0.2, 0.5] bits", "는"), ("Wang 등 (2024)", "은")),
        *(("(2024)", "는"), ("DPA(논문의 방법)", "는")),
    ],
)
def test_a_particle_follows_the_sound(before: str, topic: str) -> None:
    """Syllables, figures, letters, units and what stands before brackets decide."""
    assert choose_particles(f"{before}{{은/는}} 크다") == f"{before}{topic} 크다"


@pytest.mark.parametrize("pair", PAIRS)
def test_both_orders_mean_the_same(pair: tuple[str, str]) -> None:
    """A pair may be written in either order."""
    consonant, vowel = pair
    for written in (f"{consonant}/{vowel}", f"{vowel}/{consonant}"):
        assert choose_particles(f"형{{{written}}} 수{{{written}}}") == f"형{consonant} 수{vowel}"


def test_ro_follows_rieul() -> None:
    """Behind ㄹ stands 로."""
    assert (
        choose_particles("1{으로/로} 7{으로/로} 3{으로/로} 서울{으로/로}") == "1로 7로 3으로 서울로"
    )


def test_what_is_no_pair_stays() -> None:
    """Other braces are left alone."""
    assert choose_particles("{a/b} {은} {{ gap }}{은 / 는}") == "{a/b} {은} {{ gap }}{은 / 는}"


def test_a_particle_looks_at_what_stands_before() -> None:
    """A text that follows another is read behind it."""
    assert choose_particles("{이/가} 크다", "차이 0.3") == "이 크다"


@pytest.mark.parametrize("sign", [" ", "_", "a", "[a]", "(", "1,000", "가{은/는}"])
def test_a_long_text_takes_no_longer(sign: str) -> None:
    """Only what stands right before a particle decides it."""
    assert choose_particles(f"{sign * 20_000}형{{은/는}}").endswith("형은")
    assert choose_particles("{은/는}", sign * 20_000) in ("은", "는")
