"""Uploads that are under way or broken off: begun, continued, hashed, given up, made files. No clock.

A content lies where it stays from its first byte. What makes a file of it is a record of the hub; what has
neither that nor a note of an upload is nobody's, and removed at the next start.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass, field
from io import FileIO
from typing import TYPE_CHECKING

from app.files.file_record import FileRecord
from app.files.file_storage import FileStorage
from app.files.picture_facts import KINDS, PictureFacts
from app.files.transfer_pace import PIECE
from app.files.transfer_quota import FileProblem, Payer, TransferQuota
from app.irc.file_names import clean_file_name
from app.irc.file_tag import UNKNOWN_TYPE, clean_type, is_file_id

if TYPE_CHECKING:
    from hashlib import _Hash

# Half uploads of one person that are kept: each may reserve the whole of a limit.
MOST_HALVES = 8


class UploadError(Exception):
    """It cannot be taken, for a reason that people are told."""

    def __init__(self, problem: FileProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


@dataclass(slots=True, eq=False)
class Upload:
    """One upload. `owner`: whose file it becomes. Times are seconds since 1970.

    `length`: of the whole, None while that is not known. `is_kept`: it may be continued after a break.
    `touched`: when its last byte came; `charged`: when what was announced began to count in a day.
    """

    id: str
    name: str
    type: str
    owner: str
    payer: Payer
    created: float
    length: int | None
    is_kept: bool = False
    offset: int = 0
    touched: float = 0.0
    charged: float = 0.0
    is_settling: bool = False  # whole, and on its way to the disk
    _hashed: int = 0  # bytes of it that are in `_digest`
    _digest: _Hash = field(default_factory=hashlib.sha256)
    _file: FileIO | None = None

    @property
    def is_open(self) -> bool:
        """Whether a connection is bringing it."""
        return self._file is not None

    @property
    def is_hashed(self) -> bool:
        """Whether all of it is; what came before a restart is read again, a piece at a time."""
        return self._hashed == self.offset

    @property
    def due(self) -> int:
        """The bytes that were announced and are still to come."""
        return 0 if self.length is None else max(0, self.length - self.offset)

    def hash_on(self) -> int:
        """Hash one more piece of what is there, of an open upload; how many bytes. Raises OSError."""
        assert self._file is not None
        self._file.seek(self._hashed)
        data = self._file.read(min(PIECE, self.offset - self._hashed))
        if not data:
            raise OSError("what was uploaded before is gone")
        self._digest.update(data)
        self._hashed += len(data)
        return len(data)

    def open(self, file: FileIO) -> None:
        """Go on with it in `file`."""
        self._file = file

    def write(self, data: bytes) -> None:
        """Add bytes at its end. Raises OSError; what was written by then counts."""
        assert self._file is not None
        self._file.seek(self.offset)
        rest = memoryview(data)
        while rest:
            written = self._file.write(rest)
            self._digest.update(rest[:written])
            self.offset += written
            self._hashed += written
            rest = rest[written:]

    def close(self) -> None:
        """Its connection has ended."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def record(self, facts: PictureFacts) -> FileRecord:
        """What is known of the file that it has become."""
        claimed = UNKNOWN_TYPE if self.type in KINDS else self.type  # a picture that is none
        return FileRecord(
            self.id,
            self.name,
            self.offset,
            facts.type or claimed,
            self._digest.hexdigest(),
            self.owner,
            self.created,
            facts.width,
            facts.height,
            guest_address=self.payer.name if self.payer.is_guest else "",
        )


class Uploads:
    """All uploads that are no files yet. Raises UploadError for what people are told, OSError for a disk."""

    def __init__(
        self, storage: FileStorage, quota: TransferQuota, remove: Callable[[str], None] | None = None
    ) -> None:
        """`remove`: removes a content and its note, now or soon, whatever goes wrong with that."""
        self._storage = storage
        self._remove = remove or storage.remove
        self._quota = quota
        self._uploads: dict[str, Upload] = {}

    def __contains__(self, file_id: str) -> bool:
        return file_id in self._uploads

    def load(self, kept: Collection[str], now: float) -> None:
        """Take up what was half uploaded before, as its notes say; `kept`: the ids of files."""
        for file_id, text in self._storage.notes().items():
            if file_id in self._uploads:
                continue
            upload = _read_note(file_id, text)
            if upload is None or file_id in kept:
                self._storage.remove_note(file_id)
                continue
            with suppress(FileNotFoundError), self._storage.open(file_id) as file:
                upload.offset = file.seek(0, 2)
                upload.touched = upload.charged = now
                self._uploads[file_id] = upload
                size = upload.offset if upload.length is None else upload.length
                self._quota.set_size(file_id, size)
                self._quota.charge(upload.payer, size, now)  # `give_up` takes back what has not come

    def begin(self, upload: Upload, now: float) -> None:
        """Begin one, which counts as a transfer until `leave`."""
        upload.name, upload.type = clean_file_name(upload.name), clean_type(upload.type)
        self._check(upload, upload.length or 0, now)
        if not self._quota.begin(upload.payer):
            raise UploadError(FileProblem.BUSY)
        try:
            upload.open(self._storage.create(upload.id))
            if upload.is_kept:
                self._storage.write_note(upload.id, _note(upload))
        except OSError:
            self._quota.end(upload.payer)
            upload.close()
            self._remove(upload.id)
            raise
        upload.touched = now
        self._make_room(upload)
        self._uploads[upload.id] = upload
        if upload.length is not None:
            self._quota.set_size(upload.id, upload.length)
            self._quota.charge(upload.payer, upload.length, now)
            upload.charged = now

    def find(self, file_id: str, owner: str) -> Upload | None:
        """Somebody's own upload that may be continued."""
        found = self._uploads.get(file_id)
        return found if found is not None and found.is_kept and found.owner == owner else None

    def resume(self, upload: Upload) -> None:
        """Go on with one that no connection brings; it counts as a transfer until `leave`."""
        if not self._quota.begin(upload.payer):
            raise UploadError(FileProblem.BUSY)
        try:
            upload.open(self._storage.reopen(upload.id))
        except OSError:
            self._quota.end(upload.payer)
            raise

    def set_length(self, upload: Upload, length: int, now: float) -> None:
        """It is known now how long the whole is."""
        more = length - upload.offset
        self._check(upload, length, now, more)
        upload.length = length
        self._quota.set_size(upload.id, length)
        self._quota.charge(upload.payer, more, now)
        upload.charged = now
        self._storage.write_note(upload.id, _note(upload))

    def write(self, upload: Upload, data: bytes, now: float) -> None:
        """Add what has come of an open one."""
        end = upload.offset + len(data)
        if upload.length is None:
            self._check(upload, end, now, len(data))
            self._quota.set_size(upload.id, end)
            self._quota.charge(upload.payer, len(data), now)
        elif end > upload.length:
            raise UploadError(FileProblem.TOO_LARGE)
        elif self._is_disk_full():  # of what others have written since it was begun
            raise UploadError(FileProblem.DISK)
        upload.touched = now
        upload.write(data)

    def leave(self, upload: Upload) -> None:
        """Its connection has ended. What cannot be continued and is not whole is given up."""
        if upload.is_open:
            upload.close()
            self._quota.end(upload.payer)
        if not upload.is_kept and not upload.is_settling:
            self.give_up(upload)

    def give_up(self, upload: Upload) -> None:
        """Remove one that is not open; what did not come of it counts in nobody's day."""
        if self._uploads.pop(upload.id, None) is None:
            return
        self._quota.set_size(upload.id, 0)
        if upload.length is not None:
            self._quota.give_back(upload.payer, upload.length - upload.offset, upload.charged)
        self._remove(upload.id)

    def done(self, upload: Upload) -> None:
        """The hub keeps the file that it has become."""
        self._uploads.pop(upload.id, None)
        self._quota.set_size(upload.id, upload.offset)
        if upload.is_kept:
            with suppress(OSError):  # what has a record is no upload, whatever lies beside it
                self._storage.remove_note(upload.id)

    def close(self) -> None:
        """The hub ends, and with it all connections."""
        for upload in list(self._uploads.values()):
            self.leave(upload)

    def sweep(self, before: float) -> None:
        """Give up what nobody has continued since `before`."""
        for upload in list(self._uploads.values()):
            if upload.touched < before and not upload.is_open and not upload.is_settling:
                self.give_up(upload)

    def _check(self, upload: Upload, size: int, now: float, more: int | None = None) -> None:
        """Whether it may become `size` bytes, of which `more` are not counted yet."""
        limits = self._quota.limits
        free = self._storage.free() - sum(one.due for one in self._uploads.values())
        problem = self._quota.judge(upload.payer, size if more is None else max(0, more), now, free)
        if limits is not None and size > limits.largest:
            problem = FileProblem.TOO_LARGE
        if problem is not None:
            raise UploadError(problem)

    def _is_disk_full(self) -> bool:
        limits = self._quota.limits
        return limits is not None and self._storage.free() < limits.free

    def _make_room(self, upload: Upload) -> None:
        """Give up the oldest of somebody who has left too many lying."""
        halves = [one for one in self._uploads.values() if one.payer == upload.payer and not one.is_open]
        for one in sorted(halves, key=lambda one: one.touched)[: max(0, len(halves) - MOST_HALVES + 1)]:
            if not one.is_settling:
                self.give_up(one)


def _note(upload: Upload) -> str:
    return json.dumps(
        {
            "name": upload.name,
            "type": upload.type,
            "owner": upload.owner,
            "payer": upload.payer.name,
            "guest": upload.payer.is_guest,
            "created": upload.created,
            "length": upload.length,
        },
        ensure_ascii=False,
    )


def _read_note(file_id: str, text: str) -> Upload | None:
    """The upload that a note is of; None for what makes no sense."""
    try:
        read = json.loads(text) if is_file_id(file_id) else {}
        length = None if read["length"] is None else int(read["length"])
        return Upload(
            file_id,
            clean_file_name(str(read["name"])),
            clean_type(str(read["type"])),
            str(read["owner"]),
            Payer(str(read["payer"]), bool(read["guest"])),
            float(read["created"]),
            length,
            is_kept=True,
        )
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
