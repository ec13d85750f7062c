"""What notebooks import: seeds, training, plots and the record of measurements.

Every name is loaded when it is first used, so that importing this package costs nothing and
`record` and the figures work on a machine without JAX. The names and the modules that hold
them stand in the stub beside this file, which the engine reads too: a notebook depends on
those modules alone whose names it takes. The lab imports nothing of the engine; the two meet
only in an executed notebook's outputs.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
