"""Papers coming in: asked of arXiv and Crossref, read from BibTeX, or brought from a digest post.

What names a paper:

- `arguments` reads what a person typed for `claimbook new`, and gathers what is known of the paper;
- `pasted` finds identifiers in whatever was copied;
- `lookup` asks about an identifier, through `arxiv` and `crossref`, whose markup `jats` reads, and
  through the one client of `network`;
- `partialpaper` is what is known of a paper before its notebook exists, blanks and all,
  `venues` the short forms of names.

A record for `bib/works.bib`:

- `offers` reads what a person gives, the good entries and the faults;
- `additions` adds entries to that file, and leaves what stands there as it is;
- `normalform` turns an entry from anywhere into the form that the bibliography keeps, `normalvalues`
  a field of it, `people` its names, and `romanised` reads other scripts for its key.

A new notebook:

- `newfront` writes the text of its front matter, `newbody` that of its other cells;
- `newnotebook` puts the two together and writes the file, once.

A notebook that exists already:

- `obstacles` finds what no page can run, all of it; `showing` turns pictures that are shown bare into
  figures, and `printed` suggests how the numbers that are printed would be recorded;
- `adoption` drafts the notebook's cells between the sections of a page, and `adopting` writes it.

A digest post:

- `encodings` reads bytes as they declare themselves;
- `lines` and `feeds` read plain text, Markdown, HTML, Atom and RSS; `post` takes a post apart into
- `encodings` reads bytes as they declare themselves;
- `lines` and `feeds` read plain text, Markdown, HTML, Atom and RSS; `post` takes a post apart into
  entries, with the help of `days`, `authorline`, `labels`, `mentions` and `numbering`, and `merging`
  puts those of one paper together;
- `inquiry` asks arXiv about them;
- `plaintext` turns its paragraphs into Markdown;
- `digest` writes a new notebook for each entry that the project does not have yet.
"""

__all__ = [
    "additions",
    "adopting",
    "arguments",
    "arxiv",
    "digest",
    "network",
    "newnotebook",
    "offers",
    "post",
]
