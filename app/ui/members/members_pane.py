"""The right pane: the word People, a filter when there are many, the list."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from app.guard import guarded
from app.models.room import Room
from app.ui.members.members_list import MembersList
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.widgets.icon_button import IconButton
from app.ui.widgets.labels import Label
from app.ui.widgets.scaled_layouts import scale_margins, scaled_column, scaled_row
from app.ui.widgets.surfaces import PaneTop
from app.words import common_words, people_words

FILTER_FROM = 16  # UI.md section 6: above 15 members


@guarded()
class MembersPane(QWidget):
    """Shows who is in a room; `close_button` is the cross at its top."""

    def __init__(self, theme: Theme, close_button: IconButton) -> None:
        super().__init__()
        self._theme = theme
        self._room: Room | None = None
        self.list = MembersList(theme)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(people_words.FIND_PEOPLE())
        self.filter.setAccessibleName(people_words.FIND_PEOPLE())
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self._on_filtered)
        self._nobody = Label(people_words.NO_SUCH_PERSON(), TypeRole.META, "text3", wrap=True)
        scale_margins(theme, self._nobody, 8, 8, 8, 8)
        self._nobody.hide()
        self.close_button = close_button
        gap = theme.metrics.spacing.one
        column = scaled_column(theme, self)
        column.set_margins(0, gap, gap, gap)
        column.set_spacing(0)
        column.addWidget(self._make_top())
        column.addWidget(self.filter)
        column.addWidget(self._nobody)
        column.addWidget(self.list, 1)
        self.filter.hide()

    def set_room(self, room: Room | None) -> None:
        """Show the people of a room."""
        if self._room is not None:
            self._room.members.count_changed.disconnect(self._on_count)
        self._room = room
        self.filter.clear()
        self.list.set_room(room)
        if room is not None:
            room.members.count_changed.connect(self._on_count)
            self._on_count(room.members.count)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.filter.text():
            self.filter.clear()
        elif event.key() == Qt.Key.Key_Down and self.filter.hasFocus():
            self.list.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)

    def _make_top(self) -> QWidget:
        top = PaneTop(self._theme)
        row = scaled_row(self._theme, top)
        row.set_margins(self._theme.metrics.spacing.one, 0, 0, 0)
        row.addWidget(Label(common_words.PEOPLE(), TypeRole.LIST_UNREAD), 1)
        row.addWidget(self.close_button)
        return top

    def _on_count(self, count: int) -> None:
        # a filter in use stays, however few are left
        self.filter.setVisible(count >= FILTER_FROM or bool(self.filter.text()))

    def _on_filtered(self, text: str) -> None:
        self.list.set_filter(text)
        model = self.list.model()
        self._nobody.setVisible(bool(text.strip()) and model is not None and model.rowCount() == 0)
