"""The timeline as a screen reader finds it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleActionInterface,
    QAccessibleAnnouncementEvent,
    QAccessibleInterface,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.client.events import Member, MemberJoined, TextKind
from app.models.timeline import TimelineModel
from app.models.timeline_entries import ConnectionLost, Entry, EventEntry, MessageEntry, Note, SendState
from app.ui.theme.theme import Theme
from app.ui.timeline.accessible import AccessibleTimeline, timeline_interface
from app.ui.timeline.announcer import Announcer
from app.ui.timeline.timeline_options import Announce, TimelineOptions
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


@pytest.mark.usefixtures("english")
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
    assert view.row_layout.model is not None
    view.row_layout.model.clear()
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


@pytest.fixture
def reader(view: TimelineView) -> QAccessibleInterface:
    """The timeline as Qt hands it to a screen reader."""
    QAccessible.installFactory(timeline_interface)
    found = QAccessible.queryAccessibleInterface(view)
    assert found is not None
    return found


def test_qt_finds_a_list_of_rows(reader: QAccessibleInterface, view: TimelineView) -> None:
    assert reader.role() is QAccessible.Role.List
    assert reader.text(NAME) == "Messages"
    assert reader.childCount() == 3
    item = reader.child(2)
    assert item is not None
    assert item.text(NAME).endswith("lost, Not sent — refused")
    assert (item.state().focusable, item.state().readOnly, item.state().focused) == (True, True, False)
    others = (item.textInterface(), item.valueInterface(), item.selectionInterface())
    assert others == (None, None, None)
    assert item.tableCellInterface() is None
    assert item.attributesInterface() is None


def test_a_row_is_pressed_and_focused_by_a_screen_reader(
    reader: QAccessibleInterface, view: TimelineView, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[int] = []
    monkeypatch.setattr(
        view.message_actions, "open_menu", lambda index, _target, _place: opened.append(index)
    )
    item = reader.child(0)
    assert item is not None
    actions = item.actionInterface()
    assert actions is not None
    assert actions.actionNames() == [
        QAccessibleActionInterface.pressAction(),
        QAccessibleActionInterface.showMenuAction(),
        QAccessibleActionInterface.setFocusAction(),
    ]
    actions.doAction(QAccessibleActionInterface.setFocusAction())
    assert view.keyboard.row == 0
    assert item.state().focused
    assert opened == []
    actions.doAction(QAccessibleActionInterface.pressAction())
    assert opened == [0]
    assert actions.localizedActionName(QAccessibleActionInterface.pressAction()) == "Menu"
    assert actions.localizedActionDescription(QAccessibleActionInterface.setFocusAction()) == "Go to message"
    assert actions.keyBindingsForAction(QAccessibleActionInterface.pressAction()) == ["Return"]


def test_a_line_of_comings_is_opened_by_a_screen_reader(
    reader: QAccessibleInterface, view: TimelineView
) -> None:
    item = reader.child(1)
    assert item is not None
    assert (item.state().expandable, item.state().expanded, item.state().collapsed) == (True, False, True)
    actions = item.actionInterface()
    assert actions.localizedActionName(QAccessibleActionInterface.pressAction()) == "Show each"
    actions.doAction(QAccessibleActionInterface.pressAction())
    assert reader.childCount() == 4
    assert item.state().expanded
    last = reader.child(3)
    assert last is not None
    assert view.row_layout.model is not None
    view.row_layout.model.clear()
    assert last.actionInterface().actionNames() == []
    last.actionInterface().doAction(QAccessibleActionInterface.pressAction())
    last.actionInterface().doAction(QAccessibleActionInterface.setFocusAction())


def test_the_way_of_the_keyboard_is_told(view: TimelineView, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[tuple[QAccessible.Event, int]] = []
    monkeypatch.setattr(QAccessible, "isActive", lambda: True)
    monkeypatch.setattr(
        QAccessible, "updateAccessibility", lambda event: heard.append((event.type(), event.child()))
    )
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Up)
    # places on the screen had other names before: readers that remember names are told
    assert heard[-2:] == [(QAccessible.Event.NameChanged, 2), (QAccessible.Event.Focus, 2)]


def heard_politeness(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    heard: list[tuple[str, str]] = []

    def hear(event: QAccessibleAnnouncementEvent) -> None:
        heard.append((event.message(), event.politeness().name))

    monkeypatch.setattr(QAccessible, "updateAccessibility", hear)
    return heard


def test_what_went_wrong_interrupts_and_talk_does_not(
    view: TimelineView, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard = heard_politeness(monkeypatch)
    announcer = Announcer(view)
    lost, error = EventEntry(ConnectionLost(), NOON), EventEntry(Note("no such command", True), NOON)
    announcer.arrived([said("hello"), lost, error, EventEntry(Note("just so"), NOON)])
    announcer.changed([said("mine", own=True, state=SendState.FAILED, reason="refused"), said("fine")])
    assert heard == [
        ("Connection lost", "Assertive"),
        ("no such command", "Assertive"),
        ("alice, hello", "Polite"),
        ("Not sent — refused: mine", "Assertive"),
    ]


def test_what_is_announced_is_a_choice(view: TimelineView, monkeypatch: pytest.MonkeyPatch) -> None:
    heard = heard_politeness(monkeypatch)
    announcer = Announcer(view)
    entries: list[Entry] = [said("hello"), replace(said("mara: hi"), mention=True)]
    announcer.arrived(entries, Announce.OFF)
    announcer.changed([said("mine", own=True, state=SendState.FAILED)], Announce.OFF)
    assert heard == []
    announcer.arrived(entries, Announce.MENTIONS)
    assert heard == [("alice, mara: hi", "Polite")]


def test_a_view_announces_what_arrives_as_chosen(view: TimelineView, monkeypatch: pytest.MonkeyPatch) -> None:
    heard = heard_politeness(monkeypatch)
    monkeypatch.setattr(QAccessible, "isActive", lambda: True)
    monkeypatch.setattr(view, "isActiveWindow", lambda: True)
    assert view.row_layout.model is not None
    view.row_layout.model.append([said("one")])
    view.row_layout.model.append([said("sent", own=True, state=SendState.PENDING, reason="")])
    view.set_options(TimelineOptions(announce=Announce.OFF))
    view.row_layout.model.append([said("two")])
    view.row_layout.model.prepend([said("older")])
    assert heard == [("alice, one", "Polite")]
