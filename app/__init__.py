"""Hubbub: group chat for people on one network."""

__version__ = "0.1.0"
