"""The little of the X protocol that a measurement needs: find the main window, ask it whether it is alive.

https://www.x.org/releases/X11R7.7/doc/xproto/x11protocol.html and, for the ping,
https://specifications.freedesktop.org/wm-spec/latest/ (_NET_WM_PING).
Only for a local server without access control.
"""

from __future__ import annotations

import socket
import struct
from dataclasses import dataclass

# GTK answers a ping to those who watch the root's children, Qt to those who watch the root itself.
_STRUCTURE_NOTIFY, _SUBSTRUCTURE_NOTIFY = 1 << 17, 1 << 19
_EVENT_MASK = 1 << 11  # the bit of CreateWindow's value-mask
_CLIENT_MESSAGE, _MAP_NOTIFY = 33, 19
_REPLY = 1


class XError(Exception):
    """The X server refuses, or is gone."""


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of the screen."""

    x: int
    y: int
    width: int
    height: int


class XConnection:
    """A connection to a local X server; one request at a time."""

    def __init__(self, display: int) -> None:
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.connect(f"/tmp/.X11-unix/X{display}")
        self.socket.sendall(struct.pack("<BxHHHHxx", ord("l"), 11, 0, 0, 0))
        head = self._read(8)
        body = self._read(4 * struct.unpack_from("<H", head, 6)[0])
        if head[0] != 1:
            raise XError("the X server does not let us in")
        self.root = _root_of(body)
        self.keycodes: tuple[int, int] = struct.unpack_from("<BB", body, 26)
        self._events: list[bytes] = []
        self._atoms: dict[str, int] = {}

    def close(self) -> None:
        """End the connection."""
        self.socket.close()

    # -- windows

    def main_window(self) -> int | None:
        """The largest window that the window manager knows, None while there is none."""
        listed = self._property(self.root, "_NET_CLIENT_LIST")
        windows = struct.unpack(f"<{len(listed) // 4}I", listed)
        sizes = {window: self.area(window) for window in windows}
        return max(sizes, key=lambda window: sizes[window].width * sizes[window].height, default=None)

    def area(self, window: int) -> Area:
        """Where a window lies on the screen."""
        reply = self.ask(struct.pack("<BxHI", 14, 2, window))
        width, height = struct.unpack_from("<HH", reply, 16)
        reply = self.ask(struct.pack("<BxHIIhh", 40, 4, window, self.root, 0, 0))
        x, y = struct.unpack_from("<hh", reply, 12)
        return Area(x, y, width, height)

    def title(self, window: int) -> str:
        """What stands in a window's title bar."""
        return self._property(window, "_NET_WM_NAME").decode()

    def has_manager(self) -> bool:
        """Whether a window manager has taken over."""
        return bool(self._property(self.root, "_NET_SUPPORTING_WM_CHECK"))

    def next_mapped(self) -> int:
        """Wait for the next window of the root that is shown, a frame where the manager gives one."""
        while True:
            event = self._events.pop(0) if self._events else self._read_event()
            if event[0] & 0x7F == _MAP_NOTIFY:
                return int(struct.unpack_from("<I", event, 8)[0])

    # -- being alive

    def listen_for_pongs(self) -> None:
        """Have the answers to pings told to this connection too, and which windows are shown."""
        mask = _STRUCTURE_NOTIFY | _SUBSTRUCTURE_NOTIFY
        self.socket.sendall(struct.pack("<BxHIII", 2, 4, self.root, _EVENT_MASK, mask))

    def ping(self, window: int, number: int) -> None:
        """Send `_NET_WM_PING` with `number` in place of its timestamp."""
        event = struct.pack(
            "<BBHII5I",
            *(_CLIENT_MESSAGE, 32, 0, window, self.atom("WM_PROTOCOLS")),
            *(self.atom("_NET_WM_PING"), number, window, 0, 0),
        )
        self.socket.sendall(struct.pack("<BBHII", 25, 0, 11, window, 0) + event)

    def pongs(self) -> list[int]:
        """The numbers of the pings that were answered, of what has arrived; waits for at least one event."""
        self._events.append(self._read_event())
        events, self._events = self._events, []
        ping = self.atom("_NET_WM_PING")
        found = []
        for event in events:
            code, window = event[0] & 0x7F, struct.unpack_from("<I", event, 4)[0]
            kind, number = struct.unpack_from("<II", event, 12)
            if code == _CLIENT_MESSAGE and window == self.root and kind == ping:
                found.append(number)
        return found

    # -- the wire

    def atom(self, name: str) -> int:
        """The number of a name."""
        if name not in self._atoms:
            data = name.encode()
            data += bytes(-len(data) % 4)
            reply = self.ask(struct.pack("<BBHHxx", 16, 0, 2 + len(data) // 4, len(name)) + data)
            self._atoms[name] = struct.unpack_from("<I", reply, 8)[0]
        return self._atoms[name]

    def _property(self, window: int, name: str) -> bytes:
        reply = self.ask(struct.pack("<BBHIIIII", 20, 0, 6, window, self.atom(name), 0, 0, 1024))
        size = struct.unpack_from("<I", reply, 16)[0] * (reply[1] // 8)
        return reply[32 : 32 + size]

    def send(self, request: bytes) -> None:
        """Send a request that has no reply."""
        self.socket.sendall(request)

    def ask(self, request: bytes) -> bytes:
        """Send a request and wait for its reply."""
        self.socket.sendall(request)
        while True:
            head = self._read(32)
            if head[0] == _REPLY:
                return head + self._read(4 * struct.unpack_from("<I", head, 4)[0])
            if head[0] == 0:
                raise XError(f"error {head[1]} for request {head[10]}")
            self._events.append(head)

    def _read_event(self) -> bytes:
        event = self._read(32)
        if event[0] == 0:
            raise XError(f"error {event[1]} for request {event[10]}")
        return event

    def _read(self, size: int) -> bytes:
        data = b""
        while len(data) < size:
            more = self.socket.recv(size - len(data))
            if not more:
                raise XError("the X server is gone")
            data += more
        return data


def _root_of(setup: bytes) -> int:
    vendor, _, _, formats = struct.unpack_from("<HHBB", setup, 16)
    return int(struct.unpack_from("<I", setup, 32 + vendor + -vendor % 4 + 8 * formats)[0])
