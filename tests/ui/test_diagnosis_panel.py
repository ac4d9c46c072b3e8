"""Why something does not work: offered, asked for, shown, copied."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from app.ui.start import diagnosis_panel
from app.ui.start.diagnosis_panel import DiagnosisAction, DiagnosisPanel, DiagnosisView
from app.ui.theme.theme import Theme

LOOKING = DiagnosisView(sentence="Looking…", is_looking=True)
FIREWALL = DiagnosisView(
    sentence="The firewall blocks it.",
    advice=("Ask the host to open it.",),
    button=(DiagnosisAction.COPY_FOR_HOST, "Copy for the host"),
    copied="Please open it.",
)
MOVED = DiagnosisView(sentence="It is there.", button=(DiagnosisAction.JOIN_THERE, "Join there"))
DENIED = DiagnosisView(sentence="Not allowed.", button=(DiagnosisAction.OPEN_SETTINGS, "Open the settings"))


@pytest.fixture
def panel(qtbot: QtBot, theme: Theme) -> DiagnosisPanel:
    made = DiagnosisPanel(theme)
    qtbot.addWidget(made)
    return made


def test_it_is_hidden_until_there_is_something(panel: DiagnosisPanel) -> None:
    assert panel.isHidden()
    assert (panel.words(), panel.is_open()) == ("", False)


def test_a_reason_is_offered_and_asked_for(panel: DiagnosisPanel, qtbot: QtBot) -> None:
    panel.offer()
    assert panel.isVisible()
    assert panel.why.isVisible()
    assert panel.why.text() == "Why?"
    assert not panel.button.isVisible()
    with qtbot.waitSignal(panel.asked):
        panel.why.click()


def test_a_reason_is_shown_in_its_place(panel: DiagnosisPanel) -> None:
    opened: list[None] = []
    panel.opened.connect(lambda: opened.append(None))
    panel.offer()
    panel.why.setFocus()
    panel.show_view(LOOKING)
    panel.show_view(FIREWALL)
    assert (panel.why.isVisible(), panel.button.isVisible()) == (False, True)
    assert panel.words() == "The firewall blocks it. Ask the host to open it."
    assert len(opened) == 1
    panel.clear()
    assert (panel.isHidden(), panel.words()) == (True, "")


def test_the_focus_goes_where_the_reason_is(panel: DiagnosisPanel, qtbot: QtBot) -> None:
    with qtbot.waitActive(panel):
        panel.offer()
        panel.activateWindow()
    panel.why.setFocus()
    panel.show_view(FIREWALL)
    assert panel.button.hasFocus()


def test_what_the_host_is_sent_is_copied(
    panel: DiagnosisPanel, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel.show_view(FIREWALL)
    panel._back.setInterval(1)
    panel.button.click()
    assert QGuiApplication.clipboard().text() == "Please open it."
    assert panel.button.text() == "Copied"
    qtbot.waitUntil(lambda: panel.button.text() == "Copy for the host")
    assert diagnosis_panel.COPIED_FOR_MS >= 1000


def test_other_buttons_are_wishes(panel: DiagnosisPanel, qtbot: QtBot) -> None:
    panel.show_view(MOVED)
    with qtbot.waitSignal(panel.join_wanted):
        panel.button.click()
    panel.show_view(DENIED)
    with qtbot.waitSignal(panel.settings_wanted):
        panel.button.click()
    panel.show_view(LOOKING)
    assert not panel.button.isVisible()
