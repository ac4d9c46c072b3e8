"""What may be moved when."""

from __future__ import annotations

import pytest

from app.files.transfer_pace import PIECE, TransferPace


def moved_in(pace: TransferPace, seconds: float, *, step: float = 0.001) -> int:
    """Bytes that somebody moves who looks every `step` seconds and takes all that may go."""
    moved, now = 0, 100.0
    while now < 100.0 + seconds:
        while pace.wait(now) == 0:
            pace.spend(PIECE, now)
            moved += PIECE
        now += step
    return moved


@pytest.mark.parametrize("rate", [PIECE, 1024 * 1024, 64 * 1024 * 1024])
def test_a_pace_is_kept_over_time(rate: int) -> None:
    assert moved_in(TransferPace(rate), 5) == pytest.approx(5 * rate, rel=0.01, abs=5 * PIECE)


def test_a_pause_is_not_made_up_for() -> None:
    pace = TransferPace(1024 * 1024)
    assert moved_in(pace, 1) > 0
    burst = 0
    while pace.wait(1000.0) == 0:
        pace.spend(PIECE, 1000.0)
        burst += PIECE
    assert burst <= 5 * PIECE


def test_who_is_late_a_little_loses_nothing() -> None:
    rate = 16 * 1024 * 1024
    assert moved_in(TransferPace(rate), 5, step=0.01) == pytest.approx(5 * rate, rel=0.02, abs=5 * PIECE)


def test_without_a_pace_nobody_waits() -> None:
    pace = TransferPace(0)
    for _ in range(1000):
        pace.spend(PIECE, 1.0)
    assert pace.wait(1.0) == 0
