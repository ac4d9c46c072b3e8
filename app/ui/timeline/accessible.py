"""The timeline for screen readers: a list with one item per row that is seen, "alice, 10:42, hello".

Qt sees only an empty scroll area otherwise. Items stand for places on the screen, not for entries, so
their number is bounded and none is freed while a screen reader may still hold it.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QRect
from PySide6.QtGui import QAccessible, QAccessibleInterface, QColor, QWindow
from PySide6.QtWidgets import QAccessibleWidget

from app.models.timeline_text import spoken_text
from app.models.timeline_words import clock
from app.ui.timeline.event_row import EventRow
from app.ui.timeline.row import Row
from app.ui.timeline.view import TimelineView


def install_accessibility() -> None:
    """Make Qt ask here how a TimelineView is read out. Called once by the application."""
    QAccessible.installFactory(timeline_interface)


def timeline_interface(_class_name: str, given: QObject | None) -> QAccessibleInterface | None:
    """The interface of a TimelineView, None for all other objects."""
    return AccessibleTimeline(given) if isinstance(given, TimelineView) else None


class AccessibleTimeline(QAccessibleWidget):
    """The list of what is seen."""

    def __init__(self, view: TimelineView) -> None:
        super().__init__(view, QAccessible.Role.List, view.accessibleName())
        self._view = view
        self._items: list[AccessibleRow] = []

    def childCount(self) -> int:
        return len(self._view.visible_rows())

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]  # None is allowed
        if not 0 <= index < self.childCount():
            return None
        while len(self._items) <= index:
            self._items.append(AccessibleRow(self, self._view, len(self._items)))
        return self._items[index]

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]  # as above
        for index in range(self.childCount()):
            item = self.child(index)
            if item is not None and item.rect().contains(x, y):
                return item
        return None

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return child.place if isinstance(child, AccessibleRow) else -1

    def focusChild(self) -> QAccessibleInterface | None:  # type: ignore[override]  # as above
        for place, (index, _, _) in enumerate(self._view.visible_rows()):
            if index == self._view.focused_row:
                return self.child(place)
        return None


class AccessibleRow(QAccessibleInterface):
    """The row that is seen at one `place`, counted from the top."""

    def __init__(self, parent: AccessibleTimeline, view: TimelineView, place: int) -> None:
        super().__init__()
        self.place = place
        self._parent = parent
        self._view = view

    def _found(self) -> tuple[int, QRect, Row] | None:
        try:
            rows = self._view.visible_rows()
        except RuntimeError:  # the view is gone, a screen reader still asks
            return None
        return rows[self.place] if self.place < len(rows) else None

    def isValid(self) -> bool:
        return self._found() is not None

    def object(self) -> QObject:
        return None  # type: ignore[return-value]  # what is no QObject of its own has none

    def window(self) -> QWindow:
        return self._parent.window()

    def parent(self) -> QAccessibleInterface:
        return self._parent

    def child(self, _index: int) -> QAccessibleInterface | None:  # type: ignore[override]  # as above
        return None

    def childAt(self, _x: int, _y: int) -> QAccessibleInterface | None:  # type: ignore[override]  # as above
        return None

    def childCount(self) -> int:
        return 0

    def indexOfChild(self, _child: QAccessibleInterface) -> int:
        return -1

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.ListItem

    def rect(self) -> QRect:
        found = self._found()
        if found is None:
            return QRect()
        viewport = self._view.viewport()
        return QRect(viewport.mapToGlobal(found[1].topLeft()), found[1].size())

    def text(self, kind: QAccessible.Text) -> str:
        found = self._found()
        if found is None or kind is not QAccessible.Text.Name:
            return ""
        row = found[2]
        if isinstance(row, EventRow) and row.runs:
            words = f"{row.copied()}, {clock(row.entry.time)}"
        else:
            words = spoken_text(row.entry)
        return ", ".join([*row.heads.spoken(), words])

    def setText(self, _kind: QAccessible.Text, _text: str) -> None:
        """Nothing can be written here."""

    def state(self) -> QAccessible.State:
        state = QAccessible.State()
        state.focusable = True
        state.readOnly = True
        found = self._found()
        if found is not None and found[0] == self._view.focused_row and self._view.hasFocus():
            state.focused = True
        return state

    def foregroundColor(self) -> QColor:
        return QColor()

    def backgroundColor(self) -> QColor:
        return QColor()
