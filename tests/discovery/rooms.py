"""Rooms that hosts announce, and the network that a guest finds them on."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Any

from app.discovery.announcement import Announcement, Lock
from app.discovery.local_networks import LocalAddress, LocalInterface, surroundings
from app.discovery.nearby_rooms import Naming, NearbyRoom
from app.discovery.sightings import Place


def fingerprint(number: int) -> str:
    """The fingerprint of a hub, another for each number."""
    return f"{number:03x}".ljust(64, "e")


def announced(number: int = 1, **more: Any) -> Announcement:
    """What the host of a room tells of it."""
    fields: dict[str, Any] = {"room": f"Room {number}", "by": "Mara", "port": 6667, "people": 2}
    return Announcement(**{"fingerprint": fingerprint(number), **fields, **more})


def nearby(number: int = 1, **more: Any) -> NearbyRoom:
    """A row of the list of rooms nearby."""
    fields: dict[str, Any] = {
        "fingerprint": fingerprint(number),
        "name": f"Room {number}",
        "by": "Mara",
        "people": 2,
        "lock": Lock.NONE,
        "places": (Place(f"192.168.1.{number % 250 + 1}", 6667),),
        "naming": Naming.PLAIN,
    }
    return NearbyRoom(**{**fields, **more})


def interface(name: str = "eth0", index: int = 2, *addresses: str, **more: Any) -> LocalInterface:
    """An interface with addresses as ADDRESS/BITS."""
    made = []
    for text in addresses:
        address, _, bits = text.partition("/")
        ending = address.rpartition(".")[0]
        broadcast = f"{ending}.255" if ":" not in address and bits == "24" else ""
        made.append(LocalAddress(ip_address(address), int(bits), broadcast))
    return LocalInterface(name=name, index=index, addresses=tuple(made), **more)


HOME = interface("eth0", 2, "192.168.1.24/24", "fd00:1::24/64", "fe80::24/64")
NEAR = surroundings([HOME], ["192.168.1.1", "fe80::1"])
