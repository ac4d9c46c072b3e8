"""What every test shares: no screen, no user's own folders, no locale surprises, no bug that Qt hides."""

from __future__ import annotations

import gc
import logging
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import settings
from PySide6.QtCore import QCoreApplication, QEvent, QLocale
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.application.garbage_collection import YoungCollector
from app.net.discovery_sockets import DiscoverySockets
from app.net.dns_sd import DnsSd
from app.net.network_check import NetworkCheck
from app.net.ping import PingRun

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# How long an example takes is the machine's business.
settings.register_profile("hubbub", deadline=None)
settings.load_profile("hubbub")
# A fifth of the examples, for `-m "not slow"`: the whole run has them all.
settings.register_profile("quick", deadline=None, max_examples=20)

# The families whose tests take seconds each: whole programs, processes, many random lines. They are what
# `-m "not slow"` leaves out, beside what needs programs of others, a screen or network namespaces.
SLOW = {"journeys", "fuzz", "durability", "bench", "foreign", "test_headless.py", "test_adduser.py"}
# Single files that wait for real deadlines, each of which is held in memory too: a cut cable (tests/pair).
SLOW_FILES = {"net/test_cut.py"}
ELSEWHERE = ("foreign", "netns", "screen", "windows")  # marks of what not every computer has
ROOT = Path(__file__).parent

PATIENCE = 60_000  # ms until what a test waits for fails it: as much as a machine needs that does ten things


def pytest_configure(config: pytest.Config) -> None:
    """Try fewer examples where somebody wants to know soon; the tests take it over as they are read."""
    if "not slow" in config.option.markexpr:
        settings.load_profile("quick")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give the families their marks by where they are."""
    for item in items:
        place = item.path.relative_to(ROOT) if item.path.is_relative_to(ROOT) else Path("/")
        family = place.parts[0]
        if family == "journeys":
            item.add_marker("journey")
        is_slow = family in SLOW or place.as_posix() in SLOW_FILES
        if is_slow or any(item.get_closest_marker(name) for name in ELSEWHERE):
            item.add_marker("slow")


def pytest_collection_finish() -> None:
    """Let Python search no more among what lives to the end: it cost an eighth of the time."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    """Delete what a test was done with: Qt puts that off to the next loop, and dresses it anew until then."""
    yield
    if "qapp" in getattr(item, "fixturenames", ()):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


class PatientBot(QtBot):
    """Waits as long as things may take on a busy machine; what happens soon costs nothing."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = PATIENCE) -> None:
        for pause in range(1, 10):  # most things take a millisecond, and the other looks every ten only
            with suppress(AssertionError):
                if callback() in (True, None):
                    return
            self.wait(pause)
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal: object, *, timeout: int = PATIENCE, **how: object) -> object:
        return super().waitSignal(signal, timeout=timeout, **how)

    def waitSignals(self, signals: list[object], *, timeout: int = PATIENCE, **how: object) -> object:
        return super().waitSignals(signals, timeout=timeout, **how)

    def waitExposed(self, widget: QWidget, *, timeout: int = PATIENCE) -> object:
        return super().waitExposed(widget, timeout=timeout)

    def waitActive(self, widget: QWidget, *, timeout: int = PATIENCE) -> object:
        return super().waitActive(widget, timeout=timeout)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    """As pytest-qt has it, with more patience."""
    return PatientBot(request)


@pytest.fixture
def locale() -> Iterator[Callable[[str], None]]:
    """Sets how days, times and numbers are written, as `locale("en_US")`: computers differ in that."""
    before = QLocale()
    yield lambda name: QLocale.setDefault(QLocale(name))
    QLocale.setDefault(before)


@pytest.fixture(params=["en_GB", "en_US", "ar_EG"])
def every_locale(request: pytest.FixtureRequest, locale: Callable[[str], None]) -> None:
    """For tests of what tells times: 24 hours; twelve and a space that does not break; other digits."""
    locale(request.param)


@pytest.fixture
def english(locale: Callable[[str], None]) -> None:
    """Days and months have English names, numbers the digits from 0 to 9."""
    locale("en_GB")


@pytest.fixture(autouse=True)
def garbage_is_found_in_this_thread(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let Python search for unreachable cycles beside other threads as it does under a window."""
    if "qapp" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("qapp")
    collector = YoungCollector()
    yield
    del collector
    gc.enable()


@pytest.fixture(autouse=True)
def nobodys_key_store(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep away from the passwords of whoever runs the tests: there is no key store."""

    def fail() -> None:
        raise OSError("no key store in tests")

    monkeypatch.setattr("app.security.key_store._backend", fail)


@pytest.fixture(autouse=True)
def no_logs_stay() -> Iterator[None]:
    """Close what a test had the log written to: its stream ends with the test, and records would fail."""
    root = logging.getLogger()
    before = root.handlers[:]
    yield
    for handler in [one for one in root.handlers if one not in before]:
        root.removeHandler(handler)
        handler.close()


@pytest.fixture(autouse=True)
def no_beacon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep rooms of tests from the networks of this computer, and the rooms there from the tests.

    Who tests the beacon's own sockets has a fixture of this name that does nothing.
    """
    monkeypatch.setattr(DiscoverySockets, "open", lambda _sockets, *, asks: None)


@pytest.fixture(autouse=True)
def no_dns_sd(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same of DNS-SD."""
    monkeypatch.setattr(DnsSd, "open", lambda _dns_sd: None)


@pytest.fixture(autouse=True)
def no_pings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask nobody on this computer's networks whether they are there, when a test's room is not."""
    monkeypatch.setattr(NetworkCheck, "ask", lambda _check, **_asked: None)
    monkeypatch.setattr(PingRun, "start", lambda _ping: None)


class BugReports(logging.Handler):
    """What `app.guard` reported during a test, as texts with their tracebacks."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.texts.append(record.getMessage())

    def take(self) -> list[str]:
        """All of them, which are then meant to be there."""
        texts, self.texts = self.texts, []
        return texts


@pytest.fixture(autouse=True)
def bug_reports() -> Iterator[BugReports]:
    """Makes a test fail for each exception that was kept from Qt, unless the test takes it."""
    reports = BugReports()
    log = logging.getLogger("app.guard")
    log.addHandler(reports)
    yield reports
    log.removeHandler(reports)
    assert not reports.texts, "\n".join(reports.texts)
