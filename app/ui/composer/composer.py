"""The composer: a text edit with Send, a status line above it, and the history of what was sent from it.

Checks what was typed; sending is done by whoever hears `submitted`.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.ui.action import row_of
from app.ui.composer.bars import ConfirmBar, ReplyBar, StatusKind, StatusLine
from app.ui.composer.completion import CandidateSource, Completion
from app.ui.composer.completion_popup import CompletionPopup
from app.ui.composer.composer_buttons import EmojiButton, SendButton
from app.ui.composer.composer_keyboard import COMPOSER_KEYS, SWAPPED_KEYS, ComposerKey, ComposerKeyboard
from app.ui.composer.draft import (
    InputHistory,
    Reference,
    ReplyDraft,
    check_draft,
    is_much,
    measure,
)
from app.ui.composer.emoji_codes import EmojiCodes
from app.ui.composer.file_offers import FileOffers
from app.ui.composer.message_edit import MessageEdit, MessageEditFrame, Offer
from app.ui.emoji.emoji_library import EmojiLibrary
from app.ui.theme.theme import Theme
from app.words import writing_words

_DEFAULT_LIMIT = 400  # bytes of text that surely fit one line of 512 with its source and target
_INSIDE = 12
_MOST_SHARE = 0.4  # of the conversation's height, for the text: what is replied to stays in sight


class Composer(QWidget):
    """Where one writes.

    Signals:
        submitted(str): a checked text is to be sent or carried out; the text edit is empty already.
        emptied(str): an edit has left nothing of the message with that msgid: it is to be deleted.
        text_edited(): the text was changed by the person.
        reply_changed(): the draft replies to another message, or to none.
        escape_pressed(): Esc was pressed and nothing here needed it.
        edit_last_pressed(): one's own last message is to be edited.
        page_pressed(bool): PgUp (True) or PgDn belongs to the timeline.
        end_pressed(): Ctrl+End was pressed behind the last letter.
    """

    submitted = Signal(str)
    emptied = Signal(str)
    text_edited = Signal()
    reply_changed = Signal()
    escape_pressed = Signal()
    edit_last_pressed = Signal()
    page_pressed = Signal(bool)
    end_pressed = Signal()

    def __init__(
        self,
        theme: Theme,
        candidates: CandidateSource = tuple,
        may_edit_last: Callable[[], bool] = lambda: False,
        parent: QWidget | None = None,
        *,
        emoji: EmojiLibrary | None = None,
        holds_password: Callable[[str], bool] = lambda _text: False,
    ) -> None:
        """`emoji` is what one chooses from, None for a library of its own. What `holds_password` is sent and
        not remembered.
        """
        super().__init__(parent)
        self._theme = theme
        self._emoji = emoji or EmojiLibrary(theme, self)
        self._limit = _DEFAULT_LIMIT
        self._lines = 0
        self._blocked = ""
        self._history = InputHistory()
        self._holds_password = holds_password
        self._reference: Reference | None = None
        self._reply: ReplyDraft | None = None
        self._draft = ""  # what was written before an edit began
        self._is_restoring = False
        self._has_pasted = False  # much of what stands there
        self._status = StatusLine(theme)
        self._confirm = ConfirmBar(theme)
        self._reply_bar = ReplyBar(theme)
        self._frame = MessageEditFrame(theme)
        self.edit = MessageEdit(theme, self._frame)
        self._send = SendButton(theme, self._frame)
        self._popup = CompletionPopup(theme, self)
        self._completion = Completion(self.edit, self._popup, candidates, self._emoji)
        EmojiCodes(self.edit, self._emoji)
        self.files = FileOffers(theme, self._frame)
        self.emoji_button = EmojiButton(theme, self._emoji, self._frame)
        keyboard = ComposerKeyboard(self.edit, self._completion, self._history, may_edit_last)
        self._keyboard = keyboard
        keyboard.send_pressed.connect(self._try_to_send)
        keyboard.escape_pressed.connect(self._escape)
        keyboard.edit_last_pressed.connect(self.edit_last_pressed)
        keyboard.page_pressed.connect(self.page_pressed)
        keyboard.end_pressed.connect(self.end_pressed)
        keyboard.emoji_pressed.connect(self.emoji_button.choose)
        keyboard.attach_pressed.connect(self.files.choose)
        self._arrange()
        self.edit.textChanged.connect(self._text_changed)
        self.edit.focus_changed.connect(self._focus_changed)
        self.edit.pasted.connect(self._note_paste)
        self.edit.too_long_pasted.connect(self.files.take_long_text)
        self.edit.offered.connect(self.files.take)
        self.files.refused.connect(self.show_error)
        self._reply_bar.cancelled.connect(self.cancel_reference)
        self._send.clicked.connect(self._try_to_send)
        self.emoji_button.chosen.connect(self.insert)
        self._confirm.accepted.connect(self._send_now)
        self._confirm.declined.connect(self._keep_editing)
        self._confirm.file_chosen.connect(self._offer_draft)
        self.setFocusProxy(self.edit)
        self._weigh_text()

    def _arrange(self) -> None:
        metrics = self._theme.metrics.composer
        inside = QHBoxLayout(self._frame)
        inside.setSpacing(4)
        inside.addWidget(self.edit, 1, Qt.AlignmentFlag.AlignVCenter)
        for button in (self.files.button, self.emoji_button, self._send):
            inside.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(metrics.outer_x, 0, metrics.outer_x, metrics.outer_bottom)
        rows.setSpacing(0)
        rows.addWidget(self._status)
        rows.addWidget(self._confirm)
        rows.addWidget(self._reply_bar)
        rows.addWidget(self._frame)
        self._theme.changed.connect(self._fit_buttons)
        self._fit_buttons()

    @Slot()
    def _fit_buttons(self) -> None:
        """Have the buttons in the middle of one line, and at the last of several."""
        metrics = self._theme.metrics.composer
        pad = (self._theme.scaled(metrics.min_height) - self._send.sizeHint().height()) // 2
        pad = max(metrics.pad_x, pad)
        inside = self._frame.layout()
        assert inside is not None
        inside.setContentsMargins(_INSIDE, pad, pad, pad)

    # -- what the window sets

    def set_room_name(self, name: str) -> None:
        """Whom one writes to, for the placeholder of the empty text edit."""
        words = writing_words.MESSAGE_TO(room=name)
        self.edit.set_hint(words)
        self.edit.setAccessibleName(words)

    def set_limit(self, limit: int, lines: int = 0) -> None:
        """How many bytes and lines of text one message holds here; 0 where each line is a message."""
        limits = (max(16, limit) if limit else _DEFAULT_LIMIT, lines)
        if limits != (self._limit, self._lines):
            self._limit, self._lines = limits
            self._weigh_text()

    def set_conversation_height(self, pixels: int) -> None:
        """How high the conversation is that this is a part of: the text takes two fifths of it at most."""
        self.edit.set_most_height(int(pixels * _MOST_SHARE))

    def set_enter_sends(self, sends: bool) -> None:
        """Whether Enter sends, or begins a line while Ctrl+Enter sends."""
        self._keyboard.rows = COMPOSER_KEYS if sends else SWAPPED_KEYS
        self._weigh_text()

    def set_blocked(self, reason: str) -> None:
        """Nothing can be sent, `reason` says why; typing goes on and the text is kept. "" ends it."""
        self._blocked = reason
        self._status.set_status(StatusKind.BLOCKED, reason)
        self._frame.set_blocked(bool(reason))
        self.files.set_blocked(reason)
        self._weigh_text()

    def show_waiting(self, words: str) -> None:
        """Say what was sent and has not gone out, "" for nothing; typing and sending go on."""
        self._status.set_status(StatusKind.WAITING, words)

    def show_error(self, words: str) -> None:
        """Say what went wrong; the words go with the next letter typed."""
        self._status.set_status(StatusKind.ERROR, words)

    def show_typing(self, words: str) -> None:
        """Say who else is writing, "" for nobody; anything more urgent hides it."""
        self._status.set_status(StatusKind.TYPING, words)

    @property
    def can_send(self) -> bool:
        """Whether what is written could be sent now."""
        return not self._blocked

    @property
    def is_editing(self) -> bool:
        """Whether one's own message is edited."""
        return self._reference is not None and self._reference.is_edit

    def status(self) -> str:
        """What the status line says now."""
        return self._status.text()

    def text(self) -> str:
        """What has been written and not sent: the draft."""
        return self.edit.toPlainText()

    @property
    def draft(self) -> str:
        """What is to be sent one day: while a message is edited, what was being written before."""
        return self._draft if self.is_editing else self.text()

    def restore_draft(self, text: str, reply: ReplyDraft | None = None) -> None:
        """Write a draft of an earlier time, unless something stands here; nobody types it now."""
        if not self.draft and self._reference is None:
            self._is_restoring = True
            self.set_text(text)
            self._is_restoring = False
            if reply is not None:
                self._show_reply(reply)

    def set_text(self, text: str) -> None:
        """Write `text` in place of what is there, the caret behind it."""
        self._completion.close()
        self.edit.replace_text(text)
        self.show_error("")

    def insert(self, text: str) -> None:
        """Write `text` at the caret and take the focus."""
        self.edit.setFocus()
        self.edit.textCursor().insertText(text)

    def mention(self, nick: str) -> None:
        """Address somebody at the caret: "nick: " at the beginning, "nick " elsewhere."""
        self.insert(f"{nick}: " if not self.text() else f"{nick} ")

    # -- replying and editing

    @property
    def reference(self) -> Reference | None:
        """The message that is replied to or edited now."""
        return self._reference

    @property
    def reply(self) -> ReplyDraft | None:
        """What the draft replies to, None for no message."""
        return self._reply

    def begin_reply(self, reply: ReplyDraft) -> None:
        """What is written next replies to a message."""
        self.cancel_reference()
        self._show_reply(reply)
        self.edit.setFocus()

    def _show_reply(self, reply: ReplyDraft) -> None:
        self._reply, self._reference = reply, Reference(reply.msgid)
        self._reply_bar.show_reply(reply.name, reply.words, colour_of=reply.colour_of)
        self.reply_changed.emit()

    def begin_edit(self, msgid: str, text: str) -> None:
        """Edit one's own message; what was being written comes back afterwards."""
        self.cancel_reference()
        self._draft = self.text()
        self._reference = Reference(msgid, is_edit=True, text=text)
        self._reply_bar.show_edit(" ".join(text.split()))
        self.set_text(text)
        self.edit.setFocus()

    @Slot()
    def cancel_reference(self) -> None:
        """Neither reply nor edit; the text stays."""
        self.take_reference()
        self.edit.setFocus()

    def take_reference(self) -> Reference | None:
        """The message that the text just sent refers to, once; the bar goes and an older draft comes back."""
        reference, self._reference = self._reference, None
        self._reply_bar.hide()
        if reference is not None and reference.is_edit:
            self.set_text(self._draft)
            self._draft = ""
        if self._reply is not None:
            self._reply = None
            self.reply_changed.emit()
        return reference

    # -- writing

    @Slot()
    def _escape(self) -> None:
        if self._reference is not None:
            self.cancel_reference()
        else:
            self.escape_pressed.emit()

    @Slot()
    def _text_changed(self) -> None:
        self._weigh_text()
        if not self._is_restoring:
            self.text_edited.emit()

    def _weigh_text(self) -> None:
        """Show whether and how what stands here could be sent now."""
        text = self.text()
        self.show_error("")
        self._confirm.hide()
        self._has_pasted = self._has_pasted and bool(text)
        self._status.set_status(StatusKind.LENGTH, self._length_words(text))
        ready = (bool(text.strip()) or self.is_editing) and not self._blocked
        key = row_of(self._keyboard.rows, ComposerKey.SEND).key_names()[0]
        self._send.set_ready(ready=ready, name=self._blocked or writing_words.SEND(key=key))

    def _length_words(self, text: str) -> str:
        length = measure(text, self._limit, self._lines)
        if length.messages > 1:
            return writing_words.SENT_AS_SEVERAL(count=length.messages)
        if length.is_near_limit:
            return writing_words.BYTES_USED(used=length.used, limit=length.limit)
        return ""

    @Slot(bool)
    def _focus_changed(self, focused: bool) -> None:
        self._frame.set_focused(focused)
        if not focused:
            self._completion.close()

    @Slot(str)
    def _note_paste(self, text: str) -> None:
        self._has_pasted = self._has_pasted or is_much(text)

    @Slot()
    def _offer_draft(self) -> None:
        self._confirm.hide()
        self.files.take(Offer(text=self.text().strip("\n")))

    def clear_sent(self, text: str) -> None:
        """What stood here went out with a file: `text` goes, unless something else stands here now."""
        if self.text().strip("\n") == text and not self.is_editing:
            self.set_text("")

    # -- sending

    @Slot()
    def _try_to_send(self) -> None:
        text = self.text()
        if self._blocked or self._ends_edit(text) or not text.strip():
            return
        length = measure(text, self._limit, self._lines)
        may_be_file = not self.files.problem and not self.is_editing
        check = check_draft(
            text, length, is_edit=self.is_editing, has_pasted=self._has_pasted, may_be_file=may_be_file
        )
        if check.error:
            self.show_error(check.error)
        elif check.question:
            self._confirm.ask(check.question, check.answer, may_be_file=may_be_file)
        else:
            self._send_now()

    def _ends_edit(self, text: str) -> bool:
        """Whether an edit changes nothing, or leaves nothing, so that there is no other text to be sent."""
        reference = self._reference
        if reference is None or not reference.is_edit or text.strip() not in ("", reference.text.strip()):
            return False
        self.cancel_reference()
        if not text.strip():
            self.emptied.emit(reference.msgid)
        return True

    @Slot()
    def _send_now(self) -> None:
        text = self.text().strip("\n")
        if not self.is_editing and not self._holds_password(text):
            self._history.add(text)
        self.edit.clear()
        self.edit.setFocus()
        self.submitted.emit(text)

    @Slot()
    def _keep_editing(self) -> None:
        self._confirm.hide()
        self.edit.setFocus()
