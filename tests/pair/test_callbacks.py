"""A hub and its guest: asked, and answered for each address."""

from __future__ import annotations

from app.client.events import CallbackAsked
from app.client.wishes import TellCallback
from app.irc.callback_lines import CallbackRequest, CallbackResult
from tests.pair.party import Party


def test_a_guest_is_asked_and_answers() -> None:
    party = Party(fingerprint="ab" * 32)
    bob = party.join("bob", secure=True)
    request = CallbackRequest(6667, ("10.0.0.9", "::9"))
    party.hub.ask_guest(request, party.now)
    party.settle()
    assert bob.saw(CallbackAsked) == [CallbackAsked(request)]
    bob.wants(TellCallback(CallbackResult(6667, "::9", True)))
    party.settle()
    assert party.hub._state.asked_guest.addresses == {"10.0.0.9"}
