"""Somebody who announces rooms at a neighbour's port, in the neighbour's name: a program for the tests.

    python -m tests.netns.liar ADDRESS PORT NAME

Its datagrams have ADDRESS as their source, which is of another computer. Needs root.
"""

from __future__ import annotations

import hashlib
import socket
import struct
import sys

from app.discovery import datagrams
from app.discovery.announcement import Announcement

ROOMS = 8  # as many as are believed of one address
_LIFETIME = 1


def datagram(source: str, target: str, data: bytes) -> bytes:
    """An IPv4 packet (RFC 791) with a datagram (RFC 768) in it; checksums are the kernel's, or none."""
    udp = struct.pack("!HHHH", datagrams.PORT, datagrams.PORT, 8 + len(data), 0) + data
    addresses = socket.inet_aton(source) + socket.inet_aton(target)
    head = struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(udp), 0, 0, _LIFETIME, socket.IPPROTO_UDP, 0)
    return head + addresses + udp


def main(address: str, port: int, name: str) -> None:
    """Announce them all, three times."""
    with socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW) as sending:
        for number in [*range(ROOMS)] * 3:
            fingerprint = hashlib.sha256(f"{name}{number}".encode()).hexdigest()
            told = Announcement(fingerprint=fingerprint, room=f"{name}{number}", by="Mara", port=port)
            group = datagrams.GROUP_IPV4
            sending.sendto(datagram(address, group, datagrams.here(told)), (group, 0))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3])
