"""What a person has seen stays on their computer: found again, read offline, written out, deleted."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from app.models.export import ExportTarget, Format
from app.models.room_wishes import LeaveRoom, Reconnect
from app.store.archive import Archive
from app.ui.search.global_search import GlobalSearch
from app.ui.window.action_ids import ActionId
from app.ui.window.questions import CONFIRM
from tests.journeys.people import Person

Make = Callable[..., Person]


def _texts(one: Person) -> list[str]:
    return [entry.text for entry in one.messages()]


def _talk(person: Make) -> tuple[Person, Person]:
    """A host and a guest who have said something."""
    host = person("Ian")
    host.hosts("Robotics club")
    mara = person("Mara")
    mara.enters(f"127.0.0.1:{host.port}")
    for who, text in ((host, "the motor drivers arrived"), (mara, "great"), (host, "on the shelf")):
        who.says(text)
        for one in (host, mara):  # one's own is seen before it is said
            one.until(lambda one=one, text=text: text in _texts(one))
    mara.until(lambda: mara.room.timeline.window.at_beginning)  # what was asked of the host has come
    return host, mara


def test_talk_is_there_before_the_connection(person: Make) -> None:
    host, mara = _talk(person)
    mara.leaves()
    host.leaves()
    again = person("Mara", again=mara)
    again.until(lambda: again.program.local_history.archive.is_ready)
    again.start.recent_list.read_requested.emit(0)
    again.until(lambda: again.window.current_room)
    again.sees("the motor drivers arrived", "great", "on the shelf")
    assert not again.room.present


def test_words_are_found_in_the_room_and_in_all_rooms(person: Make) -> None:
    _host, mara = _talk(person)
    mara.window.actions_[ActionId.SEARCH].trigger()
    bar = mara.window.page.sheet.search_bar
    bar.edit.setText("the")
    mara.until(lambda: bar.words.text() == "1 of 2")
    mara.window.actions_[ActionId.SEARCH_OLDER].trigger()
    mara.until(lambda: bar.words.text() == "2 of 2")
    bar.edit.setText("nowhere")
    mara.until(lambda: bar.words.text() == "Nothing found")
    bar.close_bar()
    mara.window.actions_[ActionId.SEARCH_ALL].trigger()
    search = mara.window.findChild(GlobalSearch)
    assert search is not None
    search.edit.setText("shelf")
    mara.until(lambda: search.model.rowCount() == 1)
    search._choose()
    assert mara.window.current_room is not None


@pytest.mark.parametrize("kind", list(Format))
def test_a_room_is_written_into_a_file(person: Make, kind: Format, tmp_path: Path) -> None:
    _host, mara = _talk(person)
    path = tmp_path / f"club{kind.ending}"
    mara.window.history.export_requested.emit(mara.room, ExportTarget(path, kind))
    mara.until(path.exists)
    text = path.read_text(encoding="utf-8")
    assert text.index("the motor drivers arrived") < text.index("on the shelf")
    if kind is Format.JSON:
        said = [one["text"] for one in json.loads(text) if one["kind"] == "message"]
        assert said == ["the motor drivers arrived", "great", "on the shelf"]
    assert [path.name] == [each.name for each in tmp_path.iterdir() if "club" in each.name]


def test_a_file_that_cannot_be_written_is_a_sentence(person: Make, tmp_path: Path) -> None:
    _host, mara = _talk(person)
    target = ExportTarget(tmp_path / "missing" / "club.txt", Format.TEXT)
    mara.window.history.export_requested.emit(mara.room, target)
    mara.until(lambda: "could not be written" in mara.notice())
    assert mara.room.present


def test_a_rooms_history_is_deleted_once_agreed(person: Make) -> None:
    host, mara = _talk(person)
    host.leaves()  # it would bring back what it has
    mara.until(lambda: not mara.room.present)
    mara.window.actions_[ActionId.FORGET].trigger()
    mara.answers(CONFIRM)
    mara.until(lambda: "is deleted from this computer" in mara.notice())
    assert _texts(mara) == []
    mara.leaves()
    kept = Archive(mara.folder / "archive.sqlite")
    assert kept.search("motor") == []
    kept.close()


def test_nothing_is_written_when_nothing_is_to_be_kept(person: Make) -> None:
    host, mara = _talk(person)
    mara.window.actions_[ActionId.KEEP_NOTHING].trigger()
    mara.answers(CONFIRM)
    mara.until(lambda: mara.window.actions_[ActionId.KEEP_NOTHING].isChecked())
    mara.until(mara.program.local_history.archive.is_idle)
    mara.says("off the record")
    host.until(lambda: "off the record" in _texts(host))
    mara.leaves()
    assert list(mara.folder.glob("archive.sqlite*")) == []


def test_a_message_of_a_room_that_nobody_is_in_is_read_and_the_room_joined_again(person: Make) -> None:
    host, mara = _talk(person)
    mara.leaves()
    again = person("Mara", again=mara)
    again.until(lambda: again.program.local_history.archive.is_ready)
    again.window.actions_[ActionId.SEARCH_ALL].trigger()
    search = again.window.findChild(GlobalSearch)
    assert search is not None
    search.edit.setText("motor")
    again.until(lambda: search.model.rowCount() == 1)
    search._choose()
    again.sees("the motor drivers arrived")
    assert "Offline" in again.bar()
    offline = again.room
    again.window.page.sheet.connection_bar.wished.emit(Reconnect())
    again.until(lambda: again.window.current_room not in (None, offline))
    again.until(lambda: again.room.present)
    again.sees("the motor drivers arrived", "on the shelf")
    assert offline not in again.program.rooms.rooms
    host.sees_people("Ian", "Mara")


def test_a_host_who_is_away_leaves_what_was_said(person: Make) -> None:
    host, mara = _talk(person)
    mara.leaves()
    host.leaves()
    again = person("Mara", again=mara)
    again.until(lambda: again.program.local_history.archive.is_ready)
    again.start.recent_list.chosen.emit(0)
    again.sees("on the shelf")
    assert "Offline Nobody answers" in again.bar()
    again.window.page.sheet.connection_bar.wished.emit(LeaveRoom())
    again.until(lambda: again.window.current_room is None)


def test_what_is_too_old_goes_when_less_is_to_be_kept(person: Make) -> None:
    _host, mara = _talk(person)
    retention, later = mara.program.local_history.retention, time.time() + 40 * 86_400
    for minute in range(61):  # until the clock is believed
        retention._clock = lambda minute=minute: later + minute * 60
        retention.sweep()
    mara.window.actions_[ActionId.KEEP_MONTH].trigger()
    mara.answers(CONFIRM)
    mara.until(mara.program.local_history.archive.is_idle)  # or the next start does it
    mara.leaves()
    kept = Archive(mara.folder / "archive.sqlite")
    assert [line for room in kept.rooms() for line in kept.page_before(room.key, None, 9).lines] == []
    kept.close()


def test_who_thinks_better_of_keeping_nothing_keeps_what_comes_then(person: Make) -> None:
    host, mara = _talk(person)
    mara.window.actions_[ActionId.KEEP_NOTHING].trigger()
    mara.answers(CONFIRM)
    mara.window.actions_[ActionId.KEEP_EVER].trigger()
    mara.until(mara.program.local_history.archive.is_idle)
    host.says("for the record")
    mara.sees("for the record")
    mara.leaves()
    kept = Archive(mara.folder / "archive.sqlite")
    assert [found.line.text for found in kept.search("record")] == ["for the record"]
    assert kept.search("motor") == []
    assert [room.facts.title for room in kept.rooms()] == ["Robotics club"]
    kept.close()
