"""TLS as a pure machine: bytes of the network in, plaintext and bytes for the network out.

No sockets, no clock. Trusts and distrusts nobody: what a fingerprint is worth is decided elsewhere, and
whether authorities vouch for a chain in `security.authorities`.
"""

from __future__ import annotations

from enum import Enum
from ipaddress import ip_address
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from OpenSSL import SSL, crypto

from app.security.security_errors import SecurityError, SecurityProblem
from app.values import frozen

if TYPE_CHECKING:
    from app.security.certificate import Identity

# Forward secrecy and authenticated encryption only (RFC 9325 section 4.2).
SUITES_1_3 = b"TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256"
SUITES_1_2 = (
    b"ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:"
    b"ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:"
    b"ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305"
)
_PROTOCOLS = {SSL.TLS1_2_VERSION: "TLS 1.2", SSL.TLS1_3_VERSION: "TLS 1.3"}

# The buffers inside never shrink: a megabyte in one piece would stay a megabyte for each member.
PIECE = 16 * 1024
_OUTPUT = 2 * PIECE  # a piece and what TLS adds to it, in one call
# Until the handshake is over. The largest message is a chain of certificates, of which OpenSSL takes 100 KiB.
HANDSHAKE_BYTES = 256 * 1024
# Records with nothing for us (key updates, tries to renegotiate, nothing at all) cost as much as those with
# something, and no line that the hub could charge. They may outnumber those by this many: real programs
# change their keys after millions of records.
IDLE_RECORDS = 64
_HEADER = 5  # bytes of a record: type, version, length (RFC 8446 section 5.1)
_EXPORTER = b"EXPORTER-Channel-Binding"  # RFC 9266 section 2
_EXPORTER_BYTES = 32


class TlsEnding(Enum):
    """How the protected bytes came to an end."""

    CLOSED = "closed"  # in order: the other side said that no more follows (close_notify)
    CUT = "cut"  # the connection ended without that
    ALERTED = "alerted"  # the other side gave up and said why
    FAILED = "failed"  # what it sent is no TLS that is taken here
    FLOODED = "flooded"  # much was sent and nothing in it


@frozen
class TlsEnd:
    """An end, and what OpenSSL calls it ("unsupported protocol"), "" where it has no word for it."""

    kind: TlsEnding
    reason: str = ""

    @property
    def is_failure(self) -> bool:
        """Whether TLS itself went wrong, be it at the other side."""
        return self.kind not in (TlsEnding.CLOSED, TlsEnding.CUT)


class TlsContext:
    """What all connections of one side have in common; never changed once it is made."""

    __slots__ = ("is_server", "ssl")

    def __init__(self, identity: Identity | None, *, is_server: bool, asks: bool = True) -> None:
        """`identity`: whom to show. `asks`: for the other side's certificate, which a server need not do.

        Raises SecurityError when its certificate or key is of no use.
        """
        made = SSL.Context(SSL.TLS_SERVER_METHOD if is_server else SSL.TLS_CLIENT_METHOD)
        made.set_min_proto_version(SSL.TLS1_2_VERSION)
        made.set_cipher_list(SUITES_1_2)
        made.set_tls13_ciphersuites(SUITES_1_3)
        made.set_options(SSL.OP_NO_RENEGOTIATION | SSL.OP_NO_COMPRESSION | SSL.OP_NO_TICKET)
        made.set_mode(SSL.MODE_RELEASE_BUFFERS)  # 16 KiB less for each member who is quiet
        # Nothing is ever resumed. A client that tries is given a whole handshake, for which a server that
        # asks for certificates needs a name of its own for sessions.
        made.set_session_cache_mode(SSL.SESS_CACHE_OFF)
        made.set_session_id(b"hubbub")
        # A server that asks who comes for a certificate takes any, and none.
        made.set_verify(SSL.VERIFY_PEER if asks else SSL.VERIFY_NONE, _take_any)
        if identity is not None:
            _show(made, identity)
        self.ssl = made
        self.is_server = is_server


def server_context(identity: Identity, *, asks: bool = True) -> TlsContext:
    """For the connections of a hub that shows `identity`; asks who comes for a certificate and takes any.

    Not if `asks` is False, for browsers: they would have people choose one. Raises SecurityError.
    """
    return TlsContext(identity, is_server=True, asks=asks)


def client_context(identity: Identity | None) -> TlsContext:
    """For a guest's connections, which show `identity` when the server asks. Raises SecurityError."""
    return TlsContext(identity, is_server=False)


def _take_any(_connection: SSL.Connection, _shown: crypto.X509, _error: int, _depth: int, _ok: int) -> bool:
    # It may do nothing that could raise: that would surface in another connection.
    return True


def _show(context: SSL.Context, identity: Identity) -> None:
    try:
        own, *others = x509.load_pem_x509_certificates(identity.certificate_pem)
    except ValueError as error:
        raise SecurityError(SecurityProblem.NOT_A_CERTIFICATE) from error
    try:
        key = load_pem_private_key(identity.key_pem, password=None)
    except (ValueError, TypeError) as error:
        raise SecurityError(SecurityProblem.NOT_A_KEY) from error
    if not isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        raise SecurityError(SecurityProblem.KEY_OF_OTHER_KIND)
    try:
        context.use_certificate(own)
        for other in others:
            context.add_extra_chain_cert(other)
        context.use_privatekey(key)
        context.check_privatekey()
    except SSL.Error as error:
        raise SecurityError(SecurityProblem.KEY_OF_ANOTHER) from error


class TlsMachine:
    """One connection's TLS.

    Whatever is called, `take_output` has then what must be sent. An error ends the machine and is told by
    `end`; nothing raises for what the other side does.
    """

    __slots__ = (
        "_connection",
        "_has_closed",
        "_idle",
        "_records",
        "_taken",
        "end",
        "fingerprint",
        "is_secured",
    )

    def __init__(self, context: TlsContext, host: str = "") -> None:
        """`host`: the server's name or address as a client was given it."""
        self.is_secured = False
        self.fingerprint = ""  # of the other side's certificate, as `fingerprint_of`; "" if it showed none
        self.end: TlsEnd | None = None
        self._has_closed = False  # on our side
        self._taken = 0  # bytes of the handshake
        self._idle = 0  # records with nothing in them beyond those with something
        self._records = _RecordCounter()
        self._connection = SSL.Connection(context.ssl, None)
        if context.is_server:
            self._connection.set_accept_state()
        else:
            self._connection.set_connect_state()
            if name := _server_name(host):
                self._connection.set_tlsext_host_name(name)

    @property
    def is_over(self) -> bool:
        """Whether nothing more will be read."""
        return self.end is not None

    @property
    def protocol(self) -> str:
        """The version that was agreed on, as people know it."""
        return _PROTOCOLS.get(self._connection.get_protocol_version(), "TLS")

    @property
    def chain(self) -> list[bytes]:
        """The certificates that the other side showed (DER), its own first."""
        own = self._connection.get_peer_certificate()
        shown = [own, *(self._connection.get_peer_cert_chain() or ())] if own is not None else []
        listed = [crypto.dump_certificate(crypto.FILETYPE_ASN1, one) for one in shown]
        return list(dict.fromkeys(listed))  # a server is told the other's own apart from the chain

    @property
    def channel_binding(self) -> bytes:
        """What this connection and no other has, equal at both ends ("tls-exporter", RFC 9266).

        b"" where that is not certain: before the handshake is over, and below TLS 1.3.
        """
        if not self.is_secured or self._connection.get_protocol_version() != SSL.TLS1_3_VERSION:
            return b""
        return self._connection.export_keying_material(_EXPORTER, _EXPORTER_BYTES)

    def begin(self) -> None:
        """Make a client's first message."""
        self._shake_hands()

    def receive(self, data: bytes) -> bytes:
        """Take bytes of the network; returns the plaintext in them. What comes after the end is nothing."""
        plain: list[bytes] = []
        for start in range(0, len(data), PIECE):
            if self.end is not None:
                break
            piece = data[start : start + PIECE]
            records = self._records.count(piece)
            self._connection.bio_write(piece)
            if not self.is_secured:
                self._taken += len(piece)
                self._shake_hands()
                records = 0
            if self.is_secured:
                plain += self._read(records)
        return b"".join(plain)

    def send(self, data: bytes) -> bytes:
        """Protect `data`; returns all that must be sent, b"" before the handshake and after an end."""
        if not self.is_secured or self._has_closed or self.end is not None:
            return self.take_output()
        out = b""
        for start in range(0, len(data), PIECE):
            try:
                self._connection.send(data[start : start + PIECE])
            except SSL.Error as error:
                self._fail(error)
                break
            out += self.take_output()
        return out

    def take_output(self) -> bytes:
        """What must be sent now, b"" for nothing. After the end as well: the other side is told why."""
        out = b""
        try:
            # a read that is not full was the last: to ask for more would cost as much as all of a short send
            while len(piece := self._connection.bio_read(_OUTPUT)) == _OUTPUT:
                out += piece
            return out + piece
        except SSL.Error:  # mostly WantReadError: there is no more
            return out

    def close(self) -> bytes:
        """Say that no more follows (close_notify); returns all that must be sent. Reading goes on."""
        may_speak = self.end is None or self.end.kind is TlsEnding.CLOSED
        if self.is_secured and may_speak and not self._has_closed:
            self._has_closed = True
            try:
                self._connection.shutdown()
            except SSL.Error as error:
                self._fail(error)
        return self.take_output()

    def cut(self) -> None:
        """The connection has ended; that is the end here unless there was one."""
        self._end(TlsEnding.CUT)

    def _shake_hands(self) -> None:
        try:
            self._connection.do_handshake()
        except SSL.WantReadError:
            if self._taken > HANDSHAKE_BYTES:
                self._end(TlsEnding.FLOODED)
            return
        except SSL.Error as error:
            self._fail(error)
            return
        shown = self._connection.get_peer_certificate()
        if shown is not None:
            self.fingerprint = shown.digest("sha256").replace(b":", b"").lower().decode()
        self.is_secured = True

    def _read(self, records: int) -> list[bytes]:
        """The plaintext that has arrived, a piece for each record with some; `records` have ended since."""
        plain: list[bytes] = []
        try:
            while True:
                plain.append(self._connection.recv(PIECE))
        except SSL.WantReadError:
            self._idle = max(0, self._idle + records - 2 * len(plain))
            if self._idle > IDLE_RECORDS:
                self._end(TlsEnding.FLOODED)
        except SSL.Error as error:
            self._fail(error)
        return plain

    def _fail(self, error: SSL.Error) -> None:
        if isinstance(error, SSL.ZeroReturnError):
            self._end(TlsEnding.CLOSED)
        else:
            reason = _reason(error)
            self._end(TlsEnding.ALERTED if " alert " in f" {reason} " else TlsEnding.FAILED, reason)

    def _end(self, kind: TlsEnding, reason: str = "") -> None:
        if self.end is None:
            self.end = TlsEnd(kind, reason)


class _RecordCounter:
    """Counts the records in a stream; where they end is not encrypted."""

    __slots__ = ("_header", "_rest")

    def __init__(self) -> None:
        self._header = b""  # as much of one as there is
        self._rest = 0  # bytes of a record that are still to come

    def count(self, piece: bytes) -> int:
        """How many records end in the next bytes of the stream."""
        ended, position, length = 0, 0, len(piece)
        while True:
            if self._rest:
                if self._rest > length - position:
                    self._rest -= length - position
                    return ended
                position += self._rest
                self._rest = 0
                ended += 1
            begun = len(self._header)
            self._header += piece[position : position + _HEADER - begun]
            position += len(self._header) - begun
            if len(self._header) < _HEADER:
                return ended
            self._rest = int.from_bytes(self._header[3:])
            self._header = b""
            ended += not self._rest


def _reason(error: SSL.Error) -> str:
    """OpenSSL's own words, which it does not always have."""
    first = error.args[0] if error.args else None
    return str(first[-1][-1]) if isinstance(first, list) and first else ""


def _server_name(host: str) -> bytes:
    """What a client names in its first message: a name of the DNS, never an address (RFC 6066 section 3)."""
    try:
        ip_address(host.partition("%")[0])
    except ValueError:
        pass
    else:
        return b""
    try:
        return host.rstrip(".").encode("idna")
    except UnicodeError:
        return b""
