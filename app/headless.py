"""Hosting without a window: a hub in the main thread, a console on standard output, an end by signal.

Knows no widget and loads none.
"""

from __future__ import annotations

import gc
import logging
import os
import secrets
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Slot

from app import logs
from app.application.steps import Steps
from app.client.address import invite_link, page_link
from app.console import Console
from app.crash_reports import CrashReports
from app.end_signals import SignalWatch
from app.hub.data.config import PasswordVerifier
from app.hub.data.events import HubEvent, Said
from app.hub.data.storage_errors import KeepingError
from app.irc.ports import web_port_of
from app.launch_options import HostOptions
from app.net.hub_resources import HubResources
from app.net.hub_server import HubServer
from app.net.interfaces import Reachable, invited_by, reachable, this_computer
from app.net.listen_error import ListenError
from app.net.listeners import Listening
from app.net.workers import run_secret_work
from app.paths import Places, room_page
from app.security.certificate import Identity, load, load_or_make
from app.security.security_errors import SecurityError
from app.standard_streams import complain
from app.store.database import StoreError
from app.store.hub_storage import HubStorage
from app.web.authority import Authority, parse_authority
from app.words import system_words
from app.words.system_words import opening_words, security_words, storage_words, web_port_words

if TYPE_CHECKING:
    from app.headless_room import HeadlessRoom

CLOSED = "The host closed the room"
CANNOT = 2
IDENTITY = "hub"  # the names of its certificate and key in the data folder
COUNTS_MS = 10_000  # how often to look whether something counted is due, and at the networks

# What announces and checks the room: loaded once the hub listens, a piece in a turn of the event loop.
LOADED = (
    "app.net.room_announcer",
    "app.net.announced_room",
    "app.application.room_checker",
    "app.room_report",
    "app.firewall.system_firewall",
    "app.headless_room",
)

log = logging.getLogger(__name__)


class HeadlessHost(QObject):
    """One hub from its start to its end; `status` is the process's exit status."""

    def __init__(self, options: HostOptions, places: Places, console: Console) -> None:
        super().__init__()
        self.status = 0
        self._options = options
        self._places = places
        self._fingerprint = ""
        self._config = options.config
        self._kept: HubStorage | None = None
        self._is_host_known = False
        self._console = console
        self._counts = QTimer(self, interval=COUNTS_MS)
        self._counts.timeout.connect(self._tell_counts)
        self._counts.start()
        self._server = HubServer(self)
        self._server.started.connect(self._tell_started)
        self._server.failed.connect(self._on_not_opened)
        self._server.events.connect(self._tell)
        self._server.stopped.connect(self._end)
        self._server.reached.connect(self._note_reached)
        self._listening: tuple[Listening, ...] = ()
        self._room: HeadlessRoom | None = None
        self._happened: list[HubEvent] = []  # what happens until there is one, and who comes
        self._reached: list[str] = []
        self._steps = Steps(self._make_room(), self)
        self._steps.failed.connect(self._on_no_room)

    @Slot()
    def start(self) -> None:
        """Open the hub, with the certificate it is known by and the names it remembers."""
        try:
            identity = self._identity()
            self._kept = HubStorage(self._places.accounts_file, self._places.history_file)
            self._is_host_known = self._kept.accounts.host() is not None
            self._config = replace(self._options.config, verifier=self._verifier())
        except SecurityError as error:
            self._give_up(security_words(error))
            return
        except StoreError as error:
            self._give_up(storage_words(error.failure))
            return
        self._fingerprint = identity.fingerprint
        kept = self._kept
        resources = HubResources(identity, kept.accounts, kept.history, kept.records, kept.files, room_page())
        self._server.start(self._config, self._options.endpoints, resources)

    def _identity(self) -> Identity:
        files = self._options.certificate
        if files is not None:
            return load(files.certificate, files.key)
        return load_or_make(self._places.data, IDENTITY, self._options.config.server_name, now=time.time())

    def _verifier(self) -> PasswordVerifier | None:
        password = self._options.password
        made = run_secret_work("verifier", password) if password else None
        return made if isinstance(made, PasswordVerifier) else None

    @Slot()
    def stop(self) -> None:
        """Tell everybody, then leave the event loop."""
        self._steps.stop()
        if self._room is not None:
            self._room.close()
        self._server.stop(CLOSED)

    @Slot(object)
    def _tell_started(self, listening: tuple[Listening, ...]) -> None:
        lines = [f"listening on {one.text}" for one in listening]
        lines += [line for one in listening if (line := self._about_browsers(one))]
        if self._options.owner_link or not self._is_host_known:
            lines.append(f"owner link: {self._owner_link(listening[0])}")
        if self._kept is not None and self._kept.notice is not None:
            lines.append(storage_words(self._kept.notice))
        self._console.write(lines)
        gc.enable()  # it was off while all was loaded: see cli
        self._listening = listening
        self._steps.start()

    def _make_room(self) -> Iterator[None]:
        """Announce and check the room, with all that has happened since it is open."""
        for name in LOADED:
            import_module(name)
            yield
        from app.headless_room import HeadlessRoom

        listening = self._listening
        room = HeadlessRoom(
            self._server, self._places, self._console.write, partial(self._found, listening[0]), self
        )
        yield
        room.open(self._config, self._fingerprint, listening)
        room.take(self._happened)
        for address in self._reached:
            room.note_reached(address)
        self._happened, self._reached, self._room = [], [], room

    @Slot(object)
    def _on_no_room(self, error: Exception) -> None:
        """A bug: the hub goes on, people may know the address."""
        log.error("the room is neither announced nor checked", exc_info=error)
        self._happened, self._reached = [], []

    @staticmethod
    def _found(listening: Listening) -> list[Reachable]:
        """The addresses of this computer, as the system tells them now."""
        return reachable(this_computer(), host=listening.host)

    def _about_browsers(self, listening: Listening) -> str:
        """Where browsers open the room, or why they cannot; "" where nobody wants that."""
        if listening.web_port is not None:
            page = f"http://{self._address(listening, listening.web_port)}/"
            return f"page for browsers: {page_link(page, self._fingerprint)}"
        problem = listening.web_problem
        return "" if problem is None else web_port_words(problem, listening.port)

    def _owner_link(self, listening: Listening) -> str:
        """A link that makes whoever joins by it first the host."""
        secret = secrets.token_urlsafe(24)
        self._server.requests.grant_owner(secret)
        ways = [self._address(listening, listening.port)]
        if not self._options.config.public_address:
            found = self._found(listening)
            ways = [one.with_port(listening.port) for one in invited_by(found)] or ways
        return invite_link(ways, self._options.config.room, self._fingerprint, secret)

    def _address(self, listening: Listening, port: int) -> str:
        """HOST:PORT that works for others where possible, `port` being the hub's or that for browsers."""
        public = self._options.config.public_address
        if public:
            # bare IPv6, and names that are not ASCII, are no authority of the web
            given = parse_authority(public) or Authority(public)
            if port == listening.port or given.port is None:
                return given.with_port(port)
            return Authority(given.host).with_port(web_port_of(given.port) or port)
        found = self._found(listening)
        if found:
            return found[0].with_port(port)
        # no network, and no address of one: everywhere is at least here
        return Authority(listening.host if listening.host.strip("0.:") else "127.0.0.1").with_port(port)

    @Slot(object)
    def _tell(self, happened: list[HubEvent]) -> None:
        self._console.tell(happened, time.time())
        others = [event for event in happened if not isinstance(event, Said)]  # most are, and change no room
        if not others:
            return
        if self._room is not None:
            self._room.take(others)
        elif not self._steps.is_over:
            self._happened += others

    @Slot(str)
    def _note_reached(self, address: str) -> None:
        """Somebody of another computer has come to this address."""
        if self._room is not None:
            self._room.note_reached(address)
        elif not self._steps.is_over:
            self._reached.append(address)

    @Slot()
    def _tell_counts(self) -> None:
        self._console.tell([], time.time())
        if self._room is not None:
            self._room.look()

    @Slot(object)
    def _on_not_opened(self, error: ListenError | KeepingError) -> None:
        self._give_up(opening_words(error))

    @Slot(str)
    def _give_up(self, sentence: str) -> None:
        complain(sentence)
        self.status = CANNOT
        self._end()

    @Slot()
    def _end(self) -> None:
        kept, self._kept = self._kept, None
        if kept is not None:
            try:
                kept.close()
            except StoreError as error:  # it ends all the same
                complain(storage_words(error.failure))
                self.status = CANNOT
        QCoreApplication.exit(self.status)


def run_headless(options: HostOptions, places: Places) -> int:
    """Host until a signal ends it; returns the exit status."""
    # Qt's own dispatcher instead of GLib's, which is slower with many sockets
    os.environ.setdefault("QT_NO_GLIB", "1")
    if sys.stdout is None:  # a program with a window, on Windows
        complain("There is no console to write to here: start hubbub-cli with “host --headless”.")
        return CANNOT
    app = QCoreApplication(sys.argv[:1])
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="backslashreplace")
    console = Console(sys.stdout)
    host = HeadlessHost(options, places, console)
    watch = SignalWatch(host.stop, app)
    host.start()
    status = host.status or _run(app, CrashReports(places.data, "hub"))
    console.close()
    _let_go_of_output()
    watch.release()
    return status


def _run(app: QCoreApplication, crashes: CrashReports) -> int:
    """The hub is open: go on until it is to end."""
    logs.take_bugs_of_threads()
    report = crashes.start()
    if report is not None:
        complain(system_words.ENDED_BY_A_FAULT(path=report))
    try:
        status = app.exec()
    except Exception as error:
        crashes.write(error)
        raise
    crashes.end()
    return status


def _let_go_of_output() -> None:
    """A reader that is gone must not turn the exit status into 120, Python's word for a failed last flush."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
