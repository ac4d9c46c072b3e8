"""Programs that are started and not waited for."""

from __future__ import annotations

import sys

from pytestqt.qtbot import QtBot

from app.firewall.program_runner import ProgramResult, ProgramRunner


def run(qtbot: QtBot, command: list[str], patience: int = 60_000) -> ProgramResult:
    told: list[ProgramResult] = []
    runner = ProgramRunner()
    runner.run(command, told.append, patience=patience)
    assert told == []
    qtbot.waitUntil(lambda: bool(told))
    return told[0]


def test_its_output_and_its_status_are_told(qtbot: QtBot) -> None:
    script = "import sys; print('grüße'); print('x', file=sys.stderr); sys.exit(sys.stdin.read() == '' and 3)"
    assert run(qtbot, [sys.executable, "-X", "utf8", "-c", script]) == ProgramResult(3, "grüße\n")


def test_a_program_that_is_not_there_ends_as_in_a_shell(qtbot: QtBot) -> None:
    assert run(qtbot, ["/nowhere/program"]) == ProgramResult(127)


def test_one_that_takes_too_long_is_ended(qtbot: QtBot) -> None:
    found = run(qtbot, [sys.executable, "-c", "import time; time.sleep(600)"], patience=50)
    assert found.status == 1
