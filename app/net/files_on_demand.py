"""The serving of a hub's files, loaded when there is something to do for it: an idle hub has none of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.files.file_storage import FileStorage
from app.hub.data.config import HubConfig
from app.hub.hub import Turn
from app.net.connection_setup import ReadyConnection
from app.net.host_requests import HubCall
from app.net.listeners import Listening

if TYPE_CHECKING:
    from app.net.file_server import FileServer
    from app.net.hub_files import LinkBase
    from app.web.request_handler import FileRequest


class FilesOnDemand:
    """Files of the hub that runs, in the thread of `parent`. `call`: calls that hub, if one runs, now.

    `clock`: seconds since 1970. `on_bug` learns of every exception.
    """

    def __init__(
        self,
        parent: QObject,
        call: Callable[[HubCall], None],
        clock: Callable[[], float],
        on_bug: Callable[[Exception], None],
    ) -> None:
        self._parent = parent
        self._call = call
        self._clock = clock
        self._on_bug = on_bug
        self._config = HubConfig()
        self._listening: Sequence[Listening] = ()
        self._storage: FileStorage | None = None
        self._server: FileServer | None = None
        self._links: LinkBase | None = None

    def __len__(self) -> int:
        """The descriptors that are held."""
        return 0 if self._server is None else len(self._server)

    def open(self, config: HubConfig, listening: Sequence[Listening], storage: FileStorage | None) -> None:
        """Begin with a hub; `storage`: where its files are, None for a hub that has no place for any."""
        self._config, self._listening, self._storage = config, listening, storage
        if storage is not None and storage.is_begun():
            self._start(storage)  # what is nobody's is removed

    def set_listening(self, listening: Sequence[Listening]) -> None:
        """What is open now: links to files lead there from now on."""
        self._listening = listening
        if self._links is not None:
            self._links.set_listening(listening)

    def take(self, ready: ReadyConnection, request: FileRequest) -> None:
        """Deal with a request for files."""
        if self._storage is None:
            ready.drop()
        else:
            self._start(self._storage).take(ready, request)

    def take_turn(self, turn: Turn) -> None:
        """What the hub has kept or given up."""
        is_something = turn.files_kept or turn.files_refused or turn.files_gone or turn.logins
        if self._storage is not None and is_something:
            self._start(self._storage).take_turn(turn)

    def tick(self) -> None:
        """Deadlines; about once a second."""
        if self._server is not None:
            self._server.tick()

    def close(self) -> None:
        """The hub ends."""
        self._storage = None
        server, self._server, self._links = self._server, None, None
        if server is not None:
            server.close()

    def _start(self, storage: FileStorage) -> FileServer:
        if self._server is None:
            from app.net.file_server import FileServer
            from app.net.hub_files import HubFiles, LinkBase

            self._links = LinkBase(self._config.public_address, self._listening)
            self._server = FileServer(
                self._parent,
                HubFiles(self._call),
                storage,
                link_base=self._links.now,
                clock=self._clock,
                on_bug=self._on_bug,
            )
        return self._server
