"""Who answers at an address: every way in which a certificate can meet what is known."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.security.pins import Pin, Pins
from app.security.trust import Assessment, Verdict, assess_certificate

CLUB, OTHER, STRANGER = "c" * 64, "d" * 64, "e" * 64
HERE, THERE, NEW = "10.0.0.5:6667", "10.0.0.9:6667", "10.0.0.77:7000"


@pytest.fixture
def pins(tmp_path: Path) -> Pins:
    """The club is pinned at HERE and was compared; another hub is pinned at THERE and was not."""
    pins = Pins(tmp_path / "pins.json")
    pins.remember(CLUB, name="Robotics club", address=HERE, now=1.0)
    pins.mark_verified(CLUB, "words")
    pins.remember(OTHER, name="other", address=THERE, now=2.0)
    return pins


def known(pins: Pins, fingerprint: str) -> Pin:
    pin = pins.by_fingerprint(fingerprint)
    assert pin is not None
    return pin


@pytest.mark.parametrize(
    ("fingerprint", "address", "expected", "accepted", "verdict", "about"),
    [
        # fingerprint, address, invite link's, accepted -> verdict, whose pin
        (CLUB, HERE, "", "", Verdict.KNOWN, CLUB),
        (CLUB, NEW, "", "", Verdict.KNOWN, CLUB),  # it moved
        (CLUB.upper(), HERE.upper(), "", "", Verdict.KNOWN, CLUB),
        (STRANGER, NEW, "", "", Verdict.FIRST_CONTACT, None),
        (STRANGER, HERE, "", "", Verdict.CHANGED, CLUB),
        (OTHER, HERE, "", "", Verdict.CHANGED, CLUB),  # known, but not as the one who lives here
        (STRANGER, HERE, "", STRANGER, Verdict.FIRST_CONTACT, None),
        (OTHER, HERE, "", OTHER.upper(), Verdict.KNOWN, OTHER),
        (STRANGER, HERE, "", OTHER, Verdict.CHANGED, CLUB),  # yes to one is not yes to another
        (STRANGER, NEW, STRANGER, "", Verdict.VERIFIED_BY_LINK, None),
        (STRANGER, HERE, STRANGER.upper(), "", Verdict.VERIFIED_BY_LINK, None),  # moved in where the club was
        (OTHER, THERE, OTHER, "", Verdict.VERIFIED_BY_LINK, OTHER),  # known so far without proof
        (CLUB, HERE, CLUB, "", Verdict.KNOWN, CLUB),
        (STRANGER, NEW, CLUB, "", Verdict.LINK_MISMATCH, CLUB),
        (STRANGER, NEW, CLUB, STRANGER, Verdict.LINK_MISMATCH, CLUB),  # a link is never overruled
        (CLUB, HERE, STRANGER, "", Verdict.LINK_MISMATCH, None),
        (OTHER, THERE, CLUB, "", Verdict.LINK_MISMATCH, CLUB),
    ],
)
def test_the_verdict_on_a_self_made_certificate(
    pins: Pins,
    fingerprint: str,
    address: str,
    expected: str,
    accepted: str,
    verdict: Verdict,
    about: str | None,
) -> None:
    assessment = assess_certificate(
        fingerprint=fingerprint,
        address=address,
        expected=expected,
        authority=False,
        pins=pins,
        accepted=accepted,
    )
    assert assessment == Assessment(verdict, known(pins, about) if about else None)


@pytest.mark.parametrize(
    ("fingerprint", "expected", "verdict"),
    [
        (OTHER, OTHER, Verdict.KNOWN),
        (CLUB, CLUB, Verdict.KNOWN),
        (STRANGER, STRANGER, Verdict.FIRST_CONTACT),  # its pin is gone
        (STRANGER, OTHER, Verdict.LINK_MISMATCH),
    ],
)
def test_what_is_remembered_proves_nothing_new(
    pins: Pins, fingerprint: str, expected: str, verdict: Verdict
) -> None:
    assessment = assess_certificate(
        fingerprint=fingerprint, address=NEW, expected=expected, authority=False, pins=pins, remembered=True
    )
    assert assessment == Assessment(verdict, pins.by_fingerprint(expected))


def test_an_authority_vouches_for_a_typed_name(pins: Pins) -> None:
    def meet(fingerprint: str, authority: bool) -> Verdict:
        return assess_certificate(
            fingerprint=fingerprint, address="irc.example:6697", expected="", authority=authority, pins=pins
        ).verdict

    assert meet(STRANGER, True) is Verdict.AUTHORITY
    pins.remember(STRANGER, name="example", address="irc.example:6697", now=3.0)
    pins.mark_verified(STRANGER, "authority")
    assert meet(STRANGER, True) is Verdict.KNOWN
    assert meet("f" * 64, True) is Verdict.AUTHORITY  # renewed, as public servers do every few weeks
    assert meet("f" * 64, False) is Verdict.CHANGED


def test_an_authority_does_not_speak_for_a_hub_that_was_pinned_without_it(pins: Pins) -> None:
    assessment = assess_certificate(
        fingerprint=STRANGER, address=HERE, expected="", authority=True, pins=pins
    )
    assert assessment == Assessment(Verdict.CHANGED, known(pins, CLUB))


def test_only_a_wrong_hub_stops_a_connection() -> None:
    assert [verdict for verdict in Verdict if verdict.stops] == [Verdict.CHANGED, Verdict.LINK_MISMATCH]
