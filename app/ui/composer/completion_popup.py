"""The popup of completions above the composer, from which a name or a command is chosen.

Shows rows and which one is current; the keys come from the composer, the focus stays in the field.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QWidget

from app.guard import guarded
from app.ui.theme.avatars import AvatarState
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.values import frozen
from app.words import writing_words

_ROWS = 6
_WIDTH = 264
_WIDTH_WIDE = 400
_PAD = 4
_INSIDE = 10
_FOOT = 28
_BAR_INSET = 8
_ROW_RADIUS = 6
_EMOJI_WIDTH = 1.2  # of its height: emoji are a little wider than that


@frozen
class Suggestion:
    """One row. `insert` is what it stands for; a `person` gets an avatar, coloured by `colour_of`
    or with the `picture` of that id.

    An `emoji` stands there itself. `typed`: which letters of the label are there already.
    """

    label: str
    hint: str
    insert: str
    person: str = ""
    away: bool = False
    emoji: str = ""
    typed: tuple[int, int] = (0, 0)
    colour_of: str = ""
    picture: str = ""


@guarded()
class CompletionPopup(QWidget):
    """A child of the window that lies over everything.

    Signals:
        chosen(Suggestion): the row that was clicked.
    """

    chosen = Signal(Suggestion)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._suggestions: Sequence[Suggestion] = ()
        self._current = 0
        self._first = 0
        self._foot = writing_words.POPUP_KEYS()
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        theme.changed.connect(self.update)
        theme.pictures.changed.connect(self.update)

    def show_suggestions(self, suggestions: Sequence[Suggestion], above: QPoint) -> None:
        """Show `suggestions`, the bottom left corner at `above` (in the parent); hide without any."""
        if not suggestions:
            self.hide()
            return
        if suggestions != self._suggestions:
            self._suggestions, self._current, self._first = suggestions, 0, 0
        self.resize(self.sizeHint())
        parent = self.parentWidget()
        right = parent.width() - self.width() - _PAD if parent else above.x()
        self.move(max(_PAD, min(above.x(), right)), max(_PAD, above.y() - self.height()))
        self.show()
        self.raise_()
        self._announce()
        self.update()

    def current(self) -> Suggestion | None:
        """The row that Tab inserts."""
        return self._suggestions[self._current] if self.isVisible() and self._suggestions else None

    def step(self, by: int) -> None:
        """Make another row the current one, round the ends."""
        self._current = (self._current + by) % len(self._suggestions)
        self._first = min(max(self._first, self._current - _ROWS + 1), self._current)
        self._announce()
        self.update()

    def sizeHint(self) -> QSize:
        rows = min(_ROWS, len(self._suggestions))
        wide = any(not (suggestion.person or suggestion.emoji) for suggestion in self._suggestions)
        width = self._theme.scaled(_WIDTH_WIDE if wide else _WIDTH)
        parent = self.parentWidget()
        most = parent.width() - 2 * _PAD if parent else width
        return QSize(min(width, most), rows * self._row_height() + self._theme.scaled(_FOOT) + 3 * _PAD)

    def _row_height(self) -> int:
        return self._theme.scaled(self._theme.metrics.list.popup_row)

    def _announce(self) -> None:
        suggestion = self.current()
        self.setAccessibleName(f"{suggestion.label}, {suggestion.hint}" if suggestion else "")

    # -- the mouse

    def _row_at(self, event: QMouseEvent) -> int:
        row = self._first + int((event.position().y() - _PAD) // self._row_height())
        inside = self._first <= row < min(self._first + _ROWS, len(self._suggestions))
        return row if inside else -1

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        row = self._row_at(event)
        if row >= 0 and row != self._current:
            self._current = row
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        row = self._row_at(event)
        if row >= 0:
            self.chosen.emit(self._suggestions[row])

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.step(-1 if event.angleDelta().y() > 0 else 1)

    # -- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, colours = self._theme, self._theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(colours.line_strong)
        painter.setBrush(colours.raised)
        radius = theme.metrics.radius.popup
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        height = self._row_height()
        shown = self._suggestions[self._first : self._first + _ROWS]
        for place, suggestion in enumerate(shown):
            rect = QRectF(_PAD, _PAD + place * height, self.width() - 2 * _PAD, height)
            self._paint_row(painter, rect, suggestion, current=self._first + place == self._current)
        foot = QRectF(0, _PAD * 2 + len(shown) * height, self.width(), theme.scaled(_FOOT))
        painter.fillRect(QRectF(1, foot.top(), self.width() - 2, 1), colours.line)
        painter.setFont(theme.font(TypeRole.META))
        painter.setPen(colours.text3)
        words = foot.adjusted(_PAD + _INSIDE, 1, -_PAD, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self._foot)

    def _paint_row(self, painter: QPainter, rect: QRectF, suggestion: Suggestion, *, current: bool) -> None:
        theme, colours = self._theme, self._theme.colours
        if current:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours.accent_tint)
            painter.drawRoundedRect(rect, _ROW_RADIUS, _ROW_RADIUS)
            painter.setBrush(colours.accent_text)
            bar = QRectF(rect.left(), rect.top() + _BAR_INSET, theme.metrics.stroke.selected_bar, 0)
            bar.setBottom(rect.bottom() - _BAR_INSET)
            painter.drawRoundedRect(bar, 2, 2)
        line = rect.adjusted(_INSIDE, 0, -_INSIDE, 0)
        side = theme.scaled(theme.metrics.avatar.popup)
        if suggestion.emoji:
            font = QFont(theme.font(TypeRole.MESSAGE))
            font.setPixelSize(side)
            painter.setFont(font)
            painter.setPen(colours.text)
            emoji = QRectF(line.left(), rect.top(), side * _EMOJI_WIDTH, rect.height())
            painter.drawText(emoji, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip, suggestion.emoji)
            line.setLeft(emoji.right() + _INSIDE)
        if suggestion.person:
            avatar = QRectF(line.left(), rect.center().y() - side / 2, side, side)
            state = AvatarState.AWAY if suggestion.away else AvatarState.PRESENT
            look = theme.person_avatar(
                suggestion.person,
                side,
                state,
                colour_of=suggestion.colour_of or suggestion.person,
                picture=suggestion.picture,
            )
            theme.avatars.paint(painter, avatar, look)
            line.setLeft(line.left() + side + _INSIDE)
        self._paint_words(painter, line, suggestion)

    def _paint_words(self, painter: QPainter, line: QRectF, suggestion: Suggestion) -> None:
        colours = self._theme.colours
        names, strong = self._theme.font(TypeRole.LIST), self._theme.font(TypeRole.LIST_UNREAD)
        hints = self._theme.font(TypeRole.META)
        painter.setPen(QPen(colours.text))
        start, end = suggestion.typed
        label = suggestion.label
        label_width = 0
        for part, font in ((label[:start], names), (label[start:end], strong), (label[end:], names)):
            painter.setFont(font)
            rest = line.adjusted(label_width, 0, 0, 0)
            shown = painter.fontMetrics().elidedText(part, Qt.TextElideMode.ElideRight, int(rest.width()))
            painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter, shown)
            label_width += painter.fontMetrics().horizontalAdvance(shown)
        painter.setFont(hints)
        painter.setPen(QPen(colours.text3))
        rest = line.adjusted(label_width + _INSIDE, 0, 0, 0)
        hint = painter.fontMetrics().elidedText(
            suggestion.hint, Qt.TextElideMode.ElideRight, int(max(0, rest.width()))
        )
        painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, hint)
