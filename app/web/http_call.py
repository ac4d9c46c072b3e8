"""The asking side of HTTP: one request with a body in pieces, and its answer, as a pure machine.

Bytes in, bytes out. There is no second request on the same connection.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field

import h11

from app.values import frozen
from app.web.http_events import next_event

# The head of an answer of ours has some 600 bytes; another server may say more, and is not listened to long.
_LONGEST_HEAD = 16 * 1024


@frozen
class HttpAnswer:
    """The head of an answer; `headers` by their names in lower case, of several of one name the first."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_success(self) -> bool:
        """Whether what was asked for was done."""
        return 200 <= self.status < 300


class HttpCall:
    """Used once. `rest`: how many bytes of its body are still to be sent.

    `answer` is there as soon as its head has come, maybe before all was sent: then nothing else is to be.
    `is_over`: no more comes; `is_broken`: the connection ended before, or what came was no HTTP.
    """

    def __init__(
        self, method: str, path: str, authority: str, headers: Iterable[tuple[str, str]] = (), size: int = 0
    ) -> None:
        """`authority`: HOST:PORT of the hub, as it is called; `size`: bytes of the body."""
        self.rest = size
        self.answer: HttpAnswer | None = None
        self.is_over = self.is_broken = False
        self._http = h11.Connection(h11.CLIENT, max_incomplete_event_size=_LONGEST_HEAD)
        has_body = [("Content-Length", str(size))] if method in ("POST", "PATCH", "PUT") else []
        always = [("Host", authority), ("Connection", "close")]
        self._request = h11.Request(method=method, target=path, headers=[*always, *has_body, *headers])

    def begin(self) -> bytes:
        """What is sent first."""
        return self._http.send(self._request) + (b"" if self.rest else self._http.send(h11.EndOfMessage()))

    def send(self, data: bytes) -> bytes:
        """The next bytes of the body, at most `rest` of them, as they are sent."""
        self.rest -= len(data)
        framed = self._http.send(h11.Data(data=data))
        return framed if self.rest else framed + self._http.send(h11.EndOfMessage())

    def receive(self, data: bytes) -> bytes:
        """Take bytes, b"" for the end of the connection; gives what is of the answer's body."""
        if self.is_over:
            return b""
        self._http.receive_data(data)
        body = []
        while not self.is_over:
            event = next_event(self._http)
            if isinstance(event, h11.Data):
                body.append(bytes(event.data))
            elif isinstance(event, h11.Response):
                self.answer = _answer_of(event)
            elif isinstance(event, h11.EndOfMessage):
                self.is_over = True
            elif not isinstance(event, h11.InformationalResponse) or event.status_code == 101:
                self.is_broken = self.is_over = not (event is h11.NEED_DATA and data)
                break
        return b"".join(body)


def _answer_of(event: h11.Response) -> HttpAnswer:
    headers: dict[str, str] = {}
    for name, value in event.headers:
        headers.setdefault(name.decode("ascii"), value.decode("utf-8", "replace"))
    return HttpAnswer(event.status_code, headers)
