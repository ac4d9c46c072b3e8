"""The files of a hub over HTTP: who asks, files to who has their ids, uploads, and what is gone.

Loaded with the first request for files, or at the start where there are some. What a file is and whose stands
in the hub; its bytes lie in a folder.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from app.files.file_limits import FileLimits
from app.files.file_storage import FileStorage
from app.files.transfer_pace import TransferPace
from app.files.transfer_quota import FileProblem, TransferQuota
from app.hub.hub import Turn, Uploader
from app.net.connection_setup import ReadyConnection
from app.net.file_connection import FileConnection
from app.net.file_pieces import BodyReceiver, FileSender
from app.net.hub_connection import HubConnection, LingeringConnections
from app.net.hub_files import HubFiles
from app.net.transfer_turns import TransferTurns
from app.net.upload_requests import UploadRequests, run_file_work
from app.net.workers import WorkPool
from app.web.file_exchange import etag
from app.web.file_requests import (
    FilePlace,
    FileTarget,
    RequestError,
    has_already,
    read_credentials,
    read_range,
    shows_credentials,
)
from app.web.request_handler import FileRequest

log = logging.getLogger(__name__)

_SWEEP_SECONDS = 60.0
_LIST = "list"


class FileServer(QObject):
    """Serves the files of one hub in the thread of its parent, until `close`."""

    def __init__(
        self,
        parent: QObject,
        hub: HubFiles,
        storage: FileStorage,
        *,
        link_base: Callable[[float], str],
        clock: Callable[[], float],
        on_bug: Callable[[Exception], None],
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        """`clock`: seconds since 1970; `ticks`: of a steady clock."""
        super().__init__(parent)
        self._hub = hub
        self._storage = storage
        self._clock = clock
        self._ticks = ticks
        self._on_bug = on_bug
        self._limits = hub.limits() or FileLimits()
        self._connections: dict[FileConnection, None] = {}
        self._leaving = LingeringConnections()
        self._swept = clock()
        self._workers = WorkPool(self, run=run_file_work)
        self._turns = TransferTurns(self, TransferPace(self._limits.pace), ticks, self._on_moving_bug)
        self._quota = TransferQuota(hub.limits())
        self._requests = UploadRequests(
            hub,
            storage,
            self._quota,
            self._workers,
            link_base=lambda: link_base(ticks()),
            wake=self._turns.wake,
            clock=clock,
        )
        self._begin_with(clock())

    def __len__(self) -> int:
        """The descriptors that are held: of each connection, and of its file."""
        return 2 * len(self._connections) + len(self._leaving)

    def take(self, ready: ReadyConnection, request: FileRequest) -> None:
        """Deal with a request; the connection is ours now."""
        connection = FileConnection(ready, request, self, self._ticks)
        self._connections[connection] = None
        self._guard(connection, self._judge)

    def take_turn(self, turn: Turn) -> None:
        """What the hub has kept, and what it keeps no more: nobody reads on in that."""
        self._hub.take_logins(turn.logins)
        self._requests.take_turn(turn)
        gone = set(turn.files_gone)
        for connection in list(self._connections) if gone else ():
            if isinstance(connection.transfer, FileSender) and connection.transfer.record.id in gone:
                connection.abort()
        for file_id in turn.files_gone:
            self._quota.set_size(file_id, 0)
            self._requests.remove(file_id)

    def tick(self) -> None:
        """Deadlines; about once a second."""
        now, ticks = self._clock(), self._ticks()
        limits = self._hub.limits()
        self._quota.limits = limits
        self._limits = limits or self._limits
        self._turns.pace.rate = self._limits.pace
        for connection in list(self._connections):
            transfer = connection.transfer
            if transfer is None or transfer.is_held:
                continue
            if ticks - connection.moved > self._limits.silence:
                connection.abort()
        self._requests.end_banned()
        self._leaving.abort_overdue(ticks)
        if not 0 <= now - self._swept < _SWEEP_SECONDS:
            self._swept = now
            if not self._has_begun:
                self._begin_with(now)
            self._requests.uploads.sweep(now - self._limits.unused)
            self._quota.forget_old(now)

    def close(self) -> None:
        """End everything at once; the last call."""
        self._turns.clear()
        for connection in list(self._connections):
            connection.abort()
        self._leaving.abort_all()
        self._requests.close()
        self._workers.forget()
        self.deleteLater()

    # requests

    def _judge(self, connection: FileConnection) -> None:
        exchange = connection.exchange
        target = exchange.target
        if target is None:
            connection.answer(exchange.answer(404, "There is no such file."))
        elif not target.allows(exchange.method):
            methods = target.place.value
            connection.answer(exchange.answer(405, "That cannot be done here.", [("Allow", methods)]))
        elif exchange.method == "OPTIONS":
            connection.answer(exchange.allow(target.place.value))
        elif target.place is FilePlace.FILE:
            self._send_file(connection, target.id)
        else:
            self._ask_who(connection, target)

    def _send_file(self, connection: FileConnection, file_id: str) -> None:
        exchange = connection.exchange
        record = self._hub.find(file_id)
        try:
            file = None if record is None else self._storage.open(file_id)
        except OSError:
            file = None
        if record is None or file is None:
            connection.answer(exchange.answer(404, "There is no such file."))
            return
        tag = etag(record)
        try:
            if has_already(exchange.head, tag):
                file.close()
                connection.answer(exchange.answer(304, headers=[("ETag", tag)]))
                return
            part = read_range(exchange.head, record.size, tag) if exchange.method == "GET" else None
        except RequestError as error:
            file.close()
            headers = [("Content-Range", f"bytes */{record.size}")]
            connection.answer(exchange.answer(error.status, str(error), headers))
            return
        if exchange.method == "HEAD":
            file.close()
            connection.answer(exchange.begin_file(record, None) + exchange.end())
            return
        connection.transfer = FileSender(connection, record, file, part)
        self._turns.wake(connection)

    def _ask_who(self, connection: FileConnection, target: FileTarget) -> None:
        shown = read_credentials(connection.exchange.head)
        if shown is None and shows_credentials(connection.exchange.head):
            self._take_uploader(connection, target, None)
        else:
            self._hub.identify(connection.peer, shown, partial(self._take_uploader, connection, target))

    def _take_uploader(
        self, connection: FileConnection, target: FileTarget, uploader: Uploader | None
    ) -> None:
        if connection.is_over:
            return
        if uploader is None:
            connection.answer(connection.exchange.refuse(FileProblem.LOGIN))
            return
        connection.release_lease()
        connection.note_moved()
        self._guard(connection, lambda same: self._requests.take(same, target, uploader))

    # what connections tell

    def file_wakes(self, connection: FileConnection) -> None:
        """There is something to read, or the other side has read on."""
        if connection.is_ready:
            self._turns.wake(connection)

    def file_leaves(self, connection: FileConnection, was: object) -> None:
        """It is gone, or only its end is left."""
        self._connections.pop(connection, None)
        self._turns.forget(connection)
        if isinstance(was, BodyReceiver):
            self._requests.body_left(was)
        if connection.leaving is not None:
            self._leaving.let_go(connection.leaving, self._ticks(), for_good=False)

    def data_arrived(self, connection: HubConnection, data: bytes) -> None:
        """What comes behind the last word is nothing."""

    def backlog_changed(self, connection: HubConnection, waiting: int) -> None:
        """The last word is short."""

    def connection_leaves(self, connection: HubConnection, reason: str) -> None:
        """Nobody leaves twice."""

    def connection_ended(self, connection: HubConnection, _reason: str) -> None:
        """The last word was read, or nobody wanted it."""
        connection.forget()
        self._leaving.discard(connection)

    # the beginning

    def _begin_with(self, now: float) -> None:
        """Go on with what is there, and remove what is nobody's."""
        records = self._hub.all()
        self._has_begun = records is not None
        if records is None:
            log.error("what files there are cannot be read: none is removed")
            return
        kept = {record.id for record in records}
        self._quota.load(records, now)
        try:
            self._requests.uploads.load(kept, now)
        except OSError as error:
            log.error("half uploads cannot be read: %s", error.strerror or error)
        self._workers.submit(_LIST, (self._storage, None), self._remove_orphans)

    def _remove_orphans(self, listed: object) -> None:
        kept = self._hub.ids()  # as of now, not of the beginning: nothing goes that somebody may still own
        if kept is None:
            return
        for file_id in listed if isinstance(listed, list) else ():
            if file_id not in kept and file_id not in self._requests:
                self._requests.remove(file_id)

    # bugs

    def _guard(self, connection: FileConnection, call: Callable[[FileConnection], None]) -> None:
        """Call something for a connection; a bug in it costs only that one."""
        try:
            call(connection)
        except Exception as bug:
            self._on_moving_bug(connection, bug)

    def _on_moving_bug(self, connection: object, bug: Exception) -> None:
        self._on_bug(bug)
        if isinstance(connection, FileConnection):
            connection.abort()
