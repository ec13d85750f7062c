"""Papers coming in: from arXiv, from Crossref, from BibTeX, from a digest post."""
