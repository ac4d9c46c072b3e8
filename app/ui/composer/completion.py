"""Completing names and commands while one types: decides what the popup offers and what is inserted.

Works on a ComposerField and a ChoicePopup; knows no window.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QPoint, Qt, Slot
from PySide6.QtGui import QKeyEvent

from app.models.commands import describe_command, matching, usage_of
from app.models.timeline_words import clock
from app.ui.composer.field import ComposerField
from app.ui.composer.matching import Person, matching_people
from app.ui.composer.popup import Choice, ChoicePopup
from app.words import common_words

PeopleSource = Callable[[], Sequence[Person]]

_MOST_CHOICES = 50
_GAP = 8


class Completion(QObject):
    """Offers people after "@" or Tab, and commands after "/" at the beginning."""

    def __init__(self, field: ComposerField, popup: ChoicePopup) -> None:
        super().__init__(field)
        self._field = field
        self._popup = popup
        self._people: PeopleSource = tuple
        self._by_tab = False
        field.textChanged.connect(self._follow)
        field.cursorPositionChanged.connect(self._follow)
        popup.chosen.connect(self._insert)
        field.destroyed.connect(popup.deleteLater)  # it is a child of the window by then

    def set_people(self, people: PeopleSource) -> None:
        """Where the names come from; asked each time."""
        self._people = people

    def close(self) -> None:
        """Offer nothing any more."""
        self._by_tab = False
        self._popup.hide()

    def takes_key(self, event: QKeyEvent) -> bool:
        """Whether a key belongs to the popup, or opens it; then it is used up."""
        key, plain = event.key(), not event.modifiers()
        choice = self._popup.current()
        if choice is not None and plain:
            if key in (Qt.Key.Key_Tab, Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._insert(choice.insert)
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
        _, word = self._field.word_before_caret()
        if not word.strip("@"):
            return False
        choices = self._choices(word, by_tab=True)
        if len(choices) == 1:
            self._insert(choices[0].insert)
        elif choices:
            self._by_tab = True
            self._show(choices)
        return bool(choices)

    @Slot()
    def _follow(self) -> None:
        start, word = self._field.word_before_caret()
        if not self._field.hasFocus() or not word:
            self.close()
            return
        self._show(self._choices(word, by_tab=self._by_tab, at_start=start == 0))

    def _choices(self, word: str, *, by_tab: bool, at_start: bool = True) -> list[Choice]:
        if word.startswith("/") and at_start:
            return [
                Choice(usage_of(command), describe_command(command), f"/{command.name} ")
                for command in matching(word[1:])
                if word[1:] != command.name
            ]
        if not word.startswith("@") and not by_tab:
            return []
        found = matching_people(self._people(), word.removeprefix("@"))
        return [self._person(person) for person in found[:_MOST_CHOICES]]

    def _person(self, person: Person) -> Choice:
        active = clock(person.active) if person.active else ""
        hint = common_words.AWAY_IN_LIST() if person.away else active
        return Choice(person.shown_name, hint, person.nick, person=person.nick, away=person.away)

    def _show(self, choices: Sequence[Choice]) -> None:
        if not choices:
            self.close()
            return
        parent = self._field.window()
        if self._popup.parentWidget() is not parent:
            self._popup.setParent(parent)
        box = self._field.parentWidget() or self._field
        x = self._field.mapTo(parent, self._field.caret_point()).x() - _GAP
        y = box.mapTo(parent, QPoint(0, 0)).y() - _GAP
        self._popup.show_choices(choices, QPoint(x, y))

    @Slot(str)
    def _insert(self, text: str) -> None:
        start, word = self._field.word_before_caret()
        self._by_tab = False
        if text.startswith("/"):
            self._field.replace_before_caret(start, text)
        elif self._begins_line(start):
            self._field.replace_before_caret(start, f"{text}: ")
        else:
            self._field.replace_before_caret(start, f"{'@' if word.startswith('@') else ''}{text} ")
        self.close()

    def _begins_line(self, start: int) -> bool:
        block = self._field.document().findBlock(start)
        return block.position() == start
