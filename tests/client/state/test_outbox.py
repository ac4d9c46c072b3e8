"""Own messages that are not confirmed: given up by one outbox, adopted by another."""

from __future__ import annotations

from app.client.events import MessageArrived, MessageFailed, MessagePending, MessageSent, Refusal, TextKind
from app.client.state.outbox import Delivery, Outbox, OwnMessage
from tests.client.play import NOW, OURS, Play, only


def add(outbox: Outbox, conversation: str, delivery: Delivery = Delivery.WAITING) -> OwnMessage:
    text = f"{conversation} {delivery.value}"
    message = outbox.add(conversation=conversation, target=conversation, text=text, kind=TextKind.MESSAGE)
    message.delivery = delivery
    return message


def test_everything_is_given_up_and_what_was_on_its_way_is_unsure() -> None:
    outbox = Outbox()
    waiting, written, failed = (
        add(outbox, "#a", Delivery.WAITING),
        add(outbox, "#b", Delivery.WRITTEN),
        add(outbox, "#c", Delivery.FAILED),
    )
    assert outbox.give_up() == [waiting, written, failed]
    assert [own.delivery for own in (waiting, written, failed)] == [
        Delivery.WAITING,
        Delivery.UNSURE,
        Delivery.FAILED,
    ]
    assert list(outbox) == []


def test_of_one_conversation_what_is_on_its_way_stays() -> None:
    outbox = Outbox()
    waiting = add(outbox, "#Room")
    written = add(outbox, "#room", Delivery.WRITTEN)
    other = add(outbox, "#other")
    assert outbox.give_up("#ROOM") == [waiting]
    assert list(outbox) == [written, other]


def test_what_is_adopted_is_told_as_it_was_and_sent_with_its_own_id() -> None:
    old = Outbox(lambda: "own-id")
    add(old, "#a")
    failed = add(old, "#a", Delivery.FAILED)
    failed.reason = Refusal.TOO_LONG
    correction = add(old, "#a")
    correction.edit_of = "m1"
    play = Play().registers(caps=OURS, channel="#a")
    play.answers(kind="draft/chathistory-targets")
    play.answers()
    play.asks()
    events = play.session.adopt(old.give_up(), NOW)
    assert [event.text for event in only(events, MessagePending)] == ["#a waiting", "#a failed"]
    assert [event.reason for event in only(events, MessageFailed)] == [Refusal.TOO_LONG]
    lines = play.asks().splitlines()
    assert [line.partition("PRIVMSG ")[2] for line in lines] == ["#a :#a waiting", "#a :#a waiting"]
    assert all("+hubbub.chat/id=own-id" in line for line in lines)
    assert "+hubbub.chat/edit=m1" in lines[1]


def test_an_own_message_is_known_by_its_id_also_without_its_label() -> None:
    play = Play(outbox=Outbox(lambda: "own-id")).registers(caps=OURS, channel="#a")
    play.answers(kind="draft/chathistory-targets")
    play.answers()
    play.says("#a", "hello")
    events = play.hears("@msgid=m1;+hubbub.chat/id=own-id :me!u@h PRIVMSG #a :hello")
    assert [event.msgid for event in only(events, MessageSent)] == ["m1"]
    assert not only(events, MessageArrived)
