"""What one connection may do and what may wait for it: its flood allowance, and the lengths and
numbers that 005 and capabilities tell.
"""

from __future__ import annotations

from dataclasses import dataclass

# A pasted text of 20 lines with room for what a client asks on its own; then faster than anybody types.
FLOOD_BURST = 40.0
FLOOD_RATE = 5.0  # lines a second
# The longest message of several lines costs as much as twenty of one.
BATCH_LINE_COST = 0.1
# What takes a thread a tenth of a second, a password's scrypt, costs as much as ten lines: two threads do
# some 20 a second, and one who knows a password may not have all of them by proving it again and again.
SLOW_COST = 10.0
SLOW_KINDS = frozenset({"check", "credentials"})
# Lines that wait for their turn: one minute's worth at FLOOD_RATE, each at its longest.
WAITING_LINES = 300
WAITING_BYTES = 128 * 1024

# Bytes of UTF-8. Each leaves room for source and target on a line of 512 bytes.
TOPIC_LENGTH = 300
KICK_LENGTH = 300
AWAY_LENGTH = 300
QUIT_LENGTH = 300
REALNAME_LENGTH = 128
USER_LENGTH = 18
KEY_LENGTH = 32
# A password. Fits into two lines and a piece of AUTHENTICATE, with the longest name before it twice.
PASSWORD_BYTES = 600
LIST_ENTRIES = 100  # of each of b, e and I; a line of text each, matched on every join
TARGETS = 4  # of one message; more is a list for advertising. Also of NAMES, each of which may be a full room
INVITED = 200  # accounts that were asked into one channel and have not come; a class, and then some
LIST_TARGETS = 10  # masks and conditions, each held against every channel
USERHOST_NICKS = 5  # RFC 2812 section 4.8
MODES_PER_LINE = 20
HISTORY_LINES = 1000  # of one answer; some 150 KiB

# A pasted page of code is one message. A member without the capability is sent it line by line, each with
# its source and tags: 200 lines are at most 120 KiB of the 4 MiB that may wait for a connection.
MAX_LINES = 200
MAX_BYTES = 16 * 1024


@dataclass(slots=True)
class Allowance:
    """So many at once, then so many a second."""

    burst: float
    rate: float
    level: float
    time: float

    def take(self, now: float) -> float:
        """Take one; returns 0.0, or the seconds until there is one."""
        self.level = min(self.burst, self.level + max(0.0, now - self.time) * self.rate)
        self.time = now
        if self.level < 1:
            return (1 - self.level) / self.rate
        self.level -= 1
        return 0.0
