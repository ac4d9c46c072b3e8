"""What can go wrong with a file that keeps things, one sentence for people each.

StoreError
└── DamagedError    the content is not what SQLite wrote; the file can be set aside
"""

from __future__ import annotations


class StoreError(Exception):
    """The file cannot be opened, read or written; the text is one sentence for people."""


class DamagedError(StoreError):
    """The file's content is damaged: trying again does not help."""
