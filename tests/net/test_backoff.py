"""How long to wait before the next try."""

from __future__ import annotations

from app.net.reconnection import Backoff


def test_delays_double_up_to_half_a_minute() -> None:
    backoff = Backoff(lambda: 0.0)
    assert [backoff.next_delay(0.0) for _ in range(7)] == [1, 2, 4, 8, 16, 30, 30]
    assert backoff.attempts == 7


def test_delays_are_shortened_at_random() -> None:
    backoff = Backoff(lambda: 1.0)
    assert [backoff.next_delay(0.0) for _ in range(3)] == [0.8, 1.6, 3.2]


def test_only_a_connection_that_held_starts_from_the_beginning() -> None:
    backoff = Backoff(lambda: 0.0)
    backoff.next_delay(0.0)
    backoff.connected(10.0)
    assert backoff.next_delay(20.0) == 2
    backoff.connected(30.0)
    assert backoff.next_delay(90.0) == 1
    backoff.reset()
    assert backoff.next_delay(91.0) == 1
