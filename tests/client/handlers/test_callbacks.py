"""A hub asks us to try addresses: only one whose capability we have, and what is no question is none."""

from __future__ import annotations

import pytest

from app.client.events import CallbackAsked
from app.client.wishes import TellCallback
from app.irc.callback_lines import CallbackRequest, CallbackResult
from tests.client.play import OURS, Play

CAP = f"{OURS} hubbub.chat/callback"
QUESTION = ":hub HUBBUB CALLBACK 6667 192.168.1.24 0::1"
RIGHT = TellCallback(CallbackResult(6667, "::1", True))


def test_a_question_is_told_as_it_is() -> None:
    play = Play().registers(caps=CAP)
    assert play.hears(QUESTION) == [CallbackAsked(CallbackRequest(6667, ("192.168.1.24", "::1")))]
    assert play.output == ""


def test_an_answer_is_sent_for_an_address() -> None:
    play = Play().registers(caps=CAP)
    play.wants(RIGHT)
    assert play.asks() == "HUBBUB CALLBACK 6667 0::1 RIGHT\r\n"
    play.wants(TellCallback(CallbackResult(6667, "192.168.1.24", False)))
    assert play.asks() == "HUBBUB CALLBACK 6667 192.168.1.24 OTHER\r\n"


def test_without_the_capability_nothing_is_asked_and_nothing_answered() -> None:
    play = Play().registers(caps=OURS)
    assert play.hears(QUESTION) == []
    play.wants(RIGHT)
    assert play.asks() == ""


@pytest.mark.parametrize(
    "words", ["", " 6667", " x 10.0.0.1", " 6667 nowhere", " 70000 10.0.0.1", f" 6667{' 10.0.0.1' * 5}"]
)
def test_what_is_no_question_is_none(words: str) -> None:
    assert Play().registers(caps=CAP).hears(f":hub HUBBUB CALLBACK{words}") == []


def test_before_the_welcome_nothing_is_asked() -> None:
    play = Play()
    play.hears(f":s CAP * LS :{CAP}", ":s CAP * ACK :hubbub.chat/callback")
    assert play.hears(QUESTION) == []
