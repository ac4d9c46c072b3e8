"""One HTTP request on the hub's port: it gets a page, a short refusal, becomes a WebSocket, or is for files.

Pure: bytes in, one Answer, Upgrade or FileRequest out. There is no second request on the same connection.
"""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus

import h11

from app.irc.file_tag import LINK_FOLDER
from app.values import frozen
from app.web.authority import Authority, parse_authority
from app.web.http_events import next_event
from app.web.site import Site, in_words, page, policy, socket_of
from app.web.websocket import WebSocket
from app.web.websocket_handshake import BINARY, HandshakeError, accept, origins_of, wants_websocket

# A browser's request is 500 to 2,000 bytes; cookies of other services at the same address come on top.
LONGEST_HEAD = 16 * 1024

FILES_PATH = "/files"  # uploads; one of them is /files/ID

Headers = Iterable[tuple[bytes, bytes]]

_PAGE_PATH = "/"
_FILE_FOLDERS = (f"{FILES_PATH}/", LINK_FOLDER)
_HTML = b"text/html; charset=utf-8"
_PLAIN = b"text/plain; charset=utf-8"
_JSON = b"application/json"
_ALWAYS = (
    (b"X-Content-Type-Options", b"nosniff"),
    (b"Referrer-Policy", b"no-referrer"),
    (b"Cache-Control", b"no-store"),
    (b"Connection", b"close"),
)


@frozen
class Answer:
    """The whole answer; the connection ends behind it."""

    data: bytes


@frozen
class Upgrade:
    """The connection is `websocket` from now on. `data` is to be written first; `rest` has come already."""

    websocket: WebSocket
    data: bytes
    rest: bytes


@frozen
class FileRequest:
    """The connection is about files from now on. `http` has read `head` and holds what came behind it.

    `origin`: of a page of another site that may ask and read the answer, "" for none.
    """

    http: h11.Connection
    head: h11.Request
    origin: str


Outcome = Answer | Upgrade | FileRequest


class RequestHandler:
    """Reads one request for a page of `site`. `secure`: it came over TLS.

    `is_same_computer`: from the hub's own, where nobody hears it. `hub_port`: the port of the hub,
    where the request came at its web port. `only_files`: there is nothing else here, as at the listener
    of the hosting window.
    """

    def __init__(
        self,
        site: Site,
        *,
        secure: bool,
        is_same_computer: bool = False,
        hub_port: int | None = None,
        only_files: bool = False,
    ) -> None:
        self._site = site
        self._secure = secure
        self._is_same_computer = is_same_computer
        self._hub_port = hub_port
        self._only_files = only_files
        self._received = 0  # bytes
        self._http = h11.Connection(h11.SERVER, max_incomplete_event_size=LONGEST_HEAD)

    def receive(self, data: bytes) -> Outcome | None:
        """Take bytes; None while the request is not whole. Not to be called again after an outcome."""
        if not data:
            return None  # which h11 would take for the end
        # h11 bounds only what is not whole, and a head of megabytes may come at once
        count = max(0, LONGEST_HEAD + 1 - self._received)
        self._received += len(data)
        self._http.receive_data(data[:count])
        event = next_event(self._http)
        if len(data) > count:
            self._http.receive_data(data[count:])
        if isinstance(event, h11.RemoteProtocolError):
            return self._refuse_broken(event)
        return self._judge(event) if isinstance(event, h11.Request) else None

    def _judge(self, request: h11.Request) -> Outcome:
        is_head = request.method == b"HEAD"
        host = _host_of(request)
        if host is None:
            return self._refuse(400, "The header “Host” is missing or wrong.", is_head=is_head)
        if not self._site.is_called(host):
            return self._refuse(
                421,
                "The host of this room does not go by that name. Use the computer's address or name; "
                "another name is given to a hub with --public-address.",
                is_head=is_head,
            )
        path = request.target.partition(b"?")[0].decode("ascii", "replace")
        if path == FILES_PATH or path.startswith(_FILE_FOLDERS):
            return self._begin_files(request, host, is_head=is_head)
        if self._only_files:
            return self._refuse(404, "There are only files here.", is_head=is_head)
        if wants_websocket(request):
            return self._upgrade(request, host)
        if request.method not in (b"GET", b"HEAD"):
            return self._refuse(405, "There is only a page to read here.", [(b"Allow", b"GET, HEAD")])
        if path == _PAGE_PATH:
            return self._show(host, is_head=is_head)
        if (document := self._site.documents.get(path)) is None:
            return self._refuse(404, "There is only one page here, at /.", is_head=is_head)
        if not self._admits(request, host):
            return self._refuse(403, "This is not for pages of other sites.", is_head=is_head)
        return self._answer(200, document, _JSON, policy(""), is_head=is_head)

    def _begin_files(self, request: h11.Request, host: Authority, *, is_head: bool) -> Answer | FileRequest:
        if not self._admits(request, host):
            return self._refuse(403, "Files are not for pages of other sites.", is_head=is_head)
        origin = next((one for one in origins_of(request) if self._site.is_other(one)), "")
        return FileRequest(self._http, request, origin)

    def _admits(self, request: h11.Request, host: Authority) -> bool:
        """Whether the page that asks, if it is one, may."""
        return all(self._site.admits(origin, host) for origin in origins_of(request))

    def _upgrade(self, request: h11.Request, host: Authority) -> Answer | Upgrade:
        if not self._admits(request, host):
            return self._refuse(
                403, "Pages of other sites may join only if the hub names them with --web-origin."
            )
        try:
            agreed, response = accept(request)
            if not isinstance(next_event(self._http), h11.EndOfMessage):
                raise HandshakeError(400, "A request for a WebSocket has no body.")
        except HandshakeError as error:
            return self._refuse(error.status, str(error), error.headers)
        self._http.next_event()  # paused: whatever follows is no longer HTTP
        data = self._http.send(response)
        return Upgrade(WebSocket(text=agreed != BINARY), data, self._http.trailing_data[0])

    def _show(self, host: Authority, *, is_head: bool) -> Answer:
        html = page(
            self._site,
            host,
            secure=self._secure,
            is_same_computer=self._is_same_computer,
            hub_port=self._hub_port,
        )
        if html:
            own = policy(html, socket_of(host, secure=self._secure))
            return self._answer(200, html, _HTML, own, is_head=is_head)
        words = in_words(self._site, host, secure=self._secure, hub_port=self._hub_port)
        return self._answer(200, words, _PLAIN, policy(""), is_head=is_head)

    def _refuse_broken(self, error: h11.RemoteProtocolError) -> Answer:
        sentence = "The request is too long." if error.error_status_hint == 431 else "That was not HTTP/1.1."
        return self._refuse(error.error_status_hint, sentence)

    def _refuse(self, status: int, sentence: str, headers: Headers = (), *, is_head: bool = False) -> Answer:
        return self._answer(status, f"{sentence}\n", _PLAIN, policy(""), headers, is_head=is_head)

    def _answer(
        self, status: int, text: str, kind: bytes, policy: str, headers: Headers = (), *, is_head: bool
    ) -> Answer:
        body = text.encode()
        response = h11.Response(
            status_code=status,
            reason=HTTPStatus(status).phrase.encode(),
            headers=[
                (b"Content-Type", kind),
                (b"Content-Length", str(len(body)).encode()),
                (b"Content-Security-Policy", policy.encode()),
                *_ALWAYS,
                *headers,
            ],
        )
        data = self._http.send(response)
        if not is_head:
            data += self._http.send(h11.Data(data=body))
        return Answer(data + self._http.send(h11.EndOfMessage()))


def _host_of(request: h11.Request) -> Authority | None:
    """The one Host header, which a request of HTTP/1.0 may lack."""
    value = next((value for name, value in request.headers if name == b"host"), b"")
    return parse_authority(value.decode("ascii", "replace"))
