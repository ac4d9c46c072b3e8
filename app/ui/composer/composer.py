"""The composer: a rounded field with Send, a line for what is to be told above it, recall of own words.

Checks what was typed; sending is done by whoever hears `submitted`.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.models.commands import Mistake, parse_input
from app.ui.composer.completion import Completion, PeopleSource
from app.ui.composer.field import ComposerField
from app.ui.composer.length import ASK_FROM_MESSAGES, MOST_BYTES, MOST_MESSAGES, measure, readable_size
from app.ui.composer.notice_line import NoticeKind, NoticeLine
from app.ui.composer.popup import ChoicePopup
from app.ui.composer.question_bar import QuestionBar
from app.ui.composer.recall import Recall
from app.ui.composer.send_button import SendButton
from app.ui.theme.theme import Theme

_DEFAULT_LIMIT = 400  # bytes of text that surely fit one line of 512 with its source and target
_INSIDE = 12


class Composer(QWidget):
    """Where one writes.

    Signals:
        submitted(str): a checked text is to be sent or carried out; the field is empty already.
        text_edited(): the text was changed by the person.
        escape_pressed(): Esc was pressed and nothing here needed it.
        page_pressed(bool): PgUp (True) or PgDn belongs to the timeline.
    """

    submitted = Signal(str)
    text_edited = Signal()
    escape_pressed = Signal()
    page_pressed = Signal(bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._limit = _DEFAULT_LIMIT
        self._blocked = ""
        self._recall = Recall()
        self._notice = NoticeLine(theme)
        self._question = QuestionBar(theme)
        self._box = FieldBox(theme)
        self.field = ComposerField(theme, self._box)
        self._send = SendButton(theme, self._box)
        self._popup = ChoicePopup(theme, self)
        self._completion = Completion(self.field, self._popup)
        self._arrange()
        self.field.set_key_filter(self._takes_key)
        self.field.textChanged.connect(self._text_changed)
        self.field.send_pressed.connect(self._try_to_send)
        self.field.focus_changed.connect(self._focus_changed)
        self.field.paste_refused.connect(self._refuse_paste)
        self._send.clicked.connect(self._try_to_send)
        self._question.accepted.connect(self._send_now)
        self._question.declined.connect(self._keep_editing)
        self.setFocusProxy(self.field)
        self._text_changed()

    def _arrange(self) -> None:
        metrics = self._theme.metrics.composer
        inside = QHBoxLayout(self._box)
        inside.setContentsMargins(_INSIDE, metrics.pad_x, metrics.pad_x, metrics.pad_x)
        inside.setSpacing(4)
        inside.addWidget(self.field, 1, Qt.AlignmentFlag.AlignVCenter)
        inside.addWidget(self._send, 0, Qt.AlignmentFlag.AlignBottom)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(metrics.outer_x, 0, metrics.outer_x, metrics.outer_bottom)
        rows.setSpacing(0)
        rows.addWidget(self._notice)
        rows.addWidget(self._question)
        rows.addWidget(self._box)

    # -- what the window sets

    def set_room_name(self, name: str) -> None:
        """Whom one writes to, for the hint in the empty field."""
        words = self.tr("Message {room}").format(room=name)
        self.field.setPlaceholderText(words)
        self.field.setAccessibleName(words)

    def set_limit(self, limit: int) -> None:
        """How many bytes of text one message holds here."""
        self._limit = max(16, limit)
        self._text_changed()

    def set_people(self, people: PeopleSource) -> None:
        """Whose names are completed."""
        self._completion.set_people(people)

    def set_blocked(self, reason: str) -> None:
        """Nothing can be sent, `reason` says why; typing goes on and the text is kept. "" ends it."""
        self._blocked = reason
        self._notice.set_notice(NoticeKind.BLOCKED, reason)
        self._box.set_blocked(bool(reason))
        self._text_changed()

    def show_error(self, words: str) -> None:
        """Say what went wrong; the words go with the next letter typed."""
        self._notice.set_notice(NoticeKind.ERROR, words)

    def notice(self) -> str:
        """What is told above the field now."""
        return self._notice.text()

    def text(self) -> str:
        """What has been written and not sent: the draft."""
        return self.field.toPlainText()

    def set_text(self, text: str) -> None:
        """Write `text` in place of what is there, the caret behind it."""
        self._completion.close()
        self.field.setPlainText(text)
        self.field.moveCursor(QTextCursor.MoveOperation.End)
        self.show_error("")

    def insert(self, text: str) -> None:
        """Write `text` at the caret and take the focus."""
        self.field.setFocus()
        self.field.textCursor().insertText(text)

    def mention(self, nick: str) -> None:
        """Address somebody at the caret: "nick: " at the beginning, "nick " elsewhere."""
        self.insert(f"{nick}: " if not self.text() else f"{nick} ")

    # -- writing

    def _takes_key(self, event: QKeyEvent) -> bool:
        if self._completion.takes_key(event):
            return True
        key, plain = event.key(), not event.modifiers()
        if plain and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            return self._recall_words(older=key == Qt.Key.Key_Up)
        if plain and key == Qt.Key.Key_Escape:
            self.escape_pressed.emit()
            return True
        if plain and key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.page_pressed.emit(key == Qt.Key.Key_PageUp)
            return True
        return False

    def _recall_words(self, *, older: bool) -> bool:
        found = self._recall.older(self.text()) if older else self._recall.newer(self.text())
        if found is None:
            return False
        self.set_text(found)
        return True

    @Slot()
    def _text_changed(self) -> None:
        text = self.text()
        self.show_error("")
        self._question.hide()
        self._notice.set_notice(NoticeKind.LENGTH, self._length_words(text))
        ready = bool(text.strip()) and not self._blocked
        self._send.set_ready(ready=ready, name=self._blocked or self.tr("Send"))
        self.text_edited.emit()

    def _length_words(self, text: str) -> str:
        length = measure(text, self._limit)
        if length.messages > 1:
            return self.tr("Will be sent as {count} messages").format(count=length.messages)
        if length.is_near_limit:
            return self.tr("{used} of {limit} bytes").format(used=length.used, limit=length.limit)
        return ""

    @Slot(bool)
    def _focus_changed(self, focused: bool) -> None:
        self._box.set_focused(focused)
        if not focused:
            self._completion.close()

    @Slot(int)
    def _refuse_paste(self, size: int) -> None:
        words = self.tr("{size} of text is too long to paste: {most} fit here. It stays on the clipboard.")
        self.show_error(words.format(size=readable_size(size), most=readable_size(MOST_BYTES)))

    # -- sending

    @Slot()
    def _try_to_send(self) -> None:
        text = self.text()
        if not text.strip() or self._blocked:
            return
        found = parse_input(text)
        if isinstance(found, Mistake):
            self.show_error(found.sentence)
            return
        messages = measure(text, self._limit).messages
        if messages > MOST_MESSAGES:
            words = self.tr("This would be {count} messages; {most} at once is the most. Please shorten it.")
            self.show_error(words.format(count=messages, most=MOST_MESSAGES))
        elif messages >= ASK_FROM_MESSAGES:
            self._question.ask(
                self.tr("Send {count} messages at once?").format(count=messages), self.tr("Send all")
            )
        else:
            self._send_now()

    @Slot()
    def _send_now(self) -> None:
        text = self.text().strip("\n")
        self._recall.add(text)
        self.field.clear()
        self.field.setFocus()
        self.submitted.emit(text)

    @Slot()
    def _keep_editing(self) -> None:
        self._question.hide()
        self.field.setFocus()


class FieldBox(QWidget):
    """The rounded frame around the field: its edge shows the focus, its ground that nothing can be sent."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._focused = False
        self._blocked = False
        self.setMinimumHeight(theme.metrics.composer.min_height)
        theme.changed.connect(self.update)

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
