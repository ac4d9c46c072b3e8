"""A hub with a long history beside one with none: pages of CHATHISTORY over a socket, start-up, memory.

By hand: python -m tests.bench.history [--messages 1000000]
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from contextlib import closing
from pathlib import Path

from app.hub.data.ids import IdMaker
from app.hub.data.storage import HistoryEvent
from app.irc.servertime import format_time
from app.store.stored_history import StoredHistory
from tests.bench.usage import usage
from tests.durability.talkers import ROOM, Talker
from tests.headless_hub import HeadlessHub

PEOPLE = 50
EVERY_S = 6.0  # between two messages: 1,000,000 of them are 70 days
PER_TURN = 64
STARTS = 5
TRIES = 30


def fill(file: Path, messages: int, end: float) -> None:
    """Write a history of so many messages, the last of them at `end`."""
    ids, begin = IdMaker(), end - messages * EVERY_S
    with closing(StoredHistory(file)) as history:
        for number in range(messages):
            now = begin + number * EVERY_S
            who = f"person{number % PEOPLE}"
            text = f"message {number}, about as long as what people write to each other in a chat"
            event = HistoryEvent(
                msgid=ids.next(now),
                time=now,
                target=ROOM,
                source=f"{who}!{who}@192.168.1.{number % PEOPLE}",
                identity=who,
                command="PRIVMSG",
                params=(ROOM, text),
            )
            history.append(event)
            if number % PER_TURN == PER_TURN - 1:
                history.commit()
        history.commit()


def start_up(folder: Path) -> float:
    """Seconds from the command to the line that says it listens, the median of some starts."""
    taken = []
    for _ in range(STARTS):
        before = time.perf_counter()
        with HeadlessHub("--no-limits", data=folder):
            taken.append(time.perf_counter() - before)
    return statistics.median(taken)


def page(reader: Talker, words: str) -> tuple[float, int]:
    """Ask for a page: milliseconds from the question to the answer's last byte, and how many messages."""
    before = time.perf_counter()
    reader.send(f"CHATHISTORY {words}")
    answer = b""
    while b" BATCH -" not in answer[-100:] or not answer.endswith(b"\r\n"):
        answer += reader.socket.recv(1 << 16)
    return (time.perf_counter() - before) * 1000, answer.count(b" PRIVMSG ")


def measure_pages(reader: Talker, middle: float) -> None:
    """Print what pages cost at the end and in the middle."""
    moment = f"timestamp={format_time(middle)}"
    for name, reference in (("LATEST", "*"), ("BEFORE", moment), ("AROUND", moment)):
        for limit in (50, 1000):
            tries = [page(reader, f"{name} {ROOM} {reference} {limit}") for _ in range(TRIES)]
            times = sorted(taken for taken, _ in tries)
            cost = f"median {statistics.median(times):6.2f} ms, longest {times[-1]:6.2f} ms"
            print(f"  {name} {tries[0][1]:5} lines: {cost}")


def measure(folder: Path, messages: int) -> None:
    """Fill a hub's folder and print what it costs to have that history."""
    end = time.time()
    before = time.perf_counter()
    fill(folder / "history.sqlite", messages, end)
    size = (folder / "history.sqlite").stat().st_size / 1024**2
    print(f"{messages} messages: {size:.0f} MiB, written in {time.perf_counter() - before:.1f} s")
    print(f"  start-up: {start_up(folder):.2f} s")
    with HeadlessHub("--no-limits", data=folder) as hub, Talker(hub.port, "reader") as reader:
        print(f"  memory with one member: {usage(hub.process.pid).resident:.1f} MiB")
        if messages:
            measure_pages(reader, end - messages * EVERY_S / 2)
            print(f"  memory after these pages: {usage(hub.process.pid).resident:.1f} MiB")


def main() -> None:
    """Measure a hub without history and one with a long one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=1_000_000)
    asked = parser.parse_args()
    for messages in (0, 5000, asked.messages):
        with tempfile.TemporaryDirectory() as folder:
            measure(Path(folder), messages)


if __name__ == "__main__":
    main()
