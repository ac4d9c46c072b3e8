"""The text edit of the composer and its frame: it grows with its text and pastes plain text only.

Knows nothing of messages; what keys mean is for ComposerKeyboard.
"""

from __future__ import annotations

from dataclasses import field
from math import ceil

from PySide6.QtCore import QMimeData, QPoint, QRectF, Qt, Signal, Slot
from PySide6.QtGui import (
    QDragEnterEvent,
    QFocusEvent,
    QFontMetricsF,
    QImage,
    QInputMethodEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTextCursor,
    QTextDocumentFragment,
)
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from app.guard import guarded
from app.ui.composer.draft import MAX_BYTES
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.values import frozen

_PICTURE_IN_TEXT = "\ufffc"  # stands for each in Qt's text of a page
_PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")
_WITHOUT_LIMIT = 1 << 20  # pixels
_BELOW = 1  # pixel: Qt takes a line that ends at the edge for one that is not seen whole, and scrolls


@frozen
class Offer:
    """What a person has pasted, dropped or chosen: files by `paths`, a picture, or a `text`.

    The picture is an `image`, or `data` as a program gave it.
    """

    paths: tuple[str, ...] = ()
    image: QImage | None = None
    data: bytes = field(default=b"", repr=False)
    text: str = field(default="", repr=False)


def holds_offer(source: QMimeData) -> bool:
    """Whether something that is dragged is files or a picture and no text; nothing is fetched for that."""
    urls = source.urls()
    if urls:
        return all(url.isLocalFile() for url in urls)
    return source.hasImage() and not source.hasText()


def offer_of(source: QMimeData) -> Offer | None:
    """The files or the picture that something pasted or dropped is, None for a text."""
    urls = source.urls()
    if urls and all(url.isLocalFile() for url in urls):
        return Offer(tuple(url.toLocalFile() for url in urls))
    if not source.hasImage() or _text_of(source):  # a cell of a table is both, and meant as a text
        return None
    for kind in _PICTURES:  # as a program has made it: nothing is lost, and it is decoded where nobody waits
        if data := bytes(source.data(kind).data()):
            return Offer(data=data)
    image = source.imageData()
    return Offer(image=image) if isinstance(image, QImage) and not image.isNull() else None


@guarded()
class MessageEdit(QPlainTextEdit):
    """Grows from one to six lines, or as far as `set_most_height` lets it, then scrolls.

    `is_composing`: an input method is in the middle of something.

    Signals:
        focus_changed(bool): the text edit got or lost the focus.
        pasted(str): this text was pasted, or dropped here.
        too_long_pasted(str): this one was, and is not in the text: it is too long for a message.
        offered(Offer): files or a picture were pasted.
    """

    focus_changed = Signal(bool)
    pasted = Signal(str)
    too_long_pasted = Signal(str)
    offered = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._most_height = _WITHOUT_LIMIT
        self._hint = ""
        self.is_composing = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(0)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        theme.changed.connect(self._restyle)
        self._restyle()

    def set_most_height(self, pixels: int) -> None:
        """Grow no higher than this; one line is shown in any case."""
        if pixels != self._most_height:
            self._most_height = pixels
            self._fit()

    def set_hint(self, words: str) -> None:
        """What stands in the empty text edit, on one line that is shortened to the room there is."""
        self._hint = words
        self._show_hint()

    def _show_hint(self) -> None:
        room = self.viewport().width() if self.isVisible() else _WITHOUT_LIMIT
        shown = self.fontMetrics().elidedText(self._hint, Qt.TextElideMode.ElideRight, room)
        if shown != self.placeholderText():
            self.setPlaceholderText(shown)

    def caret_point(self) -> QPoint:
        """Where the caret is, in the text edit's own coordinates."""
        return self.cursorRect().topLeft()

    def word_before_caret(self) -> tuple[int, str]:
        """The run without spaces before the caret: where it begins, and itself."""
        cursor = self.textCursor()
        before = cursor.block().text()[: cursor.positionInBlock()]
        word = before.split(" ")[-1]
        return cursor.position() - len(word.encode("utf-16-le")) // 2, word

    def text_before_caret(self) -> str:
        """Everything that is written before the caret."""
        cursor = self.textCursor()
        cursor.setPosition(cursor.position())
        cursor.setPosition(0, QTextCursor.MoveMode.KeepAnchor)
        return cursor.selection().toPlainText()

    def replace_before_caret(self, start: int, text: str) -> None:
        """Put `text` in place of what lies between `start` and the caret."""
        cursor = self.textCursor()
        cursor.setPosition(start, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(text)
        self.setTextCursor(cursor)

    def break_line(self) -> None:
        """Begin a new line at the caret."""
        self.textCursor().insertBlock()
        self.ensureCursorVisible()

    def replace_text(self, text: str) -> None:
        """Write `text` in place of what is there, the caret behind it."""
        self.setPlainText(text)
        self.moveCursor(QTextCursor.MoveOperation.End)

    # -- Qt's calls

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return  # what sends or begins a line is decided elsewhere
        if event.key() == Qt.Key.Key_Tab:
            event.ignore()  # it walks, it is never text
            return
        super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self.is_composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText() or source.hasHtml() or source.hasImage() or source.hasUrls()

    def insertFromMimeData(self, source: QMimeData) -> None:
        if (offer := offer_of(source)) is not None:
            self.offered.emit(offer)
        elif text := _text_of(source):
            self._paste(text)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if holds_offer(event.mimeData()):
            event.ignore()  # files are dropped anywhere on the conversation, which says so
        else:
            super().dragEnterEvent(event)

    def _paste(self, text: str) -> None:
        size = len(text.encode("utf-8", "replace"))
        if size + len(self.toPlainText().encode("utf-8", "replace")) > MAX_BYTES:
            self.too_long_pasted.emit(text)
            return
        self.textCursor().insertText(text)
        self.ensureCursorVisible()
        self.pasted.emit(text)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focus_changed.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.is_composing = False
        self.focus_changed.emit(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
        self._show_hint()

    @Slot()
    def _restyle(self) -> None:
        font = self._theme.font(TypeRole.MESSAGE)
        self.setFont(font)
        self.viewport().setFont(font)  # the placeholder is drawn in this one; it does not follow by itself
        self._fit()
        self._show_hint()

    @Slot()
    def _fit(self) -> None:
        line = self._line_height()
        most = max(1, min(self._theme.metrics.composer.max_lines, (self._most_height - _BELOW) // line))
        lines = int(self.document().size().height())
        fits = lines <= most
        self.setFixedHeight((max(line, self._text_height()) if fits else line * most) + _BELOW)
        policy = Qt.ScrollBarPolicy
        wanted = policy.ScrollBarAlwaysOff if fits else policy.ScrollBarAsNeeded
        if self.verticalScrollBarPolicy() is not wanted:
            self.setVerticalScrollBarPolicy(wanted)
        if fits:
            # Qt has scrolled to the caret before there was this much room
            self.verticalScrollBar().setValue(0)

    def _line_height(self) -> int:
        """Of a line in the text edit's own font: Qt gives each line whole pixels."""
        return ceil(QFontMetricsF(self.font()).lineSpacing())

    def _text_height(self) -> int:
        """Of all lines: one with a letter of another font, as an emoji, is higher."""
        block, height = self.document().firstBlock(), 0.0
        while block.isValid():
            height += self.blockBoundingRect(block).height()
            block = block.next()
        return ceil(height)


def _text_of(source: QMimeData) -> str:
    """The text of what is pasted: what programs give as such, else the words of a page."""
    text = source.text()
    if not text and source.hasHtml():
        words = QTextDocumentFragment.fromHtml(source.html()).toPlainText()
        text = words.replace(_PICTURE_IN_TEXT, "").strip()
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


@guarded()
class MessageEditFrame(QWidget):
    """The rounded frame: its edge shows the focus, its background that nothing can be sent."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._focused = False
        self._blocked = False
        theme.changed.connect(self._resize)
        self._resize()

    @Slot()
    def _resize(self) -> None:
        self.setMinimumHeight(self._theme.scaled(self._theme.metrics.composer.min_height))
        self.update()

    def set_focused(self, focused: bool) -> None:
        """Show that the keyboard is here."""
        self._focused = focused
        self.update()

    def set_blocked(self, blocked: bool) -> None:
        """Show that nothing can be sent."""
        self._blocked = blocked
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        colours, metrics = self._theme.colours, self._theme.metrics
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        stroke = metrics.stroke.focus if self._focused else metrics.stroke.control
        painter.setPen(QPen(colours.focus_ring if self._focused else colours.control_border, stroke))
        painter.setBrush(colours.sunken if self._blocked else colours.raised)
        inset = stroke / 2
        rect = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        radius = metrics.radius.sheet - inset
        painter.drawRoundedRect(rect, radius, radius)
