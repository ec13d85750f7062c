"""The short form of a venue's name, as people say it: ICLR, TMLR, Findings of EMNLP 2023."""

import re

# What a name holds, and what it is called for short. The first that fits counts.
_SHORT = tuple(
    (re.compile(pattern, re.IGNORECASE), short)
    for pattern, short in (
        (r"learning representations", "ICLR"),
        (r"neural information processing systems", "NeurIPS"),
        (r"transactions on machine learning research", "TMLR"),
        (r"journal of machine learning research", "JMLR"),
        (r"asian conference on machine learning", "ACML"),
        (r"international conference on machine learning\b(?! and| applications)", "ICML"),
        (r"transactions of the association for computational linguistics", "TACL"),
        (
            r"findings of the association for computational linguistics:?\s*(?P<of>[A-Z-]+(?: \d+)?)",
            "",
        ),
        (r"north american chapter", "NAACL"),
        (r"european chapter of the association for comp", "EACL"),
        (r"asia-pacific chapter", "AACL"),
        (r"annual meeting of the association for computational linguistics", "ACL"),
        (r"empirical methods in natural language", "EMNLP"),
        (r"computational natural language learning", "CoNLL"),
        (r"language resources and evaluation", "LREC"),
        (r"conference on computational linguistics", "COLING"),
        (r"first conference on language modeling|\bconference on language modeling", "COLM"),
        (r"computer vision and pattern recognition", "CVPR"),
        (r"winter conference on applications of computer vision", "WACV"),
        (r"european conference on computer vision", "ECCV"),
        (r"international conference on computer vision", "ICCV"),
        (r"artificial intelligence and statistics", "AISTATS"),
        (r"uncertainty in artificial intelligence", "UAI"),
        (r"international joint conferences? on artificial intelligence", "IJCAI"),
        (r"aaai conference", "AAAI"),
        (r"conference on learning theory", "COLT"),
        (r"knowledge discovery (?:and|&) data mining", "KDD"),
        (r"conference on robot learning", "CoRL"),
        (r"acoustics, speech,? and signal processing", "ICASSP"),
        (r"transactions on pattern analysis and machine intelligence", "TPAMI"),
        (r"national academy of sciences", "PNAS"),
    )
)
_SAID = re.compile(r"\(([A-Z][A-Za-z]*[A-Z][A-Za-z]*)(?:\s*[’']?\d{2,4})?\)")


def shorten_venue(name: str) -> str:
    """Return what a venue is called for short, or nothing if that is not known.

    >>> shorten_venue("2016 IEEE Conference on Computer Vision and Pattern Recognition (CVPR)")
    'CVPR'
    """
    if "workshop" in name.lower():
        return ""
    for pattern, short in _SHORT:
        if found := pattern.search(name):
            return short or f"Findings of {found['of']}"
    said = _SAID.search(name)
    return said[1] if said else ""
