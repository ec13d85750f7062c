"""Pages: an executed notebook and its verdicts, made ready for the site.

- `survey` judges every claim by its notebook's best run;
- `page` dresses a notebook for the site, with `panels`, `figures` and `outputs`;
- `catalogue` makes the generated parts of hand-written pages, and `shelf` the bibliography page;
- `cards` says what a citation of a work of ours shows, and `grounds` which claims rest on which
  works;
- `downloads` is what a reader takes away, and `jsonld` what a page tells machines.
"""

__all__ = ["cards", "catalogue", "downloads", "jsonld", "page", "shelf", "survey"]
