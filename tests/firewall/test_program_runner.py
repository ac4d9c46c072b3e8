"""Programs that are started and not waited for."""

from __future__ import annotations

import sys

import pytest
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


def test_one_runs_after_the_other(qtbot: QtBot) -> None:
    told: list[ProgramResult] = []
    runner = ProgramRunner()
    for number in (1, 2):
        runner.run([sys.executable, "-c", f"print({number})"], told.append, patience=60_000)
    runner.run(["/nowhere/program"], told.append, patience=60_000)
    qtbot.waitUntil(lambda: len(told) == 3)
    assert [one.output.strip() for one in told] == ["1", "2", ""]
    assert [one.status for one in told] == [0, 0, 127]


def test_it_may_go_as_soon_as_it_has_told(qtbot: QtBot) -> None:
    for _ in range(20):
        assert run(qtbot, [sys.executable, "-S", "-c", ""]).status == 0


@pytest.mark.qt_log_ignore("Destroyed while process")
def test_it_may_go_while_a_program_runs(qtbot: QtBot) -> None:
    runner = ProgramRunner()
    runner.run([sys.executable, "-c", "import time; time.sleep(600)"], print, patience=60_000)
    with qtbot.waitSignal(runner.destroyed):
        runner.deleteLater()
