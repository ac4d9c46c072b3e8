"""What the tests of keys and passwords share: an umask for a while, and a hub's fingerprints."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest


@pytest.fixture
def umask() -> Iterator[Callable[[int], int]]:
    """Set the umask; the old one comes back after the test."""
    old = os.umask(0o022)
    yield os.umask
    os.umask(old)
