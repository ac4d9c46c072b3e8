"""Pictures that move, GIF and WebP: their frames one after the other, decoded within bounds in a thread."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QTimer, Signal, Slot
from PySide6.QtGui import QImage, QImageReader

from app.ui.pictures.picture_decoder import PictureKind, checked_size, picture_kind
from app.ui.pictures.picture_thread import PictureThread
from app.values import frozen

# Of a frame. Each is decoded anew, many times a second: what is larger stands still.
_MOST_PIXELS = 4_000_000
# Milliseconds. Less than the first is taken for the second, as browsers do; files say 0 and mean that.
_LEAST_DELAY, _USUAL_DELAY, _LONGEST_DELAY = 20, 100, 10_000
_KEY = "frame"


@frozen
class Frame:
    """One image of a picture that moves, and how many milliseconds it is seen."""

    image: QImage
    delay: int


class PictureFrames:
    """Reads the frames of a picture, in one thread at a time; after the last the first comes again."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._held = QByteArray(data)  # the buffer reads from it as long as it lives
        kind = picture_kind(data)
        self._kind = kind if kind in (PictureKind.GIF, PictureKind.WEBP) else None
        self._plays = 0
        self._read = 0  # frames of this time through
        self._reader: QImageReader | None = None
        self._buffer: QBuffer | None = None

    def next(self) -> Frame | None:
        """The next frame, None where there is none: it has one alone, or was played as often as it says.

        Raises PictureError.
        """
        if self._kind is None:
            return None
        reader = self._reader or self._begin(self._kind)
        image = reader.read()
        if image.isNull():
            plays = reader.loopCount()
            self._plays += 1
            if self._read < 2 or 0 <= plays < self._plays:
                return None
            image = self._begin(self._kind).read()
            if image.isNull():
                return None
        self._read += 1
        assert self._reader is not None
        delay = self._reader.nextImageDelay()
        return Frame(image, min(delay, _LONGEST_DELAY) if delay >= _LEAST_DELAY else _USUAL_DELAY)

    def _begin(self, kind: PictureKind) -> QImageReader:
        self._reader = None  # before what it reads from
        self._buffer = QBuffer(self._held)
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._reader = reader = QImageReader(self._buffer, QByteArray(kind.value.encode()))
        reader.setDecideFormatFromContent(False)
        checked_size(reader, self._data, _MOST_PIXELS)
        self._read = 0
        return reader


class PictureMotion(QObject):
    """Plays one picture at a time; the next frame is decoded while one is seen.

    Signals:
        moved(QImage): this is its frame of now.
    """

    moved = Signal(QImage)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread = PictureThread(self)
        self._thread.done.connect(self._on_read)
        self._frames: PictureFrames | None = None
        self._following: Frame | None = None
        self._seen = QTimer(self, singleShot=True)
        self._seen.timeout.connect(self._show_following)

    def play(self, data: bytes) -> None:
        """Play the picture in `data`, if it moves."""
        self.stop()
        self._frames = PictureFrames(data)
        self._thread.run(_KEY, self._frames.next)

    @Slot()
    def stop(self) -> None:
        """Let it stand still."""
        self._thread.stop()
        self._seen.stop()
        self._frames = self._following = None

    @Slot(str, object)
    def _on_read(self, _key: str, frame: Frame | None) -> None:
        self._following = frame
        if not self._seen.isActive():
            self._show_following()

    @Slot()
    def _show_following(self) -> None:
        frame, self._following = self._following, None
        if frame is None or self._frames is None:
            return
        self._seen.start(frame.delay)
        self._thread.run(_KEY, self._frames.next)
        self.moved.emit(frame.image)
