"""Texts as eyes compare them: width, composition, case and accents folded (NFKC, UAX #15), places kept.

One folding for what is searched, what is marked of it, and names that are looked for or meant in a text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from app.values import frozen

# Thai, Lao, Myanmar, Khmer; Kana, Bopomofo, Han and its extensions, Hangul: words are not parted by spaces,
# or what is said of a name is written on to it.
UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3031-\u3035\u303b-\u303c"
    "\u3041-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff"
    "\uff66-\uffdc\U0001b000-\U0001b2ff\U00020000-\U0003ffff"
)
_IS_UNSPACED = f"[{UNSPACED}]"  # takes 2 ms to compile, which `re` does once, with the first text that asks
# Drawn as nothing, as the choice of a form or as a longer line between letters (U+0640): they part no word
# and tell none from another.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u0640\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff]"
)
# What no decomposition tells, and keyboards of neighbours do not have. Persian and Arabic keyboards write
# letters apart that are drawn alike.
_ALIKE = str.maketrans(
    {
        "ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe",
        "\u06cc": "\u064a", "\u0649": "\u064a", "\u06a9": "\u0643", "\u06c1": "\u0647", "\u0629": "\u0647",
    }
)  # fmt: skip
_ASCII = re.compile("[\x00-\x7f]+")
_MOST_KNOWN = 20_000  # characters: more than anybody writes in, and about 2 MB


@frozen
class FoldedText:
    """A folded text; its character `n` comes from those between `starts[n]` and `ends[n]` of the original."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original that a span of the folded text, not an empty one, comes from."""
        return self.starts[start], self.ends[end - 1]


def fold_text(text: str, *, keep_accents: bool = False) -> str:
    """`text` as it is compared when somebody looks for words: compatible forms, case and accents folded.

    Accents may be kept.
    """
    if text.isascii():
        return text.lower()
    return (_WITH_ACCENTS if keep_accents else _WITHOUT_ACCENTS).fold(text)


def fold_with_places(text: str, *, keep_accents: bool = False) -> FoldedText:
    """`fold_text` that knows where each character comes from, and takes ten times as long."""
    if text.isascii():
        return FoldedText(text.lower(), range(len(text)), range(1, len(text) + 1))
    folding = _WITH_ACCENTS if keep_accents else _WITHOUT_ACCENTS
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    while at < len(text):
        run = _ASCII.match(text, at)
        end = at if run is None else run.end()
        if end < len(text) and _continues(text[end]):
            end -= 1
        if end > at:
            pieces.append(text[at:end].lower())
            starts += range(at, end)
            ends += range(at + 1, end + 1)
            at = end
        if at == len(text):
            break
        end = at + 1
        while end < len(text) and _continues(text[end]):
            end += 1
        piece = folding.fold(text[at:end])
        pieces.append(piece)
        starts += [at] * len(piece)
        ends += [end] * len(piece)
        at = end
    return FoldedText("".join(pieces), starts, ends)


def is_invisible(char: str) -> bool:
    """Whether a character is drawn as nothing, or only makes a line between letters longer."""
    return _INVISIBLE.match(char) is not None


@lru_cache(maxsize=4096)
def is_unspaced(char: str) -> bool:
    """Whether a character is of a script that writes words without spaces between them."""
    return re.match(_IS_UNSPACED, char) is not None


@lru_cache(maxsize=4096)
def is_accent(char: str) -> bool:
    """Whether it is a mark above, below or around a letter, or a vowel point of Hebrew or Arabic.

    Vowel signs, nuktas and tone marks of other scripts tell words and names apart: they are none.
    """
    combining = unicodedata.combining(char)
    return combining >= 200 or 10 <= combining <= 36 or combining == 1 or unicodedata.category(char) == "Me"


@lru_cache(maxsize=4096)
def _continues(char: str) -> bool:
    """Whether it may be composed with the character before: a mark, a jamo inside a syllable."""
    return (
        unicodedata.category(char)[0] == "M"
        or "\u1160" <= char <= "\u11ff"
        or char in "\uff9e\uff9f"
        or is_invisible(char)
    )


class _Folding(dict[int, str]):
    """What each character is folded to, found when it is first met: a table for str.translate."""

    def __init__(self, *, keep_accents: bool) -> None:
        super().__init__()
        self._keep_accents = keep_accents

    def __missing__(self, code: int) -> str:
        if len(self) >= _MOST_KNOWN:
            self.clear()
        text = self._bare(unicodedata.normalize("NFKD", chr(code)))
        # what is folded may come apart once more
        text = self._bare(unicodedata.normalize("NFKD", text.casefold()))
        self[code] = text if self._keep_accents else text.translate(_ALIKE)
        return self[code]

    def _bare(self, text: str) -> str:
        text = _INVISIBLE.sub("", text)
        return text if self._keep_accents else "".join(char for char in text if not is_accent(char))

    def fold(self, text: str) -> str:
        """A whole text, composed."""
        return unicodedata.normalize("NFC", text.translate(self))


_WITH_ACCENTS = _Folding(keep_accents=True)
_WITHOUT_ACCENTS = _Folding(keep_accents=False)
