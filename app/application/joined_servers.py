"""The servers that a window is on: what is asked for becomes a hub, a link, a room, and ends again."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot

from app.application.hosted_hub import HostedHub
from app.application.join_attempt import JoinAttempt
from app.application.joined_server import Destination, JoinedServer
from app.application.kept_passwords import KeptPasswords
from app.application.recent_visits import RecentVisits
from app.application.room_passwords import RoomPasswords
from app.application.trust_store import TrustStore
from app.client.address import MOST_WAYS, Address, AddressError, HostPort, Scheme, parse_address
from app.client.events import LinkState
from app.client.state.session_options import SessionOptions
from app.client.wishes import Join, Part
from app.discovery.probes import ProbeTarget
from app.hub.data.config import HubConfig
from app.irc.names import nick_from
from app.irc.ports import DEFAULT_PORT
from app.launch_options import Login
from app.models.connection import Connection
from app.models.recents import RecentRoom, RecentRooms
from app.models.room import Room, RoomKind, ServerConnection
from app.models.rooms_model import RoomsModel
from app.net.endpoint import Endpoint
from app.ui.start.start_page import StartPage
from app.ui.start.start_requests import JoinRequest
from app.words import address_words, common_words, failure_words, hosting_words

# Gets a recent room; gives where its host is seen now, what is most likely right first.
FindPlaces = Callable[[RecentRoom], Sequence[ProbeTarget]]


class JoinedServers(QObject):
    """Joins and leaves: any number of connections that have succeeded; `attempt` makes the next one.

    Signals:
        joining(Address): somebody wants to be there; `entered` may follow.
        entered(Room): show this room.
        connected(JoinedServer): a connection has its first room.
        disconnected(Connection): a connection and all its rooms are gone.
        refused(Connection, str): a further channel cannot be entered, a sentence.
        unreachable(RecentRoom, str): nobody answers where a recent room was; a sentence says why.
        reopening_wanted(RecentRoom): a recent room that was hosted is to be opened again.
        other_room_open(Connection, str): after a reconnect another room, of that name, is open there.
        pin_not_saved(str): a host cannot be recognised next time, a sentence.
        left_everywhere(): after `leave_everywhere`: every goodbye was said and the hub is closed.
    """

    joining = Signal(Address)
    entered = Signal(Room)
    connected = Signal(JoinedServer)
    disconnected = Signal(Connection)
    refused = Signal(Connection, str)
    unreachable = Signal(RecentRoom, str)
    reopening_wanted = Signal(RecentRoom)
    other_room_open = Signal(Connection, str)
    pin_not_saved = Signal(str)
    left_everywhere = Signal()

    def __init__(
        self,
        page: StartPage,
        rooms: RoomsModel,
        recents: RecentRooms,
        hosted_hub: HostedHub,
        trust: TrustStore,
        passwords: KeptPasswords,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._page = page
        self._recents = recents
        self._hosted_hub = hosted_hub
        self._trust = trust
        kept = RoomPasswords(passwords, recents, self)
        self.attempt = JoinAttempt(page, rooms, hosted_hub, trust, kept, self)
        self._servers: dict[ServerConnection, JoinedServer] = {}
        self._brought: dict[ServerConnection, Room] = {}  # a hub brought us there before we are where we want
        self._leaving: set[JoinedServer] = set()
        self._everywhere = False
        self._visits = RecentVisits(recents, hosted_hub, self)
        self._recent: RecentRoom | None = None  # that the attempt under way is to lead to
        self._find_places: FindPlaces = lambda _recent: ()
        self._host_name = ""
        page.join_requested.connect(self._on_join_requested)
        page.recent_activated.connect(self._on_recent)
        self.attempt.started.connect(self._on_started)
        self.attempt.succeeded.connect(self._on_connected)
        self.attempt.given_up.connect(self._on_given_up)
        self.attempt.nobody_there.connect(self._on_nobody_there)
        hosted_hub.opened.connect(self._on_opened)
        hosted_hub.failed.connect(self._on_host_failed)
        hosted_hub.closed.connect(self._on_gone)

    @property
    def all(self) -> tuple[JoinedServer, ...]:
        """Those that were entered."""
        return tuple(self._servers.values())

    @property
    def has_left_everywhere(self) -> bool:
        """Whether `leave_everywhere` is done."""
        return self._everywhere and not self._leaving and not self._hosted_hub.is_in_use

    def server_of(self, connection: ServerConnection) -> JoinedServer | None:
        """The link behind a connection that has succeeded."""
        return self._servers.get(connection)

    # -- hosting

    def may_host(self) -> bool:
        """Whether a room can be opened now; says so where one is open."""
        if self._hosted_hub.is_open:
            self._page.show_host_error(common_words.HOSTING_ALREADY())
        return not self._hosted_hub.is_open

    def host(self, name: str, config: HubConfig, endpoints: tuple[Endpoint, ...], password: str = "") -> None:
        """Open a room and go in as its host."""
        if not self.may_host():
            return
        self._host_name = name
        self._page.set_busy(True)
        self._hosted_hub.open(config, endpoints, password)

    @Slot(int)
    def _on_opened(self, private_port: int) -> None:
        fingerprint = self._trust.hub.fingerprint
        address = Address(host="127.0.0.1", explicit_port=private_port, fingerprint=fingerprint)
        options = SessionOptions(nick=nick_from(self._host_name), realname=self._host_name, hub_verified=True)
        self.attempt.start(Destination(address, options, hosting=True))

    @Slot(str)
    def _on_host_failed(self, sentence: str) -> None:
        self._page.show_host_error(sentence, field="port")
        self._on_gone()

    # -- joining

    def join(
        self,
        name: str,
        text: str,
        password: str = "",
        *,
        recent: RecentRoom | None = None,
        login: Login | None = None,
    ) -> None:
        """Connect to what was typed, or show it if open; `recent` is the room that is meant there.

        `login`: as which account, None for that of the certificate.
        """
        self._recent = recent
        try:
            address = parse_address(text)
        except AddressError as error:
            self._page.show_join_error(address_words.address_words(error))
            return
        self.joining.emit(address)
        expected = address.room if address.scheme is Scheme.HUBBUB else ""
        beside = address.channel if recent is None else recent.channel
        if recent is not None:
            expected = recent.room or expected
        address = replace(address, room=beside or address.room, channel="")
        known = self._already_in(address, recent)
        if known is not None:
            self._page.set_busy(False)
            self.entered.emit(known)
            return
        options = SessionOptions(
            nick=nick_from(name),
            realname=name,
            password=password or None,
            channels=((address.room, ""),) if address.room else (),
            join_room=not beside,
            room=expected,
            owner_secret=address.owner_secret,
            account="" if login is None else login.account,
            account_password="" if login is None else login.password,
        )
        self.attempt.start(self._destination(address, options))

    def use_sightings(self, find: FindPlaces) -> None:
        """Ask `find` where the host of a recent room is seen, before it is looked for where it was."""
        self._find_places = find

    def _destination(self, address: Address, options: SessionOptions) -> Destination:
        """Where the person wants to go; if that is a recent room, also where its host is seen now."""
        seen = () if self._recent is None else self._find_places(self._recent)
        leading = _leading_also_to(seen, address) if seen else address
        return Destination(leading, options, last_known=None if leading == address else address)

    @Slot(JoinRequest)
    def _on_join_requested(self, request: JoinRequest) -> None:
        meant = self._recent  # for which a password or another name may have been asked
        if meant is not None and meant.address != request.address:
            meant = None
        self.join(request.name, request.address, request.password, recent=meant)

    @Slot(int)
    def _on_recent(self, row: int) -> None:
        recent = self._recents.room_at(row)
        if recent.hosted:
            self.reopening_wanted.emit(recent)
        else:
            # what is offered after a refusal (another name, a password field) tries the address again
            self._page.join_card.address.set_text(recent.address)
            self.join(self._page.name_field.name(), recent.address, recent=recent)

    def _already_in(self, address: Address, recent: RecentRoom | None) -> Room | None:
        own = any(self._hosted_hub.is_own_address(way.host, way.port) for way in address.ways)
        host = address.fingerprint or ("" if recent is None else recent.fingerprint)
        for server in self._servers.values():
            if host and host.lower() != server.fingerprint:
                continue  # another host is meant than the one that answered there
            same = bool(host) or not {*server.destination.address.ways}.isdisjoint(address.ways)
            if own and server.connection.hosting:
                same = True
            if same and server.connection.state is not LinkState.STOPPED:
                if address.fingerprint:
                    server.note_verified("link")
                return self._room_of(server, address.room or ("" if recent is None else recent.room))
        return None

    @staticmethod
    def _room_of(server: JoinedServer, channel: str) -> Room | None:
        """The room that is meant at a server that one is on; one that one is not in is asked for.

        `channel`: "" for any. Where there is no other, a private talk stands for it until it is entered.
        """
        connection = server.connection
        rooms = [room for room in connection.rooms if room.kind is not RoomKind.PRIVATE]
        channel = channel or ("" if rooms else connection.room)
        wanted = connection.find(channel) if channel else next(iter(rooms), None)
        if wanted is None and channel:
            server.link.ask(Join(channel))
        return wanted or next(iter(rooms or connection.rooms), None)

    # -- how an attempt goes

    @Slot(JoinedServer)
    def _on_started(self, server: JoinedServer) -> None:
        server.pin_not_saved.connect(self.pin_not_saved)

    @Slot(JoinedServer, Room)
    def _on_connected(self, server: JoinedServer, room: Room) -> None:
        self._servers[server.connection] = server
        self._recent = None
        server.entered.connect(self._on_entered)
        server.connection.join_failed.connect(self._on_join_failed)
        server.connection.other_room_open.connect(self.other_room_open)
        self.connected.emit(server)
        self._enter(server, room, is_first=True)
        if server.destination.hosting and self._hosted_hub.has_other_port and self._hosted_hub.info:
            port, address = self._hosted_hub.port, self._hosted_hub.info.preferred_address
            words = hosting_words.OTHER_PORT(usual=DEFAULT_PORT, port=port, address=address)
            server.connection.note(room, words, time.time())

    @Slot(JoinedServer)
    def _on_given_up(self, server: JoinedServer) -> None:
        self._discard(server)
        if server.destination.hosting:
            self._hosted_hub.close()

    @Slot(str)
    def _on_nobody_there(self, sentence: str) -> None:
        if self._recent is not None:
            self._recents.mark_offline(self._recent)
            self.unreachable.emit(self._recent, sentence)

    # -- rooms

    @Slot(Room)
    def _on_entered(self, room: Room) -> None:
        if (server := self._servers.get(room.connection)) is not None:
            self._enter(server, room, is_first=False)

    def _enter(self, server: JoinedServer, room: Room, *, is_first: bool) -> None:
        if room.kind is RoomKind.PRIVATE:
            return
        is_meant = server.is_meant_room(room, is_first=is_first)
        is_wanted = server.link.was_wanted(room.target)
        # what the own hub has beside its room opens with it
        if is_meant or (is_wanted and not server.connection.hosting):
            self._visits.note(room, server)
        if room.kind is RoomKind.HOSTED:
            room.changed.connect(self._on_hosted_room_changed)
        # a hub brings home into further channels: nobody is taken out of where they write by that, and what
        # is in one has not been read because it came a moment before the room that is meant
        if is_first and not is_meant and not is_wanted and room.connection.is_hub:
            self._brought[room.connection] = room
        elif is_first or is_meant or is_wanted:
            self._brought.pop(room.connection, None)
            self.entered.emit(room)

    @Slot(QObject)
    def _on_hosted_room_changed(self, room: Room) -> None:
        if room.present and room.modes:
            self._hosted_hub.note_locked("i" in room.modes.partition(" ")[0])

    def forget(self, server: JoinedServer) -> None:
        """Take the rooms of a connection out of the recent ones."""
        self._visits.forget(server)

    @Slot(QObject, str, str, str)
    def _on_join_failed(self, connection: Connection, channel: str, numeric: str, detail: str) -> None:
        if (brought := self._brought.pop(connection, None)) is not None:
            self.entered.emit(brought)
        self.refused.emit(connection, failure_words.join_words(channel, numeric, detail))

    # -- leaving

    def leave(self, room: Room) -> None:
        """Go out of a room; the connection closes with the last one, be it a private talk."""
        connection = room.connection
        room.read_to_end()  # who closes it has seen what there is
        if room.kind is not RoomKind.PRIVATE and room.present:
            connection.link.ask(Part(room.target))
        connection.forget(room)
        if not connection.rooms:
            self.disconnect_from(connection)

    def disconnect_from(self, connection: ServerConnection) -> None:
        """Close a connection and all its rooms."""
        if (server := self._servers.pop(connection, None)) is None:
            return
        self._brought.pop(connection, None)
        connection.forget_all()
        self.disconnected.emit(connection)
        self._discard(server)

    def disconnect_untrusted(self, connection: Connection, sentence: str) -> None:
        """Close a connection that cannot be trusted, and say so where its address was typed."""
        server = self._servers.get(connection)
        if server is not None:
            self.disconnect_from(connection)
            self._page.join_card.address.set_text(str(server.destination.address))
            self._page.show_join_error(sentence)

    def stop_hosting(self) -> None:
        """Leave the own room and close it for everybody."""
        for connection in [known for known in self._servers if known.hosting]:
            self.disconnect_from(connection)
        self._hosted_hub.close()

    def leave_everywhere(self) -> None:
        """Leave all rooms and stop hosting, for the end of the program; `left_everywhere` follows."""
        self._everywhere = True
        self.attempt.cancel()
        for connection in list(self._servers):
            self.disconnect_from(connection)
        self._hosted_hub.close()
        self._on_gone()

    def _discard(self, server: JoinedServer) -> None:
        server.connection.forget_all()
        self._leaving.add(server)
        server.ended.connect(self._on_ended)
        server.leave()

    @Slot(QObject)
    def _on_ended(self, server: JoinedServer) -> None:
        self._leaving.discard(server)
        server.deleteLater()
        self._on_gone()

    @Slot()
    def _on_gone(self) -> None:
        if self.has_left_everywhere:
            self.left_everywhere.emit()


def _leading_also_to(seen: Sequence[ProbeTarget], address: Address) -> Address:
    """An address that leads where a host was and where it is seen since, to that host alone.

    The one it had stays in front: accounts and what is kept of a server are found by it.
    """
    fingerprint = seen[0].fingerprint
    there = [HostPort(one.place.address, one.place.port) for one in seen]
    first, *others = address.ways
    is_known = there[0] in address.ways  # what is most likely right
    if is_known or address.fingerprint.lower() not in ("", fingerprint):
        return address
    ways = tuple(dict.fromkeys((first, *there, *others)))[:MOST_WAYS]
    return replace(
        address,
        scheme=Scheme.HUBBUB,
        explicit_port=first.port,
        fingerprint=fingerprint,
        alternatives=ways[1:],
    )
