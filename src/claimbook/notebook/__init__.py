"""Source notebooks: their front matter, their cells, and the project that they make up."""
