"""Where keys lead: the next room, the next part of the window. Functions of what there is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.models.room import Room


def next_room(rooms: Sequence[Room], current: Room | None, by: int, *, unread_only: bool) -> Room | None:
    """The room after (`by` 1) or before (-1) `current`, going round; None when there is no other."""
    if current not in rooms:
        return rooms[0] if rooms else None
    at = rooms.index(current)
    others = (rooms[(at + by * step) % len(rooms)] for step in range(1, len(rooms)))
    return next((room for room in others if not unread_only or room.unread or room.mentions), None)


def next_stop(stops: Sequence[QWidget], focused: QWidget | None, *, backwards: bool) -> QWidget:
    """The part of the window that follows the one with the focus, going round."""
    has = [focused is not None and (stop is focused or stop.isAncestorOf(focused)) for stop in stops]
    at = has.index(True) if True in has else (0 if backwards else -1)
    return stops[(at + (-1 if backwards else 1)) % len(stops)]


def chain_after(first: QWidget, part: QWidget) -> None:
    """Let Tab go from `first` through everything in `part`, which was made later than what follows both."""
    before = first
    for widget in part.findChildren(QWidget):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None:
            QWidget.setTabOrder(before, widget)
            before = widget
