"""What people do with messages, from window to window: answers, reactions, corrections, deletions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from app.client.wishes import React, Say
from app.models.timeline_entries import MessageEntry
from app.ui.timeline.message_registry import MessageAction
from app.ui.timeline.view import TimelineView
from tests.journeys.people import Person

MakePerson = Callable[[str], Person]


def view(person: Person) -> TimelineView:
    """The timeline that a person looks at."""
    return person.conversation().timeline


def row_of(person: Person, text: str) -> int:
    """The row of a message as a person sees it, once it is there and known to the server."""

    def found() -> int | None:
        entries = list(person.room.timeline.entries)
        rows = [
            row
            for row, entry in enumerate(entries)
            if isinstance(entry, MessageEntry) and entry.text == text and entry.msgid
        ]
        return rows[0] + 1 if rows else None  # a row of 0 would not count as found

    return int(person.until(found)) - 1


def test_a_link_leads_a_newcomer_to_the_message_and_others_without_a_question(person: MakePerson) -> None:
    mara, bob = person("Mara"), person("bob")
    mara.hosts("Robotics club")
    bob.enters(f"127.0.0.1:{mara.port}")
    bob.says("here it is")
    row_of(mara, "here it is")
    for number in range(150):  # so that it is on no newest page
        mara.room.connection.link.ask(Say(mara.room.target, f"{number}"))
    mara.sees("Mara: 149")
    view(bob).message_actions.run(MessageAction.COPY_MESSAGE_LINK, row_of(bob, "here it is"))
    assert bob.notice().startswith("Link copied.")
    link = QGuiApplication.clipboard().text()

    kim = person("kim")
    kim.enters(link)
    kim.until(lambda: view(kim).highlight.lit_row >= 0)
    lit = kim.room.timeline.entries[view(kim).highlight.lit_row]
    assert isinstance(lit, MessageEntry)
    assert lit.text == "here it is"

    bob.conversation().timeline.message_actions.unusual_link_activated.emit(QUrl(link))
    bob.until(lambda: view(bob).highlight.lit_row == row_of(bob, "here it is"))
    assert bob.question() is None


def test_two_people_answer_react_put_right_and_take_back(person: MakePerson) -> None:
    mara, bob = person("Mara"), person("bob")
    mara.hosts("Robotics club")
    bob.enters(f"127.0.0.1:{mara.port}")
    bob.says("who has the keys?")
    view(mara).message_actions.run(MessageAction.REPLY, row_of(mara, "who has the keys?"))
    mara.says("i do")
    answer = row_of(bob, "i do")
    asked = bob.messages()[0]
    assert bob.messages()[1].reply_to == asked.msgid

    cheer = React(bob.room.target, bob.messages()[1].msgid, "🎉")
    view(bob).message_actions.wished.emit(cheer)
    mara.until(lambda: mara.messages()[1].reactions)
    assert mara.messages()[1].reactions[0].senders == ("bob",)
    bob.until(lambda: bob.messages()[1].reactions)
    assert bob.messages()[1].reactions[0].own
    view(bob).message_actions.wished.emit(replace(cheer, given=False))
    mara.until(lambda: not mara.messages()[1].reactions)

    composer = mara.conversation().composer
    QTest.keyClick(composer.edit, Qt.Key.Key_Up)
    assert composer.text() == "i do"
    composer.edit.selectAll()
    mara.says("I do, at the front desk")
    bob.until(lambda: bob.messages()[1].edited)
    assert bob.messages()[1].text == "I do, at the front desk"
    assert view(bob).row_layout.rows.row(answer) is not None

    view(mara).message_actions.run(MessageAction.DELETE, row_of(mara, "who has the keys?"))
    mara.answers("confirm", "asked twice")
    bob.until(lambda: bob.messages()[0].deleted is not None)
    assert bob.messages()[0].deleted == "asked twice"


def test_who_writes_is_seen_by_the_others(person: MakePerson) -> None:
    mara, bob = person("Mara"), person("bob")
    mara.hosts("Robotics club")
    bob.enters(f"127.0.0.1:{mara.port}")
    mara.sees_people("Mara", "bob")
    bob.conversation().composer.edit.insertPlainText("hmm")
    mara.until(lambda: mara.conversation().composer.status() == "bob is typing…")
    bob.conversation().composer.edit.clear()
    mara.until(lambda: mara.conversation().composer.status() == "")
