"""What a diagnosis can say: the verdict, how certain it is, and what helps. The sentences are in `words`."""

from __future__ import annotations

from enum import Enum

from app.discovery.sightings import Place
from app.values import frozen


class Verdict(Enum):
    """Why a connection does not come about."""

    UNKNOWN_YET = "not known yet"
    ANSWERS = "the computer answers"
    NO_NETWORK = "this computer has no network"
    NO_ADDRESS = "the network gave this computer no address"
    NO_WAY = "there is no way to this address from here"
    OWN_COMPUTER = "the address is this computer's own"
    OTHER_PORT = "the room is at another port"
    MOVED = "the room is at another address"
    VPN = "a VPN takes what goes there"
    OWN_FIREWALL = "this computer does not let the program out"
    LOCAL_NETWORK_DENIED = "this computer does not let the program into local networks"
    SIGN_IN = "the network wants a sign-in first"
    NOTHING_LISTENS = "the computer is there, but nothing listens at this port"
    HOST_FIREWALL = "the host's firewall blocks the port"
    HOST_GONE = "no computer has the address now"
    ISOLATION = "the network keeps its devices apart"
    LINK_DEAD = "nobody on the network answers"
    GONE_OR_BLOCKED = "the host is off, or its firewall blocks everything"
    OTHER_NETWORK = "the host is on another network: off, or not let through to"
    BLOCKED_ON_THE_WAY = "a firewall there or on the way blocks the port"
    NOT_FORWARDED = "the host's router does not forward the port"
    NAME_NOT_FOUND = "nobody knows a computer of this name"


class Certainty(Enum):
    """How sure a verdict is."""

    NONE = "none"
    LIKELY = "likely"
    CERTAIN = "certain"


class Cure(Enum):
    """What helps. Which of them are one click, says the window that can do it."""

    JOIN_THERE = "join at the other place"
    TRY_AGAIN = "try again"
    COPY_FOR_HOST = "copy two sentences for the host"
    SIGN_IN = "sign in on the page of the network"
    OPEN_PRIVACY_SETTINGS = "open the system's settings for local networks"
    HOST_OPENS_PORT = "the host opens the port"
    HOST_FORWARDS_PORT = "the host's router forwards the port"
    ASK_WHETHER_OPEN = "ask the host whether the room is open"
    CHECK_ADDRESS = "check the address with the host"
    TYPE_ADDRESS = "type the host's address instead of its name"
    ASK_FOR_ADDRESS = "ask the host for the address"
    ASK_FOR_OTHER_ADDRESS = "ask the host for an address of the other kind"
    CONNECT_TO_NETWORK = "connect this computer to a network"
    RECONNECT = "connect this computer to its network again"
    JOIN_SAME_NETWORK = "go to the host's network"
    USE_OTHER_NETWORK = "use another network, a cable or a phone's hotspot"
    ALLOW_LOCAL_IN_VPN = "allow local networks in the VPN, or switch it off"
    ALLOW_PROGRAM = "allow the program in this computer's firewall"


CURES: dict[Verdict, tuple[Cure, ...]] = {
    Verdict.UNKNOWN_YET: (),
    Verdict.ANSWERS: (),
    Verdict.NO_NETWORK: (Cure.CONNECT_TO_NETWORK, Cure.TRY_AGAIN),
    Verdict.NO_ADDRESS: (Cure.RECONNECT, Cure.TRY_AGAIN),
    Verdict.NO_WAY: (Cure.JOIN_SAME_NETWORK, Cure.ASK_FOR_OTHER_ADDRESS),
    Verdict.OWN_COMPUTER: (Cure.CHECK_ADDRESS,),
    Verdict.OTHER_PORT: (Cure.JOIN_THERE,),
    Verdict.MOVED: (Cure.JOIN_THERE,),
    Verdict.VPN: (Cure.ALLOW_LOCAL_IN_VPN, Cure.TRY_AGAIN),
    Verdict.OWN_FIREWALL: (Cure.ALLOW_PROGRAM, Cure.TRY_AGAIN),
    Verdict.LOCAL_NETWORK_DENIED: (Cure.OPEN_PRIVACY_SETTINGS, Cure.TRY_AGAIN),
    Verdict.SIGN_IN: (Cure.SIGN_IN, Cure.TRY_AGAIN),
    Verdict.NOTHING_LISTENS: (Cure.ASK_WHETHER_OPEN, Cure.CHECK_ADDRESS, Cure.TRY_AGAIN),
    Verdict.HOST_FIREWALL: (Cure.HOST_OPENS_PORT, Cure.COPY_FOR_HOST, Cure.TRY_AGAIN),
    Verdict.HOST_GONE: (Cure.CHECK_ADDRESS, Cure.TRY_AGAIN),
    Verdict.ISOLATION: (Cure.USE_OTHER_NETWORK, Cure.TRY_AGAIN),
    Verdict.LINK_DEAD: (Cure.RECONNECT, Cure.TRY_AGAIN),
    Verdict.GONE_OR_BLOCKED: (Cure.CHECK_ADDRESS, Cure.HOST_OPENS_PORT, Cure.COPY_FOR_HOST, Cure.TRY_AGAIN),
    Verdict.OTHER_NETWORK: (Cure.JOIN_SAME_NETWORK, Cure.COPY_FOR_HOST, Cure.TRY_AGAIN),
    Verdict.BLOCKED_ON_THE_WAY: (Cure.HOST_OPENS_PORT, Cure.COPY_FOR_HOST, Cure.TRY_AGAIN),
    Verdict.NOT_FORWARDED: (Cure.HOST_FORWARDS_PORT, Cure.COPY_FOR_HOST, Cure.TRY_AGAIN),
    Verdict.NAME_NOT_FOUND: (Cure.TYPE_ADDRESS,),
}


@frozen
class Diagnosis:
    """A verdict about an attempt to connect to `place`. `elsewhere`: where one can join instead."""

    verdict: Verdict
    certainty: Certainty
    place: Place
    elsewhere: Place | None = None

    @property
    def cures(self) -> tuple[Cure, ...]:
        """What helps, the best first."""
        return CURES[self.verdict]
