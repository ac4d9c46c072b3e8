"""What a window is told about the room that this computer hosts. Plain values, no widget."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum


class Reach(Enum):
    """From where an address can be reached."""

    NETWORK = "network"
    VPN = "vpn"
    COMPUTER = "computer"


@dataclass(frozen=True, slots=True)
class HostAddress:
    """One address that people can type, as `host:port`, and who it is good for."""

    text: str
    reach: Reach


@dataclass(frozen=True, slots=True)
class HostFacts:
    """The hosted room: `addresses` best first; `password` as typed, "" for an open room.

    `only_check`: there is a password, but what was typed is not known any more, only what checks it.
    `only_here`: the host has chosen that nobody else can reach the room.
    `invite_link` leads others here and proves this host to them; `words` are the six that others see.
    `keep_awake` is None where this system offers no way to stay awake.
    """

    port: int
    addresses: tuple[HostAddress, ...]
    password: str = field(default="", repr=False)
    keep_awake: bool | None = None
    invite_link: str = ""
    words: tuple[str, ...] = ()
    only_check: bool = False
    only_here: bool = False
    newcomers: str = "all"  # what they can read, one of settings.NEWCOMERS

    @property
    def preferred(self) -> str:
        """The address to give to others, "" when there is none."""
        return self.addresses[0].text if self.addresses else ""

    @property
    def is_local_only(self) -> bool:
        """Whether nobody else can reach this computer."""
        return all(address.reach is Reach.COMPUTER for address in self.addresses)
