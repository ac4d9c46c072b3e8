"""Clients that talk to a headless hub and note what they were told, until its end whatever that is."""

from __future__ import annotations

import select
import socket
from types import TracebackType

from app.irc.message import Message, parse

PATIENCE = 60.0
CAPS = "batch draft/chathistory echo-message message-tags server-time"
ROOM = "#hubbub"
PAGE = 1000


class Talker:
    """One connection in the room. `heard` is every message of the room by id, its own echoes among them."""

    def __init__(self, port: int, nick: str, *, waits: bool = True) -> None:
        """`waits`: until it is in the room, which must come to pass."""
        self.nick = nick
        self.heard: dict[str, str] = {}
        self.echoed = 0
        self.sent = 0
        self.errors: list[str] = []
        self.is_open = True
        self._rest = b""
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        self.send(f"CAP REQ :{CAPS}", f"NICK {nick}", f"USER {nick} 0 * :{nick}", "CAP END")
        if waits:
            self.wait_for("366")

    def __enter__(self) -> Talker:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.socket.close()

    def send(self, *lines: str) -> None:
        """Send lines, unless the hub is gone."""
        try:
            self.socket.sendall("".join(f"{line}\r\n" for line in lines).encode())
        except OSError:
            self.is_open = False

    def say(self, text: str) -> None:
        """Say something in the room."""
        self.sent += 1
        self.send(f"PRIVMSG {ROOM} :{text}")

    def read(self) -> list[Message]:
        """What has come, waiting for at least something; nothing after the end."""
        try:
            data = self.socket.recv(1 << 16)
        except ConnectionError:
            data = b""
        if not data:
            self.is_open = False
        *lines, self._rest = (self._rest + data).split(b"\r\n")
        messages = [parse(line.decode()) for line in lines]
        for message in messages:
            self._note(message)
        return messages

    def _note(self, message: Message) -> None:
        if message.command == "PRIVMSG" and message.params[0] == ROOM and "batch" not in message.tags:
            self.heard[message.tags["msgid"]] = message.params[1]
            self.echoed += message.sender.nick == self.nick
        elif message.command == "ERROR":
            self.errors.append(message.params[-1])

    def wait_for(self, command: str) -> Message:
        """Read until a command comes."""
        while self.is_open:
            for message in self.read():
                if message.command == command:
                    return message
        raise AssertionError(f"{command} did not come: {self.errors}")

    def wait_for_end(self) -> None:
        """Read until the hub is gone."""
        while self.is_open:
            self.read()

    def history(self) -> list[tuple[str, str]]:
        """All messages of the room that the hub gives: ids and texts, the oldest first."""
        found: list[tuple[str, str]] = []
        reference = "*"
        while True:
            page = self._page(f"{'BEFORE' if found else 'LATEST'} {ROOM} {reference} {PAGE}")
            if not page:
                return found
            found = page + found
            reference = f"msgid={page[0][0]}"

    def _page(self, words: str) -> list[tuple[str, str]]:
        self.send(f"CHATHISTORY {words}")
        page: list[tuple[str, str]] = []
        while self.is_open:
            for message in self.read():
                assert message.command != "FAIL", message.params
                if message.command == "PRIVMSG" and "batch" in message.tags:
                    page.append((message.tags["msgid"], message.params[1]))
                elif message.command == "BATCH" and message.params[0].startswith("-"):
                    return page
        raise AssertionError(f"the hub is gone: {self.errors}")


def read_ready(talkers: list[Talker], timeout: float) -> None:
    """Let those read for whom something has come."""
    ready, _, _ = select.select([talker.socket for talker in talkers if talker.is_open], [], [], timeout)
    for talker in talkers:
        if talker.socket in ready:
            talker.read()
