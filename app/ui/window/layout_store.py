"""The window's layout as plain values that settings can keep: taken from the window, given back to it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QWidget

from app.ui.window.panes import Panes, Side


def taken(window: QWidget, panes: Panes) -> dict[str, object]:
    """`geometry` (base64 text), `splitter` (widths of left and right), `members_shown`."""
    return {
        "geometry": bytes(window.saveGeometry().toBase64().data()).decode("ascii"),
        "splitter": list(panes.widths()),
        "members_shown": panes.is_wanted(Side.RIGHT),
    }


def give_back(layout: Mapping[str, object], window: QWidget, panes: Panes) -> None:
    """Take up `layout`; anything missing or odd is left as it is."""
    geometry, widths, shown = (layout.get(key) for key in ("geometry", "splitter", "members_shown"))
    if isinstance(geometry, str) and geometry:
        window.restoreGeometry(QByteArray.fromBase64(QByteArray(geometry.encode("ascii", "ignore"))))
    if isinstance(widths, list) and len(widths) == 2 and all(isinstance(width, int) for width in widths):
        panes.set_widths(widths[0], widths[1])
    if isinstance(shown, bool):
        panes.set_wanted(Side.RIGHT, shown)
