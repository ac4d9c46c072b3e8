"""What the server of a connection has said, over the shaded window: text to read, select and copy."""

from __future__ import annotations

import time

from PySide6.QtCore import Slot
from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QWidget

from app.guard import guarded
from app.models.server_log import MOST_LINES, ServerLine, ServerLog
from app.models.timeline_words import clock, day_name
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.widgets.icon_button import IconButton
from app.ui.widgets.labels import Label
from app.ui.widgets.modal_overlay import ModalOverlay
from app.ui.widgets.scaled_layouts import scaled_column
from app.words import common_words, server_words

_WIDTH = 720
_HEIGHT = 480
_MARGIN = 32


@guarded()
class ServerLogSheet(ModalOverlay):
    """Shows the lines of `log` and those that come while it is open."""

    def __init__(self, theme: Theme, log: ServerLog, server: str, over: QWidget) -> None:
        title = server_words.LOG_OF(server=server)
        super().__init__(theme, over, title=title, width=_WIDTH, height=_HEIGHT)
        self.cross = IconButton(theme, "close", common_words.CLOSE())
        self.cross.clicked.connect(self.dismiss)
        self.text = QPlainTextEdit()
        self.text.setProperty("field", True)
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setMaximumBlockCount(MOST_LINES)
        self.text.setAccessibleName(title)
        self.text.setPlaceholderText(server_words.NOTHING_SAID())
        self._day = ""
        pad = theme.metrics.dialog.pad
        column = scaled_column(theme, self.card)
        self.set_card_margins(pad, pad - 8, pad - 8, pad)
        head = QHBoxLayout()
        head.addWidget(Label(title, TypeRole.HEADING, wrap=True), 1)
        head.addWidget(self.cross)
        column.addLayout(head)
        column.addWidget(self.text, 1)
        for line in log.lines:
            self._show(line)
        log.added.connect(self._show)
        self.open_with(self.text)
        self.text.moveCursor(QTextCursor.MoveOperation.End)

    @Slot(object)
    def _show(self, line: ServerLine) -> None:
        """Add a line; who reads further up, or has selected something, is left there."""
        bar = self.text.verticalScrollBar()
        was_at_end = bar.value() == bar.maximum()
        day = day_name(line.time, time.time())
        if day != self._day:
            self._day = day
            self._append(day, "text3")
        self._append(f"{clock(line.time)}  {line.text}", "danger_text" if line.is_error else "text")
        if was_at_end:
            bar.setValue(bar.maximum())

    def _append(self, text: str, ink: str) -> None:
        cursor = QTextCursor(self.text.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        if not self.text.document().isEmpty():
            cursor.insertBlock()
        look = QTextCharFormat()
        look.setForeground(self._theme.colour(ink))
        cursor.insertText(text, look)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes between the text and the cross."""
        (self.cross if self.text.hasFocus() else self.text).setFocus()
        return True
