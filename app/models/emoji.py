"""Emoji with their names: read from a table, found by the beginning of a code or by words of a search.

A code is what people write between colons, as in `:smile:`. Knows no fonts and no widgets.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from enum import Enum
from functools import cache
from pathlib import Path

from app.irc.text_folding import UNSPACED, fold_text
from app.models.emoji_tones import with_tone, without_tone
from app.values import frozen

MOST_COMPLETED = 50  # as many as anybody walks through with a key
_FEWEST_LETTERS = 2  # of a code, before anything is offered
_FEWEST_FOR_WORDS = 3  # before words are looked through that stand in no code: two letters fit too many
_STYLE = "\ufe0f"  # asks for the coloured form; people and keyboards leave it out
# A colon behind a letter is one of a time, a port or a name; behind another colon or a slash as well.
_COLON = rf"(?<![^\W{UNSPACED}])(?<![:/]):"
# both take a millisecond to compile, which `re` does once, with the first colon that is typed
_BEGUN = rf"{_COLON}([\w+-]{{{_FEWEST_LETTERS},}})$"
_WRITTEN = rf"{_COLON}([\w+-]+):$"
_FENCE, _TICK = "```", "`"


class EmojiGroup(Enum):
    """The groups of Unicode, by their keys in the table."""

    SMILEYS = "smileys-emotion"
    PEOPLE = "people-body"
    NATURE = "animals-nature"
    FOOD = "food-drink"
    TRAVEL = "travel-places"
    ACTIVITIES = "activities"
    OBJECTS = "objects"
    SYMBOLS = "symbols"
    FLAGS = "flags"


@frozen
class Emoji:
    """One emoji: the characters, its name, its group, the version of Unicode's emoji that brought it.

    `codes` are written between colons, the usual one first; `words` tell what it is used for.
    """

    text: str
    name: str
    group: EmojiGroup
    version: float
    codes: tuple[str, ...]
    words: tuple[str, ...]


@frozen
class CodeMatch:
    """An emoji that fits a code that was begun, and the one of its codes that does."""

    emoji: Emoji
    code: str


class EmojiTable:
    """All emoji, in the order in which people know them from their keyboards."""

    def __init__(self, every: Iterable[Emoji]) -> None:
        self.every = tuple(every)
        self._by_code = {code: one for one in reversed(self.every) for code in one.codes}
        self._by_text = {_bare(one.text): one for one in self.every}
        self._searched: list[_Searched] = []  # once somebody searches

    def up_to(self, version: float) -> EmojiTable:
        """Those that are not newer than a version."""
        return EmojiTable(one for one in self.every if one.version <= version)

    def in_tone(self, tone: str, is_drawn: Callable[[str], bool]) -> EmojiTable:
        """The same in a tone of skin, those that are drawn in it."""
        return EmojiTable(_toned(one, tone, is_drawn) for one in self.every) if tone else self

    def of_group(self, group: EmojiGroup) -> list[Emoji]:
        """Those of a group."""
        return [one for one in self.every if one.group is group]

    def by_code(self, code: str) -> Emoji | None:
        """The emoji that is written as `code`, which stands without its colons."""
        return self._by_code.get(code.lower())

    def by_text(self, text: str) -> Emoji | None:
        """The emoji that these characters are."""
        return self._by_text.get(_bare(text))

    def completing(self, begun: str, recents: Sequence[str] = ()) -> list[CodeMatch]:
        """What `begun`, the beginning of a code, may become: what is used lately first, then short codes."""
        begun = begun.lower()
        lately = {_bare(text): place for place, text in enumerate(recents)}
        found: list[tuple[int, int, int, CodeMatch]] = []
        for one in self.every:
            rank, code = min(((_rank(code, begun), code) for code in one.codes), key=lambda pair: pair[0])
            if rank == _NO_MATCH and len(begun) >= _FEWEST_FOR_WORDS and _has_word(one.words, begun):
                rank, code = _BY_WORD, one.codes[0]
            if rank != _NO_MATCH:
                place = lately.get(_bare(one.text), len(lately))
                found.append((rank, place, len(code), CodeMatch(one, code)))
        found.sort(key=lambda match: match[:3])
        return [match[3] for match in found[:MOST_COMPLETED]]

    def search(self, query: str) -> list[Emoji]:
        """Those of whose names, codes and words some begin with each word of `query`; the best first."""
        wanted = fold_text(query).replace(":", " ").replace("_", " ").split()
        if not wanted:
            return []
        if not self._searched:
            self._searched = [_Searched.of(one) for one in self.every]
        ranked = [(each.rank(wanted), each.emoji) for each in self._searched]
        fitting = [pair for pair in ranked if pair[0][0] != _NO_MATCH]
        return [one for _rank, one in sorted(fitting, key=lambda pair: pair[0])]


@cache
def load_table(path: Path) -> EmojiTable:
    """The table of a file that resources/packaging/emoji_table.py has written; read once."""
    rows = json.loads(path.read_text(encoding="utf-8"))["emoji"]
    groups = {group.value: group for group in EmojiGroup}
    return EmojiTable(
        Emoji(text, name, groups[group], version, tuple(codes.split()), tuple(words.split()))
        for text, name, group, version, codes, words in rows
    )


def code_begun(before: str) -> str:
    """The code that is being written at the end of `before`, the text up to the caret; "" for none."""
    begun = re.search(_BEGUN, before)
    return begun[1] if begun is not None and not ends_in_code(before[: begun.start()]) else ""


def code_written(before: str) -> str:
    """The code whose closing colon ends `before`; "" for none, and inside of code, which is left alone."""
    written = re.search(_WRITTEN, before)
    return written[1] if written is not None and not ends_in_code(before[: written.start()]) else ""


def ends_in_code(text: str) -> bool:
    """Whether what is written behind `text` is code: in a block or between ticks that are not closed yet."""
    blocks = text.split(_FENCE)
    if len(blocks) % 2 == 0:
        return True
    return blocks[-1].rpartition("\n")[2].count(_TICK) % 2 == 1


# How well an emoji fits, the best first: by its code, by its name, by what it is used for.
_EXACT, _BEGINS, _PART, _PART_BEGINS, _BY_WORD, _NO_MATCH = range(6)


def _rank(code: str, begun: str) -> int:
    if not code.startswith(begun):
        return _PART_BEGINS if f"_{begun}" in code else _NO_MATCH
    return _EXACT if code == begun else _BEGINS


@frozen
class _Searched:
    """An emoji with the folded words that it is found by: of name and codes, and what it is used for."""

    emoji: Emoji
    names: tuple[str, ...]
    words: tuple[str, ...]

    @classmethod
    def of(cls, one: Emoji) -> _Searched:
        named = " ".join((one.name, *one.codes)).replace("_", " ")
        return cls(one, _folded(named), _folded(" ".join(one.words)))

    def rank(self, wanted: Sequence[str]) -> tuple[int, int]:
        """How well its code fits, and how long that is; else how well the worst of these words fits."""
        begun = "_".join(wanted)
        ranks = [(_rank(code, begun), len(code)) for code in self.emoji.codes if code.startswith(begun)]
        return min(ranks, default=None) or (max(self._rank_of(word) for word in wanted), 0)

    def _rank_of(self, word: str) -> int:
        if word in self.names:
            return _PART
        if _has_word(self.names, word):
            return _PART_BEGINS
        return _BY_WORD if _has_word(self.words, word) else _NO_MATCH


def _has_word(words: Iterable[str], begun: str) -> bool:
    return any(word.startswith(begun) for word in words)


def _folded(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(fold_text(text).split()))


def _bare(text: str) -> str:
    return without_tone(text).replace(_STYLE, "")


def _toned(one: Emoji, tone: str, is_drawn: Callable[[str], bool]) -> Emoji:
    text = with_tone(one.text, tone)
    return replace(one, text=text) if text != one.text and is_drawn(text) else one
