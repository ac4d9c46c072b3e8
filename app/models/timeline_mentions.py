"""One's own name in what others say: "mara: hi", "@Mara"; never part of another name, address or path."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from app.irc.text_folding import fold_text, fold_with_places, is_unspaced
from app.values import frozen

_LONGEST_PART = 64  # characters of a name's marks, or of a user before a host: more are neither
# Nicknames hold these beside letters, digits and "_": "mara|away" and "mara-lind" are somebody else.
_NICK_MARKS = re.compile(rf"[]\[\\`^{{|}}-]{{1,{_LONGEST_PART}}}")
# What makes something else of the name behind it: an address, a path, a channel, a variable.
_BEFORE_OTHER = "@/#$\\"
# And of the name before it: a path, a nickname of another connection (mara`), the rest of an address or of a
# file's name, a port, a scope, a user with its host.
_AFTER_OTHER = re.compile(rf"[/\\`]|@\w|\.\w|:(?:\d|/|:\w)|!\S{{1,{_LONGEST_PART}}}@")


@frozen
class _Names:
    """Folded names, longest first, each with whether it means one only behind an "@"; where one may begin."""

    names: tuple[tuple[str, bool], ...]
    beginnings: re.Pattern[str]


def mention_spans(text: str, names: Iterable[str]) -> list[tuple[int, int]]:
    """Where `text` means one of `names`, as (start, end), with the "@" before it.

    Case, width and composition do not matter, accents do. A name that begins with "@" is meant only so.
    """
    known = _names(tuple(names))
    spans: list[tuple[int, int]] = []
    if known is None:
        return spans
    folded = fold_with_places(text, keep_accents=True)
    free_from = 0
    for match in known.beginnings.finditer(folded.text):
        if match.start() < free_from:
            continue
        if end := _end_of_name(folded.text, match.start(), known.names):
            spans.append(folded.span(match.start(), end))
            free_from = end
    return spans


def may_mention(text: str, names: Iterable[str]) -> bool:
    """Whether one of `names` stands anywhere in `text`: most messages have none, and need no closer look."""
    known = _names(tuple(names))
    if known is None:
        return False
    folded = fold_text(text, keep_accents=True)
    return any(name in folded for name, _needs_at in known.names)


def _end_of_name(text: str, start: int, names: Iterable[tuple[str, bool]]) -> int:
    """Where the name ends that is meant at `start`, 0 where none is."""
    has_at = text[start] == "@"
    begin = start + has_at
    for name, needs_at in names:
        end = begin + len(name)
        if (
            (has_at or not needs_at)
            and text.startswith(name, begin)
            and _begins(text, start, name[0], has_at=has_at)
            and _ends(text, end, has_at=has_at)
        ):
            return end
    return 0


def _begins(text: str, at: int, first: str, *, has_at: bool) -> bool:
    """Whether what stands before `at` belongs to no word or name that goes on here."""
    if at == 0:
        return True
    before = text[at - 1]
    if _is_of_word(before):
        return is_unspaced(before) and (has_at or not is_unspaced(first))
    if before in _BEFORE_OTHER or _is_one_dot(text, at):
        return False
    marks, first_mark = at, max(0, at - _LONGEST_PART)
    while marks > first_mark and _NICK_MARKS.match(text[marks - 1]):
        marks -= 1
    return marks == at or marks == 0 or not _is_of_word(text[marks - 1])


def _is_one_dot(text: str, at: int) -> bool:
    """Whether a single dot stands before `at`, as in hosts and names of files; several are a pause."""
    return text[at - 1] == "." and text[max(0, at - 2) : at] != ".."


def _ends(text: str, at: int, *, has_at: bool) -> bool:
    """Whether what stands from `at` on belongs to no word or name that began before."""
    if at == len(text):
        return True
    if _is_of_word(text[at]):
        return is_unspaced(text[at]) and (has_at or not is_unspaced(text[at - 1]))
    if found := _AFTER_OTHER.match(text, at):
        return is_unspaced(found[0][-1])
    marks = _NICK_MARKS.match(text, at)
    return marks is None or marks.end() == len(text) or not _is_of_word(text[marks.end()])


@lru_cache(maxsize=4096)
def _is_of_word(char: str) -> bool:
    return char.isalnum() or char == "_" or unicodedata.category(char)[0] == "M"


@lru_cache(maxsize=64)
def _names(names: tuple[str, ...]) -> _Names | None:
    """`names` as they are looked for, None for none."""
    folded = {(fold_text(name.removeprefix("@"), keep_accents=True), name.startswith("@")) for name in names}
    longest_first = sorted((one for one in folded if one[0]), key=lambda one: (-len(one[0]), one))
    if not longest_first:
        return None
    either = "|".join(re.escape(name) for name, _needs_at in longest_first)
    return _Names(tuple(longest_first), re.compile(f"@?(?={either})"))
