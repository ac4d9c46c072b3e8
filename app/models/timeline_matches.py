"""Where words of a search stand in a text, whatever their case and accents. Pure."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache


@lru_cache(maxsize=512)
def hit_spans(text: str, words: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    """Where `text` holds one of `words`, as (start, end), in order and without overlaps."""
    pattern = _word_pattern(words)
    if pattern is None:
        return ()
    folded = _folded(text)
    return tuple(match.span() for match in pattern.finditer(folded) if _begins_word(folded, match.start()))


def _begins_word(folded: str, at: int) -> bool:
    """Whether a search would find what stands there: it looks for how words begin."""
    return at == 0 or not (_is_spaced(folded[at - 1]) and _is_spaced(folded[at]))


def _is_spaced(char: str) -> bool:
    """Digits, and letters that have a case: scripts without spaces have none."""
    return char.isdigit() or char.upper() != char


@lru_cache(maxsize=32)
def _word_pattern(words: tuple[str, ...]) -> re.Pattern[str] | None:
    longest_first = sorted({_folded(word) for word in words if word}, key=len, reverse=True)
    return re.compile("|".join(re.escape(word) for word in longest_first)) if longest_first else None


def _folded(text: str) -> str:
    """`text` in lower case without accents, letter by letter, so that every place stays where it was."""
    return text.lower() if text.isascii() else "".join(_fold(char) for char in text)


@lru_cache(maxsize=4096)
def _fold(char: str) -> str:
    return unicodedata.normalize("NFD", char)[0].casefold()[:1]
