"""The composer: a rounded field with Send, a line for what is to be told above it, recall of own words.

Checks what was typed; sending is done by whoever hears `submitted`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.models.commands import parse_input
from app.models.room_wishes import Mistake
from app.ui.composer.answer_bar import AnswerBar
from app.ui.composer.completion import Completion, PeopleSource
from app.ui.composer.field import ComposerField
from app.ui.composer.field_box import FieldBox
from app.ui.composer.length import ASK_FROM_MESSAGES, MOST_BYTES, MOST_MESSAGES, measure, readable_size
from app.ui.composer.notice_line import NoticeKind, NoticeLine
from app.ui.composer.popup import ChoicePopup
from app.ui.composer.question_bar import QuestionBar
from app.ui.composer.recall import Recall
from app.ui.composer.send_button import SendButton
from app.ui.theme.theme import Theme
from app.words import writing_words

_DEFAULT_LIMIT = 400  # bytes of text that surely fit one line of 512 with its source and target
_INSIDE = 12


@dataclass(frozen=True, slots=True)
class Answer:
    """What the text is to a message that was said: an answer, or the message itself put right (`is_edit`)."""

    msgid: str
    is_edit: bool = False


class Composer(QWidget):
    """Where one writes.

    Signals:
        submitted(str): a checked text is to be sent or carried out; the field is empty already.
        text_edited(): the text was changed by the person.
        escape_pressed(): Esc was pressed and nothing here needed it.
        page_pressed(bool): PgUp (True) or PgDn belongs to the timeline.
        end_pressed(): Ctrl+End was pressed behind the last letter.
    """

    submitted = Signal(str)
    text_edited = Signal()
    escape_pressed = Signal()
    page_pressed = Signal(bool)
    end_pressed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._limit = _DEFAULT_LIMIT
        self._lines = 0
        self._blocked = ""
        self._recall = Recall()
        self._answer: Answer | None = None
        self._draft = ""  # what was written before a message was put right
        self._edit_last: Callable[[], bool] | None = None
        self._notice = NoticeLine(theme)
        self._question = QuestionBar(theme)
        self._answer_bar = AnswerBar(theme)
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
        self._answer_bar.cancelled.connect(self.cancel_answer)
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
        rows.addWidget(self._answer_bar)
        rows.addWidget(self._box)

    # -- what the window sets

    def set_room_name(self, name: str) -> None:
        """Whom one writes to, for the hint in the empty field."""
        words = writing_words.MESSAGE_TO(room=name)
        self.field.setPlaceholderText(words)
        self.field.setAccessibleName(words)

    def set_limit(self, limit: int, lines: int = 0) -> None:
        """How many bytes and lines of text one message holds here; 0 where each line is a message."""
        limits = (max(16, limit) if limit else _DEFAULT_LIMIT, lines)
        if limits != (self._limit, self._lines):
            self._limit, self._lines = limits
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

    def show_waiting(self, words: str) -> None:
        """Say what was sent and has not gone out, "" for nothing; typing and sending go on."""
        self._notice.set_notice(NoticeKind.WAITING, words)

    def show_error(self, words: str) -> None:
        """Say what went wrong; the words go with the next letter typed."""
        self._notice.set_notice(NoticeKind.ERROR, words)

    def show_typing(self, words: str) -> None:
        """Say who else is writing, "" for nobody; anything more urgent hides it."""
        self._notice.set_notice(NoticeKind.TYPING, words)

    @property
    def can_send(self) -> bool:
        """Whether what is written could be sent now."""
        return not self._blocked

    @property
    def is_editing(self) -> bool:
        """Whether one's own message is put right."""
        return self._answer is not None and self._answer.is_edit

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

    # -- answering and editing

    @property
    def answer(self) -> Answer | None:
        """What is answered or put right now."""
        return self._answer

    def set_edit_last(self, edit_last: Callable[[], bool]) -> None:
        """What Up in the empty field does first; False if there is nothing of one's own to put right."""
        self._edit_last = edit_last

    def begin_reply(self, msgid: str, *, name: str, words: str, colour_of: str) -> None:
        """What is written next answers a message; `name` said `words`."""
        self.cancel_answer()
        self._answer = Answer(msgid)
        self._answer_bar.show_reply(name, words, colour_of=colour_of)
        self.field.setFocus()

    def begin_edit(self, msgid: str, text: str) -> None:
        """Put one's own message right; what was being written comes back afterwards."""
        self.cancel_answer()
        self._draft = self.text()
        self._answer = Answer(msgid, is_edit=True)
        self._answer_bar.show_edit(" ".join(text.split()))
        self.set_text(text)
        self.field.setFocus()

    @Slot()
    def cancel_answer(self) -> None:
        """What is written is no answer, and nothing is put right."""
        self.take_answer()
        self.field.setFocus()

    def take_answer(self) -> Answer | None:
        """What the text just sent is an answer to, once; the bar goes and an older draft comes back."""
        answer, self._answer = self._answer, None
        self._answer_bar.hide()
        if answer is not None and answer.is_edit:
            self.set_text(self._draft)
            self._draft = ""
        return answer

    # -- writing

    def _takes_key(self, event: QKeyEvent) -> bool:
        if self._completion.takes_key(event):
            return True
        key, plain = event.key(), not event.modifiers()
        if plain and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            return self._recall_words(older=key == Qt.Key.Key_Up)
        if plain and key == Qt.Key.Key_Escape:
            if self._answer is not None:
                self.cancel_answer()
            else:
                self.escape_pressed.emit()
            return True
        if event.matches(QKeySequence.StandardKey.MoveToEndOfDocument) and self.field.textCursor().atEnd():
            self.end_pressed.emit()
            return True
        if plain and key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.page_pressed.emit(key == Qt.Key.Key_PageUp)
            return True
        return False

    def _recall_words(self, *, older: bool) -> bool:
        if older and not self.text() and self._edit_last is not None and self._edit_last():
            return True
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
        self._send.set_ready(ready=ready, name=self._blocked or writing_words.SEND())
        self.text_edited.emit()

    def _length_words(self, text: str) -> str:
        length = measure(text, self._limit, self._lines)
        if length.messages > 1:
            return writing_words.SENT_AS_SEVERAL(count=length.messages)
        if length.is_near_limit:
            return writing_words.BYTES_USED(used=length.used, limit=length.limit)
        return ""

    @Slot(bool)
    def _focus_changed(self, focused: bool) -> None:
        self._box.set_focused(focused)
        if not focused:
            self._completion.close()

    @Slot(int)
    def _refuse_paste(self, size: int) -> None:
        given, most = readable_size(size), readable_size(MOST_BYTES)
        self.show_error(writing_words.TOO_LONG_TO_PASTE(size=given, most=most))

    # -- sending

    @Slot()
    def _try_to_send(self) -> None:
        text = self.text()
        if not text.strip() or self._blocked:
            return
        found = parse_input(text)
        if isinstance(found, Mistake) and not self.is_editing:
            self.show_error(found.sentence)
            return
        messages = measure(text, self._limit, self._lines).messages
        if messages > MOST_MESSAGES:
            self.show_error(writing_words.TOO_MANY_MESSAGES(count=messages, most=MOST_MESSAGES))
        elif messages >= ASK_FROM_MESSAGES:
            self._question.ask(writing_words.SEND_SEVERAL(count=messages), writing_words.SEND_ALL())
        else:
            self._send_now()

    @Slot()
    def _send_now(self) -> None:
        text = self.text().strip("\n")
        if not self.is_editing:
            self._recall.add(text)
        self.field.clear()
        self.field.setFocus()
        self.submitted.emit(text)

    @Slot()
    def _keep_editing(self) -> None:
        self._question.hide()
        self.field.setFocus()
