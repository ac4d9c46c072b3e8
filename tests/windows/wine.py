"""A computer with Windows, as far as Wine is one: programs are started there and end with the test."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

import pytest

from tests.foreign.programs import PATIENCE, missing, require
from tests.headless_hub import ROOT

WINE = Path("/usr/lib/wine/wine64")  # Debian's wine64 puts no program on the path
SERVER = WINE.with_name("wineserver")
BUILD = Path(__file__).with_name("wine_python.sh")


def windows_path(path: Path) -> str:
    """How a Windows program names a file of this computer."""
    return "Z:" + str(path).replace("/", "\\")


class WindowsProgram:
    """One process under Wine."""

    def __init__(self, command: Sequence[str | Path], environment: Mapping[str, str]) -> None:
        # standard streams of Wine's Python have to be pipes
        self.process = subprocess.Popen(
            command,
            env=environment,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )

    def read_until(self, text: str) -> str:
        """Read what it prints until a line holds `text`; returns that line."""
        assert self.process.stdout is not None
        seen = []
        while line := self.process.stdout.readline():
            seen.append(line)
            if text in line:
                return line
        raise AssertionError(f"{text!r} was not printed: {seen}")

    def interrupt(self) -> int:
        """Press Ctrl+C; returns the exit status."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE)

    def wait(self) -> int:
        """Wait until it has ended by itself; returns the exit status."""
        return self.process.wait(PATIENCE)

    def end(self) -> None:
        """See that it is gone."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(PATIENCE)
        assert self.process.stdout is not None
        self.process.stdout.close()


class WindowsComputer:
    """A Wine prefix with a Windows Python and Hubbub's dependencies in it."""

    def __init__(self, display: Mapping[str, str], folders: pytest.TempPathFactory) -> None:
        """Make it by the recipe, unless HUBBUB_WINE_PYTHON names a folder where that was done before."""
        if not WINE.exists():
            missing("wine64 is not installed")
        for tool in ("x86_64-w64-mingw32-gcc", "unzip"):
            require(tool)
        if sys.version_info[:2] != (3, 11):
            missing("the recipe for a Windows Python borrows the library of Python 3.11")
        given = os.environ.get("HUBBUB_WINE_PYTHON")
        self.folder = Path(given) if given else folders.mktemp("windows")
        # DISPLAY has to be there when a prefix is made, or its programs show no windows
        environment = {name: value for name, value in display.items() if not name.startswith("QT_")}
        if not given:
            subprocess.run(
                ["bash", BUILD, self.folder, ROOT],
                env={**environment, "PYTHON": sys.executable},
                check=True,
                capture_output=True,
                timeout=600,
            )
        self.python = self.folder / "py" / "python.exe"
        self.environment = {
            **environment,
            "WINEPREFIX": str(self.folder / "prefix"),
            "WINEARCH": "win64",
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": "mscoree,mshtml=",
        }
        # Wine's services have the pipes of the program that first needed them, and whoever reads these waits
        # for their end as well: so the first has none, and they stay as long as the server does (-p)
        self._call_quietly(SERVER, "-p")
        if self._call_quietly(WINE, "wineboot") != 0:
            pytest.fail("Wine does not start")

    def run(
        self, *arguments: str | Path, offscreen: bool = False, patience: float = 600, niceness: int = 0
    ) -> subprocess.CompletedProcess[str]:
        """Run Windows' Python with these arguments to its end, behind others by `niceness`."""
        environment = dict(self.environment)
        if offscreen:  # Wine hides variables that begin with QT_, and hands these over under that name
            fonts = "Z:\\usr\\share\\fonts\\truetype\\noto"
            environment |= {"WINEQT_QPA_PLATFORM": "offscreen", "WINEQT_QPA_FONTDIR": fonts}
        command = ["nice", "-n", str(niceness), WINE, self.python, *arguments]
        with subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        ) as process:
            assert process.stdout is not None
            printed, deadline = bytearray(), time.monotonic() + patience
            # until the process ends, not its output: what it started may live on and hold that
            has_ended = False
            while _has_more(process.stdout, printed) or not has_ended:
                has_ended = process.poll() is not None
                if time.monotonic() > deadline:
                    process.kill()
                    pytest.fail(f"it did not end in {patience} s:\n{_text(printed)[-4000:]}")
            return subprocess.CompletedProcess(command, process.wait(), _text(printed))

    def start(self, program: Path, *arguments: str) -> WindowsProgram:
        """Start a Windows program."""
        return WindowsProgram([WINE, program, *arguments], self.environment)

    def start_hubbub(self, *arguments: str) -> WindowsProgram:
        """Start Hubbub from its sources."""
        return self.start(self.python, "main.py", *arguments)

    def close(self) -> None:
        """End what runs in the prefix, its services among it."""
        self._call_quietly(SERVER, "-k")

    def _call_quietly(self, *command: str | Path) -> int:
        """Call a program of Wine's with no streams of ours; returns its exit status."""
        nowhere = subprocess.DEVNULL
        run = subprocess.run(
            command,
            env=self.environment,
            stdin=nowhere,
            stdout=nowhere,
            stderr=nowhere,
            timeout=PATIENCE,
            check=False,
        )
        return run.returncode


def _has_more(pipe: IO[bytes], printed: bytearray) -> bool:
    """Read what there is into `printed`, waiting a moment for it; False where nothing came."""
    if not select.select([pipe], [], [], 0.1)[0]:
        return False
    more = os.read(pipe.fileno(), 65536)
    printed += more
    return bool(more)


def _text(printed: bytes) -> str:
    return printed.decode(errors="replace")
