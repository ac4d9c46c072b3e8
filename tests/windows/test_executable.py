"""The executables for Windows: built by Windows' Python, started, joined by programs of this computer."""

from __future__ import annotations

import contextlib
import itertools
import os
import secrets
import socket
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.exceptions import TimeoutError
from pytestqt.qtbot import QtBot

from app.security.certificate import load_or_make
from app.ui.window.link_view import Security
from tests.foreign.programs import PATIENCE, turn_idle, wait_for
from tests.headless_hub import free_port
from tests.journeys.people import Person
from tests.screens import press, shows, titles, types
from tests.windows.wine import WindowsComputer, WindowsProgram, windows_path

pytestmark = [pytest.mark.foreign, pytest.mark.windows, pytest.mark.screen, pytest.mark.timeout(600)]

MB = 1_000_000
_TRIES, _TRY_MS = 3, 20_000
Run = Callable[..., WindowsProgram]
Make = Callable[..., Person]


@pytest.fixture(scope="module")
def dist(windows: WindowsComputer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What README's command builds there, or what it built before, in the folder HUBBUB_WINDOWS_DIST."""
    if given := os.environ.get("HUBBUB_WINDOWS_DIST"):
        return Path(given)
    folder = tmp_path_factory.mktemp("executable")
    built = windows.run(
        *["-m", "PyInstaller", "--noconfirm", "--distpath", windows_path(folder / "dist")],
        *["--workpath", windows_path(folder / "build"), "resources/packaging/hubbub.spec"],
    )
    assert built.returncode == 0, built.stdout[-4000:]
    return folder / "dist"


@pytest.fixture
def run(windows: WindowsComputer, dist: Path) -> Iterator[Run]:
    """Starts an executable, as `run("hubbub/hubbub.exe", "host")`, with a profile of its own or the named."""
    running: list[WindowsProgram] = []
    stem, numbers = secrets.token_hex(4), itertools.count(1)

    def begin(program: str, *arguments: str, profile: str = "") -> WindowsProgram:
        own = ["--profile", f"{stem}-{profile or next(numbers)}"] if arguments[:1] == ("host",) else []
        running.append(windows.start(dist / program, *own, *arguments))
        return running[-1]

    yield begin
    for one in running:
        one.end()


class Member:
    """A guest over TLS that is not ours: lines to and from a hub."""

    def __init__(self, port: int, folder: Path, nick: str) -> None:
        identity = load_or_make(folder, nick, nick, now=time.time())
        pem = folder / f"{nick}.pem"
        pem.write_bytes(identity.key_pem + identity.certificate_pem)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        context.load_cert_chain(pem)
        self.socket = context.wrap_socket(socket.create_connection(("127.0.0.1", port), PATIENCE))
        self._lines = self.socket.makefile(encoding="utf-8", newline="\r\n")

    def says(self, *lines: str) -> None:
        self.socket.sendall("".join(f"{line}\r\n" for line in lines).encode())

    def hears(self, words: str) -> str:
        """The next line with these words."""
        return next(line for line in self._lines if words in line)

    def registers(self, nick: str) -> None:
        """Log in by the certificate and enter the room."""
        self.says("CAP REQ sasl", f"NICK {nick}", f"USER {nick} 0 * :{nick}", "AUTHENTICATE EXTERNAL")
        self.hears("AUTHENTICATE +")
        self.says("AUTHENTICATE +")
        self.hears(" 903 ")
        self.says("CAP END")
        self.hears(" 366 ")

    def close(self) -> None:
        self._lines.close()
        self.socket.close()


def test_both_forms_are_of_the_size_that_readme_tells(dist: Path) -> None:
    folder = sum(file.stat().st_size for file in (dist / "hubbub").rglob("*") if file.is_file())
    assert folder < 100 * MB
    assert (dist / "hubbub-one-file.exe").stat().st_size < 40 * MB
    names = {file.name.lower() for file in (dist / "hubbub").rglob("*")}
    assert {"hubbub.exe", "hubbub-cli.exe", "qwindows.dll", "libssl-3.dll"} <= names
    assert not names & {"opengl32sw.dll", "qschannelbackend.dll", "qopensslbackend.dll"}


def test_the_twin_for_consoles_prints(run: Run) -> None:
    version = run("hubbub/hubbub-cli.exe", "--version")
    assert version.read_until("Hubbub ")
    assert version.wait() == 0
    wrong = run("hubbub/hubbub-cli.exe", "--bogus")
    assert "--bogus" in wrong.read_until("hubbub:")
    assert wrong.wait() == 2


def test_without_a_console_a_wrong_argument_is_told_in_a_box(
    windows: WindowsComputer, dist: Path, display: dict[str, str]
) -> None:
    # by the shell, as a double-click: what is started by its name has this process' streams
    started = windows.start(Path("start"), "/wait", windows_path(dist / "hubbub" / "hubbub.exe"), "--bogus")
    try:
        shows(display, "Hubbub")
        assert started.process.poll() is None
        press(display, "Hubbub", "Return")
        assert started.wait() == 2
    finally:
        started.end()


def test_a_hub_without_a_window_takes_a_guest_with_a_certificate(run: Run, tmp_path: Path) -> None:
    hub = run("hubbub/hubbub-cli.exe", "host", "--headless", "--listen", "127.0.0.1:0")
    port = int(hub.read_until("listening on").rpartition(":")[2])
    with contextlib.closing(Member(port, tmp_path, "bob")) as bob:
        assert bob.socket.version() == "TLSv1.3"
        bob.registers("bob")
        assert hub.interrupt() == 0
        assert "closed the room" in bob.hears("ERROR")


def test_the_window_hosts_again_what_was_said_before(
    run: Run, person: Make, display: dict[str, str], qtbot: QtBot
) -> None:
    title, port = "Chess — Hubbub", free_port()
    host = [
        "hubbub/hubbub.exe",
        "host",
        "--room",
        "Chess",
        "--listen",
        f"127.0.0.1:{port}",
        "--name",
        "Wanda",
    ]
    first = run(*host, profile="host")
    shows(display, title)
    bob = person("bob")
    bob.enters(f"127.0.0.1:{port}")
    assert bob.window.page.link_view(bob.room).security is not Security.NOT_ENCRYPTED
    bob.sees_people("Wanda", "bob")
    bob.says("hello to Windows")
    _types_until_read(display, title, "hello to Linux", bob, qtbot)
    bob.sees("hello to Windows", "hello to Linux")

    _quits(first, display, title)
    bob.sees("The host closed the room")

    again = run(*host, profile="host")
    shows(display, title)
    eve = person("eve")
    eve.enters(f"127.0.0.1:{port}")
    assert eve.window.page.link_view(eve.room).security is not Security.NOT_ENCRYPTED
    eve.sees("bob: hello to Windows", "Wanda: hello to Linux")
    _quits(again, display, title)
    eve.sees("The host closed the room")


def test_the_form_in_one_file_hosts_too(run: Run, display: dict[str, str], tmp_path: Path) -> None:
    port = free_port()
    host = ["host", "--room", "Go", "--listen", f"127.0.0.1:{port}", "--name", "Wanda"]
    run("hubbub-one-file.exe", *host)
    shows(display, "Go — Hubbub")
    wait_for(lambda: _answers(port), lambda: "nobody listens", turn_idle)
    with contextlib.closing(Member(port, tmp_path, "eve")) as eve:
        eve.registers("eve")
        eve.says("NAMES #go")
        assert "Wanda" in eve.hears(" 353 ")


def _types_until_read(display: dict[str, str], title: str, text: str, reader: Person, qtbot: QtBot) -> None:
    """Type a line, once more where a key was lost."""
    for _ in range(_TRIES - 1):
        types(display, title, text)
        with contextlib.suppress(TimeoutError):
            qtbot.waitUntil(lambda: any(text in line for line in reader.lines()), timeout=_TRY_MS)
            return
    types(display, title, text)


def _quits(program: WindowsProgram, display: dict[str, str], title: str) -> None:
    """Quit while others are in the room; once more where a key was lost, which asks anew."""
    for _ in range(_TRIES):
        if title in titles(display):
            press(display, title, "ctrl+q", "Tab", "Return")  # Cancel has the focus
        with contextlib.suppress(subprocess.TimeoutExpired):
            assert program.process.wait(_TRY_MS / 1000) == 0
            return
    pytest.fail(f"{title!r} does not end")


def _answers(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False
