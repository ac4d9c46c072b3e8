"""Getting into a channel: who may, what everybody is told, and what a newcomer is shown of it."""

from __future__ import annotations

import hmac
from operator import attrgetter

from app.hub.channels import metadata, read_markers
from app.hub.channels.membership import member_since
from app.hub.channels.persistence import note_rank, reopen
from app.hub.data.config import Newcomers
from app.hub.data.costs import COMPARED
from app.hub.data.entities import OPERATOR, OWNER, SPEC, Channel, Person
from app.hub.data.events import Joined
from app.hub.data.hub_state import State
from app.hub.data.outgoing import Join, Line, line_by
from app.hub.talk.playback import KIND, recent
from app.hub.telling.fanout import broadcast, tell_channel, with_capability
from app.hub.telling.recording import record
from app.hub.telling.replies import Request
from app.irc import capabilities
from app.irc import numerics as n
from app.irc.capabilities import fill_lines
from app.irc.message import Message
from app.irc.room_lines import HISTORY

CHANNELS_PER_PERSON = 50

# What clients that do not know our token are told in the room.
KEPT_NOTICE = {
    Newcomers.ALL: "What is said here is kept. Whoever joins can read all of it.",
    Newcomers.HOUR: "What is said here is kept. Whoever joins can read the last hour.",
    Newcomers.NOTHING: "What is said here is kept. Whoever joins can read nothing from before.",
}

_WITHOUT_NAMES = {capabilities.NO_IMPLICIT_NAMES, capabilities.DRAFT_NO_IMPLICIT_NAMES}
_REFUSALS = {
    n.ERR_CHANNELISFULL: "Cannot join channel (it is full)",
    n.ERR_INVITEONLYCHAN: "Cannot join channel (only the invited may)",
    n.ERR_NEEDREGGEDNICK: "Cannot join channel (you must be logged in)",
    n.ERR_BANNEDFROMCHAN: "Cannot join channel (you are banned)",
    n.ERR_BADCHANNELKEY: "Cannot join channel (wrong or missing key)",
}


def topic_of(ask: Request, channel: Channel) -> None:
    """Answer with a channel's topic and who set it when."""
    topic = channel.topic
    if topic is None:
        ask.numeric(n.RPL_NOTOPIC, channel.name, "No topic is set")
        return
    ask.numeric(n.RPL_TOPIC, channel.name, topic.text)
    ask.numeric(n.RPL_TOPICWHOTIME, channel.name, topic.by, str(int(topic.time)))


def names_of(ask: Request, channel: Channel) -> None:
    """Answer with the members of a channel; end_of_names must follow."""
    caps = ask.session.caps
    every = capabilities.MULTI_PREFIX in caps
    named = attrgetter("source" if capabilities.USERHOST_IN_NAMES in caps else "nick")
    names = [
        # most have no rank, and a full room asks this for everybody who joins
        channel.prefixes(member, every=every) + named(member) if ranks else named(member)
        for member, ranks in channel.members.items()
    ]
    kind = "@" if "s" in channel.flags else "="
    for line in fill_lines(names, ask.budget(n.RPL_NAMREPLY, kind, channel.name)):
        ask.send(n.RPL_NAMREPLY, ask.session.name, kind, channel.name, line)


def end_of_names(ask: Request, name: str) -> None:
    """Close a list of names."""
    ask.numeric(n.RPL_ENDOFNAMES, name, "End of names")


def refusal(channel: Channel, person: Person, key: str) -> str | None:
    """The numeric that says why somebody may not enter, None when they may."""
    if person.is_owner:
        return None
    if channel.is_listed("b", person) and not channel.is_listed("e", person):
        return n.ERR_BANNEDFROMCHAN
    if channel.is_invited(person) or person.account in channel.memberships:
        return None  # who has only been offline has not left
    if OPERATOR in channel.ranks.get(person.account, ""):
        return None
    if "i" in channel.flags and not channel.is_listed("I", person):
        return n.ERR_INVITEONLYCHAN
    if "R" in channel.flags and not person.account and not channel.is_listed("I", person):
        return n.ERR_NEEDREGGEDNICK
    if channel.password is not None and not _same(key, channel.password):
        return n.ERR_BADCHANNELKEY
    if channel.limit is not None and len(channel.members) >= channel.limit:
        return n.ERR_CHANNELISFULL
    return None


def try_enter(hub: State, ask: Request, channel: Channel, key: str) -> None:
    """Let the asker into a channel, or say why not."""
    person = ask.person
    if person in channel.members:
        return
    if len(person.channels) >= CHANNELS_PER_PERSON:
        ask.numeric(n.ERR_TOOMANYCHANNELS, channel.name, "You are in too many channels")
        return
    ask.charge(COMPARED * sum(map(len, channel.lists.values())))
    code = refusal(channel, person, key)
    if code is None:
        enter(hub, ask, channel)
    else:
        ask.numeric(code, channel.name, _REFUSALS[code])


def enter(hub: State, ask: Request, channel: Channel) -> None:
    """Put the asker into a channel and tell everybody."""
    person = ask.person
    was_invited = person.account in channel.invited
    person.invited.discard(channel)
    channel.invited.discard(person.account)
    ranks = first_ranks(hub, channel, person)
    is_new = channel.key not in hub.channels
    channel.add(person, ranks, member_since(hub, channel, person))
    if is_new or channel.left is not None or was_invited:
        reopen(hub, channel)
    if is_new:
        note_rank(hub, channel, person.account, OPERATOR, given=True)
    hub.journal.changed.add(channel)  # which the hub may not know yet
    tell_join(hub, ask, channel)
    if ranks:
        tell_channel(hub, channel, _rank_line(hub, channel, person, ranks), but=ask.session)
    describe(hub, ask, channel, came_now=True)
    for session in person.sessions:
        if session is not ask.session:
            also = Request(hub, session, Message(""))
            describe(hub, also, channel, came_now=True)
            also.finish()
    hub.events.append(Joined(hub.now, person.nick, ask.session.peer.address, channel.name))


def show_again(hub: State, ask: Request, channel: Channel) -> None:
    """Tell a further connection of a member that it is in this channel."""
    ask.add(Join(ask.person, channel.name, time=hub.now))
    describe(hub, ask, channel, came_now=False)


def describe(hub: State, ask: Request, channel: Channel, *, came_now: bool) -> None:
    """Answer with what a newcomer is told of a channel; `came_now`: all see them come in with this."""
    if channel.topic is not None:
        topic_of(ask, channel)
    if capabilities.READ_MARKER in ask.session.caps:
        ask.add(read_markers.line(hub, ask.person.identity, channel.name, channel.key))
    if ask.session.caps.isdisjoint(_WITHOUT_NAMES):
        names_of(ask, channel)
        end_of_names(ask, channel.name)
    metadata.answer_join(hub, ask, channel)
    _tell_what_is_kept(hub, ask, channel)
    lines = recent(hub, ask.session, channel, came_now=came_now)
    if lines:
        ask.bundle(KIND, channel.name, lines)


def _tell_what_is_kept(hub: State, ask: Request, channel: Channel) -> None:
    """Of the room our own clients know it from 005; others are told of what is not as in all channels."""
    newcomers, caps = hub.newcomers_of(channel), ask.session.caps
    if capabilities.ROOMS in caps and channel is not hub.room:
        ask.send("HUBBUB", HISTORY, channel.name, newcomers)
    elif capabilities.ROOM not in caps and (channel is hub.room or channel.newcomers is not None):
        ask.send("NOTICE", ask.person.nick, KEPT_NOTICE[newcomers])


def first_ranks(hub: State, channel: Channel, person: Person) -> str:
    """What somebody is on entering: who makes a channel moderates it, and later what their account was.

    In the room the host is its owner, operators moderate. Nobody is anything for coming back first.
    """
    if channel.key not in hub.channels:
        return OPERATOR
    ranks = set(channel.ranks.get(person.account, ""))
    if channel is hub.room:
        ranks |= {OWNER} if person.is_owner else set()
        ranks |= {OPERATOR} if person.is_oper else set()
    return "".join(rank for rank in SPEC.ranks if rank in ranks)


def give_rank(hub: State, ask: Request, rank: str) -> None:
    """Give the asker a rank in the room, if it is there, and tell everybody."""
    if ask.person in hub.room.members:
        give_ranks(hub, ask, hub.room, rank)


def give_ranks(hub: State, ask: Request, channel: Channel, ranks: str) -> None:
    """Give the asker, who is a member, ranks in a channel and tell everybody of those that are new."""
    person = ask.person
    new = "".join(rank for rank in ranks if channel.set_rank(person, rank, given=True))
    if new:
        line = _rank_line(hub, channel, person, new)
        ask.add(line)
        tell_channel(hub, channel, line, but=ask.session)


def _rank_line(hub: State, channel: Channel, person: Person, ranks: str) -> Line:
    """A line that says what the hub gave a member by itself; it is kept."""
    params = (channel.name, f"+{ranks}", *([person.nick] * len(ranks)))
    line = Line("MODE", params, hub.server, **hub.stamp())
    record(hub, line, channel.key, None)
    return line


def tell_join(hub: State, ask: Request, channel: Channel) -> None:
    """Tell the members of a channel, the asker among them, that the asker has come."""
    person = ask.person
    line = Join(person, channel.name, **hub.stamp())
    ask.add(line)
    tell_channel(hub, channel, line, but=ask.session)
    record(hub, line, channel.key, person)
    if person.away is not None:
        away = line_by(person, "AWAY", person.away, time=hub.now)
        broadcast(hub, away, with_capability(channel.others(ask.session), capabilities.AWAY_NOTIFY))
    metadata.share(hub, person, (one for one in channel.everyone if one is not ask.session))


def _same(given: str, expected: str) -> bool:
    return hmac.compare_digest(given.encode(), expected.encode())
