"""Every pair of colours that meets on screen keeps the contrast that reading it takes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtGui import QColor

from app.ui.theme.colours import Colours, load_colours

TOKENS = Path(__file__).parent.parent.parent / "resources" / "themes" / "tokens.json"
SURFACES = ("ground", "sheet", "raised", "sunken", "hover_on_sheet", "hover_on_ground", "selected_row")

# (inks, surfaces they are written on): 4.5 to 1
TEXT = [
    (("text", "text2", "text3"), (*SURFACES, "you_tint", "accent_tint")),
    (("text", "text2", "accent_text"), ("pressed",)),
    (("placeholder",), ("sheet", "raised", "sunken")),
    (("accent_text", "link"), (*SURFACES, "accent_tint", "accent_tint_hover", "you_tint")),
    (("on_accent",), ("accent", "accent_hover", "accent_pressed")),
    (("on_danger",), ("danger", "danger_hover")),
    (("danger_text",), ("sheet", "raised", "ground", "danger_tint", "hover_on_sheet")),
    (("you_text",), ("sheet", "ground", "you_tint", "you_chip", "hover_on_sheet")),
    (("success_text",), ("sheet", "ground", "success_tint")),
    (("warning_text",), ("warning_tint",)),
    (("on_mention_badge",), ("mention_badge",)),
    (("on_unread_badge",), ("unread_badge",)),
    (("on_selection",), ("selection",)),
    (("on_search_hit",), ("search_hit",)),
    (("on_search_hit_current",), ("search_hit_current",)),
    (("on_tooltip",), ("tooltip",)),
]
# icons, edges and rings: 3 to 1
SHAPES = [
    (("control_border",), ("sheet", "raised", "ground", "you_tint")),
    (("focus_ring",), ("sheet", "raised", "ground", "hover_on_ground", "selected_row")),
    (("danger",), ("sheet", "raised")),
    (("accent",), ("sheet", "ground")),
    (("you",), ("sheet", "ground", "you_tint", "sunken")),
    (("warning",), ("warning_tint",)),
    (("success",), ("sheet", "ground", "success_tint")),
    (("unread_divider",), ("sheet",)),
    (("on_accent",), ("accent",)),
]
NAME_SURFACES = ("sheet", "ground", "hover_on_sheet", "hover_on_ground", "you_tint", "raised", "sunken")


def luminance(colour: QColor) -> float:
    """Relative luminance, https://www.w3.org/TR/WCAG21/#dfn-relative-luminance."""

    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(value) for value in (colour.redF(), colour.greenF(), colour.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: QColor, other: QColor) -> float:
    """The contrast ratio, 1 to 21."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def pairs() -> list[tuple[str, str, float]]:
    rows = [(ink, on, 4.5) for inks, grounds in TEXT for ink in inks for on in grounds]
    return rows + [(ink, on, 3.0) for inks, grounds in SHAPES for ink in inks for on in grounds]


@pytest.fixture(params=["light", "dark"])
def colours(request: pytest.FixtureRequest) -> Colours:
    return load_colours(json.loads(TOKENS.read_text(encoding="utf-8")), request.param)


@pytest.mark.parametrize(("ink", "on", "needed"), pairs(), ids=lambda value: str(value))
def test_what_is_drawn_on_a_surface_can_be_seen(colours: Colours, ink: str, on: str, needed: float) -> None:
    assert contrast(colours.named(ink), colours.named(on)) >= needed


@pytest.mark.parametrize("on", NAME_SURFACES)
def test_every_name_can_be_read_on_every_surface(colours: Colours, on: str) -> None:
    assert min(contrast(row.text, colours.named(on)) for row in colours.names) >= 4.5


def test_initials_can_be_read_on_every_drop(colours: Colours) -> None:
    assert min(contrast(row.on_disc, row.disc) for row in colours.names) >= 4.5


def test_the_measure_itself_knows_black_on_white() -> None:
    assert contrast(QColor("black"), QColor("white")) == pytest.approx(21)
