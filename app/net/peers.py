"""Where a connection comes from, as the hub is told."""

from __future__ import annotations

import socket

from app.hub.session import Peer


def peer_of(bare: socket.socket, *, private: bool) -> Peer:
    """Where a connection came from; IPv4 through a socket for both families is shown as IPv4."""
    address, port, *_more = bare.getpeername()
    shown = address.partition("%")[0].removeprefix("::ffff:")
    return Peer(shown, port, loopback=shown == "::1" or shown.startswith("127."), private=private)
