"""TLS without a socket: two machines tied together, other libraries, strangers, floods and the end."""

from __future__ import annotations

import contextlib
import random
import ssl
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st
from OpenSSL import SSL

from app.security.certificate import Identity, load_or_make
from app.security.security_errors import SecurityError, SecurityProblem
from app.security.tls_machine import (
    HANDSHAKE_BYTES,
    IDLE_RECORDS,
    PIECE,
    SUITES_1_2,
    SUITES_1_3,
    TlsContext,
    TlsEnd,
    TlsEnding,
    TlsMachine,
    client_context,
    server_context,
)
from tests.security.tls_ends import APPLICATION_DATA, HANDSHAKE, PythonsClient, Rough, pass_on, pieces, tie

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def identity(key: object = None, *, until: datetime = NOW + timedelta(days=9000)) -> Identity:
    """A certificate that nobody but its own key has signed."""
    key = key or ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "somebody")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())  # type: ignore[attr-defined]
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - timedelta(days=900))
        .not_valid_after(until)
        .sign(key, None if isinstance(key, ed25519.Ed25519PrivateKey) else hashes.SHA256())  # type: ignore[arg-type]
    )
    pem = serialization.Encoding.PEM
    return Identity(
        made.public_bytes(pem),
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()),  # type: ignore[attr-defined]
    )


HUB, ALICE = identity(), identity()
SERVER = server_context(HUB)


def newest(context: TlsContext, version: int) -> TlsContext:
    """A context for tests that agrees on nothing newer."""
    context.ssl.set_max_proto_version(version)
    return context


def tied(context: TlsContext | None = None, size: int = 0) -> tuple[TlsMachine, TlsMachine]:
    """A client and a server of ours that have agreed."""
    client, server = TlsMachine(context or client_context(None)), TlsMachine(SERVER)
    tie(client, server, size)
    assert client.is_secured
    assert server.is_secured
    return client, server


class TestAgreeing:
    def test_both_know_who_the_other_is(self) -> None:
        client, server = tied(client_context(ALICE))
        assert (client.fingerprint, server.fingerprint) == (HUB.fingerprint, ALICE.fingerprint)
        assert client.protocol == server.protocol == "TLS 1.3"
        assert [x509.load_der_x509_certificate(der) for der in client.chain] == [
            x509.load_pem_x509_certificate(HUB.certificate_pem)
        ]
        assert len(server.chain) == 1

    @pytest.mark.parametrize("version", [SSL.TLS1_2_VERSION, SSL.TLS1_3_VERSION])
    def test_who_is_not_asked_shows_nothing(self, version: int) -> None:
        client = TlsMachine(newest(client_context(ALICE), version))
        server = TlsMachine(server_context(HUB, asks=False))
        tie(client, server)
        assert (client.fingerprint, server.fingerprint) == (HUB.fingerprint, "")
        assert pass_on(client, server) == (b"", b"")

    def test_who_shows_nothing_is_nobody(self) -> None:
        _client, server = tied()
        assert server.fingerprint == ""
        assert server.chain == []

    @pytest.mark.parametrize(
        "own",
        [
            identity(until=NOW - timedelta(days=500)),
            identity(rsa.generate_private_key(65537, 2048)),
            identity(ec.generate_private_key(ec.SECP384R1())),
        ],
        ids=["expired", "RSA", "P-384"],
    )
    @pytest.mark.parametrize("version", [SSL.TLS1_2_VERSION, SSL.TLS1_3_VERSION])
    def test_any_certificate_of_a_client_is_taken(self, own: Identity, version: int) -> None:
        client, server = tied(newest(client_context(own), version))
        assert server.fingerprint == own.fingerprint
        assert pass_on(client, server) == (b"", b"")

    def test_a_server_may_have_rsa_and_a_chain(self) -> None:
        own, other = identity(rsa.generate_private_key(65537, 2048)), identity()
        shown = replace(own, certificate_pem=own.certificate_pem + other.certificate_pem)
        client, server = TlsMachine(client_context(None)), TlsMachine(server_context(shown))
        tie(client, server)
        assert client.fingerprint == own.fingerprint
        assert len(client.chain) == 2

    def test_the_files_that_we_make_are_of_use(self, tmp_path: object) -> None:
        made = load_or_make(tmp_path, "me", "me", now=time.time())  # type: ignore[arg-type]
        assert tied(client_context(made))[1].fingerprint == made.fingerprint

    @pytest.mark.parametrize(
        ("wrong", "problem"),
        [
            (Identity(b"no", ALICE.key_pem), SecurityProblem.NOT_A_CERTIFICATE),
            (Identity(ALICE.certificate_pem, b"no"), SecurityProblem.NOT_A_KEY),
            (Identity(ALICE.certificate_pem, HUB.key_pem), SecurityProblem.KEY_OF_ANOTHER),
            (identity(ed25519.Ed25519PrivateKey.generate()), SecurityProblem.KEY_OF_OTHER_KIND),
        ],
    )
    @pytest.mark.parametrize("make", [server_context, client_context])
    def test_what_cannot_be_shown_is_said_before_anybody_comes(
        self, wrong: Identity, problem: SecurityProblem, make: Callable[[Identity], TlsContext]
    ) -> None:
        with pytest.raises(SecurityError) as raised:
            make(wrong)
        assert raised.value.problem is problem

    @pytest.mark.parametrize(
        ("host", "named"),
        [
            ("chat.example", b"chat.example"),
            ("chat.example.", b"chat.example"),
            ("bücher.example", b"xn--bcher-kva.example"),
            ("192.168.1.7", None),
            ("fe80::1%eth0", None),
            ("", None),
            ("x" * 80, None),
        ],
    )
    def test_a_server_is_told_its_name_and_never_an_address(self, host: str, named: bytes | None) -> None:
        client, server = TlsMachine(client_context(None), host), TlsMachine(SERVER)
        tie(client, server)
        assert server._connection.get_servername() == named

    def test_channel_binding_is_equal_at_both_ends_and_another_each_time(self) -> None:
        seen = set()
        for _ in range(3):
            client, server = tied()
            assert client.channel_binding == server.channel_binding
            seen.add(client.channel_binding)
        assert [len(one) for one in seen] == [32] * 3

    def test_there_is_none_where_it_is_not_certain(self) -> None:
        assert TlsMachine(SERVER).channel_binding == b""
        client, server = tied(newest(client_context(None), SSL.TLS1_2_VERSION))
        assert client.channel_binding == server.channel_binding == b""
        assert server.protocol == "TLS 1.2"


class TestVersionsAndSuites:
    @pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1])
    @pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
    def test_old_versions_are_refused(self, version: ssl.TLSVersion) -> None:
        def change(context: ssl.SSLContext) -> None:
            context.set_ciphers("ALL:@SECLEVEL=0")
            context.minimum_version = context.maximum_version = version

        server = TlsMachine(SERVER)
        client = PythonsClient(change)
        tie(client, server)
        assert server.end == TlsEnd(TlsEnding.FAILED, "unsupported protocol")
        assert client.failure == "TLSV1_ALERT_PROTOCOL_VERSION"  # it is told why

    def agreed(self, suites: str) -> str | None:
        def change(context: ssl.SSLContext) -> None:
            context.set_ciphers(f"{suites}:@SECLEVEL=0")
            context.maximum_version = ssl.TLSVersion.TLSv1_2

        client = PythonsClient(change)
        tie(client, TlsMachine(SERVER))
        found = client.connection.cipher()
        return found[0] if found is not None and not client.failure else None

    def test_only_strong_suites_are_agreed_to(self) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.set_ciphers("ALL:COMPLEMENTOFALL:@SECLEVEL=0")
        known = {str(suite["name"]) for suite in context.get_ciphers()} - set(SUITES_1_3.decode().split(":"))
        strong = set(SUITES_1_2.decode().split(":"))
        assert strong < known
        assert self.agreed(":".join(known - strong)) is None
        for suite in strong:
            assert self.agreed(suite) == (suite if "ECDSA" in suite else None)

    def test_a_server_without_a_strong_suite_is_not_joined(self) -> None:
        weak = SSL.Context(SSL.TLS_SERVER_METHOD)
        weak.set_max_proto_version(SSL.TLS1_2_VERSION)
        weak.set_cipher_list(b"ECDHE-ECDSA-AES128-SHA")
        other = server_context(HUB)
        other.ssl.set_cipher_list(b"ECDHE-ECDSA-AES128-SHA")
        newest(other, SSL.TLS1_2_VERSION)
        client, server = TlsMachine(client_context(None)), TlsMachine(other)
        tie(client, server)
        assert client.end is not None
        assert client.end.kind is TlsEnding.ALERTED
        assert server.end == TlsEnd(TlsEnding.FAILED, "no shared cipher")

    def test_exactly_nine_suites_are_offered(self) -> None:
        client = TlsMachine(client_context(None))
        client.begin()
        hello = client.take_output()
        at = 5 + 4 + 2 + 32  # record, message, version, random
        at += 1 + hello[at]
        length = int.from_bytes(hello[at : at + 2])
        offered = {hello[at + 2 + step : at + 4 + step] for step in range(0, length, 2)}
        assert len(offered - {b"\x00\xff"}) == 9  # that one says that renegotiation would be safe

    @pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
    def test_a_session_is_never_resumed_and_trying_to_costs_nobody_anything(
        self, version: ssl.TLSVersion
    ) -> None:
        def change(context: ssl.SSLContext) -> None:
            context.maximum_version = version

        first, server = PythonsClient(change), TlsMachine(server_context(HUB))
        tie(first, server)
        pass_on(first, server)
        again = PythonsClient(change)
        again.connection = first.context.wrap_bio(
            again._arrived, again._left, session=first.connection.session
        )
        server = TlsMachine(SERVER)
        tie(again, server)
        assert server.is_secured
        assert (again.failure, again.connection.session_reused) == ("", False)


class TestBytes:
    @pytest.mark.parametrize("version", [SSL.TLS1_2_VERSION, SSL.TLS1_3_VERSION])
    def test_one_byte_at_a_time(self, version: int) -> None:
        client, server = tied(newest(client_context(ALICE), version), size=1)
        assert server.fingerprint == ALICE.fingerprint
        words = random.Random(1).randbytes(25_000)
        assert b"".join(server.receive(one) for one in pieces(client.send(words), 1)) == words
        assert b"".join(client.receive(one) for one in pieces(server.send(words), 1)) == words

    @pytest.mark.parametrize("amount", [0, 1, PIECE - 1, PIECE, PIECE + 1, 300_000])
    def test_any_amount_arrives_whole_with_little_added(self, amount: int) -> None:
        client, server = tied()
        words = random.Random(2).randbytes(amount)
        sent = client.send(words)
        assert server.receive(sent) == words
        assert len(sent) <= amount + 22 * (amount // PIECE + 1)
        assert server.end is None

    def test_nothing_grows_with_what_is_not_read_and_all_of_it_arrives(self) -> None:
        """What is sent is the owner's at once; nothing waits inside of the machine."""
        client, server = tied()
        waiting = [client.send(b"x" * 100_000) for _ in range(20)]
        assert client.take_output() == b""
        assert sum(len(server.receive(one)) for one in waiting) == 2_000_000

    def test_both_may_talk_at_once(self) -> None:
        client, server = tied()
        from_client, from_server = client.send(b"a" * 50_000), server.send(b"b" * 50_000)
        assert client.receive(from_server) == b"b" * 50_000
        assert server.receive(from_client) == b"a" * 50_000

    def test_words_that_come_with_the_end_of_the_handshake_are_read(self) -> None:
        client, server = TlsMachine(client_context(ALICE)), TlsMachine(SERVER)
        client.begin()
        server.receive(client.take_output())
        client.receive(server.take_output())
        assert server.receive(client.send(b"NICK alice\r\n")) == b"NICK alice\r\n"

    def test_before_the_handshake_nothing_can_be_said(self) -> None:
        client = TlsMachine(client_context(None))
        assert client.send(b"too early") == b""
        assert client.close() == b""
        assert client.end is None


class TestTheEnd:
    @pytest.mark.parametrize("version", [SSL.TLS1_2_VERSION, SSL.TLS1_3_VERSION])
    def test_an_end_in_order_brings_the_last_words(self, version: int) -> None:
        client, server = tied(newest(client_context(None), version))
        last = server.send(b"ERROR :bye\r\n") + server.close()
        assert client.receive(last) == b"ERROR :bye\r\n"
        assert client.end == TlsEnd(TlsEnding.CLOSED)
        assert client.is_over
        assert not server.is_over
        server.receive(client.close())
        assert server.end == TlsEnd(TlsEnding.CLOSED)

    def test_a_cut_is_told_apart(self) -> None:
        client, server = tied()
        last = server.send(b"ERROR :bye\r\n")
        assert client.receive(last[:-1]) == b""  # half a record is nothing
        client.cut()
        assert client.end == TlsEnd(TlsEnding.CUT)
        server.close()
        server.cut()
        assert server.end == TlsEnd(TlsEnding.CUT)

    def test_the_first_end_is_the_end(self) -> None:
        client, server = tied()
        client.receive(server.close())
        client.cut()
        assert client.end == TlsEnd(TlsEnding.CLOSED)
        assert client.receive(server.send(b"more")) == b""

    def test_after_the_end_nothing_is_said_or_heard(self) -> None:
        client, server = tied()
        more = server.send(b"more")
        server.receive(b"\x17\x03\x03\x00\x05wrong")
        assert server.end is not None
        assert server.end.kind is TlsEnding.FAILED
        assert server.receive(client.send(b"late")) == b""
        alert = server.take_output()
        assert server.send(b"late") == b""
        assert server.close() == b""
        assert client.receive(more + alert) == b"more"
        assert client.end is not None
        assert client.end.kind is TlsEnding.ALERTED
        assert "alert" in client.end.reason

    def test_who_has_closed_still_reads(self) -> None:
        client, server = tied()
        words = client.send(b"you were still talking")
        assert server.close() != b""
        assert server.receive(words) == b"you were still talking"
        assert server.send(b"not any more") == b""
        assert not server.is_over


class TestStrangers:
    @pytest.mark.parametrize(
        "words",
        [
            b"GET / HTTP/1.1\r\nHost: example\r\n\r\n",
            b"CAP LS 302\r\nNICK alice\r\nUSER alice 0 * :alice\r\n",
            b":irc.example NOTICE * :*** Looking up your hostname...\r\n",
            b"SSH-2.0-OpenSSH_9.2\r\n",
            b"\x00" * 1000,
            b"\x16\x03\x01\xff\xff" + b"x" * 65535,
            b"\x16\x03\x01\x00\x00" * 100,
            b"\x16\x03\x01\x00\x04\x01\xff\xff\xff",
            b"\x15\x03\x03\x00\x02\x02\x28",
            b"\x14\x03\x03\x00\x01\x01" * 100,
        ],
    )
    def test_what_is_no_tls_ends_it(self, words: bytes) -> None:
        server, client = TlsMachine(SERVER), TlsMachine(client_context(None))
        client.begin()
        for one in (server, client):
            assert one.receive(words) == b""
            one.cut()
            assert one.end is not None
            assert not one.is_secured
            one.take_output()

    def test_why_is_told_without_words_of_its_own(self) -> None:
        server = TlsMachine(SERVER)
        server.receive(b"GET / HTTP/1.1\r\n")
        assert server.end == TlsEnd(TlsEnding.FAILED, "http request")

    @given(st.binary(max_size=3000))
    def test_random_bytes_never_raise(self, noise: bytes) -> None:
        for one in (TlsMachine(SERVER), TlsMachine(client_context(None))):
            assert one.receive(noise) == b""
            one.take_output()
            assert not one.is_secured

    @given(step=st.integers(0, 3), bit=st.integers(0, 1 << 20))
    def test_a_flipped_bit_of_the_handshake_is_never_believed(self, step: int, bit: int) -> None:
        """Some bits mean nothing; then both have agreed on who they are, or one of them does not go on."""
        client, server = TlsMachine(client_context(ALICE)), TlsMachine(SERVER)
        client.begin()
        got = []
        for number in range(4):
            one, other = (client, server) if number % 2 == 0 else (server, client)
            said = one.send(
                b"words %d" % number
            )  # nothing before it is secured, and what must be sent anyway
            got.append(other.receive(flipped(said, bit) if number == step and said else said))
        assert set(got) <= {b"", b"words 2", b"words 3"}
        if b"words 2" in got:
            assert server.fingerprint == ALICE.fingerprint
        if b"words 3" in got:
            assert client.fingerprint == HUB.fingerprint

    @given(bit=st.integers(0, 1 << 20))
    def test_a_flipped_bit_of_what_is_said_ends_it(self, bit: int) -> None:
        client, server = tied()
        assert server.receive(flipped(client.send(b"PRIVMSG #club :words\r\n"), bit)) == b""
        server.cut()  # a longer length waits for ever
        assert server.end is not None
        assert server.end.kind is not TlsEnding.CLOSED

    def test_renegotiation_is_refused_and_harmless(self) -> None:
        context = SSL.Context(SSL.TLS_CLIENT_METHOD)
        context.set_max_proto_version(SSL.TLS1_2_VERSION)
        other, server = SSL.Connection(context, None), TlsMachine(SERVER)
        other.set_connect_state()

        def step() -> None:
            with contextlib.suppress(SSL.WantReadError):
                other.do_handshake()
            server.receive(other.bio_read(65536))

        step()
        for _ in range(2):
            other.bio_write(server.take_output())
            step() if not server.is_secured else other.do_handshake()
        assert server.is_secured
        other.renegotiate()
        step()
        other.bio_write(server.take_output())  # "no renegotiation"
        with pytest.raises(SSL.Error):
            other.do_handshake()
        assert server._connection.total_renegotiations() == 0


def flipped(data: bytes, bit: int) -> bytes:
    """Data with one bit changed, of those that it has."""
    changed = bytearray(data)
    changed[bit // 8 % len(data)] ^= 1 << bit % 8
    return bytes(changed)


class TestFloods:
    def rough(self) -> tuple[Rough, TlsMachine]:
        rough, server = Rough(client_context(None)), TlsMachine(SERVER)
        tie(rough.machine, server)
        return rough, server

    def test_keys_may_be_changed_now_and_then(self) -> None:
        rough, server = self.rough()
        for number in range(500):
            said = rough.key_update() + rough.record(APPLICATION_DATA, b"%d" % number)
            assert server.receive(said) == b"%d" % number
        assert server.end is None

    @pytest.mark.parametrize("size", [0, 1, 700])
    def test_keys_changed_for_nothing_end_it(self, size: int) -> None:
        rough, server = self.rough()
        said = b"".join(rough.key_update() for _ in range(4 * IDLE_RECORDS))
        answered = 0
        for piece in pieces(said, size):
            server.receive(piece)
            answered += len(server.take_output())
        assert server.end == TlsEnd(TlsEnding.FLOODED)
        assert answered <= PIECE + 27 * IDLE_RECORDS

    def test_a_byte_between_them_does_not_pay_for_many(self) -> None:
        rough, server = self.rough()
        got = 0
        for _ in range(IDLE_RECORDS):
            said = [rough.key_update() for _ in range(3)]
            got += len(server.receive(b"".join(said) + rough.record(APPLICATION_DATA, b"x")))
        assert server.end == TlsEnd(TlsEnding.FLOODED)
        assert got < IDLE_RECORDS

    @pytest.mark.parametrize("mixed", [False, True])
    def test_empty_records_end_it(self, mixed: bool) -> None:
        rough, server = self.rough()
        for number in range(10 * IDLE_RECORDS):
            said = rough.record(APPLICATION_DATA, b"")
            server.receive(said + rough.key_update() if mixed and number % 20 == 0 else said)
            if server.end is not None:
                break
        assert number < 2 * IDLE_RECORDS
        assert server.end is not None
        assert server.end.kind in (TlsEnding.FLOODED, TlsEnding.FAILED)

    def test_messages_that_only_a_server_sends_end_it(self) -> None:
        rough, server = self.rough()
        server.receive(rough.record(HANDSHAKE, bytes([4, 0, 0, 1, 0])))
        assert server.end is not None
        assert server.end.kind is TlsEnding.FAILED

    def test_an_endless_handshake_ends(self) -> None:
        server = TlsMachine(SERVER)
        header = bytes([1]) + (100_000).to_bytes(3)  # a first message of that length
        server.receive(b"\x16\x03\x01" + (len(header)).to_bytes(2) + header)
        sent = 0
        while server.end is None and sent < 2 * HANDSHAKE_BYTES:
            sent += len(b"\x16\x03\x01\x00\x10" + b"x" * 16)
            server.receive(b"\x16\x03\x01\x00\x10" + b"x" * 16)
        assert server.end is not None
        assert sent <= HANDSHAKE_BYTES

    def test_many_short_lines_are_no_flood(self) -> None:
        client, server = tied()
        lines = b"".join(client.send(b"x") for _ in range(5000))
        assert server.receive(lines) == b"x" * 5000
        assert server.end is None
