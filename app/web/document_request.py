"""The asking side of HTTP: one document of a hub, as a pure machine. Bytes in, the document out."""

from __future__ import annotations

import h11

from app.web.http_events import next_event

# The head of an answer of ours has some 400 bytes; another server may say more, and is not listened to long.
LONGEST_ANSWER = 16 * 1024


class DocumentRequest:
    """Asks for the document at `path`; used once. `authority`: HOST:PORT of the hub, as it is called.

    `data` is what to send.
    """

    def __init__(self, path: str, authority: str, *, longest: int) -> None:
        """`longest`: bytes of a document that are taken."""
        self._http = h11.Connection(h11.CLIENT, max_incomplete_event_size=LONGEST_ANSWER)
        self._longest = longest
        self._taken = 0
        self._body = b""
        headers = [("Host", authority), ("Accept", "application/json"), ("Connection", "close")]
        request = h11.Request(method="GET", target=path, headers=headers)
        self.data = self._http.send(request) + self._http.send(h11.EndOfMessage())

    def receive(self, data: bytes) -> bytes | None:
        """Take bytes, b"" for the end of the connection. Gives the document, None while it is not whole.

        b"" where there is none, as from a server that knows of no such thing. Then it is over.
        """
        self._taken += len(data)
        if self._taken > LONGEST_ANSWER:
            return b""
        self._http.receive_data(data)
        while True:
            event = next_event(self._http)
            if event is h11.NEED_DATA:
                return None
            if isinstance(event, h11.EndOfMessage):
                return self._body
            if not self._take(event):
                return b""

    def _take(self, event: object) -> bool:
        """A part of the answer, or an error; whether there is still a document to come of it."""
        if isinstance(event, h11.Data):
            self._body += event.data
            return len(self._body) <= self._longest
        is_before = isinstance(event, h11.InformationalResponse) and event.status_code != 101
        return is_before or (isinstance(event, h11.Response) and event.status_code == 200)
