"""What the host decides about a hub before it opens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum

from app import __version__
from app.files.file_limits import FileLimits
from app.irc.names import channel_from
from app.values import frozen


@frozen
class PasswordVerifier:
    """What a hub holds of its password: scrypt's salt and parameters, and the 32 bytes that come of them."""

    salt: bytes
    n: int
    r: int
    p: int
    key: bytes = field(repr=False)


class Newcomers(StrEnum):
    """What newcomers may read of what was said before; the values are those of the command line."""

    NOTHING = "none"
    HOUR = "1h"
    ALL = "all"


class WebContent(StrEnum):
    """What browsers find at a port of their own; the values are those of the command line."""

    NONE = "none"  # there is no such port
    PAGE = "page"
    CHAT = "chat"  # a page in which one can talk


@frozen(kw_only=True)
class HubConfig:
    """A hub's settings. `room` is made from `room_name` where it is not given."""

    room_name: str = "Hubbub"  # display name, any text; told as NETWORK
    room: str = ""
    icon: str = ""  # the URL of an image that stands for the room; "" for none
    server_name: str = "hubbub.local"
    verifier: PasswordVerifier | None = None  # of the room's password; None: everybody may come in
    fingerprint: str = ""  # of the hub's own certificate, "" where it has none
    owner_fingerprint: str = ""  # of the hosting window's client certificate: who has it is the host
    operators: Mapping[str, str] = field(default_factory=dict, repr=False)  # name -> password for OPER
    autojoin: bool = True  # clients without our capability land in the room after registration
    register_before_connect: bool = False  # accounts may be made before one is in
    register_requires_email: bool = False
    limits: bool = True  # flood, clone and rate limits at all
    loopback_limits: bool = True  # False: none of those for loopback addresses
    newcomers: Newcomers = Newcomers.ALL
    locked: bool = False  # nobody new gets into the room, also where what was kept of it does not say so
    # Channels of the same files that are known to be rooms of their own; what is kept tells it of all that
    # were opened since.
    other_rooms: frozenset[str] = frozenset()
    motd: tuple[str, ...] = ()  # lines
    admin: tuple[str, ...] = ()  # lines of ADMIN: where, who, how to reach them
    version: str = f"hubbub-{__version__}"
    # 2,000 idle connections are about 25 MB; more than any network this is made for holds.
    max_sessions: int = 2000
    # A household or a lab behind one address, not a script that eats every place.
    max_per_address: int = 40
    files: FileLimits | None = field(default_factory=FileLimits)  # what people may upload; None: nothing
    # What others than the hub need to know, which does not ask.
    web: WebContent = WebContent.NONE
    web_plain_password: bool = False  # a room with a password is joined from pages that are not encrypted
    web_origins: tuple[str, ...] = ()  # of pages that may join, such as https://chat.example.org
    public_address: str = ""  # under which people outside find the hub, "" for none
    shown_nearby: bool = True  # others on the host's networks are told of the room

    def __post_init__(self) -> None:
        if not self.room:
            object.__setattr__(self, "room", channel_from(self.room_name))
