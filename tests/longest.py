"""The files of tests that take longest, so that they begin first and no worker is left alone with one."""

from pathlib import Path

HERE = Path(__file__).parent
# The longest first: each took ten seconds of a processor's time or more.
LONGEST = (
    "browser/test_site.py",
    "test_build.py",
    "browser/test_serving.py",
    "browser/test_loop.py",
)


def rank(path: Path) -> int:
    """Return a file's place among those that take longest; all others come after these."""
    name = path.relative_to(HERE).as_posix()
    return LONGEST.index(name) if name in LONGEST else len(LONGEST)
