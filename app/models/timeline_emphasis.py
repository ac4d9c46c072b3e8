"""Which stars and underscores of a text emphasize, and which are said. Pure.

Marks open after a blank or a bracket and close before one: globs, code, paths and words keep theirs. Where it
is not plain what was meant the text stays as it was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.values import frozen

_TOKEN = re.compile(r"\*+|_+|\n|[:;]-?[()]|[\[\](){}]")
_MARKS = ("**", "*", "_")
_AROUND_OPEN = (
    "([{（［｛「『【《〈“„«‹\"'‘—–、。，！？；：…"  # what may stand before an opening mark, beside blanks
)
_AROUND_CLOSE = ")]}）］｝」』】》〉”“»›\"'’—–、。，！？；：…"
_PUNCTUATION = ".,;:!?"
_NOT_FIRST = ".,;:/\\)]}|=&"  # what emphasized text does not begin with: a glob, an operator
_NOT_LAST = "/\\([{|=&,"
_MOST_TOGETHER = 4  # marks beside each other: more are a line or a smiley
_WORD = re.compile(r"[^\W_]|[\u2190-\u2bff\U0001f000-\U0001faff]")


@frozen
class Emphasis:
    """A pair of marks; one begins at `start`, the other at `end`, and both are `mark`."""

    start: int
    end: int
    mark: str

    @property
    def size(self) -> int:
        """Characters of each mark."""
        return len(self.mark)


@frozen
class Solid:
    """A part of a text, from `start` to `end`, in which nothing is a mark: a link, code, a name.

    From `marks` on it may end with marks after all.
    """

    start: int
    end: int
    marks: int


def find_emphasis(text: str, solids: Sequence[Solid]) -> list[Emphasis]:
    """The pairs of marks in a text, in the order of their ends; `solids` are parted and in order.

    Marks at the end of a solid close only if nothing else does.
    """
    found = _pairs(text, solids)
    if any(solid.marks < solid.end for solid in solids):
        shorter = [Solid(solid.start, solid.marks, solid.marks) for solid in solids]
        with_ends = _pairs(text, shorter)
        if len(with_ends) > len(found):
            return with_ends
    return found


@dataclass(slots=True)
class _Open:
    """Marks that are not closed yet: of each kind where they stand and how many brackets are open there."""

    marks: dict[str, list[tuple[int, int]]]
    depth: int = 0

    def forget(self, *, behind: int = -1) -> None:
        """Leave those that begin behind a place."""
        for places in self.marks.values():
            while places and places[-1][0] > behind:
                places.pop()

    def close_bracket(self) -> None:
        """What was opened inside of a bracket ends with it: "f(*a, *b)*" has no pair."""
        self.depth -= 1
        for places in self.marks.values():
            while places and places[-1][1] > self.depth:
                places.pop()


def _pairs(text: str, solids: Sequence[Solid]) -> list[Emphasis]:
    found: list[Emphasis] = []
    waiting = _Open({mark: [] for mark in _MARKS})
    looked_up_to, last_word = 0, -1
    for token, solid_end in _tokens(text, solids):
        said = token[0]
        if _WORD.search(text, looked_up_to, token.start()):
            last_word = token.start() - 1
        looked_up_to = token.end()
        if said == "\n":
            waiting.forget()
            waiting.depth = 0
        elif said in "([{":
            waiting.depth += 1
        elif said in ")]}":
            waiting.close_bracket()
        elif said in _MARKS:
            places = waiting.marks[said]
            start = places[-1][0] if places and places[-1][1] == waiting.depth else -1
            has_words = 0 <= start < last_word
            if has_words and _closes(text, token.start(), token.end(), solid_end):
                found.append(Emphasis(start, token.start(), said))
                waiting.forget(behind=start - 1)
            elif _opens(text, token.start(), token.end()):
                places.append((token.start(), waiting.depth))
    return found


def _tokens(text: str, solids: Sequence[Solid]) -> Iterator[tuple[re.Match[str], int]]:
    """Marks, brackets and ends of lines outside of `solids`, each with where the last of these ends."""
    at = 0
    for solid in (*solids, Solid(len(text), len(text), len(text))):
        for token in _TOKEN.finditer(text, at, solid.start):
            yield token, at
        at = solid.end


def _opens(text: str, start: int, end: int) -> bool:
    after = text[end : end + 1]
    if not after or after.isspace() or after in _NOT_FIRST:
        return False
    before = start
    while before and text[before - 1] in "*_" and start - before < _MOST_TOGETHER:
        before -= 1
    return before == 0 or text[before - 1].isspace() or text[before - 1] in _AROUND_OPEN


def _closes(text: str, start: int, end: int, solid_end: int) -> bool:
    before = start
    while before > solid_end and text[before - 1] in "*_" and start - before < _MOST_TOGETHER:
        before -= 1
    if before == 0 or text[before - 1].isspace() or (text[before - 1] in _NOT_LAST and before > solid_end):
        return False
    after = end
    while text[after : after + 1] in ("*", "_") and after - end < _MOST_TOGETHER:
        after += 1
    behind_marks = after
    while after < len(text) and text[after] in _PUNCTUATION:
        after += 1
    if after == len(text) or text[after].isspace():
        return True
    if after > behind_marks or text[after] in "'’":
        last = after + (after == behind_marks)
        return not (text[last : last + 1].isalnum() or text[after] in "/\\*_")
    return text[after] in _AROUND_CLOSE
