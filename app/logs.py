"""Where log records go: set up once per process, with Qt's own messages and what slots and threads raise.

The file that is kept in the data folder holds nobody's words: bugs stand in it without messages and values.
"""

from __future__ import annotations

import contextlib
import logging
import re
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from app.repeats import PERIOD, Repeats
from app.security import private_files
from app.tracebacks import without_values

log = logging.getLogger(__name__)

FORM = "%(asctime)s %(levelname)s %(name)s: %(message)s"
KEPT_BYTES = 512 * 1024  # of one file; with the one before it, a few thousand lines
KEPT_FILES = 1

_QUOTED = re.compile(r"\"[^\"]*\"?|'[^']*'?|“[^”]*”?|«[^»]*»?")
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def set_up(level: str, file: Path | None) -> None:
    """Log from `level` up, to `file` or standard error. Raises OSError when the file cannot be written."""
    # a program with a window has no standard error on Windows
    handler: logging.Handler = logging.StreamHandler(sys.stderr) if sys.stderr else logging.NullHandler()
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
        handler = logging.FileHandler(file, encoding="utf-8", errors="backslashreplace")
    handler.setFormatter(logging.Formatter(FORM))
    logging.basicConfig(level=level.upper(), handlers=[CountingHandler(handler)], force=True)
    logging.captureWarnings(True)
    qInstallMessageHandler(_take_qt_message)
    sys.excepthook = _take_exception


def keep(file: Path) -> None:
    """Keep a log without anybody's words in `file` of the data folder too, and its older part beside it.

    Raises OSError or SecurityError when it cannot be written.
    """
    from logging.handlers import RotatingFileHandler  # with pickle and what else a hub does not need

    private_files.make_folder(file.parent)
    handler = RotatingFileHandler(
        file, maxBytes=KEPT_BYTES, backupCount=KEPT_FILES, encoding="utf-8", errors="backslashreplace"
    )
    private_files.restrict(file)
    handler.setFormatter(logging.Formatter(FORM))
    logging.getLogger().addHandler(CountingHandler(handler, written=wordless))


def take_bugs_of_threads() -> None:
    """Log what ends a thread, and what Python cannot raise anywhere."""
    threading.excepthook = _take_bug_of_thread
    sys.unraisablehook = _take_unraisable


def report_bug(doing: str, error: BaseException) -> None:
    """Log a bug with its traceback, which a log without words has without messages and values."""
    # as text: a record with the exception would keep its frames
    text = "".join(traceback.format_exception(error))
    log.error("%s:\n%s", doing, text, extra={"wordless": f"{doing}:\n{without_values(error)}"})


def _take_exception(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """What a slot raised: PySide hands it here and goes on. Also what ends the program."""
    if not issubclass(kind, Exception):
        sys.__excepthook__(kind, error, trace)
        return
    report_bug("a bug", error.with_traceback(trace))


def _take_bug_of_thread(told: threading.ExceptHookArgs) -> None:
    if told.exc_value is not None and not isinstance(told.exc_value, SystemExit):
        report_bug(f"a bug in the thread {told.thread.name if told.thread else '?'}", told.exc_value)


def _take_unraisable(told: sys.UnraisableHookArgs) -> None:
    if told.exc_value is not None:
        report_bug("a bug at the end of an object", told.exc_value)


def wordless(record: logging.LogRecord) -> logging.LogRecord:
    """A record without what people say, without folders of theirs, and of a bug without messages and values.

    Our own sentences hold no words of others; those of libraries quote what they were given.
    """
    said = record.getMessage()
    text = getattr(record, "wordless", None) or (
        said if record.name.startswith("app.") else _QUOTED.sub("“…”", said)
    )
    if record.exc_info and record.exc_info[1] is not None:
        text = f"{text}\n{without_values(record.exc_info[1])}"
    text = text.replace(str(Path.home()), "~")
    made = logging.LogRecord(record.name, record.levelno, "", 0, "%s", (text,), None)
    made.created, made.msecs = record.created, record.msecs
    return made


class CountingHandler(logging.Handler):
    """Hands records on to `target`, but warnings and worse that come again only as a count, once a minute.

    Whoever connects makes the hub warn as fast as they can; a log must not grow as fast. `written` gives the
    record that is written, and counted, for each.
    """

    def __init__(
        self,
        target: logging.Handler,
        clock: Callable[[], float] = time.monotonic,
        written: Callable[[logging.LogRecord], logging.LogRecord] = lambda record: record,
    ) -> None:
        super().__init__()
        self._target = target
        self._written = written
        self._clock = clock
        self._repeats = Repeats()
        self._timer: threading.Timer | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """Write it, or count it."""
        record = self._written(record)
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
