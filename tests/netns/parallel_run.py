"""The tests of this folder run at the same time, in processes of their own: most of their time is waiting.

The first of them starts another pytest, with pytest-xdist, for all that were selected; each then takes over
what that reports of it. One alone, and all with --pdb, run as other tests do.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from xdist.scheduler import LoadScopeScheduling

from tests.netns.network import remove_leftovers

PROCESSES = 5  # more, and who is tested waits for a processor
PATIENCE = 280.0  # seconds until what is not reported of has failed: less than `timeout` of pyproject.toml
# Each of these in one process: test_diagnosis shares one network, test_doors takes a processor for itself.
IN_ONE_PROCESS = ("test_diagnosis.py", "test_doors.py")

_REPORTS = "HUBBUB_NETNS_REPORTS"  # in the environment: the file for the reports, each a line of JSON
_PR_SET_PDEATHSIG = 1  # prctl(2)


class ParallelRun:
    """Another pytest that runs tests, and what it has reported so far."""

    def __init__(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        self._config = config
        self._folder = tempfile.TemporaryDirectory()
        path, self._output = (Path(self._folder.name, name) for name in ("reports", "output"))
        path.touch()
        self._lines, self._rest = path.open(), ""
        self._reports: dict[str, list[pytest.TestReport]] = {}
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
        command += ["-n", str(min(PROCESSES, len(items))), "--dist", "load"]
        with self._output.open("w") as output:
            self._process = subprocess.Popen(
                [*command, *(item.nodeid for item in items)],
                cwd=config.rootpath,
                env=os.environ | {_REPORTS: str(path)},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
            )

    def reports_of(self, item: pytest.Item) -> list[pytest.TestReport]:
        """Wait until a test is over; gives the reports of its set-up, its call and its teardown."""
        until = time.monotonic() + PATIENCE
        while True:
            has_ended = self._process.poll() is not None
            self._read()
            found = self._reports.get(item.nodeid, [])
            if found and found[-1].when == "teardown":
                return found
            if found and found[-1].when not in ("setup", "call"):  # pytest-xdist's, of a process that crashed
                return [_failure(item, str(found[-1].longrepr))]
            if has_ended or time.monotonic() > until:
                return [_failure(item, f"nothing was reported of it:\n{self._output.read_text()}")]
            time.sleep(0.05)

    def _read(self) -> None:
        self._rest += self._lines.read()
        *lines, self._rest = self._rest.split("\n")
        for line in lines:
            data = json.loads(line)
            report = self._config.hook.pytest_report_from_serializable(config=self._config, data=data)
            self._reports.setdefault(report.nodeid, []).append(report)

    def close(self) -> None:
        """End it where it still runs, and what ran in its namespaces."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)  # as at a terminal: it ends what it has started
        self._process.wait()
        remove_leftovers()
        self._lines.close()
        self._folder.cleanup()


class Scheduling(LoadScopeScheduling):
    """Gives each process one test at a time, and those that belong together to one."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return file if file.endswith(IN_ONE_PROCESS) else nodeid


def is_part(config: pytest.Config) -> bool:
    """Whether this process runs tests for another one."""
    return _REPORTS in os.environ or hasattr(config, "workerinput")


def report(config: pytest.Config, made: pytest.TestReport) -> None:
    """Tell the process that waits for it, if there is one, what came of a step of a test."""
    if _REPORTS in os.environ and not hasattr(config, "workerinput"):
        data = config.hook.pytest_report_to_serializable(config=config, report=made)
        data.pop("node", None)  # pytest-xdist's, no value
        with Path(os.environ[_REPORTS]).open("a") as lines:
            lines.write(json.dumps(data) + "\n")


def end_with_parent() -> None:
    """Have this process interrupted when the one that started it ends, even if that was killed."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGINT)


def _failure(item: pytest.Item, why: str) -> pytest.TestReport:
    return pytest.TestReport(item.nodeid, item.location, {}, "failed", why, "call")
