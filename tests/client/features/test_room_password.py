"""The room's password: proved and seen proved, and what no server talks us out of."""

from __future__ import annotations

import pytest

from app.client.events import ConnectionFailed, Event, Failure, PasswordConfirmed, Registered
from app.client.session.timers import PASSWORD_SECONDS
from app.irc.password_exchange import CLIENT, HUB, ScryptParams, confirmation, encode_value, transcript
from tests.client.play import ISUPPORT, NOW, Play, only

CAPS = "hubbub.chat/room hubbub.chat/password"
PARAMS = ScryptParams(b"salt" * 4, 2**15, 8, 1)
FINGERPRINT = "ab" * 32
SAID = transcript(FINGERPRINT, PARAMS, b"our share", b"hub share")
WELCOME = [":s 001 me :Welcome", f":s 005 me {ISUPPORT} hubbub.chat/ROOM=#room :x", ":s 422 me :x"]
TOLD_PARAMS = f":s HUBBUB PASSWORD PARAMS {' '.join(PARAMS.words())}"
TOLD_SHARE = f":s HUBBUB PASSWORD SHARE {encode_value(b'hub share')}"


def told_confirmation(role: str = HUB, key: bytes = b"key") -> str:
    return f":s HUBBUB PASSWORD CONFIRM {encode_value(confirmation(key, role, SAID))}"


def guest(**options: object) -> Play:
    return Play(**{"password": "sesame", "fingerprint": FINGERPRINT, **options})  # type: ignore[arg-type]  # options of a test


def negotiates(play: Play, caps: str = CAPS) -> list[Event]:
    """The hub offers and grants capabilities."""
    return [*play.hears(f":s CAP * LS :{caps}"), *play.hears(f":s CAP * ACK :{caps}")]


def works(play: Play, result: object) -> list[Event]:
    """The thread is done with the one thing that was wanted of it."""
    [work] = play.session.take_work()
    events = play.session.complete(work.id, result, play.now)
    play.output = play.session.take_output().decode()
    return events


def confirming(**options: object) -> Play:
    """Somebody who has sent everything and waits for the hub's proof."""
    play = guest(**options)
    negotiates(play)
    play.hears(TOLD_PARAMS)
    works(play, (object(), b"our share"))
    play.hears(TOLD_SHARE)
    works(play, b"key")
    return play


def failure(events: list[Event]) -> Failure:
    [failed] = only(events, ConnectionFailed)
    return failed.failure


def test_the_password_is_proved_both_ways_and_never_sent() -> None:
    play = guest()
    sent = play.output
    negotiates(play)
    assert play.output == "HUBBUB PASSWORD START\r\n"
    play.hears(TOLD_PARAMS)
    assert play.output == ""
    half = object()
    [work] = play.session.take_work()
    assert (work.kind, work.data) == ("derive", ("sesame", PARAMS.salt, 2**15, 8, 1, FINGERPRINT))
    assert "sesame" not in repr(work)
    assert play.session.take_work() == []
    assert play.session.complete(work.id, (half, b"our share"), play.now) == []
    assert play.asks() == f"HUBBUB PASSWORD SHARE {encode_value(b'our share')}\r\n"
    play.hears(TOLD_SHARE)
    [work] = play.session.take_work()
    assert (work.kind, work.data) == ("finish", (half, b"hub share"))
    play.session.complete(work.id, b"key", play.now)
    assert play.asks() == (f"HUBBUB PASSWORD CONFIRM {encode_value(confirmation(b'key', CLIENT, SAID))}\r\n")
    [confirmed] = play.hears(told_confirmation())
    assert confirmed == PasswordConfirmed(FINGERPRINT, NOW)
    assert play.output == "CAP END\r\n"
    assert len(only(play.hears(*WELCOME), Registered)) == 1
    assert "sesame" not in sent + play.output


def test_registration_waits_for_its_end() -> None:
    play = guest()
    negotiates(play)
    play.hears(":s CAP * NEW :away-notify", ":s CAP * ACK :away-notify")
    assert play.output == "CAP REQ away-notify\r\n"


def test_who_has_no_password_does_not_ask_for_the_proof() -> None:
    play = Play()
    play.hears(f":s CAP * LS :{CAPS}")
    assert play.output == "CAP REQ hubbub.chat/room\r\n"
    play.hears(":s CAP * ACK :hubbub.chat/room")
    assert play.output == "CAP END\r\n"
    assert failure(play.hears(":s 464 me :Password required")) is Failure.WRONG_PASSWORD


@pytest.mark.parametrize(
    "lines",
    [
        [":s CAP * LS :multi-prefix", ":s CAP * ACK :multi-prefix"],
        [":s CAP * LS :hubbub.chat/room", ":s CAP * ACK :hubbub.chat/room"],
        [f":s CAP * LS :{CAPS}", ":s CAP * NAK :hubbub.chat/password", ":s CAP * ACK :hubbub.chat/room"],
        [":s CAP * LS :"],
        WELCOME,
        [":s 421 * CAP :Unknown command", ":s 464 * :Password required"],
        ["ERROR :Closing link: (Bad password)"],
    ],
)
@pytest.mark.parametrize("size", [0, 1])
def test_a_server_that_hides_the_capability_is_left_and_told_nothing(lines: list[str], size: int) -> None:
    play = guest()
    sent = play.output
    events = play.hears(*lines, size=size)
    assert failure(events) is Failure.PASSWORD_NOT_SAFE
    assert play.session.state.is_closed
    assert "sesame" not in sent + play.output
    assert "PASS" not in sent


def test_a_certificate_that_is_known_for_the_hubs_may_say_that_no_password_is_needed() -> None:
    play = guest(hub_verified=True)
    negotiates(play, "hubbub.chat/room")
    assert play.output == "CAP END\r\n"
    assert len(only(play.hears(*WELCOME), Registered)) == 1
    stranger = guest(hub_verified=True)
    assert failure(negotiates(stranger, "multi-prefix")) is Failure.PASSWORD_NOT_SAFE


def test_a_server_that_may_see_the_password_gets_it() -> None:
    play = guest(plain_password_ok=True, password="a b")
    assert play.output.startswith("CAP LS 302\r\nPASS :a b\r\nNICK me\r\n")
    assert len(only(play.hears(*WELCOME), Registered)) == 1
    play = guest(plain_password_ok=True)
    play.hears(":s CAP * LS :")
    assert play.output == "CAP END\r\n"
    assert failure(play.hears(":s 464 me :Wrong")) is Failure.WRONG_PASSWORD


def test_one_of_ours_is_asked_for_its_proof_even_then() -> None:
    play = guest(plain_password_ok=True)
    negotiates(play)
    assert play.output == "HUBBUB PASSWORD START\r\n"


@pytest.mark.parametrize("words", ["", "x 32768 8 1", f"{encode_value(b's' * 16)} 1073741824 8 1"])
def test_absurd_parameters_are_refused_without_computing_anything(words: str) -> None:
    play = guest()
    negotiates(play)
    assert failure(play.hears(f":s HUBBUB PASSWORD PARAMS {words}")) is Failure.NOT_VERIFIED
    assert play.session.take_work() == []


@pytest.mark.parametrize(
    "line",
    [
        told_confirmation(CLIENT),  # our own one, sent back
        told_confirmation(key=b"another key"),
        ":s HUBBUB PASSWORD CONFIRM",
        ":s HUBBUB PASSWORD CONFIRM %%%",
        ":s 001 me :Welcome",
        ":s FAIL HUBBUB OUT_OF_ORDER PASSWORD :What?",
        ":s FAIL HUBBUB TRY_AGAIN_LATER PASSWORD :Later",
        ":s 433 * me :In use",
        "ERROR :Closing link: (Connection reset)",
        "ERROR :The hub is full",
    ],
)
def test_a_hub_that_cannot_prove_itself_is_left(line: str) -> None:
    play = confirming()
    assert failure(play.hears(line, *WELCOME)) is Failure.NOT_VERIFIED
    assert play.session.state.is_closed


def test_a_hub_that_closes_in_place_of_its_proof_is_not_tried_again() -> None:
    assert confirming().waits(PASSWORD_SECONDS) == []  # many may wait for their turn there
    assert failure(confirming().waits(PASSWORD_SECONDS + 40)) is Failure.NOT_VERIFIED
    play = confirming()
    assert failure(play.session.connection_lost(NOW)) is Failure.NOT_VERIFIED
    early = guest()
    negotiates(early)
    assert failure(early.session.connection_lost(NOW)) is Failure.LOST


@pytest.mark.parametrize("share", ["", "%%%"])
def test_a_share_that_is_none_is_no_proof(share: str) -> None:
    play = guest()
    negotiates(play)
    play.hears(TOLD_PARAMS)
    works(play, (object(), b"our share"))
    assert failure(play.hears(f":s HUBBUB PASSWORD SHARE {share}")) is Failure.NOT_VERIFIED


def test_a_step_that_the_thread_cannot_do_is_no_proof() -> None:
    play = guest()
    negotiates(play)
    play.hears(TOLD_PARAMS)
    assert failure(works(play, None)) is Failure.NOT_VERIFIED
    play = guest()
    negotiates(play)
    play.hears(TOLD_PARAMS)
    works(play, (object(), b"our share"))
    play.hears(TOLD_SHARE)
    assert failure(works(play, None)) is Failure.NOT_VERIFIED


def test_a_wrong_password_is_told_as_that() -> None:
    line = ":s FAIL HUBBUB WRONG_PASSWORD PASSWORD :Bad password"
    assert failure(confirming().hears(line, "ERROR :Bad password")) is Failure.WRONG_PASSWORD


@pytest.mark.parametrize(
    "line",
    [
        ":s FAIL HUBBUB TRY_AGAIN_LATER PASSWORD :Too many wrong passwords, try again in 4 seconds",
        ":s 464 me :Too many wrong passwords, try again in 4 seconds",
        ":s 464 me :The password could not be checked, try again",
    ],
)
def test_a_hub_that_looks_at_no_password_just_now_is_told_as_that(line: str) -> None:
    play = guest()
    negotiates(play)
    assert failure(play.hears(line, "ERROR :closed")) is Failure.TRY_LATER


@pytest.mark.parametrize(
    "line", [TOLD_SHARE, told_confirmation(), ":s HUBBUB PASSWORD DANCE", ":s HUBBUB PASSWORD", TOLD_PARAMS]
)
def test_what_is_not_its_turn_changes_nothing(line: str) -> None:
    play = guest()
    assert play.hears(line) == []
    negotiates(play)
    if line != TOLD_PARAMS:
        assert play.hears(line) == []
    play.hears(TOLD_PARAMS)
    assert play.hears(line) == []
    works(play, (object(), b"our share"))
    assert play.output.startswith("HUBBUB PASSWORD SHARE ")


def test_a_result_that_comes_late_or_twice_changes_nothing() -> None:
    play = guest()
    negotiates(play)
    play.hears(TOLD_PARAMS)
    [work] = play.session.take_work()
    assert play.session.complete(work.id + 1, (object(), b"x"), NOW) == []
    play.session.connection_lost(NOW)
    assert play.session.complete(work.id, (object(), b"x"), NOW) == []
    assert play.asks() == ""


def test_a_failure_of_something_else_is_told_as_ever() -> None:
    play = Play().registers()
    [said] = play.hears(":s FAIL HUBBUB INVALID_SECRET OWNER :That is not the host's secret")
    assert type(said).__name__ == "ServerSaid"


def test_secrets_do_not_show() -> None:
    state = confirming(password="hunter2", owner_secret="topsecret")
    shown = repr(state.session.state)
    assert "hunter2" not in shown
    assert "topsecret" not in shown
    assert "b'key'" not in shown
