"""The IRC servers whose speed is compared: this hub, InspIRCd, and a minimal one in C, the practical limit.

Each is started afresh for a measurement, on free ports of 127.0.0.1, with every throttle off where its name
does not say otherwise.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.security.certificate import load_or_make
from tests.headless_hub import ROOT, free_port

HUB, LIMITED_HUB, INSPIRCD, C_LIMIT = "Hubbub", "Hubbub, default limits", "InspIRCd", "C epoll"
SERVER_CORE, LOAD_CORE = 0, 1
_PATIENCE = 60.0  # seconds until a server listens
_HERE = Path(__file__).parent
_USUAL_MEMBERS = 1500  # a hub lets in 2000, some of whom only if it knows them
# The program as it is, but for that number, which no option changes.
_LARGE_HUB = """
import functools, sys
from app import launch_options
launch_options.HubConfig = functools.partial(launch_options.HubConfig, max_sessions=10_000)
from app.cli import main
sys.exit(main())
"""
_INSPIRCD = """
<server name="irc.test.local" description="bench" network="bench">
<admin name="none" nick="none" email="none@irc.test.local">
<bind address="127.0.0.1" port="{port}" type="clients">
<module name="ssl_gnutls">
<sslprofile name="own" provider="gnutls" certfile="{dir}/server.crt" keyfile="{dir}/server.key">
<bind address="127.0.0.1" port="{tls_port}" type="clients" sslprofile="own">
<connect name="main" allow="*" timeout="60" pingfreq="300" hardsendq="64M" softsendq="64M" recvq="1M"
  threshold="1000000" commandrate="1000000000" fakelag="no" localmax="20000" globalmax="20000" limit="20000"
  maxconnwarn="no" resolvehostnames="no" useident="no" useconnectban="no" useconnflood="no" maxchans="100">
<performance netbuffersize="10240" somaxconn="1024" softlimit="20000" clonesonconnect="no"
  timeskipwarn="30s" quietbursts="yes">
<options prefixquit="" defaultmodes="nt" casemapping="ascii">
<log method="file" type="*" level="default" target="{dir}/inspircd.log">
<pid file="{dir}/inspircd.pid">
<module name="cap">
<module name="ircv3_servertime">
<module name="ircv3_echomessage">
<module name="ircv3_ctctags">
"""


@dataclass(frozen=True, slots=True)
class Running:
    """A server that listens: its process, ports, and the seconds from its command until then."""

    pid: int
    port: int
    tls_port: int
    started_s: float


def find(program: str) -> str | None:
    """The path of a program, also of one that only administrators have in theirs."""
    return shutil.which(program, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")


def compiled(source: Path, folder: Path, name: str, *flags: str) -> Path:
    """A C file as a program in `folder`, compiled unless it is there. Raises CalledProcessError."""
    program = folder / name
    if not program.exists():
        subprocess.run(["cc", "-std=c11", "-O2", "-o", str(program), str(source), *flags], check=True)
    return program


def pin(pid: int, core: int) -> None:
    """Keep a process to one core, where there is one for each side; its later threads too."""
    if hasattr(os, "sched_setaffinity") and len(os.sched_getaffinity(0)) > 1:
        cores = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(pid, {cores[core]})


@contextmanager
def serve(name: str, build: Path, data: Path | None = None, members: int = 0) -> Iterator[Running]:
    """Run a server of that name; what it keeps is gone with it unless `data`, of a hub, names a folder.

    `build` is where C programs are compiled; for so many `members` there is to be room.
    Raises RuntimeError where it does not come to listen.
    """
    with tempfile.TemporaryDirectory() as kept:
        folder = Path(kept)
        port, tls_port = free_port(), free_port()
        command = _command(name, build, folder, port, tls_port, data or folder / "data")
        if name == HUB and members > _USUAL_MEMBERS:
            command[1:2] = ["-c", _LARGE_HUB]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # who starts a hub has none of that
        began = time.perf_counter()
        with (folder / "server.log").open("wb") as log:
            # some leave a core file where they run
            server = subprocess.Popen(
                command,
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        try:
            pin(server.pid, SERVER_CORE)
            wait_for(server, port, folder / "server.log")
            taken = time.perf_counter() - began
            yield Running(server.pid, port, port if name.startswith(HUB) else tls_port, taken)
        finally:
            server.terminate()
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _command(name: str, build: Path, folder: Path, port: int, tls_port: int, data: Path) -> list[str]:
    if name == C_LIMIT:
        return [str(compiled(_HERE / "epoll_irc.c", build, "epoll_irc")), str(port)]
    if name == INSPIRCD:
        load_or_make(folder, "server", "irc.test.local", now=time.time())
        folder.chmod(0o777)  # it may give up its rights
        conf = folder / "inspircd.conf"
        conf.write_text(_INSPIRCD.format(port=port, tls_port=tls_port, dir=folder))
        return [find("inspircd") or "inspircd", "--nofork", "--runasroot", f"--config={conf}"]
    command = [sys.executable, str(ROOT / "main.py"), "host", "--headless", "--no-autojoin"]
    command += ["--listen", f"127.0.0.1:{port}", "--web", "none", "--data-dir", str(data)]
    return command if name == LIMITED_HUB else [*command, "--no-limits"]


def wait_for(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    """Wait until a server accepts connections. Raises RuntimeError, with what it said, where it does not."""
    until = time.perf_counter() + _PATIENCE
    while server.poll() is None and time.perf_counter() < until:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.002)
        else:
            return
    raise RuntimeError(f"the server does not listen: {log.read_text(errors='replace')[-500:]}")
