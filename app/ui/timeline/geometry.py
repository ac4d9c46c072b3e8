"""Where things stand across the timeline: one value per width and text size, from the theme's measures."""

from __future__ import annotations

from dataclasses import dataclass

from app.ui.theme.theme import Theme

_NARROW = 520  # below, the sheet has lost its margins and rows begin 4 px further left
_NARROW_PADDING = 16


@dataclass(frozen=True, slots=True)
class Geometry:
    """Horizontal places in pixels; texts begin at `text_x` and are at most `text_width` wide."""

    width: int
    pad_left: int
    pad_right: int
    avatar: int
    text_x: int
    text_width: int
    gutter_right: int  # where a time in the gutter ends


def geometry_for(theme: Theme, width: int) -> Geometry:
    """The places for a timeline `width` pixels wide."""
    metrics = theme.metrics.timeline
    narrow = width < _NARROW
    pad_left = _NARROW_PADDING if narrow else metrics.padding_left
    pad_right = _NARROW_PADDING if narrow else metrics.padding_right
    avatar = theme.scaled(metrics.avatar_column)
    text_x = pad_left + avatar + metrics.avatar_gap
    return Geometry(
        width=width,
        pad_left=pad_left,
        pad_right=pad_right,
        avatar=avatar,
        text_x=text_x,
        text_width=max(40, min(theme.scaled(metrics.text_max), width - text_x - pad_right)),
        gutter_right=pad_left + avatar,
    )
