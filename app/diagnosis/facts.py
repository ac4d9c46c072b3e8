"""What was found out beside an attempt to connect, and what it says. Gathers nothing, judges nothing.

Facts come one by one, each when it is known. `now` and all times are seconds of one steady clock.
"""

from __future__ import annotations

from enum import Enum

from app.discovery.sightings import Place
from app.values import frozen

# A computer on the same network answers within milliseconds, over Wi-Fi that sleeps within one second.
SILENCE = 2.0
# "Host unreachable" that comes sooner was said by a firewall or a router; the system itself says it after it
# has looked for the address in vain, three times a second apart (Linux: mcast_solicit, retrans_time_ms).
SAID_AT_ONCE = 1.0
# By then the system has looked three times; behind some access points it begins again and never says so.
SOUGHT_IN_VAIN = 4.0
HEARD_LATELY = 12.0  # as long as a room is listed


class Attempt(Enum):
    """How the TCP connection ended, as the system says it."""

    RUNNING = "running"
    CONNECTED = "connected"
    REFUSED = "refused"
    HOST_UNREACHABLE = "host unreachable"
    NETWORK_UNREACHABLE = "network unreachable"
    TIMED_OUT = "timed out"
    NOT_ALLOWED = "not allowed by this computer"
    NO_SUCH_NAME = "the host's name was not found"


class Neighbour(Enum):
    """What this computer's neighbour table says of the address."""

    UNKNOWN = "unknown"  # it is not on this network, or the table cannot be read
    SOUGHT = "sought"
    KNOWN = "it was there before this attempt; whether it still is was not seen yet"
    THERE = "it was there during this attempt"
    ABSENT = "absent"


class Ping(Enum):
    """What came back for an echo request to the address."""

    UNKNOWN = "unknown"
    ANSWERED = "answered"
    SILENT = "silent"
    NO_HOST = "a router says that there is no such host"
    NO_ROUTE = "a router knows no way there"


class Source(Enum):
    """The address that this computer sends from when it sends there."""

    UNKNOWN = "unknown"
    NO_NETWORK = "there is no network at all"
    NO_WAY = "there is a network, and no way there from it"
    LOCAL = "of a network card"
    TUNNEL = "of a VPN"
    SELF_MADE = "one that this computer gave itself"  # RFC 3927


class Around(Enum):
    """Who else answers on this computer's network."""

    UNKNOWN = "unknown"
    OTHERS = "others"
    ROUTER = "the router; others were not asked"
    ROUTER_ONLY = "the router, and of the others nobody"
    NOBODY = "nobody"


class Where(Enum):
    """Where the address lies."""

    UNKNOWN = "unknown"
    HERE = "this computer"
    ON_LINK = "a network of this computer's"
    PRIVATE = "another private network"
    PUBLIC = "the internet"


class Elsewhere(Enum):
    """What is known of the room at another place."""

    NOWHERE = "nothing"
    PORT_HEARD = "another port of the same computer, as was heard"
    PORT_PROVED = "another port of the same computer, as was tried"
    ADDRESS_HEARD = "another address, as was heard"
    ADDRESS_PROVED = "another address, as was tried"


@frozen(kw_only=True)
class Facts:
    """What is known of one attempt. `began`: when the connection was begun, `ended`: when it ended."""

    place: Place
    began: float
    attempt: Attempt = Attempt.RUNNING
    ended: float = 0.0
    where: Where = Where.UNKNOWN
    source: Source = Source.UNKNOWN
    neighbour: Neighbour = Neighbour.UNKNOWN
    ping: Ping = Ping.UNKNOWN
    router: bool | None = None  # whether it answers; None: it was not asked
    others: bool | None = None  # whether anybody else answered; None: they were not asked
    heard: float = float("-inf")  # when the room was announced last as being at this very place
    elsewhere: Place | None = None  # where the room, or one on that computer, is too
    elsewhere_proved: bool = False  # by a handshake
    sign_in: bool | None = None  # whether the network wants a sign-in first; None: not known
    may_deny_silently: bool = False  # macOS: local networks are denied by "host unreachable"


class Reply(Enum):
    """What the attempt itself says."""

    NONE_YET = "none yet"
    SILENCE = "silence"
    GIVEN_UP = "silence to the end"
    CONNECTED = "connected"
    REFUSED = "refused"
    TURNED_AWAY = "host unreachable, at once"
    DENIED = "host unreachable, at once, as macOS also says where it denies a program the network"
    NOT_FOUND = "host unreachable, after it was looked for"
    NO_ROUTE = "network unreachable"
    NOT_ALLOWED = "not allowed"
    NO_SUCH_NAME = "no such name"


@frozen(kw_only=True)
class Signs:
    """What the facts say at one moment, without their times."""

    reply: Reply = Reply.NONE_YET
    where: Where = Where.UNKNOWN
    source: Source = Source.UNKNOWN
    neighbour: Neighbour = Neighbour.UNKNOWN
    ping: Ping = Ping.UNKNOWN
    around: Around = Around.UNKNOWN
    elsewhere: Elsewhere = Elsewhere.NOWHERE
    heard: bool = False
    sign_in: bool = False


_REPLIES = {
    Attempt.CONNECTED: Reply.CONNECTED,
    Attempt.REFUSED: Reply.REFUSED,
    Attempt.NETWORK_UNREACHABLE: Reply.NO_ROUTE,
    Attempt.TIMED_OUT: Reply.GIVEN_UP,
    Attempt.NOT_ALLOWED: Reply.NOT_ALLOWED,
    Attempt.NO_SUCH_NAME: Reply.NO_SUCH_NAME,
}
_ELSEWHERE = {
    (True, False): Elsewhere.PORT_HEARD,
    (True, True): Elsewhere.PORT_PROVED,
    (False, False): Elsewhere.ADDRESS_HEARD,
    (False, True): Elsewhere.ADDRESS_PROVED,
}


def signs_of(facts: Facts, now: float) -> Signs:
    """What the facts say now."""
    return Signs(
        reply=_reply(facts, now),
        where=facts.where,
        source=facts.source,
        neighbour=_neighbour(facts, now),
        ping=facts.ping,
        around=_around(facts),
        elsewhere=_elsewhere(facts),
        heard=now - facts.heard <= HEARD_LATELY,
        sign_in=bool(facts.sign_in),
    )


def _reply(facts: Facts, now: float) -> Reply:
    if facts.attempt is Attempt.RUNNING:
        return Reply.SILENCE if now - facts.began >= SILENCE else Reply.NONE_YET
    if facts.attempt is not Attempt.HOST_UNREACHABLE:
        return _REPLIES[facts.attempt]
    if facts.ended - facts.began >= SAID_AT_ONCE:
        return Reply.NOT_FOUND
    return Reply.DENIED if facts.may_deny_silently else Reply.TURNED_AWAY


def _neighbour(facts: Facts, now: float) -> Neighbour:
    is_in_vain = facts.neighbour is Neighbour.SOUGHT and now - facts.began >= SOUGHT_IN_VAIN
    return Neighbour.ABSENT if is_in_vain else facts.neighbour


def _around(facts: Facts) -> Around:
    if facts.others:
        return Around.OTHERS
    if facts.router:
        return Around.ROUTER if facts.others is None else Around.ROUTER_ONLY
    return Around.UNKNOWN if facts.router is None else Around.NOBODY


def _elsewhere(facts: Facts) -> Elsewhere:
    if facts.elsewhere is None or facts.elsewhere == facts.place:
        return Elsewhere.NOWHERE
    is_same = facts.elsewhere.address == facts.place.address
    return _ELSEWHERE[is_same, facts.elsewhere_proved]
