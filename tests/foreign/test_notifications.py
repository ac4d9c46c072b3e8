"""Notifications as a desktop gets them: dunst on a bus and a screen of their own, and services that fail."""

from __future__ import annotations

import os
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from jeepney import (
    DBusAddress,
    HeaderFields,
    Message,
    MessageType,
    new_error,
    new_method_call,
    new_method_return,
    new_signal,
)
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import open_dbus_connection
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.models.timeline_entries import MessageEntry
from app.ui.notifications import dbus_backend
from app.ui.notifications.backends import NotificationBackend
from app.ui.notifications.dbus_backend import DBusBackend
from app.ui.notifications.notification import NotificationText
from app.ui.notifications.notifier import Notifier
from app.ui.window.action_ids import ActionId
from tests.foreign.programs import PATIENCE, require, wait_for
from tests.journeys.people import Person

pytestmark = [pytest.mark.foreign, pytest.mark.timeout(200)]

NAME = "org.freedesktop.Notifications"
SERVICE = DBusAddress("/org/freedesktop/Notifications", NAME, NAME)


# No service directories: the bus starts nothing by itself, so each test has the service that it starts.
BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:dir={folder}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/> <allow eavesdrop="true"/> <allow own="*"/>
  </policy>
</busconfig>
"""


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[str]:
    """A session bus of our own; the program finds it as it finds any."""
    config = tmp_path / "bus.conf"
    config.write_text(BUS.format(folder=tmp_path))
    daemon = subprocess.Popen(
        [require("dbus-daemon"), f"--config-file={config}", "--nofork", "--print-address"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert daemon.stdout is not None
    address = daemon.stdout.readline().strip()
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    yield address
    daemon.terminate()
    daemon.wait(PATIENCE)
    daemon.stdout.close()


class Dunst:
    """The daemon, what it was told, and the person's hand on it."""

    def __init__(self, environment: dict[str, str], turn: Callable[[float], None], output: Path) -> None:
        self._environment = environment
        self._turn = turn
        self._output = output
        config = output.with_suffix(".conf")
        config.write_text("[global]\nmarkup = full\n")  # as distributions set it
        with output.open("w") as file:
            self.process = subprocess.Popen(
                [require("dunst"), "-print", "-conf", str(config)], env=environment, stdout=file
            )
        wait_for(lambda: self.says("count", "displayed") == "0", lambda: "dunst does not answer", turn)

    def says(self, *words: str) -> str:
        """What dunstctl answers."""
        ran = subprocess.run(
            [require("dunstctl"), *words], env=self._environment, capture_output=True, text=True, check=False
        )
        return ran.stdout.strip()

    def shows(self, number: int) -> None:
        """Wait until so many are on the screen."""
        wait_for(
            lambda: self.says("count", "displayed") == str(number),
            lambda: f"{self.says('count', 'displayed')} notifications, not {number}: {self.told()}",
            self._turn,
        )

    def told(self) -> str:
        """Everything that it was told, as it prints that."""
        return self._output.read_text()


@pytest.fixture
def dunst(bus: str, tmp_path: Path, qtbot: QtBot) -> Iterator[Dunst]:
    """dunst under Xvfb."""
    xvfb = require("Xvfb")
    read, write = os.pipe()
    server = subprocess.Popen(
        [xvfb, "-displayfd", str(write), "-screen", "0", "800x600x24", "-nolisten", "tcp"],
        pass_fds=[write],
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    with os.fdopen(read) as numbers:
        display = f":{numbers.readline().strip()}"
    environment = {**os.environ, "DISPLAY": display, "DBUS_SESSION_BUS_ADDRESS": bus}
    environment.pop("WAYLAND_DISPLAY", None)
    daemon = Dunst(environment, lambda seconds: qtbot.wait(int(seconds * 1000)), tmp_path / "dunst")
    yield daemon
    for process in (daemon.process, server):
        process.terminate()
        process.wait(PATIENCE)


class Service:
    """A notification service in a thread: it has `capabilities`, and answers Notify as `notify` says."""

    def __init__(self, capabilities: list[str], notify: Callable[[Message, int], Message | None]) -> None:
        self.shown: list[tuple[Any, ...]] = []
        self.closed: list[int] = []
        self._capabilities = capabilities
        self._notify = notify
        self.connection = open_dbus_connection()
        self.connection.send_and_get_reply(message_bus.RequestName(NAME))
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            message = self.connection.receive()
            if message.header.message_type is not MessageType.method_call:
                continue
            answer = self._answer(message)
            if answer is not None:
                self.connection.send(answer)
            if message.header.fields[HeaderFields.member] == "End":
                return

    def _answer(self, message: Message) -> Message | None:
        member = message.header.fields[HeaderFields.member]
        if member == "GetCapabilities":
            return new_method_return(message, "as", (self._capabilities,))
        if member == "Notify":
            self.shown.append(message.body)
            return self._notify(message, len(self.shown))
        if member == "CloseNotification":
            self.closed += message.body
        return new_method_return(message)

    def invoke(self, number: int) -> None:
        """As if the person had clicked."""
        self.connection.send(new_signal(SERVICE, "ActionInvoked", "us", (number, "default")))

    def give_way(self) -> None:
        """Let another service have the name."""
        self.connection.send(message_bus.ReleaseName(NAME))

    def end(self) -> None:
        with open_dbus_connection() as other:
            own = DBusAddress(SERVICE.object_path, self.connection.unique_name, NAME)
            other.send_and_get_reply(new_method_call(own, "End"))
        self._thread.join(PATIENCE)
        self.connection.close()


def numbered(message: Message, count: int) -> Message:
    return new_method_return(message, "u", (message.body[1] or count,))


def refused(message: Message, _count: int) -> Message:
    return new_error(message, "org.freedesktop.DBus.Error.Failed", "s", ("no",))


def silent(_message: Message, _count: int) -> None:
    return None


@pytest.fixture
def service(bus: str) -> Iterator[Callable[..., Service]]:
    running: list[Service] = []

    def start(capabilities: list[str], notify: Callable[[Message, int], Message | None]) -> Service:
        running.append(Service(capabilities, notify))
        return running[-1]

    yield start
    for one in running:
        one.end()


class Last(NotificationBackend):
    """The way after the desktop's service."""

    def __init__(self) -> None:
        super().__init__()
        self.took: list[str] = []

    def words(self) -> str:
        return "the last way"

    def show(self, room_key: str, text: NotificationText) -> None:
        self.took.append(text.title)
        self.shown.emit(room_key)


@pytest.fixture
def backend(bus: str, qtbot: QtBot) -> Iterator[DBusBackend]:
    parent = QWidget()
    yield DBusBackend(parent)
    parent.deleteLater()


def test_dunst_shows_what_others_write_as_plain_text(
    dunst: Dunst, backend: DBusBackend, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(backend.shown):
        backend.show("r", NotificationText("Bob <b>B</b> in Club", "<b>5 < 6</b> & <img src=x>"))
    dunst.shows(1)
    assert "summary: 'Bob <b>B</b> in Club'" in dunst.told()
    assert "body: '&lt;b&gt;5 &lt; 6&lt;/b&gt; &amp; &lt;img src=x&gt;'" in dunst.told()
    assert "desktop_entry: 'chat.hubbub.Hubbub'" in dunst.told()


def test_dunst_replaces_what_it_shows_of_a_room(dunst: Dunst, backend: DBusBackend, qtbot: QtBot) -> None:
    for title in ("first", "second", "third"):  # the second while the first is under way
        backend.show("r", NotificationText(title, ""))
    backend.show("other", NotificationText("elsewhere", ""))
    wait_for(lambda: "third" in dunst.told(), dunst.told, lambda seconds: qtbot.wait(int(seconds * 1000)))
    dunst.shows(2)


def test_dunst_takes_away_what_was_looked_at(dunst: Dunst, backend: DBusBackend, qtbot: QtBot) -> None:
    with qtbot.waitSignal(backend.shown):
        backend.show("r", NotificationText("first", ""))
    dunst.shows(1)
    backend.withdraw("r")
    dunst.shows(0)
    backend.show("r", NotificationText("again", ""))
    backend.withdraw("r")  # before the answer
    with qtbot.waitSignal(backend.shown):
        backend.show("other", NotificationText("elsewhere", ""))
    dunst.shows(1)


def test_a_click_in_dunst_activates_the_room(dunst: Dunst, backend: DBusBackend, qtbot: QtBot) -> None:
    with qtbot.waitSignal(backend.shown):
        backend.show("r", NotificationText("first", ""))
    dunst.shows(1)
    with qtbot.waitSignal(backend.activated) as told:
        dunst.says("action")
    assert told.args == ["r"]


@pytest.mark.qt_log_ignore("does not support raise")
def test_a_guest_who_looks_elsewhere_is_told_and_a_click_leads_to_the_message(
    dunst: Dunst, person: Callable[[str], Person]
) -> None:
    mara, bob = person("Mara"), person("Bob")
    mara.hosts("Chess")
    bob.enters(f"127.0.0.1:{mara.port}")
    mara.sees("Bob")
    bob.window.showMinimized()
    mara.window.activateWindow()
    mara.until(lambda: not bob.window.isActiveWindow())
    mara.says("Bob, are you there?")
    mara.until(lambda: "Bob, are you there?" in dunst.told())
    assert "summary: 'Mara in Chess'" in dunst.told()
    found: list[int] = []
    bob.room.timeline.window.found.connect(found.append)
    dunst.says("action")
    mara.until(lambda: not bob.window.isMinimized())
    mara.until(lambda: bool(found))
    message = bob.room.timeline.entries[found[0]]
    assert isinstance(message, MessageEntry)
    assert message.text == "Bob, are you there?"
    dunst.shows(0)


def test_a_trial_says_that_the_desktop_took_it(dunst: Dunst, person: Callable[[str], Person]) -> None:
    mara = person("Mara")
    mara.hosts("Chess")
    mara.window.actions_[ActionId.TRY_NOTIFICATION].trigger()
    mara.until(lambda: "Your desktop took" in mara.window.page.sheet.toast.text())
    dunst.shows(1)


def test_a_service_without_markup_gets_the_text_as_it_is(
    service: Callable[..., Service], backend: DBusBackend, qtbot: QtBot
) -> None:
    plain = service(["body"], numbered)
    with qtbot.waitSignal(backend.shown):
        backend.show("r", NotificationText("Bob\0 \ud800", "5 < 6 & more"))
    assert plain.shown[0][3:6] == ("Bob ?", "5 < 6 & more", [])


def test_a_service_with_a_title_only_gets_no_body(
    service: Callable[..., Service], backend: DBusBackend, qtbot: QtBot
) -> None:
    short = service([], numbered)
    with qtbot.waitSignal(backend.shown):
        backend.show("r", NotificationText("Bob", "text"))
    assert short.shown[0][3:5] == ("Bob", "")


def test_a_refusal_goes_to_the_next_way_each_time_and_into_the_log_once(
    service: Callable[..., Service], backend: DBusBackend, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    service(["body"], refused)
    last = Last()
    notifier = Notifier([backend, last])
    for count in (1, 2):
        notifier.show_test()
        qtbot.waitUntil(lambda count=count: len(last.took) == count)
    assert [record.message for record in caplog.records] == [
        "DBusBackend cannot show notifications: org.freedesktop.DBus.Error.Failed: no"
    ]


def test_a_service_that_never_answers_is_waited_for_once(
    service: Callable[..., Service],
    backend: DBusBackend,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(dbus_backend, "_SHOW_TIMEOUT_MS", 100)
    hung = service(["body"], silent)
    for _ in range(3):
        with qtbot.waitSignal(backend.failed):
            backend.show("r", NotificationText("Bob", ""))
    assert len(hung.shown) == 1


def test_without_a_service_or_a_bus_the_next_way_is_taken(
    bus: str, backend: DBusBackend, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    with qtbot.waitSignal(backend.failed) as told:
        backend.show("r", NotificationText("Bob", ""))
    assert "ServiceUnknown" in told.args[1]
    for address in ("unix:path=/nonexistent", "tcp:host=127.0.0.1", "nonsense", ""):
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
        other = DBusBackend(backend)
        with qtbot.waitSignal(other.failed):
            other.show("r", NotificationText("Bob", ""))


def test_a_service_that_comes_later_or_in_place_of_another_is_used(
    service: Callable[..., Service], backend: DBusBackend, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(backend.failed):
        backend.show("r", NotificationText("nobody there", ""))
    first = service(["body", "actions"], numbered)
    with qtbot.waitSignal(backend.shown):
        backend.show("r", NotificationText("first", "text"))
    with qtbot.waitSignal(backend.activated):
        first.invoke(1)
    first.give_way()
    second = service([], numbered)
    qtbot.waitUntil(lambda: backend._capabilities is None)
    with qtbot.waitSignal(backend.shown):
        backend.show("r", NotificationText("second", "text"))
    # another service has other numbers and other abilities
    assert second.shown[0][1:5] == (0, "chat.hubbub.Hubbub", "second", "")
