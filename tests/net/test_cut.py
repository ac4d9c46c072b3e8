"""A cable that is pulled for a while, with words said on both sides: everybody has each of them once.

The guest's clock runs ten times as fast as ours, so that its deadlines come in a test's time.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest

from app.client.events import (
    ConnectionDoubted,
    HistoryPage,
    LinkState,
    MessageArrived,
    MessageFailed,
    MessagePending,
    MessageSent,
)
from app.client.wishes import Say
from app.net.dialer import DialTimes
from app.net.link import LinkTimes
from tests.net.conftest import IdentityOf
from tests.net.guest import Guest
from tests.net.plain_irc import RunHub
from tests.net.relay import Relay

ROOM = "#robotics-club"
FAST = 10.0
TIMES = LinkTimes(dial=DialTimes(stagger=20, all=500), tick=50, goodbye=300)


@pytest.fixture
def relay(run_hub: RunHub) -> Iterator[Relay]:
    made = Relay(run_hub().port)
    yield made
    made.end()


def hurried() -> Callable[[], float]:
    begun = time.time()
    return lambda: begun + (time.time() - begun) * FAST


def told(guest: Guest) -> list[str]:
    """What others said, live and missed."""
    texts: list[str] = []
    for event in guest.events:
        inner = event.events if isinstance(event, HistoryPage) else (event,)
        texts += [one.text for one in inner if isinstance(one, MessageArrived)]
    return texts


def sent(guest: Guest) -> list[str]:
    return [event.text for event in guest.events if isinstance(event, MessageSent)]


@pytest.mark.parametrize("breaks", [False, True], ids=["plugged in again", "reset"])
def test_what_is_said_while_the_cable_is_out_is_said_once_in_one_order(
    relay: Relay, guests: Callable[..., Guest], identity_of: IdentityOf, breaks: bool
) -> None:
    bob = guests(relay.address, "bob", identity=identity_of("bob"), times=TIMES, clock=hurried()).enter()
    alice = guests(f"127.0.0.1:{relay._hub_port}", "alice", identity=identity_of("alice")).enter()
    bob.wait(lambda: bob.link.state is LinkState.ONLINE)
    bob.link.ask(Say(ROOM, "before"))
    alice.wait(lambda: "before" in told(alice))
    bob.wait(lambda: "before" in sent(bob))

    relay.hold()
    bob.link.ask(Say(ROOM, "on its way"))
    alice.link.ask(Say(ROOM, "meanwhile"))
    bob.wait(lambda: bob.told(ConnectionDoubted))
    assert bob.link.state is LinkState.ONLINE
    assert bob.told(MessageFailed) == []
    bob.wait(lambda: LinkState.WAITING in bob.states)
    bob.link.ask(Say(ROOM, "typed without a connection"))
    if breaks:
        relay.reset()
    relay.go_on()

    bob.wait(lambda: len(sent(bob)) == 3)
    alice.wait(lambda: len(told(alice)) >= 3)
    bob.wait(lambda: "meanwhile" in told(bob))
    assert sent(bob) == ["before", "on its way", "typed without a connection"]
    assert [text for text in told(alice) if text != "meanwhile"] == sent(bob)
    assert told(bob).count("meanwhile") == 1
    assert not set(told(bob)) & set(sent(bob))
    assert bob.told(MessageFailed) == []
    assert len(bob.told(MessagePending)) == 3
    assert [own.text for own in bob.link.outbox] == []


def test_a_person_may_reconnect_as_soon_as_there_is_no_answer(
    relay: Relay, guests: Callable[..., Guest], identity_of: IdentityOf
) -> None:
    bob = guests(relay.address, "bob", identity=identity_of("bob"), times=TIMES, clock=hurried()).enter()
    relay.hold()
    bob.link.ask(Say(ROOM, "hello?"))
    bob.wait(lambda: bob.told(ConnectionDoubted))
    bob.link.retry_now()
    assert LinkState.WAITING in bob.states
    relay.go_on()
    bob.wait(lambda: sent(bob) == ["hello?"])


def test_a_short_silence_is_no_reason_to_begin_anew(
    relay: Relay, guests: Callable[..., Guest], identity_of: IdentityOf
) -> None:
    bob = guests(relay.address, "bob", identity=identity_of("bob"), times=TIMES, clock=hurried()).enter()
    relay.hold()
    bob.link.ask(Say(ROOM, "hello?"))
    bob.wait(lambda: bob.told(ConnectionDoubted))
    relay.go_on()
    bob.wait(lambda: sent(bob) == ["hello?"])
    bob.wait(lambda: len(bob.told(ConnectionDoubted)) == 2)
    assert bob.states.count(LinkState.CONNECTING) == 1
