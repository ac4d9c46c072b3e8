"""From a destination to the first room there, or to why there is none: at most one attempt at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from app.application.hosted_hub import HostedHub
from app.application.joined_server import Destination, JoinedServer
from app.application.room_passwords import RoomPasswords
from app.application.trust_store import TrustStore
from app.client.events import Failure
from app.client.wishes import Join
from app.irc.numerics import ERR_NEEDREGGEDNICK
from app.models.connection import Connection
from app.models.room import Room, RoomKind
from app.models.rooms_model import RoomsModel
from app.ui.start.start_page import JoinField, StartPage
from app.words import connection_words, failure_words, server_words

_FIELDS: dict[Failure, JoinField] = {
    Failure.WRONG_PASSWORD: "password",
    Failure.NICK_IN_USE: "name",
    Failure.BAD_NICK: "name",
}
NOBODY_THERE = {Failure.NAME_NOT_FOUND, Failure.REFUSED, Failure.TIMED_OUT, Failure.UNREACHABLE}

# Gets a destination, what tells whether it is still wanted, and what is to be called, at once or later, with
# the account there and its password, "" for none.
FindLogin = Callable[[Destination, Callable[[], bool], Callable[[str, str], None]], None]


class JoinAttempt(QObject):
    """Tries to enter a server, and says on the start page why it did not come about.

    Signals:
        started(JoinedServer): a connection is about to be made.
        succeeded(JoinedServer, Room): the first room was entered; the server is the listener's from here on.
        given_up(JoinedServer): nothing came of it, and it is to be left.
        channel_wanted(JoinedServer): not one of ours: ask for a channel, then `choose_channel`.
        decision_wanted(Destination, Failure, str): `answer` it; the text is a changed host's fingerprint.
        other_room_found(Destination, str): another room, of that name, is open there; `join_other` enters it.
        account_wanted(Destination, str): it lets in who logs in; a sentence says why it did not. `start` it
            again with an account.
        nobody_there(str): nobody answers at the address, a sentence; the page shows it already.
    """

    started = Signal(JoinedServer)
    succeeded = Signal(JoinedServer, Room)
    given_up = Signal(JoinedServer)
    channel_wanted = Signal(JoinedServer)
    decision_wanted = Signal(Destination, Failure, str)
    other_room_found = Signal(Destination, str)
    account_wanted = Signal(Destination, str)
    nobody_there = Signal(str)

    def __init__(
        self,
        page: StartPage,
        rooms: RoomsModel,
        hosted_hub: HostedHub,
        trust: TrustStore,
        passwords: RoomPasswords,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._page = page
        self._rooms = rooms
        self._hosted_hub = hosted_hub
        self._trust = trust
        self._passwords = passwords
        self._server: JoinedServer | None = None
        self._searched: Destination | None = None  # for whose password it is looked
        self._decided: Destination | None = None  # as the person has decided at the address tried last
        self._find_login: FindLogin | None = None
        self._tries = 0
        page.cancel_requested.connect(self.cancel)

    def start(self, destination: Destination) -> None:
        """Connect; an attempt that is still under way is given up for it."""
        self._give_up()
        destination = self._as_decided(destination)
        if not destination.hosting:
            self._page.show_connecting(destination.address.place)
        if self._find_login is None or destination.hosting or destination.options.account:
            self._connect(destination)
        else:
            at_try = self._tries
            connect = partial(self._connect_as, destination, at_try)
            self._find_login(destination, lambda: at_try == self._tries, connect)

    def use_logins(self, find: FindLogin) -> None:
        """Ask `find` whether there is an account at a server, before one connects to it."""
        self._find_login = find

    def _connect_as(self, destination: Destination, at_try: int, account: str, password: str) -> None:
        if at_try == self._tries:  # nobody has cancelled it meanwhile
            options = replace(destination.options, account=account, account_password=password)
            self._connect(replace(destination, options=options))

    def _connect(self, destination: Destination) -> None:
        server = JoinedServer(destination, self._trust, self._rooms, self._hosted_hub.new_owner_secret, self)
        self._server = server
        self._passwords.follow(server)
        server.entered.connect(self._on_entered)
        server.gave_up.connect(self._on_gave_up)
        server.needs_channel.connect(self._on_needs_channel)
        server.connection.join_failed.connect(self._on_join_failed)
        server.connection.other_room_open.connect(self._on_other_room)
        self.started.emit(server)
        server.start()

    def answer(self, destination: Destination, failure: Failure, fingerprint: str, accepted: bool) -> None:
        """What the person decided in a question of trust: try again that way, or leave it."""
        if not accepted or failure is Failure.LINK_MISMATCH:  # which nobody can decide
            self._page.set_busy(False)
            return
        if failure is Failure.NOT_ENCRYPTED:
            decided = replace(destination, plain=True)
        elif failure is Failure.HOST_CHANGED:
            decided = replace(destination, accepted=fingerprint)
        else:
            options = replace(destination.options, plain_password_ok=True)
            decided = replace(destination, options=options)
        self._decided = decided
        self.start(decided)

    def _as_decided(self, destination: Destination) -> Destination:
        """With what the person has decided there already: another try asks nothing twice."""
        decided = self._decided
        if decided is None or decided.address != destination.address:
            self._decided = None
            return destination
        is_ok = decided.options.plain_password_ok or destination.options.plain_password_ok
        return replace(
            destination,
            plain=destination.plain or decided.plain,
            accepted=destination.accepted or decided.accepted,
            options=replace(destination.options, plain_password_ok=is_ok),
        )

    def choose_channel(self, server: JoinedServer, name: str) -> None:
        """Enter the channel where one was asked for, with "#" or without; "" gives the attempt up."""
        if server is not self._server:  # another attempt has taken its place since
            return
        name = name.strip()
        if name.strip("#&"):
            server.link.ask(Join(name if name[0] in "#&+!" else f"#{name}"))
        else:
            self.cancel()

    def join_other(self, destination: Destination) -> None:
        """Enter the room that is open there, whichever it is."""
        address = replace(destination.address, room="")
        options = replace(destination.options, room="", channels=(), join_room=True)
        self.start(replace(destination, address=address, options=options))

    @Slot()
    def cancel(self) -> None:
        """Give up the attempt under way."""
        self._page.set_busy(False)
        self._give_up()

    def _give_up(self) -> None:
        self._tries += 1
        server, self._server, self._searched = self._server, None, None
        if server is not None:
            self.given_up.emit(server)

    def _is_of(self, connection: object) -> bool:
        """Whether a connection is that of the attempt under way, and not of one before."""
        return self._server is not None and connection is self._server.connection

    @Slot(Room)
    def _on_entered(self, room: Room) -> None:
        if room.kind is RoomKind.PRIVATE:  # somebody writes before we are anywhere
            return
        if self._server is not None and self._is_of(room.connection):
            server, self._server, self._decided = self._server, None, None
            self._page.set_busy(False)
            self.succeeded.emit(server, room)

    @Slot(object, str, str)
    def _on_gave_up(self, failure: Failure, sentence: str, fingerprint: str) -> None:
        if self._server is None:
            return
        destination = self._server.destination
        asked_before, nick = destination.options.password is not None, destination.options.nick
        host = self._server.fingerprint
        self._give_up()
        if destination.hosting:
            self._page.show_host_error(sentence)
        elif failure is Failure.PASSWORD_WANTED:
            self._page.ask_password(f"{sentence} {server_words.OF_BOUNCERS()}")
        elif failure is Failure.WRONG_PASSWORD and destination.options.plain_password_ok:
            words = f"{server_words.PASSWORD_REFUSED()} {server_words.OF_BOUNCERS()}"
            self._page.show_join_error(words, field="password")
        elif failure is Failure.WRONG_PASSWORD and not asked_before:
            self._searched = destination
            self._passwords.find(host, destination, partial(self._on_password_found, destination))
        elif failure is Failure.WRONG_PASSWORD and destination.is_password_kept:
            self._passwords.refuse(host, destination)
            self._page.ask_password(connection_words.NEW_PASSWORD_NEEDED())
        elif failure is Failure.NICK_IN_USE:
            self._page.offer_name(f"{nick}2", sentence)
        elif failure in (Failure.LOGIN_REFUSED, Failure.ACCOUNT_WANTED):
            self._page.show_join_error(sentence, field="address")
            self.account_wanted.emit(destination, sentence)
        elif self._trust.asks_about(destination.address, failure):
            self._page.show_join_error(sentence, field="address")
            self.decision_wanted.emit(destination, failure, fingerprint)
        else:
            self._page.show_join_error(sentence, field=_FIELDS.get(failure, "address"))
            if failure in NOBODY_THERE:
                self.nobody_there.emit(sentence)

    def _on_password_found(self, destination: Destination, password: str) -> None:
        if self._searched is not destination:  # cancelled, or another attempt has taken its place since
            return
        self._searched = None
        if password:
            options = replace(destination.options, password=password)
            self.start(replace(destination, options=options, is_password_kept=True))
        else:
            self._page.ask_password(connection_words.PASSWORD_NEEDED())

    @Slot()
    def _on_needs_channel(self) -> None:
        if self._server is not None:
            self.channel_wanted.emit(self._server)

    @Slot(QObject, str, str, str)
    def _on_join_failed(self, connection: Connection, channel: str, numeric: str, detail: str) -> None:
        if self._server is None or not self._is_of(connection):
            return
        destination, sentence = self._server.destination, failure_words.join_words(channel, numeric, detail)
        self._give_up()
        self._page.show_join_error(sentence)
        if numeric == ERR_NEEDREGGEDNICK and connection.abilities.has_accounts:
            address = replace(destination.address, room=channel)  # which may have been chosen since
            options = replace(destination.options, channels=((channel, ""),))
            again = replace(destination, address=address, options=options)
            self.account_wanted.emit(again, sentence)

    @Slot(QObject, str)
    def _on_other_room(self, connection: Connection, title: str) -> None:
        """Another room is open there than the one that was joined before: it is not entered unasked."""
        if self._server is not None and self._is_of(connection):
            destination = self._server.destination
            self._give_up()
            self._page.show_join_error(connection_words.OTHER_ROOM_OPEN(title=title))
            self.other_room_found.emit(destination, title)
