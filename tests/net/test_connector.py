"""Several ways to one hub, raced: the first whose certificate is right is taken, whoever else answers."""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from app.client.address import HostPort
from app.client.events import Failure, LinkState, RoomEntered
from app.hub.data.events import Connected
from app.net.dialer import DialTimes
from app.net.hub_resources import HubResources
from app.net.link import LinkTimes
from app.net.tls_handshake import HandshakeTimes
from app.security.trust import Verdict
from tests.net.conftest import IdentityOf
from tests.net.guest import Guest, Strange
from tests.net.plain_irc import LOOPBACK, RunHub

Guests = Callable[..., Guest]
StartStrange = Callable[..., Strange]
LOOPBACKS = (LOOPBACK, LOOPBACK)
HASTY = LinkTimes(dial=DialTimes(stagger=20, all=400), handshake=HandshakeTimes(all=300, probe=300))


@contextmanager
def silence() -> Iterator[int]:
    """A port that never answers: its backlog is full."""
    with socket.socket() as full, contextlib.ExitStack() as waiting:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        for _ in range(4):
            one = waiting.enter_context(socket.socket())
            one.setblocking(False)
            one.connect_ex(full.getsockname())
        yield full.getsockname()[1]


@contextmanager
def nobody() -> Iterator[int]:
    """A port that refuses."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        yield bound.getsockname()[1]


def link_to(fingerprint: str, *ports: int) -> str:
    first, *others = (f"127.0.0.1:{port}" for port in ports)
    return f"hubbub://{first}/robotics-club?fp={fingerprint}&at={','.join(others)}"


def test_a_false_hub_in_front_only_loses_the_race(
    run_hub: RunHub, guests: Guests, identity_of: IdentityOf
) -> None:
    false, true = run_hub(resources=HubResources(identity_of("mallory"))), run_hub()
    alice = guests(link_to(identity_of("hub").fingerprint, false.port, true.port)).enter()
    ((end, assessment),) = alice.secured
    assert end.fingerprint == identity_of("hub").fingerprint
    assert assessment.verdict is Verdict.VERIFIED_BY_LINK
    assert alice.link.reached.ways[0] == HostPort("127.0.0.1", true.port)
    assert alice.link.address.port == false.port, "which is known by its link as ever"
    assert false.told(Connected) == [], "it was told nothing"
    assert LinkState.STOPPED not in alice.states


def test_where_all_others_fail_a_false_hub_is_told_of(
    run_hub: RunHub, guests: Guests, identity_of: IdentityOf
) -> None:
    false = run_hub(resources=HubResources(identity_of("mallory")))
    with nobody() as refusing, silence() as silent:
        address = link_to(identity_of("hub").fingerprint, refusing, false.port, silent)
        alice = guests(address, times=HASTY)
        assert alice.why() == [Failure.LINK_MISMATCH]
    assert alice.others == [identity_of("mallory").fingerprint]
    assert alice.secured == []


def test_a_way_that_is_silent_keeps_nobody_waiting(
    run_hub: RunHub, guests: Guests, identity_of: IdentityOf
) -> None:
    hub = run_hub()
    with silence() as silent:
        began = time.monotonic()
        alice = guests(link_to(identity_of("hub").fingerprint, silent, hub.port))
        alice.wait(lambda: alice.secured)
        assert 0.2 < time.monotonic() - began < 5, "a quarter of a second, not the whole patience"
        alice.enter()


def test_a_way_that_refuses_is_left_at_once(run_hub: RunHub, guests: Guests, identity_of: IdentityOf) -> None:
    hub = run_hub()
    never = LinkTimes(dial=DialTimes(stagger=600_000))
    with nobody() as first, nobody() as second:
        guests(link_to(identity_of("hub").fingerprint, first, second, hub.port), times=never).enter()


def test_what_speaks_no_tls_only_loses_the_race(
    run_hub: RunHub, guests: Guests, identity_of: IdentityOf, strange: StartStrange
) -> None:
    hub = run_hub()
    other = strange(b"HTTP/1.1 400 Bad Request\r\n\r\n", closes=True)
    guests(link_to(identity_of("hub").fingerprint, other.port, hub.port), times=HASTY).enter()


def test_the_first_that_answers_is_the_only_one_that_stays(
    run_hub: RunHub, guests: Guests, identity_of: IdentityOf
) -> None:
    hub = run_hub(endpoints=LOOPBACKS)
    eager = LinkTimes(dial=DialTimes(stagger=0))
    ports = [one.port for one in hub.listening]
    alice = guests(link_to(identity_of("hub").fingerprint, *ports), times=eager).enter()
    alice.wait(lambda: len(hub.server._setup) == 0)
    assert len(hub.told(Connected)) == 1


@pytest.mark.parametrize(
    ("ways", "failure"),
    [
        (("nobody", "silence"), Failure.REFUSED),
        (("silence", "nobody"), Failure.REFUSED),
        (("silence", "silence"), Failure.TIMED_OUT),
    ],
)
def test_of_several_that_fail_the_one_that_says_most_is_told(
    guests: Guests, ways: tuple[str, ...], failure: Failure
) -> None:
    with contextlib.ExitStack() as open_ones:
        make = {"nobody": nobody, "silence": silence}
        ports = [open_ones.enter_context(make[way]()) for way in ways]
        alice = guests(link_to("ab" * 32, *ports), times=HASTY)
        assert alice.why() == [failure]
        assert len(alice.failures) == 1


def test_a_room_is_found_again_by_another_way(
    run_hub: RunHub, guests: Guests, identity_of: IdentityOf
) -> None:
    hub = run_hub(endpoints=LOOPBACKS)
    first, second = (one.port for one in hub.listening)
    alice = guests(link_to(identity_of("hub").fingerprint, first, second)).enter()
    assert alice.link.reached.port == first
    hub.server._listeners._open[0].close()
    hub.cut("alice")
    alice.wait_for(LinkState.WAITING)
    alice.link.retry_now()
    alice.wait(lambda: len(alice.told(RoomEntered)) == 2)
    assert alice.link.reached.port == second


def test_who_stops_is_troubled_by_none_of_them(guests: Guests) -> None:
    with silence() as one, silence() as two:
        alice = guests(link_to("ab" * 32, one, two), times=replace(HASTY, dial=DialTimes(stagger=0, all=200)))
        alice.wait(lambda: len(alice.link._connector._attempts) == 2)
        alice.link.stop()
        alice._qtbot.wait(300)
    assert alice.failures == []
    assert alice.link._connector._attempts == []
