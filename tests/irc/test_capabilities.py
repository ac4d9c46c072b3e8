"""Lists of capabilities."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from app.irc.capabilities import encode_caps, fill_lines, parse_caps


def test_a_list_is_read_with_its_values() -> None:
    assert parse_caps("batch sasl=PLAIN,EXTERNAL  x= ") == {"batch": "", "sasl": "PLAIN,EXTERNAL", "x": ""}
    assert parse_caps("") == {}


def test_values_are_written_for_those_who_know_them() -> None:
    caps = {"batch": "", "sasl": "PLAIN"}
    assert encode_caps(caps, with_values=True) == ["batch", "sasl=PLAIN"]
    assert encode_caps(caps, with_values=False) == ["batch", "sasl"]


def test_no_items_are_one_empty_line() -> None:
    assert list(fill_lines([], 10)) == [""]


def test_items_may_be_separated_otherwise() -> None:
    assert list(fill_lines(["one", "two", "three"], 8, ",")) == ["one,two", "three"]


@given(st.lists(st.from_regex(r"\A[a-zü]{1,12}\Z")), st.integers(1, 60))
def test_items_are_filled_into_lines_in_order(items: list[str], budget: int) -> None:
    lines = list(fill_lines(items, budget))
    assert " ".join(lines).split() == items
    assert all(len(line.encode()) <= budget or " " not in line for line in lines)
    for line, following in pairwise(lines):  # no line could have held more
        assert len(f"{line} {following.split(' ')[0]}".encode()) > budget
