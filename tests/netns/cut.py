"""Two real windows on two computers, and a cable that is cut for a while with words on both sides.

    python -m tests.netns.cut FOLDER [--seconds 70] [--unplug] [--dark] [--display 65]

Run by hand, as root, with iproute2, Xvfb, openbox, xdotool and ImageMagick. It leaves pictures in FOLDER:
before, 17 seconds after the first words that nobody hears, at the end of the cut, and after the return; and
prints what both archives hold then.
`--unplug`: the guest's computer sees that its link is down, instead of packets that vanish.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path

from app.store.archive import Archive
from tests.foreign.programs import require, turn_idle, wait_for
from tests.headless_hub import ROOT
from tests.netns.network import Computer, Network

SIZE = "1800x760x24"
WIDTH, HEIGHT = 880, 720


class Desk:
    """A screen with a window manager."""

    def __init__(self, number: int) -> None:
        self.environment = {
            key: value
            for key, value in os.environ.items()
            if key not in ("WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "QT_QPA_PLATFORM")
        } | {"DISPLAY": f":{number}"}
        command = [require("Xvfb"), f":{number}", "-screen", "0", SIZE, "-nolisten", "tcp", "-ac"]
        self._server = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        there = Path(f"/tmp/.X11-unix/X{number}")
        wait_for(there.exists, lambda: "no screen", turn_idle)
        self._manager = subprocess.Popen(
            [require("openbox")], env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def do(self, *words: str) -> str:
        """Run xdotool."""
        done = subprocess.run(
            [require("xdotool"), *words], env=self.environment, capture_output=True, text=True, check=False
        )
        return done.stdout

    def save(self, picture: Path) -> None:
        """Keep a picture of the screen."""
        subprocess.run([require("import"), "-window", "root", picture], env=self.environment, check=True)
        print(f"  {picture}", flush=True)

    def close(self) -> None:
        for program in (self._manager, self._server):
            program.terminate()
            program.wait(10)


class Person:
    """Somebody with a window on a computer."""

    def __init__(self, desk: Desk, computer: Computer, folder: Path, x: int, *words: str, theme: str) -> None:
        self.folder = folder
        self.data = folder / "hubbub"
        self._desk = desk
        self.data.mkdir(parents=True, exist_ok=True)
        (self.data / "settings.json").write_text(json.dumps({"theme": theme}))
        command = [sys.executable, str(ROOT / "main.py"), *words]
        with (folder / "stderr").open("w") as log:
            places = dict.fromkeys(("XDG_CONFIG_HOME", "XDG_DATA_HOME", "HOME"), str(folder))
            environment = desk.environment | places
            self.program = computer.start(*command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        self._window = ""
        wait_for(self._finds, lambda: (folder / "stderr").read_text(), turn_idle)
        desk.do("windowmove", self._window, str(x), "20")
        desk.do("windowsize", self._window, str(WIDTH), str(HEIGHT))

    def _finds(self) -> bool:
        children = subprocess.run(
            ["pgrep", "-P", str(self.program.pid)], capture_output=True, text=True, check=False
        ).stdout.split()
        for pid in (str(self.program.pid), *children):
            found = self._desk.do("search", "--onlyvisible", "--pid", pid).split()
            if found:
                self._window = found[-1]
                return True
        return False

    def says(self, text: str) -> None:
        """Type into the window and press Enter."""
        self._desk.do("windowactivate", "--sync", self._window)
        self._desk.do("type", "--delay", "15", text)
        self._desk.do("key", "Return")
        print(f"  {self.folder.name}: {text}", flush=True)

    def kept(self) -> list[str]:
        """What the archive holds, once the program has ended."""
        archive = Archive(self.data / "archive.sqlite")
        lines = [line for room in archive.rooms() for line in archive.page_before(room.key, None, 1000).lines]
        archive.close()
        return [f"{line.sender}: {line.text}" for line in lines if line.kind == "message"]

    def goes(self) -> None:
        self.program.terminate()
        self.program.wait(15)


def sleep_until(moment: float) -> None:
    """Wait for a moment of the monotonic clock: this is a trial by hand, and its times are the point."""
    time.sleep(max(0.0, moment - time.monotonic()))


def run(folder: Path, seconds: int, display: int, *, unplugs: bool, theme: str) -> None:
    desk = Desk(display)
    try:
        with Network() as network:
            house, flat = network.computer("house"), network.computer("flat")
            hosts = ("host", "--room", "Office", "--listen", ":6667", "--name", "Alice")
            joins = ("join", f"{house.ipv4}:6667", "--name", "Bob")
            alice = Person(desk, house, folder / "alice", 5, *hosts, theme=theme)
            bob = Person(desk, flat, folder / "bob", 905, *joins, theme=theme)
            time.sleep(4)  # for what a person would wait too: the windows are arranged
            alice.says("hello bob")
            bob.says("hello, all here")
            time.sleep(3)
            desk.save(folder / "1-before.png")
            (flat.unplug if unplugs else flat.cut)()
            began = time.monotonic()
            print("the link is cut", flush=True)
            bob.says("bob, right after the cut")
            said = time.monotonic()
            alice.says("alice, right after the cut")
            sleep_until(said + 17)  # five to ask, ten to doubt, and two for the ticks of a second
            desk.save(folder / "2-no-answer.png")
            sleep_until(began + seconds / 2)
            bob.says("bob, without a connection")
            alice.says("alice, meanwhile")
            sleep_until(began + seconds)
            desk.save(folder / f"3-at-{seconds}-seconds.png")
            (flat.plug_in if unplugs else flat.mend)()
            print("the link is back", flush=True)
            time.sleep(3)
            desk.save(folder / "4-after-3-seconds.png")
            time.sleep(40)
            desk.save(folder / "5-after-the-return.png")
            bob.goes()
            alice.goes()
            for person in (alice, bob):
                print(f"{person.folder.name} has read:", *person.kept(), sep="\n  ")
                print(f"  waits: {(person.data / 'outbox.json').exists()}")
    finally:
        desk.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seconds", type=int, default=70)
    parser.add_argument("--unplug", action="store_true")
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--display", type=int, default=65)
    given = parser.parse_args()
    run(
        given.folder.resolve(),
        given.seconds,
        given.display,
        unplugs=given.unplug,
        theme="dark" if given.dark else "light",
    )


if __name__ == "__main__":
    main()
