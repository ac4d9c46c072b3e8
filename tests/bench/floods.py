"""Floods against a real headless hub: how long everybody else waits, and what the hub's memory grows by.

    python -m tests.bench.floods                                   # this program
    python -m tests.bench.floods --root /path/to/another/checkout --python /path/to/its/python
    python -m tests.bench.floods --flood who --flood names --members 200 --seconds 5

Each flood meets a fresh hub with all default limits, members of the room and channels. Some connections of
one address (127.0.0.99) say the same line as fast as they may; two people at other addresses talk meanwhile,
and the time from a message to its arrival is measured. Members and talkers come from further loopback
addresses, which count like those of a network. Figures of one machine: compare what one run measured.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import re
import selectors
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from tests.headless_hub import ROOT

PATIENCE = 90.0  # after which a message is given up
PER_ADDRESS = 40  # connections and, at once, what they may make
BURST = 38  # lines that a connection may say at once, and some left for what it says at login
RATE = 5.0  # lines a second after that
ROOM = "#hubbub"
FLOODER = "127.0.0.99"
CAPS = "batch server-time message-tags draft/chathistory"


@dataclass(frozen=True, slots=True)
class Flood:
    """A line that many say at once. `reads`: whether they take the answers. `once`: only the burst."""

    name: str
    line: str
    reads: bool
    once: bool = False
    lines: int = BURST
    talk: bool = False  # a hundred messages of 16 KiB were said in the room before


def spellings(name: str) -> Iterator[str]:
    """The ways to spell a channel with small and capital letters."""
    for letters in product(*((char.upper(), char) for char in name[1:])):
        yield "#" + "".join(letters)


MASKS = ",".join(f"*{one}*{other}" for one, other in list(product("bcdfghklmn", repeat=2))[:98])
FLOODS = [
    Flood("list", f"LIST {MASKS}", reads=True),
    Flood("who", f"WHO {'*e' * 122}b", reads=True),
    Flood("names", "NAMES " + ",".join(list(spellings(ROOM))[:62]), reads=False, once=True),
    Flood("names-read", "NAMES " + ",".join(list(spellings(ROOM))[:62]), reads=True),
    Flood("room", f"WHO {ROOM}", reads=True),
    Flood("talk", f"PRIVMSG {ROOM} :{'x' * 400}", reads=True),
    Flood("history", f"CHATHISTORY LATEST {ROOM} * 1000", reads=False, once=True, lines=26, talk=True),
    Flood("history-read", f"CHATHISTORY LATEST {ROOM} * 1000", reads=True, lines=26, talk=True),
]


class Readers:
    """Reads many sockets in a thread of its own and throws away what comes, but looks for words in it."""

    def __init__(self) -> None:
        self._selector = selectors.DefaultSelector()
        self._lock = threading.Lock()
        self._seen = threading.Condition(self._lock)
        self._counts: dict[tuple[socket.socket, bytes], int] = {}
        self._is_over = False
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def add(self, one: socket.socket, *words: bytes) -> None:
        """Read a socket from now on; how often each of `words` comes is counted."""
        with self._lock:
            self._counts.update({(one, word): 0 for word in words})
            self._selector.register(one, selectors.EVENT_READ, (words, b""))

    def comes(self, one: socket.socket, word: bytes, times: int) -> bool:
        """Wait until a word has come so often; tells whether it has."""
        with self._lock:
            return self._seen.wait_for(lambda: self._counts[one, word] >= times, PATIENCE)

    def wait_for(self, one: socket.socket, word: bytes, times: int = 1) -> None:
        """Wait until a word has come so often. Raises AssertionError when it does not."""
        assert self.comes(one, word, times), f"{word!r} did not come"

    def close(self) -> None:
        self._is_over = True
        self._thread.join()
        self._selector.close()

    def _run(self) -> None:
        while not self._is_over:
            for key, _ in self._selector.select(0.05):
                one = key.fileobj
                assert isinstance(one, socket.socket)
                try:
                    data = one.recv(262144)
                except OSError:
                    data = b""
                with self._lock:
                    self._look(one, data, *key.data)

    def _look(self, one: socket.socket, data: bytes, words: tuple[bytes, ...], rest: bytes) -> None:
        if not data:
            self._selector.unregister(one)
            return
        text = rest + data
        for word in words:
            self._counts[one, word] += text.count(word) - rest.count(word)
        longest = max(map(len, words), default=1)
        rest = text[max(0, len(text) - longest + 1) :]  # it may be the beginning of a word
        self._selector.modify(one, selectors.EVENT_READ, (words, rest))
        self._seen.notify_all()


class Hub:
    """A headless hub in a child process."""

    def __init__(self, python: str, root: Path, folder: str) -> None:
        command = [python, str(root / "main.py"), "host", "--headless", "--listen", "127.0.0.1:0"]
        command += ["--data-dir", folder]
        if '"--web"' in (root / "app" / "arguments.py").read_text():  # older checkouts have none
            command += ["--web", "none"]
        with Path(folder, "log").open("w") as log:
            self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True, cwd=root)
        assert self.process.stdout is not None
        while "listening on" not in (line := self.process.stdout.readline()):
            assert line, Path(folder, "log").read_text()
        self.port = int(line.rpartition(":")[2])
        self._rest = threading.Thread(target=self.process.stdout.read)
        self._rest.start()

    def memory(self, which: str = "VmRSS") -> float:
        """What it holds in memory, in MB; with VmHWM the most so far."""
        found = re.search(rf"{which}:\s+(\d+) kB", Path(f"/proc/{self.process.pid}/status").read_text())
        assert found is not None
        return int(found[1]) / 1024

    def processor(self) -> float:
        """Seconds of processor time that it has used."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def end(self) -> None:
        self.process.kill()  # one that is flooded may not hear of a signal for minutes
        self.process.wait()
        self._rest.join()
        assert self.process.stdout is not None
        self.process.stdout.close()


class Scene:
    """A hub with its members and channels, two who talk and the connections that will flood."""

    def __init__(self, hub: Hub, options: argparse.Namespace, flood: Flood) -> None:
        self.hub, self.readers, self._sockets = hub, Readers(), list[socket.socket]()
        if flood.talk:
            self._talk()
        self._fill(options.members, options.channels)
        self.talker, self.listener = self.connect("127.0.0.2"), self.connect("127.0.0.3")
        self.enter(self.talker, "talker")
        self.enter(self.listener, "listener", b"PRIVMSG listener :")
        self.flooders = [self.connect(FLOODER) for _ in range(options.connections)]
        for number, one in enumerate(self.flooders):
            self._greet(one, f"flooder{number}", CAPS)
            until(one, b" 366 ")
            if flood.reads:
                self.readers.add(one)

    def connect(self, address: str) -> socket.socket:
        made = socket.create_connection(("127.0.0.1", self.hub.port), source_address=(address, 0))
        made.settimeout(PATIENCE)
        self._sockets.append(made)
        return made

    def enter(self, one: socket.socket, nick: str, *words: bytes) -> None:
        """Let somebody in, who reads from then on."""
        self.readers.add(one, b" 366 ", *words)
        self._greet(one, nick)
        self.readers.wait_for(one, b" 366 ")

    def _greet(self, one: socket.socket, nick: str, caps: str = "") -> None:
        lines = [f"NICK {nick}", f"USER {nick} 0 * :{'e' * 120}"]
        send(one, *([f"CAP REQ :{caps}", *lines, "CAP END"] if caps else lines))

    def _fill(self, members: int, channels: int) -> None:
        for number in range(members):
            one = self.connect(f"127.0.1.{number // PER_ADDRESS + 1}")
            self.enter(one, f"member{number}")
            if number % PER_ADDRESS == 0 and channels > 0:
                names = [f"#channel{number}-{each}" for each in range(min(channels, PER_ADDRESS))]
                channels -= len(names)
                send(one, "JOIN " + ",".join(names[:20]), "JOIN " + ",".join(names[20:]))
                self.readers.wait_for(one, b" 366 ", 1 + len(names))
        for number in range(0, channels, PER_ADDRESS):  # more addresses than the members have
            one = self.connect(f"127.0.2.{number // PER_ADDRESS + 1}")
            self.enter(one, f"maker{number}")
            names = [f"#further{number}-{each}" for each in range(min(channels - number, PER_ADDRESS))]
            send(one, "JOIN " + ",".join(names[:20]), "JOIN " + ",".join(names[20:]))
            self.readers.wait_for(one, b" 366 ", 1 + len(names))

    def _talk(self) -> None:
        """A hundred messages of 16 KiB, said before anybody else is here."""
        for number in range(25):
            one = self.connect(f"127.0.3.{number + 1}")
            self.readers.add(one, b" 366 ", b" BATCH -")
            self._greet(one, f"speaker{number}", "batch echo-message message-tags draft/multiline")
            self.readers.wait_for(one, b" 366 ")
            for _ in range(4):
                parts = [f"@batch=m PRIVMSG {ROOM} :{'x' * 400}" for _ in range(40)]
                send(one, f"BATCH +m draft/multiline {ROOM}", *parts, "BATCH -m")
            self.readers.wait_for(one, b" BATCH -", 4)

    def close(self) -> None:
        self.readers.close()
        for one in self._sockets:
            one.close()


def send(one: socket.socket, *lines: str) -> None:
    one.sendall("".join(f"{line}\r\n" for line in lines).encode())


def until(one: socket.socket, word: bytes) -> None:
    """Read until a word comes."""
    text = b""
    while word not in text:
        data = one.recv(65536)
        assert data, text
        text = text[-100:] + data


def say_all(scene: Scene, flood: Flood, seconds: float) -> None:
    """Let all connections say what they may, for so long. Who is thrown out is out."""
    began = time.monotonic()
    said = flood.lines
    for one in scene.flooders:
        one.setblocking(False)
        trickle(one, [flood.line] * flood.lines)
    while not flood.once and (passed := time.monotonic() - began) < seconds:
        due = int(flood.lines + passed * RATE) - said
        said += due
        for one in scene.flooders if due else ():
            trickle(one, [flood.line] * due)
        time.sleep(0.05)


def trickle(one: socket.socket, lines: list[str]) -> None:
    with contextlib.suppress(OSError):  # full or closed: it is the hub's to say
        send(one, *lines)


def run(flood: Flood, options: argparse.Namespace) -> dict[str, object]:
    """One flood; returns its figures."""
    with tempfile.TemporaryDirectory() as folder:
        hub = Hub(options.python, options.root, folder)
        scene = None
        try:
            scene = Scene(hub, options, flood)
            return measure(scene, flood, options.seconds)
        finally:
            if scene is not None:
                scene.close()
            hub.end()


def measure(scene: Scene, flood: Flood, seconds: float) -> dict[str, object]:
    hub = scene.hub
    before, spent = hub.memory(), hub.processor()
    flooding = threading.Thread(target=say_all, args=(scene, flood, seconds))
    began = time.monotonic()
    flooding.start()
    delays: list[float] = []
    came = True
    # who floods without reading may be over at once, and the hub busy with it for long
    while time.monotonic() - began < seconds or len(delays) < 5:
        said = time.monotonic()
        send(scene.talker, "PRIVMSG listener :hello")
        came = scene.readers.comes(scene.listener, b"PRIVMSG listener :", len(delays) + 1)
        delays.append(time.monotonic() - said)
        if not came:
            break
        time.sleep(0.25)
    flooding.join()
    return {
        "flood": flood.name,
        "messages": len(delays),
        "given up": not came,
        "longest wait (s)": round(max(delays), 3),
        "median wait (s)": round(statistics.median(delays), 4),
        "memory before (MB)": round(before, 1),
        "most memory grew by (MB)": round(hub.memory("VmHWM") - before, 1),
        "processor (s)": round(hub.processor() - spent, 1),
    }


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--root", type=Path, default=ROOT, help="the checkout whose hub is flooded")
    parser.add_argument("--python", default=sys.executable, help="the Python that runs it")
    parser.add_argument("--flood", action="append", choices=[flood.name for flood in FLOODS])
    parser.add_argument("--members", type=int, default=500)
    parser.add_argument("--channels", type=int, default=1000)
    parser.add_argument("--connections", type=int, default=30)
    parser.add_argument("--seconds", type=float, default=15.0)
    options = parser.parse_args(arguments)
    for flood in FLOODS:
        if not options.flood or flood.name in options.flood:
            print(json.dumps(run(flood, options)), flush=True)


if __name__ == "__main__":
    main()
