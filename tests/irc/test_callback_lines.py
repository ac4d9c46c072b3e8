"""HUBBUB CALLBACK, there and back, and what is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.irc.callback_lines import (
    MOST_ADDRESSES,
    CallbackRequest,
    CallbackResult,
    read_request,
    read_result,
)
from app.irc.message import Message, parse

REQUEST = CallbackRequest(6667, ("192.168.1.24", "fd00::24", "::24"))


def test_a_request_comes_back() -> None:
    assert REQUEST.words() == ("6667", "192.168.1.24", "fd00::24", "0::24")
    assert read_request(REQUEST.words()) == REQUEST


def test_a_result_comes_back() -> None:
    for is_right in (True, False):
        result = CallbackResult(6667, "::24", is_right)
        assert read_result(result.words()) == result


@pytest.mark.parametrize(
    "line",
    [
        "",
        "6667",
        "0 10.0.0.1",
        "65536 10.0.0.1",
        "x 10.0.0.1",
        "6667 x",
        "6667 fe80::1%eth0",
        "6667 1 2 3 4 5",
    ],
)
def test_what_is_no_request_is_none(line: str) -> None:
    assert read_request(line.split()) is None


@pytest.mark.parametrize(
    "line",
    [
        "",
        "6667",
        "6667 10.0.0.1",
        "6667 10.0.0.1 WRONG",
        "6667 x RIGHT",
        "0 10.0.0.1 RIGHT",
        "6667 10.0.0.1 RIGHT x",
    ],
)
def test_what_is_no_result_is_none(line: str) -> None:
    assert read_result(line.split()) is None


def test_an_address_is_asked_once_however_it_is_spelled() -> None:
    assert read_request(["6667", "fd00::1", "fd00:0::1", "x"]) == CallbackRequest(6667, ("fd00::1",))


@given(
    st.integers(1, 65535),
    st.lists(
        st.ip_addresses().map(str).filter(lambda one: "%" not in one),
        min_size=1,
        max_size=MOST_ADDRESSES,
        unique=True,
    ),
)
def test_any_addresses_travel_in_a_line(port: int, addresses: list[str]) -> None:
    words = CallbackRequest(port, tuple(addresses)).words()
    message = parse(f"HUBBUB CALLBACK {' '.join(words)}")
    assert isinstance(message, Message)
    assert read_request(message.params[1:]) == CallbackRequest(port, tuple(addresses))
