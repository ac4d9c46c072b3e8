"""What a room shows in place of its timeline until something has happened in it. Knows no connection."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QPainter, QPainterPath, QPaintEvent, QPen, QResizeEvent, QTransform
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from app.guard import guarded
from app.ui.theme.avatars import avatar_path
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.widgets.buttons import Button, ButtonKind
from app.ui.widgets.labels import AddressLabel, Label
from app.ui.widgets.scaled_layouts import scaled_column
from app.ui.widgets.surfaces import set_margins
from app.words import common_words, message_words, room_list_words

_COPIED_MS = 1500
_ADDRESS_PX = 22
_SIDES = 24
_BESIDE = 24
_PICTURE = QSize(120, 112)  # with the distance from what is below


@guarded()
class EmptyRoom(QWidget):
    """What the host of an empty room sees: the open door, the address, and buttons that copy it or the link.

    What does not fit can be scrolled; the picture goes first.

    Signals:
        copied(str): the address or the link is on the clipboard.
    """

    copied = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._address = ""
        self._area = QScrollArea()
        self._door = OpenDoor(theme)
        self._title = Label(message_words.ONLY_ONE_HERE(), TypeRole.TITLE, wrap=True)
        self._invitation = Label("", TypeRole.MESSAGE, "text2", wrap=True)
        self._box = LargeAddress(theme)
        self._reach = Label("", TypeRole.META, "text3", wrap=True)
        self._copy = Button(theme, common_words.COPY(), ButtonKind.PRIMARY)
        self._copy.setIcon(theme.icon("copy", "on_accent", "on_accent"))
        self._copy.clicked.connect(self._copy_address)
        self._copy_link = Button(theme, "")
        self._copy_link.clicked.connect(self._copy_invite_link)
        self._link = ""
        self._back = QTimer(self)
        self._back.setSingleShot(True)
        self._back.setInterval(_COPIED_MS)
        self._back.timeout.connect(self._show_copy)
        self._arrange()
        self._show_copy()
        theme.changed.connect(self._fit)
        self.set_address("", "")

    def _arrange(self) -> None:
        centre = Qt.AlignmentFlag.AlignHCenter
        self._box.add_button(self._copy)
        body = QWidget()
        body.setProperty("surface", "clear")
        self._area.setWidget(body)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._area)
        rows = self._rows = scaled_column(self._theme, body)
        rows.setContentsMargins(_SIDES, 0, _SIDES, 0)  # large addresses need the room
        rows.set_spacing(0)
        rows.addStretch(1)
        rows.addWidget(self._door, 0, centre)
        for label in (self._title, self._invitation, self._reach):
            label.setAlignment(centre)
        rows.addWidget(self._title)
        rows.add_gap(8)
        rows.addWidget(self._invitation)
        rows.add_gap(20)
        rows.addWidget(self._box, 0, centre)
        rows.add_gap(12)
        rows.addWidget(self._copy_link, 0, centre)
        rows.add_gap(24)
        rows.addWidget(self._reach)
        rows.addStretch(1)

    def set_address(self, address: str, reach: str, invite_link: str = "") -> None:
        """The address that others can type and the link that leads here, "" while there is none.

        `reach` says who can get in.
        """
        self._address, self._link = address, invite_link
        self._copy_link.setVisible(bool(invite_link))
        self._box.set_address(address)
        self._box.setVisible(bool(address))
        self._reach.setText(reach)
        self._invitation.setText(
            message_words.GIVE_ADDRESS() if address else message_words.OTHERS_WILL_COME()
        )
        self._copy.setAccessibleName(common_words.COPY_WHAT(text=address))
        self._fit()

    def set_person(self, colour_of: str) -> None:
        """By what the theme colours the host, who stands in the door."""
        self._door.set_person(colour_of)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @Slot()
    def _fit(self) -> None:
        self._box.arrange(self.width() - 2 * _SIDES)
        self._rows.invalidate()
        wanted = self._rows.totalHeightForWidth(self.width())
        wanted += self._door.height() if self._door.isHidden() else 0
        self._door.setVisible(wanted <= self.height())

    @Slot()
    def _copy_address(self) -> None:
        self._put(self._address, self._copy, "on_accent")

    @Slot()
    def _copy_invite_link(self) -> None:
        self._put(self._link, self._copy_link, "success")

    def _put(self, text: str, button: Button, ink: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self._show_copy()
        button.setText(common_words.COPIED())
        button.setIcon(self._theme.icon("check", ink, ink))
        self._back.start()
        self.copied.emit(text)

    @Slot()
    def _show_copy(self) -> None:
        self._copy.setText(common_words.COPY())
        self._copy.setIcon(self._theme.icon("copy", "on_accent", "on_accent"))
        self._copy_link.setText(message_words.COPY_INVITE_LINK())
        self._copy_link.setIcon(self._theme.icon("link"))


class RoomWelcome(QWidget):
    """What everybody else sees until something has happened: where one is, and what comes next.

    `invite` is there for who may ask others in and is alone.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.invite = Button(theme, room_list_words.INVITE_PEOPLE(), ButtonKind.PRIMARY)
        self._title = Label("", TypeRole.TITLE, wrap=True)
        self._next = Label("", TypeRole.MESSAGE, "text2", wrap=True)
        self._told = Label("", TypeRole.META, "text3", wrap=True)
        rows = scaled_column(theme, self)
        rows.setContentsMargins(_SIDES, 0, _SIDES, 0)
        rows.set_spacing(8)
        rows.addStretch(1)
        for label in (self._title, self._next, self._told):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            rows.addWidget(label)
        rows.add_gap(8)
        rows.addWidget(self.invite, 0, Qt.AlignmentFlag.AlignHCenter)
        rows.addStretch(1)

    def set_room(self, name: str, *, is_private: bool, told: str = "", may_invite: bool = False) -> None:
        """Speak of the room, or the person, called `name`; `told` is what else is to be known."""
        self.invite.setVisible(may_invite)
        self._told.setText(told)
        self._told.setVisible(bool(told))
        if is_private:
            self._title.setText(message_words.QUIET_TALK(name=name))
            self._next.setText(message_words.QUIET_TALK_TEXT())
        else:
            self._title.setText(message_words.QUIET_ROOM(room=name))
            self._next.setText(message_words.QUIET_ROOM_TEXT())

    def words(self) -> tuple[str, str]:
        """Both lines."""
        return self._title.text(), self._next.text()


@guarded()
class LargeAddress(QWidget):
    """A rounded box with a large address and a button beside it, or below it where there is no room."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        # the one place with a larger address than the type scale has: it is read out across a room
        self._label = AddressLabel(theme, px=_ADDRESS_PX)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.addWidget(self._label)
        policy = QSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._width = 0
        self._button: Button | None = None
        theme.changed.connect(self._restyle)
        self.arrange(0)

    def add_button(self, button: Button) -> None:
        """Put the button that belongs to the address behind it."""
        self._button = button
        self._row.addWidget(button)

    def arrange(self, width: int) -> None:
        """Take up at most `width`."""
        self._width = width
        beside = self._button.sizeHint().width() if self._button is not None else 0
        scaled = self._theme.scaled
        wanted = scaled(24 + _BESIDE + 12) + self._label.sizeHint().width() + beside
        is_beside = wanted <= width
        direction = QBoxLayout.Direction
        self._row.setDirection(direction.LeftToRight if is_beside else direction.TopToBottom)
        self._row.setSpacing(scaled(_BESIDE if is_beside else 12))
        # below each other they need the room
        start, end = (scaled(24), scaled(12)) if is_beside else (12, 12)
        set_margins(self._row, start, scaled(12), end, scaled(12))

    def set_address(self, address: str) -> None:
        """Show another address."""
        self._label.set_full_text(address)
        self.arrange(self._width)

    def _restyle(self) -> None:
        self.arrange(self._width)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        colours, radius = self._theme.colours, self._theme.metrics.radius.card
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(colours.line_strong)
        painter.setBrush(colours.raised)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)


@guarded()
class OpenDoor(QWidget):
    """The picture: a lit doorway and a person's avatar in it. It grows with the text."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._colour_of = ""
        theme.changed.connect(self._resize)
        self._resize()

    def set_person(self, colour_of: str) -> None:
        """By what the theme colours who stands in it."""
        if colour_of != self._colour_of:
            self._colour_of = colour_of
            self.update()

    def _resize(self) -> None:
        self.setFixedSize(self._theme.scaled(_PICTURE.width()), self._theme.scaled(_PICTURE.height()))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = self._theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(self.width() / _PICTURE.width(), self.height() / _PICTURE.height())
        painter.fillPath(_arch(QRectF(30, 16, 60, 76)), colours.accent)
        painter.fillPath(_arch(QRectF(40, 28, 40, 64)), colours.lamp_light)
        painter.setPen(QPen(colours.control_border, 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawLine(QPointF(8, 92), QPointF(112, 92))
        avatar = avatar_path(QRectF(50, 70, 20, 20), self._theme.metrics.radius.avatar_tail_share)
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            avatar = QTransform(-1, 0, 0, 1, _PICTURE.width(), 0).map(avatar)
        painter.fillPath(avatar, self._theme.name_colour(self._colour_of).disc)


def _arch(rect: QRectF) -> QPainterPath:
    """A doorway: round on top, flat on the floor."""
    path = QPainterPath(rect.bottomLeft())
    path.lineTo(rect.left(), rect.top() + rect.width() / 2)
    path.arcTo(QRectF(rect.topLeft(), QSize(round(rect.width()), round(rect.width()))), 180, -180)
    path.lineTo(rect.bottomRight())
    path.closeSubpath()
    return path
