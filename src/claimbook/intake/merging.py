"""One paper that a post names twice is one entry: its texts stand together, none is lost."""

from dataclasses import replace

from claimbook.bibliography.titles import is_same, split_words
from claimbook.intake.post import Post, PostEntry


def merge_entries(post: Post) -> tuple[Post, tuple[tuple[PostEntry, PostEntry], ...]]:
    """Return a post in which no paper stands twice, and each entry that went into an earlier one."""
    kept: list[PostEntry] = []
    merged: list[tuple[PostEntry, PostEntry]] = []
    for entry in post.entries:
        place = next((at for at, one in enumerate(kept) if _is_one(one, entry)), None)
        if place is None:
            kept.append(entry)
        else:
            merged.append((entry, kept[place]))
            kept[place] = _join(kept[place], entry)
    return replace(post, entries=tuple(kept)), tuple(merged)


def _is_one(first: PostEntry, second: PostEntry) -> bool:
    """Whether two entries are of one paper: by identifier, by title, or by what is short for it."""
    for one, other in ((first.arxiv, second.arxiv), (first.doi.lower(), second.doi.lower())):
        if one and other:
            return one == other
    if not (first.authors or first.arxiv or second.authors or second.arxiv):
        return False  # titles of news come again
    if is_same(first.title, second.title):
        return True
    short, long = sorted((first.title, second.title), key=len)
    head, colon, _ = long.partition(":")
    return bool(colon) and split_words(head) == split_words(short)


def _join(first: PostEntry, second: PostEntry) -> PostEntry:
    """Put the second entry's texts behind the first's; the longer title and its authors count."""
    whole = max((first, second), key=lambda one: (bool(one.authors), len(one.title)))
    told = first.abstract or second.abstract
    again = second.abstract if first.abstract and second.abstract != first.abstract else ()
    return replace(
        first,
        title=whole.title,
        authors=first.authors or second.authors,
        more=first.more if first.authors else second.more,
        abstract=told,
        commentary=(*first.commentary, *again, *second.commentary),
        tags=tuple(dict.fromkeys((*first.tags, *second.tags))),
        arxiv=first.arxiv or second.arxiv,
        doi=first.doi or second.doi,
        companions=tuple(dict.fromkeys((*first.companions, *second.companions))),
        unclear=tuple(dict.fromkeys((*first.unclear, *second.unclear))),
    )
