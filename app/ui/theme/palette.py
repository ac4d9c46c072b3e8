"""The QPalette made of the tokens, for everything that Fusion draws by itself.

Knows the colour table only.
"""

from __future__ import annotations

from PySide6.QtGui import QPalette

from app.ui.theme.colours import Colours

_Role = QPalette.ColorRole

_ROLES = {
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
    for role, token in _ROLES.items():
        palette.setColor(role, colours.named(token))
    for role in _TEXT_ROLES:
        palette.setColor(QPalette.ColorGroup.Disabled, role, colours.text3)
    return palette
