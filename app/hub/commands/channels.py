"""Channels from outside: JOIN, PART, KICK, TOPIC, NAMES."""

from __future__ import annotations

from app.hub.channels import standings
from app.hub.channels.entering import end_of_names, names_of, topic_of, try_enter
from app.hub.channels.membership import end_membership
from app.hub.channels.persistence import save
from app.hub.commands.command_row import Row
from app.hub.data.entities import LEVELS, OPERATOR, Channel, Person, Topic
from app.hub.data.events import Kicked, Parted, TopicSet
from app.hub.data.hub_state import State
from app.hub.data.limits import KICK_LENGTH, TARGETS, TOPIC_LENGTH
from app.hub.data.outgoing import clip, line_by
from app.hub.people.lifecycle import leave
from app.hub.telling.fanout import tell_channel
from app.hub.telling.recording import record
from app.hub.telling.replies import Request
from app.irc import numerics as n
from app.irc.names import fold_channel, is_channel


def on_join(hub: State, ask: Request) -> None:
    """Enter channels, or leave all with `0`."""
    if ask.params == ("0",):
        for channel in list(ask.person.channels.values()):
            _part(hub, ask, channel, "Left all channels")
        return
    keys = ask.param(1).split(",")
    for index, name in enumerate(ask.param(0).split(",")):
        if not is_channel(name):
            ask.numeric(n.ERR_NOSUCHCHANNEL, name, "No such channel")
            continue
        kept = hub.kept_channel(name)
        if kept is not None and hub.is_closed(kept):
            ask.numeric(n.ERR_NOSUCHCHANNEL, name, "It belongs to another room, which is closed")
            continue
        if kept is None and not hub.may_make_channel(ask.session.peer):
            ask.numeric(n.ERR_TOOMANYCHANNELS, name, "There are too many channels, try again later")
            continue
        key = keys[index] if index < len(keys) else ""
        try_enter(hub, ask, kept or _new(hub, name), key)


def _new(hub: State, name: str) -> Channel:
    return Channel(name, fold_channel(name), hub.now, room=hub.room.key)


def on_part(hub: State, ask: Request) -> None:
    """Leave channels."""
    for name in ask.targets(0):
        channel = _joined(hub, ask, name)
        if channel is not None:
            _part(hub, ask, channel, ask.param(1))


def _part(hub: State, ask: Request, channel: Channel, reason: str) -> None:
    person = ask.person
    if channel.is_muted(person):
        reason = ""  # who is muted says nothing in leaving either
    params = (channel.name, reason) if reason else (channel.name,)
    line = line_by(person, "PART", *params, **hub.stamp())
    ask.add(line)
    tell_channel(hub, channel, line, but=ask.session)
    record(hub, line, channel.key, person)
    end_membership(hub, channel, person.account)
    leave(hub, person, channel)
    hub.events.append(Parted(hub.now, person.nick, channel.name, reason))


def _joined(hub: State, ask: Request, name: str) -> Channel | None:
    """The channel of this name that the asker is in; else the asker is told what is wrong."""
    channel = hub.known_channel(name, ask.person)
    if channel is None:
        ask.numeric(n.ERR_NOSUCHCHANNEL, name, "No such channel")
    elif ask.person not in channel.members:
        ask.numeric(n.ERR_NOTONCHANNEL, channel.name, "You are not in that channel")
    else:
        return channel
    return None


def on_kick(hub: State, ask: Request) -> None:
    """One channel and some people, or as many channels as people (RFC 2812 section 3.2.8)."""
    channels, nicks = ask.param(0).split(","), ask.param(1).split(",")
    if len(channels) == 1:
        channels *= len(nicks)
    elif len(channels) != len(nicks):
        ask.numeric(n.ERR_NEEDMOREPARAMS, "KICK", "Name one channel, or one for each person")
        return
    for name, nick in list(zip(channels, nicks, strict=True))[:TARGETS]:
        _kick_from(hub, ask, name, nick)
    if len(nicks) > TARGETS:
        ask.numeric(n.ERR_TOOMANYTARGETS, nicks[TARGETS], "Too many targets")


def _kick_from(hub: State, ask: Request, name: str, nick: str) -> None:
    channel = _joined(hub, ask, name)
    if channel is None:
        return
    target = hub.person(nick)
    if channel.level(ask.person) < LEVELS[OPERATOR]:
        ask.numeric(n.ERR_CHANOPRIVSNEEDED, channel.name, "You are not a moderator of that channel")
    elif target is None:
        ask.numeric(n.ERR_NOSUCHNICK, nick, "No such nickname")
    elif target not in channel.members:
        ask.numeric(n.ERR_USERNOTINCHANNEL, target.nick, channel.name, "They are not in that channel")
    elif target.is_owner and target is not ask.person and not ask.person.is_oper:
        ask.numeric(n.ERR_CHANOPRIVSNEEDED, channel.name, "Nobody can remove the host")
    else:
        _kick(hub, ask, channel, target)


def _kick(hub: State, ask: Request, channel: Channel, target: Person) -> None:
    person = ask.person
    reason = clip(ask.param(2), KICK_LENGTH) or person.nick
    params = (channel.name, target.nick, reason)
    line = line_by(person, "KICK", *params, **hub.stamp())
    ask.add(line)
    tell_channel(hub, channel, line, but=ask.session)
    record(hub, line, channel.key, person)
    lost = standings.end(hub, channel, target.account) if target.account else None
    if ban := standings.ban_of(hub, channel, target.account, person):
        standings.remember(hub, ban, [lost])
    leave(hub, target, channel)
    hub.events.append(Kicked(hub.now, target.nick, channel.name, person.nick, reason))


def on_topic(hub: State, ask: Request) -> None:
    """Show or change a topic."""
    person = ask.person
    if len(ask.params) == 1:
        _tell_topic(hub, ask)
        return
    channel = _joined(hub, ask, ask.param(0))
    if channel is None:
        return
    if "t" in channel.flags and channel.level(person) < LEVELS[OPERATOR]:
        ask.numeric(n.ERR_CHANOPRIVSNEEDED, channel.name, "You are not a moderator of that channel")
        return
    if channel.is_muted(person):
        ask.numeric(n.ERR_CANNOTSENDTOCHAN, channel.name, "Cannot change the topic (you are muted)")
        return
    text = clip(ask.param(1), TOPIC_LENGTH)
    channel.topic = Topic(text, person.nick, hub.now) if text else None
    line = line_by(person, "TOPIC", channel.name, text, **hub.stamp())
    ask.add(line)
    tell_channel(hub, channel, line, but=ask.session)
    record(hub, line, channel.key, person)
    save(hub, channel)
    hub.events.append(TopicSet(hub.now, channel.name, text, person.nick))


def _tell_topic(hub: State, ask: Request) -> None:
    channel = hub.visible_channel(ask.param(0), ask.person)
    if channel is None:
        ask.numeric(n.ERR_NOSUCHCHANNEL, ask.param(0), "No such channel")
    else:
        topic_of(ask, channel)


def on_names(hub: State, ask: Request) -> None:
    """Show who is in channels; names of nothing are only an end."""
    for name in ask.targets_up_to(TARGETS):
        channel = hub.visible_channel(name, ask.person)
        if channel is not None and channel.shows_people_to(ask.person):
            names_of(ask, channel)
    end_of_names(ask, ask.param(0))


ROWS = {
    "JOIN": Row(
        on_join, 1, help=("JOIN <channel>{,<channel>} [<key>{,<key>}]", "Enters channels. JOIN 0 leaves all.")
    ),
    "PART": Row(on_part, 1, help=("PART <channel>{,<channel>} [<reason>]", "Leaves channels.")),
    "KICK": Row(
        on_kick,
        2,
        help=("KICK <channel> <nickname>{,<nickname>} [<reason>]", "Removes people from a channel."),
    ),
    "TOPIC": Row(on_topic, 1, help=("TOPIC <channel> [<text>]", "Shows or changes a channel's topic.")),
    "NAMES": Row(on_names, help=("NAMES [<channel>{,<channel>}]", "Shows who is in a channel.")),
}
