"""The server console: a line for every kind of event, safe to print, never in the hub's way."""

from __future__ import annotations

import dataclasses
import io
import queue
import threading
from pathlib import Path
from typing import get_type_hints

import pytest

from app import console
from app.hub.data import events
from app.hub.data.storage_errors import (
    Content,
    FileReason,
    StorageFailure,
    StorageProblem,
    unusable,
)

EVENTS = [
    kind for kind in vars(events).values() if isinstance(kind, type) and issubclass(kind, events.HubEvent)
]


def sample(kind: type[events.HubEvent]) -> events.HubEvent:
    """An event whose every text tries to paint the terminal red."""
    values: dict[object, object] = {str: "\x1b[31mred\u202e", int: 1, float: 1_700_000_000.0, bool: True}
    red = "\x1b[31mred\u202e"
    failure = StorageFailure(StorageProblem.BEGUN_ANEW, {"path": Path(red), "aside": red})
    values |= {StorageFailure: failure, StorageFailure | None: failure}
    hints = get_type_hints(kind)
    return kind(*(values[hints[one.name]] for one in dataclasses.fields(kind)))


@pytest.mark.parametrize("kind", [kind for kind in EVENTS if kind is not events.HubEvent])
def test_every_kind_of_event_has_a_line_without_control_characters(kind: type[events.HubEvent]) -> None:
    assert kind in console._LINES
    line = console.line_of(sample(kind))
    assert line.isprintable()
    assert "\\x1b[31mred\\u202e" in line or kind in (events.OwnerProved, events.HistoryGivenUp)


@pytest.mark.parametrize(
    ("event", "words"),
    [
        (events.Quit(0.0, "bob", "10.0.0.2", "tea time"), "bob is gone, from 10.0.0.2 (tea time)"),
        (events.Quit(0.0, "bob", "10.0.0.2", ""), "bob is gone, from 10.0.0.2"),
        (events.Said(0.0, "bob", "#room", "hi", "message"), "#room <bob> hi"),
        (events.Said(0.0, "bob", "#room", "waves", "action"), "#room * bob waves"),
        (events.Said(0.0, "bob", "#room", "hi", "notice"), "#room -bob- hi"),
        (events.TopicSet(0.0, "#room", "", "bob"), "bob removed the topic of #room"),
        (events.RoomTitled(0.0, "Robots", "mara"), "mara calls the room Robots now"),
        (events.RoomTitled(0.0, "Robots", ""), "the room is called Robots"),
        (events.OperatorLogin(0.0, "bob", "root", False), "bob failed to become an operator as root"),
        (events.OwnerProved(0.0, 1, ""), "a connection proved to be the host"),
        (
            events.NotKept(0.0, unusable(Content.MESSAGES, Path("history.sqlite"), FileReason.FULL)),
            "The messages in history.sqlite cannot be used: the disk is full. "
            "Nothing that is said is passed on until it can be kept again.",
        ),
        (events.NotKept(0.0, None), "what is said is kept and passed on again"),
    ],
)
def test_lines_read_like_sentences(event: events.HubEvent, words: str) -> None:
    assert console.line_of(event)[9:] == words


def test_what_is_written_before_the_end_is_printed() -> None:
    stream = io.StringIO()
    one = console.Console(stream)
    one.write(["first", "second"])
    one.write(["third"])
    one.close()
    assert stream.getvalue() == "first\nsecond\nthird\n"


class Stuck(io.StringIO):
    """A pipe that nobody reads until `reader` is set."""

    def __init__(self) -> None:
        super().__init__()
        self.reader = threading.Event()

    def write(self, text: str) -> int:
        self.reader.wait()
        return super().write(text)


def test_a_stuck_reader_costs_lines_and_learns_how_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(console, "QUEUE_LIMIT", 2)
    stream = Stuck()
    one = console.Console(stream)
    for number in range(10):
        one.write([str(number)])
    stream.reader.set()
    while one._left_out:
        one.write(["after"])
    one.close()
    printed = stream.getvalue().splitlines()
    assert printed[0] == "0"
    assert printed[-1] == "after"
    assert any("were left out, nobody read them" in line for line in printed)


class Counted(io.StringIO):
    """Has what was written at once, piece by piece."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self.has_some = threading.Event()

    def flush(self) -> None:
        self.pieces.append(self.getvalue())
        self.truncate(0)
        self.seek(0)
        self.has_some.set()


def test_a_line_is_printed_at_once_and_those_soon_after_it_together(monkeypatch: pytest.MonkeyPatch) -> None:
    pause_over = threading.Event()
    monkeypatch.setattr("app.console.time.sleep", lambda _seconds: pause_over.wait(60.0))
    stream = Counted()
    one = console.Console(stream)
    one.write(["first"])
    assert stream.has_some.wait(60.0)
    one.write(["second"])
    one.write(["third", "fourth"])
    pause_over.set()
    one.close()
    assert stream.pieces == ["first\n", "second\nthird\nfourth\n"]


def test_an_end_that_is_asked_for_while_lines_are_taken_is_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Or the program would wait for a thread that waits for lines."""
    is_taking, is_last_put = threading.Event(), threading.Event()

    class Slow(queue.SimpleQueue):  # type: ignore[type-arg]
        def put(self, item: str | None, block: bool = True, timeout: float | None = None) -> None:
            super().put(item, block, timeout)
            if is_taking.is_set():
                is_last_put.set()

        def empty(self) -> bool:
            is_taking.set()
            is_last_put.wait(10)
            return super().empty()

    monkeypatch.setattr("app.console.queue.SimpleQueue", Slow)
    stream = io.StringIO()
    one = console.Console(stream)
    one.write(["a line"])
    assert is_taking.wait(10)
    one.close()
    assert not one._thread.is_alive()
    assert stream.getvalue() == "a line\n"


def test_every_line_has_the_second_in_which_it_happened() -> None:
    stream = io.StringIO()
    one = console.Console(stream)
    moments = (59.9, 60.0, 60.9, 3600.0)
    one.tell([events.Said(moment, "bob", "#room", "hi", "message") for moment in moments], 3600.0)
    one.close()
    minutes = [line.split()[0][3:] for line in stream.getvalue().splitlines()]
    assert minutes == ["00:59", "01:00", "01:00", "00:00"]


class Gone(io.StringIO):
    def write(self, _text: str) -> int:
        raise BrokenPipeError


def test_a_reader_that_is_gone_ends_the_printing_only() -> None:
    one = console.Console(Gone())
    one.write(["anybody?"])
    one._thread.join(20)
    assert not one._thread.is_alive()
    one.write(["nobody"])
    one.close()
