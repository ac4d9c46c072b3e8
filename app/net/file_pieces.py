"""What moves the pieces of one connection: a body to an upload, a file to who reads it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from io import FileIO
from typing import Protocol

from app.files.file_record import FileRecord
from app.files.transfer_pace import PIECE
from app.files.transfer_quota import FileProblem
from app.files.uploads import Upload, UploadError, Uploads
from app.net.file_connection import FileConnection
from app.web.file_requests import ByteRange, UploadHead

log = logging.getLogger(__name__)

# Of an upload no more than twice this waits in memory for the disk: a system that has too much of that stops
# whoever writes, and everybody who talks with it.
SYNC_BYTES = 16 * 1024 * 1024


class BodyOwner(Protocol):
    """What is told of a body that comes; all calls come in the owner's thread."""

    def body_came(self, body: BodyReceiver) -> None:
        """All of it is there."""
        ...

    def body_outruns_disk(self, body: BodyReceiver) -> None:
        """What has come is to be brought to the disk; `disk_follows` has to be called then."""
        ...

    def body_failed(self, body: BodyReceiver, problem: FileProblem | None) -> None:
        """No more of it is taken; None: what came was no body."""
        ...


class BodyReceiver:
    """Brings the body of a request into an upload, which is open; `clock`: seconds since 1970."""

    def __init__(
        self,
        connection: FileConnection,
        upload: Upload,
        uploads: Uploads,
        head: UploadHead,
        *,
        owner: BodyOwner,
        clock: Callable[[], float],
    ) -> None:
        self.connection = connection
        self.upload = upload
        self.head = head
        self._uploads = uploads
        self._owner = owner
        self._clock = clock
        self._unsynced = 0  # bytes since the disk was last asked to follow
        self._is_syncing = False

    @property
    def is_held(self) -> bool:
        """Whether nothing more is taken until the disk has followed."""
        return self._is_syncing and self._unsynced >= SYNC_BYTES

    @property
    def is_ready(self) -> bool:
        """Whether there is something to take, or to be hashed first."""
        if self.is_held or not self.upload.is_open:
            return False
        return not self.upload.is_hashed or self.connection.has_arrived

    @property
    def takes_last(self) -> bool:
        """Whether nothing of what was there before is to be hashed first, which may be a gigabyte."""
        return self.upload.is_hashed

    def disk_follows(self) -> None:
        """What had come when the disk was asked is safely there."""
        self._is_syncing = False

    def move(self) -> int:
        """Take a piece."""
        try:
            return self._move()
        except UploadError as error:
            self._owner.body_failed(self, error.problem)
        except OSError as error:
            log.error("an upload cannot be kept: %s", error.strerror or error)
            self._owner.body_failed(self, FileProblem.DISK)
        return 0

    def close(self) -> None:
        """Its connection has ended."""
        self._uploads.leave(self.upload)

    def _move(self) -> int:
        if not self.upload.is_hashed:
            return self.upload.hash_on()
        data = self.connection.take_body()
        if data and self.upload.is_open:
            self._uploads.write(self.upload, data, self._clock())
            self._unsynced += len(data)
        exchange = self.connection.exchange
        if exchange.is_whole and self.upload.is_open:
            self._owner.body_came(self)
        elif exchange.is_broken:
            self._owner.body_failed(self, None)
        elif self._unsynced >= SYNC_BYTES and not self._is_syncing:
            self._is_syncing, self._unsynced = True, 0
            self._owner.body_outruns_disk(self)
        return len(data)


class FileSender:
    """Sends a file, or a part of it, to who reads it; `file` is closed by it."""

    takes_last = False
    is_held = False

    def __init__(
        self, connection: FileConnection, record: FileRecord, file: FileIO, part: ByteRange | None
    ) -> None:
        self.record = record
        self._connection = connection
        self._file = file
        self._position, self._stop = (0, record.size) if part is None else (part.start, part.stop)
        file.seek(self._position)
        connection.write(connection.exchange.begin_file(record, part))

    @property
    def is_ready(self) -> bool:
        """Whether all that was sent is read, or on its way."""
        return not self._connection.waiting

    def move(self) -> int:
        """Send a piece; behind the last one the end, once it is on its way."""
        count = min(PIECE, self._stop - self._position)
        if not count:
            self._connection.answer(self._connection.exchange.end())
            return 0
        try:
            data = self._file.read(count)
        except OSError as error:
            log.error("a file cannot be read: %s", error.strerror or error)
            data = b""
        if not data:  # less than the record says: the other side sees that it was cut
            self._connection.abort()
            return 0
        self._position += len(data)
        self._connection.write(self._connection.exchange.piece(data))
        return len(data)

    def close(self) -> None:
        """Its connection has ended."""
        self._file.close()
