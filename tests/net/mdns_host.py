"""A host that multicast DNS tells of on loopback, truly or not: datagrams as anybody may send them.

All programs of a computer hear each other on loopback; the kinds of these services are this process's alone.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterable, Mapping

from zeroconf import DNSAddress, DNSOutgoing, DNSPointer, DNSService, DNSText, const

from app.discovery.local_networks import AnnouncedInterface

GROUP = ("224.0.0.251", 5353)
KIND = f"_hubbub-{os.getpid()}._tcp.local."
LOOPBACK = AnnouncedInterface(1, "lo", (), ipv4=True, ipv6=False, addresses=("127.0.0.1",))
UNIQUE = const._CLASS_IN | const._CLASS_UNIQUE


def send(*datagrams: bytes) -> None:
    """Send these to everybody on loopback."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as made:
        made.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton("127.0.0.1"))
        for one in datagrams:
            made.sendto(one, GROUP)


def announcement(
    name: str,
    *,
    txt: bytes | Mapping[str, str] = b"\0",
    kind: str = KIND,
    port: int = 6667,
    ttl: int = 120,
    addresses: Iterable[bytes] = (bytes([192, 168, 1, 2]),),
    with_rest: bool = True,
) -> bytes:
    """What tells of a service called `name`; `ttl` 0 says goodbye, `with_rest` False tells its name alone."""
    out = DNSOutgoing(const._FLAGS_QR_RESPONSE | const._FLAGS_AA)
    whole, host = f"{name}.{kind}", f"{name}.local."
    out.add_answer_at_time(DNSPointer(kind, const._TYPE_PTR, const._CLASS_IN, ttl, whole), 0)
    if with_rest:
        out.add_answer_at_time(DNSService(whole, const._TYPE_SRV, UNIQUE, ttl, 0, 0, port, host), 0)
        data = txt if isinstance(txt, bytes) else encoded(txt)
        out.add_answer_at_time(DNSText(whole, const._TYPE_TXT, UNIQUE, ttl, data), 0)
        for one in addresses:
            record = const._TYPE_A if len(one) == 4 else const._TYPE_AAAA
            out.add_answer_at_time(DNSAddress(host, record, UNIQUE, ttl, one), 0)
    (packet,) = out.packets()
    return packet


def encoded(txt: Mapping[str, str]) -> bytes:
    """A TXT record's data (RFC 6763 section 6.1)."""
    pieces = [f"{key}={value}".encode() for key, value in txt.items()]
    return b"".join(bytes([len(piece)]) + piece for piece in pieces)
