"""Source notebooks: their front matter, their cells, and the project that they make up.

- `source` reads one notebook's file, validates it and strips it;
- `frontmatter` turns front matter into records, strictly;
- `book` is the project as a whole: its root, its settings, its notebooks.
"""

__all__ = ["book", "frontmatter", "source"]
