"""A row of any registry of actions. Menus, keys and the list of shortcuts are read from such rows.

Owns how rows become a menu and which row a key stands for. Knows no window and no message.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import KW_ONLY
from enum import Enum
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from app.ui.theme.theme import Theme
from app.ui.widgets.menu import Menu
from app.ui.widgets.plain_text import button_text
from app.values import frozen
from app.words.sentence import Sentence

C = TypeVar("C")
Key = str | QKeySequence.StandardKey  # "Ctrl+Shift+M", or what the desktop has for copying and the like

DANGER = "danger_text"  # the ink of what cannot be taken back
_LIKE = {Qt.Key.Key_Enter: Qt.Key.Key_Return}  # that of the number pad
_UNHEARD = Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.GroupSwitchModifier


def _always(_context: object) -> bool:
    return True


@frozen
class Action(Generic[C]):
    """Something that can be done in a context: what is shown now, the message or member that is meant.

    `text` may depend on the context; `run` does it; `keys`: the first two are told; `icon` is one of
    resources/icons, painted in the token `ink`; `checked`: whether it is marked now, None for what never is;
    `starts_group`: a line stands above it in menus; `usable`: whether it can be done now, else nobody sees
    it; `help`: what the list of shortcuts says, where that is more than the text.
    """

    id: Enum
    text: Sentence | Callable[[C], str]
    run: Callable[[C], None]
    _: KW_ONLY
    keys: Sequence[Key] = ()
    icon: str = ""
    ink: str = "text2"
    checked: Callable[[C], bool] | None = None
    starts_group: bool = False
    usable: Callable[[C], bool] = _always
    help: Sentence | None = None

    def words(self, context: C) -> str:
        """Its text in a context. It may hold what others wrote: `button_text` before it is shown."""
        return self.text() if isinstance(self.text, Sentence) else self.text(context)

    def name(self) -> str:
        """Its text where there is no context, without the dots that announce a question."""
        assert isinstance(self.text, Sentence), "a text that depends on the context needs one"
        return self.text().removesuffix("…")

    def listed_words(self) -> str:
        """What the list of shortcuts says."""
        return self.help() if self.help is not None else self.name()

    def sequences(self) -> list[QKeySequence]:
        """All its keys, as Qt has them on this desktop."""
        return [sequence for key in self.keys for sequence in _sequences(key)]

    def key_names(self) -> list[str]:
        """Its keys as they are told, in the spelling of this desktop: two at most."""
        native = QKeySequence.SequenceFormat.NativeText
        told = [sequences[0] for key in self.keys[:2] if (sequences := _sequences(key))]
        return [sequence.toString(native) for sequence in told]


def _sequences(key: Key) -> list[QKeySequence]:
    return [QKeySequence(key)] if isinstance(key, str) else QKeySequence.keyBindings(key)


def row_of(rows: Iterable[Action[C]], action: Enum) -> Action[C]:
    """The row with that id."""
    return next(row for row in rows if row.id is action)


def rows_at_key(rows: Iterable[Action[C]], event: QKeyEvent) -> list[Action[C]]:
    """Those that have the key that was pressed; the first one that can be done is meant."""
    key = Qt.Key(event.key())
    pressed = QKeySequence(QKeyCombination(event.modifiers() & ~_UNHEARD, _LIKE.get(key, key)))
    return [row for row in rows if pressed in row.sequences()]


def run_at_key(rows: Iterable[Action[C]], event: QKeyEvent, context: C) -> bool:
    """Do what the key that was pressed stands for in a context; False if it stands for nothing there."""
    row = next((row for row in rows_at_key(rows, event) if row.usable(context)), None)
    if row is not None:
        row.run(context)
    return row is not None


def shortcuts(rows: Iterable[Action[Any]]) -> list[tuple[str, list[str]]]:
    """What there is to tell of keys: what they do, and their names. Rows that say the same share a line."""
    told: dict[str, list[str]] = {}
    for row in rows:
        if row.keys:
            names = told.setdefault(row.listed_words(), [])
            names += [name for name in row.key_names() if name not in names]
    return list(told.items())


def shown_rows(rows: Iterable[Action[C]], context: C) -> list[tuple[Action[C], bool]]:
    """What can be done now, each with whether it starts a group: a line stands above it, if anything does."""
    found: list[tuple[Action[C], bool]] = []
    starts_group = False
    for row in rows:
        starts_group = starts_group or row.starts_group
        if row.usable(context):
            found.append((row, starts_group))
            starts_group = False
    return found


def fill_menu(menu: Menu, theme: Theme, rows: Iterable[Action[C]], context: C) -> None:
    """Add what can be done now, with a line between groups, and keys behind the words.

    A key is told at the first row that has it, where it leads. `data()` of each entry is the id of its row.
    """
    told: set[str] = set()
    for row, starts_group in shown_rows(rows, context):
        if starts_group and not menu.isEmpty():
            menu.addSeparator()
        words = button_text(row.words(context))
        key = next(iter(row.key_names()), "")
        if key and key not in told:
            told.add(key)
            words += f"\t{key}"
        action = menu.addAction(words, _runner(row, context))
        action.setData(row.id)
        if row.checked is not None:
            action.setCheckable(True)
            action.setChecked(row.checked(context))
        if row.icon:
            action.setIcon(theme.icon(row.icon, row.ink, DANGER if row.ink == DANGER else "text"))


def _runner(row: Action[C], context: C) -> Callable[[], None]:
    return lambda: row.run(context)
