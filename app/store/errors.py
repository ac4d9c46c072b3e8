"""What can go wrong with a file that keeps things: StoreError, one sentence for people."""

from __future__ import annotations


class StoreError(Exception):
    """The file cannot be opened, read or written; the text is one sentence for people."""
