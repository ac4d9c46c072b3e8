"""What an early version kept opens unchanged: tests/fixtures/first_release, described there."""

from __future__ import annotations

import json
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app import settings
from app.paths import Places
from app.security.certificate import load_or_make
from app.security.pins import Pins
from app.store.archive import Archive
from app.store.hub_storage import HubStorage
from tests.hub.party import Friend, Party, tags_of
from tests.journeys.people import Person, party

FIXTURE = Path(__file__).parent / "fixtures" / "first_release"
LATER = 1_796_010_000.0  # an hour after it was made
HUB = "195a98bbe447369ad7029b6135e6ff9eac21b166b749684a18e5f8193d1152d9"
TALK = "batch server-time message-tags draft/chathistory draft/metadata-2 draft/read-marker"


@pytest.fixture
def places(tmp_path: Path) -> Places:
    """A copy of the profile, as private as it was: git keeps no such modes."""
    folder = tmp_path / "profile"
    folder.mkdir(mode=0o700)
    for path in (FIXTURE / "profile").iterdir():
        shutil.copyfile(path, folder / path.name)
        (folder / path.name).chmod(0o600)
    return Places(folder, folder)


@pytest.fixture
def kept(places: Places) -> Iterator[HubStorage]:
    storage = HubStorage(places.accounts_file, places.history_file)
    yield storage
    storage.close()


def rows_of(path: Path, table: str) -> list[list[object]]:
    db = sqlite3.connect(path)
    rows = db.execute(f'SELECT * FROM "{table}"').fetchall()
    db.close()
    return [[cell.hex() if isinstance(cell, bytes) else cell for cell in row] for row in rows]


def test_opening_changes_no_row(places: Places) -> None:
    HubStorage(places.accounts_file, places.history_file).close()
    Archive(places.archive_file).close()
    expected = json.loads((FIXTURE / "expected.json").read_text(encoding="utf-8"))
    assert set(expected) == {"accounts.sqlite", "history.sqlite", "archive.sqlite"}
    for file, tables in expected.items():
        for table, rows in tables.items():
            found = rows_of(places.data / file, table)
            for row in rows:  # a newer version may add columns behind the old ones, and rows of its own
                assert any(one[: len(row)] == row for one in found), (file, table, row)


def test_the_identities_are_the_same(places: Places) -> None:
    before = {
        path.name: path.read_bytes() for path in places.data.iterdir() if path.suffix in (".key", ".crt")
    }
    assert len(before) == 4
    assert load_or_make(places.data, "hub", "x", now=time.time()).fingerprint == HUB
    load_or_make(places.data, "me", "x", now=time.time())
    assert before == {name: (places.data / name).read_bytes() for name in before}


def test_hubs_that_were_met_are_known(places: Places) -> None:
    (entry,) = json.loads((places.data / "hubs.json").read_bytes())["hubs"]
    pin = Pins(places.data / "hubs.json").by_fingerprint(entry["fingerprint"])
    assert pin is not None
    assert (pin.name, list(pin.addresses), pin.verified) == ("Gardeners", entry["addresses"], "password")


def test_settings_are_read_and_written_back_with_what_nobody_knows(places: Places) -> None:
    before = json.loads(places.settings_file.read_bytes())
    loaded = settings.load(places.settings_file)
    assert loaded.problem is None
    assert (loaded.settings.theme, loaded.settings.text_scale) == ("dark", 120)
    assert [(room.name, room.hosted) for room in loaded.settings.recent] == [
        ("Gardeners", False),
        ("Robotics club", True),
    ]
    settings.save(loaded.settings, places.settings_file)
    after = json.loads(places.settings_file.read_bytes())
    assert {key: after[key] for key in before if key != "recent"} == {
        key: value for key, value in before.items() if key != "recent"
    }
    assert before["of_tomorrow"] == {"kept": ["as", "it", "is"], "number": 1.5}
    assert [
        {key: new[key] for key in old} for old, new in zip(before["recent"], after["recent"], strict=True)
    ] == (before["recent"])


class TestHub:
    """The hub of then, started with the code of now."""

    @pytest.fixture
    def ian(self, places: Places, kept: HubStorage) -> Friend:
        hub = Party(
            accounts=kept.accounts,
            history=kept.history,
            records=kept.records,
            now=LATER,
            room="#robotics-club",
        )
        fingerprint = load_or_make(places.data, "me", "x", now=time.time()).fingerprint
        return hub.log_in("Ian", "#robotics-club", fingerprint=fingerprint, caps=TALK)

    def texts(self, friend: Friend, target: str) -> list[str]:
        lines = friend.says(f"CHATHISTORY LATEST {target} * 100")
        return [line.split(" :")[-1].rpartition(f" {target} ")[2] for line in lines if " PRIVMSG " in line]

    def test_what_was_said_is_there(self, ian: Friend) -> None:
        assert self.texts(ian, "#robotics-club") == [
            *("helo everybody", "on the shelf", "two lines", "of one message"),
            *("[edited] hello everybody", "great 🌱 https://example.org/"),
        ]
        assert self.texts(ian, "Zoe") == ["between us"]
        assert self.texts(ian, "bo") == ["a word in private"]
        talk = ian.says("CHATHISTORY LATEST #robotics-club * 100")
        assert all(tags_of(line)["msgid"] < "01M8N44A" for line in talk if "msgid=" in line)

    def test_a_channel_has_its_door_and_its_face(self, ian: Friend) -> None:
        assert ian.codes("JOIN #plans")[0] == "475"
        entered = ian.says("JOIN #plans tulip")
        assert any(line.endswith(" 332 Ian #plans :Next spring") for line in entered)
        assert any("*!*@192.0.2.7" in line for line in ian.says("MODE #plans b"))
        assert any("#4a7" in line for line in ian.says("METADATA #plans GET color"))
        assert any("color" in line for line in ian.says("METADATA #plans LIST"))
        assert self.texts(ian, "#plans") == ["seeds first"]

    def test_accounts_own_their_names(self, ian: Friend) -> None:
        stranger = ian.party.connect("eve")
        heard = stranger.says("NICK bo", "USER x 0 * :x")
        assert any(" 433 " in line for line in heard)


def test_what_a_window_has_seen_is_found(places: Places) -> None:
    archive = Archive(places.archive_file)
    list(archive.index_rest())
    assert [hit.line.text for hit in archive.search("HELLO")] == ["hello gardeners", "hello everybody"]
    assert [hit.line.text for hit in archive.search("🌱 example")] == ["great 🌱 https://example.org/"]
    archive.close()


@pytest.fixture
def person(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Person]]:
    assert isinstance(QApplication.instance(), QApplication)
    yield from party(qtbot, tmp_path, monkeypatch)


def test_a_window_shows_the_rooms_that_were_seen(person: Callable[..., Person], places: Places) -> None:
    ian = person("Ian", again=places.data)
    ian.until(lambda: ian.program.local_history.archive.is_ready)
    assert [room.name for room in ian.program.recents.to_list()] == ["Gardeners", "Robotics club"]
    ian.start.recent_list.read_requested.emit(0)
    ian.until(lambda: ian.window.current_room)
    ian.sees("hello gardeners")
    ian.window.show_start()
    ian.start.recent_list.read_requested.emit(1)
    ian.until(lambda: ian.window.current_room and ian.room.title == "Robotics club")
    ian.sees("hello everybody", "on the shelf", "two lines", "great")
