"""What the lists of the start page have alike: how a row is painted, its delegate, the list itself."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QRect, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QFontMetrics, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QListView, QSizePolicy, QStyleOptionViewItem

from app.guard import guarded
from app.ui.theme.avatars import AvatarStyle
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.widgets.list_view import Index, ListDelegate, ListView

_SIDE = 12
BETWEEN = " · "

_PILL_PAD = 12
_MOST_FOR_PILL = 0.4  # of a row's width: the words say what cannot be guessed, a click works without the pill
_MOST_LINES = 5  # of what is known of a room: all of it in a narrow window at 200 % text


class StartRow:
    """Paints the parts of a row: its ground, an avatar, a name with what is known, what a click does."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme

    def side(self) -> int:
        """The distance of what is in a row to its ends, and from one thing to the next."""
        return self._theme.scaled(_SIDE)

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
        return self.words_in(
            row - 3 * self.side() - self._theme.scaled(self._theme.metrics.avatar.timeline), *notes
        )

    def words_in(self, width: int, *notes: int) -> int:
        """The width of the words beside the place of the widest note, all of it where that takes too much."""
        note = max(notes) + self.side()
        return width - note if note <= width * _MOST_FOR_PILL else width

    def pill_width(self, words: str) -> int:
        """How wide the pill with these words is."""
        return QFontMetrics(self._theme.font(TypeRole.LIST_UNREAD)).horizontalAdvance(
            words
        ) + 2 * self._theme.scaled(_PILL_PAD)

    def pill_in(self, rect: QRect, width: int, *, mirrored: bool) -> QRect:
        """Where a pill of that width stands at the end of `rect`."""
        height = self._theme.scaled(self._theme.metrics.control.button_small)
        top = rect.top() + (rect.height() - height) // 2
        return QRect(rect.left() if mirrored else rect.right() + 1 - width, top, width, height)

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
        size = self._theme.scaled(self._theme.metrics.avatar.timeline)
        mirrored = is_mirrored(painter)
        left = rect.right() + 1 - size if mirrored else rect.left()
        box = QRect(left, rect.top() + (rect.height() - size) // 2, size, size)
        self._theme.avatars.paint(painter, QRectF(box), look, mirrored=mirrored)
        gap = size + self.side()
        return box, rect.adjusted(0, 0, -gap, 0) if mirrored else rect.adjusted(gap, 0, 0, 0)

    def paint_pill(self, painter: QPainter, rect: QRect, words: str) -> None:
        """What a click does, at the end of `rect`."""
        pill = self.pill_in(rect, self.pill_width(words), mirrored=is_mirrored(painter))
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


@guarded()
class StartDelegate(ListDelegate):
    """A row as `StartRow` paints it, as large as all others of its list. To be derived from."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._row = StartRow(theme)
        self._cell = QSize(0, 0)

    def set_cell(self, cell: QSize) -> None:
        """Every row is so large."""
        self._cell = QSize(cell)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return self._cell

    def lines_in(self, index: QModelIndex) -> int:
        """In how many lines is told what is known of a room."""
        return 1


@guarded()
class StartList(ListView):
    """As high as its rows, each as high as the room needs that has most to tell; the page around it scrolls.

    A click or a key does something at once. To be derived from.
    """

    def __init__(self, theme: Theme, name: str, rooms: QAbstractItemModel, delegate: StartDelegate) -> None:
        super().__init__(name)
        self._theme = theme
        self._delegate = delegate
        self._left_out = 0
        delegate.setParent(self)
        self.setModel(rooms)
        self.setItemDelegate(delegate)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        for signal in (rooms.rowsInserted, rooms.rowsRemoved, rooms.dataChanged, theme.changed):
            signal.connect(self._fit)
        self._fit()

    def leave_out(self, rows: Collection[int]) -> None:
        """Show all rows but these, until others are named."""
        for row in range(self.model().rowCount()):
            self.setRowHidden(row, row in rows)
        self._left_out = len(rows)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._shown_rows() * self._row_height())

    @Slot()
    def _fit(self) -> None:
        """The list has another width, or other rows."""
        # a line that is exactly full is wrapped by QListView
        cell = QSize(max(1, self.viewport().width() - 1), 0)
        self._delegate.set_cell(cell)
        cell.setHeight(self._row_height())
        self._delegate.set_cell(cell)
        if cell != self.gridSize():
            self.setGridSize(cell)
        height = self._shown_rows() * cell.height()
        if height != self.height():
            self.setFixedHeight(height)

    def _shown_rows(self) -> int:
        return self.model().rowCount() - self._left_out

    def _row_height(self) -> int:
        rooms = self.model()
        indexes = (rooms.index(row, 0) for row in range(rooms.rowCount()))
        most = max(map(self._delegate.lines_in, indexes), default=1)
        row = self._theme.scaled(self._theme.metrics.list.start_row)
        return row + (most - 1) * self._theme.line_height(TypeRole.META)
