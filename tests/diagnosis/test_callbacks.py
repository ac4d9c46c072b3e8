"""Which addresses a hub may have its guests try, and that it cannot have them try anybody else's."""

from __future__ import annotations

from app.diagnosis.callbacks import MINUTE, REQUEST_PAUSE, CallbackRequests, CallbackTries
from app.discovery.sightings import Place
from app.irc.callback_lines import CallbackRequest
from tests.discovery.rooms import NEAR


def tries(
    guest: CallbackTries,
    *addresses: str,
    port: int = 6667,
    now: float = 0,
    way_in: int = 6667,
    pinned: bool = True,
) -> list[Place]:
    request = CallbackRequest(port, addresses)
    may_take = guest.may_take(request, now, port=way_in, is_pinned=pinned)
    return guest.take(request, now, NEAR) if may_take else []


def test_a_guest_tries_near_addresses_at_the_rooms_ports() -> None:
    assert tries(CallbackTries(), "192.168.1.31", "fd00:1::31") == [
        Place("192.168.1.31", 6667),
        Place("fd00:1::31", 6667),
    ]
    assert tries(CallbackTries(), "10.8.0.1", port=7667) == [Place("10.8.0.1", 7667)]


def test_a_hub_that_lists_a_neighbours_port_22_gets_nothing() -> None:
    guest = CallbackTries()
    assert tries(guest, "192.168.1.32", port=22) == []
    assert tries(guest, "192.168.1.32", port=22, way_in=22) == []
    assert tries(guest, "192.168.1.32", port=1022, way_in=22) == []
    assert tries(guest, "192.168.1.32", port=80) == []
    assert tries(guest, "192.168.1.32", port=6668) == []
    assert len(tries(guest, "192.168.1.32")) == 1, "and nothing of it was counted"


def test_nobody_is_tried_who_is_not_near_or_is_the_router() -> None:
    assert (
        tries(CallbackTries(), "127.0.0.1", "8.8.8.8", "224.0.0.1", "192.168.1.1", "192.168.1.255", "x") == []
    )


def test_an_unknown_hub_gets_nothing() -> None:
    assert tries(CallbackTries(), "192.168.1.31", pinned=False) == []


def test_four_addresses_a_minute_are_tried_for_all_hubs_together() -> None:
    guest = CallbackTries()
    assert len(tries(guest, *["192.168.1.31"] * 9, "192.168.1.32", "192.168.1.33")) == 3
    assert len(tries(guest, "192.168.1.34", "192.168.1.35", now=10)) == 1
    assert tries(guest, "192.168.1.36", now=MINUTE - 1) == []
    assert len(tries(guest, "192.168.1.36", now=MINUTE)) == 1
    made = [
        place
        for now in range(6000)
        for place in tries(guest, f"10.0.{now // 250}.{now % 250 + 1}", now=1000 + now)
    ]
    assert len(made) == 400


def test_requests_for_addresses_that_are_not_near_have_an_end_too() -> None:
    guest = CallbackTries()
    request = CallbackRequest(6667, ("8.8.8.8",))
    taken = [now for now in range(60) if guest.may_take(request, now, port=6667, is_pinned=True)]
    assert taken == list(range(60)), "as long as nothing was done"
    assert [guest.take(request, 0, NEAR) for _ in range(4)] == [[]] * 4
    assert not guest.may_take(request, MINUTE - 1, port=6667, is_pinned=True)
    assert guest.may_take(request, MINUTE, port=6667, is_pinned=True)


def test_a_hub_asks_once_a_minute_for_addresses_that_nobody_has_reached() -> None:
    hub, own = CallbackRequests(), ["192.168.1.24", "10.8.0.1", "fd00:1::24", "x"]
    assert hub.take(own, {"10.8.0.1"}, 0, port=6667) == CallbackRequest(6667, ("192.168.1.24", "fd00:1::24"))
    assert hub.take(own, {"10.8.0.1"}, REQUEST_PAUSE - 1, port=6667) is None
    assert hub.take(own, set(own), REQUEST_PAUSE, port=6667) is None
    assert hub.take(
        [f"10.0.0.{number}" for number in range(9)], (), REQUEST_PAUSE, port=6667
    ) == CallbackRequest(6667, ("10.0.0.0", "10.0.0.1", "10.0.0.2", "10.0.0.3"))
