"""The hub under a window: a HubServer in a worker thread, spoken to by signals only. Knows no window."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, QThread, Signal, Slot

from app.discovery.announcement import Announcement
from app.files.file_limits import FileLimits
from app.hub.data.config import HubConfig
from app.hub.data.storage_errors import KeepingError
from app.irc.callback_lines import CallbackRequest
from app.net.endpoint import PRIVATE, Endpoint
from app.net.hub_resources import NO_RESOURCES, HubResources
from app.net.hub_server import HubServer
from app.net.listen_error import ListenError
from app.net.listeners import Listening

THREAD_END_MS = 5000  # longer than the server's own patience with members who do not read


class Hosting(QObject):
    """One hub that is hosted from this program; can be started again after it stopped.

    Signals:
        started: tuple[Listening, ...], the private listener of the hosting window last.
        failed: a ListenError or KeepingError; nothing runs.
        events: list[HubEvent].
        stopped: everybody was told and is gone.
        reached: an address of this computer, by which somebody of another one has come, now and then.
        password_set: the password that newcomers need from now on, "" for none, and its PasswordVerifier or
            None; never to be logged.
        listening_changed: tuple[Listening, ...] as of `started`, once browsers have a port or none any more.
        browsers_counted: how many people are in by the port for browsers, as it was asked.
    """

    started = Signal(object)
    failed = Signal(object)
    events = Signal(object)
    stopped = Signal()
    reached = Signal(str)
    password_set = Signal(str, object)
    listening_changed = Signal(object)
    browsers_counted = Signal(int)

    # across to the thread: only signals, received by bound methods of the server, which lives there
    _start_asked = Signal(object, object, object)
    _owner_granted = Signal(str, bool)
    _stop_asked = Signal(str)
    _password_asked = Signal(str)
    _lock_asked = Signal(bool)
    _files_asked = Signal(object)
    _web_asked = Signal(str, bool)
    _count_asked = Signal()
    _room_told = Signal(object)
    _guest_asked = Signal(object)
    _without_history_asked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._is_open = False
        self._private: Listening | None = None
        self._thread = QThread(self)
        self._thread.setObjectName("hub")
        self._server = HubServer()
        self._server.moveToThread(self._thread)
        # its timers and sockets may only be deleted in their own thread
        self._thread.finished.connect(self._server.deleteLater)
        self._start_asked.connect(self._server.start)
        self._owner_granted.connect(self._server.requests.grant_owner)
        self._stop_asked.connect(self._server.stop)
        self._password_asked.connect(self._server.requests.set_password)
        self._lock_asked.connect(self._server.requests.set_locked)
        self._files_asked.connect(self._server.requests.set_files)
        self._web_asked.connect(self._server.requests.set_web)
        self._count_asked.connect(self._server.requests.count_browsers)
        self._room_told.connect(self._server.requests.tell_of_room)
        self._guest_asked.connect(self._server.requests.ask_guest)
        self._without_history_asked.connect(self._server.requests.go_on_without_history)
        self._server.started.connect(self._on_started)
        self._server.failed.connect(self._on_failed)
        self._server.events.connect(self._on_events)
        self._server.stopped.connect(self._on_stopped)
        self._server.reached.connect(self._on_reached)
        self._server.requests.password_set.connect(self._on_password_set)
        self._server.requests.listening_changed.connect(self._on_listening_changed)
        self._server.requests.browsers_counted.connect(self._on_browsers_counted)

    @property
    def is_open(self) -> bool:
        """Whether a hub accepts people."""
        return self._is_open

    @property
    def private(self) -> Listening | None:
        """Where the hosting window itself connects; None while nothing is open."""
        return self._private

    def start(
        self,
        config: HubConfig,
        endpoints: Iterable[Endpoint] = (Endpoint(),),
        resources: HubResources = NO_RESOURCES,
    ) -> None:
        """Open a hub on `endpoints` and, for this window, on a private one; `started` or `failed` follows.

        `resources.accounts` is used in the hub's thread from now until `stopped`.
        """
        if not self._thread.isRunning():
            self._thread.start()
        self._start_asked.emit(config, (*endpoints, PRIVATE), resources)

    def grant_window(self, secret: str) -> None:
        """Let `secret` prove the hosting window on its next connection, once, in place of the last one."""
        self._owner_granted.emit(secret, True)

    def set_password(self, password: str) -> None:
        """Change the room's password, "" removes it; who is in stays in."""
        self._password_asked.emit(password)

    def set_locked(self, locked: bool) -> None:
        """Let nobody new in, or let them in again."""
        self._lock_asked.emit(locked)

    def set_files(self, limits: FileLimits | None) -> None:
        """Change what people may upload from now on, None for nothing."""
        self._files_asked.emit(limits)

    def set_web(self, web: str, plain_password: bool) -> None:
        """What the page is for browsers, a value of WebContent, and whether they send a password in plain.

        Where they are to find nothing their port closes, and who is in by it goes; else it opens.
        """
        self._web_asked.emit(web, plain_password)

    def count_browsers(self) -> None:
        """Ask how many people are in by the port for browsers; `browsers_counted` follows."""
        self._count_asked.emit()

    @Slot(object)
    def tell_of_room(self, told: Announcement | None) -> None:
        """Say over HTTP what is announced of the room, None for nothing."""
        self._room_told.emit(told)

    def ask_guest(self, request: CallbackRequest) -> None:
        """Have somebody at another computer try these addresses; events tell what comes of it."""
        self._guest_asked.emit(request)

    def go_on_without_history(self) -> None:
        """Pass on what is said although it cannot be kept; for the rest of this hosting."""
        self._without_history_asked.emit()

    def stop(self, reason: str) -> None:
        """End hosting; everybody is told `reason`, `stopped` follows."""
        self._stop_asked.emit(reason)

    def shut_down(self) -> None:
        """End the thread, for the program's end: call it after `stopped`, or when nothing was started."""
        if self._thread.isRunning():
            self._thread.quit()
            self._thread.wait(THREAD_END_MS)

    @Slot(object)
    def _on_started(self, listening: tuple[Listening, ...]) -> None:
        self._is_open = True
        self._private = next((one for one in listening if one.private), None)
        self.started.emit(listening)

    @Slot(object)
    def _on_failed(self, error: ListenError | KeepingError) -> None:
        self.failed.emit(error)

    @Slot(object)
    def _on_events(self, events: object) -> None:
        self.events.emit(events)

    @Slot(str)
    def _on_reached(self, address: str) -> None:
        self.reached.emit(address)

    @Slot(str, object)
    def _on_password_set(self, password: str, verifier: object) -> None:
        self.password_set.emit(password, verifier)

    @Slot(object)
    def _on_listening_changed(self, listening: object) -> None:
        self.listening_changed.emit(listening)

    @Slot(int)
    def _on_browsers_counted(self, people: int) -> None:
        self.browsers_counted.emit(people)

    @Slot()
    def _on_stopped(self) -> None:
        self._is_open = False
        self._private = None
        self.stopped.emit()
