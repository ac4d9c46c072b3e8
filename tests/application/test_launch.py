from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from tests.headless_hub import PATIENCE, ROOT, Member, free_port

_SESSION_ENDS = """
import os, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from app.application.program import Program

def end_session(app):
    if Path(sys.argv[1]).exists():
        # as Qt does it when Windows ends the session: the process is gone when this returns
        app.aboutToQuit.emit()
        os._exit(7)

start = Program.start
def start_and_wait(program):
    start(program)
    program.timer = QTimer(program, interval=20)
    program.timer.timeout.connect(lambda: end_session(QApplication.instance()))
    program.timer.start()
Program.start = start_and_wait

from app.cli import main
sys.exit(main(["host", "--room", "Club", "--listen", f"127.0.0.1:{sys.argv[2]}", "--data-dir", sys.argv[3]]))
"""


def test_guests_are_told_when_the_session_ends(tmp_path: Path) -> None:
    port = free_port()
    command = [sys.executable, "-c", _SESSION_ENDS, str(tmp_path / "end"), str(port), str(tmp_path / "data")]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "HOME": str(tmp_path)}
    with subprocess.Popen(command, cwd=ROOT, env=environment) as window:
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                guest = Member(port, "alice")
                break
            except OSError:
                assert window.poll() is None
                assert time.monotonic() < deadline
        with guest:
            (tmp_path / "end").touch()
            assert "The host closed the room" in guest.rest()
        assert window.wait(PATIENCE) == 7
