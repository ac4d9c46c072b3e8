"""Getting into a channel: who may, what everybody is told, and the room that newcomers land in."""

from __future__ import annotations

import hmac

from app.hub.channel import OPERATOR, OWNER, Channel
from app.hub.events import Joined
from app.hub.fanout import able, broadcast, others
from app.hub.lines import Line, line_by
from app.hub.listing import end_of_names, names_of, topic_of
from app.hub.replies import Request
from app.hub.session import Session
from app.hub.state import State
from app.irc import capabilities
from app.irc import numerics as n

CHANNELS_PER_SESSION = 50

_REFUSALS = {
    n.ERR_CHANNELISFULL: "Cannot join channel (it is full)",
    n.ERR_INVITEONLYCHAN: "Cannot join channel (only the invited may)",
    n.ERR_BANNEDFROMCHAN: "Cannot join channel (you are banned)",
    n.ERR_BADCHANNELKEY: "Cannot join channel (wrong or missing key)",
}


def refusal(channel: Channel, session: Session, key: str) -> str | None:
    """The numeric that says why a session may not enter, None when it may."""
    if session.is_owner:
        return None
    if channel.is_listed("b", session) and not channel.is_listed("e", session):
        return n.ERR_BANNEDFROMCHAN
    if channel in session.invited:
        return None
    if "i" in channel.flags and not channel.is_listed("I", session):
        return n.ERR_INVITEONLYCHAN
    if channel.password is not None and not _same(key, channel.password):
        return n.ERR_BADCHANNELKEY
    if channel.limit is not None and len(channel.members) >= channel.limit:
        return n.ERR_CHANNELISFULL
    return None


def try_enter(hub: State, ask: Request, channel: Channel, key: str) -> None:
    """Let the asker into a channel, or say why not."""
    session = ask.session
    if session in channel.members:
        return
    if len(session.channels) >= CHANNELS_PER_SESSION:
        ask.numeric(n.ERR_TOOMANYCHANNELS, channel.name, "You are in too many channels")
        return
    code = refusal(channel, session, key)
    if code is None:
        enter(hub, ask, channel)
    else:
        ask.numeric(code, channel.name, _REFUSALS[code])


def enter(hub: State, ask: Request, channel: Channel) -> None:
    """Put the asker into a channel and tell everybody."""
    session = ask.session
    session.invited.discard(channel)
    ranks = first_ranks(hub, channel, session)
    channel.add(session, ranks)
    tell_join(hub, ask, channel)
    if ranks:
        given = Line(
            "MODE",
            (channel.name, f"+{ranks}", *([session.nick] * len(ranks))),
            hub.server,
            time=hub.now,
        )
        broadcast(hub, given, others(channel, session))
    if channel.topic is not None:
        topic_of(ask, channel)
    if capabilities.NO_IMPLICIT_NAMES not in session.caps:
        names_of(ask, channel)
        end_of_names(ask, channel.name)
    hub.events.append(Joined(hub.now, session.nick, session.peer.address, channel.name))


def first_ranks(hub: State, channel: Channel, session: Session) -> str:
    """What somebody is on entering: the host and operators in the room, who makes a channel elsewhere."""
    if channel is hub.room:
        return (OWNER if session.is_owner else "") + (OPERATOR if session.is_oper else "")
    return "" if channel.members else OPERATOR


def give_rank(hub: State, ask: Request, rank: str) -> None:
    """Give the asker a rank in the room, if it is there, and tell everybody."""
    room, session = hub.room, ask.session
    if session not in room.members or not room.set_rank(session, rank, given=True):
        return
    line = Line("MODE", (room.name, f"+{rank}", session.nick), hub.server, time=hub.now)
    ask.add(line)
    broadcast(hub, line, others(room, session))


def tell_join(hub: State, ask: Request, channel: Channel) -> None:
    """Tell the members of a channel, the asker among them, that the asker has come."""
    session = ask.session
    plain = line_by(session, "JOIN", channel.name, time=hub.now)
    extended = line_by(session, "JOIN", channel.name, session.account or "*", session.realname, time=hub.now)
    is_extended = capabilities.EXTENDED_JOIN in session.caps
    ask.add(extended if is_extended else plain)
    members = others(channel, session)
    broadcast(hub, plain, [m for m in members if capabilities.EXTENDED_JOIN not in m.caps])
    broadcast(hub, extended, able(members, capabilities.EXTENDED_JOIN))
    if session.away is not None:
        away = line_by(session, "AWAY", session.away, time=hub.now)
        broadcast(hub, away, able(members, capabilities.AWAY_NOTIFY))


def _same(given: str, expected: str) -> bool:
    return hmac.compare_digest(given.encode(), expected.encode())
