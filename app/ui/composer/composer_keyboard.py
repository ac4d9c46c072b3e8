"""The keyboard in the composer: what sends, begins a line, recalls what was sent, or is for the timeline.

Works on a MessageEdit and its Completion, which has the keys first; what is sent is the composer's.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence

from app.guard import guarded
from app.ui.action import Action, rows_at_key
from app.ui.composer.completion import Completion
from app.ui.composer.draft import InputHistory
from app.ui.composer.message_edit import MessageEdit
from app.words import action_words


class ComposerKey(Enum):
    """The id of each thing that keys do while one writes."""

    SEND = "send"
    NEW_LINE = "new-line"
    EDIT_LAST = "edit-last"
    OLDER = "older"
    NEWER = "newer"
    TO_NEW = "to-new"
    PAGE_UP = "page-up"
    PAGE_DOWN = "page-down"
    ESCAPE = "escape"
    EMOJI = "emoji"
    ATTACH = "attach"


@guarded()
class ComposerKeyboard(QObject):
    """Hears the keys of `edit` before that does, and uses those that stand for something.

    `rows`: what each key does, as the person chose; `may_edit_last`: whether there is an own message that
    can be edited, asked each time.

    Signals:
        send_pressed(): the text is to be sent.
        edit_last_pressed(): one's own last message is to be edited.
        escape_pressed(): Esc was pressed.
        page_pressed(bool): PgUp (True) or PgDn belongs to the timeline.
        end_pressed(): Ctrl+End was pressed behind the last letter.
        emoji_pressed(): an emoji is to be chosen.
        attach_pressed(): files are to be chosen.
    """

    send_pressed = Signal()
    edit_last_pressed = Signal()
    escape_pressed = Signal()
    page_pressed = Signal(bool)
    end_pressed = Signal()
    emoji_pressed = Signal()
    attach_pressed = Signal()

    def __init__(
        self,
        edit: MessageEdit,
        completion: Completion,
        history: InputHistory,
        may_edit_last: Callable[[], bool],
    ) -> None:
        super().__init__(edit)
        self._edit = edit
        self._completion = completion
        self._history = history
        self._may_edit_last = may_edit_last
        self.rows = COMPOSER_KEYS
        edit.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_press = event.type() is QEvent.Type.KeyPress
        return is_press and isinstance(event, QKeyEvent) and self._takes_key(event)

    def _takes_key(self, event: QKeyEvent) -> bool:
        """Do what a key stands for; False if it stands for nothing here."""
        rows = rows_at_key(self.rows, event)
        if self._edit.is_composing:  # an input method has all other keys
            rows = [row for row in rows if row.id is ComposerKey.NEW_LINE]
        elif self._completion.takes_key(event):
            return True
        row = next((row for row in rows if row.usable(self)), None)
        if row is not None:
            row.run(self)
        return row is not None

    # -- what keys do, and when

    def break_line(self) -> None:
        """Begin a new line at the caret."""
        self._edit.break_line()

    def may_edit_last(self) -> bool:
        """Whether one's own last message is what Up leads to."""
        return not self._edit.toPlainText() and self._may_edit_last()

    def has_older(self) -> bool:
        """Whether something was sent before what stands here."""
        return self._history.has_older(self._edit.toPlainText())

    def has_newer(self) -> bool:
        """Whether what stands here was recalled."""
        return self._history.has_newer(self._edit.toPlainText())

    def recall_older(self) -> None:
        """Write what was sent before what stands here."""
        self._write(self._history.older(self._edit.toPlainText()))

    def recall_newer(self) -> None:
        """Write what was sent after what stands here, nothing behind the last."""
        self._write(self._history.newer(self._edit.toPlainText()))

    def is_at_end(self) -> bool:
        """Whether the caret is behind the last letter."""
        return self._edit.textCursor().atEnd()

    def _write(self, text: str | None) -> None:
        if text is not None:
            self._completion.close()
            self._edit.replace_text(text)


def _with_enter(send: tuple[str, ...], new_line: tuple[str, ...]) -> tuple[Action[ComposerKeyboard], ...]:
    """What sends and what begins a line."""
    return (
        Action(
            ComposerKey.SEND, action_words.KEY_SEND, lambda keyboard: keyboard.send_pressed.emit(), keys=send
        ),
        Action(ComposerKey.NEW_LINE, action_words.KEY_NEW_LINE, ComposerKeyboard.break_line, keys=new_line),
    )


_OTHERS: tuple[Action[ComposerKeyboard], ...] = (
    Action(
        ComposerKey.EDIT_LAST,
        action_words.KEY_EDIT_LAST_MESSAGE,
        lambda keyboard: keyboard.edit_last_pressed.emit(),
        keys=("Up",),
        usable=ComposerKeyboard.may_edit_last,
    ),
    Action(
        ComposerKey.OLDER,
        action_words.KEY_SENT_BEFORE,
        ComposerKeyboard.recall_older,
        keys=("Up",),
        usable=ComposerKeyboard.has_older,
    ),
    Action(
        ComposerKey.NEWER,
        action_words.KEY_SENT_BEFORE,
        ComposerKeyboard.recall_newer,
        keys=("Down",),
        usable=ComposerKeyboard.has_newer,
    ),
    Action(
        ComposerKey.TO_NEW,
        action_words.KEY_TO_WHAT_IS_NEW,
        lambda keyboard: keyboard.end_pressed.emit(),
        keys=(QKeySequence.StandardKey.MoveToEndOfDocument,),
        usable=ComposerKeyboard.is_at_end,
    ),
    Action(
        ComposerKey.PAGE_UP,
        action_words.KEY_PAGE,
        lambda keyboard: keyboard.page_pressed.emit(True),
        keys=("PgUp",),
    ),
    Action(
        ComposerKey.PAGE_DOWN,
        action_words.KEY_PAGE,
        lambda keyboard: keyboard.page_pressed.emit(False),
        keys=("PgDown",),
    ),
    Action(
        ComposerKey.ESCAPE,
        action_words.KEY_CLOSE,
        lambda keyboard: keyboard.escape_pressed.emit(),
        keys=("Esc",),
    ),
    Action(
        ComposerKey.EMOJI,
        action_words.KEY_EMOJI,
        lambda keyboard: keyboard.emoji_pressed.emit(),
        keys=("Ctrl+.",),
    ),
    Action(
        ComposerKey.ATTACH,
        action_words.KEY_ATTACH,
        lambda keyboard: keyboard.attach_pressed.emit(),
        keys=("Ctrl+O",),
    ),
)
_LINES = ("Shift+Return", "Alt+Return", "Ctrl+Shift+Return")
COMPOSER_KEYS = (*_with_enter(("Return", "Ctrl+Return"), _LINES), *_OTHERS)
# for those who write in lines, and by whom Enter is pressed before they are done
SWAPPED_KEYS = (*_with_enter(("Ctrl+Return",), ("Return", *_LINES)), *_OTHERS)
