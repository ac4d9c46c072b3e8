"""What one upload asks of a hub and where its bytes come from. Fits transfer_run.TransferPlan."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from pathlib import Path
from typing import Protocol

from app.application.sharing.transfer_run import NextStep
from app.web.file_upload import FileUpload, UploadStep
from app.web.http_call import HttpAnswer, HttpCall
from app.words import transfer_words

_NEXT = {
    UploadStep.ASK: NextStep.AGAIN,
    UploadStep.LATER: NextStep.LATER,
    UploadStep.TOKEN: NextStep.AGAIN,
    UploadStep.DONE: NextStep.DONE,
    UploadStep.FAILED: NextStep.FAILED,
}


class Content(Protocol):
    """The bytes that are sent, any part of them again; `size` of them. Its methods may raise OSError."""

    size: int

    @property
    def is_as_it_was(self) -> bool:
        """Whether it is still what was offered."""
        ...

    def read(self, offset: int, most: int) -> bytes:
        """Bytes from `offset` on."""
        ...

    def close(self) -> None:
        """They are not needed for now."""
        ...


class BytesContent:
    """Bytes in memory."""

    is_as_it_was = True

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.size = len(data)

    def read(self, offset: int, most: int) -> bytes:
        """Bytes from `offset` on."""
        return self._data[offset : offset + most]

    def close(self) -> None:
        """Nothing is open."""


class PathContent:
    """A file of this person's, which has to stay as it is while it is sent."""

    def __init__(self, path: Path) -> None:
        """Raises OSError."""
        self._path = path
        self._seen = self._look()
        self.size = self._seen[0]
        self._file = path.open("rb")

    def _look(self) -> tuple[int, int]:
        found = self._path.stat()
        if stat.S_ISDIR(found.st_mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if not stat.S_ISREG(found.st_mode):  # opening a pipe would wait for whoever writes into it
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        return found.st_size, found.st_mtime_ns

    @property
    def is_as_it_was(self) -> bool:
        """Whether it is still what was offered."""
        try:
            return self._look() == self._seen
        except OSError:
            return False

    def read(self, offset: int, most: int) -> bytes:
        """Bytes from `offset` on."""
        if self._file.closed:
            self._file = self._path.open("rb")
        if offset == 0 and not self.is_as_it_was:
            raise ChangedFileError
        self._file.seek(offset)
        data = self._file.read(most)
        if offset + len(data) == self.size and not self.is_as_it_was:
            raise ChangedFileError
        return data

    def close(self) -> None:
        """Let go of the file; `read` opens it again."""
        self._file.close()


class ChangedFileError(OSError):
    """It is not what it was when it was offered."""


class UploadPlan:
    """`upload`: how far it is; `token`: what the next request shows, "" while there is none."""

    def __init__(self, upload: FileUpload, content: Content, limit: int = 0) -> None:
        """`limit`: what the hub takes at most as far as it has told, in bytes, 0 for unknown."""
        self.reason = ""
        self.upload = upload
        self.token = ""
        self.sent = 0  # where in the content the next bytes are
        self._content = content
        self._limit = limit
        self._hash = hashlib.sha256()
        self._hashed = 0

    @property
    def is_ready(self) -> bool:
        """Whether there is a token."""
        return bool(self.token)

    @property
    def sha256(self) -> str:
        """In hexadecimal, of what was sent so far."""
        return self._hash.hexdigest()

    def next_call(self, authority: str) -> HttpCall:
        """The next request."""
        call = self.upload.next_call(authority, self.token)
        self.sent = self.upload.offset
        return call

    def read(self, most: int) -> bytes:
        """The next bytes of its body. Each is hashed once, however often it is sent."""
        data = self._content.read(self.sent, most)
        if self.sent <= self._hashed < self.sent + len(data):
            self._hash.update(data[self._hashed - self.sent :])
            self._hashed = self.sent + len(data)
        self.sent += len(data)
        return data

    def begin(self, _answer: HttpAnswer) -> bool:
        """What a hub says in words is said by this window in its own."""
        return False

    def take(self, _data: bytes) -> bool:
        """Nothing of an answer's body is wanted."""
        return True

    def end(self, answer: HttpAnswer | None) -> NextStep:
        """What follows upon an answer."""
        step = self.upload.take(answer)
        self.reason = ""
        if step is UploadStep.TOKEN:
            self.token = ""
        elif step is UploadStep.FAILED:
            self.reason = transfer_words.upload_words(self.upload.problem, self.upload.status, self._limit)
        elif step is UploadStep.LATER and answer is not None:
            self.reason = transfer_words.BUSY()
            return NextStep.BUSY
        return _NEXT[step]

    def fail(self, error: OSError) -> None:
        """The file cannot be read."""
        is_other = isinstance(error, ChangedFileError)
        self.reason = transfer_words.CHANGED() if is_other else transfer_words.reading_words(error)
