"""The emoji of the picker in lines of eight, under the names of their groups.

A model, how it is painted, and the list that shows it; what is current is walked through by `step`.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFont, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyleOptionViewItem, QWidget

from app.guard import guarded
from app.models.emoji import Emoji
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.widgets.list_view import ListDelegate, ListView
from app.values import frozen
from app.words import emoji_words

COLUMNS = 8
_SIDE = 36
_EMOJI_PX = 20
_TITLE_INSET = 6
Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


@frozen
class Section:
    """Emoji under a title."""

    title: str
    emoji: Sequence[Emoji]


@guarded()
class EmojiRows(QAbstractListModel):
    """A row for each title and each emoji. `titles`: the rows of the former."""

    EmojiRole = Qt.ItemDataRole.UserRole + 1

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cells: list[str | Emoji] = []
        self._lines: list[list[int]] = []
        self.titles: list[int] = []

    def set_sections(self, sections: Sequence[Section]) -> None:
        """Show these, empty ones left out."""
        self.beginResetModel()
        self._cells, self._lines, self.titles = [], [], []
        for section in sections:
            if section.emoji:
                self.titles.append(len(self._cells))
                self._cells.append(section.title)
                first, count = len(self._cells), len(section.emoji)
                self._cells += section.emoji
                rows = range(first, first + count)
                self._lines += [list(rows[at : at + COLUMNS]) for at in range(0, count, COLUMNS)]
        self.endResetModel()

    def emoji_at(self, row: int) -> Emoji | None:
        """The emoji of a row, None for a title or no row."""
        cell = self._cells[row] if 0 <= row < len(self._cells) else None
        return cell if isinstance(cell, Emoji) else None

    def first(self) -> int:
        """The row of the first emoji, -1 for none."""
        return self._lines[0][0] if self._lines else -1

    def step(self, row: int, *, columns: int = 0, lines: int = 0) -> int:
        """The row so many columns or lines away; to the sides it goes on in the next line, nowhere round."""
        at = next((number for number, line in enumerate(self._lines) if row in line), None)
        if at is None:
            return self.first()
        if columns:
            every = [each for line in self._lines for each in line]
            return every[min(len(every) - 1, max(0, every.index(row) + columns))]
        line = self._lines[min(len(self._lines) - 1, max(0, at + lines))]
        return line[min(len(line) - 1, self._lines[at].index(row))]

    def neighbour_group(self, row: int, by: int) -> int:
        """The first emoji of the next group (1) or the one before (-1)."""
        at = max((number for number, title in enumerate(self.titles) if title < row), default=0)
        return self.titles[min(len(self.titles) - 1, max(0, at + by))] + 1 if self.titles else -1

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._cells)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        cell = self._cells[index.row()]
        if role == self.EmojiRole:
            return cell if isinstance(cell, Emoji) else None
        if isinstance(cell, str):
            return cell if role == Qt.ItemDataRole.DisplayRole else None
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        return cell.name if role == Qt.ItemDataRole.AccessibleTextRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        is_emoji = self.emoji_at(index.row()) is not None
        return (
            Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable if is_emoji else Qt.ItemFlag.NoItemFlags
        )


def told_of(emoji: Emoji) -> str:
    """Its name, and what can be written for it."""
    if not emoji.codes:
        return emoji.name
    return emoji_words.NAME_AND_CODE(name=emoji.name, code=emoji.codes[0])


@guarded()
class _EmojiDelegate(ListDelegate):
    """Paints titles over the whole width, and emoji in squares."""

    def __init__(self, theme: Theme, view: QListView) -> None:
        super().__init__(view)
        self._theme = theme
        side = theme.scaled(_SIDE)
        self._cell = QSize(side, side)
        title = theme.line_height(TypeRole.LABEL) + 2 * theme.metrics.spacing.half
        self._title = QSize(COLUMNS * side, title)
        self._font = QFont(theme.font(TypeRole.MESSAGE))
        self._font.setPixelSize(theme.scaled(_EMOJI_PX))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return self._title if index.data(EmojiRows.EmojiRole) is None else self._cell

    def tooltip_at(self, point: QPoint, option: QStyleOptionViewItem, index: Index) -> str:
        emoji = index.data(EmojiRows.EmojiRole)
        return "" if emoji is None else told_of(emoji)

    def paint_content(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, colours = self._theme, self._theme.colours
        box, text = QRectF(option.rect), index.data(Qt.ItemDataRole.DisplayRole)
        if index.data(EmojiRows.EmojiRole) is None:
            painter.setFont(theme.font(TypeRole.LABEL))
            painter.setPen(colours.text2)
            words = box.adjusted(_TITLE_INSET, 0, -_TITLE_INSET, 0)
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, text)
            return
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(colours.focus_ring, theme.metrics.stroke.focus))
            painter.setBrush(colours.accent_tint)
            painter.drawRoundedRect(
                box.adjusted(1.5, 1.5, -1.5, -1.5), theme.metrics.radius.row, theme.metrics.radius.row
            )
        painter.setFont(self._font)
        painter.setPen(colours.text)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip, text)


@guarded()
class EmojiGrid(ListView):
    """Shows EmojiRows; the keyboard stays in the picker's field, what is current follows mouse and keys."""

    def __init__(self, theme: Theme, rows: EmojiRows, parent: QWidget | None = None) -> None:
        super().__init__(emoji_words.EMOJI(), parent)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setMovement(QListView.Movement.Static)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setItemDelegate(_EmojiDelegate(theme, self))
        self.setModel(rows)
        side = theme.scaled(_SIDE)
        self.setFixedWidth(COLUMNS * side + self.verticalScrollBar().sizeHint().width() + 2)
        self.verticalScrollBar().setSingleStep(side)

    def current_row(self) -> int:
        """The row that is current, -1 for none."""
        return self.currentIndex().row()

    def set_current_row(self, row: int) -> None:
        """Make a row the current one and have it seen, with the title if it is the first below one."""
        index = self.model().index(row, 0)
        title = self.model().index(row - 1, 0)
        if title.isValid() and title.data(EmojiRows.EmojiRole) is None:
            self.scrollTo(title)
        self.setCurrentIndex(index)

    def show_group(self, row: int) -> None:
        """Have the title in a row at the top, and what follows it current."""
        self.setCurrentIndex(self.model().index(row + 1, 0))
        self.scrollTo(self.model().index(row, 0), QListView.ScrollHint.PositionAtTop)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        # not by the signal `entered`: it comes as well where keys scroll the grid under a pointer that rests
        super().mouseMoveEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.data(EmojiRows.EmojiRole) is not None:
            self.selectionModel().setCurrentIndex(index, self.selectionModel().SelectionFlag.ClearAndSelect)
