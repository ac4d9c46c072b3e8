"""Which spellings are one name, by every mapping that servers announce."""

from __future__ import annotations

import pytest

from app.irc.casemapping import casefold

# mapping, two spellings, whether they are one name
PAIRS = [
    ("ascii", "Bob", "bOB", True),
    ("ascii", "a[]\\~", "A{}|^", False),
    ("ascii", "Ü", "ü", False),
    ("rfc1459", "a[]\\~", "A{}|^", True),
    ("rfc1459-strict", "a[]\\", "A{}|", True),
    ("rfc1459-strict", "~", "^", False),
    ("strict-rfc1459", "a[]\\", "A{}|", True),
    ("rfc7613", "Ü", "ü", True),
    ("precis", "STRASSE", "straße", True),
]


@pytest.mark.parametrize(("mapping", "one", "other", "same"), PAIRS)
def test_two_spellings_are_one_name_or_not(mapping: str, one: str, other: str, same: bool) -> None:
    assert (casefold(one, mapping) == casefold(other, mapping)) is same
