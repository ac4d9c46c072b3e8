"""Invitations: told once, in sight until one joins or declines; and who was asked in by this person."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Signal
from pytestqt.qtbot import QtBot

from app.application import invitation_alerts
from app.application.invitation_alerts import INVITATIONS, MOST, MOST_OF_ONE, InvitationAlerts
from app.client.events import (
    Invited,
    LeaveKind,
    LinkState,
    Member,
    MembersListed,
    PersonInvited,
    Registered,
    RoomEntered,
    RoomLeft,
)
from app.client.wishes import Decline, Join
from app.models.connection import Connection
from app.models.connection_events import EVENTS
from app.models.ignored_people import IgnoredPerson
from app.models.rooms_model import RoomsModel
from app.settings import Settings
from app.ui.notifications.notification import Notification, NotificationKind
from app.ui.widgets.question_dialog import CANCEL, Question
from tests.models.links import AskedLink
from tests.stand_in import stand_in

NOON = 1_700_000_000.0


class FakeServers(QObject):
    """Stands for the servers that a person is on."""

    connected = Signal(object)
    disconnected = Signal(object)


class Pressed(QObject):
    """Stands for the line below the rooms that says what waits."""

    clicked = Signal()


class FakeNotifier(QObject):
    """Stands for what shows notifications: only remembers."""

    activated = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[Notification] = []
        self.cleared: list[str] = []

    def notify(self, notification: Notification) -> None:
        self.shown.append(notification)

    def clear(self, room_key: str) -> None:
        self.cleared.append(room_key)


class FakeWindow:
    """Stands for the window: what it shows and offers, and what it was given to ask."""

    def __init__(self) -> None:
        self.button = Pressed()
        self.page = self.asker = self  # its parts
        self.rooms_pane = SimpleNamespace(invitations=self.button)
        self.count = 0
        self.offers: list[tuple[str, str, Callable[[], None]]] = []
        self.questions: list[tuple[Question, Callable[[str], None]]] = []
        self.notices: list[str] = []
        self.is_active = False
        self.calls = 0

    def isActiveWindow(self) -> bool:
        return self.is_active

    def ask_for_attention(self) -> None:
        self.calls += 1

    def set_invitations(self, count: int) -> None:
        self.count = count

    def show_offer(self, text: str, action: str, act: Callable[[], None]) -> None:
        self.offers.append((text, action, act))

    def show_notice(self, text: str) -> None:
        self.notices.append(text)

    def ask_which(self, question: Question, answered: Callable[[str], None]) -> None:
        self.questions.append((question, answered))


class Hall:
    """A person on one hub."""

    def __init__(self) -> None:
        self.root = QObject()
        self.window, self.servers, self.link = FakeWindow(), FakeServers(), AskedLink()
        self.rooms = RoomsModel()
        self.notifier, self.settings = FakeNotifier(), Settings()
        self.alerts = InvitationAlerts(
            stand_in(self.window),
            stand_in(self.servers),
            stand_in(self.notifier),
            self.settings,
            self.root,
        )
        self.connection = Connection(self.link, self.rooms, EVENTS, address="10.0.0.1", nick="mara")
        self.connection.set_state(LinkState.ONLINE)
        self.servers.connected.emit(SimpleNamespace(connection=self.connection))
        bob = Member("bob", display_name="Bob B.")
        self.connection.apply(
            [
                Registered("mara", "Robotics club", "#robotics-club", True, NOON),
                RoomEntered("#robotics-club", NOON),
                MembersListed("#robotics-club", (Member("mara"), bob)),
            ]
        )

    def is_invited(self, channel: str, title: str = "", by: str = "bob") -> None:
        self.connection.apply([Invited(channel, by, NOON, title)])

    def asks(self) -> tuple[Question, Callable[[str], None]]:
        """What is asked when the line is clicked."""
        self.window.button.clicked.emit()
        return self.window.questions[-1]


@pytest.fixture
def hall(qapp: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hall]:
    monkeypatch.setattr(invitation_alerts, "_SOON_MS", 20)
    made = Hall()
    yield made
    for each in (made.root, made.servers, made.notifier, made.window.button, made.connection, made.rooms):
        each.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_one_invitation_is_told_with_who_invited_and_a_button_to_join(hall: Hall, qtbot: QtBot) -> None:
    hall.is_invited("#kunst-ag", "Kunst-AG")
    qtbot.waitUntil(lambda: bool(hall.window.offers))
    ((words, action, act),) = hall.window.offers
    assert words.startswith("Bob B. (bob) invites you") or words == "Bob B. invites you to “Kunst-AG”."
    assert "Kunst-AG" in words
    assert action == "Join"
    act()
    assert hall.link.asked_for(Join) == [Join("#kunst-ag")]
    assert hall.window.count == 1  # until one is inside
    hall.connection.apply([RoomEntered("#kunst-ag", NOON)])
    assert hall.window.count == 0
    act()  # what was said stays in sight for some seconds
    assert hall.link.asked_for(Join) == [Join("#kunst-ag")]


def test_it_is_told_on_the_desktop_where_nobody_sees_the_window(hall: Hall, qtbot: QtBot) -> None:
    hall.is_invited("#kunst-ag", "Kunst-AG")
    hall.alerts.tell()
    shown = Notification(INVITATIONS, "Kunst-AG", NotificationKind.INVITED, "Bob B. (bob)")
    assert (hall.notifier.shown, hall.window.calls) == ([shown], 1)
    hall.notifier.activated.emit("10.0.0.1 #robotics-club", "")
    assert hall.window.questions == []
    hall.notifier.activated.emit(INVITATIONS, "")
    assert "Kunst-AG" in hall.window.questions[-1][0].title
    hall.is_invited("#chess", by="")  # it waited before
    hall.alerts.tell()
    hall.settings.do_not_disturb = True
    hall.is_invited("#go")
    hall.alerts.tell()
    hall.settings.do_not_disturb, hall.settings.notify = False, False
    hall.is_invited("#halma")
    hall.alerts.tell()
    hall.settings.notify, hall.window.is_active = True, True
    hall.is_invited("#dame")
    hall.alerts.tell()
    hall.window.is_active = False
    hall.connection.ignored.add(IgnoredPerson("bob"))
    hall.is_invited("#spam")
    hall.alerts.tell()
    assert hall.notifier.shown == [shown]


def test_a_channel_without_a_title_has_its_own_name(hall: Hall, qtbot: QtBot) -> None:
    hall.is_invited("#ro\x02bots", by="stranger")
    qtbot.waitUntil(lambda: bool(hall.window.offers))
    assert hall.window.offers[0][0] == "stranger invites you to “robots”."


def test_what_waited_while_one_was_away_is_told_too_but_once(hall: Hall, qtbot: QtBot) -> None:
    hall.is_invited("#chess", "Chess", by="")
    qtbot.waitUntil(lambda: bool(hall.window.offers))
    assert hall.window.offers[0][0] == "You are invited to “Chess”."
    hall.is_invited("#chess", "Chess", by="")  # after a reconnect
    assert hall.window.count == 1
    hall.is_invited("#go", "Go")
    qtbot.waitUntil(lambda: len(hall.window.offers) == 2)
    assert "Go" in hall.window.offers[1][0]


def test_a_burst_of_invitations_is_one_sentence_with_their_number(hall: Hall, qtbot: QtBot) -> None:
    for number in range(40):
        hall.is_invited(f"#room{number}", by=f"guest{number}")
    qtbot.waitUntil(lambda: bool(hall.window.offers))
    ((words, _action, act),) = hall.window.offers
    assert words == "You have 40 invitations, among them to room0, room1, room2."
    act()
    question, _ = hall.window.questions[-1]
    assert "room39" in question.title
    assert "39 more" in question.text


def test_invitations_are_joined_declined_or_left_waiting(hall: Hall) -> None:
    for channel in ("#a", "#b", "#c", "#d"):
        hall.is_invited(channel)
    question, answered = hall.asks()
    assert [choice.id for choice in question.choices] == [CANCEL, "decline-all", "decline", "join"]
    answered(CANCEL)
    assert hall.window.count == 4
    hall.asks()[1]("decline")
    assert hall.link.asked_for(Decline) == [Decline("#d")]  # or it comes again at the next start
    assert hall.window.count == 3
    hall.asks()[1]("join")
    assert hall.link.asked_for(Join) == [Join("#c")]
    hall.asks()[1]("decline-all")
    assert hall.link.asked_for(Decline) == [Decline(channel) for channel in ("#d", "#a", "#b", "#c")]
    assert hall.window.count == 0
    assert hall.notifier.cleared
    hall.window.button.clicked.emit()
    assert len(hall.window.questions) == 4


def test_a_single_one_is_not_declined_with_others(hall: Hall) -> None:
    hall.is_invited("#a")
    question, answered = hall.asks()
    assert [choice.id for choice in question.choices] == [CANCEL, "decline", "join"]
    hall.servers.disconnected.emit(hall.connection)
    assert hall.window.count == 0
    answered("join")
    assert hall.link.asked_for(Join) == []


def test_so_many_wait_at_most(hall: Hall) -> None:
    hall.is_invited("#first")
    for number in range(MOST_OF_ONE + 20):
        hall.is_invited(f"#flood{number}", by="eve")
    assert hall.window.count == 1 + MOST_OF_ONE, "who asks without end takes nobody's place"
    for number in range(MOST + 20):
        hall.is_invited(f"#room{number}", by=f"guest{number}")
    assert hall.window.count == MOST


def test_nobody_is_asked_where_they_are(hall: Hall) -> None:
    hall.is_invited("#robotics-club")
    assert hall.window.count == 0


def test_an_invitation_is_over_once_one_is_in_again(hall: Hall) -> None:
    """Asked in again after a removal, from a room that stayed in the list."""
    hall.connection.apply([RoomLeft("#robotics-club", LeaveKind.KICKED, "bob", "", NOON)])
    for _ in range(2):
        hall.is_invited("#robotics-club")
    assert hall.window.count == 1
    hall.connection.apply([RoomEntered("#robotics-club", NOON)])
    assert hall.window.count == 0
    hall.connection.apply([RoomLeft("#robotics-club", LeaveKind.KICKED, "bob", "", NOON)])
    hall.is_invited("#robotics-club")
    assert hall.window.count == 1


def test_who_was_asked_in_is_said(hall: Hall) -> None:
    hall.connection.apply([RoomEntered("#lunch", NOON), PersonInvited("#lunch", "bob", NOON)])
    (words,) = hall.window.notices
    assert words.endswith("is invited to lunch.")
    hall.connection.apply([PersonInvited("#nowhere", "bob", NOON)])
    assert len(hall.window.notices) == 1
