"""A network for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.netns.network import Network


@pytest.fixture
def network() -> Iterator[Network]:
    """A switch without computers; all that is put on it is gone at the end of the test."""
    with Network() as made:
        yield made
