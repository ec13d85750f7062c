"""The site: thin adapters between MkDocs and the engine, and what its pages look like.

A project's `hooks/digest.py` hands all of `events` on to MkDocs; nothing else imports this package.

`late` is a plugin, for it has to be there before mkdocs-jupyter, whose imports it puts off.
`events` lists what answers each event of MkDocs; `state` is what the others share.
`reading` reads the book and shows its faults, `sources` those of hand-written pages, `runs` runs what is
missing, before a build or beside a server, and `warming` loads meanwhile what makes pages; `lasting` is a
server that outlives a fault, and `serving` lets it say why it cannot listen; `alone` makes one page anew if
its notebook alone has changed, or its run has ended, and `following` has all others follow.
`languages` builds the site in its other languages.
`moving` leads from where a paper's page was to where it is.
`papers` makes a page for each paper, `composing` composes it when links can be resolved, `whole` keeps it
where nothing changed by the `frame` that every page has, and `weight` leaves out what a browser does not
need; `standing` lets the site of before stand where nothing changed at all, and `apart` all but the pages of
papers whose prose alone changed.
`written` keeps what the Markdown makes of hand-written pages.
`navigation` puts the papers in the menus, `parts` fills the generated parts of hand-written pages, and
`styling` brings templates, styles and scripts.
`references` is what machines and citing writers find on a page, `downloads` has claims and works as files,
`news` the changelog as a page and the feeds, `sharing` what a page says where it is linked to, `searching`
claims and works in the site's search, and `policy` what a page may execute; `laying` lays files down.
"""

__all__ = ["events"]
