"""What the tests of `application` share: words of a fingerprint are worked out once, as it takes 80 ms."""

from __future__ import annotations

from functools import cache

import pytest

from app.security.six_words import six_words

_once = cache(six_words)


@pytest.fixture(autouse=True)
def six_words_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same fingerprint has the same words in every test."""
    monkeypatch.setattr("app.application.trust_store.six_words", _once)
