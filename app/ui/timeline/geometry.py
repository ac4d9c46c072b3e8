"""Where things stand across the timeline: one value per width, text size and layout."""

from __future__ import annotations

import re
from datetime import datetime

from PySide6.QtGui import QFontMetricsF

from app.models.timeline_words import clock
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.values import frozen

_NARROW = 520  # below, the sheet has lost its margins and rows begin 4 px further left
_NARROW_PADDING = 16
_COLUMN_GAP = 8
_NAMES = 112  # compact: room for the name, of which narrow windows give a fifth at most
_NAMES_SHARE = 0.2
_WIDE_HOUR = datetime(2000, 1, 1, 22, 58).timestamp()


@frozen
class Geometry:
    """Horizontal places in pixels; texts begin at `text_x` and are at most `text_width` wide.

    `compact`: time, name and text stand on one line, the name right-aligned in `names_x`, `names_width`;
    otherwise there is a column for the `avatar`.
    """

    width: int
    pad_left: int
    pad_right: int
    avatar: int
    text_x: int
    text_width: int
    gutter_right: int  # where a time in the gutter ends
    compact: bool = False
    names_x: int = 0
    names_width: int = 0

    def icon_x(self, side: int) -> float:
        """Where an icon `side` wide begins that stands for a sender."""
        if self.compact:
            return self.names_x + self.names_width - side
        return self.pad_left + (self.avatar - side) / 2


def geometry_for(theme: Theme, width: int, *, compact: bool = False) -> Geometry:
    """The places for a timeline `width` pixels wide."""
    metrics = theme.metrics.timeline
    narrow = width < _NARROW
    pad_left = _NARROW_PADDING if narrow else metrics.padding_left
    pad_right = _NARROW_PADDING if narrow else metrics.padding_right
    avatar = theme.scaled(metrics.avatar_column)
    text_x = pad_left + avatar + metrics.avatar_gap
    gutter_right, names_x, names_width = pad_left + avatar, 0, 0
    if compact:
        gutter_right = pad_left + _time_width(theme)
        names_x = gutter_right + _COLUMN_GAP
        names_width = min(theme.scaled(_NAMES), round(width * _NAMES_SHARE))
        text_x = names_x + names_width + metrics.avatar_gap
    return Geometry(
        width=width,
        pad_left=pad_left,
        pad_right=pad_right,
        avatar=avatar,
        text_x=text_x,
        text_width=max(40, min(theme.scaled(metrics.text_max), width - text_x - pad_right)),
        gutter_right=gutter_right,
        compact=compact,
        names_x=names_x,
        names_width=names_width,
    )


def _time_width(theme: Theme) -> int:
    """The widest that a time of day gets, in the hours that have two digits."""
    widest = re.sub(r"\d", "8", clock(_WIDE_HOUR))
    return round(QFontMetricsF(theme.font(TypeRole.META)).horizontalAdvance(widest) + 1)
