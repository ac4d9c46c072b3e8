"""What was said before, as people meet it: late guests, a disk that is full, a damaged file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.client.wishes import Join, Part, SetModes, SetTopic, Unban
from app.hub.data.storage_errors import Content, FileReason, unusable
from app.store.database import StoreError
from app.store.history_file import HistoryFile
from tests.journeys.people import Person, words_on

MakePerson = Callable[..., Person]
FULL = unusable(Content.MESSAGES, Path("history.sqlite"), FileReason.FULL)
SENTENCE = "The messages in history.sqlite cannot be used: the disk is full."


class FullDisk:
    """Lets the hub's file be full for a while; used across threads only to set a flag."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.is_full = False
        real = HistoryFile.commit

        def commit(file: HistoryFile) -> None:
            # what is read in a turn writes what the turn holds before its end: no list tells what is new
            if self.is_full and file._db is not None and file._db.connection.in_transaction:
                file._fail(StoreError(FULL))
            real(file)

        monkeypatch.setattr(HistoryFile, "commit", commit)


def test_who_comes_late_reads_what_was_said(person: MakePerson) -> None:
    mara, bob = person("Mara"), person("bob")
    mara.hosts("Robotics club")
    mara.says("we meet at six")
    mara.sees("Mara: we meet at six")
    bob.enters(f"127.0.0.1:{mara.port}")
    bob.sees("Mara: we meet at six")


def test_what_happened_is_told_once_however_often_one_comes_back(person: MakePerson) -> None:
    host, mara = person("Ian"), person("Mara")
    host.hosts("Robotics club")
    mara.enters(f"127.0.0.1:{host.port}")
    room = host.room.target
    link = host.room.connection.link
    link.ask(SetModes(room, "+i"))
    link.ask(SetModes(room, "-i"))
    link.ask(SetTopic(room, "Motors"))
    link.ask(SetModes(room, "+b", ("bob!*@*",)))
    link.ask(Unban(room, "bob!*@*"))
    host.says("done")
    mara.sees("Ian: done")

    def told(one: Person) -> list[str]:
        """What the room tells everybody."""
        return [line for line in one.lines() if not any(word in line for word in ("You ", "People who"))]

    before = told(mara)
    assert len(before) == len(set(before)) >= 7
    for number in range(3):
        mara.room.connection.link.ask(Part(room))
        mara.until(lambda: not mara.room.present)
        mara.room.connection.link.ask(Join(room))
        mara.until(lambda: mara.room.present)
        host.says(f"hello {number}")
        mara.sees(f"Ian: hello {number}")
    assert told(mara)[: len(before)] == before
    assert len([line for line in told(mara) if "hello" not in line]) == len(before)
    seen = told(mara)
    mara.leaves()
    again = person("Mara", again=mara)
    again.enters(f"127.0.0.1:{host.port}")
    again.sees("Ian: hello 2")
    again.until(lambda: not again.room.history.is_loading)
    assert told(again)[: len(before)] == before
    assert [line for line in told(again) if line in seen] == seen


def test_the_host_decides_that_newcomers_read_nothing(person: MakePerson) -> None:
    mara, bob = person("Mara"), person("bob")
    mara.start.host_card.set_newcomers("none")
    mara.start.host_card.newcomers_changed.emit("none")
    mara.hosts("Robotics club")
    mara.says("just us")
    mara.sees("Mara: just us")
    bob.enters(f"127.0.0.1:{mara.port}")
    mara.says("hello bob")
    bob.sees("Mara: hello bob")
    assert not any("just us" in line for line in bob.lines())
    assert mara.program.settings.newcomers == "none"
    info = mara.program.hosted_hub.info
    assert info is not None
    assert info.newcomers == "none"


def test_a_full_disk_is_a_question_and_the_host_may_go_on_without(
    person: MakePerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = FullDisk(monkeypatch)
    mara, bob = person("Mara"), person("bob")
    mara.hosts("Robotics club")
    bob.enters(f"127.0.0.1:{mara.port}")
    mara.sees_people("Mara", "bob")
    disk.is_full = True
    bob.says("is this kept?")
    mara.until(mara.question)
    assert SENTENCE in words_on(mara.question())  # type: ignore[arg-type]  # just seen
    assert not any("is this kept?" in line for line in mara.lines())
    mara.answers("without")
    mara.sees("bob: is this kept?")  # sent again by bob's own window
    bob.says("and this?")
    mara.sees("bob: and this?")
    bob.sees("bob: and this?")


def test_the_question_goes_when_there_is_room_again(
    person: MakePerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = FullDisk(monkeypatch)
    mara, bob = person("Mara"), person("bob")
    mara.hosts("Robotics club")
    bob.enters(f"127.0.0.1:{mara.port}")
    mara.sees_people("Mara", "bob")
    disk.is_full = True
    bob.says("is this kept?")
    mara.until(mara.question)
    disk.is_full = False
    mara.until(lambda: mara.question() is None)
    mara.sees("bob: is this kept?")


def test_a_damaged_history_is_set_aside_and_told(person: MakePerson, tmp_path: Path) -> None:
    mara = person("Mara")
    history = mara.program.hosted_hub._places.history_file
    history.write_bytes(b"junk" * 1000)
    mara.hosts("Robotics club")
    mara.until(lambda: "were damaged" in words_on(mara.window))
    assert history.with_name("history.sqlite.damaged").read_bytes() == b"junk" * 1000
    mara.says("new")
    mara.sees("Mara: new")
