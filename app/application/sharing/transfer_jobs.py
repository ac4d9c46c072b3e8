"""A file on its way up into a room, and one on its way down to this computer: from the wish to its end."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from app.application.sharing.download_plan import DiskReceiver, DownloadPlan
from app.application.sharing.received_files import ReceivedFile
from app.application.sharing.transfer_report import TransferReport
from app.application.sharing.transfer_run import TransferRun
from app.application.sharing.upload_plan import BytesContent, Content, PathContent, UploadPlan
from app.client.wishes import SayFile
from app.irc.file_names import clean_file_name
from app.irc.file_tag import SharedFile, clean_type
from app.models.file_progress import FileProgress, FileProgressModel, TransferState
from app.models.room import Room
from app.models.room_wishes import OfferFile
from app.net.file_transfer import FileDoor, FileTransfer
from app.net.transport import delete_disconnected
from app.ui.pictures.picture_thread import PictureThread
from app.ui.pictures.thumbnail_maker import bare_picture_file
from app.web.file_upload import FileUpload
from app.words import transfer_words

THUMBNAIL_TYPE = "image/jpeg"
Door = Callable[[], FileDoor | None]


class UploadJob(QObject):
    """Brings a file to the hub, its small picture before it, and says it in the room once it is let.

    Signals:
        settled(): it is there, or failed.
        token_wanted(): it needs one for its next request, `use_token` gives it.
    """

    settled = Signal()
    token_wanted = Signal()

    def __init__(
        self, key: str, room: Room, offer: OfferFile, door: Door, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.room = room
        self._wish: SayFile | None = None  # what says it, once it is there
        self._offer = offer
        self._door = door
        self._name = clean_file_name(offer.name)
        self._type = clean_type(offer.type or mimetypes.guess_type(self._name)[0] or "")
        self._content: Content | None = None
        self._plans: list[UploadPlan] = []  # that are still to be done
        self._run: TransferRun | None = None
        self._problem = self._thumbnail = ""
        self._thread: PictureThread | None = None  # strips the picture
        self.report = TransferReport(FileProgress(key, self._name, self._open()), self._tell, self)

    @property
    def _files(self) -> FileProgressModel:
        return self.room.connection.files

    def _tell(self, progress: FileProgress) -> None:
        self._files.set_upload(self.room.target, progress)

    def _open(self) -> int:
        """Look at what is sent, and begin with it anew; gives its bytes."""
        self._problem = ""
        self._drop_run()
        self._content = None
        try:
            path = self._offer.path
            self._content = PathContent(Path(path)) if path else BytesContent(self._offer.data)
        except OSError as error:
            self._problem = transfer_words.reading_words(error)
            return 0
        self._content.close()
        return self._content.size

    def start(self) -> None:
        """It has its turn."""
        if self._run is not None and self._content is not None and self._content.is_as_it_was:
            self._run.start()
            return
        if self._offer.is_stripped:
            self._strip()
            return
        if self._content is None or not self._content.is_as_it_was:
            self.report.start_over(self._open())
        self._begin()

    def _strip(self) -> None:
        """Have the picture made that is sent. Only then: of many that wait it is in memory once."""
        self._drop_run()
        self._content = None
        self._thread = PictureThread(self)
        self._thread.done.connect(self._on_stripped)
        self._thread.failed.connect(self._on_not_stripped)
        self._thread.run("", partial(bare_picture_file, self._offer.path))

    @Slot(str, object)
    def _on_stripped(self, _key: str, data: bytes) -> None:
        """The picture, b"" where by now there is nothing to be left out."""
        self._drop_thread()
        if data:
            self._content = BytesContent(data)
            self.report.start_over(self._content.size)
        else:
            self.report.start_over(self._open())
        self._begin()

    @Slot()
    def _on_not_stripped(self) -> None:
        self._drop_thread()
        self._fail(transfer_words.CHANGED())

    def _drop_thread(self) -> None:
        if self._thread is not None:
            self._thread.stop()
            delete_disconnected(self._thread)
            self._thread = None

    def _begin(self) -> None:
        can_share = SayFile in self.room.connection.abilities.kinds
        limit = self.room.connection.abilities.file_bytes
        if self._content is None:
            self._fail(self._problem)
        elif self._door() is not None and not can_share:
            self._fail(transfer_words.upload_words("off", 0))
        elif limit and self._content.size > limit:
            self._fail(transfer_words.upload_words("too-large", 0, limit))
        else:
            self._plans = self._make_plans(self._content, limit)
            self._begin_next()

    def _make_plans(self, content: Content, limit: int) -> list[UploadPlan]:
        file = FileUpload(self._name, self._type, content.size)
        plans = [UploadPlan(file, content, limit)]
        if self._offer.thumbnail:
            small = BytesContent(self._offer.thumbnail)
            upload = FileUpload("thumbnail.jpg", THUMBNAIL_TYPE, small.size)
            plans.insert(0, UploadPlan(upload, small, limit))
        return plans

    def _begin_next(self) -> None:
        self._run = TransferRun(self._plans[0], self._door, self)
        self._run.moved.connect(self._on_moved)
        self._run.changed.connect(self._on_changed)
        self._run.unready.connect(self.token_wanted)
        self._run.start()

    def wake(self) -> None:
        """There is a connection again."""
        if self._run is not None:
            self._run.go_on()

    @property
    def wants_token(self) -> bool:
        """Whether it cannot go on without one."""
        return bool(self._plans) and self._run is not None and not self._plans[0].is_ready

    def use_token(self, token: str) -> None:
        """What its next request is to show."""
        self._plans[0].token = token
        self.wake()

    def refuse_token(self, said: str) -> None:
        """There is none, as the hub says."""
        if self._run is not None:
            self._run.fail(transfer_words.token_words(said))

    def cancel(self, *, tells_hub: bool = True) -> None:
        """Give it up. `tells_hub`: let the hub forget what it has of it, which it does by itself in a day."""
        self.report.stop()
        self._drop_thread()
        if self._run is not None:
            self._run.stop()
        if self._content is not None:
            self._content.close()
        door = self._door() if tells_hub else None
        plan = self._plans[0] if self._plans else None
        if door is not None and plan is not None and plan.upload.is_begun and plan.token:
            upload, token = plan.upload, plan.token
            goodbye = FileTransfer(door, lambda authority: upload.give_up(authority, token), None, self)
            goodbye.ended.connect(self.go)
            goodbye.start()
        else:
            self.go()

    @Slot()
    def go(self) -> None:
        """Go soon: nothing of it is wanted any more."""
        self.report.stop()
        delete_disconnected(self)

    def _on_moved(self, _count: int) -> None:
        if len(self._plans) == 1:
            self.report.move(self._plans[0].sent)

    def _on_changed(self) -> None:
        run = self._run
        if run is None:
            return
        if run.state is TransferState.FAILED:
            self._fail(run.reason)
        elif run.state is not TransferState.DONE:
            self.report.change(run.state, run.reason)
        else:
            self._on_done(self._plans.pop(0))

    def _on_done(self, plan: UploadPlan) -> None:
        self._drop_run()
        if self._plans:
            self._thumbnail = plan.upload.file_id
            self._files.put_preview(self._thumbnail, self._offer.thumbnail)
            self._begin_next()
            return
        offer, upload = self._offer, plan.upload
        shared = SharedFile(
            upload.file_id,
            self._name,
            upload.size,
            self._type,
            plan.sha256,
            offer.width,
            offer.height,
            self._thumbnail,
        )
        if self._content is not None:
            self._content.close()
            self._content = None  # it may wait long to be said
        self._wish = SayFile(self.room.target, offer.caption, upload.link, shared, offer.reply_to)
        self.report.move(upload.size)
        self.settled.emit()

    @property
    def is_there(self) -> bool:
        """Whether the hub has all of it."""
        return self._wish is not None

    def say(self) -> None:
        """Say it in the room: it is there."""
        if self._wish is not None:
            self.room.connection.link.ask(self._wish)

    def _drop_run(self) -> None:
        if self._run is not None:
            self._run.stop()
            delete_disconnected(self._run)
            self._run = None

    def _fail(self, reason: str) -> None:
        if self._content is not None:
            self._content.close()
        if self._offer.is_stripped:
            self._drop_run()
            self._content = None  # it may wait long to be tried again
        self.report.change(TransferState.FAILED, reason)
        self.settled.emit()


class DownloadJob(QObject):
    """Brings a file from the hub onto the disk.

    Signals:
        settled(): it is here, or failed.
    """

    settled = Signal()

    def __init__(
        self,
        file: SharedFile,
        received: ReceivedFile,
        files: FileProgressModel,
        door: Door,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._receiver = DiskReceiver(received)
        self._plan = DownloadPlan.of_file(file, self._receiver)
        self._run = TransferRun(self._plan, door, self)
        self._run.moved.connect(self._on_moved)
        self._run.changed.connect(self._on_changed)
        self.report = TransferReport(FileProgress(file.id, file.name, file.size), files.set_download, self)

    def start(self) -> None:
        """It has its turn."""
        self._run.start()

    def wake(self) -> None:
        """There is a connection again."""
        self._run.go_on()

    def cancel(self) -> None:
        """Give it up and leave nothing of it."""
        self.report.stop()
        self._run.stop()
        self._receiver.give_up()
        self.go()

    def go(self) -> None:
        """Go soon: nothing of it is wanted any more."""
        self.report.stop()
        delete_disconnected(self)

    def _on_moved(self, _count: int) -> None:
        self.report.move(self._plan.download.done)

    def _on_changed(self) -> None:
        self.report.change(self._run.state, self._run.reason, self._receiver.path)
        if self._run.state in (TransferState.DONE, TransferState.FAILED):
            self.settled.emit()
