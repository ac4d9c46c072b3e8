"""`nearby`: what it prints of a room, and what is asked of it on the command line."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from app import launch_options
from app.arguments import UsageError
from app.discovery.announcement import Lock
from app.discovery.sightings import Place
from app.launch_options import NearbyOptions
from app.nearby import Printer
from tests.discovery.rooms import fingerprint, nearby

LOCKED = nearby(2, lock=Lock.PASSWORD, people=1, places=(Place("fd00::2", 7000),))


def never() -> None:
    raise AssertionError("somebody reads it")


def test_each_room_is_a_line_once(capsys: pytest.CaptureFixture[str]) -> None:
    printer = Printer(as_json=False, gone=never)
    printer.show([nearby(1)])
    printer.show([nearby(1, people=3), LOCKED])
    assert capsys.readouterr().out.splitlines() == [
        f"Room 1\t192.168.1.2:6667\t2 people\topen\t{fingerprint(1)}",
        f"Room 2\t[fd00::2]:7000\t1 person\tpassword\t{fingerprint(2)}",
    ]
    assert printer.found == {fingerprint(1), fingerprint(2)}


def test_each_room_is_an_object_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    Printer(as_json=True, gone=never).show([LOCKED])
    assert json.loads(capsys.readouterr().out) == {
        "name": "Room 2",
        "by": "Mara",
        "host": "fd00::2",
        "port": 7000,
        "people": 1,
        "lock": "password",
        "fingerprint": fingerprint(2),
    }


def test_when_nobody_reads_it_any_more_it_ends_without_a_word() -> None:
    code = (
        "import sys\n"
        "from app.nearby import Printer\n"
        "from tests.discovery.rooms import nearby\n"
        "sys.stdin.readline()\n"
        "gone = []\n"
        "printer = Printer(as_json=False, gone=lambda: gone.append(1))\n"
        "printer.show([nearby(1), nearby(2)])\n"
        "sys.exit(len(gone))\n"
    )
    ran = subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=Path(__file__).parent.parent,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert ran.stdin is not None
    assert ran.stdout is not None
    assert ran.stderr is not None
    ran.stdout.close()
    ran.stdin.write(b"go\n")
    ran.stdin.close()
    with ran.stderr:
        assert ran.stderr.read() == b""
    assert ran.wait() == 1


def test_how_long_to_look_is_asked() -> None:
    assert launch_options.parse(["nearby"]).nearby == NearbyOptions(seconds=3.0, json=False)
    chosen = launch_options.parse(["nearby", "--seconds", "0.5", "--json"]).nearby
    assert chosen == NearbyOptions(seconds=0.5, json=True)


@pytest.mark.parametrize("seconds", ["0", "-1", "nan", "inf", "x", "1e9"])
def test_no_time_to_look_is_refused(seconds: str) -> None:
    with pytest.raises(UsageError):
        launch_options.parse(["nearby", f"--seconds={seconds}"])
