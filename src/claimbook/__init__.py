"""Claimbook: a digest of machine-learning papers that runs."""

__version__ = "0.1.0"
