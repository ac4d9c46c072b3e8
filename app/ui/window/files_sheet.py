"""The files of a room over the window: words find some of them, Enter leads to the message of one."""

from __future__ import annotations

from PySide6.QtCore import (
    QDateTime,
    QEvent,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter
from PySide6.QtWidgets import QLineEdit, QStyleOptionViewItem, QWidget

from app.guard import guarded
from app.models.file_kinds import file_kind
from app.models.room import Room, RoomKind
from app.models.room_files import RoomFilesModel
from app.models.search import MOST_FILES, FileHit, SearchPort
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.widgets.labels import Label
from app.ui.widgets.list_view import ListDelegate, ListView, paint_elided_text, paint_row_background
from app.ui.widgets.modal_overlay import ModalOverlay
from app.ui.widgets.scaled_layouts import scaled_column
from app.words import common_words, shared_file_words
from app.words.file_words import readable_size

Index = QModelIndex | QPersistentModelIndex

_WIDTH, _HEIGHT = 640, 480
_ROW = 52
_TILE = 32
_SEARCHING_AFTER_MS = 300
_MOVES = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}


@guarded()
class FilesSheet(ModalOverlay):
    """Over the window until one is chosen.

    Signals:
        chosen(FileHit): whose message to go to.
    """

    chosen = Signal(FileHit)

    def __init__(self, theme: Theme, port: SearchPort, room: Room, over: QWidget) -> None:
        title = shared_file_words.FILES_OF(room=room.title)
        if room.kind is RoomKind.PRIVATE:
            title = shared_file_words.FILES_WITH(name=room.title)
        super().__init__(theme, over, title=title, width=_WIDTH, height=_HEIGHT)
        self.edit = QLineEdit()
        self.edit.setPlaceholderText(shared_file_words.FIND_FILES())
        self.edit.setAccessibleName(shared_file_words.FIND_FILES())
        self.words = Label("", TypeRole.META, "text3", wrap=True)
        self.list = ListView(title)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setItemDelegate(FileDelegate(theme, self.list))
        self._progress_timer = QTimer(self, singleShot=True, interval=_SEARCHING_AFTER_MS)
        self._progress_timer.timeout.connect(lambda: self.words.setText(common_words.SEARCHING()))
        self._progress_timer.start()
        column = scaled_column(theme, self.card)
        self.set_card_margins(16, 16, 16, 16)
        column.addWidget(Label(title, TypeRole.HEADING, wrap=True))
        column.addWidget(self.edit)
        column.addWidget(self.words)
        column.addWidget(self.list, 1)
        self.model = RoomFilesModel(port, room, self)
        self.list.setModel(self.model)
        self.model.changed.connect(self._show_state)
        self.edit.textChanged.connect(self.model.look_for)
        self.edit.installEventFilter(self)
        self.list.clicked.connect(self._choose)
        self._show_state()
        self.open_with(self.edit)

    @Slot()
    def _show_state(self) -> None:
        model = self.model
        if not model.is_waiting:
            self._progress_timer.stop()
            self.words.setText(self._told())
        self.words.setVisible(model.is_waiting or bool(self.words.text()))
        self._select(0)

    def _told(self) -> str:
        model = self.model
        if model.is_empty:
            return shared_file_words.NO_FILES_YET()
        if not model.rowCount():
            return shared_file_words.NO_FILE_FOUND()
        return shared_file_words.NEWEST_FILES(count=MOST_FILES) if model.is_cut else ""

    def dismiss(self) -> None:
        """Close without going anywhere."""
        self.model.stop()
        super().dismiss()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.edit and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._on_key(Qt.Key(event.key()))
        return super().eventFilter(watched, event)

    def _on_key(self, key: Qt.Key) -> bool:
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose()
        elif key in _MOVES:
            row = self.list.currentIndex().row() + _MOVES[key]
            self._select(max(0, min(row, self.model.rowCount() - 1)))
        else:
            return False
        return True

    def _select(self, row: int) -> None:
        self.list.setCurrentIndex(self.model.index(row, 0))

    def _choose(self) -> None:
        hit = self.model.hit(self.list.currentIndex().row())
        if hit is not None:
            self.dismiss()
            self.chosen.emit(hit)


@guarded()
class FileDelegate(ListDelegate):
    """Paints rows of a RoomFilesModel: what it is, its name; size, who shared it, when."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, self._theme.scaled(_ROW))

    def paint_content(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        hit, theme = index.data(RoomFilesModel.HitRole), self._theme
        if not isinstance(hit, FileHit):
            return
        box = QRectF(option.rect)
        mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        paint_row_background(painter, theme, box, option)
        gap, side = theme.metrics.spacing, theme.scaled(_TILE)
        x = box.right() - gap.one - side if mirrored else box.left() + gap.one
        tile = QRectF(x, box.center().y() - side / 2, side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colours.sunken)
        painter.drawRoundedRect(tile, theme.metrics.radius.code, theme.metrics.radius.code)
        icon = QRectF(0, 0, theme.scaled(theme.metrics.icon.small), theme.scaled(theme.metrics.icon.small))
        icon.moveCenter(tile.center())
        theme.paint_icon(painter, icon, file_kind(hit.file).value, "text2")
        taken = side + gap.one + theme.scaled(gap.one)
        inner = box.adjusted(gap.one if mirrored else taken, 6, -taken if mirrored else -gap.one, -6)
        half = inner.height() / 2
        painter.setPen(theme.colour("text"))
        font, middle = theme.font(TypeRole.LIST_UNREAD), Qt.TextElideMode.ElideMiddle
        name = QFontMetricsF(font).elidedText(hit.file.name, middle, inner.width())
        paint_elided_text(painter, inner.adjusted(0, 0, 0, -half), name, font)
        painter.setPen(theme.colour("text2"))
        paint_elided_text(painter, inner.adjusted(0, half, 0, 0), told_of(hit), theme.font(TypeRole.META))


def told_of(hit: FileHit) -> str:
    """The line below the name: how large it is, who shared it and when."""
    moment = QDateTime.fromSecsSinceEpoch(int(hit.entry.time))
    when = QLocale().toString(moment, QLocale.FormatType.ShortFormat)
    return " · ".join((readable_size(hit.file.size), hit.entry.shown_name, when))
