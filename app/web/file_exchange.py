"""One exchange of HTTP about a file: the body of a request in pieces, an answer, or a file in pieces.

Pure: bytes in, bytes to be written out. There is no second request on the same connection.
"""

from __future__ import annotations

from collections.abc import Iterable
from email.utils import formatdate
from http import HTTPStatus
from urllib.parse import quote

import h11

from app.files.file_record import FileRecord
from app.files.picture_facts import KINDS
from app.files.transfer_quota import FileProblem
from app.values import frozen
from app.web.file_requests import ByteRange, FileTarget, read_target
from app.web.http_events import next_event
from app.web.request_handler import FileRequest

Headers = Iterable[tuple[str, str]]

# A body may come in chunks of a byte, of which 64 KiB have ten thousand: reading those takes a tenth of a
# second, in which nobody's message moves. So many take a millisecond.
_EVENTS_AT_ONCE = 128
_OCTETS = "application/octet-stream"
_ALWAYS = (
    ("X-Content-Type-Options", "nosniff"),
    ("Content-Security-Policy", "sandbox; default-src 'none'"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Referrer-Policy", "no-referrer"),
    ("Connection", "close"),
)
# What a page of another origin may send and read, where the host lets it join.
_SENT = (
    "Authorization, Content-Disposition, Content-Type, If-None-Match, If-Range, Range, "
    "Upload-Complete, Upload-Length, Upload-Offset"
)
_READ = "Content-Disposition, Content-Range, ETag, Hubbub-Problem, Location, Upload-Complete, Upload-Offset"


@frozen
class Refusal:
    """How a problem is told: status of HTTP and a sentence."""

    status: int
    sentence: str


REFUSALS = {
    FileProblem.OFF: Refusal(403, "The host of this room takes no files."),
    FileProblem.TOO_LARGE: Refusal(413, "The file is larger than the host of this room takes."),
    FileProblem.DAY: Refusal(429, "That is more than one person may send to this room in 24 hours."),
    FileProblem.FULL: Refusal(507, "The files of this room take up all the space that they may."),
    FileProblem.DISK: Refusal(507, "The disk of the host's computer is too full, or cannot be written."),
    FileProblem.BUSY: Refusal(429, "Too many files are on their way at once. Try again soon."),
    FileProblem.LOGIN: Refusal(
        401, "Files are taken from people of this room: show a certificate, a password or a token."
    ),
}


class FileExchange:
    """What is said over one connection about files. `request`: what began it; HTTP says little of errors."""

    def __init__(self, request: FileRequest) -> None:
        self.head = request.head
        self.method = request.head.method.decode("ascii", "replace")
        self._http = request.http
        self._origin = request.origin  # of a page that may read what is answered, "" for none
        self.is_whole = False  # the body of the request has come
        self.is_broken = False  # what came is not what was announced
        self.has_more = False  # of what has come not all is taken: call `receive` again

    @property
    def target(self) -> FileTarget | None:
        """What the request is about."""
        return read_target(self.head.target.partition(b"?")[0].decode("ascii", "replace"))

    def invite(self) -> bytes:
        """What lets somebody go on who waits to be let (100 Continue), b"" where nobody waits."""
        if not self._http.they_are_waiting_for_100_continue:
            return b""
        return self._http.send(h11.InformationalResponse(status_code=100, headers=[], reason=b"Continue"))

    def receive(self, data: bytes) -> bytes:
        """Take bytes, or b"" for what has come with the head; gives what is of the body."""
        if self.is_whole or self.is_broken:
            return b""
        if data:
            self._http.receive_data(data)
        body = []
        self.has_more = False
        for _ in range(_EVENTS_AT_ONCE):
            event = next_event(self._http)
            if isinstance(event, h11.Data):
                body.append(bytes(event.data))
            elif isinstance(event, h11.EndOfMessage):
                self.is_whole = True
            elif isinstance(event, h11.RemoteProtocolError):
                self.is_broken = True
            if not isinstance(event, h11.Data):
                break
        else:
            self.has_more = True
        return b"".join(body)

    def refuse(self, problem: FileProblem) -> bytes:
        """The whole answer to what cannot be done for a reason that our own windows know."""
        refusal = REFUSALS[problem]
        headers = [("Hubbub-Problem", problem.value)]
        if problem is FileProblem.LOGIN:
            headers += [
                ("WWW-Authenticate", 'Basic realm="Hubbub", charset="UTF-8"'),
                ("WWW-Authenticate", "Bearer"),
            ]
        if refusal.status == 429:
            headers += [("Retry-After", "10" if problem is FileProblem.BUSY else "3600")]
        return self.answer(refusal.status, refusal.sentence, headers)

    def answer(self, status: int, sentence: str = "", headers: Headers = ()) -> bytes:
        """A whole answer with a sentence, or without a body."""
        body = f"{sentence}\n".encode() if sentence else b""
        own = [("Content-Type", "text/plain; charset=utf-8")] if sentence else []
        if status not in (204, 304):
            own += [("Content-Length", str(len(body)))]
        data = self._begin(status, [*own, ("Cache-Control", "no-store"), *headers])
        if self.method != "HEAD" and body:
            data += self._http.send(h11.Data(data=body))
        return data + self._end()

    def allow(self, methods: str) -> bytes:
        """The whole answer to OPTIONS, also where a browser asks before a page of another origin may."""
        headers = [("Allow", methods), ("Accept-Post", "*/*")]
        if self._origin:
            headers += [
                ("Access-Control-Allow-Methods", methods),
                ("Access-Control-Allow-Headers", _SENT),
                ("Access-Control-Max-Age", "600"),
            ]
        return self.answer(204, headers=headers)

    def begin_file(self, record: FileRecord, part: ByteRange | None) -> bytes:
        """The head of a file or a part of it; its bytes follow by `piece`, then `end`. HEAD has no bytes."""
        start, stop = (0, record.size) if part is None else (part.start, part.stop)
        is_shown = record.type in KINDS  # which the hub has seen by its first bytes
        kind = "inline" if is_shown else "attachment"
        headers = [
            ("Content-Type", record.type if is_shown else _OCTETS),
            ("Content-Disposition", f"{kind}; filename*=UTF-8''{quote(record.name, safe='')}"),
            ("Content-Length", str(stop - start)),
            ("Accept-Ranges", "bytes"),
            ("ETag", etag(record)),
            ("Last-Modified", formatdate(record.created, usegmt=True)),
            ("Cache-Control", "private, no-store"),
        ]
        if part is not None:
            headers += [("Content-Range", f"bytes {start}-{stop - 1}/{record.size}")]
        return self._begin(200 if part is None else 206, headers)

    def piece(self, data: bytes) -> bytes:
        """The next bytes of a file."""
        return self._http.send(h11.Data(data=data))

    def end(self) -> bytes:
        """What is behind the last byte of a file."""
        return self._end()

    def _begin(self, status: int, headers: Headers) -> bytes:
        cors = []
        if self._origin:
            cors = [
                ("Access-Control-Allow-Origin", self._origin),
                # Some pages send cookies along, of which there are none here (gamja); browsers ask for this.
                ("Access-Control-Allow-Credentials", "true"),
                ("Access-Control-Expose-Headers", _READ),
                ("Vary", "Origin"),
            ]
        return self._http.send(
            h11.Response(
                status_code=status,
                reason=HTTPStatus(status).phrase.encode(),
                headers=[(name.encode(), value.encode()) for name, value in (*headers, *_ALWAYS, *cors)],
            )
        )

    def _end(self) -> bytes:
        return self._http.send(h11.EndOfMessage())


def etag(record: FileRecord) -> str:
    """The entity tag of a file, which never changes."""
    return f'"{record.sha256}"'
