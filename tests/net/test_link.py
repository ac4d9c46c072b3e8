"""The guest's link against the real hub and against servers that behave badly."""

from __future__ import annotations

import socket
from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from app.client.events import (
    ConnectionFailed,
    Failure,
    LeaveKind,
    LinkState,
    MemberJoined,
    MemberLeft,
    MessageFailed,
    MessagePending,
    MessageSent,
    OwnerProven,
    Registered,
    RoomEntered,
)
from app.client.wishes import Join, Say
from app.hub.data.config import HubConfig
from app.net.dialer import DialTimes
from app.net.endpoint import PRIVATE, Endpoint
from app.net.link import LinkTimes
from app.net.reconnection import Reconnection
from tests.net.guest import Guest, Strange
from tests.net.plain_irc import LOOPBACK, RunHub, with_password

ROOM = "#robotics-club"
SHORT = LinkTimes(dial=DialTimes(stagger=20, all=300), tick=20, goodbye=300)


def test_a_guest_enters_the_room_and_talks_both_ways(run_hub: RunHub, guests: Callable[..., Guest]) -> None:
    hub = run_hub()
    alice = guests(f"127.0.0.1:{hub.port}").enter()
    bob = guests(f"127.0.0.1:{hub.port}", "bob").enter()
    alice.wait(lambda: alice.told(MemberJoined))
    alice.link.ask(Say(ROOM, "hello bob"))
    bob.link.ask(Say(ROOM, "hello alice"))
    bob.wait(lambda: "hello bob" in bob.texts())
    alice.wait(lambda: "hello alice" in alice.texts())
    alice.wait(lambda: alice.told(MessageSent))
    pending, sent = alice.told(MessagePending)[0], alice.told(MessageSent)[0]
    assert isinstance(pending, MessagePending)
    assert isinstance(sent, MessageSent)
    assert pending.id == sent.id
    assert alice.states == [LinkState.CONNECTING, LinkState.REGISTERING, LinkState.ONLINE]


def test_a_name_is_looked_up(run_hub: RunHub, guests: Callable[..., Guest]) -> None:
    hub = run_hub()
    alice = guests(f"localhost:{hub.port}").enter()
    assert alice.states[:2] == [LinkState.CONNECTING, LinkState.RESOLVING]


def test_a_guest_comes_over_ipv6(run_hub: RunHub, guests: Callable[..., Guest]) -> None:
    hub = run_hub(endpoints=(Endpoint("::1", 0),))
    guests(f"[::1]:{hub.port}").enter()
    assert hub.told_text() == "::1"


def test_one_listener_for_all_interfaces_takes_both_families(
    run_hub: RunHub, guests: Callable[..., Guest]
) -> None:
    hub = run_hub(endpoints=(Endpoint("", 0),))
    guests(f"127.0.0.1:{hub.port}").enter()
    guests(f"[::1]:{hub.port}", "bob").enter()


def test_two_listeners_lead_into_one_room(run_hub: RunHub, guests: Callable[..., Guest]) -> None:
    hub = run_hub(endpoints=(LOOPBACK, LOOPBACK))
    first, second = (one.port for one in hub.listening)
    alice = guests(f"127.0.0.1:{first}").enter()
    guests(f"127.0.0.1:{second}", "bob").enter()
    alice.wait(lambda: alice.told(MemberJoined))


def test_refused(guests: Callable[..., Guest]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    alice = guests(f"127.0.0.1:{port}")
    alice.wait_for(LinkState.STOPPED)
    assert alice.failures == [(Failure.REFUSED, "")], "the system's words are none of a server"


def test_a_name_that_nobody_has(guests: Callable[..., Guest]) -> None:
    alice = guests("no-such-host.invalid")
    alice.wait_for(LinkState.STOPPED)
    assert [failure for failure, _said in alice.failures] == [Failure.NAME_NOT_FOUND]


def test_a_connection_that_is_never_answered_times_out(guests: Callable[..., Guest]) -> None:
    # a full backlog leaves the next connection without an answer
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        port = full.getsockname()[1]
        waiting = [socket.socket() for _ in range(4)]
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(("127.0.0.1", port))
        alice = guests(f"127.0.0.1:{port}", times=SHORT)
        alice.wait_for(LinkState.STOPPED)
        for one in waiting:
            one.close()
    assert alice.failures == [(Failure.TIMED_OUT, "")]


def test_a_server_that_accepts_and_says_nothing_times_out(
    guests: Callable[..., Guest], strange: Callable[..., Strange]
) -> None:
    now = [1_700_000_000.0]

    def hurried() -> float:
        now[0] += 5.0
        return now[0]

    alice = guests(strange().address, times=SHORT, clock=hurried)
    alice.wait_for(LinkState.STOPPED)
    assert [failure for failure, _said in alice.failures] == [Failure.TIMED_OUT]


@pytest.mark.parametrize(
    ("words", "closes"),
    [
        (b"HTTP/1.1 400 Bad Request\r\nServer: x\r\n\r\n<html>", True),
        (b"SSH-2.0-OpenSSH_9.2\r\n", False),
        (b"\x00\xff\xfe" * 1000 + b"\r\n", False),
        (b"x" * 10_000_000, False),
        (b"", True),
    ],
    ids=["http", "ssh", "noise", "endless", "silent"],
)
def test_what_is_no_chat_server_is_told_apart(
    guests: Callable[..., Guest], strange: Callable[..., Strange], words: bytes, closes: bool
) -> None:
    alice = guests(strange(words, closes=closes).address)
    alice.wait_for(LinkState.STOPPED)
    assert [failure for failure, _said in alice.failures] == [Failure.NOT_A_CHAT_SERVER]
    assert alice.told(ConnectionFailed)


def test_a_long_line_and_wrong_bytes_in_the_middle_hurt_nothing(
    guests: Callable[..., Guest], strange: Callable[..., Strange]
) -> None:
    words = (
        b":s 001 alice :hi\r\n:s 376 alice :end\r\n"
        b":a!a@a JOIN :#x\xff\r\n:bob!b@b PRIVMSG alice :" + b"y" * 10_000_000 + b"\r\n"
        b":bob!b@b PRIVMSG alice :\xff\xfe fine\r\n:bob!b@b PRIVMSG alice :after\r\n"
    )
    alice = guests(strange(words, waits_for=b"USER").address)
    alice.wait(lambda: "after" in alice.texts())
    assert alice.texts()[0].endswith(" fine")
    assert alice.link.state is LinkState.ONLINE


def test_a_server_that_closes_in_mid_line_is_a_lost_connection(
    guests: Callable[..., Guest], strange: Callable[..., Strange]
) -> None:
    words = b":s 001 alice :hi\r\n:s 376 alice :end\r\n:bob!b@b PRIVMSG alice :half a li"
    alice = guests(strange(words, closes=True, waits_for=b"USER").address)
    alice.wait_for(LinkState.WAITING)
    assert alice.texts() == []
    assert alice.countdown[0] == 1


def test_many_lines_arrive_in_slices(guests: Callable[..., Guest], strange: Callable[..., Strange]) -> None:
    lines = b"".join(b":bob!b@b PRIVMSG alice :line %06d\r\n" % number for number in range(20_000))
    alice = guests(strange(b":s 001 alice :hi\r\n:s 376 alice :end\r\n" + lines, waits_for=b"USER").address)
    batches: list[int] = []
    alice.link.events_arrived.connect(lambda events: batches.append(len(events)))
    alice.wait(lambda: len(alice.texts()) == 20_000)
    assert alice.texts() == [f"line {number:06}" for number in range(20_000)]
    assert max(batches) < 1000
    assert len(batches) < 200


def test_the_password_is_asked_for(run_hub: RunHub, guests: Callable[..., Guest]) -> None:
    hub = run_hub(with_password("s3cret"))
    wrong = guests(f"127.0.0.1:{hub.port}", "mallory", password="guess")
    wrong.wait_for(LinkState.STOPPED)
    assert [failure for failure, _said in wrong.failures] == [Failure.WRONG_PASSWORD]
    guests(f"127.0.0.1:{hub.port}", password="s3cret").enter()


def test_a_name_that_is_taken_is_told(run_hub: RunHub, guests: Callable[..., Guest]) -> None:
    hub = run_hub()
    guests(f"127.0.0.1:{hub.port}").enter()
    second = guests(f"127.0.0.1:{hub.port}")
    second.wait_for(LinkState.STOPPED)
    assert [failure for failure, _said in second.failures] == [Failure.NICK_IN_USE]


def test_who_has_the_secret_is_the_host(run_hub: RunHub, guests: Callable[..., Guest]) -> None:
    hub = run_hub()
    hub.server.requests.grant_owner("once")
    alice = guests(f"127.0.0.1:{hub.port}", owner_secret="once").enter()
    alice.wait(lambda: alice.told(OwnerProven))
    assert alice.link.session is not None
    assert alice.link.session.state.is_owner


def test_the_hosting_window_proves_itself_anew_on_each_connection(
    run_hub: RunHub, guests: Callable[..., Guest]
) -> None:
    hub = run_hub(with_password("sesame"), (LOOPBACK, PRIVATE))
    given: list[str] = []

    def grant() -> str:
        given.append(f"secret {len(given)}")
        hub.server.requests.grant_owner(given[-1], to_window=True)
        return given[-1]

    alice = guests(f"127.0.0.1:{hub.listening[1].port}", make_owner_secret=grant).enter()
    alice.wait(lambda: alice.told(OwnerProven))
    hub.cut("alice")
    alice.wait_for(LinkState.WAITING)
    alice.link.retry_now()
    alice.wait(lambda: len(alice.told(RoomEntered)) == 2)
    assert len(alice.told(OwnerProven)) == len(given) == 2
    assert alice.failures == []
    assert not any(secret in repr(vars(alice)) + repr(alice.link._options) for secret in given)


def test_closing_says_goodbye(run_hub: RunHub, guests: Callable[..., Guest]) -> None:
    hub = run_hub()
    alice = guests(f"127.0.0.1:{hub.port}").enter()
    bob = guests(f"127.0.0.1:{hub.port}", "bob").enter()
    alice.link.close("tea time")
    alice.wait_for(LinkState.STOPPED)
    assert alice.failures == []
    bob.wait(lambda: bob.told(MemberLeft))
    left = bob.told(MemberLeft)[0]
    assert isinstance(left, MemberLeft)
    assert (left.nick, left.kind) == ("alice", LeaveKind.QUIT)
    assert "tea time" in left.reason


def test_closing_ends_although_the_server_does_not_care(
    guests: Callable[..., Guest], strange: Callable[..., Strange]
) -> None:
    words = b":s 001 alice :hi\r\n:s 376 alice :end\r\n"
    alice = guests(strange(words, waits_for=b"USER").address, times=SHORT)
    alice.wait_for(LinkState.ONLINE)
    alice.link.close("bye")
    alice.wait_for(LinkState.STOPPED)
    assert alice.failures == []


def test_when_the_host_closes_the_room_nobody_retries(run_hub: RunHub, guests: Callable[..., Guest]) -> None:
    hub = run_hub()
    alice = guests(f"127.0.0.1:{hub.port}").enter()
    hub.stop("The host closed the room")
    alice.wait_for(LinkState.STOPPED)
    assert [failure for failure, _said in alice.failures] == [Failure.CLOSED_BY_HOST]


def test_after_a_loss_the_link_comes_back_rejoins_and_sends_what_waited_in_order(
    run_hub: RunHub, guests: Callable[..., Guest]
) -> None:
    hub = run_hub()
    alice = guests(f"127.0.0.1:{hub.port}").enter()
    alice.link.ask(Join("#tools", "key"))
    alice.wait(lambda: len(alice.told(RoomEntered)) == 2)
    bob = guests(f"127.0.0.1:{hub.port}", "bob").enter()
    hub.cut("alice")
    alice.wait_for(LinkState.WAITING)
    for number in range(30):
        alice.link.ask(Say(ROOM, f"message {number}"))
    alice.link.retry_now()
    alice.wait_for(LinkState.ONLINE)
    alice.wait(lambda: len(alice.told(RoomEntered)) == 4)
    bob.wait(lambda: len(bob.texts()) == 30)
    assert bob.texts() == [f"message {number}" for number in range(30)]
    assert len(alice.told(Registered)) == 2
    assert {event.nick for event in alice.told(Registered)} == {"alice"}  # type: ignore[attr-defined]
    assert alice.told(MessageFailed) == []


def test_a_link_waits_for_its_hub_to_return(
    run_hub: RunHub, guests: Callable[..., Guest], qtbot: QtBot
) -> None:
    hub = run_hub()
    alice = guests(f"127.0.0.1:{hub.port}").enter()
    port = hub.vanish()
    alice.wait_for(LinkState.WAITING)
    alice.link.retry_now()
    alice.wait(lambda: alice.states.count(LinkState.WAITING) == 2)
    run_hub(endpoints=(Endpoint("127.0.0.1", port),))
    alice.wait(lambda: len(alice.told(RoomEntered)) == 2)
    assert alice.failures == []


def test_who_stops_while_waiting_is_left_alone(run_hub: RunHub, guests: Callable[..., Guest]) -> None:
    hub = run_hub()
    alice = guests(f"127.0.0.1:{hub.port}").enter()
    hub.vanish()
    alice.wait_for(LinkState.WAITING)
    alice.link.stop()
    assert alice.states[-1] is LinkState.STOPPED
    reconnection = alice.link.findChild(Reconnection)
    assert not reconnection._delay.isActive()
    assert not reconnection._countdown.isActive()


def test_one_link_in_two_hubs_each(run_hub: RunHub, guests: Callable[..., Guest]) -> None:
    first, second = run_hub(), run_hub(HubConfig(room_name="Chess", loopback_limits=False))
    here = guests(f"127.0.0.1:{first.port}").enter()
    there = guests(f"127.0.0.1:{second.port}").enter()
    names = [
        guest.link.session.state.isupport.get("NETWORK")
        for guest in (here, there)
        if guest.link.session is not None
    ]
    assert names == ["Robotics club", "Chess"]
