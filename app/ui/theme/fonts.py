"""Fonts of the type scale: the first installed family, sizes scaled by the system and by the user.

Knows the type section of tokens.json and Qt's font database; no widget.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any

from PySide6.QtGui import QFont, QFontDatabase, QFontInfo, QGuiApplication

from app.values import frozen


class TypeRole(Enum):
    """The styles of the type scale; the value is the key in tokens.json."""

    DISPLAY = "display"
    TITLE = "title"
    HEADING = "heading"
    MESSAGE = "message"
    CONTROL = "control"
    NAME = "name"
    LIST = "list"
    LIST_UNREAD = "listUnread"
    LABEL = "label"
    META = "meta"
    BADGE = "badge"
    CODE = "code"
    ADDRESS = "address"
    EMOJI_ONLY = "emojiOnly"


# https://learn.microsoft.com/typography/opentype/spec/featurelist
_LIGATURES = ("liga", "calt", "clig")

MONO_ROLES = frozenset({TypeRole.CODE, TypeRole.ADDRESS})

# What a platform's own font measures when nobody has changed it, in pixels from .. to: in between counts as
# 100 % (desktops on Linux ship 9 to 11 points), outside it text grows and shrinks with it.
_SYSTEM_NORMAL = {"windows": (12.0, 12.0), "cocoa": (13.0, 13.0)}
_SYSTEM_NORMAL_ELSEWHERE = (12.0, 15.0)


@frozen
class TypeStyle:
    """One row of the type scale at 100 %: size and line height in pixels, and the weight."""

    px: int
    line: int
    weight: int


@frozen
class Families:
    """Family lists for text and for code, the best installed first and an emoji font last."""

    ui: tuple[str, ...]
    mono: tuple[str, ...]


def load_styles(raw: Mapping[str, Any]) -> dict[TypeRole, TypeStyle]:
    """The type scale in the parsed tokens.json."""
    scale = raw["type"]["scale"]
    return {role: TypeStyle(**scale[role.value]) for role in TypeRole}


def installed_families(raw: Mapping[str, Any]) -> Families:
    """The families of tokens.json that this computer has, the system's own where it has none."""
    wanted = raw["type"]["families"]
    present = {name.casefold(): name for name in QFontDatabase.families()}
    fonts = QFontDatabase.SystemFont

    def pick(names: list[str], system: QFontDatabase.SystemFont) -> tuple[str, ...]:
        found = next((present[name.casefold()] for name in names if name.casefold() in present), None)
        emoji = [present[name.casefold()] for name in wanted["emoji"] if name.casefold() in present]
        # "monospace" and its like are aliases: beside an emoji font, that one would draw all it can
        font = QFont(found) if found else QFontDatabase.systemFont(system)
        return (QFontInfo(font).family(), *emoji[:1])

    return Families(ui=pick(wanted["ui"], fonts.GeneralFont), mono=pick(wanted["mono"], fonts.FixedFont))


def system_text_factor() -> float:
    """How much larger than usual the person has set the system's text; 1.0 if nothing was changed."""
    size = QFontInfo(QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)).pixelSize()
    low, high = _SYSTEM_NORMAL.get(QGuiApplication.platformName(), _SYSTEM_NORMAL_ELSEWHERE)
    if size <= 0:
        return 1.0
    return size / low if size < low else max(1.0, size / high)


def make_font(style: TypeStyle, families: tuple[str, ...], factor: float, *, as_typed: bool = False) -> QFont:
    """A font of `style` at `factor` (1.0 = 100 %); `as_typed` draws "->" as two signs, not as an arrow."""
    font = QFont(list(families))
    font.setPixelSize(max(1, round(style.px * factor)))
    font.setWeight(QFont.Weight(style.weight))
    for feature in _LIGATURES if as_typed else ():
        font.setFeature(QFont.Tag(feature), 0)
    return font
