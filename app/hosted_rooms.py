"""The rooms that a profile has hosted: what each is opened with again, as records in one private file.

A record holds what a hub checks the room's password with, by which one can join, so the file is as private as
`hub.key`. Owns the file's form: written whole or not at all, what another version wrote is kept, a damaged
file is set aside. Opens no room.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import field, replace
from pathlib import Path
from typing import Any

from app.files.file_limits import parse_size
from app.hub.data.config import Newcomers, PasswordVerifier, WebContent
from app.irc.names import fold_channel, is_channel
from app.irc.ports import LARGEST_PORT
from app.security import private_files
from app.security.security_errors import SecurityError, SecurityProblem
from app.values import frozen

# Recent shows ten; who hosts another room each day for half a year still finds the first one protected.
MOST_ROOMS = 200
MOST_ENDPOINTS = 64  # places to listen at, of one room
LONGEST_TITLE = 200  # characters; what can be typed is shorter
FILE_LIMIT = 4 * 1024 * 1024  # bytes; a record has some 500, anything near this is not our file


@frozen
class EndpointRecord:
    """Where a room listens: `host` is an IP address or "" for all interfaces; `port` None: the next free.

    `kept` is what another version wrote beside them; a record is the same whatever that is.
    """

    host: str = ""
    port: int | None = None
    kept: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@frozen(kw_only=True)
class HostedRoom:
    """One room. `unclear` names what the file does not tell of it in a way that can be read.

    `kept` is that, and what another version wrote, as it came: it is written back. Under "password" it is
    what was beside a password that could be read.
    """

    channel: str  # by which it is known; it has its history under this name
    title: str = ""
    doors: tuple[EndpointRecord, ...] = (EndpointRecord(),)  # fields are called as the file calls them
    newcomers: str = Newcomers.ALL.value
    locked: bool = False
    nearby: bool = True  # others on its networks are told of it
    files: str = "1G"  # how large a file people may share, as `files.file_limits` reads it
    web: str = WebContent.CHAT.value  # what browsers find
    plain_password: bool = False  # browsers may send the password without encryption
    public: str = ""  # by what people elsewhere reach this computer, "" where that is not told
    password: PasswordVerifier | None = field(default=None, repr=False)
    unclear: frozenset[str] = frozenset()
    kept: Mapping[str, Any] = field(default_factory=dict, repr=False)

    @property
    def is_shown_nearby(self) -> bool:
        """Whether others are told of it; of a room of an earlier version nothing is written of that.

        A choice that cannot be read is not taken for a yes.
        """
        return self.nearby and "nearby" not in self.kept

    @property
    def found_by_browsers(self) -> str:
        """What browsers find of it, a value of WebContent; a choice that cannot be read lets nobody talk."""
        return WebContent.PAGE.value if "web" in self.kept else self.web

    @property
    def doubtful(self) -> frozenset[str]:
        """What is unclear of that by which the room is protected."""
        return self.unclear - {"title", "nearby", "public", "files", "web", "plain_password"}

    def changed(self, **known: Any) -> HostedRoom:
        """The record with other values of fields, which are clear from then on."""
        kept = {name: value for name, value in self.kept.items() if not self._is_replaced(name, known)}
        if "doors" in known:
            beside = {door.host: door.kept for door in self.doors}
            known["doors"] = tuple(replace(door, kept=beside.get(door.host, {})) for door in known["doors"])
        return replace(self, **known, unclear=self.unclear - known.keys(), kept=kept)

    def _is_replaced(self, name: str, known: Mapping[str, Any]) -> bool:
        """Whether what is kept under a name belonged to a value that is another now."""
        return name in known and (name in self.unclear or known[name] != getattr(self, name))


class HostedRooms:
    """The records of one file; every change is written at once. Building it never raises.

    `problem` is what was wrong with the file, None for nothing.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.problem: SecurityError | None = None
        self._is_ours = True  # what stands there may be replaced
        self._rooms: dict[str, HostedRoom] = {}  # by the channel's key, who was opened last comes last
        self._strange: list[Any] = []  # entries that are no rooms of this version
        self._rest: dict[str, Any] = {}  # beside the rooms
        try:
            self._load()
        except SecurityError as error:
            self._is_ours = False
            self.problem = SecurityError(SecurityProblem.ROOMS_UNKNOWN, why=error)

    def find(self, channel: str) -> HostedRoom | None:
        """The record of a room's channel."""
        return self._rooms.get(fold_channel(channel))

    def titled(self, title: str) -> HostedRoom | None:
        """The record of a room that is called so, in whatever case; of several the one opened last."""
        wanted = title.casefold()
        found = (room for room in reversed(self._rooms.values()) if room.title.casefold() == wanted)
        return next(found, None)

    def all(self) -> tuple[HostedRoom, ...]:
        """Every record, the room that was opened last comes last."""
        return tuple(self._rooms.values())

    def keep(self, room: HostedRoom) -> None:
        """Keep a record in place of the one of the same channel. Raises SecurityError."""
        key = fold_channel(room.channel)
        rooms = {known: other for known, other in self._rooms.items() if known != key} | {key: room}
        for oldest in list(rooms)[:-MOST_ROOMS]:
            del rooms[oldest]
        if rooms != self._rooms:
            self._write(rooms)
        self._rooms = rooms

    def _write(self, rooms: Mapping[str, HostedRoom]) -> None:
        if not self._is_ours:
            raise SecurityError(SecurityProblem.NOT_OURS, path=self._path)
        entries = [*self._strange, *(_written(room) for room in rooms.values())]
        # all of ASCII: what another version wrote may hold half a character
        text = json.dumps(self._rest | {"rooms": entries}, indent=1)
        private_files.make_folder(self._path.parent)
        private_files.replace(self._path, text.encode("ascii"))

    def _load(self) -> None:
        data = private_files.read(self._path)
        if data is None:
            return
        private_files.restrict(self._path)
        content = _parsed(data)
        if content is None:
            aside = private_files.set_aside(self._path, data)
            self.problem = SecurityError(SecurityProblem.ROOMS_DAMAGED, aside=aside)
            return
        for entry in content.pop("rooms"):
            room = _read(entry)
            if room is None:
                self._strange.append(entry)
            else:
                self._rooms[fold_channel(room.channel)] = room
        self._rest = content


def _parsed(data: bytes) -> dict[str, Any] | None:
    """The file's object with its list of rooms; None for what is no such file."""
    try:
        content = json.loads(data) if len(data) <= FILE_LIMIT else None
    except (ValueError, RecursionError):
        return None
    is_ours = isinstance(content, dict) and isinstance(content.get("rooms"), list)
    return content if is_ours else None


def _read(entry: object) -> HostedRoom | None:
    """The record of an entry, which may be anything; None where it names no channel."""
    channel = entry.get("channel") if isinstance(entry, dict) else None
    if not isinstance(entry, dict) or not isinstance(channel, str) or not _is_name(channel):
        return None
    read = {name: reader(entry.get(name, _MISSING)) for name, (reader, _writer) in _FIELDS.items()}
    clear = {name: value for name, value in read.items() if value is not _UNCLEAR}
    kept = {name: value for name, value in entry.items() if name not in clear and name != "channel"}
    if clear.get("password") is not None and (beside := _beside(entry["password"], _IN_PASSWORD)):
        kept["password"] = beside
    return HostedRoom(channel=channel, **clear, unclear=frozenset(read.keys() - clear.keys()), kept=kept)


def _is_name(channel: str) -> bool:
    try:
        return is_channel(channel)
    except UnicodeError:  # half a character
        return False


def _written(room: HostedRoom) -> dict[str, Any]:
    known = {name: writer(getattr(room, name)) for name, (_reader, writer) in _FIELDS.items()}
    known = {
        name: value for name, value in known.items() if name not in _UNWRITTEN or value != _UNWRITTEN[name]
    }
    kept = dict(room.kept)
    if room.password is not None:
        known["password"] |= kept.pop("password", {})
    return (
        {"channel": room.channel}
        | {name: value for name, value in known.items() if name not in room.unclear}
        | kept
    )


def _beside(entry: Mapping[str, Any], known: Collection[str]) -> dict[str, Any]:
    """What another version wrote into a part of an entry."""
    return {name: value for name, value in entry.items() if name not in known}


_NEWCOMERS = frozenset(each.value for each in Newcomers)
_WEB = frozenset(each.value for each in WebContent)
_UNWRITTEN: dict[str, object] = {"web": WebContent.CHAT.value, "plain_password": False}  # as most rooms are
_IN_DOOR = ("host", "port")
_IN_PASSWORD = ("salt", "n", "r", "p", "key")
_MISSING = object()
_UNCLEAR: Any = object()


def _title(value: object) -> Any:
    is_title = isinstance(value, str) and 0 < len(value) <= LONGEST_TITLE and value.isprintable()
    return value if is_title else _UNCLEAR


def _newcomers(value: object) -> Any:
    return value if isinstance(value, str) and value in _NEWCOMERS else _UNCLEAR


def _files(value: object) -> Any:
    try:
        parse_size(value if isinstance(value, str) else "")
    except ValueError:
        return _UNCLEAR
    return value


def _place(value: object) -> Any:
    is_place = (
        isinstance(value, str) and len(value) <= LONGEST_TITLE and value.isascii() and value.isprintable()
    )
    return value if is_place else _UNCLEAR


def _flag(value: object) -> Any:
    return value if isinstance(value, bool) else _UNCLEAR


def _web(value: object) -> Any:
    if value is _MISSING:
        return _UNWRITTEN["web"]
    return value if isinstance(value, str) and value in _WEB else _UNCLEAR


def _plain_password(value: object) -> Any:
    return _UNWRITTEN["plain_password"] if value is _MISSING else _flag(value)


def _doors(value: object) -> Any:
    if not isinstance(value, list) or not 0 < len(value) <= MOST_ENDPOINTS:
        return _UNCLEAR
    doors = [_door(each) for each in value]
    return _UNCLEAR if None in doors else tuple(doors)


def _door(value: object) -> EndpointRecord | None:
    if not isinstance(value, dict):
        return None
    host, port = value.get("host"), value.get("port", 0)
    is_port = port is None or (type(port) is int and 0 < port <= LARGEST_PORT)
    kept = _beside(value, _IN_DOOR)
    return EndpointRecord(host, port, kept) if isinstance(host, str) and host.isascii() and is_port else None


def _write_doors(doors: tuple[EndpointRecord, ...]) -> list[dict[str, Any]]:
    return [{**door.kept, "host": door.host, "port": door.port} for door in doors]


def _password(value: object) -> Any:
    """None is a room without a password; what is missing or damaged is not."""
    if value is None:
        return None
    from app.security.password_hashing import (  # 30 ms, only where there is one
        KEY_BYTES,
        ScryptCost,
        acceptable,
    )

    if not isinstance(value, dict):
        return _UNCLEAR
    n, r, p = (number if type(number := value.get(name)) is int else 0 for name in "nrp")
    try:
        salt, key = (bytes.fromhex(value.get(name, "")) for name in ("salt", "key"))
    except (ValueError, TypeError):
        return _UNCLEAR
    is_whole = acceptable(ScryptCost(n, r, p), salt) and len(key) == KEY_BYTES
    return PasswordVerifier(salt, n, r, p, key) if is_whole else _UNCLEAR


def _write_password(verifier: PasswordVerifier | None) -> dict[str, Any] | None:
    if verifier is None:
        return None
    return {
        "salt": verifier.salt.hex(),
        "n": verifier.n,
        "r": verifier.r,
        "p": verifier.p,
        "key": verifier.key.hex(),
    }


def _same(value: Any) -> Any:
    return value


# Of an entry, beside its channel: a name in the file and in HostedRoom, how it is read and how written.
_FIELDS: dict[str, tuple[Callable[[object], Any], Callable[[Any], Any]]] = {
    "title": (_title, _same),
    "doors": (_doors, _write_doors),
    "newcomers": (_newcomers, _same),
    "locked": (_flag, _same),
    "nearby": (_flag, _same),
    "files": (_files, _same),
    "web": (_web, _same),
    "plain_password": (_plain_password, _same),
    "public": (_place, _same),
    "password": (_password, _write_password),
}
