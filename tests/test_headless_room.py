"""What a hub without a window does for its room once it listens: loaded behind that, and nothing is lost."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.headless_hub import PATIENCE, ROOT, HeadlessHub

# What announces and checks the room, and what else nobody needs before the first line is read.
_LATER = {
    "app.application.room_checker", "app.diagnosis", "app.discovery.service", "app.firewall",
    "app.headless_room", "app.net.announced_room", "app.net.discovery_sockets", "app.net.dns_sd",
    "app.net.host_services", "app.net.netwatch", "app.net.room_announcer", "app.room_report",
    "app.words.diagnosis_words",
    "asyncio", "cryptography", "logging.handlers", "pickle", "PySide6.QtDBus", "PySide6.QtGui", "zeroconf",
}  # fmt: skip
# Each costs half a millisecond until the hub listens: before there are more, look what could come later.
_MOST_MODULES = 185

_LISTENS = """
import gc, os, sys
from app.console import Console

def write(console, lines):
    assert next(iter(lines)).startswith("listening on ")
    # making its enumerations takes 15 ms
    qt = "Qt" if "Qt" in vars(sys.modules["PySide6.QtCore"]) else ""
    print(qt, not gc.isenabled(), *sys.modules, sep="\\n", flush=True)
    os._exit(0)
Console.write = write

from app.cli import main
sys.exit(main(["host", "--headless", "--listen", "127.0.0.1:0", "--data-dir", sys.argv[1]]))
"""

# what happens between both, and in what order the room is told of it
_MEANWHILE = """
import os, sys
from app.application.steps import Steps
from app.headless import HeadlessHost
from app.headless_room import HeadlessRoom
from app.hub.data.events import Joined, Said
from PySide6.QtCore import QTimer

begin = Steps.start
def start(steps):
    host = steps.parent()
    host._tell([Joined(0.0, "alice", "192.168.1.7", "#hubbub")])
    host._tell([Said(0.0, "alice", "#hubbub", "hello", "message")])
    assert len(host._happened) == 1  # what is said is no matter of the room's
    host._note_reached("192.168.1.5")
    begin(steps)
Steps.start = start

def told(name):
    does = getattr(HeadlessRoom, name)
    def tell(room, *args):
        does(room, *args)
        os.write(1, f"{name} {room._announced._register.people}\\n".encode())  # the console prints too
        if name == "note_reached":
            QTimer.singleShot(0, room.parent(), room.parent().stop)
    setattr(HeadlessRoom, name, tell)
for name in ("open", "take", "note_reached"):
    told(name)

from app.cli import main
sys.exit(main(["host", "--headless", "--listen", "127.0.0.1:0", "--data-dir", sys.argv[1]]))
"""

_NO_ROOM = """
import sys
from app.headless_room import HeadlessRoom

def open(room, *args):
    raise RuntimeError("a bug")
HeadlessRoom.open = open

from app.cli import main
sys.exit(main(sys.argv[1:]))
"""


def _run(code: str, folder: Path) -> str:
    command = [sys.executable, "-c", code, str(folder)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE)
    assert (run.returncode, run.stderr) == (0, "")
    return run.stdout


def test_what_announces_and_checks_the_room_is_not_loaded_before_the_hub_listens(tmp_path: Path) -> None:
    for _ in range(2):  # the first start makes the hub's key
        qt, is_without_cycles, *modules = _run(_LISTENS, tmp_path / "data").split("\n")
    assert (qt, is_without_cycles) == ("", "True")
    assert set(modules) & _LATER == set()
    own = {name for name in modules if name.partition(".")[0] == "app"}
    assert len(own) <= _MOST_MODULES, f"{len(own)} files of ours"


def test_what_happens_before_that_is_not_lost(tmp_path: Path) -> None:
    lines = _run(_MEANWHILE, tmp_path / "data").splitlines()
    told = [line for line in lines if line.startswith(("open", "take", "note_reached"))]
    assert told[:3] == ["open 0", "take 1", "note_reached 1"]


def test_a_bug_there_is_logged_and_the_hub_goes_on(tmp_path: Path) -> None:
    class BrokenHub(HeadlessHub):
        @staticmethod
        def program() -> list[str]:
            return [sys.executable, "-c", _NO_ROOM]

    with BrokenHub(environment={"PYTHONPATH": str(ROOT)}) as hub:
        assert hub.process.stderr is not None
        assert "neither announced nor checked" in hub.process.stderr.readline()
        with hub.member("alice") as alice:
            alice.send("QUIT")
            alice.rest()
        hub.read_until("alice is here")
