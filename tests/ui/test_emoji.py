"""The picker of emoji: what it offers, and how it is walked through by keys and mouse."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget
from pytestqt.qtbot import QtBot

from app.models.emoji import Emoji, EmojiGroup, EmojiTable
from app.settings import RECENT_EMOJI
from app.ui.emoji.emoji_grid import COLUMNS, EmojiRows, Section
from app.ui.emoji.emoji_library import USUAL, EmojiLibrary, newest_drawn
from app.ui.emoji.emoji_picker import EmojiPicker
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme

# popups without a window system: masks, raising and grabbing are not there
pytestmark = pytest.mark.qt_log_ignore("does not support")

Key = Qt.Key


@pytest.fixture
def library(theme: Theme) -> EmojiLibrary:
    return EmojiLibrary(theme)


@pytest.fixture
def picker(qtbot: QtBot, theme: Theme, library: EmojiLibrary) -> Iterator[EmojiPicker]:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(400, 400)
    window.show()
    library.set_recents(["🍕", "👍🏽"])
    made = EmojiPicker(theme, library, "React", window)
    made.open_at(QRect(window.mapToGlobal(QPoint(10, 10)), window.size() / 10))
    qtbot.waitUntil(made.isVisible)
    yield made
    if shiboken6.isValid(made):
        made.close()


def current(picker: EmojiPicker) -> str:
    emoji = picker.grid.currentIndex().data(EmojiRows.EmojiRole)
    return emoji.text if isinstance(emoji, Emoji) else ""


def titles(picker: EmojiPicker) -> list[str]:
    model = picker.grid.model()
    rows = [model.index(row, 0) for row in range(model.rowCount())]
    return [row.data() for row in rows if row.data(EmojiRows.EmojiRole) is None]


def one(text: str, group: EmojiGroup = EmojiGroup.SMILEYS, version: float = 1) -> Emoji:
    return Emoji(text, text, group, version, (text,), ())


# -- what there is


def test_nothing_is_read_before_an_emoji_is_wanted(theme: Theme, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.ui.emoji.emoji_library.load_table", lambda _path: pytest.fail("too early"))
    library = EmojiLibrary(theme)
    library.set_recents(["🍕"])
    library.note_used("🔋")


def test_what_was_used_lately_comes_first_and_the_usual_is_not_kept(
    library: EmojiLibrary, qtbot: QtBot
) -> None:
    library.set_recents(["🍕", "no emoji", "🔋"])
    with qtbot.waitSignal(library.recents_changed):
        library.note_used("🔋")
    assert library.recents == ("🔋", "🍕")
    with qtbot.assertNotEmitted(library.recents_changed):
        library.note_used("🔋")
        library.note_used(USUAL[0])
        library.note_used("+1")
    for group in ("🍇🍈🍉🍊🍋🍌🍍🥭", "🍎🍏🍐🍑🍒🍓🫐🥝"):
        for text in group:
            library.note_used(text)
    assert len(library.recents) == RECENT_EMOJI


def test_what_no_font_has_is_not_offered(theme: Theme) -> None:
    font = theme.font(TypeRole.MESSAGE)
    table = EmojiTable([one("a"), one("b", version=2), one("bc", version=3)])
    assert newest_drawn(table, font) == 2
    assert newest_drawn(EmojiTable([one("bc", version=3)]), font) == 3, "nothing can be told by that"


# -- the lines


def test_a_step_goes_on_in_the_next_line_and_up_and_down_by_columns() -> None:
    rows = EmojiRows()
    rows.set_sections(
        [Section("first", [one(x) for x in "abcdefghij"]), Section("second", [one(x) for x in "kl"])]
    )
    texts = ["title", *"abcdefghij", "title", *"kl"]

    def stepped(text: str, **how: int) -> str:
        return texts[rows.step(texts.index(text), **how)]

    assert rows.rowCount() == len(texts)
    assert texts[rows.first()] == "a"
    assert stepped("a", columns=-1) == "a"
    assert stepped("h", columns=1) == "i"
    assert stepped("j", columns=1) == "k"
    assert stepped("c", lines=1) == "j", "the line below is shorter"
    assert stepped("b", lines=2) == stepped("b", lines=9) == "l"
    assert stepped("l", lines=-1) == "j"
    assert stepped("l", columns=9) == "l"
    assert rows.step(-1, columns=1) == rows.first()
    assert texts[rows.neighbour_group(texts.index("c"), 1)] == "k"
    assert texts[rows.neighbour_group(texts.index("l"), -1)] == "a"
    assert COLUMNS == 8


def test_without_any_there_is_nowhere_to_go() -> None:
    rows = EmojiRows()
    rows.set_sections([Section("empty", [])])
    assert (rows.rowCount(), rows.first(), rows.step(0, columns=1), rows.neighbour_group(0, 1)) == (
        0,
        -1,
        -1,
        -1,
    )


# -- the picker


def test_it_begins_with_the_usual_and_what_was_used_lately(picker: EmojiPicker) -> None:
    assert picker.field.hasFocus()
    assert current(picker) == USUAL[0]
    assert titles(picker)[:3] == ["Often used", "Smileys and feelings", "People"]
    QTest.keyClick(picker.field, Key.Key_Down)
    assert current(picker) == "🍕"
    QTest.keyClick(picker.field, Key.Key_Right)
    assert current(picker) == "👍🏽", "one that is in no table"
    QTest.keyClick(picker.field, Key.Key_Left)
    QTest.keyClick(picker.field, Key.Key_Up)
    assert current(picker) == USUAL[0]
    assert [button.isChecked() for button in picker.groups][:2] == [True, False]
    assert not picker.grab().isNull()


def test_letters_search_and_enter_chooses(picker: EmojiPicker, qtbot: QtBot) -> None:
    QTest.keyClicks(picker.field, "red heart")
    assert titles(picker) == ["Found"]
    assert not any(button.isChecked() for button in picker.groups)
    with qtbot.waitSignal(picker.chosen) as caught:
        QTest.keyClick(picker.field, Key.Key_Return)
    assert caught.args == ["❤️"]
    assert not picker.isVisible()


def test_where_nothing_is_found_it_says_so_and_chooses_nothing(picker: EmojiPicker, qtbot: QtBot) -> None:
    QTest.keyClicks(picker.field, "qqq")
    assert not picker.grid.isVisible()
    with qtbot.assertNotEmitted(picker.chosen):
        QTest.keyClick(picker.field, Key.Key_Return)
    QTest.keyClick(picker.field, Key.Key_Right)
    picker.field.clear()
    assert picker.grid.isVisible()
    assert current(picker) == USUAL[0]


def test_tab_and_the_buttons_lead_to_groups(picker: EmojiPicker) -> None:
    QTest.keyClick(picker.field, Key.Key_Tab)
    assert current(picker) == "😀"
    QTest.keyClick(picker.field, Key.Key_Tab)
    assert picker.groups[2].isChecked()
    QTest.keyClick(picker.field, Key.Key_Backtab)
    assert current(picker) == "😀"
    QTest.keyClicks(picker.field, "cat")
    picker.groups[-1].click()
    assert picker.field.text() == ""
    assert current(picker) == "🏁"
    assert picker.groups[-1].isChecked()


def test_what_the_keys_chose_stays_while_the_pointer_rests_on_the_grid(picker: EmojiPicker) -> None:
    view = picker.grid
    beside = view.viewport().mapToGlobal(view.visualRect(view.model().index(3, 0)).center())
    QCursor.setPos(beside)
    QTest.keyClick(picker.field, Key.Key_Tab)
    assert current(picker) == "😀", "the grid moved below the pointer, not the pointer over the grid"
    QTest.mouseMove(view.viewport(), view.visualRect(view.model().index(view.current_row() + 1, 0)).center())
    assert current(picker) == "😃"


def test_the_mouse_chooses_an_emoji_and_no_title(picker: EmojiPicker, qtbot: QtBot) -> None:
    model, view = picker.grid.model(), picker.grid
    with qtbot.assertNotEmitted(picker.chosen):
        QTest.mouseClick(
            view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(model.index(0, 0)).center()
        )
    with qtbot.waitSignal(picker.chosen) as caught:
        QTest.mouseClick(
            view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(model.index(3, 0)).center()
        )
    assert caught.args == [USUAL[2]]


def test_each_emoji_is_read_out_by_its_name(picker: EmojiPicker, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def hear(event: object) -> None:
        if isinstance(event, QAccessibleAnnouncementEvent):
            read.append(event.message())

    monkeypatch.setattr(QAccessible, "isActive", lambda: True)
    monkeypatch.setattr(QAccessible, "updateAccessibility", hear)
    QTest.keyClick(picker.field, Key.Key_Right)
    first = picker.grid.model().index(1, 0)
    assert first.data(Qt.ItemDataRole.AccessibleTextRole) == "thumbs up"
    assert (
        picker.grid.itemDelegate().tooltip_at(QPoint(), QStyleOptionViewItem(), first) == "thumbs up · :+1:"
    )
    QTest.keyClicks(picker.field, "qqq")
    assert read[0] == "red heart"
    assert read[-1] == "No emoji is called that."


def test_escape_closes_it(picker: EmojiPicker, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(picker.chosen):
        QTest.keyClick(picker.field, Key.Key_Escape)
    assert not picker.isVisible()


# -- tones of skin


def test_people_are_shown_in_the_tone_that_was_chosen(picker: EmojiPicker, library: EmojiLibrary) -> None:
    library._is_drawn = lambda text: "💪" not in text  # type: ignore[method-assign]  # whatever fonts are here
    QTest.keyClick(picker.field, Key.Key_Right)
    before = picker.grid.current_row()
    for _tone in range(3):
        QTest.keyClick(picker.field, Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert library.tone == 3
    assert picker.grid.current_row() == before
    assert "medium (Ctrl+T for the next)" in picker.tone.toolTip()
    assert [library.table.by_code(code).text for code in ("wave", "v", "muscle", "tada")] == [  # type: ignore[union-attr]
        *("👋🏽", "✌🏽", "💪", "🎉")
    ]
    assert library.often_used()[0].text == "👍🏽"
    assert [emoji.text for emoji in library.often_used()[-2:]] == ["🍕", "👍🏽"], "as they were used"
    library.note_used("🙏🏽")
    assert library.recents == ("🍕", "👍🏽"), "offered anyway"
    for _tone in range(3):
        picker.tone.click()
    assert library.tone == 0
    assert library.often_used()[0].text == "👍"


def test_where_no_other_tone_is_drawn_none_is_offered(
    qtbot: QtBot, theme: Theme, library: EmojiLibrary
) -> None:
    library._is_drawn = lambda _text: False  # type: ignore[method-assign]
    window = QWidget()
    qtbot.addWidget(window)
    picker = EmojiPicker(theme, library, "React", window)
    assert picker.tone.isHidden()
    QTest.keyClick(picker.field, Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert library.tone == 0
