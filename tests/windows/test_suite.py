"""The tests that need no program of others, run by a Windows Python."""

from __future__ import annotations

import re

import pytest

from tests.windows.wine import WindowsComputer

pytestmark = [pytest.mark.foreign, pytest.mark.windows, pytest.mark.timeout(900)]

# What is pure, what touches files, and the doors of the hub with real sockets. Left out: what takes
# minutes (journeys), and what starts processes by the ways of Unix.
PURE = [
    "tests/irc",
    "tests/hub",
    "tests/client",
    "tests/store",
    "tests/security",
    "tests/web",
    "tests/models",
    "tests/pair",
    "tests/application",
    "tests/test_settings.py",
    "tests/test_cli.py",
    "tests/test_console.py",
    "tests/test_hosted_rooms.py",
    "tests/test_logs.py",
]
SOCKETS = [
    "tests/net/test_tls_handshake.py",
    "tests/net/test_hosting.py",
    "tests/net/test_room_password.py",
    "tests/net/test_pending_connection.py",
    "tests/net/test_socket_stream.py",
]


@pytest.mark.parametrize("which", [PURE, SOCKETS], ids=["pure", "sockets"])
def test_the_tests_pass(which: list[str], windows: WindowsComputer) -> None:
    run = windows.run(
        *["-m", "pytest", "-q", "-m", "not foreign", "-p", "no:cacheprovider"],
        *["--basetemp", r"C:\users\root\Temp\hubbub", *which],
        offscreen=True,
        patience=500,
    )
    assert run.returncode == 0, run.stdout[-8000:]
    counts = re.search(r"(\d+) passed(?:, (\d+) skipped)?", run.stdout)
    assert counts is not None, run.stdout[-2000:]
    assert int(counts[1]) > 20 * int(counts[2] or 0), "most of them have something to say on Windows"
