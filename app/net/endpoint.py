"""Addresses to listen on: reading them as typed and writing them for people. Opens nothing."""

from __future__ import annotations

import errno
import os
import socket

from PySide6.QtNetwork import QHostAddress

from app.irc.ports import DEFAULT_PORT, LARGEST_PORT
from app.values import frozen

MORE_PORTS = 20  # tried after 6667 when nobody named a port: enough for a class of copies on one computer


class EndpointError(Exception):
    """What was typed is no address to listen on; the text is one sentence for people."""


@frozen
class Endpoint:
    """Where to listen. `host` is an IP address or "" for all interfaces; no `port`: one is looked for."""

    host: str = ""
    port: int | None = None
    private: bool = False  # the hosting window's own way in, on loopback
    for_browsers: bool = False  # at the web port, beside the hub's own

    @property
    def ports(self) -> range:
        """The ports to try, in order."""
        if self.port is None:
            return range(DEFAULT_PORT, DEFAULT_PORT + 1 + MORE_PORTS)
        return range(self.port, self.port + 1)

    def host_address(self) -> QHostAddress:
        """The address in Qt's form; all interfaces means IPv4 and IPv6."""
        return QHostAddress(self.host) if self.host else QHostAddress(QHostAddress.SpecialAddress.Any)

    def text(self, port: int | None = None) -> str:
        """`HOST:PORT` as people read it, IPv6 in brackets; `port` is the one that was found."""
        host = self.host or "0.0.0.0"
        chosen = self.port if port is None else port
        bracketed = f"[{host}]" if ":" in host else host
        return bracketed if chosen is None else f"{bracketed}:{chosen}"


def is_loopback(host: str) -> bool:
    """Whether who listens on that address, "" for all, can be reached by this computer alone."""
    return bool(host) and QHostAddress(host).isLoopback()


def is_taken(endpoint: Endpoint) -> bool:
    """Whether another program listens there. Only tried, nothing listens; False where no port is named."""
    if not endpoint.port:
        return False
    host, family = endpoint.host, socket.AF_INET if "." in endpoint.host else socket.AF_INET6
    if not host and not socket.has_dualstack_ipv6():
        host, family = "0.0.0.0", socket.AF_INET
    try:
        with socket.socket(family) as probe:
            if os.name == "posix":  # as Qt's own: what has just been closed is no obstacle
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if family == socket.AF_INET6:
                probe.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1 if host else 0)
            probe.bind((host or "::", endpoint.port))
    except OSError as error:
        return error.errno == errno.EADDRINUSE
    return False


PRIVATE = Endpoint("127.0.0.1", 0, private=True)


def parse_endpoint(text: str) -> Endpoint:
    """Read `HOST`, `HOST:PORT`, `[IPV6]:PORT`, `:PORT` or `PORT`; raises EndpointError with a sentence."""
    typed = text.strip()
    host, port = _split(typed)
    if host in ("", "*"):
        return Endpoint("", port)
    address = QHostAddress(host)
    if address.isNull():
        host = _resolved(host, typed)
    return Endpoint(host, port)


def _split(typed: str) -> tuple[str, int | None]:
    if not typed:
        raise EndpointError("The address to listen on is empty; give one as HOST:PORT, such as 0.0.0.0:6667.")
    if typed.isdecimal():
        return "", _port(typed, typed)
    if typed.startswith("["):
        host, bracket, rest = typed[1:].partition("]")
        if not bracket or (rest and not rest.startswith(":")):
            raise EndpointError(f"“{typed}” is no address to listen on: write IPv6 as [ADDRESS]:PORT.")
        return host, _port(rest[1:], typed) if rest else None
    if typed.count(":") > 1:
        return typed, None  # a bare IPv6 address
    host, colon, port = typed.partition(":")
    return host, _port(port, typed) if colon else None


def _port(digits: str, typed: str) -> int:
    number = int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 6 else -1
    if not 0 <= number <= LARGEST_PORT:
        raise EndpointError(f"“{typed}” has no usable port: a port is a number from 1 to 65535.")
    return number


def _resolved(host: str, typed: str) -> str:
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise EndpointError(f"“{typed}” is no address of this computer to listen on.") from None
    return str(found[0][4][0])
