"""Completes names and commands while one types: decides what the popup offers and what is inserted.

Works on a MessageEdit and a CompletionPopup; knows no window.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QObject, QPoint, Qt, Slot
from PySide6.QtGui import QKeyEvent

from app.irc.text_folding import fold_text
from app.models.commands import describe_command, matching, usage_of
from app.models.emoji import code_begun
from app.models.timeline_words import clock
from app.ui.composer.completion_popup import CompletionPopup, Suggestion
from app.ui.composer.emoji_codes import emoji_suggestions, put_emoji
from app.ui.composer.message_edit import MessageEdit
from app.ui.emoji.emoji_library import EmojiLibrary
from app.values import frozen
from app.words import common_words

_MAX_SUGGESTIONS = 50
_GAP = 8


@frozen
class Candidate:
    """Somebody who can be mentioned by `nick`. `active`: when they last said something, 0 for never.

    `name` is what they are called on screen, `colour_of` what the theme colours them by, both "" for the
    nickname; `picture` is the id of the one that they show, "" for none.
    """

    nick: str
    active: float = 0.0
    away: bool = False
    name: str = ""
    colour_of: str = ""
    picture: str = ""

    @property
    def shown_name(self) -> str:
        """What is shown of them."""
        return self.name or self.nick


def matching_candidates(candidates: Iterable[Candidate], typed: str) -> list[Candidate]:
    """Those of whose name a word begins with `typed`, the most recently active first."""
    wanted = fold_text(typed)
    found = [
        candidate
        for candidate in candidates
        if any(_begins(fold_text(name), wanted) for name in (candidate.nick, candidate.name) if name)
    ]
    return sorted(found, key=lambda candidate: (-candidate.active, fold_text(candidate.nick)))


def _begins(name: str, wanted: str) -> bool:
    if name.startswith(wanted):
        return True
    parts = "".join(char if char.isalnum() else " " for char in name).split()
    return any(part.startswith(wanted) for part in parts)


CandidateSource = Callable[[], Sequence[Candidate]]


class Completion(QObject):
    """Offers people after "@" or Tab, commands after "/" at the beginning, emoji after ":" and two letters.

    `candidates` gives the people; it is asked each time.
    """

    def __init__(
        self, edit: MessageEdit, popup: CompletionPopup, candidates: CandidateSource, emoji: EmojiLibrary
    ) -> None:
        super().__init__(edit)
        self._edit = edit
        self._popup = popup
        self._candidates = candidates
        self._emoji = emoji
        self._by_tab = False
        edit.textChanged.connect(self._update)
        edit.cursorPositionChanged.connect(self._update)
        popup.chosen.connect(self._insert)
        edit.destroyed.connect(popup.deleteLater)  # it is a child of the window by then

    def close(self) -> None:
        """Offer nothing any more."""
        self._by_tab = False
        self._popup.hide()

    def takes_key(self, event: QKeyEvent) -> bool:
        """Whether a key belongs to the popup, or opens it; then it is used up."""
        key, plain = event.key(), not event.modifiers()
        suggestion = self._popup.current()
        if suggestion is not None and plain:
            if key in (Qt.Key.Key_Tab, Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._insert(suggestion)
            elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self._popup.step(1 if key == Qt.Key.Key_Down else -1)
            elif key == Qt.Key.Key_Escape:
                self.close()
            else:
                return False
            return True
        return plain and key == Qt.Key.Key_Tab and self._complete()

    def _complete(self) -> bool:
        """Tab: the only name that fits is inserted, of several one is chosen; False after no letter."""
        _, word = self._edit.word_before_caret()
        if not word.strip("@"):
            return False
        suggestions = self._suggestions(word, by_tab=True)
        if len(suggestions) == 1:
            self._insert(suggestions[0])
        elif suggestions:
            self._by_tab = True
            self._show(suggestions)
        return bool(suggestions)

    @Slot()
    def _update(self) -> None:
        start, word = self._edit.word_before_caret()
        if not self._edit.hasFocus() or not word:
            self.close()
            return
        self._show(self._suggestions(word, by_tab=self._by_tab, at_start=start == 0))

    def _suggestions(self, word: str, *, by_tab: bool, at_start: bool = True) -> list[Suggestion]:
        if word.startswith("/") and at_start:
            return [
                Suggestion(usage_of(command), describe_command(command), f"/{command.name} ")
                for command in matching(word[1:])
                if word[1:] != command.name
            ]
        if ":" in word and (begun := code_begun(self._edit.text_before_caret())):
            return emoji_suggestions(self._emoji, begun)
        if not word.startswith("@") and not by_tab:
            return []
        found = matching_candidates(self._candidates(), word.removeprefix("@"))
        return [self._suggest(candidate) for candidate in found[:_MAX_SUGGESTIONS]]

    def _suggest(self, candidate: Candidate) -> Suggestion:
        active = clock(candidate.active) if candidate.active else ""
        hint = common_words.AWAY_IN_LIST() if candidate.away else active
        return Suggestion(
            candidate.shown_name,
            hint,
            candidate.nick,
            person=candidate.nick,
            away=candidate.away,
            colour_of=candidate.colour_of,
            picture=candidate.picture,
        )

    def _show(self, suggestions: Sequence[Suggestion]) -> None:
        if not suggestions:
            self.close()
            return
        parent = self._edit.window()
        if self._popup.parentWidget() is not parent:
            self._popup.setParent(parent)
        box = self._edit.parentWidget() or self._edit
        x = self._edit.mapTo(parent, self._edit.caret_point()).x() - _GAP
        y = box.mapTo(parent, QPoint(0, 0)).y() - _GAP
        self._popup.show_suggestions(suggestions, QPoint(x, y))

    @Slot(Suggestion)
    def _insert(self, suggestion: Suggestion) -> None:
        start, word = self._edit.word_before_caret()
        text = suggestion.insert
        self._by_tab = False
        if suggestion.emoji:
            put_emoji(self._edit, self._emoji, text, instead_of=word.rpartition(":")[2])
        elif text.startswith("/"):
            self._edit.replace_before_caret(start, text)
        elif self._begins_line(start):
            self._edit.replace_before_caret(start, f"{text}: ")
        else:
            self._edit.replace_before_caret(start, f"{'@' if word.startswith('@') else ''}{text} ")
        self.close()

    def _begins_line(self, start: int) -> bool:
        block = self._edit.document().findBlock(start)
        return block.position() == start
