"""Somebody between guest and hub is stopped, and learns nothing to guess the room's password with."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.client.address import parse_address
from app.client.events import Failure, LinkState, RoomEntered
from app.irc import password_exchange as wire
from app.net.endpoint import Endpoint
from app.net.hub_resources import HubResources
from app.net.tls_handshake import Assess
from app.security import pake
from app.security.password_hashing import ScryptCost, derive
from app.security.pins import Pins
from app.security.trust import Verdict, assess_certificate
from tests.net.conftest import IdentityOf
from tests.net.guest import Guest
from tests.net.mitm import Mitm
from tests.net.plain_irc import RunHub, with_password

Guests = Callable[..., Guest]
StandBetween = Callable[..., Mitm]
PASSWORD = "correct horse"


@pytest.fixture
def stand_between(identity_of: IdentityOf, tmp_path: Path) -> Iterator[StandBetween]:
    """Put somebody before a hub's port."""
    made: list[Mitm] = []

    def start(port: int, **more: object) -> Mitm:
        made.append(Mitm(identity_of("mitm"), tmp_path, port, **more))  # type: ignore[arg-type]
        return made[-1]

    yield start
    for one in made:
        one.end()


def assess_with(pins: Pins, address: str) -> Assess:
    """Judges as a window does that keeps `pins`."""
    wanted = parse_address(address)
    return lambda fingerprint, authority: assess_certificate(
        fingerprint=fingerprint,
        address=f"{wanted.host}:{wanted.port}",
        expected=wanted.fingerprint,
        authority=authority,
        pins=pins,
    )


def joins_and_pins(guests: Guests, pins: Pins, address: str) -> Guest:
    """Enter the room at `address` and remember its hub."""
    guest = guests(address, assess=assess_with(pins, address)).enter()
    pins.remember(guest.secured[0][0].fingerprint, name="Robotics club", address=address, now=0.0)
    return guest


def test_an_invite_link_stops_it_at_first_contact(
    run_hub: RunHub, guests: Guests, stand_between: StandBetween, identity_of: IdentityOf
) -> None:
    hub = run_hub()
    mitm = stand_between(hub.port)
    link = f"hubbub://127.0.0.1:{{}}/robotics-club?fp={identity_of('hub').fingerprint}"
    alice = guests(link.format(mitm.port))
    assert alice.why() == [Failure.LINK_MISMATCH]
    assert alice.others == [identity_of("mitm").fingerprint]
    assert mitm.said_by_guest == b""
    bob = guests(link.format(hub.port), "bob").enter()
    assert [(end.verified, one.verdict) for end, one in bob.secured] == [("link", Verdict.VERIFIED_BY_LINK)]


def test_a_room_password_stops_it_at_first_contact(
    run_hub: RunHub, guests: Guests, stand_between: StandBetween
) -> None:
    hub = run_hub(with_password(PASSWORD))
    mitm = stand_between(hub.port)
    alice = guests(f"127.0.0.1:{mitm.port}", password=PASSWORD)
    assert set(alice.why()) <= {Failure.NOT_VERIFIED, Failure.WRONG_PASSWORD}
    assert alice.failures
    assert not alice.told(RoomEntered)
    assert b" 001 " not in mitm.said_by_hub


def test_what_it_hears_of_a_password_lacks_what_a_guess_is_tried_on(
    run_hub: RunHub, guests: Guests, stand_between: StandBetween, identity_of: IdentityOf
) -> None:
    """Who holds the transcript and tries the right password still cannot tell that it is the right one.

    The key of the exchange needs one of the two secret numbers that neither share shows: with the password
    and each side's words, but a number of one's own, another key comes out and no confirmation fits it.
    """
    config = with_password(PASSWORD)
    hub = run_hub(config)
    mitm = stand_between(hub.port)
    guests(f"127.0.0.1:{mitm.port}", password=PASSWORD).why()
    heard = mitm.said_by_guest + mitm.said_by_hub
    told = re.search(rb"PARAMS (\S+) (\d+) (\d+) (\d+)", heard).groups()  # type: ignore[union-attr]
    share = base64.b64decode(re.search(rb"SHARE (\S+)", mitm.said_by_guest)[1])  # type: ignore[index]
    hubs = base64.b64decode(re.search(rb"SHARE (\S+)", mitm.said_by_hub)[1])  # type: ignore[index]
    confirmed = base64.b64decode(re.search(rb"CONFIRM (\S+)", mitm.said_by_guest)[1])  # type: ignore[index]

    params = wire.ScryptParams.read(tuple(word.decode() for word in told))
    assert params is not None
    key = derive(PASSWORD, params.salt, ScryptCost(params.n, params.r, params.p))
    assert config.verifier is not None
    assert key == config.verifier.key  # the guess is right ...
    for secret in (PASSWORD.encode(), key, base64.b64encode(key), key.hex().encode()):
        assert secret not in heard
    for fingerprint in (identity_of("hub").fingerprint, identity_of("mitm").fingerprint):
        words = wire.transcript(fingerprint, params, share, hubs)
        tried = [
            pake.hub_share(key, share, fingerprint=fingerprint).session_key,
            pake.ClientHalf.start(key, fingerprint=fingerprint).finish(hubs),
        ]
        for session_key in tried:  # ... and nothing says so
            assert wire.confirmation(session_key, wire.CLIENT, words) != confirmed


def test_hiding_the_capability_makes_us_stop_and_not_fall_back(
    run_hub: RunHub, guests: Guests, stand_between: StandBetween
) -> None:
    hub = run_hub(with_password(PASSWORD))
    mitm = stand_between(
        hub.port, change=lambda data: data.replace(b"hubbub.chat/password", b"x.example/none")
    )
    alice = guests(f"127.0.0.1:{mitm.port}", password=PASSWORD)
    assert alice.why() == [Failure.PASSWORD_NOT_SAFE]
    assert b"PASS" not in mitm.said_by_guest
    assert PASSWORD.encode() not in mitm.said_by_guest


def test_the_pin_stops_it_at_second_contact(
    run_hub: RunHub, guests: Guests, stand_between: StandBetween, identity_of: IdentityOf, tmp_path: Path
) -> None:
    pins = Pins(tmp_path / "pins.json")
    hub = run_hub()
    address = f"127.0.0.1:{hub.port}"
    first = joins_and_pins(guests, pins, address)
    assert first.secured[0][1].verdict is Verdict.FIRST_CONTACT
    first.link.stop()
    hub.stop()
    moved = run_hub()
    mitm = stand_between(moved.port, own_port=hub.port)
    again = guests(address, assess=assess_with(pins, address))
    assert again.why() == [Failure.HOST_CHANGED]
    assert again.others == [identity_of("mitm").fingerprint]
    assert mitm.said_by_guest == b""


def test_a_link_that_was_inside_is_stopped_when_it_returns_to_somebody_else(
    run_hub: RunHub, guests: Guests, stand_between: StandBetween
) -> None:
    hub = run_hub()
    alice = guests(f"127.0.0.1:{hub.port}").enter()
    port = hub.vanish()
    alice.wait_for(LinkState.WAITING)
    moved = run_hub()
    mitm = stand_between(moved.port, own_port=port)
    alice.link.retry_now()
    assert alice.why() == [Failure.HOST_CHANGED]
    assert mitm.said_by_guest == b""


def test_an_open_room_at_an_address_never_seen_cannot_tell(
    run_hub: RunHub, guests: Guests, stand_between: StandBetween, identity_of: IdentityOf
) -> None:
    """Nothing is known that could be compared: that is what the words in the header are for."""
    hub = run_hub()
    mitm = stand_between(hub.port)
    alice = guests(f"127.0.0.1:{mitm.port}").enter()
    assert [(end.fingerprint, end.verified) for end, _assessment in alice.secured] == [
        (identity_of("mitm").fingerprint, "")
    ]


def test_a_hub_that_moved_is_joined_silently(run_hub: RunHub, guests: Guests, tmp_path: Path) -> None:
    pins = Pins(tmp_path / "pins.json")
    hub = run_hub()
    joins_and_pins(guests, pins, f"127.0.0.1:{hub.port}").link.stop()
    hub.stop()
    moved = run_hub()
    there = f"localhost:{moved.port}"
    bob = guests(there, "bob", assess=assess_with(pins, there)).enter()
    assert [one.verdict for _end, one in bob.secured] == [Verdict.KNOWN]


def test_another_hub_at_a_known_address_is_not(
    run_hub: RunHub, guests: Guests, identity_of: IdentityOf, tmp_path: Path
) -> None:
    pins = Pins(tmp_path / "pins.json")
    hub = run_hub()
    address = f"127.0.0.1:{hub.port}"
    joins_and_pins(guests, pins, address).link.stop()
    hub.stop()
    other = run_hub(
        endpoints=(Endpoint("127.0.0.1", hub.port),), resources=HubResources(identity_of("another hub"))
    )
    bob = guests(address, "bob", assess=assess_with(pins, address))
    assert bob.why() == [Failure.HOST_CHANGED]
    assert (other.events, bob.events) == ([], [])


def test_a_hub_that_starts_again_is_rejoined_silently(run_hub: RunHub, guests: Guests) -> None:
    hub = run_hub()
    alice = guests(f"127.0.0.1:{hub.port}").enter()
    port = hub.vanish()
    alice.wait_for(LinkState.WAITING)
    run_hub(endpoints=(Endpoint("127.0.0.1", port),))
    alice.link.retry_now()
    alice.wait(lambda: len(alice.told(RoomEntered)) == 2)
    assert alice.failures == []
