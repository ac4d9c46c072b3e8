"""What is dropped on a conversation: files anywhere, with words over it meanwhile, texts into the edit."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from app.guard import guarded
from app.ui.composer.composer import Composer
from app.ui.composer.message_edit import holds_offer, offer_of
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.words import file_words

_INSET = 12
_ICON = 32
_RADIUS = 12


@guarded()
class DropArea(QWidget):
    """Lies over `over`, a conversation, while files are dragged there."""

    def __init__(self, theme: Theme, composer: Composer, over: QWidget) -> None:
        super().__init__(over)
        self._theme = theme
        self._composer = composer
        self._over = over
        self._room = ""
        self.setAcceptDrops(True)
        over.setAcceptDrops(True)
        over.installEventFilter(self)
        self.hide()

    def set_room_name(self, name: str) -> None:
        """Where what is dropped goes."""
        self._room = name

    def words(self) -> str:
        """What is said over the conversation: what a drop does, or why it does nothing."""
        return self._composer.files.problem or file_words.DROP_TO_SEND(room=self._room)

    # -- what Qt calls

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDragEnterEvent):
            self._enter(event)
            return True
        if isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop:
            self._drop(event)
            return True
        if event.type() == QEvent.Type.DragLeave:
            self.hide()  # it comes also because this area has got what is dragged, which shows it again
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._over.rect())
        return False

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._enter(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if self._composer.files.problem:
            event.ignore()
        else:
            self._take_copy(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        self._drop(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, colours, painter = self._theme, self._theme.colours, QPainter(self)
        can = not self._composer.files.problem
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.sheet)
        painter.drawRoundedRect(QRectF(self.rect()), theme.metrics.radius.sheet, theme.metrics.radius.sheet)
        frame = QRectF(self.rect()).adjusted(_INSET, _INSET, -_INSET, -_INSET)
        edge = QPen(colours.accent if can else colours.control_border, theme.metrics.stroke.focus)
        edge.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(edge)
        painter.setBrush(colours.accent_tint if can else colours.sunken)
        painter.drawRoundedRect(frame, _RADIUS, _RADIUS)
        ink, side = "accent_text" if can else "text2", theme.scaled(_ICON)
        painter.setFont(theme.font(TypeRole.HEADING))
        painter.setPen(theme.colour(ink))
        inner = frame.adjusted(_INSET, _INSET, -_INSET, -_INSET)
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        words = painter.boundingRect(inner, flags, self.words())
        top = inner.center().y() - (side + _INSET + words.height()) / 2
        theme.paint_icon(painter, QRectF(inner.center().x() - side / 2, top, side, side), "attach", ink)
        inner.setTop(top + side + _INSET)
        painter.drawText(inner, flags, self.words())

    # -- what a drag holds

    def _enter(self, event: QDragEnterEvent) -> None:
        if holds_offer(event.mimeData()):
            self.setGeometry(self._over.rect())
            self.raise_()
            self.show()  # under the pointer from now on, and so asked itself
            self._take_copy(event)
            if self._composer.files.problem:  # who is refused at once is never told that the pointer has left
                event.setDropAction(Qt.DropAction.IgnoreAction)
        elif self._composer.edit.canInsertFromMimeData(event.mimeData()):
            event.acceptProposedAction()
        else:
            event.ignore()

    def _take_copy(self, event: QDropEvent) -> None:
        """A file manager that moves would delete its own."""
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()

    def _drop(self, event: QDropEvent) -> None:
        self.hide()
        self.window().activateWindow()  # the keyboard is where it was dragged from; Enter is to send here
        self._composer.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        if (offer := offer_of(event.mimeData())) is not None:
            self._take_copy(event)
            self._composer.files.take(offer)
        else:
            event.acceptProposedAction()
            self._composer.edit.insertFromMimeData(event.mimeData())
