"""A link over TLS: who is told to be at the other end, and what is said when there is no TLS."""

from __future__ import annotations

import contextlib
import socket
import ssl
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.client.events import Failure, LinkState, RoomEntered
from app.hub.data.events import Registered
from app.hub.data.memory import MemoryAccounts
from app.hub.data.storage import Credentials
from app.irc.confusables import nick_keys
from app.net.endpoint import Endpoint
from app.net.hub_resources import NO_RESOURCES, HubResources
from app.net.link import LinkTimes
from app.net.tls_handshake import HandshakeTimes
from app.net.workers import run_secret_work
from app.security.authorities import trusted_roots
from app.security.certificate import Identity
from app.security.trust import Assessment, Verdict
from tests.net.conftest import CLUB, IdentityOf
from tests.net.guest import Guest, Strange
from tests.net.plain_irc import RunHub
from tests.security.issued import Authority

Guests = Callable[..., Guest]
StartStrange = Callable[..., Strange]
HASTY = LinkTimes(handshake=HandshakeTimes(all=300, probe=300))
# Wine tells no program of Qt's that a connection was reset: there a handshake only ends by its time
RESET = LinkTimes(handshake=HandshakeTimes(all=1000)) if sys.platform == "win32" else LinkTimes()


def test_the_link_tells_whose_certificate_it_is_before_anything_else(
    run_hub: RunHub, guests: Guests, identity_of: IdentityOf
) -> None:
    hub = run_hub()
    alice = guests(f"127.0.0.1:{hub.port}").enter()
    (end, assessment) = alice.secured[0]
    assert (end.fingerprint, end.verified, end.protocol) == (identity_of("hub").fingerprint, "", "TLS 1.3")
    assert assessment.verdict is Verdict.FIRST_CONTACT


def test_the_judge_is_asked_each_time_and_its_word_counts(
    run_hub: RunHub, guests: Guests, identity_of: IdentityOf
) -> None:
    hub = run_hub()
    asked: list[tuple[str, bool]] = []

    def assess(fingerprint: str, authority: bool) -> Assessment:
        asked.append((fingerprint, authority))
        return Assessment(Verdict.CHANGED if len(asked) == 2 else Verdict.FIRST_CONTACT)

    alice = guests(f"127.0.0.1:{hub.port}", assess=assess).enter()
    hub.cut("alice")
    alice.wait_for(LinkState.WAITING)
    alice.link.retry_now()
    assert alice.why() == [Failure.HOST_CHANGED]
    assert asked == [(identity_of("hub").fingerprint, False)] * 2
    alice.link.start()  # the person has looked at it
    alice.wait(lambda: len(alice.told(RoomEntered)) == 2)


def test_a_certificate_of_ones_own_is_the_account(
    run_hub: RunHub, guests: Guests, identity_of: IdentityOf
) -> None:
    accounts = MemoryAccounts()
    hub = run_hub(resources=HubResources(identity_of("hub"), accounts))
    guests(f"127.0.0.1:{hub.port}", identity=identity_of("alice")).enter()
    assert accounts.by_fingerprint(identity_of("alice").fingerprint) == "alice"
    thief = guests(f"127.0.0.1:{hub.port}", identity=identity_of("mallory"))
    assert thief.why() == [Failure.NICK_IN_USE]


def test_two_connections_with_one_certificate_are_one_person(
    run_hub: RunHub, guests: Guests, identity_of: IdentityOf
) -> None:
    hub = run_hub()
    first = guests(f"127.0.0.1:{hub.port}", "alice", identity=identity_of("alice")).enter()
    second = guests(f"127.0.0.1:{hub.port}", "tablet", identity=identity_of("alice")).enter()
    assert second.link.session is not None
    assert second.link.session.state.own_nick == "alice"
    assert first.failures == []
    assert len(hub.told(Registered)) == 2


def test_the_host_s_certificate_proves_the_host(
    run_hub: RunHub, guests: Guests, identity_of: IdentityOf
) -> None:
    hub = run_hub(replace(CLUB, owner_fingerprint=identity_of("host").fingerprint))
    host = guests(f"127.0.0.1:{hub.port}", "host", identity=identity_of("host")).enter()
    host.wait(lambda: host.link.session.state.is_owner)  # type: ignore[union-attr]
    other = guests(f"127.0.0.1:{hub.port}", "other", identity=identity_of("alice")).enter()
    assert other.link.session is not None
    assert not other.link.session.state.is_owner


def test_the_owner_s_secret_binds_the_certificate_it_came_with(
    run_hub: RunHub, guests: Guests, identity_of: IdentityOf
) -> None:
    accounts = MemoryAccounts()
    hub = run_hub(resources=HubResources(identity_of("hub"), accounts))
    hub.server.requests.grant_owner("once")
    address = f"127.0.0.1:{hub.port}"
    host = guests(address, "host", identity=identity_of("host"), owner_secret="once").enter()
    host.wait(lambda: host.link.session.state.is_owner)  # type: ignore[union-attr]
    assert accounts.host() == identity_of("host").fingerprint
    host.link.stop()
    hub.stop()
    later = run_hub(resources=HubResources(identity_of("hub"), accounts))
    again = guests(f"127.0.0.1:{later.port}", "host", identity=identity_of("host")).enter()
    again.wait(lambda: again.link.session.state.is_owner)  # type: ignore[union-attr]


def test_who_does_without_encryption_may(run_hub: RunHub, guests: Guests) -> None:
    hub = run_hub()
    alice = guests(f"irc://127.0.0.1:{hub.port}").enter()
    bob = guests(f"127.0.0.1:{hub.port}", "bob", plain=True).enter()
    assert alice.secured == bob.secured == []


def test_a_fingerprint_in_the_address_is_never_done_without(
    run_hub: RunHub, guests: Guests, identity_of: IdentityOf
) -> None:
    hub = run_hub(resources=NO_RESOURCES)
    address = f"127.0.0.1:{hub.port}/club?fp={identity_of('hub').fingerprint}"
    for text in (f"hubbub://{address}", f"irc://{address}"):
        assert guests(text, plain=True, times=RESET).why() == [Failure.NOT_ENCRYPTED]


@pytest.mark.parametrize(
    ("words", "closes", "failure"),
    [
        (b":irc.example NOTICE * :*** Looking up your hostname...\r\n", False, Failure.NOT_ENCRYPTED),
        (b"ERROR :Closing link\r\n", True, Failure.NOT_ENCRYPTED),
        (b"HTTP/1.1 400 Bad Request\r\nServer: x\r\n\r\n<html>", True, Failure.NOT_A_CHAT_SERVER),
        (b"SSH-2.0-OpenSSH_9.2\r\n", False, Failure.NOT_A_CHAT_SERVER),
        (b"\x00\xff\xfe" * 1000 + b"\r\n", False, Failure.NOT_A_CHAT_SERVER),
        (b"x" * 1_000_000, False, Failure.NOT_A_CHAT_SERVER),
        (b"", True, Failure.NOT_A_CHAT_SERVER),
        (b"", False, Failure.TIMED_OUT),
    ],
    ids=["irc", "irc that closes", "http", "ssh", "noise", "endless", "closes", "silent"],
)
def test_what_answers_without_tls_is_told_apart(
    guests: Guests, strange: StartStrange, words: bytes, closes: bool, failure: Failure
) -> None:
    server = strange(words, closes=closes)
    alice = guests(f"127.0.0.1:{server.port}", times=HASTY if failure is Failure.TIMED_OUT else LinkTimes())
    assert alice.why() == [failure]
    assert alice.events == []


def test_a_hub_that_cannot_encrypt_is_told_to_be_one(run_hub: RunHub, guests: Guests) -> None:
    hub = run_hub(resources=NO_RESOURCES)
    assert guests(f"127.0.0.1:{hub.port}", times=RESET).why() == [Failure.NOT_ENCRYPTED]


def test_a_link_that_was_inside_keeps_looking_for_its_hub_when_handshakes_break(
    run_hub: RunHub, guests: Guests
) -> None:
    hub = run_hub()
    alice = guests(f"127.0.0.1:{hub.port}", times=RESET).enter()
    port = hub.vanish()
    alice.wait_for(LinkState.WAITING)
    broken = run_hub(endpoints=(Endpoint("127.0.0.1", port),), resources=NO_RESOURCES)
    alice.link.retry_now()
    alice.wait(lambda: alice.states.count(LinkState.WAITING) == 2)
    assert alice.failures == []
    broken.stop()
    run_hub(endpoints=(Endpoint("127.0.0.1", port),))
    alice.link.retry_now()
    alice.wait(lambda: len(alice.told(RoomEntered)) == 2)


class OldServer:
    """A TLS server with a weak cipher and no other; `agreed` counts who took it."""

    def __init__(self, identity: Identity, folder: Path) -> None:
        pem = folder / "old.pem"
        pem.write_bytes(identity.key_pem + identity.certificate_pem)
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(pem)
        self._context.maximum_version = ssl.TLSVersion.TLSv1_2
        self._context.set_ciphers("ECDHE-ECDSA-AES128-SHA")
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self.agreed = 0
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            try:
                arrived, _where = self._listening.accept()
            except OSError:
                return
            with arrived:
                arrived.settimeout(20)
                try:
                    with self._context.wrap_socket(arrived, server_side=True):
                        self.agreed += 1
                except OSError:
                    pass

    def end(self) -> None:
        with contextlib.suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)  # wakes the thread, on Windows closing does
        self._listening.close()
        self._thread.join()


@pytest.fixture
def old_server(identity_of: IdentityOf, tmp_path: Path) -> Iterator[OldServer]:
    server = OldServer(identity_of("old"), tmp_path)
    yield server
    server.end()


def test_a_weak_cipher_is_not_agreed_to(guests: Guests, old_server: OldServer) -> None:
    assert guests(f"127.0.0.1:{old_server.port}").why() == [Failure.NOT_A_CHAT_SERVER]
    assert old_server.agreed == 0


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Authority], None]]:
    """Have this computer trust an authority, for the length of a test."""

    def install(authority: Authority) -> None:
        file = tmp_path / "roots.pem"
        file.write_bytes(authority.pem)
        monkeypatch.setenv("SSL_CERT_FILE", str(file))
        trusted_roots.cache_clear()

    yield install
    trusted_roots.cache_clear()


def test_an_authority_s_word_counts_for_the_name_it_was_given_for(
    run_hub: RunHub, guests: Guests, installed: Callable[[Authority], None]
) -> None:
    authority = Authority()
    hub = run_hub(resources=HubResources(authority.issue("localhost")))
    before = guests(f"localhost:{hub.port}", "anna").enter()
    installed(authority)
    named = guests(f"localhost:{hub.port}", "bob").enter()
    by_number = guests(f"127.0.0.1:{hub.port}", "carl").enter()
    assert [guest.secured[0][0].verified for guest in (before, named, by_number)] == ["", "authority", ""]


def test_an_account_s_password_is_proved_for_this_connection_alone(
    run_hub: RunHub, guests: Guests, identity_of: IdentityOf
) -> None:
    accounts = MemoryAccounts()
    credentials = run_secret_work("credentials", ("sesame", 4096))
    assert isinstance(credentials, Credentials)
    accounts.create("mara", nick_keys("mara"), 1.0, credentials=credentials)
    hub = run_hub(resources=HubResources(identity_of("hub"), accounts))
    address, login = f"127.0.0.1:{hub.port}", {"account": "mara", "account_password": "sesame"}
    mara = guests(address, "mara", identity=identity_of("alice"), **login).enter()
    assert mara.link.session is not None
    assert mara.link.session.state.account == "mara"
    hub.cut("mara")
    mara.wait_for(LinkState.WAITING)
    mara.link.retry_now()
    mara.wait(lambda: len(mara.told(RoomEntered)) == 2)
    eve = guests(address, "eve", account="mara", account_password="millet")
    assert eve.why() == [Failure.LOGIN_REFUSED]
