"""What ends the program leaves a report for the next start, and never what people have said."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from app.crash_reports import REPORTS, CrashReports

ROOT = Path(__file__).parent.parent
SECRET = "swordfish-is-the-password"
RUN = """
import ctypes, os, sys
from pathlib import Path
from app.crash_reports import CrashReports

crashes = CrashReports(Path(sys.argv[1]), "window")
crashes.start()

def read_message(how):
    words = sys.argv[3]
    if how == "segfault":
        ctypes.string_at(0)
    if how == "abort":
        os.abort()
    if how == "qfatal":
        from PySide6.QtCore import qFatal
        qFatal(words)
    if how == "killed":
        os.kill(os.getpid(), 9)
    if how == "exception":
        try:
            raise ValueError(words)
        except ValueError as error:
            crashes.write(error)
            sys.exit(1)
    if how == "left":
        os._exit(1)

read_message(sys.argv[2])
crashes.end()
"""


def run(folder: Path, how: str) -> int:
    command = [sys.executable, "-c", RUN, str(folder), how, SECRET]
    return subprocess.run(command, cwd=ROOT, capture_output=True, check=False).returncode


def report_at_next_start(folder: Path) -> str | None:
    crashes = CrashReports(folder, "window")
    report = crashes.start()
    crashes.end()
    return None if report is None else report.read_text(encoding="utf-8")


@pytest.mark.parametrize("how", ["segfault", "abort", "qfatal", "exception"])
def test_a_crash_leaves_a_report_without_anybodys_words(tmp_path: Path, how: str) -> None:
    assert run(tmp_path, how) != 0
    report = report_at_next_start(tmp_path)
    assert report is not None
    assert report.startswith("Hubbub ")
    assert "PySide" in report or "Qt 6" in report
    assert "read_message" in report or how == "exception"
    assert SECRET not in report
    assert str(ROOT) not in report
    assert report_at_next_start(tmp_path) is None, "it is told once"
    assert len(list(tmp_path.glob("crash-*.txt"))) == 1


@pytest.mark.parametrize("how", ["well", "killed", "left"])
def test_a_good_end_and_being_killed_leave_none(tmp_path: Path, how: str) -> None:
    run(tmp_path, how)
    assert report_at_next_start(tmp_path) is None
    assert list(tmp_path.iterdir()) == []


def test_the_oldest_reports_go(tmp_path: Path) -> None:
    for number in range(REPORTS + 2):
        (tmp_path / f"crash-2025-01-0{number + 1}-120000.txt").touch()
    run(tmp_path, "abort")
    assert report_at_next_start(tmp_path) is not None
    names = sorted(path.name for path in tmp_path.iterdir())
    assert len(names) == REPORTS
    assert "crash-2025-01-01-120000.txt" not in names


def test_a_folder_that_cannot_be_written_to_is_no_reason_to_end(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    crashes = CrashReports(tmp_path / "file" / "below", "window")
    assert crashes.start() is None
    crashes.write(ValueError())
    crashes.end()
