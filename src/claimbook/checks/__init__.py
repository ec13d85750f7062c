"""What can be validated without a kernel: the bibliography, and the project as a whole.

- `bibcheck` checks the bibliography, and whether pages and records agree;
- `passages` finds what prose cites, and what of it no record has;
- `project` checks all that can be checked.
"""

__all__ = ["bibcheck", "project"]
