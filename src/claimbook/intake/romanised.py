"""Names and titles in other scripts than Latin, in the letters that a citation key may have.

Most scripts have one usual romanisation, which anyascii knows. Three things it cannot: Korean
family names are spelt as their bearers do (Kim, not Gim), Han characters in Japanese are read
otherwise than in Chinese, and scripts without vowels tell too little. Where a reading cannot be
told, nothing is made up.
"""

import re
import unicodedata

from anyascii import anyascii

HANGUL = "\uac00-\ud7a3"
HAN = "\u3005\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
KANA = "\u3041-\u309f\u30a0-\u30ff\u31f0-\u31ff"
_EAST = re.compile(rf"[{HANGUL}{HAN}{KANA}·\s]+")
_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa]")
_UNREADABLE = re.compile("[\u0590-\u07ff\u08a0-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
# The commonest family names, as those who bear them mostly spell them.
_KOREAN = dict(
    pair.split(":")
    for pair in """
    김:kim 이:lee 박:park 최:choi 정:jung 강:kang 조:cho 윤:yoon 장:jang 임:lim 한:han 오:oh 서:seo
    신:shin 권:kwon 황:hwang 안:ahn 송:song 전:jeon 홍:hong 유:yoo 고:ko 문:moon 양:yang 손:son 배:bae
    백:baek 허:heo 남:nam 심:shim 노:noh 하:ha 곽:kwak 성:sung 차:cha 주:joo 우:woo 구:koo 나:na 류:ryu
    진:jin 지:ji 엄:um 채:chae 원:won 천:cheon 방:bang 공:kong 현:hyun 함:ham 변:byun 여:yeo 추:choo
    도:do 소:so 석:seok 선:sun 설:seol 마:ma 길:gil 연:yeon 위:wi 표:pyo 명:myung 기:ki 반:ban 민:min
    남궁:namgoong 황보:hwangbo 제갈:jegal 선우:sunwoo 독고:dokgo 사공:sagong 서문:seomoon
    """.split()
)
_DOUBLE_HAN = frozenset(
    "欧阳 歐陽 司马 司馬 诸葛 諸葛 上官 夏侯 东方 東方 尉迟 慕容 令狐 皇甫".split()
)
_LONGEST = 2  # of a Chinese title, which puts no space between words, so many characters


def is_japanese(text: str) -> bool:
    """Whether a text is Japanese, as kana tell, or characters that neither way of Chinese has.

    >>> is_japanese("深層学習"), is_japanese("深度学习"), is_japanese("深度學習")
    (True, False, False)
    """
    han = "".join(re.findall(rf"[{HAN}]", text))
    chinese = not han or _can_encode(han, "gb2312") or _can_encode(han, "big5")
    return bool(_KANA.search(text)) or (not chinese and _can_encode(han, "shift_jis"))


def _can_encode(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def split_eastern(name: str, *, japanese: bool = False) -> tuple[str, str]:
    """Return family and given name of a name in Hangul or Han characters, which has no comma.

    >>> split_eastern("김철수"), split_eastern("王小明"), split_eastern("山田 太郎", japanese=True)
    (('김', '철수'), ('王', '小明'), ('山田', '太郎'))

    The second part is empty where it cannot be told from the first, both are for other scripts.
    """
    if not _EAST.fullmatch(name):
        return "", ""
    if len(parts := name.split()) == 2:
        return parts[0], parts[1]
    bare = "".join(parts)
    if _KANA.search(bare) or "·" in bare or (japanese and not re.search(f"[{HANGUL}]", bare)):
        return " ".join(parts), ""
    double = bare[:2] in _KOREAN.keys() | _DOUBLE_HAN and len(bare) > 2
    cut = 2 if double else 1
    return (bare[:cut], bare[cut:]) if 2 <= len(bare) <= cut + 2 else (" ".join(parts), "")


def romanise_family(family: str, *, japanese: bool = False) -> str:
    """Return a family name in the letters of ASCII, in lower case; nothing if it cannot be told.

    >>> romanise_family("김"), romanise_family("山田", japanese=True), romanise_family("Hägele")
    ('kim', '', 'hagele')
    """
    return _KOREAN.get(family) or _keep_letters(_romanise(family, japanese))


def romanise_words(text: str, *, japanese: bool = False) -> list[str]:
    """Return the words of a text in lower-case ASCII, but for those that cannot be read."""
    words = []
    for word in text.split():
        if re.match(rf"[{HAN}]+", word) and not japanese:
            word = word[:_LONGEST]
        words += re.findall(r"[a-z0-9]+", fold_to_ascii(_romanise(word, japanese)))
    return words


def _romanise(text: str, japanese: bool) -> str:
    """Return a text in ASCII; nothing of what cannot be read."""
    if text.isascii():
        return text
    if _UNREADABLE.search(text) or (japanese and re.search(rf"[{HAN}]", text)):
        return ""
    return fold_to_ascii(text) if _is_latin(text) else anyascii(text)


def _is_latin(text: str) -> bool:
    return all(ord(letter) < 0x250 or not letter.isalpha() for letter in text)


def _keep_letters(text: str) -> str:
    return re.sub(r"[^a-z]", "", fold_to_ascii(text))


_FOLD = str.maketrans(
    {"ø": "o", "ß": "ss", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ı": "i"}
)


def fold_to_ascii(text: str) -> str:
    """Return a text in lower case and without accents: `Hägele` → `hagele`."""
    folded = unicodedata.normalize("NFKD", text.lower().translate(_FOLD))
    return folded.encode("ascii", "ignore").decode()
