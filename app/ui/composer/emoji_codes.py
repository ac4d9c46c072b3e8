"""Emoji by their codes in the composer: what is offered for a begun one, what becomes of a whole one.

Works on a MessageEdit; where a code is left as it is, app.models.emoji decides.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from app.models.emoji import CodeMatch, code_written
from app.ui.composer.completion_popup import Suggestion
from app.ui.composer.message_edit import MessageEdit
from app.ui.emoji.emoji_library import EmojiLibrary


def emoji_suggestions(emoji: EmojiLibrary, begun: str) -> list[Suggestion]:
    """What a code that was begun may become, what was used lately first."""
    return [_suggest(match, begun.lower()) for match in emoji.table.completing(begun, emoji.recents)]


def _suggest(match: CodeMatch, begun: str) -> Suggestion:
    label, place = f":{match.code}:", match.code.find(begun)
    start = place + 1 if place > 0 else 0  # at the beginning the colon was typed too
    typed = (start, place + 1 + len(begun)) if place >= 0 else (0, 0)
    return Suggestion(label, "", match.emoji.text, emoji=match.emoji.text, typed=typed)


def put_emoji(edit: MessageEdit, emoji: EmojiLibrary, text: str, *, instead_of: str) -> None:
    """Write an emoji in place of a colon and these letters of a code, which stand before the caret."""
    edit.replace_before_caret(edit.textCursor().position() - len(instead_of) - 1, text)
    emoji.note_used(text)


class EmojiCodes(QObject):
    """Makes an emoji of a code when its second colon is typed. Undoing that leaves the code as it is."""

    def __init__(self, edit: MessageEdit, emoji: EmojiLibrary) -> None:
        super().__init__(edit)
        self._edit = edit
        self._emoji = emoji
        self._was_typed = False
        edit.document().contentsChange.connect(self._note_change)
        edit.textChanged.connect(self._replace)

    @Slot(int, int, int)
    def _note_change(self, _place: int, removed: int, added: int) -> None:
        """What is pasted, recalled or brought back by undoing comes as more than one letter."""
        self._was_typed = (removed, added) == (0, 1)

    @Slot()
    def _replace(self) -> None:
        was_typed, self._was_typed = self._was_typed, False
        if not was_typed:
            return
        code = code_written(self._edit.text_before_caret())
        found = self._emoji.table.by_code(code) if code else None
        if found is not None:
            put_emoji(self._edit, self._emoji, found.text, instead_of=f"{code}:")
