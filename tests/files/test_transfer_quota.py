"""Who may upload how much, in a table and over days."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.files.file_limits import FileLimits
from app.files.file_record import FileRecord
from app.files.transfer_quota import DAY, FileProblem, Payer, TransferQuota

LIMITS = FileLimits(largest=100, total=1000, free=50, person_day=300, guest_day=20, per_person=2, at_once=3)
ALICE, BOB, GUEST = Payer("alice"), Payer("bob"), Payer("192.0.2.7", is_guest=True)
PLENTY = 10**6


def record(file_id: str, size: int, owner: str = "alice", created: float = 0.0) -> FileRecord:
    return FileRecord(file_id, "x", size, "text/plain", "0" * 64, owner, created)


@pytest.mark.parametrize(
    ("payer", "size", "free", "problem"),
    [
        (ALICE, 0, PLENTY, None),
        (ALICE, 100, PLENTY, None),
        (ALICE, 101, PLENTY, FileProblem.TOO_LARGE),
        (ALICE, 100, 150, None),
        (ALICE, 100, 149, FileProblem.DISK),
        (GUEST, 20, PLENTY, None),
        (GUEST, 21, PLENTY, FileProblem.DAY),
    ],
)
def test_one_upload_is_judged(payer: Payer, size: int, free: int, problem: FileProblem | None) -> None:
    assert TransferQuota(LIMITS).judge(payer, size, 0.0, free) is problem


def test_without_limits_nothing_is_taken() -> None:
    quota = TransferQuota(None)
    assert quota.judge(ALICE, 0, 0.0, PLENTY) is FileProblem.OFF
    assert not quota.begin(ALICE)


def test_all_files_together_have_a_limit() -> None:
    quota = TransferQuota(LIMITS)
    quota.load([record("a", 950, created=-2 * DAY)], 0.0)
    assert quota.judge(BOB, 50, 0.0, PLENTY) is None
    assert quota.judge(BOB, 51, 0.0, PLENTY) is FileProblem.FULL
    quota.set_size("b", 50)
    assert quota.judge(BOB, 1, 0.0, PLENTY) is FileProblem.FULL
    quota.set_size("b", 10)
    assert quota.judge(BOB, 40, 0.0, PLENTY) is None
    quota.set_size("a", 0)
    quota.set_size("a", 0)
    assert quota.judge(BOB, 100, 0.0, PLENTY) is None


def test_a_day_is_the_last_24_hours_and_each_has_their_own() -> None:
    quota = TransferQuota(LIMITS)
    for hour in (0, 1, 2):
        quota.charge(ALICE, 100, hour * 3600.0)
    assert quota.judge(ALICE, 1, 3 * 3600.0, PLENTY) is FileProblem.DAY
    assert quota.judge(BOB, 100, 3 * 3600.0, PLENTY) is None
    assert quota.judge(ALICE, 100, DAY + 1, PLENTY) is None
    quota.forget_old(3 * DAY)
    assert not quota._days


def test_what_has_not_come_is_given_back_as_long_as_it_counts() -> None:
    quota = TransferQuota(LIMITS)
    for charged in (0.0, 3600.0):
        quota.charge(ALICE, 150, charged)
    quota.give_back(ALICE, 100, 3600.0)
    assert quota.judge(ALICE, 100, 7200.0, PLENTY) is None
    quota.charge(ALICE, 1, 7200.0)
    assert quota.judge(ALICE, 100, 7200.0, PLENTY) is FileProblem.DAY
    quota.charge(ALICE, 249, DAY + 1.0)
    quota.give_back(ALICE, 150, 0.0)  # a day later it counts no more
    quota.give_back(BOB, 100, 0.0)
    assert quota.judge(ALICE, 1, DAY + 1.0, PLENTY) is FileProblem.DAY


def test_the_day_goes_on_over_a_restart() -> None:
    quota = TransferQuota(LIMITS)
    quota.load([record(str(hour), 100, created=hour * 3600.0) for hour in (2, 1, 0)], 3 * 3600.0)
    assert quota.judge(ALICE, 1, 3 * 3600.0, PLENTY) is FileProblem.DAY


def test_a_guests_day_goes_on_over_a_restart_by_address() -> None:
    quota = TransferQuota(LIMITS)
    kept = replace(record("a", 20, owner="~mara!mara@192.0.2.7"), guest_address=GUEST.name)
    quota.load([kept], 1.0)
    assert quota.judge(GUEST, 1, 1.0, PLENTY) is FileProblem.DAY
    assert quota.judge(Payer("192.0.2.8", is_guest=True), 20, 1.0, PLENTY) is None
    assert quota.judge(Payer(GUEST.name), 100, 1.0, PLENTY) is None, "an account that is called so"


def test_a_clock_that_was_set_back_keeps_nobody_out_for_longer() -> None:
    quota = TransferQuota(LIMITS)
    quota.charge(ALICE, 300, 10 * DAY)
    assert quota.judge(ALICE, 100, 0.0, PLENTY) is None


def test_transfers_at_once_are_counted_for_each_and_for_all() -> None:
    quota = TransferQuota(LIMITS)
    assert [quota.begin(ALICE) for _ in range(3)] == [True, True, False]
    assert [quota.begin(BOB) for _ in range(2)] == [True, False]
    quota.end(ALICE)
    assert quota.begin(BOB)
