"""The programs that are measured: how each is made to join by itself, without wizards and questions."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from abc import ABC, abstractmethod
from contextlib import closing
from pathlib import Path

from app.paths import Places, places_for
from tests.bench.screen import Screen

ROOT = Path(__file__).parent.parent.parent
NICK = "watcher"
PROFILE = "bench"


class Client(ABC):
    """A program with a home folder of its own."""

    name = ""
    program = ""
    refuses_root = False

    def __init__(self, home: Path) -> None:
        self.home = home
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def folders(self) -> dict[str, str]:
        """The environment that keeps it out of everybody's own folders."""
        kinds = ("CONFIG", "DATA", "CACHE", "STATE")
        return {f"XDG_{kind}_HOME": str(self.home / kind.lower()) for kind in kinds}

    @classmethod
    def is_installed(cls) -> bool:
        """Whether it can be started here."""
        return shutil.which(cls.program) is not None

    @abstractmethod
    def prepare(self, port: int) -> list[str]:
        """Write its settings; returns the command that joins the channel at 127.0.0.1:`port`."""

    def kept_lines(self) -> int | None:
        """How many lines are in its archive, None where it has none."""
        return None

    def start(self, screen: Screen, port: int) -> subprocess.Popen[bytes]:
        """Start it on a screen."""
        self.home.mkdir(parents=True, exist_ok=True)
        command = self.prepare(port)
        home = {"HOME": str(self.home)}
        user = "nobody" if self.refuses_root and os.getuid() == 0 else None
        if user:
            for path in (self.home, *self.home.rglob("*")):
                shutil.chown(path, user)
        self.process = subprocess.Popen(
            command,
            user=user,
            cwd=ROOT,
            env=screen.environment | home | self.folders,
            stdout=subprocess.DEVNULL,
            stderr=(self.home / "stderr").open("wb"),
        )
        return self.process

    def stop(self) -> None:
        """End it; by force if it does not go."""
        if self.process is not None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


class Hubbub(Client):
    """This program, from its sources."""

    name = "Hubbub"
    program = sys.executable

    @property
    def places(self) -> Places:
        """Where it keeps things."""
        return places_for(PROFILE, environ=self.folders, home=self.home)

    def kept_lines(self) -> int | None:
        with closing(sqlite3.connect(f"file:{self.places.archive_file}?mode=ro", uri=True)) as db:
            (count,) = db.execute("SELECT count(*) FROM lines").fetchone()
        return int(count)

    def prepare(self, port: int) -> list[str]:
        main = str(ROOT / "main.py")
        return [
            sys.executable,
            main,
            "--profile",
            PROFILE,
            "join",
            f"irc://127.0.0.1:{port}/chan",
            "--name",
            NICK,
        ]


class HexChat(Client):
    """https://hexchat.github.io"""

    name = "HexChat"
    program = "hexchat"
    refuses_root = True  # a question that somebody would have to answer

    def prepare(self, port: int) -> list[str]:
        folder = self.home / "hexchat"
        folder.mkdir(exist_ok=True)
        settings = {"irc_nick1": NICK, "irc_user_name": NICK, "irc_real_name": NICK, "gui_slist_skip": "1"}
        settings |= {"gui_win_width": "1100", "gui_win_height": "700"}
        (folder / "hexchat.conf").write_text("".join(f"{key} = {value}\n" for key, value in settings.items()))
        return ["hexchat", "-d", str(folder), f"--url=irc://127.0.0.1:{port}/chan"]


class KVIrc(Client):
    """https://www.kvirc.net"""

    name = "KVIrc"
    program = "kvirc"

    def prepare(self, port: int) -> list[str]:
        folder = self.home / "kvirc"
        (folder / "config").mkdir(parents=True, exist_ok=True)
        start = self.home / "kvirc.rc"
        # a date of a program that is newer than any: no wizard
        start.write_text(f"[Main]\nLocalKvircDirectory={folder}\nSourcesDate=538312962\n")
        (folder / "config" / "main.kvc").write_text(
            "[Frame]\nboolShowServersConnectDialogOnStart=false\nboolShowChannelsJoinOnIrc=false\n"
            "boolDoNotSuggestRestoreDefaultScript=true\nboolShowTipAtStartup=false\n"
            f"[User]\nstringNickname1={NICK}\n[Geometry]\nrectFrameGeometry=90,90,1100,700\n"
        )
        return ["kvirc", "-f", "-c", str(start), f"irc://127.0.0.1:{port}/chan"]


CLIENTS: dict[str, type[Client]] = {kind.name.lower(): kind for kind in (Hubbub, HexChat, KVIrc)}
