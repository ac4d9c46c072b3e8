"""How a person is told apart without a picture: a stable colour index and the initials of the drop.

Knows no widget and no theme.
"""

from __future__ import annotations

import unicodedata
import zlib

NAME_COLOURS = 10


def name_index(name: str) -> int:
    """Which of the ten name colours belongs to `name`; the same on every computer and in every run.

    A name as typed has the colour of the nickname that is made from it: spaces count as `_`.
    """
    folded = unicodedata.normalize("NFC", "_".join(name.split()).casefold())
    return zlib.crc32(folded.encode("utf-8", "surrogatepass")) % NAME_COLOURS


def initials(name: str, *, letters: int = 2) -> str:
    """The first letter of the first and of the last word, at most `letters` of them; "?" for no letter."""
    words = [word for word in _words(name) if word]
    if not words:
        return "?"
    chosen = [words[0]] if letters < 2 or len(words) == 1 else [words[0], words[-1]]
    return "".join(word[0].upper()[:1] for word in chosen)


def _words(name: str) -> list[str]:
    """The runs of letters and digits; signs and emoji separate them."""
    kept = "".join(char if char.isalnum() else " " for char in unicodedata.normalize("NFC", name))
    return kept.split()
