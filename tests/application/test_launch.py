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

# What only a host, somebody who joins, or whoever is told something needs; it comes with the first of them.
_LATER = {
    "app.application.hosting_parts", "app.application.join_diagnosis", "app.application.room_checker",
    "app.application.sharing", "app.net.file_transfer",
    "app.client.features.wish_table", "app.client.handlers", "app.client.session",
    "app.diagnosis.rules", "app.diagnosis.search_check",
    "app.firewall.system_firewall", "app.hub.commands", "app.hub.dispatcher", "app.hub.hub",
    "app.hub.telling", "app.net.connection_check", "app.net.hosting", "app.net.listeners",
    "app.net.mdns_services", "app.net.nearby_check", "app.store.hub_storage",
    "app.ui.notifications.session_bus", "app.web.site", "app.words.diagnosis_words",
    "app.words.firewall_words",
    "asyncio", "certifi", "confusable_homoglyphs", "cryptography", "h11", "jeepney", "OpenSSL",
    "precis_i18n", "scramp", "segno", "spake2", "wsproto", "zeroconf",
}  # fmt: skip
# Each costs half a millisecond until the window stands: before there are more, look what could come later.
_MOST_MODULES = 500

_STARTS = """
import os, sys
from app.application.program import Program

start = Program.start
def start_and_tell(program):
    start(program)
    assert program.window.isVisible()
    print(*sys.modules, sep="\\n", flush=True)
    os._exit(0)
Program.start = start_and_tell

from app.cli import main
sys.exit(main([]))
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


def test_what_a_window_needs_later_is_not_loaded_for_its_start(tmp_path: Path) -> None:
    homes = {f"XDG_{kind}_HOME": str(tmp_path / kind) for kind in ("CONFIG", "DATA", "CACHE", "STATE")}
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "HOME": str(tmp_path), **homes}
    for _ in range(2):  # the first launch ever makes the person's key
        run = subprocess.run(
            [sys.executable, "-c", _STARTS], cwd=ROOT, env=environment, capture_output=True, text=True
        )
        assert run.returncode == 0, run.stderr
    loaded = set(run.stdout.split())
    assert loaded & _LATER == set()
    own = {name for name in loaded if name.partition(".")[0] == "app"}
    assert len(own) <= _MOST_MODULES, f"{len(own)} files of ours"
