"""The timeline for screen readers: a list with one item per row that is seen, "alice, 10:42, hello".

Qt sees only an empty scroll area otherwise. Items stand for places on the screen, not for entries, so
their number is bounded and none is freed while a screen reader may still hold it.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, QRect
from PySide6.QtGui import QAccessible, QAccessibleActionInterface, QAccessibleInterface, QColor, QWindow
from PySide6.QtWidgets import QAccessibleWidget
from shiboken6 import Shiboken

from app.guard import guarded, report
from app.models.timeline_text import spoken_text
from app.models.timeline_words import clock
from app.ui.action import row_of
from app.ui.timeline.base_row import ClickKind, Row
from app.ui.timeline.event_row import EventRow
from app.ui.timeline.message_row import MessageRow
from app.ui.timeline.timeline_keyboard import TIMELINE_KEYS, TimelineKey
from app.ui.timeline.view import TimelineView
from app.words import common_words, message_words

_NONE = Shiboken.VoidPtr(0)


def install_accessibility() -> None:
    """Make Qt ask here how a TimelineView is read out. Called once by the application."""
    QAccessible.installFactory(timeline_interface)


def timeline_interface(_class_name: str, given: QObject | None) -> QAccessibleInterface | None:
    """The interface of a TimelineView, None for all other objects."""
    try:
        return AccessibleTimeline(given) if isinstance(given, TimelineView) else None
    except RuntimeError as error:  # the view is on its way out
        report(given, "the interface of a timeline", error)
        return None


@guarded()
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
            if index == self._view.keyboard.row:
                return self.child(place)
        return None


@guarded(state=QAccessible.State, window=lambda: None)
class AccessibleRow(QAccessibleInterface):
    """The row that is seen at one `place`, counted from the top."""

    def __init__(self, parent: AccessibleTimeline, view: TimelineView, place: int) -> None:
        super().__init__()
        self.place = place
        self._parent = parent
        self._view = view
        self._actions = RowActions(self)

    def found(self) -> tuple[int, QRect, Row] | None:
        """The row that is there now."""
        try:
            rows = self._view.visible_rows()
        except RuntimeError:  # the view is gone, a screen reader still asks
            return None
        return rows[self.place] if self.place < len(rows) else None

    def press(self) -> None:
        """Put the keyboard at the row and do what Enter does."""
        found = self.found()
        if found is not None:
            self._view.keyboard.press(found[0])

    def take_focus(self) -> None:
        """Put the keyboard at the row."""
        found = self.found()
        if found is not None:
            self._view.keyboard.go_to(found[0])

    def interface_cast(self, kind: QAccessible.InterfaceType) -> Any:
        # None becomes a pointer to anywhere here, and Qt asks for all kinds
        return self._actions if kind is QAccessible.InterfaceType.ActionInterface else _NONE

    def isValid(self) -> bool:
        return self.found() is not None

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
        found = self.found()
        if found is None:
            return QRect()
        viewport = self._view.viewport()
        return QRect(viewport.mapToGlobal(found[1].topLeft()), found[1].size())

    def text(self, kind: QAccessible.Text) -> str:
        found = self.found()
        return spoken_row(found[2]) if found is not None and kind is QAccessible.Text.Name else ""

    def setText(self, _kind: QAccessible.Text, _text: str) -> None:
        """Nothing can be written here."""

    def state(self) -> QAccessible.State:
        state = QAccessible.State()
        state.focusable = True
        state.readOnly = True
        found = self.found()
        if found is None:
            return state
        index, _, row = found
        if index == self._view.keyboard.row and self._view.hasFocus():
            state.focused = True
        if isinstance(row, EventRow) and row.is_run:
            state.expandable = True
            state.expanded = row.is_open
            state.collapsed = not row.is_open
        return state

    def foregroundColor(self) -> QColor:
        return QColor()

    def backgroundColor(self) -> QColor:
        return QColor()


@guarded()
class RowActions(QAccessibleActionInterface):
    """What a screen reader can do with a row: open its menu, or a line of comings and goings."""

    def __init__(self, item: AccessibleRow) -> None:
        super().__init__()
        self._item = item

    def actionNames(self) -> list[str]:
        if self._item.found() is None:
            return []
        return [self.pressAction(), self.showMenuAction(), self.setFocusAction()]

    def doAction(self, name: str) -> None:
        if name == self.setFocusAction():
            self._item.take_focus()
        elif name in (self.pressAction(), self.showMenuAction()):
            self._item.press()

    def localizedActionName(self, name: str) -> str:
        found = self._item.found()
        opens = found is not None and found[2].has_target(ClickKind.TOGGLE_RUN)
        if name == self.setFocusAction():
            return message_words.GO_TO_MESSAGE()
        return message_words.SHOW_EACH() if opens else common_words.MENU()

    def localizedActionDescription(self, name: str) -> str:
        return self.localizedActionName(name)

    def keyBindingsForAction(self, name: str) -> list[str]:
        opens = row_of(TIMELINE_KEYS, TimelineKey.OPEN)
        return opens.key_names() if name == self.pressAction() else []


def spoken_row(row: Row) -> str:
    """A row as it is read out, with the lines that stand above it."""
    if isinstance(row, EventRow) and row.is_run:
        words = f"{row.copied()}, {clock(row.entry.time)}"
    else:
        words = spoken_text(row.entry)
        if isinstance(row, MessageRow) and row.told_of_file:
            words = f"{words}, {row.told_of_file}"
    return ", ".join([*row.dividers.spoken(), words])
