"""The server console: one readable line per event of the hub; a slow reader never stops the hub.

Knows the hub's events only. Whatever came from the network is shown without control characters.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, TextIO

from app.hub.data import events
from app.repeats import Repeats
from app.words.system_words import storage_words

QUEUE_LIMIT = 2000  # turns; a pipe that nobody reads costs lines, not memory or the hub
LAST_WORDS_S = 1.0  # at the end: how long to wait for the reader
# After something was printed: what comes within it is printed together. Nobody reads faster, and in a busy
# room a thread that wakes up with each turn costs the hub more than all of its lines.
PAUSE_S = 0.05

# What anybody makes happen by connecting, and as fast as they connect.
_COUNTED = (events.Connected, events.Refused)

Line = Callable[[Any], str]


def readable(text: str) -> str:
    """`text` with everything that could move a terminal's cursor or reverse its line written as an escape."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)


def _because(reason: str) -> str:
    return f" ({readable(reason)})" if reason else ""


def _said(event: events.Said) -> str:
    if event.kind == "action":
        return readable(f"{event.target} * {event.nick} {event.text}")
    if event.kind == "notice":
        return readable(f"{event.target} -{event.nick}- {event.text}")
    return readable(f"{event.target} <{event.nick}> {event.text}")


def _operator(event: events.OperatorLogin) -> str:
    outcome = "is an operator now, as" if event.succeeded else "failed to become an operator as"
    return f"{readable(event.nick)} {outcome} {readable(event.name)}"


def _topic(event: events.TopicSet) -> str:
    if not event.topic:
        return f"{readable(event.by)} removed the topic of {readable(event.channel)}"
    return f"{readable(event.by)} set the topic of {readable(event.channel)}: {readable(event.topic)}"


_LINES: dict[type[events.HubEvent], Line] = {
    events.Connected: lambda e: f"connection from {readable(e.address)}",
    events.Refused: lambda e: f"refused {readable(e.address)}{_because(e.reason)}",
    events.Registered: lambda e: (
        f"{readable(e.nick)} is here, from {readable(e.address)}{_because(e.realname)}"
    ),
    events.OwnerProved: lambda e: f"{readable(e.nick) or 'a connection'} proved to be the host",
    events.Joined: lambda e: f"{readable(e.nick)} joined {readable(e.channel)} from {readable(e.address)}",
    events.Parted: lambda e: f"{readable(e.nick)} left {readable(e.channel)}{_because(e.reason)}",
    events.Kicked: lambda e: (
        f"{readable(e.by)} removed {readable(e.nick)} from {readable(e.channel)}{_because(e.reason)}"
    ),
    events.Quit: lambda e: f"{readable(e.nick)} is gone, from {readable(e.address)}{_because(e.reason)}",
    events.Said: _said,
    events.Renamed: lambda e: f"{readable(e.old)} is now called {readable(e.new)}",
    events.ChannelRenamed: lambda e: (
        f"{readable(e.by)} renamed {readable(e.old)} to {readable(e.new)}{_because(e.reason)}"
    ),
    events.RoomTitled: lambda e: (
        f"{readable(e.by)} calls the room {readable(e.title)} now"
        if e.by
        else f"the room is called {readable(e.title)}"
    ),
    events.TopicSet: _topic,
    events.ModeSet: lambda e: f"{readable(e.by)} changed {readable(e.channel)}: {readable(e.text)}",
    events.Invited: lambda e: f"{readable(e.by)} invited {readable(e.nick)} to {readable(e.channel)}",
    events.NotKept: lambda e: (
        f"{readable(storage_words(e.failure))} Nothing that is said is passed on until it can be kept again."
        if e.failure is not None
        else "what is said is kept and passed on again"
    ),
    events.HistoryLost: lambda e: readable(storage_words(e.failure)),
    events.HistoryGivenUp: lambda e: "what is said is passed on and not kept any more",
    events.OperatorLogin: _operator,
    events.CallbackTold: lambda e: (
        f"{readable(e.nick)} {'reached' if e.is_right else 'could not reach'} this room at "
        f"{readable(e.address)}, port {e.port}"
    ),
    events.Killed: lambda e: f"{readable(e.by)} threw out {readable(e.nick)}{_because(e.reason)}",
    events.Banned: lambda e: f"{readable(e.by)} banned {readable(e.nick)}{_because(e.reason)}",
    events.Unbanned: lambda e: f"{readable(e.by)} lifted the ban of {readable(e.nick)}",
}


def line_of(event: events.HubEvent) -> str:
    """The line for one event: local time, then who did what."""
    return _timed(event.time, _told(event))


def _told(event: events.HubEvent) -> str:
    words = _LINES.get(type(event))
    return words(event) if words is not None else readable(str(event))


def _timed(moment: float, text: str) -> str:
    return f"{_clock(int(moment))} {text}"


@lru_cache(maxsize=4)
def _clock(second: int) -> str:
    """The local time, the same for all that happens within a second."""
    return time.strftime("%H:%M:%S", time.localtime(second))


class Console:
    """Writes lines to a stream from a thread of its own; what a stuck reader cannot take is left out."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._waiting: queue.SimpleQueue[str | None] = queue.SimpleQueue()  # None is the last
        self._left_out = 0
        self._repeats = Repeats()
        self._thread = threading.Thread(target=self._run, name="console", daemon=True)
        self._thread.start()

    def tell(self, happened: Iterable[events.HubEvent], now: float) -> None:
        """Print a line for each event, but who comes and is refused again and again is counted.

        Call it now and then with nothing, for the counts. `now`: seconds since 1970, as of events.
        """
        lines = [_timed(now, text) for _kind, text in self._repeats.due(now)]
        for event in happened:
            text = _told(event)
            if not isinstance(event, _COUNTED) or self._repeats.is_new(type(event).__name__, text, now):
                lines.append(_timed(event.time, text))
        if lines:
            self.write(lines)

    def write(self, lines: Iterable[str]) -> None:
        """Print `lines` soon, together."""
        text = "\n".join([*lines, ""])
        if self._left_out:
            text = f"... {self._left_out} pieces were left out, nobody read them\n{text}"
        if self._waiting.qsize() >= QUEUE_LIMIT:
            self._left_out += 1
            return
        self._waiting.put(text)
        self._left_out = 0

    def close(self) -> None:
        """Write what is left, as far as the reader takes it."""
        if rest := self._repeats.rest():
            self.write(_timed(time.time(), text) for _kind, text in rest)
        self._waiting.put(None)
        self._thread.join(LAST_WORDS_S)

    def _run(self) -> None:
        is_over = False
        while not is_over:
            found = [self._waiting.get()]
            while not self._waiting.empty():
                found.append(self._waiting.get())
            is_over = None in found
            try:
                self._stream.write("".join(filter(None, found)))
                self._stream.flush()
            except (OSError, ValueError):
                return  # the reader is gone; the hub goes on without it
            time.sleep(PAUSE_S)  # not by a deadline, which a clock that is put wrong moves
