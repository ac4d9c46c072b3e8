"""Ports: those of IRC, and the one at which browsers find a hub."""

from __future__ import annotations

DEFAULT_PORT = 6667
DEFAULT_TLS_PORT = 6697
LARGEST_PORT = 65535
# No browser opens 6667. This far above a hub's port is its web port, which is there for browsers: of 6667 to
# 6687, and of nearly all others, that is one which they open.
WEB_PORT_OFFSET = 1000

# Of https://fetch.spec.whatwg.org/#port-blocking those that a web port could be.
_BLOCKED_BY_BROWSERS = frozenset(
    (1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, *range(6665, 6670), 6679, 6697, 10080)
)


def is_blocked_by_browsers(port: int) -> bool:
    """Whether browsers refuse to open a page or a WebSocket at that port, of those above 1000."""
    return port in _BLOCKED_BY_BROWSERS


def web_port_of(port: int) -> int | None:
    """The web port of a hub at `port`, None where there is none that browsers open."""
    web_port = port + WEB_PORT_OFFSET
    return None if web_port > LARGEST_PORT or is_blocked_by_browsers(web_port) else web_port


def hub_port_of(web_port: int) -> int | None:
    """The port of the hub whose web port is `web_port`, None where no hub has that one."""
    port = web_port - WEB_PORT_OFFSET
    return port if port > 0 and web_port_of(port) == web_port else None
