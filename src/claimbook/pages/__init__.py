"""Pages: an executed notebook and its verdicts, made ready for the site."""
