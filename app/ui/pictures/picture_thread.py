"""A thread in which pictures are decoded, one after the other; results come back in the owner's thread."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor

from PySide6.QtCore import QCoreApplication, QObject, QSize, QTimer, Signal, Slot

from app.guard import report
from app.ui.pictures.picture_decoder import PictureError, PictureProblem, decode_picture

_LOOK_MS = 15  # a frame: sooner nobody would see it


class PictureThread(QObject):
    """Decodes for one part of a window, which knows its pictures by keys.

    One at a time: two large ones would take twice the memory. Results are fetched and not signalled out of
    the thread, which so knows no object that may be gone meanwhile.

    Signals:
        done(str, object): the key, and what its work gave: a DecodedPicture.
        failed(str, PictureProblem): the key, and why there is no image.
    """

    done = Signal(str, object)
    failed = Signal(str, PictureProblem)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread: ThreadPoolExecutor | None = None
        self._running: dict[str, Future[object]] = {}
        self._looking = QTimer(self, interval=_LOOK_MS)
        self._looking.timeout.connect(self._look)
        app = QCoreApplication.instance()
        assert app is not None
        app.aboutToQuit.connect(self.stop)

    def decode(self, key: str, data: bytes, within: QSize | None = None) -> None:
        """Decode a picture, no larger than `within`; an earlier piece of work of that key is given up."""
        self.run(key, lambda: decode_picture(data, within))

    def run(self, key: str, work: Callable[[], object]) -> None:
        """Do other work there, which knows no widget; `done` has what it returns."""
        self.cancel(key)
        if self._thread is None:
            self._thread = ThreadPoolExecutor(1, thread_name_prefix="pictures")
        self._running[key] = self._thread.submit(work)
        self._looking.start()

    def cancel(self, key: str) -> None:
        """Give a piece of work up; nothing is told of it any more."""
        if (future := self._running.pop(key, None)) is not None:
            future.cancel()

    @Slot()
    def stop(self) -> None:
        """Give all work up: what waits is not begun, what runs is not waited for."""
        for key in list(self._running):
            self.cancel(key)
        self._looking.stop()
        if self._thread is not None:
            self._thread.shutdown(wait=False, cancel_futures=True)
            self._thread = None

    @Slot()
    def _look(self) -> None:
        ready = [key for key, future in self._running.items() if future.done()]
        for key in ready:
            future = self._running.pop(key, None)  # a slot may have given it up
            if future is not None:
                self._tell(key, future)
        if not self._running:
            self._looking.stop()

    def _tell(self, key: str, future: Future[object]) -> None:
        try:
            result = future.result()
        except CancelledError:
            return
        except PictureError as error:
            self.failed.emit(key, error.problem)
        except OSError:  # a file that went meanwhile
            self.failed.emit(key, PictureProblem.DAMAGED)
        except Exception as error:
            report(self, "picture", error)
            self.failed.emit(key, PictureProblem.DAMAGED)
        else:
            self.done.emit(key, result)
