"""Writing, completing, checking and sending."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QImage, QInputMethodEvent, QKeySequence, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.ui.action import row_of
from app.ui.composer.completion import Candidate, matching_candidates
from app.ui.composer.composer import Composer
from app.ui.composer.composer_keyboard import COMPOSER_KEYS, ComposerKey
from app.ui.composer.draft import InputHistory, ReplyDraft, measure
from app.ui.emoji.emoji_picker import EmojiPicker
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme

# popups without a window system: masks, raising and grabbing are not there
pytestmark = pytest.mark.qt_log_ignore("does not support")

ENTER = Qt.Key.Key_Return
SHIFT = Qt.KeyboardModifier.ShiftModifier
NO_FILES = "This room takes no files: its host has turned them off, or has an older Hubbub."
PEOPLE = [
    Candidate("Tomás", 10.0),
    Candidate("bob", 30.0),
    Candidate("Ines", 20.0),
    Candidate("tim", 0.0, away=True),
]


@pytest.fixture
def composer(qtbot: QtBot, theme: Theme) -> Composer:
    window = QWidget()
    qtbot.addWidget(window)
    made = Composer(theme, lambda: PEOPLE, holds_password=lambda text: "secret" in text)
    layout = QVBoxLayout(window)
    layout.addStretch(1)
    layout.addWidget(made)
    made.set_room_name("Robotics club")
    window.resize(600, 400)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    made.setFocus()
    qtbot.waitUntil(made.edit.hasFocus)
    made.window_of_test = window  # type: ignore[attr-defined]  # keeps it alive
    return made


def sent(composer: Composer) -> list[str]:
    out: list[str] = []
    composer.submitted.connect(out.append)
    return out


def press(
    composer: Composer, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    QTest.keyClick(QApplication.focusWidget() or composer.edit, key, held)


def picker_of(composer: Composer) -> EmojiPicker:
    return next(picker for picker in composer.findChildren(EmojiPicker) if picker.isVisible())


def paste(composer: Composer, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    composer.edit.paste()


def test_enter_sends_and_empties_the_field(composer: Composer) -> None:
    out = sent(composer)
    QTest.keyClicks(composer.edit, "hello")
    press(composer, ENTER)
    press(composer, ENTER)
    assert out == ["hello"]
    assert composer.text() == ""


@pytest.mark.parametrize("held", [SHIFT, Qt.KeyboardModifier.AltModifier])
def test_enter_with_shift_or_alt_makes_a_line(composer: Composer, held: Qt.KeyboardModifier) -> None:
    out = sent(composer)
    QTest.keyClicks(composer.edit, "a")
    press(composer, ENTER, held)
    QTest.keyClicks(composer.edit, "b")
    assert out == []
    press(composer, ENTER)
    assert out == ["a\nb"]


def test_enter_never_sends_while_an_input_method_composes(composer: Composer) -> None:
    out = sent(composer)
    composer.set_text("ni")
    QApplication.sendEvent(composer.edit, QInputMethodEvent("hao", []))
    QTest.keyClick(composer.edit, ENTER)
    assert out == []
    done = QInputMethodEvent()
    done.setCommitString("好")
    QApplication.sendEvent(composer.edit, done)
    QTest.keyClick(composer.edit, ENTER)
    assert out == ["ni好"]


def test_spaces_alone_are_not_sent(composer: Composer) -> None:
    out = sent(composer)
    composer.set_text("  \n ")
    press(composer, ENTER)
    assert out == []


def test_the_field_grows_to_six_lines(composer: Composer) -> None:
    one = composer.edit.height()
    composer.set_text("\n".join("abc"))
    three = composer.edit.height()
    composer.set_text("\n".join("abcdef"))
    six = composer.edit.height()
    composer.set_text("\n".join("abcdefghijkl"))
    assert one < three < six == composer.edit.height()
    composer.set_text("")
    assert composer.edit.height() == one


def lines_seen(composer: Composer) -> tuple[str, int]:
    """The text of the first line that is seen, and how many lines more than there are would still fit."""
    edit = composer.edit
    block = edit.firstVisibleBlock()
    below = edit.viewport().height() - edit.blockBoundingGeometry(edit.document().lastBlock()).bottom()
    return block.text(), int(below // edit.blockBoundingRect(block).height())


@pytest.mark.parametrize("scale", [80, 100, 125, 150, 200])
def test_all_lines_are_seen_however_they_came(composer: Composer, theme: Theme, scale: int) -> None:
    theme.set_text_scale(scale)
    try:
        QTest.keyClicks(composer.edit, "first")
        for letter in "bcdef":
            press(composer, ENTER, SHIFT)
            QTest.keyClicks(composer.edit, letter)
            assert lines_seen(composer) == ("first", 0)
            assert composer.edit.verticalScrollBar().maximum() == 0
        composer.set_text("")
        paste(composer, "first\nsecond\nthird")
        assert lines_seen(composer) == ("first", 0)
        composer.edit.textCursor().insertText("\n👍 fourth")  # of another font, whose lines are higher
        assert lines_seen(composer) == ("first", 0)
    finally:
        theme.set_text_scale(100)


def test_of_a_longer_text_the_line_with_the_caret_is_seen(composer: Composer) -> None:
    paste(composer, "\n".join("abcdefgh"))
    assert lines_seen(composer) == ("c", 0)
    composer.edit.moveCursor(QTextCursor.MoveOperation.Start)
    assert lines_seen(composer)[0] == "a"


def test_the_field_takes_no_more_than_two_fifths_of_the_conversation(composer: Composer) -> None:
    one = composer.edit.height()
    composer.set_conversation_height(200)
    composer.set_text("\n".join("abcdefgh"))
    assert one < composer.edit.height() <= 80
    composer.set_conversation_height(10)
    assert composer.edit.height() == one
    composer.set_conversation_height(2_000)
    six = composer.edit.height()
    assert 5 * one < six < 7 * one


def test_an_unknown_command_stays_and_is_told(composer: Composer) -> None:
    out = sent(composer)
    QTest.keyClicks(composer.edit, "/frob")
    press(composer, ENTER)
    assert out == []
    assert composer.text() == "/frob"
    assert "no command /frob" in composer.status()
    QTest.keyClicks(composer.edit, "x")
    assert composer.status() == ""


def test_while_blocked_the_text_is_kept_and_the_reason_told(composer: Composer) -> None:
    out = sent(composer)
    composer.set_blocked("Reconnecting… your text is kept")
    QTest.keyClicks(composer.edit, "later")
    press(composer, ENTER)
    assert (out, composer.text()) == ([], "later")
    assert composer.status() == "Reconnecting… your text is kept"
    composer.set_blocked("")
    press(composer, ENTER)
    assert out == ["later"]
    assert composer.status() == ""


def test_long_text_says_how_it_will_travel(composer: Composer) -> None:
    composer.set_limit(100)
    composer.set_text("x" * 79)
    assert composer.status() == ""
    composer.set_text("x" * 80)
    assert composer.status() == "80 of 100 bytes"
    composer.set_text("word " * 50)
    assert composer.status() == "Will be sent as 3 messages"


def test_where_a_message_has_several_lines_they_are_one(composer: Composer) -> None:
    out = sent(composer)
    composer.set_limit(1_000, 20)
    composer.set_text("\n".join(f"line {number}" for number in range(8)))
    assert composer.status() == ""
    press(composer, ENTER)
    assert len(out) == 1
    composer.set_text("x" * 900)
    assert composer.status() == "900 of 1000 bytes"
    composer.set_text("x\n" * 50)
    assert composer.status() == "Will be sent as 3 messages"
    composer.set_limit(0, 0)
    assert composer.status() == "Will be sent as 50 messages"


def test_many_messages_are_asked_about(composer: Composer) -> None:
    out = sent(composer)
    text = "\n".join(f"line {number}" for number in range(8))
    composer.set_text(text)
    press(composer, ENTER)
    assert out == []
    assert composer._confirm.isVisible()
    composer._confirm.declined.emit()
    assert (out, composer.text()) == ([], text)
    press(composer, ENTER)
    composer._confirm.accepted.emit()
    assert out == [text]
    assert not composer._confirm.isVisible()


def test_too_many_messages_stay_in_the_field(composer: Composer) -> None:
    out = sent(composer)
    composer.set_text("\n".join("x" * 61))
    press(composer, ENTER)
    assert out == []
    assert "61 messages; 60 at once is the most" in composer.status()
    assert len(composer.text()) == 121


def test_a_megabyte_is_refused_in_a_sentence(composer: Composer) -> None:
    composer.set_text("kept")
    paste(composer, "x" * 1_000_000)
    assert composer.text() == "kept"
    assert composer.status().startswith("1.0 MB of text is too long to paste")


def test_much_that_was_pasted_is_asked_about_once_it_is_sent(composer: Composer) -> None:
    out = sent(composer)
    composer.set_limit(16_000, 100)  # as on hubs of ours
    text = "\n".join(f"line {number}" for number in range(8))
    paste(composer, text)
    press(composer, ENTER)
    assert out == []
    asked = composer._confirm
    assert asked.isVisible()
    assert (asked._words.text(), asked._send.text()) == (
        "Send 8 lines (55 bytes) as one message?",
        "Send as one message",
    )
    press(composer, ENTER)  # the focus is on the answer that does nothing
    assert (out, composer.text(), asked.isVisible()) == ([], text, False)
    assert composer.edit.hasFocus()
    press(composer, ENTER)
    press(composer, Qt.Key.Key_Escape)
    assert (out, asked.isVisible()) == ([], False)
    press(composer, ENTER)
    asked._send.click()
    assert out == [text]
    paste(composer, "one line")
    press(composer, ENTER)
    assert out == [text, "one line"]


def test_many_bytes_are_asked_about_and_what_was_typed_is_not(composer: Composer) -> None:
    out = sent(composer)
    composer.set_limit(16_000, 100)
    paste(composer, "x" * 2_001)
    press(composer, ENTER)
    assert composer._confirm._words.text() == "Send 2.0 KB of text as one message?"
    composer.set_text("")
    composer.set_text("\n".join("abcdefgh"))
    press(composer, ENTER)
    assert out == ["\n".join("abcdefgh")]


def test_what_was_pasted_and_taken_away_again_is_not_asked_about(composer: Composer) -> None:
    out = sent(composer)
    composer.set_limit(16_000, 100)
    paste(composer, "\n".join("abcdefgh"))
    composer.edit.selectAll()
    QTest.keyClicks(composer.edit, "short")
    press(composer, ENTER)
    assert out == ["short"]


def mime(**formats: object) -> QMimeData:
    made = QMimeData()
    if "html" in formats:
        made.setHtml(str(formats["html"]))
    if "text" in formats:
        made.setText(str(formats["text"]))
    if "image" in formats:
        made.setImageData(QImage(4, 4, QImage.Format.Format_RGB32))
    if "urls" in formats:
        made.setUrls([QUrl(str(formats["urls"]))])
    return made


@pytest.mark.parametrize(
    ("given", "text", "status"),
    [
        (mime(image=True), "", NO_FILES),
        (mime(image=True, html="<img src='http://h/x.png'>"), "", NO_FILES),
        (mime(image=True, text="cells"), "cells", ""),
        (mime(html="<p>so <b>bold</b></p><p>two</p>"), "so bold\ntwo", ""),
        (mime(html="<img src=x>", text=""), "", ""),
        (mime(urls="file:///home/x/notes.txt", text="/home/x/notes.txt"), "", NO_FILES),
        (mime(urls="http://example.org/", text="http://example.org/"), "http://example.org/", ""),
    ],
)
def test_what_cannot_be_pasted_is_said(composer: Composer, given: QMimeData, text: str, status: str) -> None:
    assert composer.edit.canInsertFromMimeData(given)
    composer.set_limit(1_000, 20)
    composer.edit.insertFromMimeData(given)
    assert (composer.text(), composer.status()) == (text, status)


def test_pasted_text_is_plain(composer: Composer) -> None:
    mime = QMimeData()
    mime.setHtml("<b>bold</b>")
    mime.setText("bo\r\nld\x00")
    composer.edit.insertFromMimeData(mime)
    assert composer.text() == "bo\nld"
    assert not composer.edit.canInsertFromMimeData(QMimeData())


def test_up_in_an_empty_field_recalls_ones_own_words(composer: Composer) -> None:
    for text in ("one", "two"):
        composer.set_text(text)
        press(composer, ENTER)
    press(composer, Qt.Key.Key_Up)
    assert composer.text() == "two"
    press(composer, Qt.Key.Key_Up)
    assert composer.text() == "one"
    press(composer, Qt.Key.Key_Up)
    assert composer.text() == "one"
    press(composer, Qt.Key.Key_Down)
    press(composer, Qt.Key.Key_Down)
    assert composer.text() == ""
    composer.set_text("draft")
    press(composer, Qt.Key.Key_Up)
    assert composer.text() == "draft"


def test_a_password_is_sent_and_not_recalled(composer: Composer) -> None:
    out = sent(composer)
    for text in ("one", "/msg NickServ identify secret"):
        composer.set_text(text)
        press(composer, ENTER)
    assert out == ["one", "/msg NickServ identify secret"]
    press(composer, Qt.Key.Key_Up)
    assert composer.text() == "one"


def test_recalling_nothing_is_nothing() -> None:
    history = InputHistory()
    assert history.older("") is None
    assert history.newer("") is None
    history.add("a")
    history.add("a")
    assert history.older("") == "a"
    assert history.older("edited") is None
    assert history.newer("edited") is None


def test_tab_completes_the_only_name_that_fits(composer: Composer) -> None:
    QTest.keyClicks(composer.edit, "in")
    press(composer, Qt.Key.Key_Tab)
    assert composer.text() == "Ines: "
    QTest.keyClicks(composer.edit, "and b")
    press(composer, Qt.Key.Key_Tab)
    assert composer.text() == "Ines: and bob "


def test_tab_without_a_letter_leaves_the_field(composer: Composer) -> None:
    QTest.keyClick(composer.edit, Qt.Key.Key_Tab)
    assert composer.text() == ""


def test_at_offers_people_the_most_active_first(composer: Composer) -> None:
    QTest.keyClicks(composer.edit, "hi @")
    popup = composer._popup
    assert popup.isVisible()
    assert [choice.label for choice in popup._suggestions] == ["bob", "Ines", "Tomás", "tim"]
    assert popup._suggestions[3].hint == "away"
    QTest.keyClicks(composer.edit, "TOM")
    assert [choice.label for choice in popup._suggestions] == ["Tomás"]
    press(composer, ENTER)
    assert composer.text() == "hi @Tomás "
    assert not popup.isVisible()


def test_the_popup_is_walked_and_closed_by_key(composer: Composer) -> None:
    QTest.keyClicks(composer.edit, "@t")
    press(composer, Qt.Key.Key_Down)
    press(composer, Qt.Key.Key_Tab)
    assert composer.text() == "tim: "
    QTest.keyClicks(composer.edit, "@")
    press(composer, Qt.Key.Key_Up)
    press(composer, Qt.Key.Key_Escape)
    assert not composer._popup.isVisible()
    assert composer.text() == "tim: @"


def test_a_slash_offers_commands(composer: Composer) -> None:
    QTest.keyClicks(composer.edit, "/ki")
    press(composer, Qt.Key.Key_Tab)
    assert composer.text() == "/kick "
    assert not composer._popup.isVisible()
    composer.set_text("")
    QTest.keyClicks(composer.edit, "say /ki")
    assert not composer._popup.isVisible()


# -- emoji


def test_a_colon_and_two_letters_offer_emoji(composer: Composer) -> None:
    QTest.keyClicks(composer.edit, "Spare :b")
    popup = composer._popup
    assert not popup.isVisible()
    QTest.keyClicks(composer.edit, "at")
    assert popup.isVisible()
    first = popup._suggestions[0]
    assert (first.label, first.emoji, first.label[slice(*first.typed)]) == (":bat:", "🦇", ":bat")
    assert not popup.grab().isNull()
    QTest.keyClicks(composer.edit, "t")
    press(composer, Qt.Key.Key_Tab)
    assert composer.text() == "Spare 🔋"
    assert not popup.isVisible()
    QTest.keyClicks(composer.edit, " :ghana")
    assert popup._suggestions[0].typed == (0, 6)
    QTest.keyClicks(composer.edit, " :hilar")  # of no code, but of what it means
    assert popup._suggestions[0].typed == (0, 0)
    press(composer, Qt.Key.Key_Escape)
    assert composer.text() == "Spare 🔋 :ghana :hilar"


def test_a_part_of_a_code_is_marked_where_it_is(composer: Composer) -> None:
    QTest.keyClicks(composer.edit, ":battery")
    found = {each.label: each.label[slice(*each.typed)] for each in composer._popup._suggestions}
    assert found[":low_battery:"] == "battery"


def test_what_was_chosen_last_is_offered_first(composer: Composer) -> None:
    QTest.keyClicks(composer.edit, ":batte")
    press(composer, ENTER)
    QTest.keyClicks(composer.edit, " :ba")
    assert composer._popup._suggestions[0].label == ":battery:"


def test_an_emoji_is_chosen_by_mouse(composer: Composer) -> None:
    QTest.keyClicks(composer.edit, "(:batter")
    popup = composer._popup
    QTest.mouseClick(popup, Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
    assert composer.text() == "(🔋"


def test_a_written_code_becomes_its_emoji_and_stays_a_code_when_that_is_undone(composer: Composer) -> None:
    QTest.keyClicks(composer.edit, "so :smile:")
    assert composer.text() == "so 😄"
    QTest.keySequence(composer.edit, QKeySequence(QKeySequence.StandardKey.Undo))
    assert composer.text() == "so :smile:"
    QTest.keyClicks(composer.edit, " and :nosuchcode:")
    assert composer.text() == "so :smile: and :nosuchcode:"


@pytest.mark.parametrize("text", ["`:smile:`", "```\n:smile:\n```", "at 10:smile:", "http://h/:smile:"])
def test_in_code_and_links_a_code_is_text(composer: Composer, text: str) -> None:
    for line, rest in enumerate(text.split("\n")):
        if line:
            press(composer, ENTER, SHIFT)
        QTest.keyClicks(composer.edit, rest)
    assert composer.text() == text


def test_what_is_pasted_or_recalled_is_left_as_it_is(composer: Composer) -> None:
    paste(composer, ":smile:")
    assert composer.text() == ":smile:"
    press(composer, ENTER)
    press(composer, Qt.Key.Key_Up)
    assert composer.text() == ":smile:"


def test_an_emoji_is_picked_with_keys_alone(composer: Composer) -> None:
    QTest.keyClicks(composer.edit, "hi  there")
    for _ in range(6):
        press(composer, Qt.Key.Key_Left)
    QTest.keySequence(composer.edit, QKeySequence("Ctrl+."))
    picker = picker_of(composer)
    QTest.keyClicks(picker.field, "wave")
    QTest.keyClick(picker.field, ENTER)
    assert composer.text() == "hi 👋 there"
    assert composer.edit.hasFocus()


def test_an_emoji_is_picked_with_the_mouse(composer: Composer) -> None:
    composer.emoji_button.click()
    picker = picker_of(composer)
    place = picker.grid.visualRect(picker.grid.model().index(1, 0)).center()
    QTest.mouseClick(picker.grid.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert composer.text() == "👍"
    assert not picker.isVisible()


def test_a_name_is_chosen_by_mouse(composer: Composer) -> None:
    QTest.keyClicks(composer.edit, "@")
    popup = composer._popup
    assert not popup.grab().isNull()
    QTest.mouseClick(popup, Qt.MouseButton.LeftButton, pos=popup.rect().center() / 2)
    assert composer.text() in ("bob: ", "Ines: ")


def test_escape_and_pages_are_for_others(composer: Composer, qtbot: QtBot) -> None:
    with qtbot.waitSignal(composer.escape_pressed):
        press(composer, Qt.Key.Key_Escape)
    with qtbot.waitSignal(composer.page_pressed) as caught:
        press(composer, Qt.Key.Key_PageUp)
    assert caught.args == [True]


def sent_before(composer: Composer, *texts: str) -> None:
    for text in texts:
        composer.set_text(text)
        press(composer, ENTER)


# What each key does in the draft "one" that was recalled, "two" being the text sent last.
RECALLED: dict[ComposerKey, Callable[[Composer, list[object]], bool]] = {
    ComposerKey.SEND: lambda composer, told: told == ["one"] and composer.text() == "",
    ComposerKey.NEW_LINE: lambda composer, told: composer.text() == "one\n",
    ComposerKey.OLDER: lambda composer, told: composer.text() == "zero",
    ComposerKey.NEWER: lambda composer, told: composer.text() == "two",
    ComposerKey.TO_NEW: lambda composer, told: told == ["end"],
    ComposerKey.PAGE_UP: lambda composer, told: told == [True],
    ComposerKey.PAGE_DOWN: lambda composer, told: told == [False],
    ComposerKey.ESCAPE: lambda composer, told: told == ["escape"],
    ComposerKey.EMOJI: lambda composer, told: any(composer.findChildren(EmojiPicker)),
    ComposerKey.ATTACH: lambda composer, told: composer.status() == NO_FILES,
    ComposerKey.EDIT_LAST: lambda composer, told: composer.text() == "zero",  # there is a draft: as OLDER
}


@pytest.mark.parametrize(
    ("action", "key"),
    [(row.id, key) for row in COMPOSER_KEYS for key in range(len(row.keys))],
    ids=lambda value: str(getattr(value, "value", value)),
)
def test_each_key_does_what_its_row_says(composer: Composer, action: ComposerKey, key: int) -> None:
    sent_before(composer, "zero", "one", "two")
    press(composer, Qt.Key.Key_Up)
    press(composer, Qt.Key.Key_Up)
    assert composer.text() == "one"
    told: list[object] = []
    composer.submitted.connect(told.append)
    composer.page_pressed.connect(told.append)
    composer.end_pressed.connect(lambda: told.append("end"))
    composer.escape_pressed.connect(lambda: told.append("escape"))
    composer.edit_last_pressed.connect(lambda: told.append("edit"))
    assert not RECALLED[action](composer, told)
    QTest.keySequence(composer.edit, QKeySequence(row_of(COMPOSER_KEYS, action).keys[key]))
    assert RECALLED[action](composer, told)


def test_enter_and_its_fellows_may_be_swapped(composer: Composer) -> None:
    out = sent(composer)
    assert composer._send.accessibleName() == "Send (Return)"
    composer.set_enter_sends(False)
    QTest.keyClicks(composer.edit, "a")
    press(composer, ENTER)
    press(composer, Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    press(composer, ENTER, SHIFT)
    QTest.keyClicks(composer.edit, "b")
    assert (out, composer.text()) == ([], "a\n\n\nb")
    assert composer._send.accessibleName() == "Send (Ctrl+Return)"
    press(composer, ENTER, Qt.KeyboardModifier.ControlModifier)
    assert out == ["a\n\n\nb"]
    composer.set_enter_sends(True)
    QTest.keyClicks(composer.edit, "c")
    press(composer, ENTER)
    assert out[1:] == ["c"]


def test_up_edits_the_last_message_from_the_empty_field_where_that_can_be(qtbot: QtBot, theme: Theme) -> None:
    may = [True]
    made = Composer(theme, may_edit_last=lambda: may[0])
    qtbot.addWidget(made)
    sent_before(made, "one")
    with qtbot.waitSignal(made.edit_last_pressed):
        QTest.keyClick(made.edit, Qt.Key.Key_Up)
    assert made.text() == ""
    may[0] = False
    with qtbot.assertNotEmitted(made.edit_last_pressed):
        QTest.keyClick(made.edit, Qt.Key.Key_Up)
    assert made.text() == "one"


def test_the_end_key_is_the_text_edits_own_before_its_end(composer: Composer, qtbot: QtBot) -> None:
    composer.set_text("hello")
    composer.edit.moveCursor(QTextCursor.MoveOperation.Start)
    with qtbot.assertNotEmitted(composer.end_pressed):
        press(composer, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    with qtbot.waitSignal(composer.end_pressed):
        press(composer, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)


def test_escape_ends_a_reply_before_anything_else(composer: Composer, qtbot: QtBot) -> None:
    composer.begin_reply(ReplyDraft("m", "bob", "hello", "bob"))
    with qtbot.assertNotEmitted(composer.escape_pressed):
        press(composer, Qt.Key.Key_Escape)
    assert composer.reference is None


def test_an_edit_that_changes_nothing_ends_and_says_nothing(composer: Composer) -> None:
    out = sent(composer)
    composer.set_text("draft")
    composer.begin_edit("m", "as it was")
    press(composer, ENTER)
    assert (out, composer.text(), composer.reference) == ([], "draft", None)


def test_an_edit_that_leaves_nothing_means_that_the_message_goes(composer: Composer, qtbot: QtBot) -> None:
    composer.set_text("draft")
    composer.begin_edit("m", "as it was")
    composer.edit.clear()
    assert composer._send.isEnabled()
    with qtbot.waitSignal(composer.emptied) as caught:
        press(composer, ENTER)
    assert caught.args == ["m"]
    assert (composer.text(), composer.reference) == ("draft", None)


def test_an_edited_message_stays_one(composer: Composer) -> None:
    out = sent(composer)
    composer.set_limit(100)
    composer.begin_edit("m", "short")
    composer.set_text("word " * 50)
    press(composer, ENTER)
    assert out == []
    assert composer.status() == "An edited message has to stay a single one. Please shorten it."
    assert composer.is_editing


def test_a_mention_addresses_somebody(composer: Composer) -> None:
    composer.mention("bob")
    composer.insert("and ")
    composer.mention("ines")
    assert composer.text() == "bob: and ines "


def test_people_are_found_without_case_and_accents() -> None:
    people = [Candidate("Zoë_Ångström"), Candidate("angus"), Candidate("élan")]
    assert [person.nick for person in matching_candidates(people, "ang")] == ["angus", "Zoë_Ångström"]
    assert [person.nick for person in matching_candidates(people, "ELAN")] == ["élan"]
    assert matching_candidates(people, "x") == []
    named = [Candidate("ines_d", name="Inês Duarte"), Candidate("bob")]
    assert matching_candidates(named, "duarte") == matching_candidates(named, "ines_") == named[:1]


def test_every_line_is_a_message() -> None:
    assert measure("", 100).messages == 0
    assert measure("a\n\n \nb", 100).messages == 2
    assert measure("ü" * 60, 100).messages == 2
    assert measure("a" * 80, 100).is_near_limit


def test_a_whole_text_is_measured_by_bytes_and_lines() -> None:
    assert measure("\n \n", 100, 10).messages == 0
    assert measure("a\n\nb\n", 100, 3).messages == 1
    assert measure("a\n\nb", 100, 2).messages == 2
    assert measure("ü" * 60, 100, 10).messages == 2
    assert measure("a" * 80, 100, 10).is_near_limit


def test_the_hint_in_the_field_grows_with_the_text(composer: Composer, theme: Theme) -> None:
    theme.set_text_scale(200)
    try:
        assert composer.edit.viewport().font().pixelSize() == theme.font(TypeRole.MESSAGE).pixelSize()
    finally:
        theme.set_text_scale(100)


def test_what_the_window_sets_is_no_typing(composer: Composer) -> None:
    """A draft that waits in a room is not being written because the room opens."""
    composer.restore_draft("for later")
    edited: list[str] = []
    composer.text_edited.connect(lambda: edited.append(composer.text()))
    composer.set_blocked("You are not connected.")
    composer.set_blocked("")
    composer.set_limit(400, 10)
    composer.set_enter_sends(False)
    assert edited == []
    composer.insert("!")
    assert edited == ["for later!"]


def test_the_hint_is_shortened_to_the_room_there_is(composer: Composer, qtbot: QtBot) -> None:
    edit = composer.edit
    assert edit.placeholderText() == "Message Robotics club"
    composer.set_room_name("Robotics club of the summer term, all classes")
    composer.window().resize(240, 400)
    qtbot.waitUntil(lambda: edit.placeholderText().endswith("…"))
    assert edit.placeholderText().startswith("Message ")
    assert edit.accessibleName() == "Message Robotics club of the summer term, all classes"
    composer.window().resize(900, 400)
    qtbot.waitUntil(lambda: edit.placeholderText() == edit.accessibleName())
