"""Pages: a run and its verdicts → a value, drawn once by templates.

- `keeping` keeps pages from one build to the next in a `cabinet`: `origins` are what every page is made of,
  `tracing` notes what one asked of the rest of the site, `wholes` are pages as a browser gets them,
  `inventory` knows a site again that nobody touched, and `compiled` keeps templates;
- `survey` judges every claim by its notebook's best run, and `edition` holds what one edition of the site
  has read, judged and made;
- `page` is a paper's page as a value; `composing` makes it of `opening` (the first screen), `blocks` and
  `panels`, which `drawing` draws by `templates/`: `code` colours source, `lengths` says how long a page
  takes, `exhibits` are what cells showed, `figures` and `attachments` become files beside the page, `vectors`
  cleans their pictures, `sheets` writes their data for spreadsheets, `charts` are the figures that can
  be dragged, and `specs` cleans what those are drawn from;
- `outputs` reads what cells displayed into a few `kinds`: `terminal` for text, `cleaning` for HTML, `media`
  for sound and the like, `reprs` for what tells nothing, `rendering` for Markdown and formulas;
- `catalogue` names the generated parts of hand-written pages: `frontpage` shows findings and a chart,
  `tallies` count verdicts, `listing` lists papers, `scoreboard` lists claims on their `scales`; `shelf` is
  the bibliography page, and `grounds` says which claims rest on which works;
- `executed` is what a run leaves beside its page;
- `ledger` tells of every full run, in the repository, and `accepting` what a run changed against the one
  that was accepted;
- `downloads` is what a reader takes away, `claimsjson` the scoreboard for machines and `claimscsv` for
  spreadsheets, `jsonld` what a page tells machines, `reviews` each verdict as a fact check, `findable` what
  the site's search finds besides pages, `scripts` the words of the site's scripts, and `addresses` says
  where things lie;
- `history` is what happened to a page, `feeds` tells it, and `changelog` makes a page of the project's own;
  `sharing` is what a page says where it is linked to, with its picture from `cards`, which `painting`
  paints; `badges` are to be shown elsewhere, `issues` leads to where an error is reported, `launch` to where
  a notebook can be run, `leaving` puts these on a page, and `lettering` knows how wide a text is;
- `policy` says what a page may load and execute.
"""

__all__ = [
    "accepting",
    "addresses",
    "attachments",
    "badges",
    "cabinet",
    "cards",
    "catalogue",
    "changelog",
    "claimscsv",
    "claimsjson",
    "compiled",
    "downloads",
    "drawing",
    "edition",
    "feeds",
    "findable",
    "history",
    "inventory",
    "jsonld",
    "keeping",
    "ledger",
    "origins",
    "page",
    "policy",
    "reviews",
    "scripts",
    "sharing",
    "shelf",
    "survey",
    "tracing",
    "wholes",
]
