"""How to keep a person out: which mask a ban takes, and what a mask means in words."""

from __future__ import annotations

import ipaddress

from app.client.events import Member


def ban_mask(member: Member, own_host: str) -> str:
    """The mask that keeps `member` out without keeping us out.

    Their address, unless it is ours too (several copies on one computer, one router for all): then
    their nickname.
    """
    if not member.host or member.host == own_host or _is_loopback(member.host):
        return f"{member.nick}!*@*"
    return f"*!*@{member.host}"


def ban_words(mask: str) -> str:
    """What a person reads of a mask: the name or the address that it is about."""
    nick, _, rest = mask.partition("!")
    host = rest.partition("@")[2]
    if nick.strip("*"):
        return nick
    return host if host.strip("*") else mask


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
