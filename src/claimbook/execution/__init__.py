"""Runs: what one depends on, where it is kept, how notebooks are executed."""
