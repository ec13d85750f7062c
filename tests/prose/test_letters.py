import pytest
from typeset import parsed

from claimbook.prose.equations import to_mathml

LATIN, GREEK, DIGITS = "ABZabhz", r"\Gamma\Omega\alpha\omega", "0129"


def letters(latex: str) -> str:
    """What a formula shows, without what tells two kinds of script letters apart."""
    shown = "".join(parsed(to_mathml(latex)).itertext())
    return shown.replace("\ufe00", "").replace("\ufe01", "")


@pytest.mark.parametrize(
    ("command", "latin", "greek", "digits"),
    [
        ("mathrm", "ABZabhz", "ΓΩαω", "0129"),
        ("mathup", "ABZabhz", "ΓΩαω", "0129"),
        ("mathbf", "𝐀𝐁𝐙𝐚𝐛𝐡𝐳", "𝚪𝛀𝛂𝛚", "𝟎𝟏𝟐𝟗"),
        ("mathit", "𝐴𝐵𝑍𝑎𝑏ℎ𝑧", "𝛤𝛺𝛼𝜔", "0129"),
        ("mathbfit", "𝑨𝑩𝒁𝒂𝒃𝒉𝒛", "𝜞𝜴𝜶𝝎", "𝟎𝟏𝟐𝟗"),
        ("mathsf", "𝖠𝖡𝖹𝖺𝖻𝗁𝗓", "ΓΩαω", "𝟢𝟣𝟤𝟫"),
        ("mathsfit", "𝘈𝘉𝘡𝘢𝘣𝘩𝘻", "ΓΩαω", "𝟢𝟣𝟤𝟫"),
        ("mathbfsf", "𝗔𝗕𝗭𝗮𝗯𝗵𝘇", "𝝘𝝮𝝰𝞈", "𝟬𝟭𝟮𝟵"),
        ("mathbfsfit", "𝘼𝘽𝙕𝙖𝙗𝙝𝙯", "𝞒𝞨𝞪𝟂", "𝟬𝟭𝟮𝟵"),
        ("mathtt", "𝙰𝙱𝚉𝚊𝚋𝚑𝚣", "ΓΩαω", "𝟶𝟷𝟸𝟿"),
        ("mathbb", "𝔸𝔹ℤ𝕒𝕓𝕙𝕫", "ℾΩαω", "𝟘𝟙𝟚𝟡"),
        ("mathcal", "𝒜ℬ𝒵𝒶𝒷𝒽𝓏", "ΓΩαω", "0129"),
        ("mathscr", "𝒜ℬ𝒵𝒶𝒷𝒽𝓏", "ΓΩαω", "0129"),
        ("mathbfcal", "𝓐𝓑𝓩𝓪𝓫𝓱𝔃", "ΓΩαω", "0129"),
        ("mathbfscr", "𝓐𝓑𝓩𝓪𝓫𝓱𝔃", "ΓΩαω", "0129"),
        ("mathfrak", "𝔄𝔅ℨ𝔞𝔟𝔥𝔷", "ΓΩαω", "0129"),
        ("mathbffrak", "𝕬𝕭𝖅𝖆𝖇𝖍𝖟", "ΓΩαω", "0129"),
        ("bm", "𝑨𝑩𝒁𝒂𝒃𝒉𝒛", "𝚪𝛀𝜶𝝎", "𝟎𝟏𝟐𝟗"),
        ("boldsymbol", "𝑨𝑩𝒁𝒂𝒃𝒉𝒛", "𝚪𝛀𝜶𝝎", "𝟎𝟏𝟐𝟗"),
    ],
)
def test_an_alphabet_is_code_points(command: str, latin: str, greek: str, digits: str):
    """Each alphabet shows what Unicode has of it; what it lacks stays as it was."""
    assert letters(rf"\{command}{{{LATIN}}}") == latin
    assert letters(rf"\{command}{{{GREEK}}}") == greek
    assert letters(rf"\{command}{{{DIGITS}}}") == digits


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        (r"\bm{x}", "<math><mi>𝒙</mi></math>"),
        (r"\bm x_i", "<math><msub><mi>𝒙</mi><mi>i</mi></msub></math>"),
        (r"\boldsymbol{1}", "<math><mn>𝟏</mn></math>"),
        (r"\mathbf{\Sigma}", "<math><mi>𝚺</mi></math>"),
        (r"\bm{\epsilon\varepsilon}", "<math><mrow><mi>𝝐</mi><mi>𝜺</mi></mrow></math>"),
    ],
)
def test_a_bold_letter_is_one_character(latex: str, expected: str):
    """A styled letter needs neither an attribute nor a group."""
    assert to_mathml(latex) == expected


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        (r"\bm{\mathcal{L}}", "𝓛"),
        (r"\boldsymbol{\mathsf{A}}", "𝗔"),
        (r"\bm{\mathrm{x}}", "𝐱"),
        (r"\bm{\mathfrak{g}}", "𝖌"),
        (r"\bm{\mathbb{R}}", "ℝ"),
        (r"\bm{\mathbf{x}}", "𝐱"),
        (r"\bm{\bm{x}}", "𝒙"),
        (r"\bm{\ell + \log x}", "𝓵+𝐥𝐨𝐠\u2061𝒙"),
        (r"\bm{x_i^{\mathrm T}}", "𝒙𝒊𝐓"),
        (r"\mathbfsf{\bm{A}}", "𝗔"),
        (r"\mathbf{x + (y)}", "𝐱+(𝐲)"),
        (r"\mathsf{Enc}(\mathtt{a\_b})", "𝖤𝗇𝖼(𝚊_𝚋)"),
        ("\ue000x\uf8ff", "�x�"),
    ],
)
def test_alphabets_stand_in_alphabets(latex: str, expected: str):
    """A bold alphabet inside or around another is the bold one of that."""
    assert letters(latex) == expected


@pytest.mark.parametrize(("command", "selector"), [("mathcal", "\ufe00"), ("mathscr", "\ufe01")])
def test_calligraphic_and_script_are_told_apart(command: str, selector: str):
    """The two kinds of script capitals are one code point with Unicode's two selectors."""
    assert f"ℒ{selector}" in to_mathml(rf"\{command}{{L}}")


def test_upright_is_the_only_variant():
    """A single letter that stands upright says so: that is all MathML Core knows."""
    assert '<mi mathvariant="normal">d</mi>' in to_mathml(r"\mathrm{d}x")
