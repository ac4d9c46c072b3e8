"""The small widgets: focus rings, switches, labels that shorten, bars, questions, copying."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.widgets.buttons import Button, ButtonKind, Switch
from app.ui.widgets.focus_ring import FocusRing
from app.ui.widgets.form_fields import TextField
from app.ui.widgets.icon_button import IconButton
from app.ui.widgets.info_bar import InfoBar, InfoBarKind
from app.ui.widgets.labels import ElidedLabel, Label
from app.ui.widgets.question_dialog import CANCEL, Choice, Question, QuestionDialog


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(900, 500)
    QHBoxLayout(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def put(window: QWidget, *widgets: QWidget) -> None:
    for widget in widgets:
        window.layout().addWidget(widget)
        widget.show()
    QApplication.processEvents()


def rings(window: QWidget) -> list[FocusRing]:
    return [ring for ring in window.findChildren(FocusRing) if ring.isVisible()]


def test_a_ring_shows_for_the_keyboard_and_not_for_the_mouse(
    theme: Theme, window: QWidget, qtbot: QtBot
) -> None:
    one, two = Button(theme, "One"), Button(theme, "Two")
    put(window, one, two)
    qtbot.mouseClick(one, Qt.MouseButton.LeftButton)
    one.setFocus(Qt.FocusReason.MouseFocusReason)
    assert rings(window) == []
    qtbot.keyClick(one, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is two
    (ring,) = rings(window)
    assert ring.geometry() == two.geometry().adjusted(-4, -4, 4, 4)
    window.resize(1200, 600)
    QApplication.processEvents()
    assert ring.geometry() == two.geometry().adjusted(-4, -4, 4, 4)
    two.clearFocus()
    assert rings(window) == []


def test_a_switch_turns_with_the_space_bar_and_is_large_enough(
    theme: Theme, window: QWidget, qtbot: QtBot
) -> None:
    switch = Switch(theme, "Keep awake")
    put(window, switch)
    qtbot.keyClick(switch, Qt.Key.Key_Space)
    assert switch.isChecked()
    assert switch.accessibleName() == "Keep awake"
    assert (switch.width(), switch.height()) == (36, 28)


def test_an_icon_button_says_what_it_does(theme: Theme, window: QWidget) -> None:
    button = IconButton(theme, "close", "Close")
    put(window, button)
    assert button.toolTip() == button.accessibleName() == "Close"
    assert (button.width(), button.height()) == (32, 32)
    assert not button.grab().isNull()


def test_a_shortened_label_keeps_its_words_as_tooltip(theme: Theme, window: QWidget) -> None:
    label = ElidedLabel("A very long room name\nthat cannot fit")
    put(window, label)
    label.resize(60, 20)
    assert label.text().endswith("…")
    assert label.toolTip() == label.full_text() == "A very long room name that cannot fit"
    label.resize(600, 20)
    assert label.text() == label.full_text()
    assert label.toolTip() == ""


def columns(image: QImage) -> int:
    """How many columns of a picture have ink."""
    ground = image.pixelColor(image.width() - 1, 0)
    rows = range(image.height())
    return sum(any(image.pixelColor(x, y) != ground for y in rows) for x in range(image.width()))


def test_a_first_letter_that_reaches_to_the_left_is_not_cut(theme: Theme, window: QWidget) -> None:
    label = Label("Journal")
    font = theme.font(TypeRole.TITLE)
    font.setItalic(True)  # reaches out in every font
    label.setFont(font)
    room = label.indent()
    assert room > 0
    label.resize(400, 60)
    whole = label.grab().toImage()
    label.setIndent(room + 20)
    free = label.grab().toImage()
    assert columns(whole) == columns(free)
    label.setText("Robotics club")
    label.setFont(theme.font(TypeRole.TITLE))
    assert label.indent() == -1


def test_an_error_replaces_the_hint_and_goes_with_the_next_key(
    theme: Theme, window: QWidget, qtbot: QtBot
) -> None:
    field = TextField(theme, "Address", hint="Ask the host.")
    put(window, field)
    field.set_error("Nobody answers.")
    assert field.error() == "Nobody answers."
    assert field.edit.accessibleDescription() == "Nobody answers."
    qtbot.keyClicks(field.edit, "x")
    assert field.error() == ""
    assert field.edit.accessibleDescription() == "Ask the host."


def test_a_bar_keeps_its_buttons_while_it_counts_down(theme: Theme, window: QWidget, qtbot: QtBot) -> None:
    bar = InfoBar(theme)
    put(window, bar)
    actions = [("retry", "Retry now"), ("stop", "Stop")]
    bar.show_state(InfoBarKind.WARNING, "Connection lost.", "Reconnecting in 4 s", actions)
    (retry, stop) = bar.findChildren(Button)
    bar.show_state(InfoBarKind.WARNING, "Connection lost.", "Reconnecting in 3 s", actions)
    assert bar.findChildren(Button) == [retry, stop]
    with qtbot.waitSignal(bar.triggered) as heard:
        stop.click()
    assert heard.args == ["stop"]
    assert bar.accessibleName() == "Connection lost. Reconnecting in 3 s"


def ask(theme: Theme, window: QWidget, **more: str) -> QuestionDialog:
    choices = (Choice(CANCEL, "Cancel"), Choice("ban", "Ban", ButtonKind.DANGER_PRIMARY))
    sheet = QuestionDialog(theme, Question("Ban dave?", "He cannot come back.", choices, **more), window)
    QApplication.processEvents()
    return sheet


def test_a_question_starts_on_cancel_and_escape_cancels(theme: Theme, window: QWidget, qtbot: QtBot) -> None:
    before = Button(theme, "Ban")
    put(window, before)
    before.setFocus()
    sheet = ask(theme, window)
    assert QApplication.focusWidget() is sheet.button(CANCEL)
    with qtbot.waitSignal(sheet.answered) as heard:
        qtbot.keyClick(sheet.button(CANCEL), Qt.Key.Key_Escape)
    assert heard.args == [CANCEL, ""]
    assert QApplication.focusWidget() is before


def test_a_question_outlives_what_had_the_focus_before(theme: Theme, window: QWidget, qtbot: QtBot) -> None:
    before = Button(theme, "Before")
    put(window, before)
    before.setFocus()
    question = Question("Sure?", "Really?", (Choice(CANCEL, "Cancel"), Choice("go", "Go")))
    sheet = QuestionDialog(theme, question, window)
    before.deleteLater()
    QCoreApplication.sendPostedEvents(before, QEvent.Type.DeferredDelete)
    with qtbot.waitSignal(sheet.answered) as answered:
        sheet.answer(CANCEL)
    assert answered.args == [CANCEL, ""]


def test_a_question_gives_the_choice_and_the_typed_reason(
    theme: Theme, window: QWidget, qtbot: QtBot
) -> None:
    sheet = ask(theme, window, field_label="Reason")
    field = sheet.field()
    assert field is not None
    qtbot.keyClicks(field.edit, "spam")
    with qtbot.waitSignal(sheet.answered) as heard:
        sheet.button("ban").click()
    assert heard.args == ["ban", "spam"]


def test_what_is_typed_at_once_goes_into_the_field_of_a_question(
    theme: Theme, window: QWidget, qtbot: QtBot
) -> None:
    sheet = ask(theme, window, field_label="Reason", field_text="spam")
    field = sheet.field()
    assert field is not None
    assert QApplication.focusWidget() is field.edit
    qtbot.keyClicks(QApplication.focusWidget(), " too loud")
    assert sheet.isVisible()
    assert field.text() == " too loud"


def test_enter_in_a_reason_bans_nobody(theme: Theme, window: QWidget, qtbot: QtBot) -> None:
    sheet = ask(theme, window, field_label="Reason")
    field = sheet.field()
    assert field is not None
    told: list[tuple[str, str]] = []
    sheet.answered.connect(lambda *heard: told.append(heard))
    qtbot.keyClicks(field.edit, "spam")
    qtbot.keyClick(field.edit, Qt.Key.Key_Return)
    assert told == []
    assert sheet.isVisible()
    assert QApplication.focusWidget() is sheet.button(CANCEL)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert told == [(CANCEL, "spam")]


def test_enter_in_a_field_answers_what_is_asked_for(theme: Theme, window: QWidget, qtbot: QtBot) -> None:
    choices = (Choice(CANCEL, "Cancel"), Choice("go", "Change", ButtonKind.PRIMARY))
    sheet = QuestionDialog(theme, Question("Your name", "", choices, field_label="Name"), window)
    field = sheet.field()
    assert field is not None
    qtbot.keyClicks(field.edit, "Bo")
    with qtbot.waitSignal(sheet.answered) as heard:
        qtbot.keyClick(field.edit, Qt.Key.Key_Return)
    assert heard.args == ["go", "Bo"]


def test_tab_stays_inside_a_question_and_enter_presses_the_focused_button(
    theme: Theme, window: QWidget, qtbot: QtBot
) -> None:
    put(window, Button(theme, "Outside"))
    sheet = ask(theme, window)
    qtbot.keyClick(sheet.button(CANCEL), Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is sheet.button("ban")
    qtbot.keyClick(sheet.button("ban"), Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is sheet.button(CANCEL)
    qtbot.keyClick(sheet.button(CANCEL), Qt.Key.Key_Backtab)
    with qtbot.waitSignal(sheet.answered) as heard:
        qtbot.keyClick(sheet.button("ban"), Qt.Key.Key_Return)
    assert heard.args == ["ban", ""]


def test_a_question_covers_its_window_also_after_a_resize(theme: Theme, window: QWidget) -> None:
    sheet = ask(theme, window)
    window.resize(480, 400)
    QApplication.processEvents()
    assert sheet.size() == window.size()
    sheet.answer(CANCEL)
    sheet.answer("ban")
    assert sheet.isHidden()


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_keys_press_the_button_that_has_the_focus(
    theme: Theme, window: QWidget, qtbot: QtBot, key: Qt.Key
) -> None:
    buttons = [Button(theme, "Send all"), IconButton(theme, "copy", "Copy")]
    put(window, *buttons)
    pressed: list[object] = []
    for button in buttons:
        button.clicked.connect(lambda _checked, which=button: pressed.append(which))
        button.setFocus()
        qtbot.keyClick(button, key)
    assert pressed == buttons
