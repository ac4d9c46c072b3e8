"""From signs to a verdict: one table, read from the top, the first row that fits.

Rows of one cause stand together, the certain ones above the likely ones. What is only likely is said so: a
network that keeps its devices apart looks like a computer that is off, as long as nobody else answers.
"""

from __future__ import annotations

from app.diagnosis.facts import (
    Around,
    Elsewhere,
    Facts,
    Neighbour,
    Ping,
    Reply,
    Signs,
    Source,
    Where,
    signs_of,
)
from app.diagnosis.verdicts import Certainty, Diagnosis, Verdict
from app.values import frozen

EITHER = (False, True)


@frozen
class RuleRow:
    """A verdict, and the values of each sign with which it holds; of a sign that is not named, all."""

    verdict: Verdict
    certainty: Certainty
    reply: tuple[Reply, ...] = tuple(Reply)
    where: tuple[Where, ...] = tuple(Where)
    source: tuple[Source, ...] = tuple(Source)
    neighbour: tuple[Neighbour, ...] = tuple(Neighbour)
    ping: tuple[Ping, ...] = tuple(Ping)
    around: tuple[Around, ...] = tuple(Around)
    elsewhere: tuple[Elsewhere, ...] = tuple(Elsewhere)
    heard: tuple[bool, ...] = EITHER
    sign_in: tuple[bool, ...] = EITHER

    def fits(self, signs: Signs) -> bool:
        """Whether the signs are among those with which the verdict holds."""
        return (
            signs.reply in self.reply
            and signs.where in self.where
            and signs.source in self.source
            and signs.neighbour in self.neighbour
            and signs.ping in self.ping
            and signs.around in self.around
            and signs.elsewhere in self.elsewhere
            and signs.heard in self.heard
            and signs.sign_in in self.sign_in
        )


CERTAIN, LIKELY = Certainty.CERTAIN, Certainty.LIKELY
# No connection was refused, and none came about.
SILENT = (Reply.SILENCE, Reply.GIVEN_UP)
UNREACHABLE = (Reply.TURNED_AWAY, Reply.DENIED, Reply.NOT_FOUND)
UNANSWERED = (*SILENT, *UNREACHABLE)
NOT_THROUGH = (*UNANSWERED, Reply.NO_ROUTE)
FAILED = (*NOT_THROUGH, Reply.REFUSED, Reply.NOT_ALLOWED)
FAILED_OR_NO_NAME = (*FAILED, Reply.NO_SUCH_NAME)
FAR = (Where.PRIVATE, Where.PUBLIC)
# Whether the address is on this network is known to be so, or not known to be otherwise.
MAYBE_ON_LINK = (Where.ON_LINK, Where.UNKNOWN)
ALIVE = (Around.OTHERS, Around.ROUTER, Around.ROUTER_ONLY)

TABLE: tuple[RuleRow, ...] = (
    # what answers
    RuleRow(Verdict.SIGN_IN, LIKELY, reply=(Reply.CONNECTED,), where=FAR, sign_in=(True,)),
    RuleRow(Verdict.ANSWERS, CERTAIN, reply=(Reply.CONNECTED,)),
    # the address itself
    RuleRow(Verdict.OWN_COMPUTER, CERTAIN, reply=(Reply.REFUSED,), where=(Where.HERE,)),
    RuleRow(Verdict.OWN_COMPUTER, LIKELY, reply=FAILED, where=(Where.HERE,)),
    RuleRow(Verdict.UNKNOWN_YET, Certainty.NONE, where=(Where.HERE,), reply=(Reply.NONE_YET,)),
    # this computer's own way out
    RuleRow(Verdict.NO_NETWORK, CERTAIN, source=(Source.NO_NETWORK,)),
    RuleRow(Verdict.OTHER_PORT, CERTAIN, reply=FAILED, elsewhere=(Elsewhere.PORT_PROVED,)),
    RuleRow(Verdict.MOVED, CERTAIN, reply=FAILED_OR_NO_NAME, elsewhere=(Elsewhere.ADDRESS_PROVED,)),
    RuleRow(Verdict.OWN_FIREWALL, CERTAIN, reply=(Reply.NOT_ALLOWED,)),
    RuleRow(Verdict.VPN, LIKELY, reply=(Reply.NONE_YET,), where=(Where.ON_LINK,), source=(Source.TUNNEL,)),
    RuleRow(Verdict.VPN, CERTAIN, reply=FAILED, where=(Where.ON_LINK,), source=(Source.TUNNEL,)),
    RuleRow(
        Verdict.VPN,
        LIKELY,
        reply=NOT_THROUGH,
        where=(Where.PRIVATE,),
        source=(Source.TUNNEL,),
    ),
    RuleRow(
        Verdict.NO_ADDRESS,
        CERTAIN,
        reply=FAILED_OR_NO_NAME,
        where=(*FAR, Where.UNKNOWN),
        source=(Source.SELF_MADE,),
    ),
    RuleRow(Verdict.SIGN_IN, LIKELY, reply=FAILED_OR_NO_NAME, sign_in=(True,)),
    # where the room is as well
    RuleRow(Verdict.OTHER_PORT, LIKELY, reply=FAILED, elsewhere=(Elsewhere.PORT_HEARD,)),
    RuleRow(Verdict.MOVED, LIKELY, reply=FAILED_OR_NO_NAME, elsewhere=(Elsewhere.ADDRESS_HEARD,)),
    RuleRow(Verdict.NAME_NOT_FOUND, CERTAIN, reply=(Reply.NO_SUCH_NAME,)),
    RuleRow(Verdict.NO_WAY, CERTAIN, source=(Source.NO_WAY,), reply=NOT_THROUGH),
    RuleRow(Verdict.NO_WAY, CERTAIN, reply=(Reply.NO_ROUTE,)),
    RuleRow(Verdict.NO_WAY, CERTAIN, reply=UNANSWERED, where=FAR, ping=(Ping.NO_ROUTE,)),
    # refused
    RuleRow(Verdict.HOST_FIREWALL, LIKELY, reply=(Reply.REFUSED,), heard=(True,)),
    RuleRow(Verdict.NOT_FORWARDED, LIKELY, reply=(Reply.REFUSED,), where=(Where.PUBLIC,)),
    RuleRow(Verdict.NOTHING_LISTENS, CERTAIN, reply=(Reply.REFUSED,)),
    # on this network, and the computer is there
    RuleRow(
        Verdict.HOST_FIREWALL,
        CERTAIN,
        reply=(Reply.TURNED_AWAY, Reply.DENIED),
        where=MAYBE_ON_LINK,
        neighbour=(Neighbour.THERE, Neighbour.KNOWN),
    ),
    RuleRow(
        Verdict.HOST_FIREWALL,
        CERTAIN,
        reply=UNANSWERED,
        where=(Where.ON_LINK,),
        ping=(Ping.ANSWERED,),
    ),
    RuleRow(
        Verdict.HOST_FIREWALL,
        CERTAIN,
        reply=SILENT,
        where=MAYBE_ON_LINK,
        neighbour=(Neighbour.THERE,),
        heard=(True,),
    ),
    RuleRow(
        Verdict.HOST_FIREWALL,
        LIKELY,
        reply=(*SILENT, Reply.NOT_FOUND),
        where=MAYBE_ON_LINK,
        neighbour=(Neighbour.THERE,),
    ),
    # who has an address was not looked for in vain: the answer came late
    RuleRow(
        Verdict.HOST_FIREWALL,
        LIKELY,
        reply=(Reply.NOT_FOUND,),
        where=MAYBE_ON_LINK,
        neighbour=(Neighbour.KNOWN,),
    ),
    # on this network, and nobody has the address
    RuleRow(
        Verdict.LOCAL_NETWORK_DENIED, LIKELY, reply=(Reply.DENIED,), where=(Where.ON_LINK, Where.PRIVATE)
    ),
    RuleRow(
        Verdict.ISOLATION,
        LIKELY,
        reply=UNANSWERED,
        where=(Where.ON_LINK,),
        neighbour=(Neighbour.ABSENT,),
        heard=(True,),
    ),
    RuleRow(
        Verdict.ISOLATION,
        LIKELY,
        reply=UNANSWERED,
        where=(Where.ON_LINK,),
        neighbour=(Neighbour.ABSENT,),
        around=(Around.ROUTER_ONLY,),
    ),
    RuleRow(
        Verdict.HOST_GONE,
        CERTAIN,
        reply=UNANSWERED,
        where=(Where.ON_LINK,),
        neighbour=(Neighbour.ABSENT,),
        around=(Around.OTHERS,),
    ),
    RuleRow(
        Verdict.LINK_DEAD,
        LIKELY,
        reply=UNANSWERED,
        where=(Where.ON_LINK,),
        neighbour=(Neighbour.ABSENT,),
        around=(Around.NOBODY,),
    ),
    RuleRow(
        Verdict.HOST_GONE,
        LIKELY,
        reply=UNANSWERED,
        where=(Where.ON_LINK,),
        neighbour=(Neighbour.ABSENT,),
    ),
    # on this network, where the system does not say whether somebody has the address
    RuleRow(
        Verdict.HOST_FIREWALL,
        LIKELY,
        reply=(*SILENT, Reply.TURNED_AWAY),
        where=MAYBE_ON_LINK,
        neighbour=(Neighbour.UNKNOWN, Neighbour.KNOWN),
        heard=(True,),
    ),
    RuleRow(Verdict.HOST_FIREWALL, LIKELY, reply=(Reply.TURNED_AWAY,), where=MAYBE_ON_LINK),
    RuleRow(
        Verdict.ISOLATION,
        LIKELY,
        reply=(Reply.NOT_FOUND, Reply.GIVEN_UP),
        where=MAYBE_ON_LINK,
        heard=(True,),
    ),
    RuleRow(
        Verdict.ISOLATION,
        LIKELY,
        reply=(Reply.NOT_FOUND,),
        where=MAYBE_ON_LINK,
        around=(Around.ROUTER_ONLY,),
    ),
    RuleRow(
        Verdict.HOST_GONE,
        CERTAIN,
        reply=(Reply.NOT_FOUND,),
        where=(Where.ON_LINK,),
        around=(Around.OTHERS,),
    ),
    RuleRow(
        Verdict.LINK_DEAD,
        LIKELY,
        reply=UNANSWERED,
        where=(*MAYBE_ON_LINK, *FAR),
        ping=(Ping.UNKNOWN, Ping.SILENT),
        around=(Around.NOBODY,),
    ),
    RuleRow(Verdict.HOST_GONE, LIKELY, reply=(Reply.NOT_FOUND, Reply.DENIED), where=MAYBE_ON_LINK),
    RuleRow(Verdict.UNKNOWN_YET, Certainty.NONE, reply=(Reply.SILENCE,), neighbour=(Neighbour.SOUGHT,)),
    RuleRow(
        Verdict.GONE_OR_BLOCKED, LIKELY, reply=(Reply.SILENCE,), where=(Where.ON_LINK,), ping=(Ping.SILENT,)
    ),
    RuleRow(Verdict.GONE_OR_BLOCKED, LIKELY, reply=(Reply.GIVEN_UP,), where=MAYBE_ON_LINK),
    # on another network of these premises
    RuleRow(
        Verdict.BLOCKED_ON_THE_WAY,
        LIKELY,
        reply=UNANSWERED,
        where=(Where.PRIVATE,),
        ping=(Ping.ANSWERED,),
    ),
    RuleRow(Verdict.OTHER_NETWORK, LIKELY, reply=(*UNREACHABLE, Reply.GIVEN_UP), where=(Where.PRIVATE,)),
    RuleRow(
        Verdict.OTHER_NETWORK, LIKELY, reply=(Reply.SILENCE,), where=(Where.PRIVATE,), ping=(Ping.NO_HOST,)
    ),
    RuleRow(Verdict.OTHER_NETWORK, LIKELY, reply=(Reply.SILENCE,), where=(Where.PRIVATE,), around=ALIVE),
    # on the internet
    RuleRow(Verdict.NOT_FORWARDED, LIKELY, reply=(*UNREACHABLE, Reply.GIVEN_UP), where=(Where.PUBLIC,)),
    RuleRow(
        Verdict.NOT_FORWARDED,
        LIKELY,
        reply=(Reply.SILENCE,),
        where=(Where.PUBLIC,),
        ping=(Ping.ANSWERED, Ping.NO_HOST),
    ),
    RuleRow(Verdict.NOT_FORWARDED, LIKELY, reply=(Reply.SILENCE,), where=(Where.PUBLIC,), around=ALIVE),
    RuleRow(Verdict.UNKNOWN_YET, Certainty.NONE),
)


def judge(signs: Signs) -> RuleRow:
    """The row of the table that says what the signs mean."""
    return next(row for row in TABLE if row.fits(signs))


def diagnose(facts: Facts, now: float) -> Diagnosis:
    """What the facts of an attempt mean now."""
    row = judge(signs_of(facts, now))
    is_there = row.verdict in (Verdict.OTHER_PORT, Verdict.MOVED)
    return Diagnosis(row.verdict, row.certainty, facts.place, facts.elsewhere if is_there else None)
