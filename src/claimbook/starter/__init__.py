"""A digest of one's own: what a new project begins with, and what a newer Claimbook would write.

- `answers` is what a person says of a new digest, validated;
- `drafting` fills the templates beside it, `templates/`, with these answers;
- `record` is the file in a project that tells what was written, so that an edited file is known;
- `founding` writes a new project, and never over anything;
- `upgrading` compares a project with what would be written now;
- `doctor` looks at what of this machine a digest can count on.
"""

__all__ = ["answers", "doctor", "founding", "upgrading"]
