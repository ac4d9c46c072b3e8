"""The lines above the text edit: a status, a question before much is sent, what is replied to or edited."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFontMetricsF,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QBoxLayout, QWidget

from app.guard import guarded
from app.ui.action import row_of
from app.ui.composer.composer_keyboard import COMPOSER_KEYS, ComposerKey
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.widgets.activity_indicator import ActivityIndicator
from app.ui.widgets.buttons import Button, ButtonKind
from app.ui.widgets.icon_button import IconButton
from app.ui.widgets.labels import Label
from app.ui.widgets.plain_text import set_tooltip
from app.ui.widgets.scaled_layouts import scaled_row
from app.words import common_words, writing_words

_LEFT = 8
_ICON = 14
_GAP = 6
_BELOW = 4
_LEAST_WORDS = 160  # pixels of a question beside its answers


class StatusKind(IntEnum):
    """What can be told, the most urgent first; only the first of those that are set is shown."""

    ERROR = 0
    BLOCKED = 1
    LENGTH = 2
    WAITING = 3
    TYPING = 4


_ICONS = {StatusKind.ERROR: "error", StatusKind.BLOCKED: "clock", StatusKind.WAITING: "clock"}


@guarded()
class StatusLine(QWidget):
    """Errors, why nothing is sent, what waits, a text's length, who types.

    It is 24 px high at 100 % text, empty as well, so that nothing moves.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words: dict[StatusKind, str] = {}
        self._activity = ActivityIndicator(theme, parent=self)
        self._activity.hide()
        theme.changed.connect(self._restyle)
        self._restyle()

    def set_status(self, kind: StatusKind, words: str) -> None:
        """Tell `words`, or nothing of this kind any more if they are ""."""
        if self._words.get(kind, "") == words:
            return
        self._words[kind] = words
        shown = self.text()
        self.setAccessibleName(shown)
        self._activity.setVisible(self._kind() is StatusKind.TYPING)
        if words and kind is StatusKind.ERROR:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))
        self.update()

    def text(self) -> str:
        """What is told now."""
        kind = self._kind()
        return "" if kind is None else self._words[kind]

    def _kind(self) -> StatusKind | None:
        return next((kind for kind in StatusKind if self._words.get(kind)), None)

    def _restyle(self) -> None:
        self.setFixedHeight(self._theme.scaled(self._theme.metrics.composer.typing_line))
        self._activity.move(_LEFT, (self.height() - self._activity.height()) // 2)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        kind = self._kind()
        if kind is None:
            return
        theme, painter = self._theme, QPainter(self)
        ink = "danger_text" if kind is StatusKind.ERROR else "text3"
        x = _LEFT
        if kind in _ICONS:
            side = theme.scaled(_ICON)
            theme.paint_icon(painter, QRectF(x, (self.height() - side) / 2, side, side), _ICONS[kind], ink)
            x += side + _GAP
        elif kind is StatusKind.TYPING:
            x += self._activity.width() + _GAP
        painter.setFont(theme.font(TypeRole.META))
        painter.setPen(theme.colour(ink))
        room = self.width() - x - _LEFT
        words = painter.fontMetrics().elidedText(self._words[kind], Qt.TextElideMode.ElideRight, room)
        set_tooltip(self, self._words[kind] if words != self._words[kind] else "")
        painter.drawText(QRectF(x, 0, room, self.height()), Qt.AlignmentFlag.AlignVCenter, words)


@guarded()
class ConfirmBar(QWidget):
    """The question before much goes out at once: words, and its answers. Esc is the one that does nothing.

    Signals:
        accepted(), declined(): which one was given.
        file_chosen(): it is to be sent as a file.
    """

    accepted = Signal()
    declined = Signal()
    file_chosen = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words = Label("", TypeRole.LIST, "text2", wrap=True)
        self._send = Button(theme, "", ButtonKind.TONAL)
        self._file = Button(theme, writing_words.SEND_AS_FILE(), ButtonKind.TONAL)
        self._keep = Button(theme, writing_words.KEEP_EDITING(), ButtonKind.LINK)
        self._column = scaled_row(theme, self)
        self._column.set_margins(8, 4, 4, 8)  # so that the ring of a button is not cut
        self._column.set_spacing(theme.metrics.spacing.one)
        self._column.addWidget(self._words, 1)
        self._answers = scaled_row(theme)
        self._answers.set_spacing(theme.metrics.spacing.one)
        for button in (self._send, self._file, self._keep):
            self._answers.addWidget(button)
        self._column.addLayout(self._answers)
        self._send.clicked.connect(self.accepted)
        self._file.clicked.connect(self.file_chosen)
        self._keep.clicked.connect(self.declined)
        self.hide()

    def ask(self, words: str, answer: str, *, may_be_file: bool) -> None:
        """Show the question; the focus goes to the answer that does nothing.

        `answer` is what sends it as it is, "" where nothing can; `may_be_file` whether a file can be sent.
        """
        self._words.setText(words)
        self._send.setText(answer)
        self._send.setVisible(bool(answer))
        self._file.setVisible(may_be_file)
        self.show()
        self._arrange()
        self._keep.setFocus(Qt.FocusReason.ShortcutFocusReason)  # with its ring: Enter was pressed
        announced = QAccessibleAnnouncementEvent(self, words)
        QAccessible.updateAccessibility(announced)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Have the answers below the words, and below each other, where there is no room beside."""
        shown = [each.sizeHint().width() for each in (self._send, self._file, self._keep) if each.isVisible()]
        wanted = sum(shown) + (len(shown) - 1) * self._answers.spacing()
        margins = self._column.contentsMargins()
        room = self.width() - margins.left() - margins.right()
        row, column = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._answers.setDirection(row if wanted <= room else column)
        self._column.setDirection(row if wanted + self._theme.scaled(_LEAST_WORDS) <= room else column)
        self._column.setAlignment(
            self._answers, Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.declined.emit()
        else:
            super().keyPressEvent(event)


@guarded()
class ReplyBar(QWidget):
    """The message that is replied to, or that one's own is edited, with a button that ends it.

    Signals:
        cancelled(): the person does not want to reply, or to edit, any more.
    """

    cancelled = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon = "reply"
        self._lead = self._name = self._words = ""
        self._colour_of = ""
        self._close = IconButton(theme, "close", common_words.CANCEL(), small=True)
        self._close.clicked.connect(self.cancelled)
        row = scaled_row(theme, self)
        row.set_margins(0, 0, 0, _BELOW)
        row.addStretch(1)
        row.addWidget(self._close)
        theme.changed.connect(self._restyle)
        self._restyle()
        self.hide()

    def show_reply(self, name: str, words: str, *, colour_of: str) -> None:
        """Tell who is replied to and what they said; `colour_of` colours the name."""
        self._show("reply", writing_words.REPLYING_TO(), words)
        self._name, self._colour_of = name, colour_of
        self.setAccessibleName(f"{self._lead} {name}: {words}")
        self.update()

    def show_edit(self, words: str) -> None:
        """Tell that one's own message is edited."""
        self._show("edit", writing_words.EDITING_YOUR_MESSAGE(), words)
        self.setAccessibleName(f"{self._lead}: {words}")

    def _show(self, icon: str, lead: str, words: str) -> None:
        self._icon, self._lead, self._name, self._words = icon, lead, "", words
        [key] = row_of(COMPOSER_KEYS, ComposerKey.ESCAPE).key_names()
        self._close.set_name(writing_words.CANCEL_BY_KEY(key=key))
        self.show()
        self.update()

    def _restyle(self) -> None:
        line = self._theme.line_height(TypeRole.LIST)
        self.setFixedHeight(max(self._close.sizeHint().height(), line) + _BELOW)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, colours = self._theme, self._theme.colours
        painter = QPainter(self)
        height = self.height() - _BELOW
        side = theme.scaled(theme.metrics.icon.small)
        theme.paint_icon(painter, QRectF(_LEFT, (height - side) / 2, side, side), self._icon, "accent_text")
        x = float(_LEFT + side + _GAP)
        room = self._close.geometry().left() - _GAP
        plain, strong = theme.font(TypeRole.LIST), theme.font(TypeRole.LIST_UNREAD)
        name_ink = theme.name_colour(self._colour_of).text
        parts = (
            (self._lead, plain, colours.text2),
            (self._name, strong, name_ink),
            (self._words, plain, colours.text3),
        )
        for words, font, ink in parts:
            metrics = QFontMetricsF(font)
            shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, max(0.0, room - x))
            painter.setFont(font)
            painter.setPen(ink)
            painter.drawText(QRectF(x, 0, max(0.0, room - x), height), Qt.AlignmentFlag.AlignVCenter, shown)
            x += metrics.horizontalAdvance(shown) + (_GAP if shown else 0)
