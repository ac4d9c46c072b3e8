"""Who may upload how much now: sizes, what all files take up, a person's day, transfers at once. No clock.

Days are the last 24 hours.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum

from app.files.file_limits import FileLimits
from app.files.file_record import FileRecord
from app.values import frozen

DAY = 86400.0


class FileProblem(Enum):
    """Why an upload is refused; the values are those of the header `Hubbub-Problem`."""

    OFF = "off"
    TOO_LARGE = "too-large"
    DAY = "day"
    FULL = "full"
    DISK = "disk"
    BUSY = "busy"
    LOGIN = "login"


@frozen
class Payer:
    """Whose day and transfers an upload counts in: an account, or an address of people without one."""

    name: str
    is_guest: bool = False


@dataclass(slots=True)
class _Day:
    """What one payer has uploaded lately: when and how many bytes, the oldest first."""

    entries: deque[tuple[float, int]] = field(default_factory=deque)
    total: int = 0

    def prune(self, now: float) -> int:
        """The bytes of the last 24 hours."""
        while self.entries and not now - DAY < self.entries[0][0] <= now:
            self.total -= self.entries.popleft()[1]
        return self.total


class TransferQuota:
    """Counts what is kept and what is moved. `limits`: None where nothing may be uploaded."""

    def __init__(self, limits: FileLimits | None) -> None:
        self.limits = limits
        self._sizes: dict[str, int] = {}  # of files, and what half uploads will need
        self._total = 0
        self._days: dict[Payer, _Day] = {}
        self._running: Counter[Payer] = Counter()

    def load(self, records: Iterable[FileRecord], now: float) -> None:
        """Begin with what is kept."""
        for record in sorted(records, key=lambda one: one.created):
            self.set_size(record.id, record.size)
            if now - DAY < record.created <= now:
                guest = record.guest_address
                self.charge(Payer(guest or record.owner, bool(guest)), record.size, record.created)

    def judge(self, payer: Payer, size: int, now: float, free: int) -> FileProblem | None:
        """Why nobody may upload `size` bytes more with `free` bytes on the disk; None: `payer` may."""
        limits = self.limits
        if limits is None:
            return FileProblem.OFF
        if size > limits.largest:
            return FileProblem.TOO_LARGE
        if free - size < limits.free:
            return FileProblem.DISK
        if self._total + size > limits.total:
            return FileProblem.FULL
        day = limits.guest_day if payer.is_guest else limits.person_day
        if self._used_today(payer, now) + size > day:
            return FileProblem.DAY
        return None

    def begin(self, payer: Payer) -> bool:
        """One more transfer of somebody begins; False: too many are under way."""
        limits = self.limits
        if limits is None:
            return False
        if self._running[payer] >= limits.per_person or self._running.total() >= limits.at_once:
            return False
        self._running[payer] += 1
        return True

    def end(self, payer: Payer) -> None:
        """A transfer is over that `begin` has let begin."""
        self._running[payer] -= 1
        if self._running[payer] <= 0:
            del self._running[payer]

    def set_size(self, file_id: str, size: int) -> None:
        """So much is taken up by a file, or will be; 0 for one that is gone."""
        self._total += size - self._sizes.pop(file_id, 0)
        if size:
            self._sizes[file_id] = size

    def charge(self, payer: Payer, size: int, now: float) -> None:
        """So many bytes count in somebody's day."""
        day = self._days.setdefault(payer, _Day())
        day.prune(now)
        day.entries.append((now, size))
        day.total += size

    def give_back(self, payer: Payer, size: int, charged: float) -> None:
        """So many bytes of what was charged at that time have not come; what is a day old counts no more."""
        if (day := self._days.get(payer)) is None:
            return
        for index, (at, bytes_charged) in enumerate(day.entries):
            if at == charged and bytes_charged >= size:
                day.entries[index] = (at, bytes_charged - size)
                day.total -= size
                return

    def forget_old(self, now: float) -> None:
        """Drop the days that are over."""
        for payer in list(self._days):
            self._days[payer].prune(now)
            if not self._days[payer].entries:
                del self._days[payer]

    def _used_today(self, payer: Payer, now: float) -> int:
        day = self._days.get(payer)
        return 0 if day is None else day.prune(now)
