"""One link with its rooms: how it stands, who is at the other end, when a first room is entered."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.application.trust_store import TrustStore
from app.client.address import MOST_WAYS, Address
from app.client.events import (
    Event,
    Failure,
    LinkState,
    NetworkRenamed,
    PasswordConfirmed,
    Registered,
    Secured,
)
from app.client.state.session_options import SessionOptions
from app.models.connection import Connection
from app.models.connection_events import EVENTS
from app.models.room import Room, RoomKind
from app.models.rooms_model import RoomsModel
from app.net.link import Link
from app.security.security_errors import SecurityError
from app.security.trust import Assessment
from app.ui.timeline.timeline_options import MessageAbilities
from app.ui.window.link_view import LinkPhase, LinkView, Security
from app.values import frozen
from app.words import connection_words, failure_words, system_words

_PHASES = {
    LinkState.IDLE: LinkPhase.CONNECTING,
    LinkState.RESOLVING: LinkPhase.CONNECTING,
    LinkState.CONNECTING: LinkPhase.CONNECTING,
    LinkState.REGISTERING: LinkPhase.CONNECTING,
    LinkState.ONLINE: LinkPhase.ONLINE,
    LinkState.WAITING: LinkPhase.LOST,
    LinkState.STOPPED: LinkPhase.STOPPED,
}
# Trying again by hand cannot change these: the same would be said, or shown, again.
_FINAL = {
    Failure.BANNED,
    Failure.BAD_ADDRESS,
    Failure.HOST_CHANGED,
    Failure.LINK_MISMATCH,
    Failure.WRONG_PASSWORD,
}
# Where another account, or the person's consent, may help.
LOGIN_FAILURES = frozenset({Failure.LOGIN_REFUSED, Failure.ACCOUNT_WANTED, Failure.PASSWORD_NOT_SAFE})
# After these what is written would wait for nothing: one is not let in, or somebody else answers.
_SHUT_OUT = {
    Failure.BANNED,
    Failure.KICKED_OUT,
    Failure.BAD_ADDRESS,
    Failure.HOST_CHANGED,
    Failure.LINK_MISMATCH,
}

# What a look after a ban finds while it goes on, or while the hub is not there.
_MAY_END = {
    *(Failure.BANNED, Failure.LOCKED, Failure.FULL, Failure.TRY_LATER, Failure.LOST),
    *(Failure.NAME_NOT_FOUND, Failure.REFUSED, Failure.TIMED_OUT, Failure.UNREACHABLE),
}


@frozen
class Destination:
    """Where a server is and how it is joined: `plain` without TLS, `accepted` a certificate by choice.

    `is_password_kept`: the password in `options` was kept since another day, and not typed. `last_known`:
    where the recent room was that is meant; None unless its host was seen elsewhere, where `address` leads
    too, with the fingerprint that was noted then.
    """

    address: Address
    options: SessionOptions
    hosting: bool = False
    plain: bool = False
    accepted: str = ""
    is_password_kept: bool = False
    last_known: Address | None = None


class JoinedServer(QObject):
    """This person on one server.

    Signals:
        entered(Room): a room was opened, the first or a further one.
        gave_up(Failure, str, str): no room was ever entered; a sentence for the person, and the
            fingerprint of who answered instead of the host.
        view_changed(LinkView): the connection stands otherwise now.
        needs_channel(): the server is not one of ours and no channel was named.
        password_proven(str, str, str): the room's password was right: the host's fingerprint, the room's
            channel casefolded, the password.
        login_failed(Failure, str): it lets us in no more as the account that was given; a sentence.
        pin_not_saved(str): the host cannot be recognised next time, a sentence says why.
        ended(JoinedServer): the link is closed for good, as asked.
    """

    entered = Signal(Room)
    gave_up = Signal(Failure, str, str)
    view_changed = Signal(LinkView)
    needs_channel = Signal()
    password_proven = Signal(str, str, str)
    login_failed = Signal(Failure, str)
    pin_not_saved = Signal(str)
    ended = Signal(QObject)

    def __init__(
        self,
        destination: Destination,
        trust: TrustStore,
        rooms: RoomsModel,
        make_owner_secret: Callable[[], str],
        parent: QObject | None = None,
    ) -> None:
        """`make_owner_secret`: gives what proves us the host, for the hub that this window hosts alone."""
        super().__init__(parent)
        self.destination = destination
        self._trust = trust
        self.link = Link(
            destination.address,
            destination.options,
            parent=self,
            identity=trust.me,
            assess=trust.assessor_for(
                destination.address,
                destination.accepted,
                remembered=destination.last_known is not None and not destination.last_known.fingerprint,
            ),
            plain=destination.plain,
            make_owner_secret=make_owner_secret if destination.hosting else None,
        )
        self.connection = Connection(
            self.link,
            rooms,
            EVENTS,
            address=str(destination.address),
            nick=destination.options.nick,
            hosting=destination.hosting,
            parent=self,
        )
        self._secured: Secured | None = None
        self._has_proven = False  # the password, on this connection
        self._was_inside = False
        self._leaving = False
        self._seconds = 0.0
        self._words = ""
        self._failure: Failure | None = None
        self._doubtful = False
        self._is_looking = False  # whether we are let in again, of which nothing is shown until we are
        self.link.events_arrived.connect(self._on_events)
        self.link.secured.connect(self._on_secured)
        self.link.state_changed.connect(self._on_state)
        self.link.retry_in.connect(self._on_retry_in)
        self.link.failed.connect(self._on_failed)
        trust.words_known.connect(self._on_words_known)
        self.connection.room_opened.connect(self._on_room_opened)
        self.connection.welcome_over.connect(self._on_welcome_over)
        self.connection.directory.made.connect(self._on_room_made)
        self.connection.abilities_changed.connect(self._on_abilities_changed)

    @property
    def fingerprint(self) -> str:
        """The certificate of the other end, "" on a plain connection."""
        return self._secured.fingerprint if self._secured is not None else ""

    @property
    def address(self) -> Address:
        """What leads here again: as it was given, or, where the host of a recent room has moved, to where."""
        known = self.destination.last_known
        if known is None:
            return self.destination.address
        reached = self.link.reached.ways[0]
        if reached in known.ways:
            return known
        earlier = known.ways[: MOST_WAYS - 1] if known.fingerprint else ()  # what is typed is one place
        return replace(known, host=reached.host, explicit_port=reached.port, alternatives=earlier)

    @property
    def security(self) -> Security:
        """What is known of the other end."""
        if self.destination.hosting:
            return Security.OWN
        if self._secured is None:
            return Security.NOT_ENCRYPTED
        return Security.VERIFIED if self._verified else Security.NOT_COMPARED

    @property
    def _verified(self) -> str:
        pin = self._trust.pin_of(self.fingerprint)
        now = self._secured.verified if self._secured is not None else ""
        return (pin.verified if pin is not None else "") or now

    def is_meant_room(self, room: Room, *, is_first: bool) -> bool:
        """Whether a room is the one that was meant by coming here, not a further one.

        On one of our hubs its room, or the channel that the address names; elsewhere the first.
        """
        hub_room = self.connection.room if self.connection.is_hub else ""
        named = self.destination.address.room or hub_room
        return room.target.casefold() == named.casefold() if named else is_first

    def start(self) -> None:
        """Connect; `entered` or `gave_up` follows."""
        self.link.start()

    def leave(self, reason: str = "") -> None:
        """Say goodbye; `ended` follows within seconds."""
        self._leaving = True
        if self.link.state is LinkState.STOPPED:  # failed before: no change of state will tell
            QTimer.singleShot(0, partial(self.ended.emit, self))
        self.link.close(reason)

    def look_again(self) -> None:
        """Try whether the server lets us in again; nothing of it is told unless it does."""
        if self.link.state is LinkState.STOPPED and not self._leaving:
            self._is_looking = True
            self.link.look_again()

    def view(self) -> LinkView:
        """How the connection stands now."""
        return LinkView(
            phase=LinkPhase.DOUBTFUL if self._doubtful else _PHASES[self.connection.state],
            address=str(self.address),
            seconds=self._seconds,
            reason=self._words,
            may_retry=self._failure not in _FINAL,
            wants_password=self._failure is Failure.WRONG_PASSWORD,
            may_queue=self._failure not in _SHUT_OUT,
            security=self.security,
            words=self._trust.words_of(self.fingerprint),
            verified=self._verified,
            protocol=self._secured.protocol if self._secured is not None else "",
            abilities=MessageAbilities(self.connection.abilities.kinds),
            text_bytes=self.connection.abilities.text_bytes,
            text_lines=self.connection.abilities.text_lines,
            has_links=self.connection.is_hub and bool(self.fingerprint),
            is_hub=self.connection.is_hub,
            fingerprint=self.fingerprint,
            has_accounts=self.connection.abilities.has_accounts,
            account=self.link.account,
            file_bytes=self.connection.abilities.file_bytes,
        )

    def note_verified(self, how: str) -> None:
        """The other end proved to be the right host while we are there: by "words" or "link"."""
        if not self._verified:
            try:
                self._trust.mark_verified(self.fingerprint, how)
            except SecurityError as error:
                self.pin_not_saved.emit(system_words.security_words(error))
            self.view_changed.emit(self.view())

    # -- what the link tells

    @Slot(object, object)
    def _on_secured(self, secured: Secured, _assessment: Assessment) -> None:
        self._secured, self._has_proven = secured, False
        self._trust.words_of(secured.fingerprint)

    @Slot(object)
    def _on_events(self, events: list[Event]) -> None:
        """What comes after one's goodbye opens no room any more: nobody would close it."""
        if not self._leaving:
            self._learn(events)
            self.connection.apply(events)
            self._regard()

    def _regard(self) -> None:
        """Say so when the connection comes into doubt, and when it is out of it."""
        session = self.link.session
        doubtful = session is not None and session.is_doubtful
        if doubtful != self._doubtful:
            self._doubtful = doubtful
            self.view_changed.emit(self.view())

    def _learn(self, events: list[Event]) -> None:
        """Pin the hub once it has welcomed us, with what its password proved."""
        if self._secured is None or self.destination.hosting:
            return
        for event in events:
            if isinstance(event, PasswordConfirmed) and event.fingerprint == self.fingerprint:
                self._secured = replace(self._secured, verified=self._secured.verified or "password")
                self._has_proven = True
            elif isinstance(event, Registered):
                self._remember(event.network)
                if self._has_proven and event.room:
                    channel = event.room.casefold()
                    self.password_proven.emit(self.fingerprint, channel, self.link.password)
            elif isinstance(event, NetworkRenamed):
                self._remember(event.network)

    def _remember(self, name: str) -> None:
        assert self._secured is not None
        try:
            self._trust.remember(
                self.fingerprint,
                name=name,
                address=self.link.reached,
                verified=self._secured.verified,
            )
        except SecurityError as error:  # a full or read-only disk: the room is open all the same
            self.pin_not_saved.emit(system_words.security_words(error))

    @Slot(object)
    def _on_state(self, state: LinkState) -> None:
        if self._is_looking and not self._leaving:
            if state is not LinkState.ONLINE:
                return
            self._is_looking = False
        was_online = self.connection.state is LinkState.ONLINE
        if was_online and state is not LinkState.ONLINE:
            self.connection.mark_lost(time.time())
        if state is LinkState.ONLINE:
            self._words, self._failure = "", None
        self._doubtful = False
        self.connection.set_state(state)
        if self._leaving:
            if state is LinkState.STOPPED:
                self.ended.emit(self)
            return
        self.view_changed.emit(self.view())

    @Slot(int)
    def _on_retry_in(self, seconds: int) -> None:
        self._seconds = seconds
        self.view_changed.emit(self.view())

    @Slot(object, str, str)
    def _on_failed(self, failure: Failure, said: str, fingerprint: str) -> None:
        if self._leaving:
            return
        if self._is_looking:
            self._is_looking = False
            if failure in _MAY_END:
                return
            self.connection.set_state(LinkState.STOPPED)
        self._failure = failure
        self._words = failure_words.connection_words(failure, address=self.destination.address, said=said)
        if self._was_inside:
            if failure is Failure.WRONG_PASSWORD:  # what one came in with was right then
                self._words = connection_words.NEW_PASSWORD_NEEDED()
            self.view_changed.emit(self.view())
            if failure in LOGIN_FAILURES:
                self.login_failed.emit(failure, self._words)
        else:
            self.gave_up.emit(failure, self._words, fingerprint)

    @Slot()
    def _on_abilities_changed(self) -> None:
        self.view_changed.emit(self.view())

    @Slot(str)
    def _on_words_known(self, fingerprint: str) -> None:
        if fingerprint == self.fingerprint and not self._leaving:
            self.view_changed.emit(self.view())

    @Slot(str)
    def _on_room_made(self, channel: str) -> None:
        self.link.expect(channel)

    @Slot(Room)
    def _on_room_opened(self, room: Room) -> None:
        if room.kind is not RoomKind.PRIVATE:  # who writes to us, such as a service, has us in no room
            self._was_inside = True
        self.entered.emit(room)

    @Slot()
    def _on_welcome_over(self) -> None:
        """Some servers put whoever comes into channels: who is in one is not asked for another."""
        if not self.connection.is_hub and not self.destination.address.room and not self._was_inside:
            self.needs_channel.emit()
