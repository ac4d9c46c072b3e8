"""A failure of a file is looked at as people read it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from app.hub.data.storage_errors import KeepingError
from app.words.system_words import storage_words


@contextmanager
def failing(kind: type[KeepingError], *, match: str) -> Iterator[pytest.ExceptionInfo[KeepingError]]:
    """The block raises that, and its sentence matches."""
    with pytest.raises(kind) as raised:
        yield raised
    said = storage_words(raised.value.failure)
    assert re.search(match, said), said
