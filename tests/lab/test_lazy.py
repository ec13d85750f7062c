import subprocess
import sys

import pytest

import claimbook.lab

PROBE = """
import sys
from claimbook.lab import choose, record
record("gap", [0.1, 0.2])
print(sorted({"jax", "matplotlib", "IPython"} & set(sys.modules)))
"""


def test_recording_loads_neither_jax_nor_a_plotting_library() -> None:
    """A machine without JAX can import the lab and record a measurement."""
    done = subprocess.run([sys.executable, "-c", PROBE], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_every_public_name_loads() -> None:
    """Each name in `__all__` is there, and it is what its home module defines."""
    assert all(getattr(claimbook.lab, name) is not None for name in claimbook.lab.__all__)
    assert dir(claimbook.lab) == sorted(claimbook.lab.__all__)


def test_unknown_name_is_an_attribute_error() -> None:
    """A name that the lab does not have is refused as of any module."""
    with pytest.raises(AttributeError, match="attribute nothing"):
        _ = claimbook.lab.nothing
