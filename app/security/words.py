"""Six words that stand for a hub's certificate, to be compared by voice or eye."""

from __future__ import annotations


def six_words(fingerprint: str) -> tuple[str, ...]:
    """Six words of a fingerprint (64 hex digits). Slow on purpose (~80 ms): call it in a thread."""
    raise NotImplementedError
