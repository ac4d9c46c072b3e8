"""All files on their way to and from one server: whose turn it is, who gets which token, what is given up."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Signal, Slot

from app.application.sharing.avatar_upload import AvatarUpload
from app.application.sharing.preview_fetcher import PreviewFetcher
from app.application.sharing.received_files import PartFiles, ReceivedFile, downloads_folder
from app.application.sharing.transfer_jobs import DownloadJob, UploadJob
from app.client.events import Event, FileTokenRefused, FileTokenTold, LinkState
from app.client.wishes import AskFileToken
from app.irc.file_tag import SharedFile
from app.models.connection import Connection
from app.models.file_progress import TransferState
from app.models.room import Room
from app.models.room_wishes import OfferFile
from app.net.file_transfer import FileDoor
from app.net.link import Link
from app.net.transport import delete_disconnected
from app.words import transfer_words

AT_ONCE = 2  # of three that a hub lets one person have; the third is for pictures that are looked at
_KEYS = itertools.count(1)  # of uploads


class FileServerSide(Protocol):
    """What is needed of the server that files go to and come from."""

    @property
    def link(self) -> Link:
        """Its link: whether there is a connection, and to which address."""
        ...

    @property
    def connection(self) -> Connection:
        """What widgets see of it, its transfers among that."""
        ...

    @property
    def fingerprint(self) -> str:
        """Of the certificate that the link trusts; "" where it has none."""
        ...


class ServerFiles(QObject):
    """Owns the transfers of one server until it is left.

    Signals:
        saved(str, str): a file has come, its id and where it lies.
    """

    saved = Signal(str, str)

    def __init__(
        self, server: FileServerSide, parent: QObject | None = None, parts: PartFiles | None = None
    ) -> None:
        """`parts`: knows which files are half there."""
        super().__init__(parent)
        self._parts = parts
        self._server = server
        self._files = server.connection.files
        self.previews = PreviewFetcher(self._files, self.door, self)
        self._jobs: dict[str, UploadJob | DownloadJob] = {}  # by key
        self._batch = 0
        self._batches: dict[str, int] = {}  # of uploads: what was chosen together has one number
        self._waiting: list[str] = []
        self._running: list[str] = []
        self._avatar: AvatarUpload | None = None
        # for a token, in the order of the questions
        self._asking: list[UploadJob | AvatarUpload] = []
        server.link.events_arrived.connect(self._on_events)
        server.link.state_changed.connect(self._on_state)
        server.connection.room_closed.connect(self._on_room_closed)

    # -- what the person wants

    def offer(self, room: Room, wish: OfferFile) -> None:
        """Bring a file into a room."""
        key = f"upload-{next(_KEYS)}"
        if not wish.follows:
            self._batch += 1
        self._batches[key] = self._batch
        job = UploadJob(key, room, wish, self.door, self)
        job.token_wanted.connect(partial(self._ask_for_token, job))
        self._add(key, job)

    def bring_avatar(self, data: bytes, name: str, media_type: str, then: Callable[[str, str], None]) -> None:
        """Bring what this person shows in place of their initials; what was on its way before is given up.

        `then` gets its link, or "" and a sentence that says why there is none.
        """
        self._drop_avatar()
        self._avatar = upload = AvatarUpload(data, name, media_type, self.door, self)
        upload.token_wanted.connect(partial(self._ask_for_token, upload))
        upload.ended.connect(self._drop_avatar)
        upload.ended.connect(then)
        upload.start()

    def fetch(self, file: SharedFile, path: str = "") -> None:
        """Save a file as `path`, "" for a free name in the folder of downloads."""
        known = self._files.download(file.id)
        if file.id in self._jobs:
            self.retry(file.id)
            return
        if known is not None and known.state is TransferState.DONE and not path and Path(known.path).exists():
            self._files.set_download(known)  # it is here
            return
        if path:
            received = ReceivedFile.at(Path(path), self._parts)
        else:
            received = ReceivedFile(downloads_folder(), file.name, self._parts)
        self._add(file.id, DownloadJob(file, received, self._files, self.door, self))

    def cancel(self, key: str) -> None:
        """Give a transfer up."""
        self._cancel(key)
        self._say_in_order()
        self._start_more()

    def _cancel(self, key: str, *, tells_hub: bool = True) -> None:
        job = self._jobs.pop(key, None)
        self._batches.pop(key, None)
        self._release(key, job)
        if isinstance(job, UploadJob):
            self._files.forget_upload(key)
        else:
            self._files.forget_download(key)
        if isinstance(job, UploadJob):
            job.cancel(tells_hub=tells_hub)
        elif job is not None:
            job.cancel()

    def retry(self, key: str) -> None:
        """Let a transfer that failed have its turn again."""
        job = self._jobs.get(key)
        if job is not None and job.report.progress.state is TransferState.FAILED:
            job.report.change(TransferState.WAITING)
            self._waiting.append(key)
            self._start_more()

    def close(self) -> None:
        """The server is left: give up all of it, and go soon."""
        for key in list(self._jobs):
            self._cancel(key, tells_hub=False)
        self._drop_avatar()
        self.previews.stop()
        link = self._server.link
        link.events_arrived.disconnect(self._on_events)
        link.state_changed.disconnect(self._on_state)
        self._server.connection.room_closed.disconnect(self._on_room_closed)
        delete_disconnected(self)

    # -- whose turn it is

    def _add(self, key: str, job: UploadJob | DownloadJob) -> None:
        self._jobs[key] = job
        job.settled.connect(lambda: self._on_settled(key))
        self._waiting.append(key)
        self._start_more()

    def _start_more(self) -> None:
        while self._waiting and len(self._running) < AT_ONCE:
            key = self._waiting.pop(0)
            self._running.append(key)
            self._jobs[key].start()
        for key in self._waiting:
            self._jobs[key].report.change(TransferState.WAITING, transfer_words.WAITS_FOR_OTHERS())

    def _release(self, key: str, job: UploadJob | DownloadJob | None) -> None:
        for line in (self._waiting, self._running):
            if key in line:
                line.remove(key)
        self._asking = [asking for asking in self._asking if asking is not job]

    @Slot()
    def _drop_avatar(self) -> None:
        upload, self._avatar = self._avatar, None
        if upload is not None:
            self._asking = [asking for asking in self._asking if asking is not upload]
            upload.go()

    def _on_settled(self, key: str) -> None:
        job = self._jobs[key]
        self._release(key, job)
        if isinstance(job, UploadJob):
            self._say_in_order()
        elif job.report.progress.state is TransferState.DONE:
            self._jobs.pop(key).go()
            self.saved.emit(key, job.report.progress.path)
        self._start_more()

    def _say_in_order(self) -> None:
        """Say what is there. What was chosen together keeps its order, but what failed holds nothing up."""
        held: set[int] = set()
        for key, job in list(self._jobs.items()):
            if not isinstance(job, UploadJob) or job.report.progress.state is TransferState.FAILED:
                continue
            batch = self._batches[key]
            if not job.is_there:
                held.add(batch)
            elif batch in held:
                job.report.change(TransferState.WAITING, transfer_words.WAITS_FOR_OTHERS())
            else:
                job.say()
                del self._jobs[key], self._batches[key]
                self._files.forget_upload(key)
                job.go()

    # -- tokens

    def _ask_for_token(self, upload: UploadJob | AvatarUpload) -> None:
        if upload.wants_token and upload not in self._asking:
            self._asking.append(upload)
            self._server.link.ask(AskFileToken())

    def _next_asking(self) -> UploadJob | AvatarUpload | None:
        return self._asking.pop(0) if self._asking else None

    @Slot(object)
    def _on_events(self, events: list[Event]) -> None:
        for event in events:
            if isinstance(event, FileTokenTold) and (job := self._next_asking()) is not None:
                job.use_token(event.token)
            elif isinstance(event, FileTokenRefused) and (job := self._next_asking()) is not None:
                job.refuse_token(event.detail)

    # -- the connection

    def door(self) -> FileDoor | None:
        """Where the hub is asked, None while there is no connection."""
        link = self._server.link
        if link.state is not LinkState.ONLINE:
            return None
        return FileDoor(link.reached.ways[0], self._server.fingerprint)

    @Slot(object)
    def _on_state(self, state: LinkState) -> None:
        self._asking.clear()  # nobody answers what was asked before
        if state is LinkState.ONLINE:
            for key in list(self._running):
                self._jobs[key].wake()
            if self._avatar is not None:
                self._avatar.wake()
            self.previews.wake()

    @Slot(Room)
    def _on_room_closed(self, room: Room) -> None:
        for key, job in list(self._jobs.items()):
            if isinstance(job, UploadJob) and job.room is room:
                self.cancel(key)
