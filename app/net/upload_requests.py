"""Requests about uploads: begun, asked about, continued, given up; and how an upload becomes a file.

A whole one is brought safely to the disk in a thread, then the hub keeps its record, and only then is its
uploader told where it is.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from app.files.file_storage import FileStorage
from app.files.picture_facts import HEAD_BYTES, PictureFacts, picture_facts
from app.files.transfer_quota import FileProblem, Payer, TransferQuota
from app.files.uploads import Upload, UploadError, Uploads
from app.hub.data.addresses import origin_of
from app.hub.hub import Turn, Uploader
from app.net.file_connection import FileConnection
from app.net.file_pieces import BodyReceiver
from app.net.hub_files import HubFiles, link_of
from app.net.workers import WorkPool
from app.web.file_requests import (
    FilePlace,
    FileTarget,
    RequestError,
    ShownToken,
    UploadHead,
    read_credentials,
    read_upload_head,
)
from app.web.request_handler import FILES_PATH

log = logging.getLogger(__name__)

_ID_BYTES = 16  # 128 bits: nobody guesses who may read
SETTLE, SYNC, REMOVE = "settle", "sync", "remove"
Headers = list[tuple[str, str]]


class UploadRequests:
    """Uploads with the connections that bring them. Used in one thread, that of `workers`."""

    def __init__(
        self,
        hub: HubFiles,
        storage: FileStorage,
        quota: TransferQuota,
        workers: WorkPool,
        *,
        link_base: Callable[[], str],
        wake: Callable[[FileConnection], None],
        clock: Callable[[], float],
    ) -> None:
        """`link_base`: where people find files. `wake`: a connection has something to move."""
        self._hub = hub
        self._storage = storage
        self._quota = quota
        self._workers = workers
        self._link_base = link_base
        self._wake = wake
        self._clock = clock
        self.uploads = Uploads(storage, quota, self.remove)
        self._bodies: dict[str, BodyReceiver] = {}  # by upload
        self._whole: dict[str, Upload] = {}  # on their way to the disk and into the hub
        self._waiting: dict[str, list[FileConnection]] = {}  # for those

    def __contains__(self, file_id: str) -> bool:
        """Whether something is an upload, or becomes a file just now."""
        return file_id in self.uploads

    def take(self, connection: FileConnection, target: FileTarget, uploader: Uploader) -> None:
        """Deal with a request of somebody who may ask."""
        self._quota.limits = self._hub.limits()
        try:
            head = read_upload_head(connection.exchange.head)
            if target.place is FilePlace.UPLOADS:
                self._begin(connection, head, uploader)
            else:
                self._go_on(connection, head, target.id, uploader)
        except RequestError as error:
            connection.answer(connection.exchange.answer(error.status, str(error)))
        except UploadError as error:
            connection.answer(connection.exchange.refuse(error.problem))
        except OSError as error:
            log.error("an upload cannot be begun: %s", error.strerror or error)
            connection.answer(connection.exchange.refuse(FileProblem.DISK))

    def take_turn(self, turn: Turn) -> None:
        """What the hub has kept or not is told to who waits for it."""
        for file_id in turn.files_kept:
            if (upload := self._whole.pop(file_id, None)) is not None:
                self.uploads.done(upload)
                for connection in self._waiting.pop(file_id):
                    self._tell_file(connection, file_id)
        for file_id in turn.files_refused:
            self._fail(file_id)

    def end_banned(self) -> None:
        """Give up what people are bringing whom a ban keeps out now."""
        for body in list(self._bodies.values()):
            if self._hub.is_banned(body.connection.peer, body.upload.owner):
                body.connection.abort()
                self.uploads.give_up(body.upload)

    def close(self) -> None:
        """The hub ends."""
        for body in list(self._bodies.values()):
            body.connection.abort()
        self.uploads.close()

    def remove(self, file_id: str) -> None:
        """Let nobody find a content any more; a large one takes the disk half a second, which a thread has.

        What cannot be removed is at the next start.
        """
        with suppress(OSError):
            self._storage.remove_note(file_id)
        self._workers.submit(REMOVE, (self._storage, file_id), _ignore)

    # requests

    def _begin(self, connection: FileConnection, head: UploadHead, uploader: Uploader) -> None:
        now = self._clock()
        payer = Payer(uploader.identity)
        if uploader.is_guest:  # who has many names has one address
            payer = Payer(origin_of(connection.peer).address, is_guest=True)
        upload = Upload(
            secrets.token_urlsafe(_ID_BYTES),
            head.name,
            head.type,
            uploader.identity,
            payer,
            now,
            head.length,
            is_kept=head.is_complete is False,
        )
        self.uploads.begin(upload, now)
        shown = read_credentials(connection.exchange.head)
        if isinstance(shown, ShownToken) and not self._hub.spend(shown.token):
            upload.is_kept = False
            self.uploads.leave(upload)
            raise UploadError(FileProblem.LOGIN)
        self._receive(connection, upload, head)

    def _go_on(self, connection: FileConnection, head: UploadHead, file_id: str, uploader: Uploader) -> None:
        if (body := self._bodies.get(file_id)) is not None and body.upload.owner == uploader.identity:
            body.connection.socket_ended()  # who comes again has lost it
        method = connection.exchange.method
        whole = self._whole.get(file_id)
        if whole is not None and whole.owner == uploader.identity and method != "DELETE":
            self._waiting[file_id].append(connection)
            return
        upload = self.uploads.find(file_id, uploader.identity)
        if upload is not None and not upload.is_settling:
            if method == "HEAD":
                self._tell_offset(connection, upload, 204)
            elif method == "DELETE":
                self.uploads.give_up(upload)
                connection.answer(connection.exchange.answer(204))
            else:
                self._continue(connection, head, upload)
            return
        record = self._hub.find(file_id)
        if record is not None and record.owner == uploader.identity and method == "HEAD":
            self._tell_file(connection, file_id)
        else:
            connection.answer(connection.exchange.answer(404, "There is no such upload."))

    def _continue(self, connection: FileConnection, head: UploadHead, upload: Upload) -> None:
        if head.offset is None:
            raise RequestError(400, "The header “Upload-Offset” is missing.")
        if head.offset != upload.offset:
            self._tell_offset(connection, upload, 409)
            return
        length = head.length
        if head.is_complete and head.size is not None:
            length = upload.offset + head.size
        if length is not None and length != upload.length:
            if upload.length is not None or length < upload.offset:
                raise RequestError(
                    400, "The upload was announced with another length, or more of it is here."
                )
            self.uploads.set_length(upload, length, self._clock())
        self.uploads.resume(upload)
        self._receive(connection, upload, head)

    def _receive(self, connection: FileConnection, upload: Upload, head: UploadHead) -> None:
        connection.write(connection.exchange.invite())
        body = BodyReceiver(connection, upload, self.uploads, head, owner=self, clock=self._clock)
        self._bodies[upload.id] = body
        connection.transfer = body
        self._wake(connection)

    # bodies

    def body_came(self, body: BodyReceiver) -> None:
        """A request is whole, and with it the upload, if it says so."""
        upload, connection = body.upload, body.connection
        is_last = body.head.is_complete
        if is_last is None:
            is_last = not upload.is_kept or upload.offset == upload.length
        if is_last and upload.length not in (None, upload.offset):
            self._detach(body)
            connection.answer(connection.exchange.answer(400, "Fewer bytes have come than were announced."))
        elif is_last:
            upload.is_settling = True
            self._detach(body)
            self._whole[upload.id] = upload
            self._waiting[upload.id] = [connection]
            self._workers.submit(SETTLE, (self._storage, upload.id), partial(self._on_settled, upload))
        else:
            self._detach(body)
            self._tell_offset(connection, upload, 201 if connection.exchange.method == "POST" else 204)

    def body_outruns_disk(self, body: BodyReceiver) -> None:
        """The disk is to follow what comes."""
        self._workers.submit(SYNC, (self._storage, body.upload.id), partial(self._on_synced, body))

    def _on_synced(self, body: BodyReceiver, result: object) -> None:
        if self._bodies.get(body.upload.id) is not body:
            return
        body.disk_follows()
        if result is None:
            self.body_failed(body, FileProblem.DISK)
        else:
            body.connection.note_moved()
            self._wake(body.connection)

    def body_failed(self, body: BodyReceiver, problem: FileProblem | None) -> None:
        """What comes is not taken; what has come before may be continued."""
        self._detach(body)
        exchange = body.connection.exchange
        if problem is None:
            body.connection.answer(exchange.answer(400, "The body of the request is broken."))
        else:
            body.connection.answer(exchange.refuse(problem))

    def body_left(self, body: BodyReceiver) -> None:
        """Its connection is gone."""
        if self._bodies.get(body.upload.id) is body:
            del self._bodies[body.upload.id]

    def _detach(self, body: BodyReceiver) -> None:
        body.connection.transfer = None
        self._bodies.pop(body.upload.id, None)
        body.close()

    # from an upload to a file

    def _on_settled(self, upload: Upload, result: object) -> None:
        if not isinstance(result, PictureFacts):
            self._fail(upload.id)
        else:
            self._hub.keep(upload.record(result))

    def _fail(self, file_id: str) -> None:
        upload = self._whole.pop(file_id, None)
        if upload is None:
            return
        self.uploads.give_up(upload)
        for connection in self._waiting.pop(file_id):
            connection.answer(connection.exchange.refuse(FileProblem.DISK))

    # answers

    def _tell_offset(self, connection: FileConnection, upload: Upload, status: int) -> None:
        headers: Headers = [("Upload-Offset", str(upload.offset)), ("Upload-Complete", "?0")]
        if upload.length is not None:
            headers.append(("Upload-Length", str(upload.length)))
        if status == 201:
            headers.append(("Location", f"{FILES_PATH}/{upload.id}"))
        sentence = "The upload goes on elsewhere." if status == 409 else ""
        connection.answer(connection.exchange.answer(status, sentence, headers))

    def _tell_file(self, connection: FileConnection, file_id: str) -> None:
        record = self._hub.find(file_id)
        if record is None:  # and gone at once
            connection.answer(connection.exchange.answer(404, "There is no such upload."))
            return
        headers: Headers = [
            ("Location", link_of(record, self._link_base())),
            ("Upload-Offset", str(record.size)),
            ("Upload-Complete", "?1"),
        ]
        status = 204 if connection.exchange.method == "HEAD" else 201
        connection.answer(connection.exchange.answer(status, headers=headers))


def run_file_work(kind: str, data: object) -> object:
    """Work on the disk that may take long, in a thread.

    `data` is a storage and an id. SETTLE gives what the content is as a picture, once it is safely on the
    disk, SYNC and REMOVE give True; all None where it cannot be done. Else all ids are listed.
    """
    assert isinstance(data, tuple)
    storage, file_id = data
    try:
        return _do(kind, storage, file_id)
    except OSError as error:
        log.error("a disk does not do what it should: %s", error.strerror or error)
        return None


def _do(kind: str, storage: FileStorage, file_id: str) -> object:
    if kind == REMOVE:
        storage.remove(file_id)
        return True
    if kind not in (SETTLE, SYNC):
        return storage.ids()
    storage.settle(file_id)
    if kind == SYNC:
        return True
    with storage.open(file_id) as file:
        return picture_facts(file.read(HEAD_BYTES))


def _ignore(_result: object) -> None:
    """Nobody waits for it."""
