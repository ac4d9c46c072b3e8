"""A gigabyte up to a hub and down again, in plain and over TLS, beside the same with nginx.

    python -m tests.bench.transfers [--size MEGABYTES] [--rounds N] [--folder /dev/shm] [--pace BYTES]

Needs curl, nginx and openssl. Every byte is compared; the peak of memory is above what was held idle. The
hub hashes what comes and nginx does not. Figures of one machine: compare what one run measured.
"""

from __future__ import annotations

import argparse
import filecmp
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.headless_hub import ROOT, free_port

HUB = """
import sys, time
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from app.files.file_limits import FileLimits
from app.hub.data.config import HubConfig
from app.hub.hub import Hub, Uploader
from app.net.endpoint import Endpoint
from app.net.hub_resources import HubResources
from app.net.hub_server import HubServer
from app.security.certificate import load_or_make
from app.store.file_store import FileStore

Hub.uploader_by_token = lambda _hub, _token, _now: Uploader("alice")
Hub.spend_token = lambda _hub, _token, _now: True
folder, pace, most = Path(sys.argv[1]), int(sys.argv[2]), 2 ** 40
app = QCoreApplication([])
server = HubServer()
server.started.connect(lambda listening: print(listening[0].port, flush=True))
limits = FileLimits(largest=most, total=most, free=0, person_day=most, pace=pace)
identity = load_or_make(folder, "hub", "hub", now=time.time())
resources = HubResources(identity, files=FileStore(folder / "files"))
config = HubConfig(loopback_limits=False, files=limits)
server.start(config, (Endpoint("127.0.0.1", 0),), resources)
app.exec()
"""

NGINX = """
worker_processes 1; daemon off; pid {folder}/pid; error_log {folder}/errors;
events {{}}
http {{
  access_log off; client_max_body_size 0; client_body_temp_path {folder}/coming; sendfile on;
  server {{
    listen 127.0.0.1:{port}; listen 127.0.0.1:{tls_port} ssl;
    ssl_certificate {folder}/cert.pem; ssl_certificate_key {folder}/key.pem;
    root {folder}/down; location /up/ {{ root {folder}; dav_methods PUT; }}
  }}
}}
"""


class Nginx:
    """An nginx that has `source` at /big and takes PUT below /up/."""

    def __init__(self, folder: Path, source: Path) -> None:
        self.ports = {"http": free_port(), "https": free_port()}
        for name in ("down", "up"):
            (folder / name).mkdir(parents=True)
        os.link(source, folder / "down" / "big")
        subprocess.run(
            [
                *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"),
                *("-nodes", "-days", "9", "-subj", "/CN=x"),
                *("-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")),
            ],
            capture_output=True,
            check=True,
        )
        text = NGINX.format(folder=folder, port=self.ports["http"], tls_port=self.ports["https"])
        user = "user root;" if os.getuid() == 0 else ""
        (folder / "nginx.conf").write_text(user + text)
        self.process = subprocess.Popen(["nginx", "-c", str(folder / "nginx.conf")])


class MeasuredHub:
    """A hub at `port`, and what its memory does."""

    def __init__(self, folder: Path, pace: int) -> None:
        self.files = folder / "files"
        self.process = subprocess.Popen(
            [sys.executable, "-c", HUB, str(folder), str(pace)], stdout=subprocess.PIPE, text=True, cwd=ROOT
        )
        assert self.process.stdout is not None
        self.port = int(self.process.stdout.readline())
        self._idle = self._memory("VmRSS")

    def forget_peak(self) -> None:
        Path(f"/proc/{self.process.pid}/clear_refs").write_text("5")

    def peak(self) -> float:
        """MB above what it held when it was idle."""
        return self._memory("VmHWM") - self._idle

    def _memory(self, name: str) -> float:
        lines = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(name))


def curl(*arguments: object) -> tuple[float, str]:
    """Seconds, and the headers of the answer."""
    began = time.monotonic()
    asked = ["curl", "--silent", "--fail", "--insecure", "--dump-header", "-", *map(str, arguments)]
    run = subprocess.run(asked, capture_output=True, text=True, check=True)
    return time.monotonic() - began, run.stdout


def measure(hub: MeasuredHub, nginx: Nginx, source: Path, out: Path, scheme: str) -> None:
    """One gigabyte four times; prints MB a second."""
    size = source.stat().st_size / 1e6
    server = f"{scheme}://127.0.0.1:{nginx.ports[scheme]}"
    nginx_down, _ = curl("-o", out, f"{server}/big")
    nginx_up, _ = curl("-o", os.devnull, "-T", source, f"{server}/up/big")
    hub.forget_peak()
    here = f"{scheme}://127.0.0.1:{hub.port}"
    up, head = curl("-X", "POST", "-T", source, "-H", "Authorization: Bearer x", f"{here}/files")
    link = next(line for line in head.splitlines() if line.lower().startswith("location: "))
    down, _ = curl("-o", out, f"{here}/f/{link.partition('/f/')[2].strip()}")
    [stored] = hub.files.glob("*/*")
    is_same = filecmp.cmp(source, out, shallow=False) and filecmp.cmp(source, stored, shallow=False)
    for name, ours, theirs in (("up", up, nginx_up), ("down", down, nginx_down)):
        print(
            f"{scheme:5} {name:4} hub {size / ours:6.0f} nginx {size / theirs:6.0f} ratio {theirs / ours:.2f}"
        )
    print(f"      the same: {is_same}, peak {hub.peak():.1f} MB above idle", flush=True)
    stored.unlink()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--size", type=int, default=1024, help="megabytes")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--folder", type=Path, help="where all of it lies")
    parser.add_argument("--pace", type=int, default=0, help="bytes a second, 0 for none")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(dir=options.folder))
    source = folder / "source"
    with source.open("wb") as file:
        for _ in range(options.size):
            file.write(os.urandom(1024 * 1024))
    nginx, hub = Nginx(folder / "nginx", source), MeasuredHub(folder, options.pace)
    try:
        for _ in range(options.rounds):
            for scheme in ("http", "https"):
                measure(hub, nginx, source, folder / "out", scheme)
    finally:
        for process in (nginx.process, hub.process):
            process.send_signal(signal.SIGTERM)
            process.wait(30)
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
