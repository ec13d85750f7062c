"""What notebooks import: seeds, training, plots and the record of measurements.

Every name is loaded when it is first used, so that importing this package costs nothing and
`record` and the figures work on a machine without JAX. The names and the modules that hold
them stand in the stub beside this file, which the engine reads too: a notebook depends on
those modules alone whose names it takes. The lab imports nothing of the engine; the two meet
only in an executed notebook's outputs.

- `measurement` records what a machine will judge, and `profiles` are the two sizes of a run;
- `seeds` gives keys in disjoint streams, `models` small models, `training` the loop that trains them,
  `fleet` many runs side by side, and `device` one platform for all of them;
- `corpus` is a code corpus that every machine with Python has;
- `figures` holds a picture's contract, `charts` that of a chart to drag, `vega` the pieces of one,
  `style` the look of both, `looks` that of a notebook's methods, and `outputs` how a cell shows them.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
