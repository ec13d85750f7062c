"""The command line: thin; parses, calls one function, prints."""

from claimbook.cli.main import main

__all__ = ["main"]
