"""Hosts whose letters are taken for others, and how they are spelled so that everybody sees it.

After what browsers do, https://chromium.googlesource.com/chromium/src/+/main/docs/idn.md: names of one script
stay as they are read, what mixes scripts or looks like Latin letters all over is shown as `xn--`. Pure.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from app.irc.confusables import nick_keys

# Japanese, Chinese and Korean are written in several scripts, with Latin letters among them.
_EAST = frozenset({"CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "HANGUL", "BOPOMOFO", "IDEOGRAPHIC"})
_LATIN = "LATIN"
# Beside Latin letters these are taken for a slash, a hyphen or a part of a letter.
_STROKES = frozenset("ノンソゾ丶丿ー一〳〵〇")
# Latin letters that no decomposition leads to ASCII from, and that whole alphabets use.
_NATIVE = frozenset("ßæœøþðłđħŧŋə")


@lru_cache(maxsize=256)
def plain_host(host: str) -> str:
    """`host` as it can be shown: as it is, or with `xn--` where letters of it may be taken for others."""
    if host.isascii():
        return host
    labels = host.split(".")
    has_own_end = not labels[-1].isascii()
    if not any(_misleads(label, has_own_end=has_own_end) for label in labels):
        return host
    return ".".join(_encoded(label) for label in labels)


def _misleads(label: str, *, has_own_end: bool) -> bool:
    """Whether a label may be taken for another; `has_own_end`: of a host that does not end in ASCII."""
    if label.isascii():
        return False
    if unicodedata.normalize("NFKC", label) != unicodedata.normalize("NFC", label):
        return True
    letters = [char for char in unicodedata.normalize("NFC", label).lower() if char.isalpha()]
    scripts = {_script(char) for char in letters}
    if scripts & _EAST:
        return bool(scripts - _EAST - {_LATIN}) or (_LATIN in scripts and not _STROKES.isdisjoint(letters))
    if len(scripts) > 1:
        return True
    if scripts == {_LATIN}:
        return not all(_is_of_alphabet(char) for char in letters)
    return not has_own_end and any(key.isascii() for key in nick_keys(label))


def _script(char: str) -> str:
    return _LATIN if char.isascii() else unicodedata.name(char, "").partition(" ")[0]


def _is_of_alphabet(char: str) -> bool:
    """Whether a Latin letter is one of ASCII, with accents or not, or of the alphabet of some language."""
    return char in _NATIVE or unicodedata.normalize("NFD", char)[0].isascii()


def _encoded(label: str) -> str:
    """A label in ASCII (RFC 3492)."""
    plain = unicodedata.normalize("NFKC", label).lower()
    return plain if plain.isascii() else f"xn--{plain.encode('punycode').decode('ascii')}"
