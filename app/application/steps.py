"""Work that is done in steps, one in each turn of the event loop: what people do comes between them."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer, Signal, Slot


class Steps(QObject):
    """Takes the steps of a generator, which should be 20 ms long at most.

    Signals:
        failed(object): the Exception that a step raised; no further one is taken.
    """

    failed = Signal(object)

    def __init__(self, steps: Iterator[None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._steps = steps
        self._is_over = False
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._take)

    @Slot()
    def start(self) -> None:
        """Begin with the next turn."""
        if not self._is_over:
            self._timer.start()

    def finish(self) -> None:
        """Take all that are left now."""
        while not self._is_over:
            self._take()

    def stop(self) -> None:
        """Take no further one."""
        self._end()

    @property
    def is_over(self) -> bool:
        """Whether none is left, or none will be taken."""
        return self._is_over

    @Slot()
    def _take(self) -> None:
        try:
            next(self._steps)
        except StopIteration:
            self._end()
        except Exception as error:  # whoever made the steps says what becomes of it
            self._end()
            self.failed.emit(error)

    def _end(self) -> None:
        self._is_over = True
        self._timer.stop()
