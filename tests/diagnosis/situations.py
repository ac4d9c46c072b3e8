"""Situations of people who want to get in, as facts with the times at which they were seen.

Each was tried between network namespaces, or stands for one that was read about: what the system said, after
how many seconds, and what the person is to be told.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from app.diagnosis.facts import Attempt, Facts, Neighbour, Ping, Source, Where
from app.diagnosis.verdicts import Certainty, Verdict
from app.discovery.sightings import Place

PLACE = Place("192.168.1.31", 6667)
OTHER_PORT, OTHER_ADDRESS = Place("192.168.1.31", 6670), Place("192.168.1.99", 6667)
SURE, LIKELY = Certainty.CERTAIN, Certainty.LIKELY

ON_LINK: dict[str, Any] = {"where": Where.ON_LINK, "source": Source.LOCAL}
PRIVATE: dict[str, Any] = {"where": Where.PRIVATE, "source": Source.LOCAL}
PUBLIC: dict[str, Any] = {"where": Where.PUBLIC, "source": Source.LOCAL}
THERE: dict[str, Any] = {"neighbour": Neighbour.THERE}
ABSENT: dict[str, Any] = {"neighbour": Neighbour.ABSENT}


@dataclass(frozen=True)
class Situation:
    """What is known `after` seconds, and what is to be said then."""

    name: str
    verdict: Verdict
    certainty: Certainty
    after: float
    facts: dict[str, Any] = field(default_factory=dict)

    def seen(self) -> Facts:
        """The facts of an attempt that began at 0."""
        return Facts(**{"place": PLACE, "began": 0.0, **self.facts})


def ended(attempt: Attempt, after: float, **more: Any) -> dict[str, Any]:
    """An attempt that the system ended."""
    return {"attempt": attempt, "ended": after, **more}


REFUSED, UNREACHABLE = Attempt.REFUSED, Attempt.HOST_UNREACHABLE
V = Verdict
SITUATIONS = [
    # the table of what was tried
    Situation("nothing listens", V.NOTHING_LISTENS, SURE, 0.01, ended(REFUSED, 0.01, **ON_LINK, **THERE)),
    Situation(
        "wrong port, and a probe finds the right one",
        *(V.OTHER_PORT, SURE, 0.5),
        ended(REFUSED, 0.01, **ON_LINK, **THERE, elsewhere=OTHER_PORT, elsewhere_proved=True),
    ),
    Situation(
        "wrong port, and the room is heard at another",
        *(V.OTHER_PORT, LIKELY, 0.5),
        ended(REFUSED, 0.01, **ON_LINK, **THERE, elsewhere=OTHER_PORT),
    ),
    Situation(
        "the host's firewall drops",
        V.HOST_FIREWALL,
        SURE,
        2,
        {**ON_LINK, **THERE, "ping": Ping.ANSWERED, "heard": 1.0},
    ),
    Situation("it drops ping too", V.HOST_FIREWALL, SURE, 2, {**ON_LINK, **THERE, "heard": 1.0}),
    Situation(
        "and nobody has heard of the room",
        V.HOST_FIREWALL,
        LIKELY,
        2,
        {**ON_LINK, **THERE, "ping": Ping.SILENT},
    ),
    Situation(
        "the host's firewall rejects",
        V.HOST_FIREWALL,
        SURE,
        0.1,
        ended(UNREACHABLE, 0.014, **ON_LINK, **THERE),
    ),
    Situation(
        "it rejects by a reset",
        V.HOST_FIREWALL,
        LIKELY,
        0.1,
        ended(REFUSED, 0.014, **ON_LINK, **THERE, heard=0.0),
    ),
    Situation(
        "the host is off, others answer",
        V.HOST_GONE,
        SURE,
        3.1,
        {**ON_LINK, **ABSENT, "router": True, "others": True},
    ),
    Situation("the host is off", V.HOST_GONE, LIKELY, 3.1, {**ON_LINK, **ABSENT, "router": True}),
    Situation(
        "the host has another address",
        *(V.MOVED, SURE, 3.1),
        {**ON_LINK, **ABSENT, "elsewhere": OTHER_ADDRESS, "elsewhere_proved": True},
    ),
    Situation(
        "the network keeps devices apart",
        V.ISOLATION,
        LIKELY,
        5,
        {**ON_LINK, **ABSENT, "router": True, "others": False},
    ),
    Situation(
        "the system never stops looking",
        *(V.ISOLATION, LIKELY, 5),
        {**ON_LINK, "neighbour": Neighbour.SOUGHT, "router": True, "others": False},
    ),
    Situation("it lets announcements through", V.ISOLATION, LIKELY, 3.1, {**ON_LINK, **ABSENT, "heard": 2.0}),
    Situation(
        "another subnet, the router refuses or the host is off",
        *(V.OTHER_NETWORK, LIKELY, 5),
        {**PRIVATE, "ping": Ping.SILENT, "router": True},
    ),
    Situation(
        "another subnet, no such host", V.OTHER_NETWORK, LIKELY, 3.1, ended(UNREACHABLE, 3.1, **PRIVATE)
    ),
    Situation(
        "another subnet, no route", V.NO_WAY, SURE, 0.1, ended(Attempt.NETWORK_UNREACHABLE, 0.0, **PRIVATE)
    ),
    Situation("the router says so to a ping", V.NO_WAY, SURE, 2, {**PRIVATE, "ping": Ping.NO_ROUTE}),
    Situation(
        "no network at all",
        *(V.NO_NETWORK, SURE, 0.1),
        ended(Attempt.NETWORK_UNREACHABLE, 0.003, where=Where.PRIVATE, source=Source.NO_NETWORK),
    ),
    Situation("a VPN takes the LAN, at once", V.VPN, LIKELY, 0.1, {**ON_LINK, "source": Source.TUNNEL}),
    Situation(
        "a VPN takes the LAN", V.VPN, SURE, 2, {**ON_LINK, "source": Source.TUNNEL, "ping": Ping.SILENT}
    ),
    Situation("a VPN takes another network", V.VPN, LIKELY, 2, {**PRIVATE, "source": Source.TUNNEL}),
    # what else happens
    Situation(
        "it rejects, and was met a while ago",
        *(V.HOST_FIREWALL, SURE, 0.1),
        ended(UNREACHABLE, 0.014, **ON_LINK, neighbour=Neighbour.KNOWN),
    ),
    Situation(
        "it rejects late, and was met a while ago",
        *(V.HOST_FIREWALL, LIKELY, 3),
        ended(UNREACHABLE, 1.4, **ON_LINK, neighbour=Neighbour.KNOWN, router=True, others=True),
    ),
    Situation(
        "silence of one met a while ago, as of one that has just gone",
        *(V.GONE_OR_BLOCKED, LIKELY, 4),
        {**ON_LINK, "neighbour": Neighbour.KNOWN, "ping": Ping.SILENT, "router": True},
    ),
    Situation(
        "and it is heard",
        *(V.HOST_FIREWALL, LIKELY, 4),
        {**ON_LINK, "neighbour": Neighbour.KNOWN, "ping": Ping.SILENT, "heard": 3.0},
    ),
    Situation("it works", V.ANSWERS, SURE, 0.1, ended(Attempt.CONNECTED, 0.01, **ON_LINK, **THERE)),
    Situation("it has only begun", V.UNKNOWN_YET, Certainty.NONE, 0.5, {**ON_LINK, **THERE}),
    Situation(
        "it is being looked for",
        V.UNKNOWN_YET,
        Certainty.NONE,
        2.5,
        {**ON_LINK, "neighbour": Neighbour.SOUGHT},
    ),
    Situation("nothing is known but silence", V.UNKNOWN_YET, Certainty.NONE, 2.5, {**ON_LINK}),
    Situation(
        "the table of neighbours is not told", V.GONE_OR_BLOCKED, LIKELY, 3, {**ON_LINK, "ping": Ping.SILENT}
    ),
    Situation("a ping is answered without it", V.HOST_FIREWALL, SURE, 3, {**ON_LINK, "ping": Ping.ANSWERED}),
    Situation("its own address", V.OWN_COMPUTER, SURE, 0.1, ended(REFUSED, 0.0, where=Where.HERE)),
    Situation("its own address, silent", V.OWN_COMPUTER, LIKELY, 2, {"where": Where.HERE}),
    Situation("its own firewall", V.OWN_FIREWALL, SURE, 0.1, ended(Attempt.NOT_ALLOWED, 0.0, **ON_LINK)),
    Situation(
        "macOS denies the network",
        *(V.LOCAL_NETWORK_DENIED, LIKELY, 0.1),
        ended(UNREACHABLE, 0.0, **ON_LINK, may_deny_silently=True),
    ),
    Situation(
        "on macOS, a firewall that rejects",
        *(V.HOST_FIREWALL, SURE, 0.1),
        ended(UNREACHABLE, 0.0, **ON_LINK, **THERE, may_deny_silently=True),
    ),
    Situation(
        "no address from the network",
        V.NO_ADDRESS,
        SURE,
        2,
        {"where": Where.PRIVATE, "source": Source.SELF_MADE},
    ),
    Situation(
        "two computers on one cable",
        V.HOST_GONE,
        LIKELY,
        3.1,
        {**ON_LINK, **ABSENT, "source": Source.SELF_MADE},
    ),
    Situation("no IPv6 here", V.NO_WAY, SURE, 2, {"where": Where.PUBLIC, "source": Source.NO_WAY}),
    Situation("a network with a sign-in", V.SIGN_IN, LIKELY, 2, {**PUBLIC, "sign_in": True}),
    Situation(
        "which answers in its place",
        V.SIGN_IN,
        LIKELY,
        1,
        ended(Attempt.CONNECTED, 0.1, **PUBLIC, sign_in=True),
    ),
    Situation(
        "nobody answers at all",
        V.LINK_DEAD,
        LIKELY,
        4,
        {**ON_LINK, **ABSENT, "router": False, "others": False},
    ),
    Situation("nor from elsewhere", V.LINK_DEAD, LIKELY, 4, {**PUBLIC, "router": False}),
    Situation("a router drops the port", V.BLOCKED_ON_THE_WAY, LIKELY, 3, {**PRIVATE, "ping": Ping.ANSWERED}),
    Situation("a router at home", V.NOT_FORWARDED, LIKELY, 3, {**PUBLIC, "router": True}),
    Situation("a router at home refuses", V.NOT_FORWARDED, LIKELY, 3, ended(REFUSED, 0.02, **PUBLIC)),
    Situation("nobody has that name", V.NAME_NOT_FOUND, SURE, 1, ended(Attempt.NO_SUCH_NAME, 1.0)),
    Situation(
        "and the room is heard nearby",
        V.MOVED,
        LIKELY,
        1,
        ended(Attempt.NO_SUCH_NAME, 1.0, elsewhere=OTHER_ADDRESS),
    ),
    Situation("silence to the end", V.GONE_OR_BLOCKED, LIKELY, 15, ended(Attempt.TIMED_OUT, 15.0, **ON_LINK)),
    Situation("from far away", V.OTHER_NETWORK, LIKELY, 15, ended(Attempt.TIMED_OUT, 15.0, **PRIVATE)),
    Situation("what was heard is long ago", V.HOST_GONE, LIKELY, 20, {**ON_LINK, **ABSENT, "heard": 1.0}),
]
