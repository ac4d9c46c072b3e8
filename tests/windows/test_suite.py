"""The tests that need no program of others, run by a Windows Python."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from tests.windows.wine import WindowsComputer

pytestmark = [pytest.mark.foreign, pytest.mark.windows, pytest.mark.timeout(1900)]

# What is pure, what touches files, and the program without its windows.
PURE = [
    *("tests/irc", "tests/hub", "tests/client", "tests/pair", "tests/store", "tests/security", "tests/web"),
    *("tests/models", "tests/application", "tests/diagnosis", "tests/discovery"),
    *("tests/test_settings.py", "tests/test_cli.py", "tests/test_console.py", "tests/test_logs.py"),
    "tests/test_hosted_rooms.py",
]
# Connections by real sockets, with and without TLS, where a system shows itself: made, kept, full, ended.
SOCKETS = [
    "tests/net/test_tls_handshake.py",
    "tests/net/test_hosting.py",
    "tests/net/test_room_password.py",
    "tests/net/test_pending_connection.py",
    "tests/net/test_socket_stream.py",
    "tests/net/test_listeners.py",
    "tests/net/test_slow_readers.py",
    "tests/net/test_tcp_connect.py",
    "tests/net/test_single_instance.py",
]
# Left out: windows, journeys and what waits for real deadlines. CONTRIBUTING says how they are run by hand.
HOW = [
    *("-v", "-n", "2", "--dist", "loadfile", "-m", "not slow", "-p", "no:cacheprovider"),
    # each test would have a thread for that, which Wine is slow to make: the run as a whole has an end
    *("-o", "timeout=0"),
]


Run = subprocess.CompletedProcess[str]


@pytest.fixture(scope="session")
def suite(windows: WindowsComputer) -> Iterator[Future[Run]]:
    """The run, which goes on beside the other tests: it takes as long as a quarter of all of them."""
    with ThreadPoolExecutor(1) as thread:
        call = ["-m", "pytest", *HOW, "--basetemp", r"C:\users\root\Temp\hubbub", *PURE, *SOCKETS]
        run = thread.submit(windows.run, *call, offscreen=True, patience=1800, niceness=5)
        yield run
        if not run.done():
            windows.close()


def test_the_suite_begins(suite: Future[Run]) -> None:
    assert suite.running()


def test_the_suite_passes(suite: Future[Run]) -> None:
    run = suite.result()
    assert run.returncode == 0, run.stdout[-8000:]
    counts = re.search(r"(\d+) passed(?:, (\d+) skipped)?", run.stdout)
    assert counts is not None, run.stdout[-2000:]
    assert int(counts[1]) > 6000
    assert int(counts[1]) > 100 * int(counts[2] or 0), "nearly all of them have something to say on Windows"
