"""Which names look alike: those share a key, that people cannot tell apart.

After the skeleton of UTS #39, https://www.unicode.org/reports/tr39/#Confusable_Detection, made stricter: case
and accents are folded too. The library's table of lookalikes is loaded for the first name outside ASCII.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from functools import cache, lru_cache
from importlib.resources import files

from app.irc.text_folding import is_accent
from app.values import frozen

# What looks alike within ASCII, after lower-casing. Two letters stand for one, as UTS #39 has it: "rn" could
# otherwise be read in two ways.
_ASCII_LOOKS = str.maketrans({"0": "o", "1": "l", "|": "l", "m": "rn", "w": "vv", "`": "'", '"': "''"})
# A capital I is drawn like a small l. Which of the two is meant shows by the letters around it.
_STROKES = ("I", "l", "1", "|")
_STROKES_AS_I = str.maketrans("l1|", "iii")
_SMALL_PALOCHKA = "\u04cf"  # beside i in the library's table, but drawn like its capital

# Drawn as nothing: what is ignorable by default (Unicode, DerivedCoreProperties) but not of category Cf.
_INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\U000e0000-\U000e0fff]"
)
_BLANK = "\u2800"  # Braille with no dot: no space by category, but looks like one
_SMALL_CAPITAL = re.compile(r"LATIN LETTER SMALL CAPITAL ([A-Z])")
_LEFT_TO_RIGHT = "\u200e"  # the library's table has these around letters written from right to left


@lru_cache(maxsize=4096)
def nick_keys(name: str) -> tuple[str, ...]:
    """One or two keys of all that looks like `name`: case, width, accents, script and lookalikes folded.

    Takes nicknames and names with spaces (a space equals `_`). Two names are confusable when they share a
    key. The first goes by letters and is the same in any case: "Maria" is not "Marla". The second is there
    where an I may be taken for an l, or the other way round: "MarIa" is both. Never shown, and not to be
    taken apart.
    """
    if name.isascii():
        text, capitals = name, _is_in_capitals(zip(name, name, strict=True))
    else:
        text, capitals = _to_ascii_looks(name)
    by_look = text.translate(_STROKES_AS_I) if capitals else text.replace("I", "l")
    return tuple(dict.fromkeys((_key(text), _key(by_look))))


def _key(text: str) -> str:
    return "_".join(text.split()).lower().translate(_ASCII_LOOKS)


def _is_in_capitals(letters: Iterable[tuple[str, str]]) -> bool:
    """Whether who reads a name takes each stroke in it for an I. Of pairs: a letter, what it looks like.

    It takes two capitals that are none: "AI" may be "Al", but nobody takes "MARIA" for "Marla".
    """
    others = [char for char, look in letters if look not in _STROKES]
    return sum(map(str.isupper, others)) > 1 and not any(map(str.islower, others))


def _to_ascii_looks(name: str) -> tuple[str, bool]:
    """`name` with each character replaced by the ASCII one it looks like, where there is one.

    With it: whether the name is in capitals.
    """
    looks = _looks()
    letters = [char for char in _bare(name) if not _is_invisible(char)]
    # Greek small nu looks like a v, its capital like an N. Among Latin letters it stands for what it looks
    # like; a name of one script keeps one key in either case.
    # ß counts as the ss that it folds to.
    is_mixed = any(char.isascii() and char.isalpha() for char in "".join(letters).casefold())
    look = looks.as_it_stands if is_mixed else looks.in_either_case
    shown = [look(char) for char in letters]
    return "".join(shown), _is_in_capitals(zip(letters, shown, strict=True))


def _bare(text: str) -> str:
    """`text` with compatibility variants (width, style) folded and accents taken off."""
    text = unicodedata.normalize("NFKD", text.replace(_BLANK, " "))
    return "".join(char for char in text if not is_accent(char))


def _is_invisible(char: str) -> bool:
    if char.isspace():
        return False
    return unicodedata.category(char) in ("Cf", "Cc") or _INVISIBLE.match(char) is not None


@frozen
class _Looks:
    """What characters outside ASCII look like."""

    latin: Mapping[str, str]  # the same as a text in ASCII
    struck: Mapping[str, str]  # as one with a stroke or hook: an accent to those who write Latin letters only
    pairs: Mapping[str, str]  # nothing in ASCII, but their capital does
    others: Mapping[str, str]  # another character outside ASCII

    def as_it_stands(self, char: str) -> str:
        """What this very form of a letter looks like."""
        if char.isascii():
            return char
        return self.latin.get(char) or self.struck.get(char) or self._otherwise(char)

    def in_either_case(self, char: str) -> str:
        """What a letter looks like in either case. Its capital decides, but an I is told from its small i."""
        if self.as_it_stands(char) == "I":
            return "I"
        # a small letter does not look like an I although its capital does
        return "".join("i" if look == "I" else look for look in map(self._of_small, char.casefold()))

    def _of_small(self, char: str) -> str:
        if char.isascii():
            return char
        alike = self.latin.get(char.upper()) or self.latin.get(char)
        if not alike and unicodedata.name(char, "").startswith("LATIN"):
            alike = self.struck.get(char)
        return alike or self._otherwise(char)

    def _otherwise(self, char: str) -> str:
        return self.pairs.get(char) or self.others.get(char, char)


@cache
def _looks() -> _Looks:
    """Read the library's table: groups of lookalikes, each of one prototype and those that look like it."""
    latin: dict[str, str] = {}
    struck: dict[str, str] = {}
    others: dict[str, str] = {}
    for members in _groups():
        if form := _ascii_form(members, (str, str.casefold, _of_small_capital)):
            latin.update(dict.fromkeys(members, form))
        elif form := _ascii_form(members, (_bare,)):
            struck.update(dict.fromkeys(members, form))
        else:
            others.update(dict.fromkeys(members, members[0]))
    _tell_capital_i_from_l(latin)
    _tell_capital_i_from_l(struck)
    pairs = {char: latin[char.upper()] for char in others if char.upper() in latin}
    return _Looks(latin, struck, pairs, others)


def _tell_capital_i_from_l(looks: dict[str, str]) -> None:
    """Let what is an i when small look like an I: the library has that in one group with l."""
    for char in [char for char in looks if char.isupper() and looks[char] == "l"]:
        if looks.get(char.lower()) == "i":
            looks[char] = "I"
    if _SMALL_PALOCHKA in looks:
        looks[_SMALL_PALOCHKA] = "I"


def _groups() -> list[list[str]]:
    """The groups of lookalikes, prototype first, then its lookalikes by code point."""
    import confusable_homoglyphs  # 1 MB of data is read below

    text = files(confusable_homoglyphs).joinpath("confusables.json").read_text(encoding="utf-8")
    alike: dict[str, set[str]] = {}
    for char, entries in json.loads(text).items():
        near = {entry["c"].replace(_LEFT_TO_RIGHT, "") for entry in entries}
        alike.setdefault(char.replace(_LEFT_TO_RIGHT, ""), set()).update(near)
    # Each group is a star: what has several neighbours, or more than one character, is the prototype.
    groups = []
    seen: set[str] = set()
    for char in sorted(alike, key=lambda char: (-len(alike[char]), -len(char), char)):
        if char not in seen:
            group = [char, *sorted(alike[char] - {char})]
            seen.update(group)
            groups.append(group)
    return groups


def _ascii_form(members: Iterable[str], readings: Iterable[Callable[[str], str]]) -> str:
    """The first reading of a group that is ASCII, "" if none is. The prototype goes first."""
    texts = (reading(member) for reading in readings for member in members)
    return next((text for text in texts if text.isascii()), "")


def _of_small_capital(text: str) -> str:
    """The letter of a small capital; the text itself if it is none."""
    match = _SMALL_CAPITAL.fullmatch(unicodedata.name(text, "")) if len(text) == 1 else None
    return match[1] if match else text
