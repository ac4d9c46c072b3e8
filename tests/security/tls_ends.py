"""Two ends of TLS tied together in memory, and ends that are not ours, for tests of the machine alone."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from typing import Protocol

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand
from OpenSSL import SSL

from app.security.tls_machine import TlsContext, TlsMachine

HANDSHAKE, APPLICATION_DATA = 0x16, 0x17  # types of records (RFC 8446 section 5.1)
ASKS_FOR_UPDATE = bytes([24, 0, 0, 1, 1])  # a KeyUpdate that wants one back (section 4.6.3)


class End(Protocol):
    """One end, ours or another's."""

    def begin(self) -> None: ...
    def receive(self, data: bytes) -> bytes: ...
    def take_output(self) -> bytes: ...


def tie(client: End, server: End, size: int = 0) -> None:
    """Let a client and a server agree, each told what the other says, in pieces of `size` bytes."""
    client.begin()
    pass_on(client, server, size)


def pass_on(client: End, server: End, size: int = 0) -> tuple[bytes, bytes]:
    """Hand over what both have to say until neither has more; returns what client and server got to read."""
    got = {client: b"", server: b""}
    quiet = 0
    one, other = client, server
    while quiet < 2:
        said = one.take_output()
        quiet = 0 if said else quiet + 1
        for piece in pieces(said, size):
            got[other] += other.receive(piece)
        one, other = other, one
    return got[client], got[server]


def pieces(data: bytes, size: int = 0) -> list[bytes]:
    size = size or len(data) or 1
    return [data[start : start + size] for start in range(0, len(data), size)]


class PythonsClient:
    """Python's `ssl`, which has another OpenSSL in it."""

    def __init__(self, change: Callable[[ssl.SSLContext], object], session: object = None) -> None:
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        self.context.check_hostname = False
        self.context.verify_mode = ssl.CERT_NONE
        change(self.context)
        self._arrived, self._left = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.connection = self.context.wrap_bio(self._arrived, self._left, session=session)  # type: ignore[arg-type]
        self.failure = ""

    def begin(self) -> None:
        self.receive(b"")

    def receive(self, data: bytes) -> bytes:
        self._arrived.write(data)
        try:
            self.connection.do_handshake()
            return self.connection.read(65536)
        except ssl.SSLWantReadError:
            return b""
        except ssl.SSLError as error:
            self.failure = error.reason or "?"
            return b""

    def take_output(self) -> bytes:
        return self._left.read()

    def send(self, data: bytes) -> bytes:
        self.connection.write(data)
        return self.take_output()


class Rough:
    """A client that says in TLS 1.3 what no library says: records of any content, in order, encrypted."""

    def __init__(self, context: TlsContext) -> None:
        self._secret = b""
        context.ssl.set_keylog_callback(self._learn)
        self.machine = TlsMachine(context)
        self._number = 0

    def _learn(self, _connection: SSL.Connection, line: bytes) -> None:
        label, _random, secret = line.split()
        if label == b"CLIENT_TRAFFIC_SECRET_0":
            self._secret = bytes.fromhex(secret.decode())

    def record(self, kind: int, content: bytes) -> bytes:
        """One record. The machine here does not know of it, so it can say nothing itself any more."""
        assert self._secret, "the handshake comes first"
        key, mask = self._derived("key", 16), int.from_bytes(self._derived("iv", 12))
        nonce = (mask ^ self._number).to_bytes(12)
        self._number += 1
        header = bytes([APPLICATION_DATA, 3, 3]) + (len(content) + 17).to_bytes(2)
        return header + AESGCM(key).encrypt(nonce, content + bytes([kind]), header)

    def key_update(self) -> bytes:
        """Say that the next record has another key, and ask the other side for the same."""
        made = self.record(HANDSHAKE, ASKS_FOR_UPDATE)
        self._secret, self._number = self._derived("traffic upd", 32), 0
        return made

    def _derived(self, label: str, length: int) -> bytes:
        """HKDF-Expand-Label (section 7.1)."""
        name = b"tls13 " + label.encode()
        info = length.to_bytes(2) + bytes([len(name)]) + name + b"\0"
        return HKDFExpand(hashes.SHA256(), length, info).derive(self._secret)
