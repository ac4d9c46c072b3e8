"""What the serving of files asks of the hub, and where others find a file of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar
from urllib.parse import quote

from app.files.file_limits import FileLimits
from app.files.file_record import FileRecord
from app.hub.data.addresses import Peer
from app.hub.data.storage_errors import KeepingError
from app.hub.hub import Hub, Uploader, UploadLogin
from app.irc.file_tag import LINK_FOLDER
from app.net.host_requests import HubCall
from app.net.interfaces import Interface, reachable, this_computer
from app.net.listeners import Listening
from app.web.authority import Authority, parse_authority, parse_host
from app.web.file_requests import ShownPassword, ShownToken

LOOK_SECONDS = 10.0  # between two looks at the addresses of this computer, which cost a millisecond
T = TypeVar("T")
Identified = Callable[[Uploader | None], None]


class LinkBase:
    """`http://HOST:PORT` under which people find a hub's files; asked for again, as addresses change."""

    def __init__(
        self,
        public_address: str,
        listening: Sequence[Listening],
        look: Callable[[], Sequence[Interface]] = this_computer,
    ) -> None:
        """`public_address`: as the host has given it, "" for none."""
        self._public = public_address
        self._look = look
        self._looked = 0.0
        self.set_listening(listening)

    def set_listening(self, listening: Sequence[Listening]) -> None:
        """What is open now."""
        self._open = next((one for one in listening if not one.private), listening[0])
        self._told = ""

    def now(self, now: float) -> str:
        """As of now, seconds of any steady clock."""
        if not self._told or now - self._looked >= LOOK_SECONDS:
            self._told, self._looked = f"http://{self._authority()}", now
        return self._told

    def _authority(self) -> str:
        port = self._open.web_port or self._open.port
        given = parse_authority(self._public)
        if given is not None:
            return given.with_port(port)
        host = parse_host(self._public)
        if host is None:
            found = reachable(self._look(), host=self._open.host)
            host = found[0].address if found else "127.0.0.1"
        return Authority(host).with_port(port)


class HubFiles:
    """The hub's word about files. `call`: calls the hub that runs, if one does, now."""

    def __init__(self, call: Callable[[HubCall], None]) -> None:
        self._call = call
        self._checks: dict[int, Identified] = {}  # of passwords, by the hub's numbers

    def find(self, file_id: str) -> FileRecord | None:
        """A file, None where there is none."""
        return self._ask(lambda hub: hub.find_file(file_id))

    def all(self) -> list[FileRecord] | None:
        """All files; None where they cannot be read."""
        return self._ask(lambda hub: _read(hub.all_files))

    def ids(self) -> set[str] | None:
        """The ids of all files, also of those of which no more is known; None where they cannot be read."""
        return self._ask(lambda hub: _read(hub.file_ids))

    def keep(self, record: FileRecord) -> None:
        """Keep a file; the hub's next turn tells whether it does."""
        self._call(lambda hub, now: hub.keep_file(record, now))

    def identify(self, peer: Peer, shown: ShownPassword | ShownToken | None, then: Identified) -> None:
        """Find out who asks by what they show, else by their certificate; None for nobody that is known.

        `then` is called now, or once a password was checked.
        """
        if isinstance(shown, ShownPassword):
            account, password = shown.account, shown.password
            numbers: list[int] = []
            self._call(lambda hub, now: numbers.append(hub.check_login(peer, account, password, now)))
            if numbers:
                self._checks[numbers[0]] = then
            else:
                then(None)
        elif shown is not None:
            token = shown.token
            found: list[Uploader | None] = []
            self._call(lambda hub, now: found.append(hub.uploader_by_token(token, now)))
            then(found[0] if found else None)
        else:
            then(self._ask(lambda hub: hub.uploader_by_certificate(peer)))

    def take_logins(self, logins: Iterable[UploadLogin]) -> None:
        """What came of passwords that were checked."""
        for login in logins:
            if (then := self._checks.pop(login.id, None)) is not None:
                then(login.uploader)

    def spend(self, token: str) -> bool:
        """Let a token begin an upload, which it does once."""
        spent: list[bool] = []
        self._call(lambda hub, now: spent.append(hub.spend_token(token, now)))
        return spent == [True]

    def is_banned(self, peer: Peer, identity: str) -> bool:
        """Whether somebody who uploads has been banned meanwhile, or nobody can tell."""
        return self._ask(lambda hub: hub.is_banned(peer, identity)) is not False

    def limits(self) -> FileLimits | None:
        """What is taken now, None for nothing."""
        return self._ask(lambda hub: hub.config.files)

    def _ask(self, question: Callable[[Hub], T]) -> T | None:
        answers: list[T] = []
        self._call(lambda hub, _now: answers.append(question(hub)))
        return answers[0] if answers else None


def _read(question: Callable[[], T]) -> T | None:
    try:
        return question()
    except KeepingError:
        return None


def link_of(record: FileRecord, base: str) -> str:
    """The whole URL of a file."""
    return f"{base}{LINK_FOLDER}{record.id}/{quote(record.name, safe='')}"
