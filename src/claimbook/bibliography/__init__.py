"""The bibliography: records and names, BibTeX read and written, other formats, checks."""
