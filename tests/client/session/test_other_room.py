"""The host has opened another room than the one that was joined: it is told, and not entered unasked."""

from __future__ import annotations

import pytest

from app.client.events import MessagePending, OtherRoomOpen, Registered
from app.client.wishes import Join, Say
from tests.client.play import ISUPPORT, NOW, OURS, Play, only


def welcome(room: str, network: str = "Alice") -> list[str]:
    tokens = f"{ISUPPORT.replace('NETWORK=Net', f'NETWORK={network}')} hubbub.chat/ROOM={room}"
    return [":hub 001 me :Welcome me!u@h", f":hub 005 me {tokens} :are supported", ":hub 376 me :End"]


def comes(room: str, play: Play | None = None) -> tuple[Play, str]:
    """Somebody registers at a hub of ours; what they ask for when the welcome is over."""
    play = play or Play()
    play.hears(f":hub CAP * LS :{OURS}")
    play.hears(f":hub CAP * ACK :{OURS}")
    play.events = play.hears(*welcome(room))  # type: ignore[attr-defined]  # for who wants to look
    return play, play.output


def again(last: Play, room: str) -> tuple[Play, str]:
    """The reconnect of a session that is over."""
    play = Play()
    play.session = type(last.session)(
        last.session.next_options(last.session.state.options),
        NOW,
        last.session.state.outbox,
        last.session.state.last_seen,
    )
    play.session.take_output()
    return comes(room, play)


@pytest.fixture
def inside() -> Play:
    """Somebody in root's room and in a further channel of it."""
    play, output = comes("#root")
    assert "JOIN #root\r\n" in output
    play.hears(":me!u@h JOIN #root", ":hub 366 me #root :End")
    play.wants(Join("#tea"))
    play.hears(":me!u@h JOIN #tea", ":hub 366 me #tea :End")
    return play


def other(play: Play) -> list[OtherRoomOpen]:
    return list(only(play.events, OtherRoomOpen))  # type: ignore[attr-defined]  # of `comes`


def test_a_reconnect_enters_the_same_rooms(inside: Play) -> None:
    play, output = again(inside, "#ROOT")
    assert "JOIN #ROOT\r\n" in output
    assert "JOIN #tea\r\n" in output
    assert other(play) == []


def test_a_reconnect_to_another_room_enters_nothing(inside: Play) -> None:
    play, output = again(inside, "#alice")
    assert "JOIN" not in output
    assert other(play) == [OtherRoomOpen("#root", "#alice", "Alice", NOW)]
    kinds = [type(event) for event in play.events]  # type: ignore[attr-defined]  # of `comes`
    assert kinds.index(Registered) < kinds.index(OtherRoomOpen)


def test_it_finds_back_over_any_number_of_other_rooms(inside: Play) -> None:
    play = inside
    for room in ("#alice", "#bob", "#alice"):
        play, output = again(play, room)
        assert "JOIN" not in output
    _play, output = again(play, "#root")
    assert "JOIN #root\r\n" in output
    assert "JOIN #tea\r\n" in output


def test_words_for_the_closed_room_wait(inside: Play) -> None:
    play, _ = again(inside, "#alice")
    told = play.wants(Say("#root", "hello"))
    assert only(told, MessagePending)
    assert "PRIVMSG" not in play.asks()
    play, _ = again(play, "#alice")
    play.waits(5)
    assert "PRIVMSG" not in play.output
    assert [message.text for message in play.session.state.outbox.waiting] == ["hello"]


def test_who_joins_the_other_room_comes_back_to_that_one(inside: Play) -> None:
    play, _ = again(inside, "#alice")
    play.wants(Join("#alice"))
    assert "JOIN #alice" in play.asks()
    play.hears(":me!u@h JOIN #alice", ":hub 366 me #alice :End")
    play, output = again(play, "#alice")
    assert "JOIN #alice\r\n" in output
    assert "#root" not in output
    assert "JOIN" not in again(play, "#root")[1]


def test_who_left_the_room_is_not_put_into_it_again(inside: Play) -> None:
    inside.hears(":me!u@h PART #root")
    _play, output = again(inside, "#root")
    assert "JOIN #tea\r\n" in output
    assert "JOIN #root" not in output


@pytest.mark.parametrize(("expected", "joins"), [("", True), ("#Alice", True), ("#root", False)])
def test_a_first_visit_may_mean_a_room(expected: str, joins: bool) -> None:
    play, output = comes("#alice", Play(room=expected))
    assert ("JOIN #alice" in output) is joins
    assert bool(other(play)) is not joins


def test_a_server_that_is_no_hub_of_ours_has_no_room() -> None:
    play = Play(room="#root", channels=(("#root", ""),))
    play.hears(":s CAP * LS :batch", ":s CAP * ACK :batch")
    events = play.hears(":s 001 me :Welcome me!u@h", f":s 005 me {ISUPPORT} :are supported", ":s 376 me :End")
    assert not only(events, OtherRoomOpen)
    assert "JOIN #root" in play.output
