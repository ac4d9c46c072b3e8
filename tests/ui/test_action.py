"""Registries of actions: what becomes a menu, and which row a key stands for."""

from __future__ import annotations

from enum import Enum

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from app.ui.action import Action, fill_menu, row_of, rows_at_key
from app.ui.theme.theme import Theme
from app.ui.widgets.menu import Menu
from app.words import common_words

Key, Held = Qt.Key, Qt.KeyboardModifier


class Do(Enum):
    """The ids of the example."""

    OPEN = "open"
    GREET = "greet"
    COPY = "copy"
    COPY_ALL = "copy-all"
    CLOSE = "close"


class Doing:
    """The context of the example: whom one greets, and what was done."""

    def __init__(self, name: str = "bob", *, is_open: bool = False) -> None:
        self.name = name
        self.is_open = is_open
        self.done: list[Do] = []


ROWS: tuple[Action[Doing], ...] = (
    Action(
        Do.OPEN,
        common_words.YOU,
        lambda at: at.done.append(Do.OPEN),
        icon="room",
        keys=("Return", "Ctrl+O"),
        usable=lambda at: not at.is_open,
    ),
    Action(Do.GREET, lambda at: f"Greet {at.name}", lambda at: at.done.append(Do.GREET)),
    Action(
        Do.COPY,
        common_words.AWAY,
        lambda at: at.done.append(Do.COPY),
        keys=(QKeySequence.StandardKey.Copy,),
        starts_group=True,
        usable=lambda at: at.is_open,
    ),
    Action(
        Do.COPY_ALL,
        common_words.AWAY,
        lambda at: at.done.append(Do.COPY_ALL),
        keys=(QKeySequence.StandardKey.Copy,),
        checked=lambda at: not at.done,
    ),
    Action(
        Do.CLOSE,
        common_words.CLOSE,
        lambda at: at.done.append(Do.CLOSE),
        keys=("Return",),
        usable=lambda at: at.is_open,
    ),
)


def menu_of(theme: Theme, doing: Doing) -> Menu:
    menu = Menu(theme)
    fill_menu(menu, theme, ROWS, doing)
    return menu


def pressed(key: Key, held: Held = Held.NoModifier) -> QKeyEvent:
    return QKeyEvent(QEvent.Type.KeyPress, key, held)


def test_a_menu_has_what_can_be_done_with_its_keys_and_a_line_between_groups(theme: Theme) -> None:
    menu = menu_of(theme, Doing())
    assert [action.text() or "-" for action in menu.actions()] == [
        "you\tReturn",
        "Greet bob",
        "-",
        "Away\tCtrl+C",
    ]
    assert [action.data() for action in menu.actions()] == [Do.OPEN, Do.GREET, None, Do.COPY_ALL]
    assert [action.isCheckable() for action in menu.actions()] == [False, False, False, True]
    assert menu.actions()[-1].isChecked()
    assert [action.icon().isNull() for action in menu.actions()] == [False, True, True, True]


def test_a_key_is_told_once_where_it_leads(theme: Theme) -> None:
    menu = menu_of(theme, Doing(is_open=True))
    assert [action.text() for action in menu.actions()] == [
        "Greet bob",
        "",
        "Away\tCtrl+C",
        "Away",
        "Close\tReturn",
    ]


def test_a_line_stands_above_no_menu(theme: Theme) -> None:
    menu = Menu(theme)
    fill_menu(menu, theme, ROWS[3:], Doing())
    fill_menu(menu, theme, (row_of(ROWS, Do.COPY),), Doing(is_open=True))
    assert [action.text() or "-" for action in menu.actions()] == ["Away\tCtrl+C", "-", "Away\tCtrl+C"]


def test_names_of_others_are_words_and_neither_a_mnemonic_nor_a_key(theme: Theme) -> None:
    menu = menu_of(theme, Doing("A&B\tCtrl+Q"))
    assert menu.actions()[1].text() == "Greet A&&B Ctrl+Q"


def test_an_entry_runs_its_row_in_the_context_of_the_menu(theme: Theme) -> None:
    doing = Doing()
    menu = menu_of(theme, doing)
    for action in menu.actions():
        action.trigger()
    assert doing.done == [Do.OPEN, Do.GREET, Do.COPY_ALL]


@pytest.mark.parametrize(
    ("event", "ids"),
    [
        (pressed(Key.Key_Return), [Do.OPEN, Do.CLOSE]),
        (pressed(Key.Key_Enter, Held.KeypadModifier), [Do.OPEN, Do.CLOSE]),
        (pressed(Key.Key_O, Held.ControlModifier), [Do.OPEN]),
        (pressed(Key.Key_C, Held.ControlModifier), [Do.COPY, Do.COPY_ALL]),
        (pressed(Key.Key_Insert, Held.ControlModifier), [Do.COPY, Do.COPY_ALL]),
        (pressed(Key.Key_O), []),
        (pressed(Key.Key_Return, Held.ShiftModifier), []),
    ],
)
def test_a_key_stands_for_the_rows_that_have_it(event: QKeyEvent, ids: list[Do]) -> None:
    assert [row.id for row in rows_at_key(ROWS, event)] == ids


def test_two_keys_are_told_at_most() -> None:
    row = Action(Do.OPEN, common_words.YOU, print, keys=("Ctrl+O", QKeySequence.StandardKey.Copy, "F9"))
    assert row.key_names() == ["Ctrl+O", "Ctrl+C"]
    assert [each.toString() for each in row.sequences()] == ["Ctrl+O", "Ctrl+C", "Ctrl+Ins", "Copy", "F9"]
