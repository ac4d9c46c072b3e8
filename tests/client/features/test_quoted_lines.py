"""Lines that a person types as they are: how they are sent, and what is shown of the answer."""

from __future__ import annotations

import pytest

from app.client.events import ChannelModesChanged, Refusal, RequestFailed, ServerSaid
from app.client.features.quoted_lines import ANSWER_LINES
from app.client.wishes import Quote
from tests.client.play import MODERN, Play, only


def shown(events: list[object]) -> list[str]:
    return [event.text for event in only(events, ServerSaid) if event.is_answer]  # type: ignore[type-var]


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("version", "VERSION"),
        ("MODE #a +b *!*@x", "MODE #a +b :*!*@x"),
        (" oper me secret word ", "OPER me secret word"),
        ("PRIVMSG #a :two words", "PRIVMSG #a :two words"),
        ("STATS u\nQUIT", "STATS u QUIT"),
    ],
)
def test_a_line_goes_out_as_it_was_typed(typed: str, sent: str) -> None:
    play = Play().registers()
    play.wants(Quote(typed))
    assert play.asks().replace(" :", " ") == f"{sent}\r\n".replace(" :", " ")


@pytest.mark.parametrize("typed", ["", ":only.a.source", "@tag=1"])
def test_what_is_no_line_is_refused(typed: str) -> None:
    play = Play().registers()
    [failed] = only(play.wants(Quote(typed)), RequestFailed)
    assert failed.detail == Refusal.UNWRITABLE
    assert play.asks() == ""


def test_with_labels_the_answer_is_known() -> None:
    play = Play().registers(caps=MODERN, channel="#a")
    play.wants(Quote("MODE #a"))
    label = play.last_label
    assert shown(play.hears(":s 351 me other 1.0 :words")) == []
    events = play.hears(f"@label={label} :s 324 me #a +nt")
    assert shown(events) == ["#a +nt"]
    assert only(events, ChannelModesChanged)  # it is taken as ever
    assert shown(play.hears(":s 324 me #a +nt")) == []


def test_an_answer_of_several_lines_is_shown_whole() -> None:
    play = Play().registers(caps=MODERN)
    play.wants(Quote("STATS u"))
    label = play.last_label
    events = play.hears(
        f"@label={label} :s BATCH +x labeled-response",
        "@batch=x :s 242 me :Up 3 days",
        "@batch=x :s NOTICE me :and well",
        "@batch=x :s 219 me u :End",
        ":s BATCH -x",
    )
    assert shown(events) == ["Up 3 days", "and well", "u End"]


def test_without_labels_what_comes_soon_is_taken_for_the_answer() -> None:
    play = Play().registers()
    play.wants(Quote("VERSION"))
    assert shown(play.hears(":s 351 me s-1.0 :words", ":s NOTICE me :more")) == ["s-1.0 words", "more"]
    assert shown(play.hears(":s 731 me :NickServ")) == [], "the window has asked whether it is there"
    play.now += 60
    assert shown(play.hears(":s 351 me s-1.0 :words")) == []


def test_an_endless_answer_is_shown_only_so_far() -> None:
    play = Play().registers()
    play.wants(Quote("LIST"))
    assert len(shown(play.hears(*[f":s 322 me #{n} 1 :x" for n in range(200)]))) == ANSWER_LINES


def test_a_refusal_is_that_of_any_request() -> None:
    play = Play().registers()
    play.wants(Quote("OPER me secret"))
    [failed] = only(play.hears(":s 491 me :No O-lines for your host"), RequestFailed) or [None]
    assert failed is None or failed.command == "OPER"
