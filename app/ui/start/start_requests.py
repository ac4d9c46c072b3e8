"""What the start page asks for, as values, and how what was typed becomes one. Knows no widget."""

from __future__ import annotations

from dataclasses import field

from app.values import frozen
from app.words import start_words

PORT_MAX = 65535


@frozen
class HostRequest:
    """Open a room. `port` None: the usual one or the next free; `interface` None: all; else its address.

    `newcomers`: what they can read of what was said before, as settings.NEWCOMERS names it.
    `files`: the largest that people may share there, one of settings.FILES.
    `nearby`: others on its networks are told of it.
    `browsers`: what they find of it, one of settings.BROWSERS; `plain_password`: they send its password
    without encryption too.
    """

    name: str
    room_name: str
    password: str = field(repr=False)
    port: int | None
    interface: str | None
    newcomers: str = "all"
    files: str = "1G"
    nearby: bool = True
    browsers: str = "chat"
    plain_password: bool = False


@frozen
class JoinRequest:
    """Join what `address` names, as typed or pasted; `password` is "" unless one was asked for."""

    name: str
    address: str = field(repr=False)  # an owner's link holds a secret
    password: str = field(repr=False)


def suggested_room_name(name: str) -> str:
    """The room name offered for a person, with the first word of the name; "" for no name."""
    words = name.split()
    return start_words.ROOM_OF(name=words[0]) if words else ""


def port_from(text: str) -> int | None:
    """The port typed under Advanced, None for an empty field; raises ValueError for what is no port."""
    typed = text.strip()
    if not typed:
        return None
    if not (typed.isascii() and typed.isdigit()) or not 1 <= int(typed[:6]) <= PORT_MAX:
        raise ValueError(typed)
    return int(typed)
