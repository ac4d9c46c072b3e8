"""Records of hosted rooms survive what happens to files, and nothing in them becomes weaker by it."""

from __future__ import annotations

import dataclasses
import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import hosted_rooms
from app.hosted_rooms import EndpointRecord, HostedRoom, HostedRooms
from app.hub.data.config import PasswordVerifier
from app.security import private_files
from app.security.security_errors import SecurityError, SecurityProblem

VERIFIER = PasswordVerifier(bytes(range(16)), 2**15, 8, 1, bytes(32))
ROOM = HostedRoom(
    channel="#root-s-room",
    title="root’s room 🏠",
    doors=(EndpointRecord("::1", 7100), EndpointRecord("192.168.1.4", None)),
    newcomers="none",
    locked=True,
    password=VERIFIER,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "new folder" / "rooms.json"


def entry_of(path: Path) -> dict[str, Any]:
    (entry,) = json.loads(path.read_bytes())["rooms"]
    assert isinstance(entry, dict)
    return entry


def rewritten(path: Path, **changes: Any) -> HostedRoom:
    """The record of the room after its entry in the file got other values; `...` takes a key out."""
    HostedRooms(path).keep(ROOM)
    entry = entry_of(path) | changes
    entry = {name: value for name, value in entry.items() if value is not ...}
    path.write_text(json.dumps({"rooms": [entry]}))
    room = HostedRooms(path).find(ROOM.channel)
    assert room is not None
    return room


def test_what_was_kept_is_found_again(path: Path) -> None:
    HostedRooms(path).keep(ROOM)
    rooms = HostedRooms(path)
    assert rooms.problem is None
    assert rooms.find("#ROOT-s-room") == ROOM
    assert rooms.find("#other") is None


def test_every_field_of_a_record_is_written_and_read() -> None:
    beside = {"channel", "unclear", "kept"}
    assert {one.name for one in dataclasses.fields(HostedRoom)} - beside == set(hosted_rooms._FIELDS)


@pytest.mark.skipif(os.name != "posix", reason="file modes are those of POSIX")
def test_the_file_is_for_nobody_else_to_read(path: Path) -> None:
    HostedRooms(path).keep(ROOM)
    assert path.stat().st_mode & 0o777 == 0o600
    path.chmod(0o644)  # a backup that was put back
    HostedRooms(path)
    assert path.stat().st_mode & 0o777 == 0o600


def test_no_record_shows_its_password() -> None:
    assert repr(VERIFIER.key) not in repr(ROOM)
    assert "salt" not in repr(ROOM)


def test_what_was_opened_last_comes_last_and_too_many_go(path: Path) -> None:
    rooms = HostedRooms(path)
    for number in range(hosted_rooms.MOST_ROOMS + 2):
        rooms.keep(HostedRoom(channel=f"#{number}"))
    rooms.keep(HostedRoom(channel="#2", title="two"))
    again = HostedRooms(path).all()
    assert len(again) == hosted_rooms.MOST_ROOMS
    assert (again[0].channel, again[-1].title) == ("#3", "two")


def test_a_room_is_found_by_what_it_is_called(path: Path) -> None:
    rooms = HostedRooms(path)
    for channel, title in (("#a", "Robots"), ("#b", "ROBOTS"), ("#c", "")):
        rooms.keep(HostedRoom(channel=channel, title=title))
    found = rooms.titled("robots")
    assert found is not None
    assert found.channel == "#b"
    assert rooms.titled("Chess") is None


def test_what_another_version_wrote_is_written_back(path: Path) -> None:
    room = rewritten(path, colour={"of": ["tomorrow", 1.5]})
    content = json.loads(path.read_bytes()) | {"version": 3}
    content["rooms"] += [{"kind": "something else"}, 5]
    path.write_text(json.dumps(content))
    HostedRooms(path).keep(room.changed(locked=False))
    after = json.loads(path.read_bytes())
    assert after["version"] == 3
    assert after["rooms"][:2] == [{"kind": "something else"}, 5]
    assert after["rooms"][2]["colour"] == {"of": ["tomorrow", 1.5]}
    assert HostedRooms(path).find(ROOM.channel) == room.changed(locked=False)


def test_what_another_version_wrote_of_doors_and_password_is_written_back(path: Path) -> None:
    HostedRooms(path).keep(ROOM)
    entry = entry_of(path)
    entry["doors"][0]["name"] = "cellar"
    entry["password"]["since"] = 2030
    path.write_text(json.dumps({"rooms": [entry]}))
    room = HostedRooms(path).find(ROOM.channel)
    assert room is not None
    opened = room.changed(
        doors=(EndpointRecord("::1", 7100), EndpointRecord("10.0.0.7", 7100)), password=VERIFIER, locked=False
    )
    HostedRooms(path).keep(opened)
    after = entry_of(path)
    assert after["doors"][0] == {"host": "::1", "port": 7100, "name": "cellar"}
    assert after["doors"][1] == {"host": "10.0.0.7", "port": 7100}
    assert after["password"]["since"] == 2030
    HostedRooms(path).keep(opened.changed(password=dataclasses.replace(VERIFIER, key=bytes([1] * 32))))
    assert "since" not in entry_of(path)["password"]


WHOLE = {"salt": "00" * 16, "n": 2**15, "r": 8, "p": 1, "key": "11" * 32}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("password", value) for value in (..., False, "", "secret", {}, [], 5)),
        *(
            ("password", WHOLE | {key: value})
            for key, value in [
                *(("salt", "00"), ("salt", 5), ("salt", "x"), ("key", "11" * 31), ("key", None)),
                *(("n", 2**15 + 1), ("n", 2**30), ("n", True), ("r", 1e3), ("p", -1), ("n", 10**300)),
            ]
        ),
        *(("locked", value) for value in (..., None, 1, "true")),
        *(("newcomers", value) for value in (..., None, "some", [], {})),
        *(
            ("doors", value)
            for value in (..., None, [], {}, [5], [{}], [{"host": "::1"}], [{"port": 5}] * 65)
        ),
        *(("doors", [{"host": host, "port": 5}]) for host in (None, 5, "ü")),
        *(("doors", [{"host": "", "port": port}]) for port in (0, -1, 65536, True, "5", 1.5)),
        *(("title", value) for value in (..., None, "", 5, "a\nb", "x" * 201, "\ud800")),
    ],
)
def test_what_cannot_be_read_is_unclear_and_never_taken_for_the_weaker(
    path: Path, name: str, value: Any
) -> None:
    room = rewritten(path, **{name: value})
    assert room.unclear == {name}
    rest = {"title", "doors", "newcomers", "locked", "password"} - {name}
    assert all(getattr(room, other) == getattr(ROOM, other) for other in rest)
    before = entry_of(path)
    HostedRooms(path).keep(room.changed(**{next(iter(rest)): getattr(room, next(iter(rest)))}))
    assert entry_of(path) == before  # as it came, until somebody decides
    HostedRooms(path).keep(room.changed(**{name: getattr(ROOM, name)}))
    assert HostedRooms(path).find(ROOM.channel) == ROOM


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[1]", b"{}", b'{"rooms": {}}', b"\xff\xfe\x00", b"[" * 200_000, b" " * 5_000_000]
)
def test_a_damaged_file_is_set_aside_and_said(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    rooms = HostedRooms(path)
    assert rooms.all() == ()
    assert rooms.problem is not None
    assert rooms.problem.problem is SecurityProblem.ROOMS_DAMAGED
    assert path.with_name("rooms.json.damaged").read_bytes() == content
    rooms.keep(ROOM)
    assert HostedRooms(path).find(ROOM.channel) == ROOM


def test_a_file_that_cannot_be_read_is_not_written_over(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    HostedRooms(path).keep(ROOM)
    before = path.read_bytes()

    def refuse(_path: Path) -> bytes:
        raise SecurityError(SecurityProblem.FILE_NOT_READ, path="x", reason="Permission denied")

    with monkeypatch.context() as patched:
        patched.setattr(private_files, "read", refuse)
        rooms = HostedRooms(path)
    assert rooms.problem is not None
    assert rooms.problem.problem is SecurityProblem.ROOMS_UNKNOWN
    assert "Permission denied" in str(rooms.problem)
    assert rooms.find(ROOM.channel) is None
    with pytest.raises(SecurityError, match="not written"):
        rooms.keep(ROOM.changed(password=None))
    assert path.read_bytes() == before


def test_what_could_not_be_written_is_not_believed(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rooms = HostedRooms(path)
    rooms.keep(ROOM)

    def refuse(_path: Path, _data: bytes) -> None:
        raise SecurityError(SecurityProblem.FILE_NOT_WRITTEN, path="x", reason="The disk is full")

    monkeypatch.setattr(private_files, "replace", refuse)
    with pytest.raises(SecurityError):
        rooms.keep(ROOM.changed(locked=False))
    assert rooms.find(ROOM.channel) == HostedRooms(path).find(ROOM.channel) == ROOM


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
NAMES = st.sampled_from(["channel", *hosted_rooms._FIELDS, "of_tomorrow"])
ENTRIES = st.dictionaries(NAMES, JSON | st.sampled_from(["#a", "#b", True, "1h", WHOLE]), max_size=7) | JSON


def plain(value: object) -> str:
    return json.dumps(value, sort_keys=True)


@given(entries=st.lists(ENTRIES, max_size=4), rest=st.dictionaries(st.text(), JSON, max_size=2))
def test_any_json_is_read_and_nothing_of_it_is_lost(
    tmp_path_factory: pytest.TempPathFactory, entries: list[Any], rest: dict[str, Any]
) -> None:
    path = tmp_path_factory.mktemp("any") / "rooms.json"
    path.write_text(json.dumps(rest | {"rooms": entries}))
    rooms = HostedRooms(path)
    assert rooms.problem is None
    named = [entry.get("channel") for entry in entries if isinstance(entry, dict)]
    rooms.keep(ROOM)
    after = json.loads(path.read_bytes())
    assert {name: plain(after[name]) for name in rest if name != "rooms"} == {
        name: plain(value) for name, value in rest.items() if name != "rooms"
    }
    written = [plain(entry) for entry in after["rooms"]]
    for entry in entries:
        if not isinstance(entry, dict) or named.count(entry.get("channel")) == 1:
            assert plain(entry) in written
    assert HostedRooms(path).all() == rooms.all()


@pytest.mark.parametrize(
    ("written", "public"),
    [
        ("home.example.org", "home.example.org"),
        ("[fd00::1]:7000", "[fd00::1]:7000"),
        ("", ""),
        (5, ""),
        ("ä", ""),
    ],
)
def test_the_public_address_is_read_and_doubts_nothing(path: Path, written: object, public: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps({"rooms": [{"channel": "#a", "public": written}]}), encoding="utf-8")
    record = HostedRooms(path).find("#a")
    assert record is not None
    assert record.public == public
    assert "public" not in record.doubtful


@given(data=st.binary(max_size=60))
def test_any_bytes_are_read_or_set_aside(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.mktemp("any") / "rooms.json"
    path.write_bytes(data)
    HostedRooms(path)


@pytest.mark.parametrize(
    ("entry", "shown"),
    [({}, True), ({"nearby": True}, True), ({"nearby": False}, False), ({"nearby": 1}, False)],
)
def test_a_room_is_told_of_nearby_unless_that_was_switched_off(
    path: Path, entry: dict[str, object], shown: bool
) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps({"rooms": [{"channel": "#a", **entry}]}), encoding="utf-8")
    record = HostedRooms(path).find("#a")
    assert record is not None
    assert record.is_shown_nearby is shown
    assert record.changed(nearby=True).is_shown_nearby
    assert "nearby" not in record.doubtful


@pytest.mark.parametrize(
    ("entry", "files"),
    [
        ({}, "1G"),
        ({"files": "10M"}, "10M"),
        ({"files": "none"}, "none"),
        ({"files": "500M"}, "500M"),
        ({"files": "of all kinds"}, "1G"),
        ({"files": 7}, "1G"),
    ],
)
def test_what_is_not_told_of_files_is_as_usual(path: Path, entry: dict[str, object], files: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps({"rooms": [{"channel": "#a", **entry}]}), encoding="utf-8")
    record = HostedRooms(path).find("#a")
    assert record is not None
    assert record.files == files
    assert "files" not in record.doubtful
    assert record.changed(files="10M").files == "10M"


@pytest.mark.parametrize(
    ("entry", "web", "plain_password"),
    [
        ({}, "chat", False),
        ({"web": "none", "plain_password": True}, "none", True),
        ({"web": "page"}, "page", False),
        ({"web": "of all kinds"}, "page", False),
        ({"plain_password": "perhaps"}, "chat", False),
    ],
)
def test_a_choice_for_browsers_that_cannot_be_read_lets_nobody_talk(
    path: Path, entry: dict[str, object], web: str, plain_password: bool
) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps({"rooms": [{"channel": "#a", **entry}]}), encoding="utf-8")
    record = HostedRooms(path).find("#a")
    assert record is not None
    assert (record.found_by_browsers, record.plain_password) == (web, plain_password)
    assert record.doubtful.isdisjoint({"web", "plain_password"})
    assert record.changed(web="none").found_by_browsers == "none"


def test_what_browsers_find_is_written_only_where_it_is_not_as_usual(path: Path) -> None:
    rooms = HostedRooms(path)
    rooms.keep(ROOM)
    assert entry_of(path).keys().isdisjoint({"web", "plain_password"})
    rooms.keep(ROOM.changed(web="none", plain_password=True))
    assert (entry_of(path)["web"], entry_of(path)["plain_password"]) == ("none", True)
    rooms.keep(ROOM.changed(web="chat", plain_password=False))
    assert entry_of(path).keys().isdisjoint({"web", "plain_password"})
