"""A hub's side of files as bare as can be: HTTP on a socket, in threads, with faults as tests want them."""

from __future__ import annotations

import hashlib
import re
import secrets
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import quote, unquote


@dataclass
class KeptFile:
    """A file, whole or half."""

    name: str
    length: int
    data: bytes = b""
    is_whole: bool = False


@dataclass
class Faults:
    """What goes wrong next. `cut_after`: bytes of a body after which the connection ends, once each."""

    cut_after: list[int] = field(default_factory=list)
    refuse: list[tuple[int, str]] = field(default_factory=list)  # status and Hubbub-Problem
    pace: float = 0.0  # seconds for each piece


class FileHub:
    """`address` has to be asked; `requests` has what was, `files` what is kept, by id."""

    def __init__(self) -> None:
        self.files: dict[str, KeptFile] = {}
        self.requests: list[str] = []
        self.tokens: set[str] = {"good"}
        self.faults = Faults()
        hub = self

        class Handler(_Handler):
            kept = hub

        self._server = _Server(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.port = int(self._server.server_address[1])
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()

    def put(self, data: bytes, name: str = "plan.pdf") -> str:
        """Keep a file; its id."""
        file_id = new_id()
        self.files[file_id] = KeptFile(name, len(data), data, is_whole=True)
        return file_id

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def new_id() -> str:
    return secrets.token_urlsafe(16)[:22].ljust(22, "A")


class _Server(ThreadingHTTPServer):
    def handle_error(self, *_args: object) -> None:
        """Windows go when they like."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    kept: FileHub

    def log_message(self, *_args: object) -> None:
        """Nothing is printed."""

    def _answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
        self.close_connection = True

    def _is_refused(self) -> bool:
        self.kept.requests.append(f"{self.command} {self.path}")
        if self.kept.faults.refuse:
            status, problem = self.kept.faults.refuse.pop(0)
            # a socket that is closed with something unread resets the connection, and the answer may be lost
            self.rfile.read(min(int(self.headers.get("Content-Length", "0")), 65536))
            self._answer(status, b"No.\n", **({"Hubbub_Problem": problem} if problem else {}))
            return True
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        if token not in self.kept.tokens:
            self._answer(401, WWW_Authenticate="Bearer")
            return True
        return False

    def _cut(self) -> int:
        return self.kept.faults.cut_after.pop(0) if self.kept.faults.cut_after else -1

    def _take_body(self, file: KeptFile) -> bool:
        """False where it was cut."""
        rest = int(self.headers.get("Content-Length", "0"))
        cut = self._cut() if rest else -1
        while rest:
            wanted = min(rest, 65536) if cut < 0 else min(rest, 65536, cut)
            data = self.rfile.read(wanted) if wanted else b""
            if not data:
                self.close_connection = True
                self.connection.close()
                return False
            time.sleep(self.kept.faults.pace)
            file.data += data
            rest -= len(data)
            cut = cut - len(data) if cut > 0 else cut
        return True

    def _finish(self, file_id: str, file: KeptFile) -> None:
        file.is_whole = True
        self._answer(201, Location=f"http://192.0.2.7:7697/f/{file_id}/{quote(file.name)}")

    def do_POST(self) -> None:
        if self._is_refused():
            return
        name = unquote(self.headers["Content-Disposition"].partition("''")[2])
        file_id, file = new_id(), KeptFile(name, int(self.headers["Upload-Length"]))
        self.kept.files[file_id] = file
        if not self._take_body(file):
            return
        if self.headers["Upload-Complete"] == "?1":
            self._finish(file_id, file)
        else:
            self._answer(201, Location=f"/files/{file_id}", Upload_Offset="0", Upload_Complete="?0")

    def _half(self) -> tuple[str, KeptFile] | None:
        file_id = self.path.removeprefix("/files/")
        file = self.kept.files.get(file_id)
        if file is None or file.is_whole:
            self._answer(404)
            return None
        return file_id, file

    def do_HEAD(self) -> None:
        if not self._is_refused() and (found := self._half()) is not None:
            self._answer(204, Upload_Offset=str(len(found[1].data)), Upload_Complete="?0")

    def do_DELETE(self) -> None:
        if not self._is_refused() and (found := self._half()) is not None:
            del self.kept.files[found[0]]
            self._answer(204)

    def do_PATCH(self) -> None:
        if self._is_refused() or (found := self._half()) is None:
            return
        file_id, file = found
        if int(self.headers["Upload-Offset"]) != len(file.data):
            self._answer(409, Upload_Offset=str(len(file.data)))
        elif self._take_body(file):
            self._finish(file_id, file)

    def do_GET(self) -> None:
        self.kept.requests.append(f"GET {self.headers.get('Range', '')}".strip())
        if self.kept.faults.refuse:
            status, problem = self.kept.faults.refuse.pop(0)
            self._answer(status, b"No.\n", Hubbub_Problem=problem)
            return
        file = self.kept.files.get(self.path.split("/")[2])
        if file is None or not file.is_whole:
            self._answer(404, b"Gone.\n")
            return
        data, start, status = file.data, 0, 200
        if (found := re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))) is not None:
            assert self.headers["If-Range"] == f'"{hashlib.sha256(data).hexdigest()}"'
            start, status = int(found[1]), 206
        self.send_response(status)
        self.send_header("Content-Length", str(file.length - start))
        if start:
            self.send_header("Content-Range", f"bytes {start}-{file.length - 1}/{file.length}")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        cut = self._cut()
        stop = len(data) if cut < 0 else start + cut
        for at in range(start, stop, 65536):
            self.wfile.write(data[at : min(at + 65536, stop)])
            time.sleep(self.kept.faults.pace)
