"""When what this computer keeps cannot be read or written: a sentence, and the room all the same."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.journeys.people import Person

Make = Callable[..., Person]
ROOT = Path(__file__).parents[2]


def kept(folder: Path) -> list[str]:
    """What a file holds while a program may be writing it."""
    path = folder / "archive.sqlite"
    if not path.exists():
        return []
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=5)) as file:
            return [text for (text,) in file.execute("SELECT text FROM lines WHERE text <> '' ORDER BY id")]
    except sqlite3.OperationalError:  # its tables are being made
        return []


def talks(host: Person, one: Person) -> None:
    """Somebody comes in and something is said."""
    one.enters(f"127.0.0.1:{host.port}")
    host.says("the window works on")
    one.sees("the window works on")


def test_a_damaged_file_is_set_aside_and_a_new_one_begun(person: Make) -> None:
    host, mara = person("Ian"), person("Mara")
    host.hosts("Robotics club")
    talks(host, mara)
    mara.leaves()
    file = mara.folder / "archive.sqlite"
    file.write_bytes(b"not a database " * 1000)
    again = person("Mara", again=mara)
    again.until(lambda: "was damaged" in again.notice())
    assert "archive.sqlite.damaged" in again.notice()
    assert (mara.folder / "archive.sqlite.damaged").read_bytes().startswith(b"not a database")
    again.enters(f"127.0.0.1:{host.port}")
    again.sees("the window works on")  # the host has it
    host.says("kept again")
    again.sees("kept again")
    again.leaves()
    assert kept(mara.folder)[-1] == "kept again"


def test_without_a_place_for_the_file_the_room_is_open_all_the_same(person: Make) -> None:
    host, mara = person("Ian"), person("Mara")
    host.hosts("Robotics club")
    mara.leaves()
    file = mara.folder / "archive.sqlite"
    file.unlink()
    file.mkdir()  # nothing can be written there
    again = person("Mara", again=mara)
    again.until(lambda: "only until Hubbub is closed" in again.notice())
    talks(host, again)


def test_a_file_that_another_program_holds_is_told_and_written_later(
    person: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.application.archive.archive_worker.RETRY_MS", 50)
    host, mara = person("Ian"), person("Mara")
    host.hosts("Robotics club")
    mara.enters(f"127.0.0.1:{host.port}")
    mara.until(mara.program.local_history.archive.is_idle)
    with closing(sqlite3.connect(mara.folder / "archive.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        host.says("while it is held")
        mara.sees("while it is held")
        mara.until(lambda: "another program is using it" in mara.notice())
        other.execute("ROLLBACK")
    mara.until(lambda: kept(mara.folder) == ["while it is held"])


@pytest.mark.skipif(
    sys.platform != "linux", reason="kill -9 is POSIX's, and the folders are named as Linux does"
)
def test_a_killed_window_has_kept_what_was_said(person: Make, tmp_path: Path) -> None:
    host = person("Ian")
    host.hosts("Robotics club")
    home = tmp_path / "home"
    command = [sys.executable, str(ROOT / "main.py"), "join", f"127.0.0.1:{host.port}", "--name", "Mara"]
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_DATA_HOME": str(home / "data"),
        "TMPDIR": str(tmp_path),  # no other window of this computer is meant
    }
    with subprocess.Popen(command, env=environment, cwd=ROOT) as window:
        host.sees_people("Ian", "Mara")
        host.says("before the kill")
        host.until(lambda: "before the kill" in kept(home / "data" / "hubbub"))
        window.kill()
    host.sees_people("Ian")
    mara = person("Mara", again=home / "data" / "hubbub")
    mara.until(lambda: mara.program.local_history.archive.is_ready)
    assert mara.notice() == ""
    [known] = mara.program.local_history.archive.all_known()
    mara.window.show_room(mara.program.local_history.offline.open(known, "Mara"))
    mara.sees("before the kill")
