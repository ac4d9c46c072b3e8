"""Tones of skin: which emoji have them, and an emoji in another tone. Knows no fonts.

https://www.unicode.org/reports/tr51/#Diversity
"""

from __future__ import annotations

import re

TONES = ("", "\U0001f3fb", "\U0001f3fc", "\U0001f3fd", "\U0001f3fe", "\U0001f3ff")  # "": as it comes
_TONE = re.compile("[\U0001f3fb-\U0001f3ff]")
_STYLE, _JOINER = "\ufe0f", "\u200d"
# Emoji_Modifier_Base of emoji-data.txt, version 15.1, without groups of which nobody draws another tone:
# a family (1F46A), people with bunny ears (1F46F), wrestlers (1F93C)
_RANGES = (
    "261D 26F9 270A-270D 1F385 1F3C2-1F3C4 1F3C7 1F3CA-1F3CC 1F442-1F443 1F446-1F450 1F466-1F469 "
    "1F46B-1F46E 1F470-1F478 1F47C 1F481-1F483 1F485-1F487 1F48F 1F491 1F4AA 1F574-1F575 1F57A 1F590 "
    "1F595-1F596 1F645-1F647 1F64B-1F64F 1F6A3 1F6B4-1F6B6 1F6C0 1F6CC 1F90C 1F90F 1F918-1F91F 1F926 "
    "1F930-1F939 1F93D-1F93E 1F977 1F9B5-1F9B6 1F9B8-1F9B9 1F9BB 1F9CD-1F9CF 1F9D1-1F9DD 1FAC3-1FAC5 "
    "1FAF0-1FAF8"
)
_BASES = frozenset(
    chr(code)
    for first, _, last in (part.partition("-") for part in _RANGES.split())
    for code in range(int(first, 16), int(last or first, 16) + 1)
)
_ADULTS = frozenset("\U0001f468\U0001f469\U0001f9d1")
_BETWEEN_TWO = ("\U0001f91d", "\u2764")  # a handshake and a heart stand between two who have a tone each


def with_tone(text: str, tone: str) -> str:
    """An emoji in one of TONES; as it comes where it has none."""
    plain = _TONE.sub("", text)
    parts = plain.split(_JOINER)
    if not tone or parts[0][:1] not in _BASES:
        return plain
    people = [part for part in parts if part[0] in _BASES]
    if len(people) == 1:
        return _JOINER.join(_toned(part, tone) for part in parts)
    if any(part.startswith(_BETWEEN_TWO) for part in parts) and {*parts[0], *parts[-1]} <= _ADULTS:
        return _JOINER.join([_toned(parts[0], tone), *parts[1:-1], _toned(parts[-1], tone)])
    return plain


def without_tone(text: str) -> str:
    """An emoji as it comes."""
    return _TONE.sub("", text)


def _toned(part: str, tone: str) -> str:
    """A tone asks for the coloured form by itself."""
    return f"{part[0]}{tone}{part[1:].removeprefix(_STYLE)}" if part[0] in _BASES else part
