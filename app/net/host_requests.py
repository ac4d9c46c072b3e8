"""What the host asks of the hub while it runs: who may enter, who is the host, what is told of the room."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from app.discovery.announcement import Announcement
from app.discovery.datagrams import DOCUMENT_PATH, document
from app.files.file_limits import FileLimits
from app.hub.data.config import PasswordVerifier, WebContent
from app.hub.hub import Hub
from app.irc.callback_lines import CallbackRequest
from app.net.connection_setup import ConnectionSetup
from app.net.listeners import Listeners, Listening
from app.net.workers import WorkPool

NO_BROWSERS = "The host lets no browsers in any more"  # what those who are in by one are told

HubCall = Callable[[Hub, float], None]  # with the hub, and the time of now


class HostRequests(QObject):
    """Slots for a HubServer, in whose thread it lives; nothing comes of them where no hub runs.

    Signals:
        password_set: the password that newcomers need from now on, "" for none, and its PasswordVerifier or
            None; never to be logged.
        listening_changed: tuple[Listening, ...], what is open once browsers have a port, or none any more.
        browsers_counted: how many people are in by the port for browsers.
    """

    password_set = Signal(str, object)
    listening_changed = Signal(object)
    browsers_counted = Signal(int)

    def __init__(
        self,
        server: QObject,
        call_hub: Callable[[HubCall], None],
        workers: WorkPool,
        setup: ConnectionSetup,
        listeners: Listeners,
        follow: Callable[[tuple[Listening, ...]], None],
    ) -> None:
        """`call_hub`: calls the hub that runs, if one does, now; `follow`: is told what is open instead."""
        super().__init__(server)
        self._call = call_hub
        self._workers = workers
        self._setup = setup
        self._listeners = listeners
        self._follow = follow
        self._password_changes = 0

    @Slot(str, bool)
    def grant_owner(self, secret: str, to_window: bool = False) -> None:
        """Let whoever proves `secret` next be the host, once; `to_window`: by the private listener alone."""
        self._call(lambda hub, now: hub.grant_owner(secret, now, to_window=to_window))

    @Slot(str)
    def set_password(self, password: str) -> None:
        """Change the room's password; "" removes it. Who is in stays in."""
        self._password_changes = change = self._password_changes + 1

        def made(verifier: object) -> None:
            # the host's latest word counts, however long each took; nothing made leaves the old one
            if change == self._password_changes and isinstance(verifier, PasswordVerifier):
                self._call(lambda hub, now: hub.set_password(verifier, now))
                self._setup.set_has_password(True)
                self.password_set.emit(password, verifier)

        if password:
            self._workers.submit("verifier", password, made)
        else:
            self._call(lambda hub, now: hub.set_password(None, now))
            self._setup.set_has_password(False)
            self.password_set.emit("", None)

    @Slot(bool)
    def set_locked(self, locked: bool) -> None:
        """Let nobody new in, or let them in again."""
        self._call(lambda hub, now: hub.set_locked(locked, now))

    @Slot(object)
    def set_files(self, limits: FileLimits | None) -> None:
        """Change what people may upload from now on, None for nothing."""
        self._call(lambda hub, now: hub.set_files(limits, now))

    @Slot(str, bool)
    def set_web(self, web: str, plain_password: bool) -> None:
        """What the page is for browsers, a value of WebContent, and whether it sends a password in plain.

        Where they are to find nothing their port closes, and who is in by it goes; else it opens.
        """
        self._setup.set_page(is_chat=web == WebContent.CHAT, takes_plain_password=plain_password)
        self._call(lambda hub, now: hub.set_web_plain_password(plain_password, now))
        listening = self._listeners.set_web_ports(web != WebContent.NONE)
        if not listening:  # no hub runs
            return
        if web == WebContent.NONE:
            self._setup.leave_web_port()
            self._call(lambda hub, now: hub.end_browsers(NO_BROWSERS, now))
        self._follow(listening)
        self.listening_changed.emit(listening)

    @Slot()
    def count_browsers(self) -> None:
        """Tell how many people would go if browsers were to find nothing."""
        self._call(lambda hub, _now: self.browsers_counted.emit(hub.browsers_inside))

    @Slot(object)
    def ask_guest(self, request: CallbackRequest) -> None:
        """Have somebody at another computer try these addresses; events tell what comes of it."""
        self._call(lambda hub, now: hub.ask_guest(request, now))

    @Slot(object)
    def tell_of_room(self, told: Announcement | None) -> None:
        """Say over HTTP what is announced of the room, None for nothing."""
        self._setup.show({DOCUMENT_PATH: document(told).decode()})

    @Slot()
    def go_on_without_history(self) -> None:
        """Pass on what is said although it cannot be kept."""
        self._call(lambda hub, now: hub.go_on_without_history(now))
