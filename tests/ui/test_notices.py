"""Notifications: how bursts become one sentence, and which way they take."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.ui.notices.channel import NoticeChannel
from app.ui.notices.merge import Merged, Notice, NoticeKind, merge
from app.ui.notices.notifier import Notifier, make_notifier

ROOM = "Robotics club"


def said(who: str, text: str = "hello", *, private: bool = False) -> Notice:
    return Notice("r", ROOM, NoticeKind.MESSAGE, who, text, private)


def joined(who: str) -> Notice:
    return Notice("r", ROOM, NoticeKind.JOINED, who)


def left(who: str, why: str = "") -> Notice:
    return Notice("r", ROOM, NoticeKind.LEFT, who, why)


@pytest.mark.parametrize(
    ("notices", "title", "body"),
    [
        ([said("bob")], "bob in Robotics club", "hello"),
        ([said("bob", private=True)], "bob", "hello"),
        ([said("bob"), said("eve", "hi")], "2 new messages in Robotics club", "eve: hi"),
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
def test_what_happened_is_told_in_one_sentence(notices: list[Notice], title: str, body: str) -> None:
    assert merge(notices) == Merged(title, body)


def test_a_long_message_is_cut_and_its_lines_are_joined() -> None:
    body = merge([said("bob", "x\n" * 1000)]).body
    assert len(body) == 300
    assert body.endswith("…")
    assert "\n" not in body


def test_nothing_cannot_be_told() -> None:
    with pytest.raises(ValueError, match="nothing"):
        merge([])


class FakeChannel(NoticeChannel):
    def __init__(self, *, ready: bool = True) -> None:
        super().__init__()
        self.ready = ready
        self.shown: list[tuple[str, str]] = []
        self.withdrawn: list[str] = []

    def is_ready(self) -> bool:
        return self.ready

    def show(self, room_key: str, merged: Merged) -> None:
        self.shown.append((room_key, merged.title))

    def withdraw(self, room_key: str) -> None:
        self.withdrawn.append(room_key)


def test_neighbours_are_told_together(qtbot: QtBot) -> None:
    channel = FakeChannel()
    notifier = Notifier([channel])
    for who in ("bob", "eve", "joe"):
        notifier.notify(joined(who))
    assert channel.shown == []
    notifier.flush()
    assert channel.shown == [("r", "bob and 2 others joined Robotics club")]


def test_what_was_not_looked_at_goes_on_counting_until_it_is(qtbot: QtBot) -> None:
    channel = FakeChannel()
    notifier = Notifier([channel])
    for _ in range(2):
        notifier.notify(said("bob"))
        notifier.flush()
    notifier.clear("r")
    notifier.notify(said("bob"))
    notifier.flush()
    assert [title for _, title in channel.shown] == [
        "bob in Robotics club",
        "2 new messages in Robotics club",
        "bob in Robotics club",
    ]
    assert channel.withdrawn == ["r"]


def test_a_room_looked_at_in_time_is_not_told_at_all(qtbot: QtBot) -> None:
    channel = FakeChannel()
    notifier = Notifier([channel])
    notifier.notify(said("bob"))
    notifier.clear("r")
    notifier.flush()
    assert channel.shown == []


def test_the_first_way_that_works_is_taken(qtbot: QtBot) -> None:
    broken, quiet = FakeChannel(ready=False), FakeChannel()
    notifier = Notifier([broken, quiet])
    notifier.notify(said("bob"))
    notifier.flush()
    assert (len(broken.shown), len(quiet.shown)) == (0, 1)


def test_a_click_opens_its_room_and_clears_it(qtbot: QtBot) -> None:
    channel = FakeChannel()
    notifier = Notifier([channel])
    notifier.notify(said("bob"))
    notifier.flush()
    with qtbot.waitSignal(notifier.activated) as told:
        channel.activated.emit("r")
    assert told.args == ["r"]
    assert channel.withdrawn == ["r"]


def test_without_any_service_telling_is_quiet_and_harmless(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
    window = QWidget()
    qtbot.addWidget(window)
    notifier = make_notifier(window, QIcon())
    notifier.notify(said("bob"))
    notifier.flush()
    notifier.clear("r")
