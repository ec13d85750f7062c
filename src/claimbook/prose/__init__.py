"""What prose may hold beyond Markdown, and a notebook's prose read cell by cell.

- `dialect` is the site's Markdown; `reading` reads one cell as a document of its own, with `links`,
  `notes`, `tabs` and `rawhtml`, and `document` all of a notebook, with its `outline`; `remains` finds
  what stayed as it was written, and `live` what HTML could do something;
- `mathml` turns math into MathML, `htmlblocks` reads Markdown inside HTML, `tables` leaves no
  heading empty, and `binding` fills in numbers
  from a run and marks of verdicts;
- `citations` is the extension that cites: `citekeys` knows the syntax, `citemarks` finds it in a
  text, `citegroups` writes one citation, `naming` the labels of works and `reflist` the list of
  references;
- `crossrefs` refers to figures and claims;
- `headings` keeps what a heading cites out of its id, and `particles` has Korean particles agree with
  the sound before them.
"""

__all__ = [
    "binding",
    "citations",
    "citekeys",
    "crossrefs",
    "dialect",
    "document",
    "links",
    "mathml",
    "outline",
    "rawhtml",
    "reading",
    "reflist",
]
