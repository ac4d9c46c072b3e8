"""Where log records go: set up once per process, with Qt's own messages and what slots raise.

Decides nothing else.
"""

from __future__ import annotations

import contextlib
import logging
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from app.repeats import PERIOD, Repeats

log = logging.getLogger(__name__)

FORM = "%(asctime)s %(levelname)s %(name)s: %(message)s"

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def set_up(level: str, file: Path | None) -> None:
    """Log from `level` up, to `file` or standard error. Raises OSError when the file cannot be written."""
    handler: logging.Handler = logging.StreamHandler(sys.stderr)
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
        handler = logging.FileHandler(file, encoding="utf-8", errors="backslashreplace")
    handler.setFormatter(logging.Formatter(FORM))
    logging.basicConfig(level=level.upper(), handlers=[CountingHandler(handler)], force=True)
    logging.captureWarnings(True)
    qInstallMessageHandler(_take_qt_message)
    sys.excepthook = _take_exception


def _take_exception(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """What a slot raised: PySide hands it here and goes on. Also what ends the program."""
    if not issubclass(kind, Exception):
        sys.__excepthook__(kind, error, trace)
        return
    log.error("a bug:\n%s", "".join(traceback.format_exception(kind, error, trace)))


class CountingHandler(logging.Handler):
    """Hands records on to `target`, but warnings and worse that come again only as a count, once a minute.

    Whoever connects makes the hub warn as fast as they can; a log must not grow as fast.
    """

    def __init__(self, target: logging.Handler, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._target = target
        self._clock = clock
        self._repeats = Repeats()
        self._timer: threading.Timer | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """Write it, or count it."""
        self.tell_due()
        if record.levelno < logging.WARNING or self._is_new(record):
            self._target.handle(record)
        elif self._timer is None:
            self._timer = threading.Timer(PERIOD, self._on_time)
            self._timer.daemon = True
            self._timer.start()

    def tell_due(self) -> None:
        """Write the counts of minutes that are over."""
        self._tell(self._repeats.due(self._clock()))

    def close(self) -> None:
        """Write what was counted, then close the target."""
        with self._locked():
            if self._timer is not None:
                self._timer.cancel()
            self._tell(self._repeats.rest())
        self._target.close()
        super().close()

    def _is_new(self, record: logging.LogRecord) -> bool:
        text = record.getMessage()
        if record.exc_info and record.exc_info[0] is not None:
            text = f"{text} ({record.exc_info[0].__name__}: {record.exc_info[1]})"
        return self._repeats.is_new(f"{record.levelname}/{record.name}/{record.msg}", text, self._clock())

    def _on_time(self) -> None:
        with self._locked():
            self._timer = None
            self.tell_due()

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        """As `handle` has it around `emit`."""
        self.acquire()
        try:
            yield
        finally:
            self.release()

    def _tell(self, lines: list[tuple[str, str]]) -> None:
        for kind, text in lines:
            level, name, _text = kind.split("/", 2)
            number = logging.getLevelNamesMapping()[level]
            first, *more = text.splitlines()
            short = f"{first} … {more[-1]}" if more else first  # a trace has been written once
            self._target.handle(logging.LogRecord(name, number, "", 0, "%s", (short,), None))


def _take_qt_message(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    category = getattr(context, "category", None) or "default"
    logging.getLogger(f"qt.{category}").log(_LEVELS.get(kind, logging.WARNING), "%s", message)
