"""Words of texts and of queries, parted in one way for what is found and for what is marked of it.

Texts are folded first (`text_folding`). Words are letters and digits with the marks on them; of scripts
without spaces each character is one, and so is each emoji. Everything else parts words and is not searched.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache

from app.irc.text import strip_formatting
from app.irc.text_folding import fold_text, fold_with_places, is_unspaced
from app.values import frozen

# A query is typed by a person; beyond this it is something that was pasted by mistake.
LONGEST_QUERY = 500
# One letter begins too many words for an index to be quick.
_SHORTEST_BEGINNING = 2

_ASCII_WORD = re.compile("[a-z0-9]+")
_PIECE = re.compile(r'"([^"]*)"?|([^\s"]+)')
_EMOJI = re.compile(
    "[\u00a9\u00ae\u2190-\u21ff\u2300-\u23ff\u2460-\u27ff\u2900-\u29ff\u2b00-\u2bff\U0001f000-\U0001faff]"
)
_MOST_KNOWN = 20_000  # characters: more than anybody writes in
_PARTS, _OF_WORD, _ALONE = range(3)


@frozen
class SearchTerm:
    """Folded words that follow upon each other; `is_beginning`: the last one may go on."""

    words: tuple[str, ...]
    is_beginning: bool = False


@lru_cache(maxsize=64)
def search_terms(query: str) -> tuple[SearchTerm, ...]:
    """What a text that `query` finds holds, in any order; () where it has no words.

    What stands in double quotes is found as it stands, everything else is the beginning of a word.
    """
    terms = []
    for quoted, plain in _PIECE.findall(query[:LONGEST_QUERY]):
        words = tuple(word for word, _ in _words(_folded(quoted or plain)))
        if words:
            terms.append(SearchTerm(words, bool(plain) and len(words[-1]) >= _SHORTEST_BEGINNING))
    return tuple(terms)


def indexed_text(text: str) -> str:
    """The words of `text` with what parts them, a space where it was no character of ASCII."""
    folded = _folded(text)
    return folded if folded.isascii() else " ".join(folded.translate(_PARTED).split())


@lru_cache(maxsize=512)
def hit_spans(text: str, terms: tuple[SearchTerm, ...]) -> tuple[tuple[int, int], ...]:
    """Where `text`, without codes, holds any of `terms`, as (start, end), in order and without overlaps."""
    if not terms:
        return ()
    folded = fold_with_places(text)
    words = list(_words(folded.text))
    line = _Line([word for word, _ in words], [at for _, at in words])
    found = sorted(folded.span(start, end) for term in terms for start, end in line.places_of(term))
    spans: list[tuple[int, int]] = []
    for start, end in found:
        if spans and start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return tuple(spans)


class _Line:
    """Words one behind the other, a space before each and at the end, so that phrases are found at once."""

    def __init__(self, words: list[str], places: list[int]) -> None:
        self._text = f" {' '.join(words)} "
        self._places = places  # in the text that the words come from
        self._starts: list[int] = []  # in the line
        at = 1
        for word in words:
            self._starts.append(at)
            at += len(word) + 1

    def places_of(self, term: SearchTerm) -> Iterator[tuple[int, int]]:
        """Where a term stands in the text that the words come from."""
        said = f" {' '.join(term.words)}"
        at = self._text.find(said if term.is_beginning else f"{said} ")
        while at >= 0:
            end = at + len(said)
            yield self._place(at + 1), self._place(end - 1) + 1
            at = self._text.find(said if term.is_beginning else f"{said} ", end)

    def _place(self, at: int) -> int:
        word = bisect_right(self._starts, at) - 1
        return self._places[word] + at - self._starts[word]


def _folded(text: str) -> str:
    return fold_text(strip_formatting(text))


def _words(folded: str) -> Iterator[tuple[str, int]]:
    """The words of a folded text, each with where it begins."""
    if folded.isascii():
        for found in _ASCII_WORD.finditer(folded):
            yield found[0], found.start()
        return
    begun = -1
    for at, char in enumerate(folded):
        kind = _kind(char)
        if begun >= 0 and (kind in (_PARTS, _ALONE)):
            yield folded[begun:at], begun
            begun = -1
        if kind == _ALONE:
            yield char, at
        elif kind == _OF_WORD and begun < 0:
            begun = at
    if begun >= 0:
        yield folded[begun:], begun


@lru_cache(maxsize=8192)
def _kind(char: str) -> int:
    """What a character is to words: it parts them, is of one or is one."""
    is_mark = unicodedata.category(char)[0] == "M"
    if is_unspaced(char):
        return _ALONE if is_mark or char.isalnum() else _PARTS
    if _EMOJI.match(char):
        return _ALONE
    return _OF_WORD if is_mark or char.isalnum() else _PARTS


class _Parted(dict[int, str]):
    """What each character of a folded text is among words with spaces between them: for str.translate."""

    def __missing__(self, code: int) -> str:
        if len(self) >= _MOST_KNOWN:
            self.clear()
        char = chr(code)
        self[code] = {_PARTS: " ", _ALONE: f" {char} "}.get(_kind(char), char)
        return self[code]


_PARTED = _Parted()
