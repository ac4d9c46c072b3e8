"""What is told to many over TLS waits while others come in, and only then."""

import math

from app.hub.data.events import HubEvent, Joined, Said
from app.hub.hub import Turn
from app.net.hub_connection import LONGEST_PAUSE_S, TLS_WRITE_PAUSE_S, CoalescingDelay

NOON = 1_000.0
ENTERED = Joined(NOON, "alice", "10.0.0.1", "#room")
TALKED = Said(NOON, "alice", "#room", "hello", "message")
MEMBERS = 100
PAUSE_S = MEMBERS * TLS_WRITE_PAUSE_S


def told(event: HubEvent, members: int = MEMBERS) -> Turn:
    return Turn(writes=[(one, b"x") for one in range(members)], closes=[], events=[event])


class Room:
    """A delay of a room whose members are all encrypted, and its clock."""

    def __init__(self) -> None:
        self.is_setup_busy = False
        self.now = NOON
        self.delay = CoalescingDelay(lambda: self.is_setup_busy, lambda: self.now)
        self.delay.encrypted = MEMBERS


def test_a_turn_that_tells_of_somebody_who_came_in_is_followed_by_a_pause() -> None:
    room = Room()
    assert room.delay.remaining_ms() == 0
    room.delay.note(told(ENTERED), MEMBERS)
    assert room.delay.remaining_ms() == round(PAUSE_S * 1000)
    room.now += PAUSE_S + 0.001
    assert room.delay.remaining_ms() == 0


def test_talk_waits_only_while_somebody_agrees_on_tls() -> None:
    room = Room()
    room.delay.note(told(ENTERED), MEMBERS)
    room.delay.note(told(TALKED), MEMBERS)
    assert room.delay.remaining_ms() == 0
    room.is_setup_busy = True
    room.delay.note(told(TALKED), MEMBERS)
    assert room.delay.remaining_ms() > 0


def test_the_pause_is_the_share_of_those_who_are_encrypted() -> None:
    room = Room()
    room.delay.note(told(ENTERED), 2 * MEMBERS)
    assert room.delay.remaining_ms() == math.ceil(PAUSE_S / 2 * 1000)  # no sooner
    room.delay.encrypted = 0
    room.delay.note(told(ENTERED), MEMBERS)
    assert room.delay.remaining_ms() == 0


def test_nobody_waits_longer_than_the_longest_pause() -> None:
    room = Room()
    room.delay.note(told(ENTERED, 100_000), MEMBERS)
    assert room.delay.remaining_ms() <= round(LONGEST_PAUSE_S * 1000) + 1
