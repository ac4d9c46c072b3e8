"""What the tests of this folder share."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest


@pytest.fixture
def no_search_for_cycles() -> Iterator[None]:
    """Python lets go only of what nothing refers to, as in a hub's thread beside a window."""
    gc.disable()
    yield
    gc.enable()
