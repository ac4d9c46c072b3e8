"""From the first frame of a window to its program: what is loaded when, and what is wanted meanwhile."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.headless_hub import PATIENCE, ROOT, free_port

# Each costs half a millisecond until the window is seen: before there are more, look what could come later.
_MOST_AT_FIRST = 190
_MOST_OF_A_STEP = 24  # at half a millisecond each: a click waits until a step is over

_FIRST = """
import os, sys
from app.application.first_page import FirstPage

def show(page):
    print(*sys.modules, sep="\\n", flush=True)
    os._exit(0)
FirstPage.show = show

from app.cli import main
sys.exit(main([]))
"""

_STEPS = """
import os, sys
from app.application.steps import Steps

def ours():
    return sum(name.partition(".")[0] == "app" for name in sys.modules)

taken = []
take = Steps._take
def take_and_count(steps):
    before = ours()
    take(steps)
    taken.append(ours() - before)
    if steps._is_over:
        print(*taken, flush=True)
        os._exit(0)
Steps._take = take_and_count

from app.cli import main
sys.exit(main([]))
"""

# what a person does with the first page right after it is shown, before there is a program
_AT_ONCE = """
import os, sys
from PySide6.QtCore import QObject, QTimer
from app.application.first_page import FirstPage
from app.application.program import Program

def act(first):
    first.page.set_name("Mara")
    {does}

show = FirstPage.show
def show_and_act(first):
    show(first)
    act(first)
FirstPage.show = show_and_act

begin = Program.start
def start_and_look(program):
    begin(program)
    program.looking = QTimer(program, interval=10)
    program.looking.timeout.connect(lambda: look(program))
    program.looking.start()
def look(program):
    if {seen}:
        print({told}, flush=True)
        program.end()
Program.start = start_and_look

from app.cli import main
sys.exit(main(sys.argv[1:]))
"""


def _run(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    homes = {f"XDG_{kind}_HOME": str(folder / kind) for kind in ("CONFIG", "DATA", "CACHE", "STATE")}
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "HOME": str(folder), **homes}
    command = [sys.executable, "-c", code]
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=PATIENCE
    )


def _does(folder: Path, does: str, seen: str, told: str) -> str:
    """What is told of the program, once it is so, after something was done at once."""
    run = _run(_AT_ONCE.format(does=does, seen=seen, told=told), folder)
    assert run.returncode == 0, run.stderr
    return run.stdout.strip()


def test_little_is_loaded_until_the_window_is_seen(tmp_path: Path) -> None:
    run = _run(_FIRST, tmp_path)
    assert run.returncode == 0, run.stderr
    own = {name for name in run.stdout.split() if name.partition(".")[0] == "app"}
    assert len(own) <= _MOST_AT_FIRST, f"{len(own)} files of ours"
    assert (
        own & {"app.models.room", "app.application.program", "app.ui.window.room_page", "app.net.link"}
        == set()
    )


def test_no_step_behind_it_loads_much(tmp_path: Path) -> None:
    run = _run(_STEPS, tmp_path)
    assert run.returncode == 0, run.stderr
    assert max(map(int, run.stdout.split())) <= _MOST_OF_A_STEP, run.stdout


def test_a_room_that_is_hosted_at_once_opens(tmp_path: Path) -> None:
    does = f"card = first.page.host_card; card.port.set_text('{free_port()}'); card.submitted.emit()"
    told = _does(tmp_path, does, "program.window.current_room is not None", "program.hosted_hub.is_open")
    assert told == "True"


def test_who_joins_at_once_is_told_what_comes_of_it(tmp_path: Path) -> None:
    field = "program.page.join_card.address"
    does = f"first.page.join_at('127.0.0.1:{free_port()}')"
    assert "127.0.0.1" in _does(tmp_path, does, f"{field}.error()", f"{field}.error()")


def test_a_name_that_is_typed_at_once_is_kept(tmp_path: Path) -> None:
    does = "first.page.set_name('Tove')"
    assert _does(tmp_path, does, "program.saver is not None", "program.settings.name") == "Tove"


def test_who_is_let_in_is_kept_when_it_is_chosen_at_once(tmp_path: Path) -> None:
    does = "first.page.host_card.newcomers_changed.emit('ask')"
    assert _does(tmp_path, does, "program.saver is not None", "program.settings.newcomers") == "ask"


def test_a_shortcut_that_is_pressed_at_once_is_heard(tmp_path: Path) -> None:
    does = (
        "from PySide6.QtTest import QTest; from PySide6.QtCore import Qt; "
        "QTest.keyClick(first.window, Qt.Key.Key_Slash, Qt.KeyboardModifier.ControlModifier)"
    )
    sheet = "any(type(one).__name__ == 'ShortcutsSheet' for one in program.window.findChildren(QObject))"
    assert _does(tmp_path, does, sheet, sheet) == "True"


def test_a_window_that_is_closed_at_once_ends(tmp_path: Path) -> None:
    code = _AT_ONCE.format(
        does="QTimer.singleShot(0, first.window, first.window.close)", seen="False", told="0"
    )
    run = _run(code, tmp_path)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")


def test_a_bug_in_making_it_is_told_and_ends_it(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "from app.application.program import Program\n"
        "def build(program):\n"
        "    raise RuntimeError('a bug')\n"
        "    yield\n"
        "Program.build = build\n"
        "from app.cli import main\n"
        "sys.exit(main([]))\n"
    )
    run = _run(code, tmp_path)
    assert run.returncode == 1
    assert "RuntimeError: a bug" in run.stderr
