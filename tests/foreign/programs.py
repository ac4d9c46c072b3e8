"""Programs that are not ours, started for a test and ended with it: IRC clients in a terminal, IRC servers.

What is not installed is a skip with its reason; with HUBBUB_FOREIGN_REQUIRED set, as in CI, it is a failure.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import pytest

from app.security.certificate import load_or_make
from tests.headless_hub import free_port

PATIENCE = 60.0  # seconds until a program that does not do its part fails the test; many run beside it


def require(program: str) -> str:
    """The path of `program`; skips or fails the test where it is not installed."""
    found = shutil.which(program, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if found is None:
        missing(f"{program} is not installed")
    return found


def missing(reason: str) -> NoReturn:
    """Skip the test for what this computer does not have; where all is required, fail it."""
    if os.environ.get("HUBBUB_FOREIGN_REQUIRED"):
        pytest.fail(f"{reason}, and this run requires it")
    pytest.skip(reason)


def wait_for(condition: Callable[[], bool], what: Callable[[], str], turn: Callable[[float], None]) -> None:
    """Call `turn(seconds)` until `condition` holds; fails with `what()` when patience ends."""
    end = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > end:
            pytest.fail(what())
        turn(0.05)


def turn_idle(seconds: float) -> None:
    """A turn of waiting where no event loop of ours has to run."""
    time.sleep(seconds)


def qr_codes_in(picture: Path) -> list[str]:
    """What zbarimg reads of the QR codes in a picture."""
    command = [require("zbarimg"), "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", str(picture)]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.splitlines()


@dataclass(frozen=True)
class Ways:
    """How a program shows a room, of which `{}` is the channel: what is typed, what it shows only there."""

    to_room: str
    in_room: str


IRSSI = Ways("/window goto active", "[{}]")  # its prompt; it stays where it is when it is put into a channel
WEECHAT = Ways("/buffer {}", ":{}")  # of its status bar
# Else several lines that it has not read yet are a paste to it, and it asks whether that is meant.
WEECHAT_TYPES = "/set weechat.look.paste_max_lines -1"


class Terminal:
    """A program in a terminal of its own (tmux): type into it, read its screen."""

    def __init__(
        self,
        home: Path,
        command: list[str],
        turn: Callable[[float], None] = turn_idle,
        *,
        ways: Ways | None = None,
    ) -> None:
        self._ways = ways
        self._tmux = [require("tmux"), "-f", "/dev/null", "-S", str(home / "tmux.socket")]
        self._turn = turn
        environment = {**os.environ, "HOME": str(home), "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"}
        subprocess.run(
            [*self._tmux, "new-session", "-d", "-x", "200", "-y", "60", *command],
            env=environment,
            check=True,
            cwd=home,
        )

    def type(self, line: str) -> None:
        """Type a line and press Enter."""
        subprocess.run([*self._tmux, "send-keys", "-l", line], check=True)
        subprocess.run([*self._tmux, "send-keys", "Enter"], check=True)

    def screen(self) -> str:
        """What is on the screen now, and what has scrolled off it."""
        shown = subprocess.run(
            [*self._tmux, "capture-pane", "-p", "-J", "-S", "-500"],
            capture_output=True,
            text=True,
            check=False,
        )
        return shown.stdout

    def sees(self, *words: str) -> None:
        """Wait until all of `words` are on the screen."""
        wait_for(
            lambda: self._shows(words),
            lambda: f"{words} did not appear on:\n{self.screen()}",
            self._turn,
        )

    def finds(self, look: str, *words: str) -> None:
        """Type `look`, which only shows something else, until all of `words` are on the screen.

        Once is not enough: a program that is busy may not have what it is to show yet, and says no.
        """
        tries = 0

        def found() -> bool:
            nonlocal tries
            if self._shows(words):
                return True
            if tries % 20 == 0:  # about once a second
                self.type(look)
            tries += 1
            return False

        wait_for(found, lambda: f"{look} did not lead to {words} on:\n{self.screen()}", self._turn)

    def enters(self, room: str, *words: str) -> None:
        """Go to a room and wait until it shows `words`; by then one can talk there."""
        assert self._ways is not None
        self.finds(self._ways.to_room.format(room), self._ways.in_room.format(room), *words)

    def _shows(self, words: tuple[str, ...]) -> bool:
        screen = self.screen()
        return all(word in screen for word in words)

    def close(self) -> None:
        subprocess.run([*self._tmux, "kill-server"], check=False, capture_output=True)


def irssi(home: Path, port: int, nick: str, turn: Callable[[float], None] = turn_idle) -> Terminal:
    """irssi, connected to a port of this computer."""
    command = [require("irssi"), f"--home={home}", "--connect=127.0.0.1", f"--port={port}", f"--nick={nick}"]
    return Terminal(home, command, turn, ways=IRSSI)


def weechat(home: Path, port: int, nick: str, turn: Callable[[float], None] = turn_idle) -> Terminal:
    """WeeChat, connected to a port of this computer, without TLS."""
    program = require("weechat")
    setup = (
        f"{WEECHAT_TYPES};/server add hub 127.0.0.1/{port} -notls -nicks={nick};"
        "/set weechat.look.buffer_notify_default all;/set irc.look.server_buffer independent;/connect hub"
    )
    return Terminal(
        home, [program, "--dir", str(home / "weechat"), "--run-command", setup], turn, ways=WEECHAT
    )


INSPIRCD = """
<server name="irc.test.local" description="test" network="TestNet">
<admin name="none" nick="none" email="none@irc.test.local">
<bind address="127.0.0.1" port="{port}" type="clients">
<module name="ssl_gnutls">
<sslprofile name="own" provider="gnutls" certfile="{dir}/server.crt" keyfile="{dir}/server.key">
<bind address="127.0.0.1" port="{tls_port}" type="clients" sslprofile="own">
<connect name="main" allow="*" timeout="60" pingfreq="120" resolvehostnames="no" useident="no" localmax="100"
  globalmax="100" maxconnwarn="no" useconnectban="no" useconnflood="no">
<performance clonesonconnect="no" timeskipwarn="30s" quietbursts="yes">
<options prefixquit="Quit: " defaultmodes="not" casemapping="ascii">
<log method="file" type="*" level="default" target="{dir}/inspircd.log">
<pid file="{dir}/inspircd.pid">
<module name="cap">
<module name="ircv3">
<module name="ircv3_servertime">
<module name="ircv3_echomessage">
<module name="ircv3_ctctags">
<module name="ircv3_batch">
<module name="ircv3_labeledresponse">
<module name="ircv3_msgid">
<module name="ircv3_invitenotify">
<module name="namesx">
<module name="uhnames">
"""

NGIRCD = """
[Global]
    Name = irc.test.local
    Info = test
    AdminInfo1 = none
    AdminEMail = none@irc.test.local
    Listen = 127.0.0.1
    Ports = {port}
    MotdPhrase = hello
    ServerUID = nobody
    ServerGID = nogroup
[SSL]
    CertFile = {dir}/server.crt
    KeyFile = {dir}/server.key
    Ports = {tls_port}
[Limits]
    MaxConnectionsIP = 0
    MaxNickLength = 20
[Options]
    DNS = no
    Ident = no
    PAM = no
"""

HYBRID = """
serverinfo {{ name = "irc.test.local"; description = "test"; network_name = "TestNet";
  network_description = "test"; hub = no; default_max_clients = 100;
  max_nick_length = 20; max_topic_length = 300;
  rsa_private_key_file = "{dir}/server.key"; tls_certificate_file = "{dir}/server.crt"; }};
admin {{ name = "none"; description = "none"; email = "none@irc.test.local"; }};
class {{ name = "users"; ping_time = 90 seconds; number_per_ip_local = 20; number_per_ip_global = 20;
  max_number = 100; sendq = 100 kbytes; recvq = 2560 bytes; }};
listen {{ host = "127.0.0.1"; port = {port}; flags = tls; port = {tls_port}; }};
auth {{ user = "*@*"; class = "users"; }};
general {{ disable_auth = yes; throttle_count = 100; pace_wait_simple = 0; pace_wait = 0; }};
"""

# A bouncer of one person, who is in two channels of the server at port `up`.
ZNC = """
Version = 1.8.2
<Listener l>
  Host = 127.0.0.1
  Port = {port}
  IPv4 = true
  IPv6 = false
  SSL = false
</Listener>
<User mara>
  Nick = mara
  Pass = plain#sesame
  <Network test>
    FloodBurst = 20
    Server = 127.0.0.1 {up}
    <Chan #lobby>
    </Chan>
    <Chan #python>
    </Chan>
  </Network>
</User>
"""
PROGRAMS = {
    "inspircd": (INSPIRCD, "inspircd.conf", ["--nofork", "--runasroot", "--config={conf}"]),
    "ngircd": (NGIRCD, "ngircd.conf", ["--nodaemon", "--config", "{conf}"]),
    "ircd-hybrid": (
        HYBRID,
        "ircd.conf",
        ["-foreground", "-configfile", "{conf}", "-logfile", "{dir}/log", "-pidfile", "{dir}/pid"]
        + [
            each
            for what in ("kline", "dline", "xline", "resv")
            for each in (f"-{what}file", f"{{dir}}/{what}")
        ],
    ),
    "znc": (ZNC, "configs/znc.conf", ["--foreground", "--datadir={dir}"]),
}
_NEVER_ROOT = ("ircd-hybrid", "znc")  # which refuse it or wait for it to go


class IrcServer:
    """An IRC server of somebody else on a port of 127.0.0.1; all but ZNC at `tls_port` too, by TLS.

    `fingerprint`: of the certificate there, which it made itself. `up`: the port that a bouncer connects to.
    """

    def __init__(self, name: str, folder: Path, up: int = 0) -> None:
        template, file, arguments = PROGRAMS[name]
        self.port, self.tls_port = free_port(), free_port()
        self.fingerprint = load_or_make(folder, "server", "irc.test.local", now=time.time()).fingerprint
        conf = folder / file
        conf.parent.mkdir(exist_ok=True)
        conf.write_text(template.format(port=self.port, tls_port=self.tls_port, dir=folder, up=up))
        for path in (*folder.parents[:3], *folder.rglob("*"), folder):  # all give up their rights before
            with contextlib.suppress(OSError):
                path.chmod(0o777 if path.is_dir() else 0o666)
        command = [require(name), *(argument.format(conf=conf, dir=folder) for argument in arguments)]
        who = {"user": "nobody"} if name in _NEVER_ROOT and os.getuid() == 0 else {}
        self._log = (folder / "output").open("w")
        # in its folder: InspIRCd leaves its core there when it is killed
        self.process = subprocess.Popen(
            command, cwd=folder, stdout=self._log, stderr=self._log, stdin=subprocess.DEVNULL, **who
        )  # type: ignore[call-overload]
        wait_for(
            self._answers, lambda: f"{name} does not answer: {(folder / 'output').read_text()}", turn_idle
        )

    def _answers(self) -> bool:
        if self.process.poll() is not None:
            pytest.fail(f"the server ended with {self.process.returncode}")
        try:
            socket.create_connection(("127.0.0.1", self.port), 1).close()
        except OSError:
            return False
        return True

    def close(self) -> None:
        self.process.terminate()
        self.process.wait(PATIENCE)
        self._log.close()
