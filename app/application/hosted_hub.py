"""Hosting under a window: the hub in its thread, what the window shows of it, the computer kept awake.

Opens and closes the hub and keeps the record of its room; the window's own way in is a link like every
server's, made by JoinedServers. What only a host needs is in HostingParts, and loaded with the first room.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.application.hosting_facts import hosting_info, is_this_computer, public_of
from app.application.room_record import RoomRecord
from app.application.trust_store import TrustStore
from app.client.address import HostPort
from app.files.file_limits import limits_of
from app.hosted_rooms import EndpointRecord, HostedRooms
from app.hub.data.config import HubConfig, PasswordVerifier, WebContent
from app.hub.data.storage_errors import KeepingError
from app.irc.ports import DEFAULT_PORT
from app.net.endpoint import Endpoint
from app.net.interfaces import Reachable, reachable, this_computer
from app.net.listen_error import ListenError
from app.net.workers import WorkPool
from app.paths import Places
from app.security.security_errors import SecurityError
from app.store.database import StoreError
from app.ui.hosting.hosting_info import HostingInfo
from app.ui.hosting.keep_awake import make_keep_awake
from app.words import common_words, hosting_words, system_words

if TYPE_CHECKING:
    from app.application.hosting_parts import HostingParts
    from app.hub.data.events import HubEvent
    from app.net.hub_resources import HubResources
    from app.net.listeners import Listening
    from app.store.hub_storage import HubStorage

log = logging.getLogger(__name__)

CLOSED = "The host closed the room"
# Laptops change networks and VPNs come and go while a room is open.
LOOK_AGAIN_MS = 10_000
SECRET_BYTES = 24  # of what proves the window the host


class HostedHub(QObject):
    """At most one hub of this window.

    Signals:
        opened(int): the hub accepts; the port of the private way in, for our own window.
        failed(str): it could not be opened, a sentence.
        info_changed(object): HostingInfo, or None when nothing is hosted.
        happened(object): list[HubEvent] of the hub; the first may say what became of its files.
        closed(): everybody has been told and is gone.
        browsers_counted(int): how many people are in by the port for browsers, as it was asked.
        record_not_saved(str): how the room is protected could not be kept for the next time, a sentence.
        record_changed(): what is kept of the room is something else now.
        rumour_heard(str): somebody nearby says that they cannot get in, a sentence.
        ports_changed(object): ports were opened in the firewall or taken back; None, or the ChangeProblem
            where not all were.
    """

    opened = Signal(int)
    failed = Signal(str)
    info_changed = Signal(object)
    happened = Signal(object)
    closed = Signal()
    browsers_counted = Signal(int)
    record_not_saved = Signal(str)
    record_changed = Signal()
    rumour_heard = Signal(str)
    ports_changed = Signal(object)

    def __init__(
        self,
        places: Places,
        trust: TrustStore,
        rooms: HostedRooms,
        *,
        keep_awake: bool,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._places = places
        self._trust = trust
        self._record = RoomRecord(rooms, self)
        self._record.not_saved.connect(self.record_not_saved)
        self._record.changed.connect(self.record_changed)
        self._password = ""
        self._public_address = ""  # by which people elsewhere reach this computer
        self._made_parts: HostingParts | None = None
        self._kept: HubStorage | None = None
        self._is_closing = False
        self._is_port_free = False  # to be chosen by us
        trust.words_known.connect(self._refresh)
        self._work = WorkPool(self)
        self._awake = make_keep_awake(self)
        self._wants_awake = keep_awake
        self._config = HubConfig()
        self._public: tuple[Listening, ...] = ()
        self._info: HostingInfo | None = None
        self._look = QTimer(self, interval=LOOK_AGAIN_MS)
        self._look.timeout.connect(self._look_again)

    @property
    def _parts(self) -> HostingParts:
        """What hosts, made for the first room."""
        if self._made_parts is None:
            from app.application.hosting_parts import HostingParts  # only now: it loads the hub

            self._made_parts = parts = HostingParts(self._places, self)
            parts.hosting.started.connect(self._on_started)
            parts.hosting.failed.connect(self._on_not_opened)
            parts.hosting.stopped.connect(self._on_stopped)
            parts.hosting.events.connect(self._on_happened)
            parts.hosting.password_set.connect(self._on_password_set)
            parts.hosting.listening_changed.connect(self._on_listening_changed)
            parts.hosting.browsers_counted.connect(self.browsers_counted)
            parts.rumour_heard.connect(self.rumour_heard)
            parts.checker.changed.connect(self._refresh)
            parts.checker.ports_changed.connect(self.ports_changed)
        return self._made_parts

    @property
    def is_open(self) -> bool:
        """Whether a hub runs; not yet while it is being opened."""
        return bool(self._public)

    @property
    def is_in_use(self) -> bool:
        """Whether a hub runs or is being opened."""
        return self._kept is not None

    @property
    def config(self) -> HubConfig:
        return self._config

    @property
    def info(self) -> HostingInfo | None:
        return self._info

    @property
    def port(self) -> int:
        """The public port, 0 while nothing is hosted."""
        return self._public[0].port if self._public else 0

    @property
    def has_other_port(self) -> bool:
        """Whether the usual port was to be taken and could not be."""
        return self._is_port_free and self.port not in (0, DEFAULT_PORT)

    def open(self, config: HubConfig, endpoints: Sequence[Endpoint], password: str = "") -> None:
        """Start a hub on `endpoints` and on a private way in; `opened` or `failed` follows.

        Its password is `password`, or where that is "" what `config` has a verifier of.
        """
        if self._kept is not None:  # the one that is open or being opened uses the files
            self.failed.emit(common_words.HOSTING_ALREADY())
            return
        try:
            identity = self._trust.hub
            self._kept = kept = self._parts.open_files()
        except SecurityError as error:
            self.failed.emit(system_words.security_words(error))
            return
        except StoreError as error:
            self.failed.emit(system_words.storage_words(error.failure))
            return
        self._config = replace(config, owner_fingerprint=self._trust.me.fingerprint)
        self._password = password
        resources = self._parts.resources(identity, kept)
        if password:
            # slow on purpose; the room opens when it is done, never without its password
            self._work.submit("verifier", password, partial(self._open_locked, endpoints, resources))
        else:
            self._start(endpoints, resources)

    def _open_locked(self, endpoints: Sequence[Endpoint], resources: HubResources, verifier: object) -> None:
        if not isinstance(verifier, PasswordVerifier):
            self._on_failed(hosting_words.PASSWORD_UNUSABLE())
            return
        self._config = replace(self._config, verifier=verifier)
        self._start(endpoints, resources)

    def _start(self, endpoints: Sequence[Endpoint], resources: HubResources) -> None:
        self._is_port_free = endpoints[0].port is None
        self._record.begin(self._config, endpoints)
        self._public_address = self._record.public_address
        self._parts.hosting.start(self._config, endpoints, resources)

    def new_owner_secret(self) -> str:
        """What proves our window the host on its next connection, whatever the hub sees of its certificate.

        It works once and over the private way in alone: each connection needs another. Never to be logged.
        """
        secret = secrets.token_urlsafe(SECRET_BYTES)
        self._parts.hosting.grant_window(secret)
        return secret

    def note_locked(self, locked: bool) -> None:
        """The room is locked now, or open."""
        self._parts.announced.set_locked(locked)
        if self.is_open:
            self._record.note_locked(locked)

    def show_nearby(self, shown: bool) -> None:
        """Tell others on this computer's networks of the room, or no more."""
        if self.is_open:
            self._config = replace(self._config, shown_nearby=shown)
            self._parts.announced.set_shown(shown)
            self._parts.checker.set_announced(shown)
            self._record.keep(nearby=shown)
            self._refresh()

    @Slot(str)
    def set_files(self, largest: str) -> None:
        """Let people share files up to a size, as on the command line, from now on."""
        if self.is_open:
            self._config = replace(self._config, files=limits_of(largest))
            self._parts.hosting.set_files(self._config.files)
            self._record.keep(files=largest)
            self._refresh()

    def set_browsers(self, web: str, plain_password: bool) -> None:
        """What browsers find, as on the command line, and whether they may send the password in plain."""
        if self.is_open:
            self._config = replace(self._config, web=WebContent(web), web_plain_password=plain_password)
            self._parts.hosting.set_web(web, plain_password)
            self._record.keep(web=web, plain_password=plain_password)
            self._refresh()

    def count_browsers(self) -> None:
        """Ask how many people would go if browsers were to find nothing; `browsers_counted` follows."""
        self._parts.hosting.count_browsers()

    @Slot(object)
    def _on_listening_changed(self, listening: tuple[Listening, ...]) -> None:
        if self.is_open:
            self._public = public_of(listening)
            self._parts.set_listening(self._public)
            self._refresh()

    @Slot()
    def check(self) -> None:
        """Look again at who can get in; what comes of it is told in `info`, within some seconds."""
        if self.is_open:
            self._parts.checker.check()

    @Slot()
    def open_ports(self) -> None:
        """Have the system ask whether to open the room's ports in the firewall."""
        if self.is_open:
            self._parts.checker.open_ports()

    @Slot()
    def close_ports(self) -> None:
        """Have the system ask whether to take back what was opened, also while no room is open."""
        self._parts.checker.close_ports()

    def set_password(self, password: str) -> None:
        """Change the room's password, "" removes it; who is inside stays."""
        self._parts.hosting.set_password(password)

    @Slot(str, object)
    def _on_password_set(self, password: str, verifier: PasswordVerifier | None) -> None:
        self._password = password
        self._config = replace(self._config, verifier=verifier)
        self._parts.announced.set_password(verifier is not None)
        self._record.keep(password=verifier)  # before the window says that it is set
        self._refresh()

    def set_public_address(self, address: str) -> None:
        """By what people elsewhere reach this computer, as `typed_place` gives it; "" for nothing."""
        if self.is_open:
            self._public_address = address
            self._record.keep(public=address)
            self._refresh()

    def go_on_without_history(self) -> None:
        """Pass on what is said although it cannot be kept."""
        self._parts.hosting.go_on_without_history()

    def close(self, reason: str = CLOSED) -> None:
        """Tell everybody and end the hub, once it is open; `closed` follows, or `failed`."""
        self._is_closing = self.is_in_use
        if self.is_open:
            self._parts.announced.close()
            self._parts.hosting.stop(reason)

    def shut_down(self) -> None:
        """End the hub's thread, at the end of the program."""
        if self._made_parts is not None:
            self._made_parts.hosting.shut_down()

    def set_keep_awake(self, wanted: bool) -> None:
        """Keep the computer awake while hosting, or no more."""
        self._wants_awake = wanted
        self._keep_awake()
        self._refresh()

    def _keep_awake(self) -> None:
        if self._wants_awake and self.is_open:
            self._awake.start()
        else:
            self._awake.stop()

    def is_own_address(self, host: str, port: int) -> bool:
        """Whether that address is this very hub."""
        place = HostPort(host.strip("[]").lower(), port)
        is_public = self._info is not None and self._info.public == str(place)
        return is_public or (port in {one.port for one in self._public} and is_this_computer(place.host))

    @Slot(object)
    def _on_started(self, listening: tuple[Listening, ...]) -> None:
        if self._is_closing:  # its first guests may be there already
            self._parts.hosting.stop(CLOSED)
            return
        self._public = public_of(listening)
        self._record.keep(doors=tuple(EndpointRecord(one.host, one.port) for one in self._public))
        self._keep_awake()
        self._parts.announced.open(self._config, self._trust.hub.fingerprint, self._public)
        self._parts.checker.open(self._public, self._found(), is_announced=self._config.shown_nearby)
        self._refresh()
        self._look.start()
        if self._kept is not None and (lost := self._parts.lost_in(self._kept)):
            self.happened.emit(lost)
        self.opened.emit(next(one.port for one in listening if one.private))

    @Slot(object)
    def _on_happened(self, happened: list[HubEvent]) -> None:
        self._parts.take(happened)
        if title := self._parts.title_in(happened):
            self._config = replace(self._config, room_name=title)
            self._record.keep(title=title)
        self.happened.emit(happened)

    @Slot(object)
    def _on_not_opened(self, error: ListenError | KeepingError) -> None:
        self._on_failed(system_words.opening_words(error))

    @Slot(str)
    def _on_failed(self, sentence: str) -> None:
        self._close_files()
        self.failed.emit(sentence)

    @Slot()
    def _on_stopped(self) -> None:
        self._look.stop()
        self._parts.announced.close()
        self._parts.checker.close()
        self._close_files()
        self._public = ()
        self._info = None
        self._keep_awake()
        self.info_changed.emit(None)
        self.closed.emit()

    def _close_files(self) -> None:
        kept, self._kept = self._kept, None
        self._is_closing = False
        if kept is not None:
            try:
                kept.close()
            except StoreError as error:  # what was kept is kept; the room is closed all the same
                log.warning("%s", system_words.storage_words(error.failure))

    def _found(self) -> list[Reachable]:
        """The addresses of this computer as the system tells them now."""
        return reachable(this_computer(), host=self._public[0].host)

    @Slot()
    def _look_again(self) -> None:
        self._parts.checker.see(self._found())
        self._refresh()

    @Slot()
    def _refresh(self) -> None:
        if not self._public:
            return
        fingerprint = self._trust.hub.fingerprint
        info = hosting_info(
            self._parts,
            self._config,
            self._public,
            fingerprint=fingerprint,
            password=self._password,
            words=self._trust.words_of(fingerprint),
            public=self._public_address,
            keep_awake=self._wants_awake if self._awake.is_available() else None,
        )
        if info is not None and info != self._info:
            self._info = info
            self.info_changed.emit(info)
