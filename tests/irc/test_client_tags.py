"""What clients tell each other beside the text, and what a server forbids of it."""

from __future__ import annotations

import pytest

from app.irc import client_tags as tags


@pytest.mark.parametrize(
    ("given", "msgid"),
    [
        ({}, ""),
        ({"+reply": "M1"}, "M1"),
        ({"+draft/reply": "M2"}, "M2"),
        ({"+reply": "M1", "+draft/reply": "M2"}, "M1"),
        ({"+reply": "", "+draft/reply": "M2"}, "M2"),
    ],
)
def test_a_reply_is_read_under_both_names(given: dict[str, str], msgid: str) -> None:
    assert tags.reply_of(given) == msgid


@pytest.mark.parametrize(
    ("value", "taken"),
    [("a-Z-09", True), ("x" * 64, True), ("x" * 65, False), ("", False), ("a b", False), ("ä", False)],
)
def test_an_own_id_is_short_and_plain(value: str, taken: bool) -> None:
    assert tags.own_id_of({tags.OWN_ID: value}) == (value if taken else "")


@pytest.mark.parametrize(
    ("tag", "denied", "is_denied"),
    [
        (tags.TYPING, "", False),
        (tags.TYPING, "typing", True),
        (tags.TYPING, "draft/react,typing", True),
        (tags.TYPING, "*", True),
        (tags.TYPING, "*,-typing", False),
        (tags.REACT, "*,-typing", True),
        (tags.REACT, "react", False),
    ],
)
def test_a_server_may_forbid_some_tags_or_all(tag: str, denied: str, is_denied: bool) -> None:
    assert tags.is_denied(tag, denied) is is_denied
