"""Which certificates an authority vouches for; whatever is shown or installed, nothing breaks."""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterator

import certifi
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.verification import Store
from hypothesis import given
from hypothesis import strategies as st

from app.security.authorities import is_vouched_for, roots_of, trusted_roots
from app.security.certificate import Identity, load_or_make
from tests.security.issued import Authority

ROOT = Authority()
OTHER = Authority("Other authority")
BETWEEN = Authority("Authority between", ROOT)
NOW = time.time()


def chain_of(identity: Identity) -> list[bytes]:
    return [
        one.public_bytes(Encoding.DER) for one in x509.load_pem_x509_certificates(identity.certificate_pem)
    ]


def roots() -> Store:
    return roots_of([ROOT.der])


def never() -> Store:
    raise AssertionError("nobody may look at the roots")


@pytest.mark.parametrize(
    ("identity", "host", "vouched"),
    [
        (ROOT.issue("chat.example"), "chat.example", True),
        (ROOT.issue("chat.example"), "CHAT.example.", True),
        (ROOT.issue("chat.example"), "other.example", False),
        (ROOT.issue("*.example"), "chat.example", True),
        (ROOT.issue("*.example"), "a.chat.example", False),
        (ROOT.issue("xn--bcher-kva.example"), "bücher.example", True),
        (ROOT.issue("192.168.1.7"), "192.168.1.7", True),
        (ROOT.issue("192.168.1.7"), "192.168.1.8", False),
        (ROOT.issue("fd00::1"), "fd00::1%eth0", True),
        (ROOT.issue("chat.example"), "192.168.1.7", False),
        (ROOT.issue("chat.example"), "x" * 80, False),
        (ROOT.issue("chat.example"), "", False),
        (ROOT.issue("chat.example"), "a b", False),
        (ROOT.issue("chat.example", days=-0.5), "chat.example", False),
        (ROOT.issue("chat.example", since=-1), "chat.example", False),
        (BETWEEN.issue("chat.example", between=(BETWEEN,)), "chat.example", True),
        (BETWEEN.issue("chat.example"), "chat.example", False),
        (OTHER.issue("chat.example"), "chat.example", False),
        (OTHER.issue("chat.example", between=(OTHER,)), "chat.example", False),
    ],
)
def test_an_authority_s_word_is_for_names_and_a_time(identity: Identity, host: str, vouched: bool) -> None:
    assert is_vouched_for(chain_of(identity), host, now=NOW, roots=roots) is vouched


def test_who_vouches_for_themselves_is_not_looked_up(tmp_path: object) -> None:
    own = load_or_make(tmp_path, "hub", "hub", now=NOW)  # type: ignore[arg-type]
    assert not is_vouched_for(chain_of(own), "hub", now=NOW, roots=never)
    assert not is_vouched_for([ROOT.der], "Test authority", now=NOW, roots=never)
    assert not is_vouched_for([], "hub", now=NOW, roots=never)


@pytest.mark.parametrize("now", [0.0, -1e9, 1e12, 1e300, float("inf")])
def test_a_clock_that_is_wrong_is_nobody_s_word(now: float) -> None:
    assert not is_vouched_for(chain_of(ROOT.issue("chat.example")), "chat.example", now=now, roots=roots)


def with_odd_serial_number(der: bytes) -> bytes:
    """The same certificate with a negative serial number, as some old roots have one."""
    number = x509.load_der_x509_certificate(der).serial_number
    written = number.to_bytes((number.bit_length() + 8) // 8)
    at = der.index(bytes([2, len(written)]) + written) + 2
    return der[:at] + bytes([0xFF]) + der[at + 1 :]


def test_a_root_with_a_bad_serial_number_breaks_nothing() -> None:
    odd = with_odd_serial_number(OTHER.der)
    chain = chain_of(ROOT.issue("chat.example"))
    found = roots_of([odd, b"no certificate", ROOT.der, ROOT.der])
    assert is_vouched_for(chain, "chat.example", now=NOW, roots=lambda: found)
    shown = [with_odd_serial_number(chain[0]), *chain[1:]]
    assert not is_vouched_for(shown, "chat.example", now=NOW, roots=lambda: found)
    assert is_vouched_for([*chain, odd, b"noise"], "chat.example", now=NOW, roots=lambda: found)


def test_a_version_that_there_is_not_breaks_nothing() -> None:
    (own,) = chain_of(ROOT.issue("chat.example"))
    version = bytes.fromhex("a003020102")
    odd = own.replace(version, version[:-1] + b"\x07")
    assert odd != own
    assert not is_vouched_for([odd], "chat.example", now=NOW, roots=roots)
    assert is_vouched_for([own, odd], "chat.example", now=NOW, roots=roots)
    found = roots_of([odd, ROOT.der])
    assert is_vouched_for([own], "chat.example", now=NOW, roots=lambda: found)


@given(st.binary(max_size=200), st.integers(0, 10_000))
def test_nothing_that_is_shown_raises(noise: bytes, place: int) -> None:
    (own,) = chain_of(ROOT.issue("chat.example"))
    assert not is_vouched_for([noise], "chat.example", now=NOW, roots=roots)
    place %= len(own)
    broken = own[:place] + noise + own[place + len(noise) :]
    assert is_vouched_for([broken], "chat.example", now=NOW, roots=roots) is (broken == own)


@pytest.fixture
def installed(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[Authority]:
    """An authority that is installed on this computer, for the length of a test."""
    file = tmp_path / "roots.pem"  # type: ignore[operator]
    file.write_bytes(ROOT.pem)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    trusted_roots.cache_clear()
    yield ROOT
    trusted_roots.cache_clear()


def test_the_system_s_authorities_and_mozilla_s_count(
    installed: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    monkeypatch.setattr(certifi, "contents", lambda: asked.append(1) or OTHER.pem.decode())
    for authority in (installed, OTHER):
        chain = chain_of(authority.issue("chat.example"))
        assert is_vouched_for(chain, "chat.example", now=NOW)
    assert asked == [1]  # once, for good


def test_mozilla_s_list_can_be_read() -> None:
    pems = certifi.contents().count("BEGIN CERTIFICATE")
    assert pems > 100
    assert len(ssl.create_default_context(cadata=certifi.contents()).get_ca_certs()) == pems
    trusted_roots()
