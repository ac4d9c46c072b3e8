"""What hub and guests in memory share: both ends of a password are computed once, not by each."""

from __future__ import annotations

from functools import lru_cache

import pytest

from app.security import password_hashing

_once = lru_cache(maxsize=64)(password_hashing.scrypt)


@pytest.fixture(autouse=True)
def scrypt_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes 80 ms is the same for the same password and salt."""
    monkeypatch.setattr(password_hashing, "scrypt", _once)
