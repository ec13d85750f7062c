"""Source notebooks: what their files hold, and the project that they make up.

`document` is a file as JSON, `streams` the text of its outputs, `code` what a cell's syntax tree
tells, `randomness` what of it draws random numbers, `bounds` how large what is written may be,
`sizes` how much memory a person means, `settings` every setting of a digest,
`frontmatter` the records in the first cell's YAML (read by `strictyaml`, once by `parsed`), `claims`
and `history` those of its claims and its history, `source` one notebook, validated; `stripping`
takes away what does not belong into a source, `ordinary` tells a notebook that nobody
has adopted, `saving` is what a Jupyter server saves, `expecting` writes accepted verdicts,
`book` is the project with all its notebooks, and `choosing` finds those that a person names.

`captions` are the words that figures say of themselves in code, `originals` the pieces of a notebook
that a translation renders, `renditions` the translation beside it, and `translating` writes into that
what is still to be done; `languages` are those
of the site, and `restating` puts the pieces of a translation in the places of their sources.
"""

__all__ = [
    "book",
    "bounds",
    "captions",
    "choosing",
    "code",
    "document",
    "expecting",
    "frontmatter",
    "languages",
    "ordinary",
    "originals",
    "randomness",
    "renditions",
    "restating",
    "saving",
    "settings",
    "sizes",
    "source",
    "streams",
    "strictyaml",
    "stripping",
    "translating",
]
