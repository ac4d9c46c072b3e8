"""What is logged, and where to."""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import guard, logs

ROOT = Path(__file__).parent.parent

_PROGRAM = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication, QTimer
from app import logs

logs.set_up("warning", Path(sys.argv[1]))
app = QCoreApplication([])
QTimer.singleShot(0, lambda: {}["lost"])
QTimer.singleShot(0, app.quit)
sys.exit(app.exec())
"""


def test_what_a_slot_raises_is_in_the_log_and_the_program_goes_on(tmp_path: Path) -> None:
    file = tmp_path / "log"
    run = subprocess.run([sys.executable, "-c", _PROGRAM, file], cwd=ROOT, check=False)
    assert run.returncode == 0
    logged = file.read_text()
    assert "app.logs: a bug" in logged
    assert "KeyError: 'lost'" in logged


SECRET = "swordfish, says mara"


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Path]:
    """The log of a data folder."""
    root = logging.getLogger()
    before = root.handlers[:]
    logs.keep(tmp_path / "data" / "hubbub.log")
    yield tmp_path / "data" / "hubbub.log"
    for handler in [one for one in root.handlers if one not in before]:
        root.removeHandler(handler)
        handler.close()


class Widget:
    """Where a bug is."""


def read_message(words: str) -> None:
    raise ValueError(f"cannot read {words}")


def test_the_log_that_is_kept_has_nobodys_words(kept: Path, caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(3):  # also in what is counted
        try:
            read_message(SECRET)
        except ValueError as error:
            guard.report(Widget(), "Timeline.paint", error)
        try:
            read_message(SECRET)
        except ValueError as error:
            logs.report_bug("a bug", error)
        try:
            read_message(SECRET)
        except ValueError:
            logging.getLogger("app.net.hub_server").exception("a bug in the hub")
    logging.getLogger("qt.default").warning("%s", f"QFont: no family \"{SECRET}\" in '{SECRET}'")
    logging.getLogger("app.application.program").warning("cannot write %s", Path.home() / "x.json")
    for handler in logging.getLogger().handlers:
        if isinstance(handler, logs.CountingHandler):
            handler.close()
    text = kept.read_text(encoding="utf-8")
    assert SECRET in caplog.text, "somebody who looks at a terminal sees it"
    assert "swordfish" not in text
    assert "read_message" in text
    assert "a bug in Timeline.paint" in text
    assert "QFont: no family “…” in “…”" in text
    assert str(Path.home()) not in text
    assert f"~{Path('/x.json')}" in text
    guard_log = logging.getLogger("app.guard")
    for handler in guard_log.handlers:
        getattr(handler, "take", list)()


@pytest.mark.skipif(sys.platform == "win32", reason="file modes are those of POSIX")
def test_it_is_its_owners(kept: Path) -> None:
    assert kept.stat().st_mode & 0o777 == 0o600
    assert kept.parent.stat().st_mode & 0o777 == 0o700


def test_it_stays_small(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = logging.getLogger("app.net")
    log.setLevel(logging.INFO)
    for number in range(12_000):
        log.info("line %d %s", number, "x" * 100)
    log.setLevel(logging.NOTSET)
    files = sorted(path.name for path in kept.parent.iterdir())
    assert files == ["hubbub.log", "hubbub.log.1"]
    assert all((kept.parent / name).stat().st_size <= logs.KEPT_BYTES for name in files)


_THREADS = """
import gc, sys, threading
from pathlib import Path
from app import logs

logs.set_up("warning", None)
logs.keep(Path(sys.argv[1]))
logs.take_bugs_of_threads()

class Odd:
    def __del__(self):
        raise KeyError(sys.argv[2])

def work():
    raise RuntimeError(sys.argv[2])

thread = threading.Thread(target=work, name="archive")
thread.start()
thread.join()
Odd()
gc.collect()
"""


def test_what_ends_a_thread_or_an_object_is_in_the_log(tmp_path: Path) -> None:
    file = tmp_path / "log"
    command = [sys.executable, "-c", _THREADS, file, SECRET]
    run = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    assert run.returncode == 0
    logged = file.read_text()
    assert "a bug in the thread archive" in logged
    assert "RuntimeError" in logged
    assert "a bug at the end of an object" in logged
    assert SECRET not in logged
    assert SECRET in run.stderr
