"""What the search index holds for a text, and what a query asks of it.

FTS5's unicode61 parts words at spaces and signs. Scripts without spaces are parted here, a character each,
and emoji get a word of letters, as their classes differ between versions of SQLite.
"""

from __future__ import annotations

import re

# Thai, Lao, Myanmar, Khmer; Kana, Bopomofo, Han and its extensions, Hangul: found by any part of a word
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3031-\u3035\u303b-\u303c"
    "\u3041-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff"
    "\uff66-\uffdc\U0001b000-\U0001b2ff\U00020000-\U0003ffff"
)
_EMOJI = "\u00a9\u00ae\u2190-\u21ff\u2300-\u23ff\u2460-\u27ff\u2900-\u29ff\u2b00-\u2bff\U0001f000-\U0001faff"
_SINGLE = re.compile(f"([{_UNSPACED}])|[{_EMOJI}]")
_NO_WORD = re.compile(r"\W+")
_PIECE = re.compile(r'"([^"]*)"?|([^\s"]+)')
# A query is typed by a person; beyond this it is something that was pasted by mistake.
LONGEST_QUERY = 500
# One letter begins too many words for the index to be quick.
_SHORTEST_BEGINNING = 2


def indexed(text: str) -> str:
    """`text` as the index takes it."""
    return text if text.isascii() else _SINGLE.sub(_apart, text)


def expression(query: str) -> str:
    """`query` as FTS5 reads it: all of its words, each of them the beginning of one; "" if it has none.

    What stands in double quotes is found as it stands.
    """
    terms = []
    for quoted, plain in _PIECE.findall(query[:LONGEST_QUERY]):
        words = indexed(quoted or plain).replace('"', " ").replace("\0", " ")
        if not any(char.isalnum() for char in words):
            continue
        is_beginning = bool(plain) and len(_NO_WORD.split(words)[-1]) >= _SHORTEST_BEGINNING
        terms.append(f'"{words}"*' if is_beginning else f'"{words}"')
    return " AND ".join(terms)


def _apart(found: re.Match[str]) -> str:
    return f" {found[0]} " if found[1] else f" u{ord(found[0]):x} "
