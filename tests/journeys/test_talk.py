"""What two people do with messages, through whole programs over real sockets."""

from __future__ import annotations

from collections.abc import Callable

from app.client.wishes import Delete, Edit, React, Reply
from app.models.room_wishes import Reconnect
from app.models.timeline_entries import EventEntry, HistoryGap, MessageEntry
from app.net.link import LinkState
from app.net.transport import Transport
from app.ui.window.action_ids import ActionId
from tests.journeys.people import Person

MakePerson = Callable[[str], Person]


def last(person: Person) -> MessageEntry:
    """The newest message that somebody sees."""
    entries = person.room.timeline.entries
    return next(entry for entry in reversed(entries) if isinstance(entry, MessageEntry))


def meet(person: MakePerson) -> tuple[Person, Person]:
    mara, bob = person("Mara"), person("bob")
    mara.hosts("Robotics club")
    bob.enters(f"127.0.0.1:{mara.port}")
    mara.sees_people("Mara", "bob")
    return mara, bob


def test_a_message_is_answered_reacted_to_put_right_and_taken_back(person: MakePerson) -> None:
    mara, bob = meet(person)
    bob.says("helo\n\nwho comes along?")
    mara.sees("bob: helo\n\nwho comes along?")
    bob.until(lambda: last(bob).msgid)
    msgid = last(bob).msgid
    assert last(mara).msgid == msgid

    mara.window.wished.emit(mara.room, Reply(mara.room.target, msgid, "I do"))
    bob.sees("Mara: I do")
    assert last(bob).reply_to == msgid

    mara.window.wished.emit(mara.room, React(mara.room.target, msgid, "👍"))
    bob.until(lambda: [reaction.senders for reaction in message(bob, msgid).reactions] == [("Mara",)])
    mara.until(lambda: message(mara, msgid).reactions)
    mara.window.wished.emit(mara.room, React(mara.room.target, msgid, "👍", given=False))
    bob.until(lambda: not message(bob, msgid).reactions)

    bob.window.wished.emit(bob.room, Edit(bob.room.target, msgid, "hello\n\nwho comes along?"))
    mara.until(lambda: message(mara, msgid).text == "hello\n\nwho comes along?")
    assert message(mara, msgid).edited

    bob.window.wished.emit(bob.room, Delete(bob.room.target, msgid))
    mara.until(lambda: message(mara, msgid).deleted == "")


def message(person: Person, msgid: str) -> MessageEntry:
    """A message as somebody sees it."""
    row = person.room.timeline.rows.row_of_message(msgid)
    assert row is not None
    entry = person.room.timeline.entries[row]
    assert isinstance(entry, MessageEntry)
    return entry


def test_others_see_that_one_writes_unless_one_does_not_want_it(person: MakePerson) -> None:
    mara, bob = meet(person)
    bob.conversation().composer.insert("hel")
    mara.until(lambda: mara.room.typing == ("bob",))
    bob.conversation().composer.edit.clear()
    mara.until(lambda: not mara.room.typing)
    mara.window.actions_[ActionId.TELL_TYPING].trigger()
    assert not mara.program.settings.tell_typing
    mara.conversation().composer.insert("hel")
    bob.says("still there?")
    mara.sees("bob: still there?")
    assert bob.room.typing == ()


def test_what_was_missed_is_fetched_and_leaves_no_gap(person: MakePerson) -> None:
    mara, bob = meet(person)
    mara.says("before")
    bob.sees("Mara: before")
    link = bob.room.connection.link
    link.findChild(Transport).ended.emit()  # as the socket tells it
    bob.until(lambda: link.state is LinkState.WAITING)
    mara.says("meanwhile")
    mara.until(lambda: last(mara).msgid)
    bob.window.page.sheet.connection_bar.wished.emit(Reconnect())
    bob.sees("Connection lost", "Mara: meanwhile", "Connected again")
    facts = [entry.fact for entry in bob.room.timeline.entries if isinstance(entry, EventEntry)]
    assert not any(isinstance(fact, HistoryGap) for fact in facts)


def test_who_comes_late_reads_what_was_said(person: MakePerson) -> None:
    mara, bob = meet(person)
    bob.says("early words")
    mara.sees("bob: early words")
    carl = person("carl")
    carl.enters(f"127.0.0.1:{mara.port}")
    carl.sees("bob: early words")
    carl.sees("People who join later can read everything that is said here")
