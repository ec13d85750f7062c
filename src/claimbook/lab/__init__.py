"""What notebooks import: seeds, training, plots and the record of measurements.

Every name is loaded when it is first used, so that importing this package costs nothing and
`record` and the figures work on a machine without JAX. The lab imports nothing of the engine;
the two meet only in an executed notebook's outputs.

- `measurement` records what a machine will judge, and `profiles` are the two sizes of a run;
- `seeds` gives keys in disjoint streams, `models` small models, `training` the loop that trains them,
  `fleet` many runs side by side, and `device` one platform for all of them;
- `corpus` is a code corpus that every machine with Python has;
- `figures` holds a picture's contract, `charts` that of a chart to drag, `vega` the pieces of one,
  `style` the look of both, and `outputs` how a cell shows them.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from claimbook.lab import corpus as corpus
    from claimbook.lab import models as models
    from claimbook.lab import style as style
    from claimbook.lab import vega as vega
    from claimbook.lab.charts import chart as chart
    from claimbook.lab.figures import figure as figure
    from claimbook.lab.fleet import Fleet as Fleet
    from claimbook.lab.measurement import interval as interval
    from claimbook.lab.measurement import record as record
    from claimbook.lab.profiles import choose as choose
    from claimbook.lab.seeds import keys as keys
    from claimbook.lab.seeds import replicate as replicate
    from claimbook.lab.training import begin as begin
    from claimbook.lab.training import train as train

_HOMES = {
    "Fleet": "fleet",
    "begin": "training",
    "chart": "charts",
    "choose": "profiles",
    "figure": "figures",
    "interval": "measurement",
    "keys": "seeds",
    "record": "measurement",
    "replicate": "seeds",
    "train": "training",
}
_MODULES = ("corpus", "models", "style", "vega")

__all__ = [
    "Fleet",
    "begin",
    "chart",
    "choose",
    "corpus",
    "figure",
    "interval",
    "keys",
    "models",
    "record",
    "replicate",
    "style",
    "train",
    "vega",
]


def __getattr__(name: str) -> Any:
    """Load a public name from the module that holds it."""
    if name in _MODULES:
        return import_module(f"{__name__}.{name}")
    if name in _HOMES:
        value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
        globals()[name] = value
        return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
