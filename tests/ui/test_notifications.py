"""Notifications: how bursts become one sentence, and which way they take."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.ui.notifications.backends import NotificationBackend
from app.ui.notifications.notification import Notification, NotificationKind, NotificationText, merge
from app.ui.notifications.notifier import Notifier, make_notifier
from app.ui.notifications.tray_icon import TrayIcon
from app.ui.theme.theme import Theme

ROOM = "Robotics club"


def said(who: str, text: str = "hello", *, private: bool = False) -> Notification:
    return Notification("r", ROOM, NotificationKind.MESSAGE, who, text, private)


def joined(who: str) -> Notification:
    return Notification("r", ROOM, NotificationKind.JOINED, who)


def left(who: str, why: str = "") -> Notification:
    return Notification("r", ROOM, NotificationKind.LEFT, who, why)


@pytest.mark.parametrize(
    ("notifications", "title", "body"),
    [
        ([said("bob")], "bob in Robotics club", "hello"),
        ([said("bob", private=True)], "bob", "hello"),
        ([said("bob"), said("eve", "hi")], "2 new messages in Robotics club", "eve: hi"),
        ([said("bob", "")], "bob in Robotics club", "New message"),
        ([said("bob", ""), said("eve", "")], "2 new messages in Robotics club", ""),
        ([said("bob", private=True)] * 3, "3 new messages from bob", "hello"),
        ([joined("bob")], "bob joined Robotics club", ""),
        ([joined("bob"), joined("eve")], "bob and eve joined Robotics club", ""),
        ([joined(who) for who in ("bob", "eve", "joe")], "bob and 2 others joined Robotics club", ""),
        ([left("dave", "connection lost")], "dave left Robotics club — connection lost", ""),
        ([left("dave", "a"), left("eve", "b")], "dave and eve left Robotics club", ""),
        ([joined("bob"), left("dave")], "bob joined Robotics club", "dave left Robotics club"),
        ([said("bob"), joined("eve")], "bob in Robotics club", "hello\neve joined Robotics club"),
        ([joined("bob"), left("bob", "said goodbye")], "bob left Robotics club — said goodbye", ""),
    ],
)
def test_what_happened_is_told_in_one_sentence(
    notifications: list[Notification], title: str, body: str
) -> None:
    assert merge(notifications) == NotificationText(title, body)


def test_a_long_message_is_cut_and_its_lines_are_joined() -> None:
    body = merge([said("bob", "x\n" * 1000)]).body
    assert len(body) == 300
    assert body.endswith("…")
    assert "\n" not in body


def test_nothing_cannot_be_told() -> None:
    with pytest.raises(ValueError, match="nothing"):
        merge([])


class FakeBackend(NotificationBackend):
    def __init__(self, *, why_not: str = "") -> None:
        super().__init__()
        self.why_not = why_not
        self.seen: list[tuple[str, str]] = []
        self.withdrawn: list[str] = []

    def words(self) -> str:
        return "the fake way"

    def show(self, room_key: str, text: NotificationText) -> None:
        if self.why_not:
            self.failed.emit(room_key, self.why_not)
        else:
            self.seen.append((room_key, text.title))
            self.shown.emit(room_key)

    def withdraw(self, room_key: str) -> None:
        self.withdrawn.append(room_key)


def test_neighbours_are_told_together(qtbot: QtBot) -> None:
    backend = FakeBackend()
    notifier = Notifier([backend])
    for who in ("bob", "eve", "joe"):
        notifier.notify(joined(who))
    assert backend.seen == []
    notifier.flush()
    assert backend.seen == [("r", "bob and 2 others joined Robotics club")]


def test_what_was_not_looked_at_goes_on_counting_until_it_is(qtbot: QtBot) -> None:
    backend = FakeBackend()
    notifier = Notifier([backend])
    for _ in range(2):
        notifier.notify(said("bob"))
        notifier.flush()
    notifier.clear("r")
    notifier.notify(said("bob"))
    notifier.flush()
    assert [title for _, title in backend.seen] == [
        "bob in Robotics club",
        "2 new messages in Robotics club",
        "bob in Robotics club",
    ]
    assert backend.withdrawn == ["r"]


def test_a_room_looked_at_in_time_is_not_told_at_all(qtbot: QtBot) -> None:
    backend = FakeBackend()
    notifier = Notifier([backend])
    notifier.notify(said("bob"))
    notifier.clear("r")
    notifier.flush()
    assert backend.seen == []


def test_what_one_way_cannot_show_goes_to_the_next_and_its_failing_is_logged_once(
    qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    broken, quiet = FakeBackend(why_not="no service"), FakeBackend()
    notifier = Notifier([broken, quiet])
    for _ in range(3):
        notifier.notify(said("bob"))
        notifier.flush()
    assert [len(quiet.seen), len(caplog.records)] == [3, 1]
    broken.why_not = ""
    notifier.notify(said("bob"))
    notifier.flush()
    broken.why_not = "gone again"
    notifier.notify(said("bob"))
    notifier.flush()
    assert [len(broken.seen), len(quiet.seen), len(caplog.records)] == [1, 4, 2]


def test_what_was_looked_at_meanwhile_is_not_handed_on(qtbot: QtBot) -> None:
    slow, quiet = SlowBackend(), FakeBackend()
    notifier = Notifier([slow, quiet])
    notifier.notify(said("bob"))
    notifier.flush()
    notifier.clear("r")
    slow.failed.emit("r", "no answer")
    assert quiet.seen == []


class SlowBackend(FakeBackend):
    """Gives no answer by itself."""

    def show(self, room_key: str, text: NotificationText) -> None:
        self.seen.append((room_key, text.title))


@pytest.mark.parametrize(
    ("backends", "words"),
    [
        ([FakeBackend], "the fake way"),
        ([lambda: FakeBackend(why_not="none"), FakeBackend], "the fake way"),
        ([lambda: FakeBackend(why_not="none")], "No notification could be shown on this computer."),
    ],
)
def test_a_trial_says_by_which_way_it_went(
    qtbot: QtBot, backends: list[Callable[[], FakeBackend]], words: str
) -> None:
    notifier = Notifier([make() for make in backends])
    with qtbot.waitSignal(notifier.test_finished) as told:
        notifier.show_test()
    assert told.args == [words]


def test_a_click_opens_its_room_and_clears_it(qtbot: QtBot) -> None:
    backend = FakeBackend()
    notifier = Notifier([backend])
    notifier.notify(said("bob"))
    notifier.flush()
    with qtbot.waitSignal(notifier.activated) as told:
        backend.activated.emit("r")
    assert told.args == ["r", ""]
    assert backend.withdrawn == ["r"]


def test_a_click_leads_to_the_message_that_is_shown(qtbot: QtBot) -> None:
    backend = FakeBackend()
    notifier = Notifier([backend])
    for msgid in ("m1", "m2"):
        notifier.notify(replace(said("bob"), msgid=msgid))
    notifier.notify(joined("eve"))
    notifier.flush()
    with qtbot.waitSignal(notifier.activated) as told:
        backend.activated.emit("r")
    assert told.args == ["r", "m2"]


def test_without_any_service_telling_is_quiet_and_harmless(
    qtbot: QtBot, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
    window = QWidget()
    qtbot.addWidget(window)
    notifier = make_notifier(window, TrayIcon(theme, QIcon(), window))
    notifier.notify(said("bob"))
    notifier.flush()
    notifier.clear("r")
    with qtbot.waitSignal(notifier.test_finished) as told:
        notifier.show_test()
    assert "task bar" in told.args[0]


def test_invitations_are_told_with_who_invites_or_with_their_number() -> None:
    def invited(room: str) -> Notification:
        return Notification("invitations", room, NotificationKind.INVITED, "bob")

    assert merge([invited("Chess")]).title == "bob invites you to “Chess”."
    assert merge([invited("Chess"), invited("Go")]).title == "You have 2 invitations, among them to Go."
