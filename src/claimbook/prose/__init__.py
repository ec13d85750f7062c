"""What prose may hold beyond Markdown: math, bound numbers, citations, cross-references.

- `mathml` turns math into MathML, and `binding` fills in numbers from a run and marks of
  verdicts;
- `citations` is the extension that cites: `citekeys` knows the syntax, `citemarks` finds it in a
  text, `citegroups` writes one citation, `naming` the labels of works and `reflist` the list of
  references;
- `crossrefs` refers to figures and claims;
- `headings` keeps what a heading cites out of its id.
"""

__all__ = ["binding", "citations", "citekeys", "crossrefs", "mathml", "reflist"]
