"""The left pane: the program's name, a button for a new room, the rooms, the person's card."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QIcon, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.guard import guarded
from app.ui.rooms.profile_card import ProfileCard
from app.ui.rooms.rooms_list import RoomsList
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.widgets.buttons import Button, ButtonKind
from app.ui.widgets.frames import set_margins
from app.ui.widgets.icon_button import IconButton
from app.ui.widgets.labels import ElidedLabel
from app.words import room_words

_MARK = 24


@guarded()
class Mark(QWidget):
    """The program's icon, drawn small."""

    def __init__(self, theme: Theme, side: int = _MARK, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = QIcon(str(theme.resources / "icon.svg"))
        self.setFixedSize(QSize(side, side))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        pixmap = self._icon.pixmap(self.size(), self.devicePixelRatioF())
        painter.drawPixmap(QRectF(self.rect()), pixmap, QRectF(pixmap.rect()))


class RoomsPane(QWidget):
    """Shows the open rooms.

    Signals:
        new_room_requested(): the plus button.
    """

    new_room_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.list = RoomsList(theme)
        self.held = Button(theme, "", ButtonKind.LINK)
        self.held.hide()
        self.profile = ProfileCard(theme)
        self.plus = IconButton(theme, "plus", room_words.NEW_ROOM(), on_ground=True)
        self.plus.clicked.connect(self.new_room_requested)
        column = QVBoxLayout(self)
        gap = theme.metrics.spacing.one
        set_margins(column, gap, gap, 0, gap)
        column.setSpacing(0)
        column.addWidget(self._make_top())
        column.addWidget(self.list, 1)
        held = QHBoxLayout()
        set_margins(held, gap, 0, 0, 0)  # in line with the rows above
        held.addWidget(self.held)
        held.addStretch()
        column.addLayout(held)
        column.addWidget(self.profile)
        QWidget.setTabOrder(self.plus, self.list)
        QWidget.setTabOrder(self.list, self.held)
        QWidget.setTabOrder(self.held, self.profile.button)

    def set_held(self, rooms: int, people: int) -> None:
        """Tell in one line how many rooms and people wait to be opened; `held` is its button."""
        more_rooms = room_words.ONE_MORE_ROOM() if rooms == 1 else room_words.MORE_ROOMS(rooms)
        more_people = room_words.ONE_MORE_PERSON() if people == 1 else room_words.MORE_PEOPLE(people)
        words = more_rooms if rooms else more_people
        if rooms and people:  # both in full are wider than the pane
            words = room_words.MORE_WAITING(rooms + people)
        self.held.setText(words)
        self.held.setAccessibleName(f"{more_rooms}, {more_people}" if rooms and people else words)
        self.held.setVisible(bool(rooms or people))

    def _make_top(self) -> QWidget:
        top = QWidget()
        top.setFixedHeight(self._theme.metrics.header.height)
        row = QHBoxLayout(top)
        set_margins(row, self._theme.metrics.spacing.one, 0, 0, 0)
        row.setSpacing(self._theme.metrics.spacing.one)
        row.addWidget(Mark(self._theme))
        row.addWidget(ElidedLabel("Hubbub", TypeRole.HEADING), 1)
        row.addWidget(self.plus)
        return top
