"""Whom this person ignores, by network: kept in a file of its own, and told to the connections."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Slot

from app.application.joined_server import JoinedServer
from app.application.joined_servers import JoinedServers
from app.application.room_archiving import RoomArchiving
from app.irc.text import replace_lone_surrogates
from app.models.ignored_people import MOST_IGNORED, Ignored, IgnoredPeople, IgnoredPerson
from app.models.room import Room
from app.models.room_wishes import Ignore
from app.security import private_files
from app.security.security_errors import SecurityError
from app.ui.theme.theme import Theme
from app.ui.window.ignored_sheet import IgnoredRow, IgnoredSheet
from app.ui.window.main_window import MainWindow
from app.words import connection_words, moderation_words
from app.words.system_words import security_words

# More is no file of ours: the fullest lists of some hundred networks.
FILE_LIMIT = 8 * 1024 * 1024
_NETWORKS = 500


class IgnoreList(QObject):
    """Follows the connections of one window. `problem`: why nothing was read, a sentence, "" where it was."""

    def __init__(
        self,
        theme: Theme,
        window: MainWindow,
        servers: JoinedServers,
        archiving: RoomArchiving,
        path: Path,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._window = window
        self._servers = servers
        self._archiving = archiving
        self._path = path
        self._networks, self.problem = load(path)
        servers.attempt.started.connect(self.add_server)
        archiving.begun.connect(self._on_begun)
        window.own.ignored_people_requested.connect(self._show)

    @Slot(object)
    def add_server(self, server: JoinedServer) -> None:
        """Let a connection that is about to be made know whom to ignore, once it is known whose it is."""
        server.connection.registered.connect(partial(self._on_registered, server))

    def _on_registered(self, server: JoinedServer) -> None:
        network = self._archiving.network_of(server.connection)
        people = self._networks.get(network, [])
        if tuple(people) != server.connection.ignored.people:
            server.connection.ignored.set_people(people)

    @Slot(Room)
    def _on_begun(self, room: Room) -> None:
        """What is read without a connection is read without them too."""
        key, ignored = self._archiving.key_of(room), room.connection.ignored
        if key is not None and ignored.people != (people := tuple(self._networks.get(key.network, ()))):
            ignored.set_people(people)

    def by_network(self) -> dict[str, Ignored]:
        """Whom the person ignores on each network, followed to other names where a connection stands."""
        known = {network: _people(people).who for network, people in self._networks.items()}
        for server in self._servers.all:
            known[self._archiving.network_of(server.connection)] = server.connection.ignored.who
        return known

    def choose(self, room: Room, wish: Ignore) -> None:
        """Ignore somebody, or hear of them again, and offer the way back."""
        key = self._archiving.key_of(room)
        if key is not None:
            self._change(key.network, wish.person, ignored=wish.ignored)
            said = moderation_words.IS_IGNORED if wish.ignored else moderation_words.IS_HEARD_AGAIN
            words = said(name=wish.person.name or wish.person.nick)
            back = partial(self._change, key.network, wish.person, ignored=not wish.ignored)
            self._window.page.sheet.toast.say(words, connection_words.UNDO(), back)

    def _change(self, network: str, person: IgnoredPerson, *, ignored: bool) -> None:
        people = _people(self._networks.get(network, ()))
        (people.add if ignored else people.remove)(person)
        self._networks[network] = list(people.people)
        for server in self._servers.all:
            if self._archiving.network_of(server.connection) == network:
                server.connection.ignored.set_people(people.people)
        if problem := save(self._path, self._networks):
            self._window.show_notice(problem)

    @Slot()
    def _show(self) -> None:
        known = {self._archiving.network_of(one.connection): one.connection for one in self._servers.all}
        rows = [
            IgnoredRow(network, person, known[network].network if network in known else "")
            for network, people in self._networks.items()
            for person in people
        ]
        sheet = IgnoredSheet(self._theme, self._window.asker.over, rows)
        sheet.lifted.connect(self._lift)

    @Slot(IgnoredRow)
    def _lift(self, row: IgnoredRow) -> None:
        self._change(row.network, row.person, ignored=False)


def _people(people: Iterable[IgnoredPerson]) -> IgnoredPeople:
    made = IgnoredPeople()
    made.set_people(people)
    return made


Networks = dict[str, list[IgnoredPerson]]


def load(path: Path) -> tuple[Networks, str]:
    """Whom to ignore, and a sentence for the person where the file cannot be used."""
    try:
        data = private_files.read(path)
        if data is None:
            return {}, ""
        try:
            return decode(data), ""
        except ValueError:
            return {}, moderation_words.IGNORED_DAMAGED(path=private_files.set_aside(path, data))
    except SecurityError as error:
        return {}, moderation_words.IGNORED_NOT_READ(why=security_words(error))


def save(path: Path, networks: Networks) -> str:
    """Write the file, or remove it where nobody is ignored; a sentence for the person if that fails."""
    try:
        private_files.keep(path, encode(networks))
    except SecurityError as error:
        return moderation_words.IGNORED_NOT_KEPT(why=security_words(error))
    return ""


def encode(networks: Networks) -> bytes:
    """The content of the file, b"" where nobody is ignored."""
    forms = {
        network: [{"nick": one.nick, "account": one.account, "name": one.name} for one in people]
        for network, people in networks.items()
        if people
    }
    return json.dumps({"networks": forms}, ensure_ascii=True, indent=1).encode() if forms else b""


def decode(data: bytes) -> Networks:
    """What a file holds; whoever cannot be understood is left out. Raises ValueError for another file."""
    if len(data) > FILE_LIMIT:
        raise ValueError("too large")
    try:
        raw = json.loads(data)
    except RecursionError:
        raise ValueError("too deep") from None
    forms = raw.get("networks") if isinstance(raw, dict) else None
    if not isinstance(forms, dict):
        raise ValueError("no networks")
    found: Networks = {}
    for network, people in list(forms.items())[:_NETWORKS]:
        if isinstance(people, list):
            made = (_person(form) for form in people[-MOST_IGNORED:])
            found[network] = [person for person in made if person is not None]
    return found


def _person(form: Any) -> IgnoredPerson | None:
    if not isinstance(form, dict):
        return None
    texts = [form.get(name, "") for name in ("nick", "account", "name")]
    if not all(isinstance(text, str) for text in texts) or not texts[0]:
        return None
    return IgnoredPerson(*map(replace_lone_surrogates, texts))
