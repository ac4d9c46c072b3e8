"""Who is meant by a Host header, an Origin header or an address that somebody typed. Asks no name server.

RFC 3986 section 3.2, RFC 6454 section 6.2.
"""

from __future__ import annotations

import re
from ipaddress import ip_address

from app.irc.ports import LARGEST_PORT
from app.values import frozen

LONGEST_NAME = 253  # RFC 1035 section 2.3.4
_NAME = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*")  # apps have some of their own, such as tauri://localhost
_PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443}


@frozen
class Authority:
    """HOST or HOST:PORT. `host` is lower case, an IPv6 address without its brackets."""

    host: str
    port: int | None = None

    @property
    def is_address(self) -> bool:
        """Whether it is an IP address, which nobody else can point at another computer."""
        return _is_ip(self.host)

    def with_port(self, port: int) -> str:
        """`HOST:PORT`, IPv6 in brackets; `port` where there is none in it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{port if self.port is None else self.port}"


@frozen
class Origin:
    """Where a page comes from, as its browser says. `port` is the scheme's own where none was written."""

    scheme: str
    host: str
    port: int | None


def parse_authority(text: str) -> Authority | None:
    """Read `HOST`, `HOST:PORT`, `[IPV6]` or `[IPV6]:PORT`; None for anything else."""
    if text.startswith("["):
        host, bracket, rest = text[1:].lower().partition("]")
        if not bracket or not _is_ip(host) or (rest and not rest.startswith(":")):
            return None
        digits = rest[1:] if rest else None
    else:
        host, colon, rest = text.lower().partition(":")
        host = host.removesuffix(".")  # the root of all names, which some write
        if len(host) > LONGEST_NAME or not _NAME.fullmatch(host):
            return None
        digits = rest if colon else None
    if digits is None:
        return Authority(host)
    port = _port(digits)
    return None if port is None else Authority(host, port)


def parse_host(text: str) -> str | None:
    """The host of an address as people give it: an IPv6 address may come without its brackets."""
    if _is_ip(text):
        return text.lower()
    found = parse_authority(text)
    return None if found is None else found.host


def parse_origin(text: str) -> Origin | None:
    """Read `SCHEME://HOST[:PORT]`; None for anything else, `null` among it."""
    scheme, found, rest = text.partition("://")
    scheme = scheme.lower()
    authority = parse_authority(rest.removesuffix("/"))
    if not found or not _SCHEME.fullmatch(scheme) or authority is None:
        return None
    port = default_port(scheme) if authority.port is None else authority.port
    return Origin(scheme, authority.host, port)


def default_port(scheme: str) -> int | None:
    """The port that a URL without one means."""
    return _PORTS.get(scheme)


def _is_ip(text: str) -> bool:
    try:
        return ip_address(text) is not None and "%" not in text
    except ValueError:
        return False


def _port(digits: str) -> int | None:
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= 5):
        return None
    number = int(digits)
    return number if 0 < number <= LARGEST_PORT else None
