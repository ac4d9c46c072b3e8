"""The tests that need no program of others, run by a Windows Python."""

from __future__ import annotations

import re

import pytest

from tests.windows.wine import WindowsComputer

pytestmark = [pytest.mark.foreign, pytest.mark.windows, pytest.mark.timeout(900)]

# The doors of the hub, with real sockets and TLS. CONTRIBUTING says how all else is run there by hand.
SOCKETS = [
    "tests/net/test_tls_handshake.py",
    "tests/net/test_hosting.py",
    "tests/net/test_room_password.py",
    "tests/net/test_pending_connection.py",
    "tests/net/test_socket_stream.py",
]


@pytest.mark.parametrize("which", [SOCKETS], ids=["sockets"])
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
