"""The sheet that asks for an account: by keyboard alone, and each answer once."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.ui.theme.theme import Theme
from app.ui.window.account_sheet import AccountLogin, AccountQuestion, AccountSheet


class Asked:
    def __init__(self, qtbot: QtBot, theme: Theme, question: AccountQuestion) -> None:
        self.window = QWidget()
        self.window.resize(480, 600)
        qtbot.addWidget(self.window)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)
        self.sheet = AccountSheet(theme, question, self.window)
        self.told: list[object] = []
        self.sheet.submitted.connect(self.told.append)
        self.sheet.went_without.connect(lambda: self.told.append("without"))
        self.sheet.declined.connect(lambda: self.told.append("declined"))


@pytest.fixture
def ask(qtbot: QtBot, theme: Theme) -> object:
    return lambda **how: Asked(qtbot, theme, AccountQuestion("Libera", **how))


def test_it_is_answered_without_a_mouse(ask: object, qtbot: QtBot) -> None:
    asked = ask()  # type: ignore[operator]
    sheet = asked.sheet
    assert sheet.account.edit.hasFocus()
    qtbot.keyClicks(sheet.account.edit, "mara")
    qtbot.keyClick(sheet.account.edit, Qt.Key.Key_Return)
    assert sheet.password.edit.hasFocus()
    assert sheet.password.error() == ""
    qtbot.keyClick(sheet.password.edit, Qt.Key.Key_Return)
    assert sheet.password.error()
    qtbot.keyClicks(sheet.password.edit, "sesame")
    qtbot.keyClick(sheet.password.edit, Qt.Key.Key_Enter)
    assert asked.told == [AccountLogin("mara", "sesame", is_kept=True)]
    assert sheet.isHidden()


def test_who_is_known_types_the_password_alone_and_may_not_want_it_kept(ask: object, qtbot: QtBot) -> None:
    asked = ask(account="mara", reason="It was refused.")  # type: ignore[operator]
    sheet = asked.sheet
    assert sheet.password.edit.hasFocus()
    qtbot.keyClicks(sheet.password.edit, "sesame")
    sheet.keep.click()
    sheet.log_in.click()
    assert asked.told == [AccountLogin("mara", "sesame", is_kept=False)]


def test_without_an_account_it_says_what_is_missing(ask: object) -> None:
    asked = ask()  # type: ignore[operator]
    asked.sheet.log_in.click()
    assert asked.sheet.account.error()
    assert asked.told == []


@pytest.mark.parametrize("by_key", [True, False])
def test_to_leave_it_is_said_once(ask: object, qtbot: QtBot, by_key: bool) -> None:
    asked = ask()  # type: ignore[operator]
    if by_key:
        qtbot.keyClick(asked.sheet.account.edit, Qt.Key.Key_Escape)
    else:
        asked.sheet.cancel.click()
    asked.sheet.dismiss()
    assert asked.told == ["declined"]


def test_one_goes_in_without_only_where_that_can_be(ask: object) -> None:
    assert not ask().sheet.without.isVisible()  # type: ignore[operator]
    asked = ask(may_go_without=True)  # type: ignore[operator]
    asked.sheet.without.click()
    assert asked.told == ["without"]


def test_tab_goes_round_inside(ask: object, qtbot: QtBot) -> None:
    sheet = ask(may_go_without=True).sheet  # type: ignore[operator]
    stops = [sheet.account.edit, sheet.password.edit, sheet.keep, sheet.cancel, sheet.without, sheet.log_in]
    for stop in (*stops[1:], stops[0]):
        qtbot.keyClick(sheet.window().focusWidget(), Qt.Key.Key_Tab)
        assert stop.hasFocus()


def test_a_password_shows_nowhere_by_accident() -> None:
    assert "sesame" not in repr(AccountLogin("mara", "sesame"))
