"""A link of another program joins at once only where a host can answer that was met before."""

from __future__ import annotations

import os
import subprocess
import sys
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.application.incoming_links import IncomingLinks
from app.client.address import Address
from app.paths import resources
from app.security.pins import Pin
from app.ui.theme.theme import Theme
from app.ui.widgets.question_dialog import QuestionDialog
from tests.application.fakes import HUB, NOON
from tests.headless_hub import ROOT

KNOWN = Pin(HUB, "Club", ("192.168.1.5:6667",), NOON, "")


class Hall:
    """A window that is handed links; what it joins and says."""

    def __init__(self, qtbot: QtBot) -> None:
        self.window = QWidget()
        self.window.resize(800, 600)
        qtbot.addWidget(self.window)
        self.window.show()
        self.said: list[str] = []
        self.window.show_notice = self.said.append  # type: ignore[attr-defined]  # as the main window has it
        trust = SimpleNamespace(
            pin_of=lambda fingerprint: KNOWN if fingerprint == HUB else None,
            pin_at=lambda address: KNOWN if _place(address) in KNOWN.addresses else None,
        )
        self.parent = QObject()
        self.links = IncomingLinks(Theme(resources()), self.window, trust, self.parent)  # type: ignore[arg-type]
        self.joined: list[str] = []
        self.links.accepted.connect(self.joined.append)

    @property
    def questions(self) -> list[QuestionDialog]:
        return [sheet for sheet in self.window.findChildren(QuestionDialog) if sheet.isVisible()]


def _place(address: Address) -> str:
    return f"{address.host}:{address.port}"


@pytest.fixture
def hall(qtbot: QtBot) -> Hall:
    return Hall(qtbot)


@pytest.mark.parametrize(
    "link",
    [
        f"hubbub://10.0.0.9:7000/club?fp={HUB}",
        f"hubbub://10.0.0.9:7000/club?fp={HUB.upper()}",
        "hubbub://192.168.1.5/club",
        "ircs://192.168.1.5:6667/club",
    ],
)
def test_a_host_that_is_pinned_is_joined_at_once(hall: Hall, link: str) -> None:
    hall.links.open(link)
    assert (hall.joined, hall.questions) == ([link], [])


@pytest.mark.parametrize(
    "link",
    [
        f"hubbub://192.168.1.5/club?fp={'cd' * 32}",  # another host at the known address
        "hubbub://10.0.0.9:7000/club",
        "irc://192.168.1.5:6667/club",  # which nobody there would have to prove
        "ircs://irc.example.org/club",
    ],
)
def test_anybody_else_is_joined_after_a_question_that_names_room_and_address(hall: Hall, link: str) -> None:
    hall.links.open(link)
    (question,) = hall.questions
    assert hall.joined == []
    assert "#club" in _texts(question)
    assert link.split("/")[2].removesuffix(":6667") in _texts(question)
    question.answer("join")
    assert hall.joined == [link]


def _texts(sheet: QuestionDialog) -> str:
    said = [sheet, *sheet.findChildren(QWidget)]
    texts = " ".join(f"{one.accessibleName()} {one.accessibleDescription()}" for one in said)
    return texts.replace("\u200b", "")


def test_cancel_has_the_focus_and_enter_joins_nothing(hall: Hall, qtbot: QtBot) -> None:
    qtbot.waitExposed(hall.window)
    hall.window.activateWindow()
    hall.links.open("hubbub://10.0.0.9/club")
    (question,) = hall.questions
    cancel = question.button("cancel")
    assert hall.window.focusWidget() is cancel
    QTest.keyClick(cancel, Qt.Key.Key_Return)
    assert (hall.joined, hall.questions) == ([], [])


def test_a_page_that_hands_over_many_links_asks_once(hall: Hall) -> None:
    for number in range(20):
        hall.links.open(f"hubbub://10.0.0.{number + 1}/club")
    (question,) = hall.questions
    question.answer("join")
    assert hall.joined == ["hubbub://10.0.0.1/club"]
    hall.links.open("hubbub://10.0.0.99/club")
    assert len(hall.questions) == 1, "and again when that is settled"


@pytest.mark.parametrize(
    ("link", "words"),
    [("irc://192.168.1.5:22/club", "port 22"), ("--help", "no link"), ("hubbub://300.1.1.1/a", "300.1.1.1")],
)
def test_what_is_not_followed_is_said_in_a_sentence(hall: Hall, link: str, words: str) -> None:
    hall.links.open(link)
    assert (hall.joined, hall.questions) == ([], [])
    assert len(hall.said) == 1
    assert words in hall.said[0]


def test_a_room_with_an_endless_name_leaves_the_question_readable(hall: Hall) -> None:
    hall.links.open(f"hubbub://10.0.0.9/{'x' * 1500}")
    (question,) = hall.questions
    assert "x" * 70 not in _texts(question)


MACOS = """
from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtGui import QFileOpenEvent
from app.application.link_application import Application

app = Application(["hubbub"])
opened = []
QCoreApplication.sendEvent(app, QFileOpenEvent(QUrl("hubbub://192.168.1.5:7000/club?fp=ab")))
app.follow_links(opened.append)
print(*opened)
QCoreApplication.sendEvent(app, QFileOpenEvent(QUrl("irc://irc.example.org/a")))
print(*opened)
"""


def test_a_name_without_a_gap_hides_nothing_of_the_question(hall: Hall) -> None:
    hall.window.resize(360, 640)
    hall.links.open(f"ircs://{'a' * 60}.{'b' * 60}.example/{'x' * 60}")
    (question,) = hall.questions
    (text,) = [label for label in question.findChildren(QLabel) if "Another program" in label.text()]
    assert text.wordWrap()
    assert text.minimumSizeHint().width() <= text.width()


def test_macos_hands_links_over_as_events_also_before_the_window_is_there() -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    ran = subprocess.run(
        [sys.executable, "-c", MACOS], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    early, late = "hubbub://192.168.1.5:7000/club?fp=ab", "irc://irc.example.org/a"
    assert ran.stdout.splitlines() == [early, f"{early} {late}"]
