"""What can go wrong with a file that keeps things, one sentence for people each.

hub.history.KeepingError
└── StoreError
    ├── DamagedError      the content is not what SQLite wrote; the file can be set aside
    ├── BegunAnewError    it was set aside, and a new file is there
    └── OutsideError      another file than the store's own: nothing is wrong with that one
"""

from __future__ import annotations

from app.hub.history import KeepingError


class StoreError(KeepingError):
    """The file cannot be opened, read or written; the text is one sentence for people."""


class DamagedError(StoreError):
    """The file's content is damaged: trying again does not help."""


class BegunAnewError(StoreError):
    """A damaged file was set aside and a new one begun: trying again helps."""

    is_over = True


class OutsideError(StoreError):
    """A file that somebody chose cannot be written; the store itself is well."""
