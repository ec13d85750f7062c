"""What prose may hold beyond Markdown: math, bound numbers, citations, cross-references."""
