"""Whether others can get into a room that is hosted here, as far as was seen. Pure.

A computer cannot try that itself: what it sends to its own address goes past its firewall. So it counts who
came in, which of its addresses guests reached when they were asked, what its firewall says of itself, and
what somebody outside says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from enum import Enum

from app.diagnosis.verdicts import Certainty
from app.values import frozen

# A call for help is worth something for as long as whoever called may still be trying.
RUMOUR_SECONDS = 600.0
_NEVER = float("-inf")


class FirewallState(Enum):
    """What this computer's firewall says of the room's port, for local networks."""

    UNKNOWN = "unknown"
    OPEN = "open"
    ON = "on; what it lets in is not ours to read"
    BLOCKS = "blocks"


class RoomVerdict(Enum):
    """Who can get in."""

    THIS_COMPUTER_ONLY = "it listens on this computer only"
    NO_NETWORK = "this computer has no network"
    REACHED = "people of other computers came in"
    BLOCKED = "this computer's firewall blocks the port"
    MAY_BE_BLOCKED = "a firewall is on, and nobody has come yet"
    BLOCKED_FOR_SOME = "people came in, and somebody else cannot"
    SHOULD_BE_OPEN = "the firewall lets people in, and nobody has come yet"
    NOT_KNOWN = "nobody has come yet, and whether they can is not known"


@frozen(kw_only=True)
class RoomFacts:
    """What is known of a hosted room. Times are seconds of one steady clock."""

    opened: float
    is_for_others: bool = True  # it listens on addresses of networks
    has_network: bool = True
    firewall: FirewallState = FirewallState.UNKNOWN
    firewall_read: float = _NEVER  # when the firewall said so
    arrived: float = _NEVER  # when somebody came in from another computer last
    help_called: float = _NEVER  # when somebody outside said that they cannot get in
    # Addresses of this computer that guests were asked to try: when, and whether they reached the room.
    tried: Mapping[str, tuple[float, bool]] = field(default_factory=dict)


@frozen
class RoomDiagnosis:
    """Who can get in. `opens_port`: whether to offer that the port is opened in this computer's firewall."""

    verdict: RoomVerdict
    certainty: Certainty
    opens_port: bool = False


def check_room(facts: RoomFacts, now: float) -> RoomDiagnosis:
    """What is known of who can get in.

    A call for help alone offers no cure, as anybody may call: this computer's own firewall has to agree, or
    that nobody has come in yet. Once somebody has, a firewall of which no more is known than that it is on
    is in nobody's way.
    """
    if not facts.is_for_others:
        return RoomDiagnosis(RoomVerdict.THIS_COMPUTER_ONLY, Certainty.CERTAIN)
    if not facts.has_network:
        return RoomDiagnosis(RoomVerdict.NO_NETWORK, Certainty.CERTAIN)
    seen = _last_seen(facts)
    is_called = max(facts.opened, now - RUMOUR_SECONDS) <= facts.help_called
    if facts.firewall is FirewallState.BLOCKS and seen <= facts.firewall_read:
        sure = Certainty.CERTAIN if seen == _NEVER else Certainty.LIKELY
        return RoomDiagnosis(RoomVerdict.BLOCKED, sure, opens_port=True)
    if seen != _NEVER:
        is_known_of_some = is_called and facts.help_called > seen
        verdict = RoomVerdict.BLOCKED_FOR_SOME if is_known_of_some else RoomVerdict.REACHED
        return RoomDiagnosis(verdict, Certainty.LIKELY if is_known_of_some else Certainty.CERTAIN)
    if facts.firewall is FirewallState.OPEN:
        return RoomDiagnosis(RoomVerdict.SHOULD_BE_OPEN, Certainty.LIKELY)
    if is_called:
        return RoomDiagnosis(RoomVerdict.BLOCKED, Certainty.LIKELY, opens_port=True)
    if facts.firewall is FirewallState.ON:
        return RoomDiagnosis(RoomVerdict.MAY_BE_BLOCKED, Certainty.LIKELY, opens_port=True)
    return RoomDiagnosis(RoomVerdict.NOT_KNOWN, Certainty.NONE)


def _last_seen(facts: RoomFacts) -> float:
    """When anybody of another computer was in or reached an address last, since the room was opened."""
    times = [facts.arrived, *(at for at, is_reached in facts.tried.values() if is_reached)]
    return max((at for at in times if at >= facts.opened), default=_NEVER)
