"""What can be validated without a kernel: the bibliography, the project, and the built site.

- `bibcheck` checks the bibliography, and whether pages and records agree;
- `passages` finds what prose cites, and what of it no record has;
- `project` checks all that can be checked: `cells` what a single cell must keep, `claims` what claims and
  the answer must, `ledger` whether accepted verdicts come from full runs
  and what its lines cannot be, `history` whether pages tell of each change, `files` which files a site
  will have;
- `words` reads a project's own words of the engine's messages;
- `translations` holds what is in other languages against its source and `glossary` against accepted terms,
  `otherpages` tells which hand-written page is behind;
- `sound` remembers what was found without fault;
- `undeclared` finds what runs read though their notebooks do not declare it;
- `site` reads the built site over: `html` parses a page, `residue` finds what was left in its text,
  `needs` what it lacks, `links` where its links lead, `listings` what is listed elsewhere;
  `opening` knows where a page can be read.

`settings` is what a project says of each setting.
"""

__all__ = ["bibcheck", "files", "opening", "otherpages", "passages", "project", "settings", "site"]
