"""Words without a connection, as a person meets them: they wait, are counted, kept, and go out once."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from PySide6.QtCore import Qt

from app.models.timeline_entries import MessageEntry, SendState
from app.ui.timeline.message_registry import MessageAction
from app.ui.window.link_view import LinkPhase
from tests.journeys.people import Person
from tests.net.relay import Relay

MakePerson = Callable[..., Person]


@pytest.fixture
def relays() -> Iterator[Callable[[Person], Relay]]:
    """Puts a cable that can be pulled before somebody's hub."""
    made: list[Relay] = []

    def lay(host: Person) -> Relay:
        made.append(Relay(host.port))
        return made[-1]

    yield lay
    for one in made:
        one.end()


def own(person: Person) -> list[tuple[str, SendState]]:
    return [(message.text, message.state) for message in person.messages() if message.own]


def phase(person: Person) -> LinkPhase:
    return person.window.page.link_view(person.room).phase


def test_what_is_written_without_a_connection_goes_out_in_order(
    person: MakePerson, relays: Callable[[Person], Relay]
) -> None:
    mara, bob = person("Mara"), person("bob")
    mara.hosts("Robotics club")
    relay = relays(mara)
    bob.enters(relay.address)
    relay.hold()
    relay.reset()
    bob.until(lambda: phase(bob) in (LinkPhase.LOST, LinkPhase.CONNECTING))
    bob.says("one")
    bob.says("two")
    bob.says("three")
    assert own(bob) == [(text, SendState.PENDING) for text in ("one", "two", "three")]
    composer = bob.conversation().composer
    assert composer.status().startswith("3 messages wait")
    row = bob.room.timeline.rows.row_of_pending(bob.messages()[-2].pending_id)
    bob.conversation().timeline.message_actions.run(MessageAction.DO_NOT_SEND, row)  # "two" is called off
    assert composer.status().startswith("2 messages wait")
    mara.says("meanwhile")
    mara.sees("Mara: meanwhile")
    relay.go_on()
    bob.program.servers.all[0].link.retry_now()
    mara.sees("bob: one", "bob: three")
    bob.until(lambda: own(bob) == [("one", SendState.SENT), ("three", SendState.SENT)])
    bob.sees("Mara: meanwhile")
    assert [message.text for message in mara.messages()] == ["meanwhile", "one", "three"]
    assert composer.status() == ""


def test_what_waits_is_kept_over_a_restart_and_goes_out_when_one_is_back(
    person: MakePerson, relays: Callable[[Person], Relay]
) -> None:
    mara, bob = person("Mara"), person("bob")
    mara.hosts("Robotics club")
    relay = relays(mara)
    bob.enters(relay.address)
    bob.says("before")
    mara.sees("bob: before")
    bob.until(lambda: own(bob) == [("before", SendState.SENT)])
    relay.hold()
    bob.says("on its way")
    relay.reset()
    bob.until(lambda: phase(bob) in (LinkPhase.LOST, LinkPhase.CONNECTING))
    bob.says("waits")
    bob.leaves()
    kept = json.loads((bob.folder / "outbox.json").read_bytes())
    assert [one["text"] for some in kept["networks"].values() for one in some] == ["on its way", "waits"]

    again = person("bob", bob)
    again.until(lambda: again.program.local_history.archive.is_ready)
    assert again.program.local_history.unsent.count == 2
    again.program.local_history._read_recent(0)  # nobody is connected: what was said is read
    again.until(lambda: len(again.messages()) == 3)
    assert own(again)[1:] == [("on its way", SendState.PENDING), ("waits", SendState.PENDING)]
    again.says("and one more")
    assert again.conversation().composer.status().startswith("3 messages wait")
    relay.go_on()
    again.room.connection.link.retry_now()
    mara.sees("bob: on its way", "bob: waits", "bob: and one more")
    again.until(lambda: phase(again) is LinkPhase.ONLINE and again.room.timeline.waiting == 0)
    said = ["before", "on its way", "waits", "and one more"]
    again.until(lambda: [text for text, state in own(again) if state is SendState.SENT] == said)
    assert [entry.text for entry in mara.messages() if isinstance(entry, MessageEntry)] == said
    again.until(lambda: not (bob.folder / "outbox.json").exists())


def test_a_draft_is_there_again_after_a_restart_in_a_room_that_is_read_and_in_one_that_is_entered(
    person: MakePerson, relays: Callable[[Person], Relay]
) -> None:
    mara, bob = person("Mara"), person("bob")
    mara.hosts("Robotics club")
    relay = relays(mara)
    bob.enters(relay.address)
    bob.says("before")
    mara.sees("bob: before")
    bob.conversation().composer.edit.insertPlainText("not yet")
    bob.leaves()
    assert drafts_of(bob) == ["not yet"]

    reading = person("bob", bob)
    reading.until(lambda: reading.program.local_history.archive.is_ready)
    reading.program.local_history._read_recent(0)
    reading.until(lambda: reading.conversation().composer.text() == "not yet")
    reading.conversation().composer.edit.insertPlainText(" said")
    reading.room.connection.link.retry_now()
    reading.until(lambda: reading.window.current_room is not None and phase(reading) is LinkPhase.ONLINE)
    reading.until(lambda: reading.conversation().composer.text() == "not yet said")
    reading.leaves()

    again = person("bob", bob)
    again.enters(relay.address)
    again.until(lambda: again.conversation().composer.text() == "not yet said")
    again._bot.keyClick(again.conversation().composer.edit, Qt.Key.Key_Return)
    mara.sees("bob: not yet said")
    again.leaves()
    assert drafts_of(bob) == [""]


def drafts_of(one: Person) -> list[str]:
    """What the archive of somebody who has left has of drafts."""
    with closing(sqlite3.connect(one.folder / "archive.sqlite")) as db:
        return [draft for (draft,) in db.execute("SELECT draft FROM rooms")]


def test_where_nothing_is_to_be_kept_what_waits_is_not(
    person: MakePerson, relays: Callable[[Person], Relay]
) -> None:
    mara, bob = person("Mara"), person("bob")
    mara.hosts("Robotics club")
    relay = relays(mara)
    bob.enters(relay.address)
    relay.hold()
    relay.reset()
    bob.until(lambda: phase(bob) in (LinkPhase.LOST, LinkPhase.CONNECTING))
    bob.says("waits")
    bob.program.local_history.unsent.save()
    bob.until(lambda: (bob.folder / "outbox.json").exists())
    bob.window.history.keep_history_chosen.emit("nothing")
    bob.until(lambda: not (bob.folder / "outbox.json").exists())
    bob.conversation().composer.edit.insertPlainText("a draft that is nobody's business")
    bob.leaves()
    assert not (bob.folder / "outbox.json").exists()
    kept = [path.read_bytes() for path in bob.folder.rglob("*") if path.is_file()]
    assert not any(b"nobody's business" in content for content in kept)
