"""Whether an authority that this computer trusts vouches for a certificate at a name. Asks no network.

Authorities only label a server and let a renewed certificate keep its pin: who has none is pinned, not
refused. So whatever cannot be read or is not quite by the rules is not vouched for, and nothing raises.
"""

from __future__ import annotations

import ssl
import warnings
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from ipaddress import ip_address

import certifi
from cryptography import x509
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@cache
def trusted_roots() -> Store:
    """The authorities of the system and of Mozilla's list.

    Both, as systems may list few or none: Windows those that it has met, Python for macOS none at all.
    """
    mozillas = (ssl.PEM_cert_to_DER_cert(pem) for pem in _pem_in(certifi.contents()))
    return roots_of([*ssl.create_default_context().get_ca_certs(binary_form=True), *mozillas])


def roots_of(certificates: Iterable[bytes]) -> Store:
    """Authorities by their certificates (DER). What cannot be read is left out; at least one has to be."""
    read = (_read(der) for der in dict.fromkeys(certificates))
    return Store([one for one in read if one is not None])


def is_vouched_for(
    chain: Sequence[bytes], host: str, *, now: float, roots: Callable[[], Store] = trusted_roots
) -> bool:
    """Whether an authority vouches for the first certificate of a chain (DER) as that of `host` at `now`.

    `now` is in seconds since 1970. `roots` is called only where it matters: a certificate that was signed by
    itself, as that of a hub, is nobody's word.
    """
    own, *others = [_read(der) for der in chain] or [None]
    try:
        if own is None or own.issuer == own.subject:
            return False
        policy = PolicyBuilder().store(roots()).time(_EPOCH + timedelta(seconds=now))
        verifier = policy.build_server_verifier(_subject(host))
        verifier.verify(own, [one for one in others if one is not None])
    except (VerificationError, ValueError, OverflowError):
        return False
    return True


def _subject(host: str) -> x509.IPAddress | x509.DNSName:
    """A host as certificates name it. Raises ValueError."""
    try:
        return x509.IPAddress(ip_address(host.partition("%")[0]))
    except ValueError:
        return x509.DNSName(host.rstrip(".").encode("idna").decode())


def _read(der: bytes) -> x509.Certificate | None:
    # Some roots have serial numbers that the rules forbid, of which the library warns.
    with warnings.catch_warnings(action="ignore"):
        try:
            return x509.load_der_x509_certificate(der)
        except (ValueError, x509.InvalidVersion):
            return None


def _pem_in(text: str) -> Iterable[str]:
    """The certificates in a file of several."""
    end = "-----END CERTIFICATE-----"
    for part in text.split(end)[:-1]:
        yield part[part.rindex("-----BEGIN CERTIFICATE-----") :] + end
