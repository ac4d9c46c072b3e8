"""What is said again and again is counted, on the console and in the log."""

from __future__ import annotations

import io
import logging
import threading
from collections.abc import Iterator

import pytest

from app import logs
from app.console import Console
from app.hub.data.events import Connected, HubEvent, Refused, Said
from app.logs import CountingHandler
from app.repeats import DIFFERENT, MOST_KINDS, PERIOD, Repeats

NOON = 1_700_000_000.0


class TestRepeats:
    def test_a_text_is_said_once_then_counted_and_told_after_a_minute(self) -> None:
        repeats = Repeats()
        assert [repeats.is_new("a", "knock", float(second)) for second in range(10)] == [True, *[False] * 9]
        assert repeats.due(PERIOD - 1) == []
        assert repeats.due(PERIOD) == [("a", "… 9 times more in the last minute: knock")]
        assert repeats.due(PERIOD * 3) == []
        assert repeats.is_new("a", "knock", PERIOD * 3)

    def test_what_was_said_once_is_told_no_more(self) -> None:
        repeats = Repeats()
        assert repeats.is_new("a", "knock", 0.0)
        assert repeats.due(PERIOD) == []

    def test_however_many_different_texts_there_are_few_are_said(self) -> None:
        repeats = Repeats()
        said = [repeats.is_new("a", f"knock {number}", 0.0) for number in range(5000)]
        assert said.count(True) == DIFFERENT
        [(_kind, text)] = repeats.due(PERIOD)
        assert text == f"… {5000 - DIFFERENT} others like it in the last minute, such as: knock 4999"

    def test_kinds_are_counted_apart_and_bounded(self) -> None:
        repeats = Repeats()
        for number in range(MOST_KINDS * 2):
            assert repeats.is_new(f"kind {number}", "knock", 0.0)
        assert not repeats.is_new("kind 0", "knock", 0.0)
        assert repeats.rest() == [("kind 0", "… once more in the last minute: knock")]
        assert repeats.rest() == []

    def test_a_clock_that_goes_back_ends_the_period(self) -> None:
        repeats = Repeats()
        repeats.is_new("a", "knock", 1000.0)
        repeats.is_new("a", "knock", 1000.0)
        assert len(repeats.due(500.0)) == 1


class TestConsole:
    def told(self, *turns: tuple[float, list[HubEvent]]) -> list[str]:
        stream = io.StringIO()
        console = Console(stream)
        for now, happened in turns:
            console.tell(happened, now)
        console.close()
        return [line.partition(" ")[2] for line in stream.getvalue().splitlines()]

    def test_who_knocks_without_end_makes_three_lines_a_minute(self) -> None:
        knocks: list[HubEvent] = []
        for number in range(400):
            knocks += [Connected(NOON, number, "10.0.0.9"), Refused(NOON, "10.0.0.9", "full")]
        assert self.told((NOON, knocks), (NOON + 59, []), (NOON + 60, [])) == [
            "connection from 10.0.0.9",
            "refused 10.0.0.9 (full)",
            "… 399 times more in the last minute: connection from 10.0.0.9",
            "… 399 times more in the last minute: refused 10.0.0.9 (full)",
        ]

    def test_what_was_counted_is_told_at_the_end_too(self) -> None:
        told = self.told((NOON, [Connected(NOON, number, "10.0.0.9") for number in range(3)]))
        assert told == [
            "connection from 10.0.0.9",
            "… 2 times more in the last minute: connection from 10.0.0.9",
        ]

    def test_what_people_say_is_never_counted(self) -> None:
        assert len(self.told((NOON, [Said(NOON, "bob", "#a", "ha", "message")] * 5))) == 5


class TestLog:
    @pytest.fixture
    def log(self) -> Iterator[logging.Logger]:
        self.now = 0.0
        self.stream = io.StringIO()
        target = logging.StreamHandler(self.stream)
        target.setFormatter(logging.Formatter("%(levelname)s %(name)s: %(message)s"))
        self.handler = CountingHandler(target, lambda: self.now)
        logger = logging.getLogger("tests.repeats")
        logger.propagate = False
        logger.setLevel(logging.DEBUG)
        logger.addHandler(self.handler)
        yield logger
        logger.removeHandler(self.handler)
        self.handler.close()

    def lines(self) -> list[str]:
        return self.stream.getvalue().splitlines()

    def test_a_warning_that_comes_again_is_counted_under_its_own_name(self, log: logging.Logger) -> None:
        for _ in range(413):
            log.warning("a connection was refused: %s", "full")
        self.now = PERIOD
        self.handler.tell_due()
        assert self.lines() == [
            "WARNING tests.repeats: a connection was refused: full",
            "WARNING tests.repeats: … 412 times more in the last minute: a connection was refused: full",
        ]

    def test_less_than_warnings_is_all_written(self, log: logging.Logger) -> None:
        for _ in range(5):
            log.info("a step")
        assert self.lines() == ["INFO tests.repeats: a step"] * 5

    def test_one_bug_has_one_trace_and_another_bug_its_own(self, log: logging.Logger) -> None:
        for error in (ValueError("a"), ValueError("a"), ValueError("b")):
            log.error("a bug", exc_info=error)
        assert self.stream.getvalue().count("ValueError: a") == 1
        assert self.stream.getvalue().count("ValueError: b") == 1

    def test_a_trace_is_written_once(self, log: logging.Logger) -> None:
        for _ in range(3):
            log.error("a bug:\n%s", "Traceback\n  File 1\nValueError: a\n")
        self.now = PERIOD
        self.handler.tell_due()
        told = "ERROR tests.repeats: … 2 times more in the last minute: a bug: … ValueError: a"
        assert self.lines()[-1] == told
        assert len(self.lines()) == 5 + 1  # a line end of its own behind the trace

    def test_counts_are_written_although_nothing_else_happens(
        self, log: logging.Logger, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        written = threading.Event()
        monkeypatch.setattr(logs, "PERIOD", 0.001)
        self.handler._tell = lambda lines: written.set() if lines else None  # type: ignore[method-assign]
        log.warning("knock")
        self.now = PERIOD
        self.handler._repeats.is_new("WARNING/x/knock", "knock", 0.0)
        self.handler._repeats.is_new("WARNING/x/knock", "knock", 0.0)
        log.warning("knock")
        assert written.wait(30)

    def test_the_end_writes_what_was_counted(self, log: logging.Logger) -> None:
        log.error("knock")
        log.error("knock")
        log.removeHandler(self.handler)
        self.handler.close()
        assert self.lines()[-1] == "ERROR tests.repeats: … once more in the last minute: knock"
