"""Who answers at an address: the rule that judges a certificate. Pure; asks nobody, shows nothing."""

from __future__ import annotations

from enum import Enum

from app.security.pins import Pin, Pins
from app.values import frozen


class Verdict(Enum):
    """What a certificate says about the hub that showed it."""

    KNOWN = "known"  # pinned; at its own address or one that nobody had
    FIRST_CONTACT = "first contact"  # never seen, nothing to compare it with
    VERIFIED_BY_LINK = "verified by link"  # the invite link names this fingerprint
    AUTHORITY = "authority"  # an authority vouches for the typed name
    CHANGED = "changed"  # another hub than the one pinned at this address, be it a known one
    LINK_MISMATCH = "link mismatch"  # not the hub that the invite link names

    @property
    def stops(self) -> bool:
        """Whether the connection must end before anything is said."""
        return self in (Verdict.CHANGED, Verdict.LINK_MISMATCH)


@frozen
class Assessment:
    """A verdict, and the pin it is about: of this hub, or of the one expected in its place."""

    verdict: Verdict
    known: Pin | None = None


def assess_certificate(
    *,
    fingerprint: str,
    address: str,
    expected: str,
    authority: bool,
    pins: Pins,
    accepted: str = "",
    remembered: bool = False,
) -> Assessment:
    """Assess the certificate `fingerprint` shown at `address` (host:port as typed).

    `expected`: the fingerprint of the invite link, or "". `authority`: the chain is valid for the typed name.
    `accepted`: a fingerprint that the person chose to join as a new room, or "". `remembered`: the expected
    one is of no link but what this computer noted at an earlier visit, which proves nothing new.

    An invite link is stronger than an address: it is never overruled by `accepted`, and the hub that it names
    may stand where another one was pinned.
    """
    fingerprint = fingerprint.lower()
    if expected and expected.lower() != fingerprint:
        return Assessment(Verdict.LINK_MISMATCH, pins.by_fingerprint(expected))
    pin = pins.by_fingerprint(fingerprint)
    if expected and remembered:
        return Assessment(Verdict.FIRST_CONTACT if pin is None else Verdict.KNOWN, pin)
    if expected:
        known = pin is not None and pin.verified != ""
        return Assessment(Verdict.KNOWN if known else Verdict.VERIFIED_BY_LINK, pin)
    there = pins.by_address(address)
    # Public servers renew their certificate every few weeks; an authority's word holds on.
    renewed = authority and there is not None and there.verified == "authority"
    same = there is None or there == pin or renewed
    if not same and accepted.lower() != fingerprint:
        return Assessment(Verdict.CHANGED, there)
    if pin is not None:
        return Assessment(Verdict.KNOWN, pin)
    return Assessment(Verdict.AUTHORITY if authority else Verdict.FIRST_CONTACT)
