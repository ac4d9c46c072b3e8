"""The two pages of a window: where rooms are opened, and the rooms that are open."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.guard import guarded
from app.ui.theme.theme import Theme
from app.ui.widgets.buttons import Button, ButtonKind
from app.ui.widgets.scaled_layouts import scaled_row
from app.ui.window.toast import Toast
from app.words import start_words

if TYPE_CHECKING:
    from app.models.room import Room
    from app.ui.window.room_page import RoomPage


@guarded()
class StartFrame(QWidget):
    """Holds the start page, below a way back to the rooms that are open.

    Signals:
        back_requested(): the Back button or Escape.
    """

    back_requested = Signal()

    def __init__(self, theme: Theme, page: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page = page
        self.back = Button(theme, start_words.BACK_TO_THE_ROOMS(), ButtonKind.LINK)
        self.back.clicked.connect(self.back_requested)
        self._top = QWidget()
        row = scaled_row(theme, self._top)
        row.set_margins(theme.metrics.spacing.two, theme.metrics.spacing.one, 0, 0)
        row.addWidget(self.back)
        row.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._top)
        column.addWidget(page, 1)
        self.set_has_rooms(False)

    def set_has_rooms(self, has_rooms: bool) -> None:
        """Whether there is anything to go back to."""
        self._top.setVisible(has_rooms)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self._top.isHidden():
            self.back_requested.emit()
        else:
            super().keyPressEvent(event)


class WindowPages(QStackedWidget):
    """Shows one of the two pages; what is said for some seconds is said on that one.

    The page of the rooms comes later and is made where it belongs: Qt dresses a page that is moved into a
    window anew, with all it holds.

    Signals:
        turned(): the start page or a room was brought to the front.
    """

    turned = Signal()

    def __init__(self, theme: Theme, start_page: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self.start = StartFrame(theme, start_page, self)
        self.start_toast = Toast(theme, self.start)
        self._rooms: RoomPage | None = None
        self.addWidget(self.start)
        self.start.back_requested.connect(self._back)

    def add_rooms(self, page: RoomPage) -> None:
        """The page of the rooms is made, as a child of this."""
        self._rooms = page
        self.addWidget(page)

    @property
    def rooms(self) -> RoomPage:
        """The page of the rooms, once it is made."""
        assert self._rooms is not None
        return self._rooms

    @property
    def room(self) -> Room | None:
        """The room that is shown, None on the start page."""
        return self.rooms.room if self.currentWidget() is self._rooms else None

    def show_start(self) -> None:
        """Show the start page; with a Back button while rooms are open."""
        if self._rooms is not None:
            self._rooms.panes.close_overlay()
        self.setCurrentWidget(self.start)
        self.start.page.setFocus(Qt.FocusReason.OtherFocusReason)
        self.turned.emit()

    def show_room(self, room: Room) -> None:
        """Show a room and give its composer the focus."""
        self.rooms.show_room(room)  # first: what is shown counts as read, and another room may stand there
        self.setCurrentWidget(self.rooms)
        if said := self.start_toast.text():  # what was said a moment ago is not read yet
            self.start_toast.dismiss()
            self.rooms.sheet.toast.say(said)
        self.rooms.focus_composer()
        self.turned.emit()

    def say(self, text: str, action: str = "", act: Callable[[], None] | None = None) -> None:
        """Say a sentence for some seconds where the person looks; pressing `action` calls `act`."""
        self._toast.say(text, action, act)

    def tell_progress(self, text: str, action: str, act: Callable[[], None]) -> None:
        """Say there how far something is, again and again; pressing `action` calls `act`."""
        self._toast.tell_progress(text, action, act)

    @property
    def _toast(self) -> Toast:
        return self.rooms.sheet.toast if self.currentWidget() is self._rooms else self.start_toast

    def _back(self) -> None:
        if self._rooms is not None and (room := self._rooms.room) is not None:
            self.show_room(room)
