"""How many random examples a test tries."""

from __future__ import annotations

from hypothesis import settings

OF_ALL = 100  # hypothesis' own number, which a test has that says nothing


def examples(number: int) -> settings:
    """For a test that wants another number than others; the short check has a fifth of it, as of all."""
    return settings(deadline=None, max_examples=number * settings.default.max_examples // OF_ALL)
