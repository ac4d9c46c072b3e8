"""The header of a room: title, topic, connection, number of people, menu. Shows a Room, decides nothing."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.guard import guarded
from app.models.room import Room
from app.models.room_names import about
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.widgets.icon_button import IconButton
from app.ui.widgets.labels import ElidedLabel
from app.ui.widgets.menu import Menu
from app.ui.widgets.surfaces import set_margins
from app.ui.window.header_buttons import CountButton, RoomsButton
from app.ui.window.link_state_button import LinkStateButton
from app.ui.window.link_view import LinkView
from app.ui.window.topic import TopicLine
from app.words import common_words


@guarded()
class Header(QWidget):
    """The top of the sheet.

    The number of people triggers `people`, the state of the connection `compare`. Where the rooms are folded,
    `rooms_button` is there to unfold them, where there is no list of rooms `plus`; `topic` is pressed to read
    all of it or to write.
    """

    def __init__(
        self,
        theme: Theme,
        *,
        search: IconButton,
        people: QAction,
        compare: QAction,
        menu: Menu,
        plus: IconButton,
    ) -> None:
        super().__init__()
        self._theme = theme
        self._narrow = False
        self.menu = menu
        self.rooms_button = RoomsButton(theme)
        self.title = ElidedLabel("", TypeRole.HEADING)
        self.topic = TopicLine(theme)
        self.state = LinkStateButton(theme)
        self.count = CountButton(theme)
        self.search = search
        self.plus = plus
        self.more = IconButton(theme, "more", common_words.MENU())
        self._lay_out()
        self.state.clicked.connect(compare.trigger)
        self.count.clicked.connect(people.trigger)
        self.more.clicked.connect(self.open_menu)
        self.rooms_button.hide()
        theme.changed.connect(self._resize)
        self._resize()

    def show_room(self, room: Room, *, may_edit_topic: bool, has_people: bool = True) -> None:
        """Show a room as it is now; `has_people`: there is a list of them."""
        self.title.set_full_text(room.title)
        self.topic.set_topic(about(room), may_edit=may_edit_topic)
        self.count.setVisible(has_people)
        self.count.set_count(room.members.count)
        self._fit_state()

    def set_link_view(self, view: LinkView) -> None:
        """Show how the connection is."""
        self.state.set_view(view)
        self._fit_state()

    def open_menu(self) -> None:
        """Open the menu below its button."""
        right = self.more.mapToGlobal(QPoint(self.more.width(), self.more.height() + 4))
        self.menu.popup(right - QPoint(self.menu.sizeHint().width(), 0))

    def set_narrow(self, narrow: bool) -> None:
        """Narrow: lower, with a line below; of the connection only what is not as it should be."""
        self._narrow = narrow
        self.state.set_compact(narrow)
        self._resize()

    def set_rooms_button(self, shown: bool) -> None:
        """Whether the rooms are folded behind a button."""
        self.rooms_button.setVisible(shown)
        self._resize()

    def set_plus(self, shown: bool) -> None:
        """Whether another room is added here: where there is no list of rooms to do it."""
        self.plus.setVisible(shown)
        self._fit_state()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_state()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._narrow:
            line = QRectF(0, self.height() - 1, self.width(), 1)
            QPainter(self).fillRect(line, self._theme.colours.line)

    def _lay_out(self) -> None:
        words = self._words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch()
        words.addWidget(self.title)
        words.addWidget(self.topic)
        words.addStretch()
        self._row = QHBoxLayout(self)
        self._row.setSpacing(self._theme.metrics.spacing.half)
        self._row.addWidget(self.rooms_button)
        self._row.addLayout(words, 1)
        for widget in (self.state, self.count, self.plus, self.search, self.more):
            self._row.addWidget(widget)

    def _resize(self) -> None:
        header = self._theme.metrics.header
        self.setFixedHeight(self._theme.scaled(header.narrow_height if self._narrow else header.height))
        gap = self._theme.metrics.spacing
        has_button = self.rooms_button.isVisibleTo(self)
        left = gap.one if has_button else gap.two + gap.half
        set_margins(self._words, gap.one if has_button else 0, 0, 0, 0)
        set_margins(self._row, left, 0, gap.one, 0)
        self._fit_state()

    def _fit_state(self) -> None:
        """Keep the words about the connection only where the room's name is whole beside them."""
        beside = (self.rooms_button, self.count, self.plus, self.search, self.more)
        widths = [widget.sizeHint().width() for widget in beside if widget.isVisibleTo(self)]
        widths += [self.state.width_with_words(), self.title.sizeHint().width()]
        margins = self._row.contentsMargins()
        taken = margins.left() + margins.right() + self._words.contentsMargins().left()
        taken += sum(widths) + (len(widths) - 1) * self._row.spacing()
        self.state.set_words_fit(taken <= self.width())
