"""Numerics by name."""

from __future__ import annotations

from app.irc import numerics


def test_every_numeric_has_three_digits_and_one_name() -> None:
    named = {name: value for name, value in vars(numerics).items() if name.startswith(("RPL_", "ERR_"))}
    assert all(len(value) == 3 and value.isdecimal() for value in named.values())
    assert len(set(named.values())) == len(named)
