"""What ends the program leaves a report in the data folder, without anybody's words, for the next start.

Crashes of libraries are written by Python's faulthandler, exceptions by `write`. Being killed is no crash.
"""

from __future__ import annotations

import contextlib
import faulthandler
import platform
import time
from pathlib import Path
from typing import TextIO

from PySide6 import __version__ as qt_version

from app import __version__
from app.security import private_files
from app.security.security_errors import SecurityError
from app.tracebacks import without_folders, without_values

REPORTS = 5  # are kept; the oldest goes
_NAME = "crash-"


class CrashReports:
    """The reports of one kind of program, "window" or "hub", in one data folder."""

    def __init__(self, folder: Path, kind: str) -> None:
        self._folder = folder
        self._trace = folder / f"{kind}.trace"  # is there while the program runs
        self._file: TextIO | None = None

    def start(self) -> Path | None:
        """Begin to watch; gives the report of how the program ended the last time, None where it ended well.

        Without a folder to write into nothing is watched.
        """
        try:
            private_files.make_folder(self._folder)
            report = self._of_last_time()
            head = f"Hubbub {__version__}, Python {platform.python_version()}, Qt {qt_version}, {_system()}\n"
            private_files.replace(self._trace, head.encode())
            self._file = self._trace.open("a", encoding="utf-8")
        except (OSError, SecurityError):
            return None
        faulthandler.enable(self._file)
        return report

    def write(self, error: BaseException) -> None:
        """Report what ends the program now."""
        if self._file is not None:
            with contextlib.suppress(OSError, ValueError):
                self._file.write(f"{without_values(error)}\n")
                self._file.flush()
            self._close()

    def end(self) -> None:
        """The program ends as it should: nothing is reported."""
        if self._file is not None:
            self._close()
            with contextlib.suppress(OSError):
                self._trace.unlink(missing_ok=True)

    def _close(self) -> None:
        if self._file is not None:
            faulthandler.disable()
            self._file.close()
            self._file = None

    def _of_last_time(self) -> Path | None:
        try:
            text = self._trace.read_text(encoding="utf-8", errors="replace")
            ended = time.localtime(self._trace.stat().st_mtime)
        except FileNotFoundError:
            return None
        head, _, rest = text.partition("\n")
        if not rest.strip():
            return None
        report = self._folder / f"{_NAME}{time.strftime('%Y-%m-%d-%H%M%S', ended)}.txt"
        private_files.replace(report, f"{head}\n\n{without_folders(rest)}".encode())
        for old in sorted(self._folder.glob(f"{_NAME}*.txt"))[:-REPORTS]:
            old.unlink(missing_ok=True)
        return report


def _system() -> str:
    return f"{platform.system()} {platform.release()} {platform.machine()}"
