"""The timeline as a screen reader finds it."""

from __future__ import annotations

from datetime import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.client.events import Member, MemberJoined, TextKind
from app.models.timeline import TimelineModel
from app.models.timeline_entries import Entry, EventEntry, MessageEntry, SendState
from app.ui.theme.theme import Theme
from app.ui.timeline.accessible import AccessibleTimeline, timeline_interface
from app.ui.timeline.announcer import Announcer
from app.ui.timeline.view import TimelineView

NOON = datetime(2026, 3, 2, 12, 0).timestamp()
NAME = QAccessible.Text.Name


def said(
    text: str, *, own: bool = False, state: SendState = SendState.SENT, reason: str = ""
) -> MessageEntry:
    return MessageEntry("alice", text, TextKind.MESSAGE, NOON, own=own, state=state, reason=reason)


def joined(nick: str) -> EventEntry:
    return EventEntry(MemberJoined("#r", Member(nick), NOON), NOON)


@pytest.fixture
def view(qtbot: QtBot, theme: Theme) -> TimelineView:
    model = TimelineModel()
    entries: list[Entry] = [
        said("hello"),
        joined("bob"),
        joined("eve"),
        said("lost", own=True, state=SendState.FAILED, reason="refused"),
    ]
    model.append(entries)
    made = TimelineView(theme)
    model.setParent(made)
    qtbot.addWidget(made)
    made.set_model(model)
    made.resize(600, 400)
    made.show()
    return made


def test_every_row_that_is_seen_is_an_item(view: TimelineView) -> None:
    reader = timeline_interface("TimelineView", view)
    assert isinstance(reader, AccessibleTimeline)
    assert reader.role() is QAccessible.Role.List
    items = [reader.child(place) for place in range(reader.childCount())]
    spoken = [item.text(NAME) for item in items if item is not None]
    assert [" ".join(words.split()).replace(" PM", "") for words in spoken] == [
        "Monday 2 March, alice, 12:00, hello",
        "bob and eve joined, 12:00",
        "alice, 12:00, lost, Not sent — refused",
    ]
    assert all(item is not None and item.role() is QAccessible.Role.ListItem for item in items)
    assert reader.child(3) is None
    assert reader.child(-1) is None


def test_items_are_found_by_place_and_focus(view: TimelineView) -> None:
    reader = AccessibleTimeline(view)
    first = reader.child(0)
    assert first is not None
    centre = first.rect().center()
    assert reader.childAt(centre.x(), centre.y()) is first
    assert reader.childAt(-9, -9) is None
    assert reader.indexOfChild(first) == 0
    assert first.indexOfChild(first) == -1
    assert (first.childCount(), first.child(0), first.childAt(0, 0)) == (0, None, None)
    assert first.parent() is reader
    assert reader.focusChild() is None
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Up)
    last = reader.focusChild()
    assert last is not None
    assert reader.indexOfChild(last) == 2


def test_an_item_whose_row_went_is_no_longer_valid(view: TimelineView) -> None:
    reader = AccessibleTimeline(view)
    item = reader.child(2)
    assert item is not None
    assert item.isValid()
    assert view._model is not None
    view._model.clear()
    assert not item.isValid()
    assert item.text(NAME) == ""
    assert item.rect().isEmpty()


def test_other_widgets_keep_their_own(qtbot: QtBot) -> None:
    button = QPushButton("x")
    qtbot.addWidget(button)
    assert timeline_interface("QPushButton", button) is None
    assert timeline_interface("", None) is None


def test_new_messages_are_read_out_and_counted_when_many(
    view: TimelineView, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoken: list[str] = []

    def hear(event: QAccessibleAnnouncementEvent) -> None:
        spoken.append(event.message())

    monkeypatch.setattr(QAccessible, "updateAccessibility", hear)
    announcer = Announcer(view)
    announcer.arrived([said("one"), joined("kim"), said("mine", own=True)])
    announcer.arrived([said("two"), said("three"), said("four"), said("five")])
    assert spoken == ["alice, one", "alice, two", "alice, three"]
    announcer._say_rest()
    assert spoken[3:] == ["2 more messages"]
    announcer._timer.stop()
    announcer.arrived([said("six")])
    announcer._say_rest()
    assert spoken[4:] == ["alice, six"]
