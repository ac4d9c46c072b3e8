"""What one download asks of a hub and where its bytes go. Fits transfer_run.TransferPlan."""

from __future__ import annotations

from typing import Protocol

from app.application.sharing.received_files import ReceivedFile
from app.application.sharing.transfer_run import NextStep
from app.irc.file_tag import SharedFile
from app.web.file_download import DownloadStep, FileDownload
from app.web.http_call import HttpAnswer, HttpCall
from app.words import transfer_words


class Receiver(Protocol):
    """Where the bytes go. Its methods may raise OSError."""

    def start_over(self) -> None:
        """Nothing of it is here: what follows is from its first byte on."""
        ...

    def write(self, data: bytes) -> None:
        """The next bytes."""
        ...

    def finish(self) -> None:
        """All of it is here, and it is what was shared."""
        ...

    def give_up(self) -> None:
        """Leave nothing of it."""
        ...


class MemoryReceiver:
    """Keeps the bytes in memory."""

    def __init__(self) -> None:
        self.data = b""
        self._pieces: list[bytes] = []

    def start_over(self) -> None:
        """Nothing of it is here."""
        self._pieces = []

    def write(self, data: bytes) -> None:
        """The next bytes."""
        self._pieces.append(data)

    def finish(self) -> None:
        """All of it is here."""
        self.data = b"".join(self._pieces)

    def give_up(self) -> None:
        """Leave nothing."""
        self._pieces = []


class DiskReceiver:
    """Writes a file; `path` is where it lies once it is whole."""

    def __init__(self, file: ReceivedFile) -> None:
        self.path = ""
        self._file = file
        self.start_over = file.start_over
        self.write = file.write
        self.give_up = file.give_up

    def finish(self) -> None:
        """All of it is here."""
        self.path = str(self._file.finish())


class DownloadPlan:
    """`download`: how far it is. What cannot be had is removed; `is_gone`: the hub has it no more.

    `error`: why it cannot be written, None for another reason or none.
    """

    is_ready = True

    def __init__(self, download: FileDownload, receiver: Receiver) -> None:
        self.reason = ""
        self.is_gone = False
        self.error: OSError | None = None
        self.download = download
        self._receiver = receiver
        self._step = DownloadStep.LATER  # of the answer at hand

    @classmethod
    def of_file(cls, file: SharedFile, receiver: Receiver) -> DownloadPlan:
        """The download of a file that was shared."""
        return cls(FileDownload(file), receiver)

    def next_call(self, authority: str) -> HttpCall:
        """The next request."""
        self._step = DownloadStep.LATER
        return self.download.next_call(authority)

    def read(self, _most: int) -> bytes:
        """A download sends nothing."""
        return b""

    def begin(self, answer: HttpAnswer) -> bool:
        """Whether the body is the file's."""
        self._step = self.download.begin(answer)
        if self._step is not DownloadStep.BYTES:
            return False
        if not self.download.done:
            self._receiver.start_over()
        return True

    def take(self, data: bytes) -> bool:
        """Bytes of the file; False where there are more than it has."""
        if not self.download.take(data):
            self._refuse_content()
            return False
        self._receiver.write(data)
        return True

    def end(self, answer: HttpAnswer | None) -> NextStep:
        """What follows upon an answer."""
        self.reason = ""
        if self._step is DownloadStep.GONE:
            self._receiver.give_up()
            self.is_gone, self.reason = True, transfer_words.DELETED()
            return NextStep.FAILED
        if self._step is DownloadStep.FAILED:
            self.reason = transfer_words.download_words(self.download.status)
            return NextStep.FAILED
        if self._step is DownloadStep.LATER and answer is not None:
            self.reason = transfer_words.BUSY()
            return NextStep.BUSY
        if answer is None or not self.download.is_whole:
            return NextStep.LATER
        if not self.download.is_right:
            self._refuse_content()
            return NextStep.FAILED
        self._receiver.finish()
        return NextStep.DONE

    def fail(self, error: OSError) -> None:
        """It cannot be written; what of it is here counts no more."""
        self._receiver.give_up()
        self.download.start_over()
        self.error = error
        self.reason = transfer_words.saving_words(error)

    def _refuse_content(self) -> None:
        self._receiver.give_up()
        self.download.start_over()
        self.reason = transfer_words.NOT_THE_SAME()
