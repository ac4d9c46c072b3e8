"""The same evenings on a real X server, and the program as people start it: by its own process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import __version__
from tests.foreign.programs import PATIENCE, require, turn_idle, wait_for
from tests.headless_hub import free_port
from tests.screens import screen, shows, titles

pytestmark = [pytest.mark.foreign, pytest.mark.screen, pytest.mark.timeout(1500)]

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def display(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The environment of a screen of our own: Xvfb with a window manager."""
    with screen() as environment:
        yield environment


def test_the_journeys_pass_on_a_real_screen(display: dict[str, str]) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/journeys"],
        cwd=ROOT,
        env=display,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout[-4000:]
    assert " passed" in run.stdout


@pytest.fixture(params=["source", "executable"])
def program(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """How the program is started: from the sources, or the executable that PyInstaller makes of them."""
    if request.param == "source":
        return [sys.executable, str(ROOT / "main.py")]
    built: Path = request.getfixturevalue("executable")
    return [str(built)]


@pytest.fixture(scope="module")
def executable(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built program, or the one that HUBBUB_EXECUTABLE names."""
    given = os.environ.get("HUBBUB_EXECUTABLE")
    if given:
        return Path(given)
    beside = Path(sys.executable).with_name("pyinstaller")
    tool = str(beside) if beside.exists() else require("pyinstaller")
    folder = tmp_path_factory.mktemp("build")
    spec = ROOT / "resources" / "packaging" / "hubbub.spec"
    subprocess.run(
        [tool, "--noconfirm", "--distpath", folder / "dist", "--workpath", folder / "work", spec],
        check=True,
        capture_output=True,
        cwd=ROOT,
    )
    return folder / "dist" / "hubbub" / "hubbub"


def test_two_copies_meet_as_processes_of_their_own(
    program: list[str], display: dict[str, str], tmp_path: Path
) -> None:
    environment = {**display, "XDG_CONFIG_HOME": str(tmp_path / "c"), "XDG_DATA_HOME": str(tmp_path / "d")}
    port = str(free_port())
    hosting = ["host", "--room", "Chess after lunch", "--listen", f"127.0.0.1:{port}", "--name", "Mara"]
    joining = ["--profile", "second", "join", f"127.0.0.1:{port}", "--name", "bob"]
    host = subprocess.Popen([*program, *hosting], env=environment)
    guest = None
    try:
        shows(environment, "Chess after lunch — Hubbub")
        guest = subprocess.Popen([*program, *joining], env=environment)
        wait_for(
            lambda: titles(environment).count("Chess after lunch — Hubbub") == 2,
            lambda: f"the guest is not in: {titles(environment)}",
            turn_idle,
        )
        again = subprocess.run(
            [*program, "--profile", "second"], env=environment, timeout=PATIENCE, check=False
        )
        assert again.returncode == 0, "a second launch of the same profile only raises the window"
        assert len(titles(environment)) == 2
        link = [*program, "--profile", "second", "open", "--", f"hubbub://127.0.0.1:{port}/chess-after-lunch"]
        assert subprocess.run(link, env=environment, timeout=PATIENCE, check=False).returncode == 0
        assert len(titles(environment)) == 2, "and so does a link"
    finally:
        for process in (guest, host):
            if process is not None:
                process.send_signal(signal.SIGTERM)
                process.wait(PATIENCE)


def test_the_executable_says_its_version(executable: Path) -> None:
    for form in (executable, *executable.parent.parent.glob("hubbub-one-file*")):
        told = subprocess.run(
            [form, "--version"], capture_output=True, text=True, timeout=PATIENCE, check=False
        )
        assert (told.returncode, told.stdout, told.stderr) == (0, f"Hubbub {__version__}\n", "")


def test_the_executable_carries_licences_and_no_part_of_qt_that_it_does_not_use(executable: Path) -> None:
    inside = {path.name for path in (executable.parent / "_internal").rglob("*")}
    assert {"LGPL-3.0.txt", "qt-third-party.txt", "VERSIONS.txt"} <= inside
    assert not [name for name in inside if name.endswith(".qm") or "Qml" in name or "Quick" in name]
    assert not {"opengl32sw.dll", "libqlinuxfb.so", "libqgtk3.so", "qdirect2d.dll"} & inside
    if sys.platform.startswith("linux"):
        assert {"libqxcb.so", "libqwayland.so", "libxdg-shell.so", "libqsvgicon.so"} <= inside


def test_the_executable_hosts_without_a_window(executable: Path, tmp_path: Path) -> None:
    port = free_port()
    command = [executable, "host", "--headless", "--listen", f"127.0.0.1:{port}", "--data-dir", tmp_path]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as hub:
        assert hub.stdout is not None
        assert hub.stdout.readline() == f"listening on 127.0.0.1:{port}\n"
        hub.send_signal(signal.SIGTERM)
        assert hub.wait(PATIENCE) == 0
