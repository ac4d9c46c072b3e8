"""What a hub is to browsers: under which names it may be asked, which pages may join it, and its own page.

Any web page may open a WebSocket to any address that its reader's browser reaches: the page is judged by its
Origin. And a page may give its own name our address (DNS rebinding): the name is judged by the Host header.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from string import Template

from app.web.authority import Authority, Origin, default_port, parse_host, parse_origin

_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Site:
    """What browsers need to know of a hub. `names`: its own, besides addresses; `template`: of the page.

    `room`: as people read it, `channel`: as IRC programs do.
    """

    room: str
    channel: str = ""
    names: frozenset[str] = frozenset({"localhost"})
    origins: frozenset[Origin] = frozenset()
    template: str = ""

    def is_called(self, host: Authority) -> bool:
        """Whether a request for `host` can be meant for this hub."""
        return host.is_address or host.host in self.names

    def admits(self, origin: str, host: Authority) -> bool:
        """Whether a page from `origin` may join by a request for `host`, which is_called."""
        found = parse_origin(origin)
        if found is None:
            return False
        if found in self.origins:
            return True
        own = default_port(found.scheme) if host.port is None else host.port
        return found.scheme in ("http", "https") and (found.host, found.port) == (host.host, own)


def make_site(
    room: str,
    channel: str = "",
    *,
    computer: str = "",
    server_name: str = "",
    public_address: str = "",
    origins: Iterable[str] = (),
    template: str = "",
) -> Site:
    """A hub's site from what its host has set; `computer` is the system's name for this computer.

    What is no name or no origin is left out.
    """
    short = computer.partition(".")[0]
    given = ["localhost", computer, short, f"{short}.local", server_name, public_address]
    names = {host for text in given if (host := parse_host(text)) is not None}
    known = {origin for text in origins if (origin := parse_origin(text)) is not None}
    return Site(room, channel, frozenset(names), frozenset(known), template)


def page(site: Site, host: Authority, *, secure: bool) -> str:
    """The room's page as HTML, "" where the hub has no template for it. `host`: as the browser has it."""
    address = host.with_port(443 if secure else 80)
    values = {
        "room": site.room,
        "channel": site.channel,
        "address": address,
        "host": host.host,
        "port": address.rpartition(":")[2],
        "socket": f"{'wss' if secure else 'ws'}://{address}/",
    }
    return Template(site.template).safe_substitute({key: escape(value) for key, value in values.items()})


def policy(html: str) -> str:
    """The Content-Security-Policy under which a page shows its own styles and nothing else at all."""
    styles = [hashlib.sha256(text.encode()).digest() for text in _STYLE.findall(html)]
    sources = " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in styles) or "'none'"
    return (
        f"default-src 'none'; style-src {sources}; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


def in_words(site: Site, host: Authority, *, secure: bool) -> str:
    """The same without HTML, for hubs that have no template."""
    address = host.with_port(443 if secure else 80)
    return f"This is “{site.room}”, a Hubbub chat room. Join it at {address} with Hubbub or any IRC client.\n"
