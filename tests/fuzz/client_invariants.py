"""What a session may keep, whatever a server says: each kind of thing has a bound."""

from __future__ import annotations

from app.client import contacts, marks, profiles, seen
from app.client.handlers.batches import HELD_BYTES, HELD_LINES, OPEN_BATCHES
from app.client.handlers.people import OPEN_WHOIS
from app.client.state import FOLDED_NAMES, REMEMBERED_REQUESTS, SessionState
from app.client.typing import TYPISTS
from app.models.rooms import RoomsModel
from tests.fuzz.campaign import InvariantError


def check_bounds(state: SessionState, rooms: RoomsModel) -> None:
    """Raise InvariantError where a collection has more than it may."""
    sizes = {
        "batches": (len(state.batches.open), OPEN_BATCHES),
        "lines of batches": (state.batches.lines, HELD_LINES),
        "bytes of batches": (state.batches.size, HELD_BYTES),
        "typists": (len(state.typing.others), TYPISTS),
        "whois": (len(state.whois), OPEN_WHOIS),
        "folded names": (len(state.folded), FOLDED_NAMES),
        "requests": (len(state.requests), REMEMBERED_REQUESTS),
        "contacts": (len(state.contacts), contacts.WATCHED),
        "markers": (len(state.markers.known), marks.KEPT),
        "profiles": (len(state.profiles), profiles.KEPT),
        "syncs": (len(state.syncs), profiles.SYNCS),
        "conversations seen": (len(state.seen._points), seen.KEPT),
    }
    for name, (size, most) in sizes.items():
        if not 0 <= size <= most:
            raise InvariantError(f"{size} {name}, {most} may be kept")
    for key, channel in state.channels.items():
        if state.fold(channel.name) != key:
            raise InvariantError(f"{channel.name!r} is kept as {key!r}")
