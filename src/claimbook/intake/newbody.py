"""The cells of a new notebook after its front matter: the sections, and one example that runs."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

EXAMPLE = "example-claim"  # the id of the claim that the example tests
QUANTITY = "example_gain"
PRESENT = "example_error"  # without which there is nothing to gain
FIGURE_ID = "example"  # of the figure in the first screen

ABSTRACT = """\
## Abstract, restated

1. TODO: each claim of the abstract in our own words, in its order. {{ claim:example-claim }}"""

COMMENTARY = """\
## Commentary

TODO: what @KEY did, what later work found, and what rerunning it taught. Take a position."""

GIVEN_ABSTRACT = """\

TODO: this is the abstract as it was given. Restate it above, claim by claim, and delete it here.

"""

GIVEN_COMMENTARY = """\
## Commentary

@TEXT

TODO: what later work found, and what rerunning @KEY taught. Take a position."""

SETTING = """\
## Setting

TODO: one sentence on what was made smaller. The table below comes from the front matter."""

EXPERIMENT = """\
## Does averaging bring the estimate closer?

TODO: a section for each claim, or group of claims. This one is an example that runs: it measures how
much closer to the truth the mean of many noisy readings comes than a single one."""

PARAMETERS = """\
profile = "full"
seeds = 8"""

# Without JAX, which the extra `lab` brings, an example in numpy alone.
PLAIN_IMPORTS = """\
import matplotlib.pyplot as plt
import numpy as np

from claimbook.lab import choose, figure, record, style

style.use()
style.declare({"mean of n readings": style.AMBER})
counts = [1, 2, 4, 8, 16, 32]
trials = choose(profile, quick=200, full=2000)"""

PLAIN_PROSE = """\
Each seed draws from a stream of its own. The mechanism stands here, where a reader can follow it."""

PLAIN_MECHANISM = '''\
def squared_errors(seed):
    """Return the mean squared error of the mean of n readings, for each n in `counts`."""
    readings = np.random.default_rng(seed).normal(size=(trials, max(counts)))
    return [np.mean(readings[:, :n].mean(axis=1) ** 2) for n in counts]


errors = np.array([squared_errors(seed) for seed in range(seeds)])
record("example_error", errors[:, 0])
record("example_gain", errors[:, 0] - errors[:, -1])'''

IMPORTS = """\
import jax
import jax.numpy as jnp
import matplotlib.pyplot as plt
import numpy as np

from claimbook.lab import choose, figure, record, replicate, style

style.use()
style.declare({"mean of n readings": style.AMBER})
counts = [1, 2, 4, 8, 16, 32]
trials = choose(profile, quick=200, full=2000)"""

MECHANISM_PROSE = """\
One function of a key is one seed; all seeds run at once. The mechanism stands here, where a reader
can follow it."""

MECHANISM = '''\
def squared_errors(key):
    """Return the mean squared error of the mean of n readings, for each n in `counts`."""
    readings = jax.random.normal(key, (trials, max(counts)))
    return jnp.stack([jnp.mean(jnp.mean(readings[:, :n], axis=1) ** 2) for n in counts])


errors = np.asarray(replicate(squared_errors, seeds, stream="readings"))
record("example_error", errors[:, 0])
record("example_gain", errors[:, 0] - errors[:, -1])'''

FIGURE_PROSE = """\
The figure shows the error for each number of readings, with a band over the seeds."""

FIGURE = """\
fig, ax = plt.subplots()
style.lines(ax, counts, errors, "mean of n readings")
ax.set(xscale="log", yscale="log", xlabel="readings averaged, n", ylabel="mean squared error")
means = errors.mean(axis=0)
figure(
    fig,
    id="example",
    caption=f"The error falls as readings are averaged; mean and 95 % band, {seeds} seeds.",
    alt=f"Mean squared error from {means[0]:.3f} for 1 to {means[-1]:.3f} for {counts[-1]} readings.",
    data={"n": counts, "mean squared error": means},
)"""

RESULT = """\
Averaging lowered the error by {{ example_gain }}. TODO: what the figure showed, in one sentence, and
what an experiment of this size cannot say."""

UNTESTED = """\
## What this does not test

TODO: the claims that need more than a laptop, and what a reader must not conclude."""

QUESTIONS = """\
## Questions

- TODO: what this page leaves open."""


@dataclass(frozen=True)
class Material:
    """What the author has written already, as Markdown paragraphs."""

    abstract: tuple[str, ...] = ()
    commentary: tuple[str, ...] = ()


NOTHING = Material()


def make_cells(
    front: str, key: str, material: Material = NOTHING, *, lab: bool = True
) -> list[dict[str, Any]]:
    """Return the cells of a notebook whose first one is `front`; with the lab its example is in JAX."""
    imports, prose, mechanism = (
        (IMPORTS, MECHANISM_PROSE, MECHANISM)
        if lab
        else (PLAIN_IMPORTS, PLAIN_PROSE, PLAIN_MECHANISM)
    )
    quoted = "\n>\n".join(f"> {paragraph}" for paragraph in material.abstract)
    abstract = f"{ABSTRACT}\n{GIVEN_ABSTRACT}{quoted}" if quoted else ABSTRACT
    commentary = (GIVEN_COMMENTARY if material.commentary else COMMENTARY).replace(
        "@KEY", f"@{key}"
    )
    commentary = commentary.replace("@TEXT", "\n\n".join(material.commentary))
    return [
        _make_cell("raw", "front-matter", front),
        _make_cell("markdown", "abstract", abstract),
        _make_cell("markdown", "commentary", commentary),
        _make_cell("markdown", "setting", SETTING),
        _make_cell("code", "parameters", PARAMETERS, "parameters"),
        _make_cell("code", "imports", imports),
        _make_cell("markdown", "example", EXPERIMENT),
        _make_cell("markdown", "example-mechanism-prose", prose),
        _make_cell("code", "example-mechanism", mechanism),
        _make_cell("markdown", "example-figure-prose", FIGURE_PROSE),
        _make_cell("code", "example-figure", FIGURE),
        _make_cell("markdown", "example-result", RESULT),
        _make_cell("markdown", "untested", UNTESTED),
        _make_cell("markdown", "questions", QUESTIONS),
    ]


def list_open(cells: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Yield what is left to write in the prose of a new notebook, with the id of its cell."""
    for cell in cells:
        for line in str(cell["source"]).splitlines() if cell["cell_type"] == "markdown" else ():
            _, mark, said = line.partition("TODO: ")
            if mark:
                yield f"{cell['id']}: {said}"


def _make_cell(kind: str, identifier: str, source: str, *tags: str) -> dict[str, Any]:
    metadata = {"tags": list(tags)} if tags else {}
    return {"cell_type": kind, "id": identifier, "metadata": metadata, "source": source}
