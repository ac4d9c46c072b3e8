"""Random lines that look like IRC: templates whose words are chosen at random, and damage done to them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from random import Random

Word = Callable[[Random], str]

_HOLE = re.compile(r"\{(\w+)\}")
# What breaks programs: bidirectional marks, joiners, astral and combining characters, formatting, escapes.
ODD_TEXT = (
    "",
    " ",
    ":",
    "::",
    "\x01ACTION waves\x01",
    "\x01VERSION\x01",
    "\x01",
    "\x02bold\x0f \x0304,12red\x16",
    "<img src=x onerror=y>",
    "x" * 600,
    "é" * 260,
    "\U0001f600" * 130,
    "a\u0301\u0300" * 80,
    "\u202eevil\u202c",
    "\u200b\u200d\ufeff",
    "\\\\:\\s;=\\",
    "a=b;c d",
    "%s%n{0}$x",
    "\x7f\x1b[2J",
    "0",
    "-1",
    "99999999999999999999",
)


def line_of(random: Random, template: str, words: Mapping[str, Word]) -> str:
    """The template with each `{word}` replaced by one of its kind."""
    return _HOLE.sub(lambda hole: words[hole[1]](random), template)


def words(text: str) -> list[str]:
    """The words of a text: lists of them are read more easily like that."""
    return text.split()


def one_of(*choices: str) -> Word:
    """A word chosen from these."""
    return lambda random: random.choice(choices)


def some_of(word: Word, most: int, separator: str = ",") -> Word:
    """One to `most` words with a separator between them."""
    return lambda random: separator.join(word(random) for _ in range(random.randint(1, most)))


def text(random: Random) -> str:
    """What somebody might say, or should not."""
    if random.random() < 0.7:
        return " ".join(
            random.choice(("hello", "bob", "what", "is", "#a", "up?")) for _ in range(random.randint(1, 6))
        )
    if random.random() < 0.5:
        return random.choice(ODD_TEXT)
    return "".join(chr(random.choice((random.randint(1, 255), random.randint(1, 0xD7FF)))) for _ in range(20))


def damaged(random: Random, line: bytes) -> bytes:
    """The line with some bytes changed, cut, doubled or moved."""
    data = bytearray(line)
    for _ in range(random.randint(1, 4)):
        at = random.randrange(len(data) + 1)
        what = random.randrange(4)
        if what == 0:
            data[at:at] = random.choice((b"\0", b"\r", b" ", b":", b"@", b";", b"\xff", b"\xc3", b"\n", b","))
        elif what == 1:
            del data[at : at + random.randint(1, 8)]
        elif what == 2:
            data[at:at] = data[at : at + random.randint(1, 40)]
        elif at < len(data):
            data[at] = random.randrange(256)
    return bytes(data)


def noise(random: Random) -> bytes:
    """Bytes without sense."""
    return random.randbytes(random.choice((1, 5, 40, 600)))


def weighted(choices: Sequence[tuple[int, str]]) -> tuple[list[str], list[int]]:
    """Templates and their cumulative weights, as `Random.choices` takes them."""
    total, sums = 0, []
    for weight, _ in choices:
        total += weight
        sums.append(total)
    return [template for _, template in choices], sums
