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
from app.net.workers import WorkPool

HubCall = Callable[[Hub, float], None]  # with the hub, and the time of now


class HostRequests(QObject):
    """Slots for a HubServer, in whose thread it lives; nothing comes of them where no hub runs.

    Signals:
        password_set: the password that newcomers need from now on, "" for none, and its PasswordVerifier or
            None; never to be logged.
    """

    password_set = Signal(str, object)

    def __init__(
        self,
        server: QObject,
        call_hub: Callable[[HubCall], None],
        workers: WorkPool,
        setup: ConnectionSetup,
    ) -> None:
        """`call_hub`: calls the hub that runs, if one does, now."""
        super().__init__(server)
        self._call = call_hub
        self._workers = workers
        self._setup = setup
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
        """What the page is for browsers, a value of WebContent, and whether it sends a password in plain."""
        self._setup.set_page(is_chat=web == WebContent.CHAT, takes_plain_password=plain_password)
        self._call(lambda hub, now: hub.set_web_plain_password(plain_password, now))

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
