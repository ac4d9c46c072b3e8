"""What a session may keep, whatever a server says: each kind of thing has a bound."""

from __future__ import annotations

from app.client.features import monitor_list, negotiation, profiles
from app.client.features.typing_status import TYPING_PEOPLE
from app.client.handlers.batches import HELD_BYTES, HELD_LINES, OPEN_BATCHES
from app.client.handlers.modes import BANS, MODES
from app.client.handlers.people import OPEN_WHOIS
from app.client.state import channel_state, conversation_state, last_seen
from app.client.state.session_state import (
    AUTOMATIC_REQUESTS,
    FOLDED_NAMES,
    LABELLED_REQUESTS,
    MEMBERS,
    OPEN_REQUESTS,
    SessionState,
)
from app.irc.isupport import TOKENS
from app.models.held_back import STRANGERS
from app.models.rooms_model import RoomsModel
from tests.fuzz.campaign import InvariantError

ASKED = 20  # rooms that the person of an episode may ask for: there are few names to choose from
# Entered unasked: at the welcome, and some for the time that an episode's clock leaps over.
MOST_CHANNELS = channel_state.AT_WELCOME + 100 * channel_state.HANDFUL


def check_bounds(state: SessionState, rooms: RoomsModel) -> None:
    """Raise InvariantError where a collection has more than it may."""
    sizes = {
        "batches": (len(state.batches.open), OPEN_BATCHES),
        "lines of batches": (state.batches.lines, HELD_LINES),
        "bytes of batches": (state.batches.size, HELD_BYTES),
        "typists": (len(state.typing.others), TYPING_PEOPLE),
        "whois": (len(state.whois), OPEN_WHOIS),
        "folded names": (len(state.folded_names), FOLDED_NAMES),
        "requests": (len(state.requests), OPEN_REQUESTS),
        "contacts": (len(state.monitored), monitor_list.MONITORED),
        "markers": (len(state.read_markers.known), conversation_state.READ_MARKERS),
        "profiles": (len(state.profiles), profiles.PROFILES),
        "syncs": (len(state.metadata_syncs), profiles.SYNCS),
        "capabilities offered": (len(state.offered), negotiation.OFFERED),
        "capabilities": (len(state.caps), negotiation.OFFERED),
        "tokens": (len(state.isupport.tokens), TOKENS),
        "requests of its own": (len(state.automatic_requests), AUTOMATIC_REQUESTS),
        "labels": (len(state.labelled_requests), LABELLED_REQUESTS),
        "channels that wait": (len(state.forced_joins.held), channel_state.HELD_NAMES),
        "channels": (len(state.channels), MOST_CHANNELS),
        "rooms": (len(rooms.rooms), MOST_CHANNELS + STRANGERS + ASKED),
        "conversations seen": (len(state.last_seen._points), last_seen.CONVERSATIONS),
    }
    for name, (size, most) in sizes.items():
        if not 0 <= size <= most:
            raise InvariantError(f"{size} {name}, {most} may be kept")
    for key, channel in state.channels.items():
        if state.fold(channel.name) != key:
            raise InvariantError(f"{channel.name!r} is kept as {key!r}")
        if (
            len(channel.members) > MEMBERS
            or len(channel.bans_so_far or ()) > BANS
            or len(channel.modes) > MODES
        ):
            raise InvariantError(f"{channel.name!r} has too much")
