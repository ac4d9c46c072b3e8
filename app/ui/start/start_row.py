"""What the lists of the start page have alike: how a row is painted, and a list as high as its rows."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QRect, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QSizePolicy

from app.ui.theme.avatars import AvatarStyle
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme

SIDE = 12
BETWEEN = " · "

_PILL_PAD = 12
_MOST_FOR_PILL = 0.4  # of a row's width: the words say what cannot be guessed, a click works without the pill
_MOST_LINES = 5  # of what is known of a room: all of it in a narrow window at 200 % text


class StartRow:
    """Paints the parts of a row: its ground, an avatar, a name with what is known, what a click does."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme

    def lines_of(self, detail: str, width: int) -> list[str]:
        """What is known of a room in lines of `width`, broken between its parts; the last is shortened."""
        metrics = QFontMetrics(self._theme.font(TypeRole.META))
        lines: list[str] = []
        for part in detail.split(BETWEEN):
            longer = f"{lines[-1]}{BETWEEN}{part}" if lines else part
            if lines and (metrics.horizontalAdvance(longer) <= width or len(lines) == _MOST_LINES):
                lines[-1] = longer
            else:
                lines.append(part)
        return [metrics.elidedText(line, Qt.TextElideMode.ElideRight, width) for line in lines]

    def words_width(self, row: int, *notes: int) -> int:
        """How wide the words of a row are, whether it is pointed at or not.

        `row`: the width of it all; `notes`: the widths of what may stand at its end.
        """
        return self.words_in(row - 3 * SIDE - self._theme.metrics.avatar.timeline, *notes)

    def words_in(self, width: int, *notes: int) -> int:
        """The width of the words beside the place of the widest note, all of it where that takes too much."""
        note = max(notes) + SIDE
        return width - note if note <= width * _MOST_FOR_PILL else width

    def pill_width(self, words: str) -> int:
        """How wide the pill with these words is."""
        return QFontMetrics(self._theme.font(TypeRole.LIST_UNREAD)).horizontalAdvance(words) + 2 * _PILL_PAD

    def paint_ground(self, painter: QPainter, rect: QRect, *, hovered: bool, focused: bool) -> None:
        """The background of a row that is pointed at, with the ring of the one that has the focus."""
        radius = self._theme.metrics.radius.row
        if hovered or focused:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colours.hover_on_ground)
            painter.drawRoundedRect(rect, radius, radius)
        if focused:
            stroke = self._theme.metrics.stroke.focus
            painter.setPen(QPen(self._theme.colours.focus_ring, stroke))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            half = stroke / 2
            painter.drawRoundedRect(QRectF(rect).adjusted(half, half, -half, -half), radius, radius)

    def paint_avatar(self, painter: QPainter, rect: QRect, look: AvatarStyle) -> tuple[QRect, QRect]:
        """An avatar at the start of `rect`; gives where it is, and what is left beside it."""
        size = self._theme.metrics.avatar.timeline
        mirrored = is_mirrored(painter)
        left = rect.right() + 1 - size if mirrored else rect.left()
        box = QRect(left, rect.top() + (rect.height() - size) // 2, size, size)
        self._theme.avatars.paint(painter, QRectF(box), look, mirrored=mirrored)
        gap = size + SIDE
        return box, rect.adjusted(0, 0, -gap, 0) if mirrored else rect.adjusted(gap, 0, 0, 0)

    def paint_pill(self, painter: QPainter, rect: QRect, words: str) -> None:
        """What a click does, at the end of `rect`."""
        width = self.pill_width(words)
        height = self._theme.scaled(self._theme.metrics.control.button_small)
        top = rect.top() + (rect.height() - height) // 2
        left = rect.left() if is_mirrored(painter) else rect.right() + 1 - width
        pill = QRect(left, top, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colours.accent_tint)
        painter.drawRoundedRect(pill, self._theme.metrics.radius.button, self._theme.metrics.radius.button)
        painter.setPen(self._theme.colours.accent_text)
        painter.setFont(self._theme.font(TypeRole.LIST_UNREAD))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, words)

    def paint_words(self, painter: QPainter, rect: QRect, name: str, detail: str, *, offline: bool) -> None:
        """A name, and below it what is known."""
        theme = self._theme
        lines = [(name, TypeRole.CONTROL, theme.colours.text2 if offline else theme.colours.text)]
        lines += [(line, TypeRole.META, theme.colours.text3) for line in self.lines_of(detail, rect.width())]
        top = rect.top() + (rect.height() - sum(theme.line_height(role) for _, role, _ in lines)) // 2
        for text, role, ink in lines:
            line = QRect(rect.left(), top, rect.width(), theme.line_height(role))
            shown = QFontMetrics(theme.font(role)).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
            painter.setFont(theme.font(role))
            painter.setPen(ink)
            painter.drawText(line, Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter, shown)
            top = line.bottom() + 1


def without_end(painter: QPainter, rect: QRect, free: int) -> QRect:
    """`rect` without `free` pixels at the end of the line."""
    return rect.adjusted(free, 0, 0, 0) if is_mirrored(painter) else rect.adjusted(0, 0, -free, 0)


def is_mirrored(painter: QPainter) -> bool:
    """Whether lines begin at the right."""
    return painter.layoutDirection() == Qt.LayoutDirection.RightToLeft


def set_up(view: QListView) -> None:
    """A list without edge that is scrolled by the page around it; a click or a key does something at once."""
    view.setFrameShape(QFrame.Shape.NoFrame)
    view.setFlow(QListView.Flow.LeftToRight)
    view.setWrapping(True)
    view.setResizeMode(QListView.ResizeMode.Adjust)
    view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    view.setMouseTracking(True)
    view.viewport().setCursor(Qt.CursorShape.PointingHandCursor)


class RowFit(QObject):
    """Keeps a list as high as its rows, and each row as high as the room needs that has most to tell."""

    def __init__(
        self,
        theme: Theme,
        view: QListView,
        set_cell: Callable[[QSize], None],
        lines_in: Callable[[int], int],
    ) -> None:
        """`set_cell` tells the delegate the size of a row; `lines_in` counts the lines of what is known."""
        super().__init__(view)
        self._theme = theme
        self._view = view
        self._set_cell = set_cell
        self._lines_in = lines_in
        model = view.model()
        for signal in (model.rowsInserted, model.rowsRemoved, model.dataChanged, theme.changed):
            signal.connect(self.fit)

    def height(self) -> int:
        """Of all rows together."""
        return self._view.model().rowCount() * self._row_height()

    @Slot()
    def fit(self) -> None:
        """The list has another width, or other rows."""
        # a line that is exactly full is wrapped by QListView
        cell = QSize(max(1, self._view.viewport().width() - 1), 0)
        self._set_cell(cell)
        cell.setHeight(self._row_height())
        self._set_cell(cell)
        if cell != self._view.gridSize():
            self._view.setGridSize(cell)
        if self.height() != self._view.height():
            self._view.setFixedHeight(self.height())

    def _row_height(self) -> int:
        most = max(map(self._lines_in, range(self._view.model().rowCount())), default=1)
        row = self._theme.scaled(self._theme.metrics.list.start_row)
        return row + (most - 1) * self._theme.line_height(TypeRole.META)
