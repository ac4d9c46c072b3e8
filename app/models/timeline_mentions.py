"""Finding one's own name in what others say: "mara: hi", "@Mara", never the inside of another word."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache


@lru_cache(maxsize=64)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str] | None:
    longest_first = sorted((name for name in names if name), key=len, reverse=True)
    if not longest_first:
        return None
    either = "|".join(re.escape(name) for name in longest_first)
    return re.compile(rf"(?<![\w@/])@?(?:{either})(?![\w/])", re.IGNORECASE)


def mention_spans(text: str, names: Iterable[str]) -> list[tuple[int, int]]:
    """Where `text` holds one of `names` as a word, as (start, end), with the "@" before it."""
    pattern = _pattern(tuple(names))
    return [match.span() for match in pattern.finditer(text)] if pattern else []


def is_mention(text: str, names: Iterable[str]) -> bool:
    """Whether `text` names one of `names`."""
    names = tuple(names)
    if text.isascii() and not _may_hold(text.lower(), names):
        return False
    pattern = _pattern(names)
    return pattern is not None and pattern.search(text) is not None


def _may_hold(lower: str, names: tuple[str, ...]) -> bool:
    """Whether a name stands in an ASCII text anywhere at all: most messages have none."""
    return any(not name.isascii() or name.lower() in lower for name in names)
