"""What this person shows in place of initials on its way to a hub. It belongs to no room and no message."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from app.application.sharing.transfer_jobs import Door
from app.application.sharing.transfer_run import TransferRun
from app.application.sharing.upload_plan import BytesContent, UploadPlan
from app.models.file_progress import TransferState
from app.net.transport import delete_disconnected
from app.web.file_upload import FileUpload
from app.words import transfer_words


class AvatarUpload(QObject):
    """One upload, used once.

    Signals:
        token_wanted(): it needs one for its next request, `use_token` gives it.
        ended(str, str): the link under which the hub has it, or "" and a sentence that says why it has not.
    """

    token_wanted = Signal()
    ended = Signal(str, str)

    def __init__(self, data: bytes, name: str, media_type: str, door: Door, parent: QObject) -> None:
        """`name`: what stands at the end of its link."""
        super().__init__(parent)
        self._upload = FileUpload(name, media_type, len(data))
        self._plan = UploadPlan(self._upload, BytesContent(data))
        self._run = TransferRun(self._plan, door, self)
        self._run.changed.connect(self._on_changed)
        self._run.unready.connect(self.token_wanted)

    def start(self) -> None:
        """Begin."""
        self._run.start()

    def wake(self) -> None:
        """There is a connection again."""
        self._run.go_on()

    @property
    def wants_token(self) -> bool:
        """Whether it cannot go on without one."""
        return not self._plan.is_ready and self._run.state not in (TransferState.DONE, TransferState.FAILED)

    def use_token(self, token: str) -> None:
        """What its next request is to show."""
        self._plan.token = token
        self._run.go_on()

    def refuse_token(self, said: str) -> None:
        """There is none, as the hub says."""
        self._run.fail(transfer_words.token_words(said))

    def go(self) -> None:
        """Go soon: nothing of it is wanted any more."""
        self._run.stop()
        delete_disconnected(self)

    @Slot()
    def _on_changed(self) -> None:
        if self._run.state is TransferState.DONE:
            self.ended.emit(self._upload.link, "")
        elif self._run.state is TransferState.FAILED:
            self.ended.emit("", self._run.reason)
