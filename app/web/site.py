"""What a hub is to browsers: under which names it may be asked, which pages may join it, and its own page.

Any web page may open a WebSocket to any address that its reader's browser reaches: the page is judged by its
Origin. And a page may give its own name our address (DNS rebinding): the name is judged by the Host header.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import field
from html import escape
from string import Template
from typing import Any
from urllib.parse import quote

from app.irc.ports import hub_port_of
from app.values import frozen
from app.web.authority import Authority, Origin, default_port, parse_host, parse_origin

_INLINE = {
    "style-src": re.compile(r"<style>(.*?)</style>", re.DOTALL),
    "script-src": re.compile(r"<script type=\"module\">(.*?)</script>", re.DOTALL),
}


@frozen
class Site:
    """What browsers need to know of a hub. `names`: its own, besides addresses; `template`: of the page.

    `room`: as people read it, `channel`: as IRC programs do. `documents`: JSON by its path.
    """

    room: str
    channel: str = ""
    names: frozenset[str] = frozenset({"localhost"})
    origins: frozenset[Origin] = frozenset()
    template: str = ""
    documents: Mapping[str, str] = field(default_factory=dict)
    fingerprint: str = ""  # of the hub's certificate, in hex
    is_chat: bool = False  # one can talk on the page itself
    has_password: bool = False
    takes_plain_password: bool = False  # also where it is not encrypted

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

    def is_other(self, origin: str) -> bool:
        """Whether `origin` is of another site whose pages may join."""
        return parse_origin(origin) in self.origins


def make_site(
    room: str,
    channel: str = "",
    *,
    computer: str = "",
    server_name: str = "",
    public_address: str = "",
    origins: Iterable[str] = (),
    **further: Any,
) -> Site:
    """A hub's site from what its host has set; `computer` is the system's name for this computer.

    What is no name or no origin is left out. `further`: fields of Site as they are.
    """
    short = computer.partition(".")[0]
    given = ["localhost", computer, short, f"{short}.local", server_name, public_address]
    names = {host for text in given if (host := parse_host(text)) is not None}
    known = {origin for text in origins if (origin := parse_origin(text)) is not None}
    return Site(room, channel, frozenset(names), frozenset(known), **further)


def page(
    site: Site,
    host: Authority,
    *,
    secure: bool,
    is_same_computer: bool = False,
    hub_port: int | None = None,
) -> str:
    """The room's page as HTML, "" where the hub has no template for it. `host`: as the browser has it.

    `is_same_computer`: the browser runs on the hub's own, where nobody hears it. `hub_port`: of the hub
    itself, where this came at its web port. A router may have other ports for both.
    """
    there = host.with_port(443 if secure else 80)
    address = _address_of_hub(host, hub_port) or there
    values = {
        "room": site.room,
        "channel": site.channel,
        "address": address,
        "host": host.host,
        "port": address.rpartition(":")[2],
        "link": f"hubbub://{address}/{quote(site.channel.removeprefix('#'), safe='')}",
        "socket": socket_of(host, secure=secure),
        "fingerprint": site.fingerprint,
        "secure": "yes" if secure else "local" if is_same_computer else "",
        "password": _password(site, is_private=secure or is_same_computer),
        "chat": "yes" if site.is_chat else "",
    }
    return Template(site.template).safe_substitute({key: escape(value) for key, value in values.items()})


def socket_of(host: Authority, *, secure: bool) -> str:
    """The address of the hub's WebSocket where the browser has found it."""
    return f"{'wss' if secure else 'ws'}://{host.with_port(443 if secure else 80)}/"


def _password(site: Site, *, is_private: bool) -> str:
    """What the page has for the room's password: "", "asked", or "refused", as others would read it."""
    if not site.has_password:
        return ""
    return "asked" if is_private or site.takes_plain_password else "refused"


def _address_of_hub(host: Authority, hub_port: int | None) -> str:
    """Where the hub is whose web port the browser has found at `host`; "" where it found the hub itself."""
    if hub_port is None:
        return ""
    return Authority(host.host).with_port(hub_port_of(host.port or 0) or hub_port)


def policy(html: str, socket: str = "") -> str:
    """The Content-Security-Policy for a page: its own styles and script, its own hub, nothing else.

    `socket`: of the hub, which 'self' is not to every browser (Safari before 15.4).
    """
    own = "; ".join(f"{kind} {_sources(inline.findall(html))}" for kind, inline in _INLINE.items())
    hub = f"connect-src 'self' {socket}; img-src 'self' blob:; " if socket else ""
    return f"default-src 'none'; {own}; {hub}base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


def _sources(texts: list[str]) -> str:
    digests = [hashlib.sha256(text.encode()).digest() for text in texts]
    return " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests) or "'none'"


def in_words(site: Site, host: Authority, *, secure: bool, hub_port: int | None = None) -> str:
    """The same without HTML, for hubs that have no template."""
    address = _address_of_hub(host, hub_port) or host.with_port(443 if secure else 80)
    return f"This is “{site.room}”, a Hubbub chat room. Join it at {address} with Hubbub or any IRC client.\n"
