"""Run a notebook in a browser: on Binder, which installs the repository, or on Colab.

Colab opens a notebook of a public repository as it is, on a machine that has no Claimbook. What a
notebook imports of it is the lab alone, so one cell installs that without the engine's dependencies,
and beside it what the lab and the notebooks import. Whatever Colab has already stays as it is.
"""

import re
from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import quote, urlsplit

BRANCH = "main"  # which the site is published from
# The distributions that the lab and the notebooks import; a test compares them with the imports.
NEEDED = (
    "altair",
    "equinox",
    "jax",
    "lazy-loader",
    "matplotlib",
    "numpy",
    "optax",
    "scikit-learn",
    "scipy",
    "vl-convert-python",
)


@dataclass(frozen=True)
class Launch:
    """Links that run a page's notebook elsewhere, and the cell that Colab needs first."""

    binder: str
    colab: str
    install: str
    template: ClassVar[str] = "launch"


def make_launch(repository: str, path: str) -> Launch | None:
    """Return how to run the notebook at a `path` of the repository; None if that is not on GitHub.

    >>> make_launch("https://github.com/o/r", "notebooks/dpa.ipynb").colab
    'https://colab.research.google.com/github/o/r/blob/main/notebooks/dpa.ipynb'
    """
    parts = urlsplit(repository)
    name = parts.path.strip("/").removesuffix(".git")
    on_github = parts.scheme == "https" and parts.netloc.lower() == "github.com"
    if not path or not on_github or not re.fullmatch(r"[\w.-]+/[\w.-]+", name):
        return None
    binder = f"https://mybinder.org/v2/gh/{name}/{BRANCH}?labpath={quote(path, safe='')}"
    colab = f"https://colab.research.google.com/github/{name}/blob/{BRANCH}/{quote(path)}"
    source = f"git+https://github.com/{name}@{BRANCH}"
    # the lab last: pip is not to complain that the engine's dependencies are not there
    install = f"%pip install -q {' '.join(NEEDED)}\n%pip install -q --no-deps {source}"
    return Launch(binder, colab, install)
