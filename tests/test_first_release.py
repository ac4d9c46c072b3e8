"""What an early version kept opens unchanged: tests/fixtures/first_release, described there."""

from __future__ import annotations

import dataclasses
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
from app.files.file_record import FileRecord
from app.models.ignored_people import IgnoredPerson
from app.models.room import NotifyRule
from app.models.room_wishes import Ignore, SetNotifyRule
from app.paths import Places
from app.security.certificate import load_or_make
from app.security.pins import Pins
from app.store.archive import Archive
from app.store.archive_records import RoomKey
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


def test_what_it_did_not_know_yet_is_as_nobody_chose_it_and_costs_nothing_when_it_is_chosen(
    places: Places,
) -> None:
    before = json.loads(places.settings_file.read_bytes())
    chosen = settings.load(places.settings_file).settings
    newer = {one.name for one in dataclasses.fields(chosen)} - set(before) - {"unknown"}
    assert {"room_rules", "accounts", "colour", "do_not_disturb", "keep_running", "enter_sends"} <= newer
    fresh = settings.Settings()
    assert {name: getattr(chosen, name) for name in newer} == {name: getattr(fresh, name) for name in newer}
    assert all(
        (room.room, room.fingerprint, room.channel, room.host) == ("", "", "", "") for room in chosen.recent
    )
    chosen.colour, chosen.accounts, chosen.room_rules = (
        "#aa3377",
        {"irc:6697": "ian"},
        {"hub:a": {"#b": "all"}},
    )
    settings.save(chosen, places.settings_file)
    again = settings.load(places.settings_file).settings
    assert again == chosen
    assert {name: again.unknown[name] for name in ("of_tomorrow",)} == {"of_tomorrow": before["of_tomorrow"]}


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

    def test_what_a_host_does_today_is_kept_in_the_files_of_then(
        self, places: Places, kept: HubStorage
    ) -> None:
        before = {kind: dict(kept.records.all(kind)) for kind in ("member", "marker", "correction")}
        zoe = next(row[0] for row in rows_of(places.accounts_file, "certificates") if row[1] == "Zoe")
        first = self.opens(kept)
        own = load_or_make(places.data, "me", "x", now=time.time()).fingerprint
        caps = f"{TALK} hubbub.chat/room hubbub.chat/rooms"
        host = first.log_in("Ian", "#robotics-club", fingerprint=own, caps=caps)
        first.hub.grant_owner("sesame", LATER)
        host.says("HUBBUB OWNER sesame")
        guest = first.log_in("Zoe", "#robotics-club", fingerprint=str(zoe))
        made = host.says("HUBBUB CREATE none INVITED :Next year")
        assert any(" JOIN #next-year" in line for line in made), made
        host.says("HUBBUB MUTE #robotics-club Zoe Zoe * 600")
        assert guest.codes("PRIVMSG #robotics-club :muted")[-1] == "404"
        first.log_in("eve", fingerprint="fp-eve", address="198.51.100.7")
        assert any("BAN ADDED" in line for line in host.says("HUBBUB BAN ADD eve eve * :spam"))
        host.says("QUIT")
        again = self.opens(kept)
        guest = again.log_in("Zoe", "#robotics-club", fingerprint=str(zoe))
        assert guest.codes("PRIVMSG #robotics-club :muted") == ["404"]
        banned = again.connect("eve", fingerprint="fp-eve", address="198.51.100.8")
        banned.says("NICK other", "USER x 0 * :x")
        assert banned.is_closed
        assert guest.codes("JOIN #next-year")[0] in ("403", "473")
        assert self.texts(guest, "#robotics-club")[0] == "helo everybody"
        for kind, records in before.items():
            assert records.items() <= dict(kept.records.all(kind)).items(), kind

    def test_a_file_that_is_shared_today_is_kept_in_the_files_of_then(
        self, places: Places, kept: HubStorage
    ) -> None:
        first = self.opens(kept)
        assert first.hub.all_files() == []
        own = load_or_make(places.data, "me", "x", now=time.time()).fingerprint
        caps = f"{TALK} echo-message draft/message-redaction"
        ian = first.log_in("Ian", "#robotics-club", fingerprint=own, caps=caps)
        plan = FileRecord("0" * 22, "plan.pdf", 5, "application/pdf", "0f" * 32, "Ian", LATER)
        first.hub.keep_file(plan, LATER)
        said = ian.says(f"@+hubbub.chat/file={plan.id} PRIVMSG #robotics-club :the plan")[0]
        again = self.opens(kept)
        assert [one.message for one in again.hub.all_files()] == [tags_of(said)["msgid"]]
        ian = again.log_in("Ian", "#robotics-club", fingerprint=own, caps=caps)
        ian.says(f"REDACT #robotics-club {tags_of(said)['msgid']}")
        assert again.files["gone"] == [plan.id]
        assert self.texts(ian, "#robotics-club")[0] == "helo everybody"

    def opens(self, kept: HubStorage) -> Party:
        """The room of then, opened by its host of today."""
        stored = {"accounts": kept.accounts, "history": kept.history, "records": kept.records}
        return Party(**stored, now=LATER, room="#robotics-club")  # type: ignore[arg-type]  # as `ian` has them


def test_what_a_window_has_seen_is_found(places: Places) -> None:
    archive = Archive(places.archive_file)
    list(archive.index_rest())
    assert [hit.line.text for hit in archive.search("HELLO")] == ["hello gardeners", "hello everybody"]
    assert [hit.line.text for hit in archive.search("🌱 example")] == ["great 🌱 https://example.org/"]
    archive.close()


def test_an_archive_of_then_has_no_drafts_and_keeps_those_of_today(places: Places) -> None:
    [network] = {str(row[1]) for row in rows_of(places.archive_file, "rooms") if row[4] == "Gardeners"}
    key = RoomKey(network, "#gardeners")
    archive = Archive(places.archive_file)
    assert archive.draft(key) == ("", "")
    archive.note_draft(key, "Watering\ntomorrow")
    archive.close()
    archive = Archive(places.archive_file)
    assert archive.draft(key) == ("Watering\ntomorrow", "")
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


def test_what_is_chosen_in_a_room_of_then_is_there_the_next_time(
    person: Callable[..., Person], places: Places
) -> None:
    ian = opens_gardeners(person("Ian", again=places.data))
    assert ian.conversation().composer.text() == ""
    assert ian.room.notify_rule is NotifyRule.MENTIONS
    new = {path.name for path in places.data.iterdir()} - {path.name for path in FIXTURE.glob("profile/*")}
    assert not {name for name in new if name.endswith(".json")}  # nothing was ignored, hosted or left unsent
    ian.conversation().composer.edit.insertPlainText("Watering")
    ian.window.wished.emit(ian.room, SetNotifyRule(NotifyRule.NONE))
    ian.window.wished.emit(ian.room, Ignore(IgnoredPerson("bo", "bo", "Bo from the shed")))
    ian.leaves()
    assert "bo" in places.ignored_file.read_text(encoding="utf-8")
    ian = opens_gardeners(person("Ian", again=places.data))
    ian.until(lambda: ian.conversation().composer.text() == "Watering")
    assert ian.room.notify_rule is NotifyRule.NONE
    ian.sees("hello gardeners")


def opens_gardeners(ian: Person) -> Person:
    """Let Ian read the room that he was a guest in."""
    ian.until(lambda: ian.program.local_history.archive.is_ready)
    names = [room.name for room in ian.program.recents.to_list()]
    ian.start.recent_list.read_requested.emit(names.index("Gardeners"))
    ian.until(lambda: ian.window.current_room and ian.window.page.conversation)
    return ian
