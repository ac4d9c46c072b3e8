"""The file of whom somebody ignores: what it holds, what it survives, and who is told."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.application import ignore_list
from app.application.ignore_list import IgnoreList, decode, encode, load, save
from app.models.ignored_people import IgnoredPeople, IgnoredPerson
from app.models.room_wishes import Ignore
from app.security import private_files
from app.security.security_errors import SecurityError, SecurityProblem
from app.ui.theme.theme import Theme
from app.ui.window.ignored_sheet import IgnoredRow, IgnoredSheet
from tests.application.fakes import Asked
from tests.stand_in import stand_in
from tests.ui.conftest import RESOURCES

BOB, EVE = IgnoredPerson("bob", "bob", "Bob Berg"), IgnoredPerson("eve")
KEPT = {"hub:aa": [BOB, EVE], "net:irc.example": [EVE]}


class TestFile:
    def test_there_and_back(self, tmp_path: Path) -> None:
        path = tmp_path / "data" / "ignored.json"
        assert load(path) == ({}, "")
        assert save(path, KEPT) == ""
        assert load(path) == (KEPT, "")
        assert save(path, {"hub:aa": []}) == ""
        assert not path.exists()

    def test_nobody_is_no_file(self) -> None:
        assert encode({}) == b""
        assert encode({"hub:aa": []}) == b""

    @pytest.mark.parametrize("data", [b"", b"{", b"[]", b'{"networks": 7}', b"[" * 100_000])
    def test_another_file_is_set_aside(self, tmp_path: Path, data: bytes) -> None:
        path = tmp_path / "ignored.json"
        path.write_bytes(data)
        networks, problem = load(path)
        assert networks == {}
        assert "damaged" in problem
        assert [one.read_bytes() for one in tmp_path.iterdir()] == [data]

    def test_one_that_is_too_large_too(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(ignore_list, "FILE_LIMIT", 10)
        with pytest.raises(ValueError, match="large"):
            decode(encode(KEPT))

    def test_who_cannot_be_understood_is_left_out(self) -> None:
        odd = [7, {}, {"nick": ""}, {"nick": 7}, {"nick": "x", "account": 7}, {"nick": "zoe\ud800"}]
        raw = json.dumps({"networks": {"hub:aa": odd, "hub:bb": 7}}).encode()
        assert decode(raw) == {"hub:aa": [IgnoredPerson("zoe?")]}

    def test_a_disk_that_fails_is_told(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(*_args: object) -> bytes:
            raise SecurityError(SecurityProblem.FILE_NOT_READ, path=tmp_path, reason="broken")

        path = tmp_path / "ignored.json"
        monkeypatch.setattr(private_files, "read", fail)
        monkeypatch.setattr(private_files, "replace", fail)
        assert "could not be read" in load(path)[1]
        assert "could not be kept" in save(path, KEPT)
        (path / "below").mkdir(parents=True)
        assert "could not be kept" in save(path, {})


class FakeServer:
    """Stands for a server: with its network, and whom its connection ignores."""

    def __init__(self, network: str, name: str) -> None:
        self.network = network
        self.connection = _Connection(name)


class _Connection(QObject):
    registered = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.network = name
        self.ignored = IgnoredPeople(self)


class FakeServers:
    def __init__(self) -> None:
        self.attempt = _Attempt()
        self.all: list[FakeServer] = []


class _Attempt(QObject):
    started = Signal(object)


class _Archiving(QObject):
    begun = Signal(object)
    network_of: Any
    key_of: Any


class _Own(QObject):
    ignored_people_requested = Signal()


class World:
    """A list over a window, with two servers of one hub and one of another."""

    def __init__(self, folder: Path, over: QWidget) -> None:
        self.root = QObject()
        self.over, self.path = over, folder / "ignored.json"
        save(self.path, {"hub:aa": [EVE]})
        self.toast = Asked()
        sheet = SimpleNamespace(toast=self.toast)
        self.window = SimpleNamespace(
            own=_Own(), page=SimpleNamespace(sheet=sheet), asker=SimpleNamespace(over=over), notices=[]
        )
        self.window.show_notice = self.window.notices.append
        self.servers = FakeServers()
        self.archiving = archiving = _Archiving()
        archiving.network_of, archiving.key_of = self.network_of, self.key_of
        self.list = IgnoreList(
            Theme(RESOURCES),
            stand_in(self.window),
            stand_in(self.servers),
            stand_in(archiving),
            self.path,
            self.root,
        )
        for network, name in (("hub:aa", "Robotics"), ("hub:aa", "Robotics"), ("hub:bb", "Chess")):
            server = FakeServer(network, name)
            self.servers.all.append(server)
            self.servers.attempt.started.emit(server)
            server.connection.registered.emit()

    def network_of(self, connection: object) -> str:
        return next(one.network for one in self.servers.all if one.connection is connection)

    def key_of(self, room: str) -> SimpleNamespace | None:
        return SimpleNamespace(network=room) if room else None

    def ignored(self) -> list[tuple[IgnoredPerson, ...]]:
        return [server.connection.ignored.people for server in self.servers.all]

    def undo(self) -> Callable[[], None]:
        (_words, _undo, act) = self.toast.requests("say")[-1]
        assert callable(act)
        return act


@pytest.fixture
def world(qtbot: QtBot, tmp_path: Path) -> Iterator[World]:
    over = QWidget()
    qtbot.addWidget(over)
    over.resize(600, 400)
    over.show()
    made = World(tmp_path, over)
    yield made
    made.root.deleteLater()


def test_a_connection_ignores_whom_it_did_before(world: World) -> None:
    assert world.ignored() == [(EVE,), (EVE,), ()]


def test_a_room_that_is_only_read_ignores_them_too_and_so_does_a_search(world: World) -> None:
    room = SimpleNamespace(connection=_Connection("Robotics"))
    world.archiving.key_of = lambda _room: SimpleNamespace(network="hub:aa")
    world.archiving.begun.emit(room)
    assert room.connection.ignored.people == (EVE,)
    world.servers.all[0].connection.ignored.rename("eve", "eva", 0.0)
    world.servers.all[1].connection.ignored.rename("eve", "eva", 0.0)
    known = world.list.by_network()
    assert known["hub:aa"].is_ignored("eva")
    assert known["hub:bb"].is_nobody


def test_who_is_ignored_is_so_in_every_room_of_that_network(world: World) -> None:
    world.list.choose("hub:aa", Ignore(BOB))  # type: ignore[arg-type]  # the key stands for the room
    assert world.ignored() == [(EVE, BOB), (EVE, BOB), ()]
    assert load(world.path)[0] == {"hub:aa": [EVE, BOB]}
    assert world.toast.requests("say")[-1][:2] == ("You do not see what Bob Berg writes any more.", "Undo")
    world.undo()()
    assert world.ignored() == [(EVE,), (EVE,), ()]
    world.list.choose("hub:aa", Ignore(EVE, ignored=False))  # type: ignore[arg-type]
    assert world.toast.requests("say")[-1][0] == "You see what eve writes again."
    assert load(world.path)[0] == {}
    world.undo()()
    assert load(world.path)[0] == {"hub:aa": [EVE]}


def test_in_a_room_that_is_not_kept_anywhere_nothing_happens(world: World) -> None:
    world.list.choose("", Ignore(BOB))  # type: ignore[arg-type]
    assert world.ignored() == [(EVE,), (EVE,), ()]


def test_what_cannot_be_kept_is_said(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ignore_list, "save", lambda *_args: "Whom you ignore could not be kept.")
    world.list.choose("hub:bb", Ignore(BOB))  # type: ignore[arg-type]
    assert world.window.notices == ["Whom you ignore could not be kept."]
    assert world.ignored()[2] == (BOB,)


def test_all_of_them_are_shown_and_can_be_heard_again(world: World) -> None:
    world.list.choose("hub:bb", Ignore(BOB))  # type: ignore[arg-type]
    world.window.own.ignored_people_requested.emit()
    [sheet] = world.over.findChildren(IgnoredSheet)
    assert [button.accessibleName() for button in sheet.buttons] == [
        "Stop ignoring eve",
        "Stop ignoring Bob Berg",
    ]
    assert sheet.cross.hasFocus()
    sheet.focusNextPrevChild(True)
    assert sheet.buttons[0].hasFocus()
    sheet.buttons[0].click()
    assert world.ignored() == [(), (), (BOB,)]
    assert not sheet.buttons[0].isEnabled()
    sheet.focusNextPrevChild(False)
    assert sheet.buttons[1].hasFocus()
    sheet.dismiss()


def test_tab_scrolls_a_long_list_to_who_has_the_focus(qtbot: QtBot) -> None:
    theme = Theme(RESOURCES)
    over = QWidget()
    qtbot.addWidget(over)
    over.resize(600, 400)
    over.show()
    rows = [IgnoredRow("hub:aa", IgnoredPerson(f"person{number}"), "Robotics club") for number in range(40)]
    sheet = IgnoredSheet(theme, over, rows)
    qtbot.waitUntil(lambda: sheet.cross.hasFocus())
    sheet.focusNextPrevChild(False)
    last = sheet.buttons[-1]
    assert last.hasFocus()
    assert last.visibleRegion().boundingRect() == last.rect()
    sheet.focusNextPrevChild(True)
    sheet.focusNextPrevChild(True)
    first = sheet.buttons[0]
    assert first.visibleRegion().boundingRect() == first.rect()


def test_nobody_is_ignored(world: World) -> None:
    world.list.choose("hub:aa", Ignore(EVE, ignored=False))  # type: ignore[arg-type]
    world.window.own.ignored_people_requested.emit()
    [sheet] = world.over.findChildren(IgnoredSheet)
    assert sheet.buttons == []
    sheet.dismiss()
