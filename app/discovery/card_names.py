"""What kind of network card a name stands for, as Linux, macOS and Windows call them. A pure table."""

from __future__ import annotations

import re
from enum import Enum


class CardKind(Enum):
    """Who sits behind a card."""

    NETWORK = "people around this computer"
    TUNNEL = "people of a private network somewhere else"
    INSIDE = "virtual machines and containers of this computer, and nobody else"


# Short names of Unix begin like this and go on with a number or a sign; the words of Windows and of drivers
# stand anywhere in a name that people may have changed.
_ROWS: tuple[tuple[CardKind, str], ...] = (
    # containers and virtual machines of Linux
    (CardKind.INSIDE, r"^(docker|br-[0-9a-f]|veth|virbr|vnet|lxc|lxdbr|incusbr|cni|cali|flannel|podman)"),
    (CardKind.INSIDE, r"^(cilium|kube-|nerdctl|waydroid|anbox|mpqemubr|multipass|xenapi|xcp|ifb|dummy)"),
    # macOS: bridge0 joins Thunderbolt ports, those from 100 on are of virtual machines
    (CardKind.INSIDE, r"^(bridge[1-9]\d\d|vmenet|anpi|awdl|llw)"),
    # VirtualBox and VMware everywhere
    (CardKind.INSIDE, r"^(vboxnet|vmnet)\d|virtualbox|vmware|host-only"),
    # Hyper-V with WSL, Docker and others
    (CardKind.INSIDE, r"vethernet|hyper-v|npcap|loopback|parallels|\bdocker\b"),
    (
        CardKind.TUNNEL,
        r"^(tun|tap|wg|utun|ppp|ipsec|zt|feth|gif|stf|sit|vti|nordlynx|proton|mullvad|cscotun|gpd)",
    ),
    (CardKind.TUNNEL, r"vpn|\btap-|wintun|wireguard|openvpn|tailscale|zerotier|anyconnect|hamachi|nebula"),
    (
        CardKind.TUNNEL,
        r"netbird|twingate|globalprotect|fortinet|forticlient|pangp|juniper|softether|teredo|isatap",
    ),
)
_TABLE = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _ROWS)


def kind_of(name: str) -> CardKind:
    """The kind of the card that the system calls `name`, NETWORK where the name says nothing."""
    return next((kind for kind, pattern in _TABLE if pattern.search(name)), CardKind.NETWORK)


def is_inside(name: str, *, leads_outside: bool) -> bool:
    """Whether nobody but this computer's virtual machines sits behind a card.

    One that leads outside is the network itself, as an external switch of Hyper-V is.
    """
    return kind_of(name) is CardKind.INSIDE and not leads_outside
