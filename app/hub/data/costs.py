"""What the work behind a line costs, and what a session may cost: one measure of what takes the hub time.

The measure is a byte of answer, which takes some 20 ns to make; other work counts as the bytes that could
have been made meanwhile. The hub adds up what is done (`State.spent`): the reply builder its bytes, the
fan-out its receivers, handlers what they compare and read. `app.hub.dispatcher` charges a line's sum to its
session and to its address.
"""

from __future__ import annotations

KIB = 1024

# A line by itself: decoded, parsed and answered, some 20 us.
LINE = 1000
# One line of an answer, apart from its bytes, 4 us.
REPLY = 200
# One receiver of a line that is passed on: a reference in its outbox, and its part of the members' lists.
TOLD = 16
# And so many of the line's bytes as one of an answer: they are made once, but copied to where each reads.
TOLD_BYTES = 32
# A mask compared with one text, 0.5 us, apart from the mask's own length.
COMPARED = 32
# One entry of a list that is looked through: a person, a channel, a former name.
LOOKED_AT = 16
# A question to the history, 40 us; each event that it gives, also one that is not told; one that is kept.
QUESTION = 2000
EVENT = 250
KEPT = 1500

# What a session may cost at once: it joins all its channels with 500 members each, and asks WHO about them.
# Then as much a second as a page of 1,000 messages. It may owe for one line, and waits until that is paid.
WORK_BURST = 4 * KIB * KIB
WORK_RATE = 512 * KIB

# A session with so much unread runs no further line until it has read: more than the longest ordinary answer.
CLOGGED = 256 * KIB
# What a connection may leave unread before it is closed: some minutes of the busiest room.
SEND_QUEUE = 4 * KIB * KIB
# And all of them together; the worst reader goes first. Half of what a small computer has to spare.
ALL_UNREAD = 256 * KIB * KIB


def comparing(mask: str, texts: int) -> int:
    """What it costs to compare a mask with so many texts."""
    return texts * (COMPARED + len(mask))


def earned(work: float, seconds: float) -> float:
    """What a session may cost that might have cost `work` so many seconds ago."""
    return min(WORK_BURST, work + seconds * WORK_RATE)
