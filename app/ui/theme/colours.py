"""The colours of the design tokens as typed values: one table per scheme, to a QPalette and from one.

Owns which colours exist; the values are in resources/themes/tokens.json. Knows no widget.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from PySide6.QtGui import QColor, QPalette

from app.ui.theme.metrics import camel
from app.values import frozen


@frozen
class NameColour:
    """How one person is coloured: `text` writes the name, `disc` fills the avatar, `on_disc` its initials."""

    name: str
    text: QColor
    disc: QColor
    on_disc: QColor


@frozen
class Colours:
    """Every colour of one scheme, `names` being the ten of people."""

    ground: QColor
    sheet: QColor
    raised: QColor
    sunken: QColor
    hover_on_sheet: QColor
    hover_on_ground: QColor
    pressed: QColor
    selected_row: QColor
    line: QColor
    line_strong: QColor
    control_border: QColor
    text: QColor
    text2: QColor
    text3: QColor
    placeholder: QColor
    accent: QColor
    accent_hover: QColor
    accent_pressed: QColor
    on_accent: QColor
    accent_text: QColor
    accent_tint: QColor
    accent_tint_hover: QColor
    link: QColor
    focus_ring: QColor
    you: QColor
    you_text: QColor
    you_tint: QColor
    you_chip: QColor
    mention_badge: QColor
    on_mention_badge: QColor
    unread_badge: QColor
    on_unread_badge: QColor
    unread_divider: QColor
    danger: QColor
    danger_hover: QColor
    on_danger: QColor
    danger_text: QColor
    danger_tint: QColor
    warning: QColor
    warning_tint: QColor
    warning_line: QColor
    warning_text: QColor
    success: QColor
    success_tint: QColor
    success_text: QColor
    selection: QColor
    on_selection: QColor
    search_hit: QColor
    search_hit_current: QColor
    on_search_hit: QColor
    on_search_hit_current: QColor
    scrollbar: QColor
    scrollbar_hover: QColor
    tooltip: QColor
    on_tooltip: QColor
    overlay: QColor
    qr_plate: QColor
    qr_ink: QColor
    lamp_light: QColor
    names: tuple[NameColour, ...]

    def named(self, token: str) -> QColor:
        """The colour of a token by its snake_case name; raises KeyError for an unknown one."""
        value = getattr(self, token, None)
        if not isinstance(value, QColor):
            raise KeyError(token)
        return value


def load_colours(raw: Mapping[str, Any], scheme: str) -> Colours:
    """The colours of `scheme` ("light" or "dark") in the parsed tokens.json; KeyError if one is missing."""
    table = raw["colour"][scheme]
    values = {name: _colour(table[camel(name)]) for name in token_names()}
    people = tuple(
        NameColour(
            name=row["name"],
            text=_colour(row["text"]),
            disc=_colour(row["disc"]),
            on_disc=_colour(row["onDisc"]),
        )
        for row in raw["names"][scheme]
    )
    return Colours(**values, names=people)


def token_names() -> tuple[str, ...]:
    """The snake_case names of all single colours."""
    return tuple(field.name for field in fields(Colours) if field.name != "names")


def _colour(text: str) -> QColor:
    """A CSS colour `#RRGGBB` or `#RRGGBBAA`; Qt itself reads the alpha first."""
    if len(text) == 9:
        colour = QColor(text[:7])
        colour.setAlpha(int(text[7:], 16))
        return colour
    return QColor(text)


_Role = QPalette.ColorRole

# Tokens that are drawn with another role than Window (surfaces, tints) in a high contrast palette.
_SYSTEM_ROLES = {
    _Role.Base: ("sheet", "raised"),
    _Role.WindowText: (
        *("text", "text2", "text3", "line", "line_strong", "control_border", "focus_ring"),
        *("you", "you_text", "danger_text", "warning", "warning_line", "warning_text", "success"),
        *("success_text", "scrollbar", "scrollbar_hover", "lamp_light", "on_unread_badge"),
    ),
    _Role.PlaceholderText: ("placeholder",),
    _Role.Link: ("link", "accent_text", "unread_divider"),
    _Role.Highlight: (
        *("accent", "accent_hover", "accent_pressed", "danger", "danger_hover", "selection", "mention_badge"),
        *("search_hit", "search_hit_current"),
    ),
    _Role.HighlightedText: (
        *("on_accent", "on_danger", "on_selection", "on_mention_badge"),
        *("on_search_hit", "on_search_hit_current"),
    ),
    _Role.ToolTipBase: ("tooltip",),
    _Role.ToolTipText: ("on_tooltip",),
}


def system_colours(palette: QPalette, own: Colours) -> Colours:
    """A table that uses only what the system's high contrast `palette` holds: no tints, names in its text.

    The QR code stays black on white and the shade stays as in `own`.
    """
    window, ink = palette.color(_Role.Window), palette.color(_Role.WindowText)
    values = dict.fromkeys(token_names(), window)
    for role, names in _SYSTEM_ROLES.items():
        values |= {name: palette.color(role) for name in names}
    values |= {"qr_plate": own.qr_plate, "qr_ink": own.qr_ink, "overlay": own.overlay}
    people = tuple(NameColour(name=row.name, text=ink, disc=window, on_disc=ink) for row in own.names)
    return Colours(**values, names=people)


# what Fusion draws by itself
_PALETTE = {
    _Role.Window: "ground",
    _Role.Base: "raised",
    _Role.AlternateBase: "sunken",
    _Role.Button: "raised",
    _Role.WindowText: "text",
    _Role.Text: "text",
    _Role.ButtonText: "text",
    _Role.PlaceholderText: "placeholder",
    _Role.Highlight: "selection",
    _Role.HighlightedText: "on_selection",
    _Role.Link: "link",
    _Role.LinkVisited: "link",
    _Role.Accent: "accent",
    _Role.ToolTipBase: "tooltip",
    _Role.ToolTipText: "on_tooltip",
    _Role.Light: "raised",
    _Role.Midlight: "hover_on_sheet",
    _Role.Mid: "line",
    _Role.Dark: "control_border",
    _Role.Shadow: "line_strong",
    _Role.BrightText: "danger",
}
_TEXT_ROLES = (_Role.WindowText, _Role.Text, _Role.ButtonText)


def build_palette(colours: Colours) -> QPalette:
    """The palette of the scheme; disabled text is the third ink (its reason stands in words beside it)."""
    palette = QPalette()
    for role, token in _PALETTE.items():
        palette.setColor(role, colours.named(token))
    for role in _TEXT_ROLES:
        palette.setColor(QPalette.ColorGroup.Disabled, role, colours.text3)
    return palette
