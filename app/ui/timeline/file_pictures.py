"""The pictures of the messages that are seen, and how far files of messages are.

Asks for what is seen and not here, has it decoded in a thread, and keeps as much as some screens show.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, QTimer, Signal, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from app.client.wishes import Wish
from app.irc.file_tag import SharedFile
from app.models.file_kinds import preview_id
from app.models.file_progress import FileProgress, FileProgressModel
from app.models.room_wishes import WantPreview
from app.values import frozen

if TYPE_CHECKING:
    from app.ui.pictures.picture_decoder import DecodedPicture, PictureProblem
    from app.ui.pictures.picture_thread import PictureThread

_LOOK_MS = 40  # whoever scrolls past sees no picture, so none is asked for
# Some sixty of the size in which they are shown; a screen has ten.
_KEPT_BYTES = 24 * 1024 * 1024


@frozen
class ShownPicture:
    """A picture of a message that is laid out: `size` in device-independent pixels.

    `may_fetch`: whether the server can be asked for it.
    """

    file: SharedFile
    size: QSize
    may_fetch: bool

    @property
    def id(self) -> str:
        """Of the bytes that are shown."""
        return preview_id(self.file)


class FilePictures(QObject):
    """What a timeline knows of the files of its messages.

    Signals:
        wished(Wish): a picture is wanted.
        shown(str): the picture of an id is here, or cannot be had.
        progressed(str): the download of a file, by its id, is further, new or gone.
    """

    wished = Signal(Wish)
    shown = Signal(str)
    progressed = Signal(str)

    def __init__(self, area: QWidget) -> None:
        """`area` is where they are painted."""
        super().__init__(area)
        self._area = area
        self._files = FileProgressModel(self)
        self._thread: PictureThread | None = None  # with the first picture
        self._seen: dict[str, ShownPicture] = {}
        self._images: OrderedDict[str, tuple[QSize, QImage]] = OrderedDict()  # with the most asked for
        self._bytes = 0
        self._asked: set[str] = set()
        self._decoding: dict[str, QSize] = {}
        self._failed: set[str] = set()
        self._look_soon = QTimer(self, singleShot=True, interval=_LOOK_MS)
        self._look_soon.timeout.connect(self._look)
        self._connect()

    def set_files(self, files: FileProgressModel) -> None:
        """Whose files these are."""
        self._files.disconnect(self)
        self._files = files
        self._connect()

    def _connect(self) -> None:
        self._files.changed.connect(self.progressed)
        self._files.preview_changed.connect(self._on_preview)

    # -- what rows ask

    def progress(self, file: SharedFile) -> FileProgress | None:
        """How far the download of a file is."""
        return self._files.download(file.id)

    def image(self, shown: ShownPicture) -> QImage | None:
        """A picture that is painted, None as long as it is not here."""
        found = self._images.get(shown.id)
        if found is None:
            return None
        self._images.move_to_end(shown.id)
        return found[1]

    def is_failed(self, shown: ShownPicture) -> bool:
        """Whether a picture cannot be shown."""
        return shown.id in self._failed

    # -- what is seen

    def look_at(self, pictures: Iterable[ShownPicture]) -> None:
        """These are seen now: have those that are not here."""
        self._seen = {picture.id: picture for picture in pictures}
        if any(map(self._is_missing, self._seen.values())) and not self._look_soon.isActive():
            self._look_soon.start()

    def _is_missing(self, picture: ShownPicture) -> bool:
        known = self._images.get(picture.id)
        return picture.id not in self._failed and (known is None or known[0] != self._pixels(picture))

    def _pixels(self, picture: ShownPicture) -> QSize:
        """How large a picture is on the screen."""
        return picture.size * self._area.devicePixelRatioF()

    @Slot()
    def _look(self) -> None:
        for key in [key for key in self._decoding if key not in self._seen]:
            self._give_up(key)
        for key, picture in self._seen.items():
            if self._is_missing(picture) and self._decoding.get(key) != self._pixels(picture):
                self._have(key, picture)

    def _have(self, key: str, picture: ShownPicture) -> None:
        data = self._files.preview(key)
        if data:
            self._decode(key, data, self._pixels(picture))
        elif data is not None:
            self._fail(key)
        elif picture.may_fetch and key not in self._asked:
            self._asked.add(key)
            self.wished.emit(WantPreview(picture.file))

    @Slot(str)
    def _on_preview(self, key: str) -> None:
        self._asked.discard(key)
        self._failed.discard(key)
        if key in self._seen:
            self._look()

    # -- decoding

    def _decode(self, key: str, data: bytes, size: QSize) -> None:
        if self._thread is None:
            from app.ui.pictures.picture_thread import PictureThread  # not before there is a picture

            self._thread = PictureThread(self)
            self._thread.done.connect(self._on_decoded)
            self._thread.failed.connect(self._on_undecodable)
        self._decoding[key] = size
        self._thread.decode(key, data, size)

    def _give_up(self, key: str) -> None:
        del self._decoding[key]
        if self._thread is not None:
            self._thread.cancel(key)

    @Slot(str, object)
    def _on_decoded(self, key: str, picture: DecodedPicture) -> None:
        size, image = self._decoding.pop(key), picture.image
        if (before := self._images.pop(key, None)) is not None:
            self._bytes -= before[1].sizeInBytes()
        self._images[key] = size, image
        self._bytes += image.sizeInBytes()
        while self._bytes > _KEPT_BYTES and len(self._images) > 1:
            _, (_, dropped) = self._images.popitem(last=False)
            self._bytes -= dropped.sizeInBytes()
        self.shown.emit(key)

    @Slot(str, object)
    def _on_undecodable(self, key: str, _problem: PictureProblem) -> None:
        del self._decoding[key]
        self._fail(key)

    def _fail(self, key: str) -> None:
        self._failed.add(key)
        self.shown.emit(key)
