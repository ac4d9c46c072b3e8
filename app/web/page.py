"""The page that a browser gets from a hub: which room this is and how to join it."""

from __future__ import annotations

import base64
import hashlib
import re
from html import escape
from string import Template

from app.web.authority import Authority
from app.web.site import Site

_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


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
