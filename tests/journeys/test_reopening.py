"""A hosted room opens again as it was, or asks; nobody gets into another room than the one they joined."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QAbstractButton, QLineEdit

from app.application.opening_questions import Plan
from app.client.wishes import SetModes
from app.hub.data.config import HubConfig
from app.models.recents import RecentRole
from app.models.room import Room
from app.models.room_wishes import EnterPassword, Reconnect
from app.net.endpoint import Endpoint
from app.security import private_files
from app.security.security_errors import SecurityError, SecurityProblem
from app.ui.window.action_ids import ActionId
from tests.headless_hub import Member, free_port
from tests.journeys.people import Person, words_on

Make = Callable[..., Person]
ROOT = Path(__file__).parents[2]
FIRST_RELEASE = ROOT / "tests" / "fixtures" / "first_release" / "profile"
ROOTS = "root’s room"


def record_in(folder: Path) -> dict[str, Any]:
    """The only record of a hosted room, {} where there is none."""
    path = folder / "rooms.json"
    rooms = json.loads(path.read_bytes())["rooms"] if path.exists() else [{}]
    assert len(rooms) == 1
    return dict(rooms[0])


def clicks_recent(one: Person, row: int = 0) -> None:
    one.start.recent_list.chosen.emit(row)


def detail(one: Person, row: int = 0) -> str:
    """The second line of a recent room."""
    return str(one.program.recents.index(row).data(RecentRole.DETAIL))


def opened(one: Person) -> Room:
    one.until(lambda: one.program.hosted_hub.is_open and one.window.current_room)
    return one.room


def listens_at(one: Person) -> list[tuple[str, int]]:
    return [(each.host, each.port) for each in one.program.hosted_hub._public]


def is_locked(one: Person) -> bool:
    return "i" in one.room.modes


def asks_for_password(one: Person, address: str) -> None:
    card = one.start.join_card
    one.joins(address)
    one.until(lambda: card.password.isVisibleTo(card))


def protects(host: Person) -> None:
    """Everything that the host can choose before a room opens and while it is."""
    card = host.start.host_card
    card.interface.addItem("This computer only · 127.0.0.1", "127.0.0.1")
    card.interface.setCurrentIndex(card.interface.count() - 1)
    card.set_newcomers("none")
    host.hosts(ROOTS)
    host.window.page.host_panel.access.password_changed.emit("sesame")
    host.until(lambda: host.program.hosted_hub.info and host.program.hosted_hub.info.password == "sesame")
    host.window.wished.emit(host.room, SetModes(host.room.target, "+i"))
    host.until(lambda: is_locked(host))
    host.until(lambda: record_in(host.folder)["locked"])


def is_as_it_was(host: Person, port: int, guest: Person) -> None:
    assert listens_at(host) == [("127.0.0.1", port)]
    host.until(lambda: is_locked(host))
    info = host.program.hosted_hub.info
    assert info is not None
    assert (info.newcomers, info.verifier_only, info.loopback_only) == ("none", True, True)
    assert host.room.title == ROOTS
    asks_for_password(guest, f"127.0.0.1:{port}")
    guest.start.join_card.password.set_text("sesame")
    guest.start.request_join()
    guest.until(lambda: "locked" in guest.start.join_card.address.error())


def test_a_room_opens_again_as_it_was(person: Make) -> None:
    root = person("root")
    protects(root)
    port = root.port
    words = f"Password · locked · this computer only · port {port} · newcomers read nothing"
    assert detail(root) == f"Hosted by you · {words} · today"
    root.leaves()
    root = person("root", again=root)
    assert detail(root) == f"Hosted by you · {words} · today"
    clicks_recent(root)
    opened(root)
    assert root.question() is None
    is_as_it_was(root, port, person("bob"))
    assert [room.name for room in root.program.recents.to_list()] == [ROOTS]


def test_the_panel_says_that_only_the_check_of_the_password_is_kept(person: Make) -> None:
    root = person("root")
    root.hosts(ROOTS, "sesame")
    entry = root.window.page.host_panel.access
    entry.eye.click()
    assert entry.shown_password() == "sesame"
    root.program.servers.stop_hosting()
    root.until(lambda: not root.program.hosted_hub.is_open)
    clicks_recent(root)
    opened(root)
    root.window.page.toggle_panel()
    assert entry.has_password
    entry.eye.click()
    assert "sesame" not in words_on(entry)
    assert "Only what checks this password is kept" in words_on(entry)
    root.window.page.host_panel.access.password_changed.emit("")
    root.until(lambda: not entry.has_password)
    assert record_in(root.folder)["password"] is None


def test_a_guest_from_before_the_password_types_it_there_and_says_what_waits(person: Make) -> None:
    root = person("root")
    root.hosts(ROOTS)
    port = root.port
    bob = person("bob")
    bob.enters(f"127.0.0.1:{port}")
    root.window.page.host_panel.access.password_changed.emit("sesame")
    root.until(lambda: record_in(root.folder).get("password"))
    root.leaves()
    bob.until(lambda: "closed the room" in bob.bar())
    root = person("root", again=root)
    clicks_recent(root)
    opened(root)
    bob.says("while it was closed")
    bob.window.wished.emit(bob.room, Reconnect())
    bob.until(lambda: "has a new password" in bob.bar())
    bob.says("and behind the new password")
    composer = bob.conversation().composer
    assert (composer.text(), composer.status()[:15]) == ("", "2 messages wait")
    bar = bob.window.page.sheet.connection_bar

    def shown() -> list[QAbstractButton]:
        return [button for button in bar.findChildren(QAbstractButton) if button.isVisible()]

    bob.until(lambda: [button.text() for button in shown()] == ["Enter password…", "Leave"])
    shown()[0].click()
    bob.answers("confirm", "wrong")
    bob.until(lambda: "has a new password" in bob.bar())
    bob.window.wished.emit(bob.room, EnterPassword())
    sheet = bob.question()
    assert sheet is not None
    field = sheet.field()
    assert field is not None
    assert field.edit.echoMode() is QLineEdit.EchoMode.Password
    bob.answers("confirm", "sesame")
    root.sees("bob: while it was closed", "bob: and behind the new password")
    bob.until(lambda: bob.room.timeline.waiting == 0)


@pytest.mark.skipif(os.name != "posix", reason="kill -9 is POSIX's")
def test_a_killed_host_opens_again_as_it_was(person: Make, tmp_path: Path) -> None:
    port, folder = free_port(), tmp_path / "home"
    secret = tmp_path / "secret"
    secret.write_text("sesame\n")
    command = [sys.executable, str(ROOT / "main.py"), "host", "--room", ROOTS, "--data-dir", str(folder)]
    command += ["--listen", f"127.0.0.1:{port}", "--history", "none", "--operator", "op:word"]
    command += ["--password-file", str(secret), "--no-limits", "--name", "root"]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "TMPDIR": str(tmp_path)}
    waiting = person("waiting")  # who has an event loop to wait in
    with subprocess.Popen(command, env=environment, cwd=ROOT) as window:
        waiting.until(lambda: record_in(folder).get("doors") == [{"host": "127.0.0.1", "port": port}])
        waiting.until(lambda: ROOTS in settings_in(folder))
        with Member.over(socket.create_connection(("127.0.0.1", port)), greeting("op", "sesame")) as op:
            op.send("OPER op word", "MODE #root-s-room +i")
            op.wait_for("MODE #root-s-room +i")
            waiting.until(lambda: record_in(folder)["locked"])
            window.kill()
    root = person("root", again=folder)
    clicks_recent(root)
    opened(root)
    assert root.question() is None
    is_as_it_was(root, port, person("bob"))


def settings_in(folder: Path) -> str:
    path = folder / "settings.json"
    return path.read_text(encoding="utf-8") if path.exists() else ""


def greeting(nick: str, password: str) -> list[str]:
    return [f"PASS {password}", f"NICK {nick}", f"USER {nick} 0 * :{nick}"]


def test_a_record_that_cannot_be_written_is_said(person: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    root = person("root")
    write = private_files.replace

    def full(path: Path, data: bytes) -> None:
        if path.name == "rooms.json":
            raise SecurityError(SecurityProblem.FILE_NOT_WRITTEN, path="x", reason="The disk is full")
        write(path, data)

    monkeypatch.setattr(private_files, "replace", full)
    root.hosts(ROOTS)
    root.until(lambda: "How this room is protected could not be kept" in root.notice())
    monkeypatch.undo()
    root.window.page.host_panel.access.password_changed.emit("sesame")
    root.until(lambda: record_in(root.folder).get("password"))


class TestAsked:
    """Before the first socket listens."""

    @pytest.fixture
    def early(self, person: Make, tmp_path: Path) -> Person:
        """Somebody whose profile was written by an early version, which kept no records."""
        folder = tmp_path / "early"
        folder.mkdir(mode=0o700)
        for path in FIRST_RELEASE.iterdir():
            shutil.copyfile(path, folder / path.name)
            (folder / path.name).chmod(0o600)
        return person("Ian", again=folder)

    def test_a_row_without_a_record_asks_and_has_one_from_then_on(self, early: Person) -> None:
        assert detail(early, 1).startswith("Hosted by you · Asks before it opens · ")
        clicks_recent(early, 1)
        sheet = early.until(early.question)
        assert "How this room was protected is not kept" in words_on(sheet)
        assert early.window.focusWidget() is sheet.button("cancel")
        early.answers("cancel")
        assert not early.program.hosted_hub.is_open
        clicks_recent(early, 1)
        early.answers("open")
        room = opened(early)
        assert (room.title, room.target) == ("Robotics club", "#robotics-club")
        assert detail(early).startswith("Hosted by you · No password · port ")
        early.sees("hello everybody")
        early.program.servers.stop_hosting()
        early.until(lambda: not early.program.hosted_hub.is_open)
        clicks_recent(early)
        opened(early)
        assert early.question() is None

    def test_the_host_card_is_filled_in_to_set_a_password(self, early: Person) -> None:
        clicks_recent(early, 1)
        early.answers("card")
        card = early.start.host_card
        assert card.room.text() == "Robotics club"
        assert early.window.focusWidget() is card.password.edit
        assert not early.program.hosted_hub.is_open

    def test_a_damaged_file_is_said_and_asks(self, person: Make) -> None:
        root = person("root")
        root.hosts(ROOTS, "sesame")
        root.leaves()
        (root.folder / "rooms.json").write_text("{")
        root = person("root", again=root)
        root.until(lambda: "damaged" in root.notice())
        assert "Asks before it opens" in detail(root)
        clicks_recent(root)
        root.until(root.question)
        assert not root.program.hosted_hub.is_open

    def test_a_password_that_is_not_kept_any_more(self, person: Make) -> None:
        root = person("root")
        root.hosts(ROOTS, "sesame")
        port = root.port
        root.leaves()
        record = record_in(root.folder) | {"password": {"salt": "?"}}
        (root.folder / "rooms.json").write_text(json.dumps({"rooms": [record]}))
        root = person("root", again=root)
        clicks_recent(root)
        sheet = root.until(root.question)
        assert "The password of this room is not kept on this computer any more" in words_on(sheet)
        root.answers("open")
        opened(root)
        assert listens_at(root) == [("", port)]
        assert record_in(root.folder)["password"] is None

    def test_a_port_that_is_taken(self, person: Make) -> None:
        root = person("root")
        root.hosts(ROOTS)
        port = root.port
        root.program.servers.stop_hosting()
        root.until(lambda: not root.program.hosted_hub.is_open)
        with socket.create_server(("127.0.0.1", port)):
            clicks_recent(root)
            assert f"uses port {port}" in words_on(root.until(root.question))
            assert not root.program.hosted_hub.is_open
            root.answers("other")
            opened(root)
        assert root.port != port

    @pytest.mark.parametrize(("choice", "host"), [("here", "127.0.0.1"), ("all", "")])
    def test_a_network_that_is_gone(self, person: Make, choice: str, host: str) -> None:
        root = person("root")
        root.hosts(ROOTS)
        port = root.port
        root.leaves()
        record = record_in(root.folder) | {"doors": [{"host": "192.0.2.77", "port": port}]}
        (root.folder / "rooms.json").write_text(json.dumps({"rooms": [record]}))
        root = person("root", again=root)
        clicks_recent(root)
        assert "people at 192.0.2.77 only" in words_on(root.until(root.question))
        root.answers(choice)
        opened(root)
        assert listens_at(root) == [(host, port)]

    def test_the_host_card_would_open_it_with_less(self, person: Make) -> None:
        root = person("root")
        protects(root)
        port = root.port
        root.leaves()
        root = person("root", again=root)
        card = root.start.host_card
        card.room.set_text(ROOTS)
        card.set_newcomers("all")
        root.start.request_host()
        text = words_on(root.until(root.question))
        for words in ("it had a password", "open to this computer only", "could read nothing from before"):
            assert words in text
        root.answers("cancel")
        assert not root.program.hosted_hub.is_open
        root.start.request_host()
        root.answers("before")
        opened(root)
        is_as_it_was(root, port, person("bob"))

    def test_the_host_card_may_open_it_with_less(self, person: Make) -> None:
        root = person("root")
        root.hosts(ROOTS, "sesame")
        root.program.servers.stop_hosting()
        root.until(lambda: not root.program.hosted_hub.is_open)
        root.window.show_start()
        root.start.host_card.password.set_text("")
        root.start.request_host()
        root.answers("now")
        opened(root)
        info = root.program.hosted_hub.info
        assert info is not None
        assert not info.verifier_only
        assert record_in(root.folder)["password"] is None


def test_the_command_line_asks_too(person: Make) -> None:
    root = person("root")
    root.hosts(ROOTS, "sesame")
    root.leaves()
    root = person("root", again=root)
    root.program.opening.open(Plan(HubConfig(room_name=ROOTS), (Endpoint("127.0.0.1", 0),)))
    assert "it had a password" in words_on(root.until(root.question))


def test_a_public_address_is_told_what_is_wrong_with_it_or_kept(person: Make) -> None:
    root = person("root")
    root.hosts(ROOTS)
    group = root.window.page.host_panel.public
    group.chosen.emit("a b c")
    assert "no spaces" in group.field.error()
    group.chosen.emit("hubbub://Home.example.org/elsewhere")
    info = root.program.hosted_hub.info
    assert info is not None
    assert info.public == f"home.example.org:{root.port}"
    assert group.shown.full_text() == info.public
    group.chosen.emit("")
    assert group.shown.full_text() == ""


def test_a_room_that_its_host_renames_is_called_so_everywhere_and_after_a_restart(person: Make) -> None:
    root, bob = person("root"), person("bob")
    root.hosts(ROOTS)
    bob.enters(f"127.0.0.1:{root.port}")
    root.until(lambda: root.window.actions_[ActionId.RENAME_ROOM].isVisible())
    root.window.actions_[ActionId.RENAME_ROOM].trigger()
    root.answers("confirm", "The workshop")
    for one in (root, bob):
        one.sees("root renamed the room from", "The workshop")
        assert one.room.title == "The workshop"
        assert [recent.name for recent in one.program.recents.to_list()] == ["The workshop"]
    assert not bob.window.actions_[ActionId.RENAME_ROOM].isVisible()
    root.until(lambda: record_in(root.folder)["title"] == "The workshop")
    assert record_in(root.folder)["channel"] == "#root-s-room"
    root.leaves()
    root = person("root", again=root)
    clicks_recent(root)
    assert opened(root).title == "The workshop"
    root.sees("root renamed the room from")
    root.program.servers.stop_hosting()
    root.until(lambda: not root.program.hosted_hub.is_open)
    root.hosts("the workshop")
    assert (opened(root).title, root.room.target) == ("the workshop", "#root-s-room")
    assert len(root.program.recents.to_list()) == 1
