"""The sentences for failures."""

from __future__ import annotations

import pytest

from app.client.address import parse_address
from app.client.events import Failure
from app.client.failures import sentence

ADDRESS = parse_address("192.168.1.42")


@pytest.mark.parametrize("failure", list(Failure))
def test_every_failure_has_words_that_end_as_a_sentence(failure: Failure) -> None:
    words = sentence(failure, address=ADDRESS)
    assert words.endswith(".")
    assert "{" not in words


def test_refusal_says_who_and_what_to_do() -> None:
    assert sentence(Failure.REFUSED, address=ADDRESS) == (
        "Nobody answers at 192.168.1.42, port 6667. Ask the host whether the room is still open, "
        "or check the last number."
    )
    assert "check the spelling" in sentence(Failure.REFUSED, address=parse_address("some-pc"))
    assert "check the address" in sentence(Failure.REFUSED, address=parse_address("fe80::1%eth0"))


def test_the_servers_words_are_quoted_where_they_help_and_fit() -> None:
    quoted = sentence(Failure.BANNED, address=ADDRESS, detail="\x02Spam\x02\n again")
    assert quoted.endswith("The server says: “Spam again”")
    assert "says" not in sentence(Failure.BANNED, address=ADDRESS, detail="x" * 500)
    assert "says" not in sentence(Failure.REFUSED, address=ADDRESS, detail="Connection refused")
