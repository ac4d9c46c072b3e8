"""INVITE. https://modern.ircdocs.horse/#invite-message and https://ircv3.net/specs/extensions/invite-notify"""

from __future__ import annotations

from app.hub.channels.metadata import title_tag
from app.hub.channels.persistence import save
from app.hub.commands.command_row import Row
from app.hub.data.costs import LOOKED_AT
from app.hub.data.entities import LEVELS, OPERATOR, Channel, Person
from app.hub.data.events import Invited
from app.hub.data.hub_state import State
from app.hub.data.limits import INVITED
from app.hub.data.outgoing import line_by
from app.hub.telling.fanout import broadcast, with_capability
from app.hub.telling.replies import Request
from app.irc import capabilities
from app.irc import numerics as n


def on_invite(hub: State, ask: Request) -> None:
    """Invite somebody, or list the invitations that the asker has."""
    if not ask.params:
        ask.charge(LOOKED_AT * len(hub.channels))
        for channel in sorted(hub.channels.values(), key=lambda channel: channel.key):
            if channel.is_invited(ask.person) and not hub.is_closed(channel):
                tags = title_tag(hub, channel)
                ask.add(ask.numeric_line(n.RPL_INVITELIST, channel.name, tags=tags))
        ask.numeric(n.RPL_ENDOFINVITELIST, "End of invitations")
    elif len(ask.params) == 1:
        ask.numeric(n.ERR_NEEDMOREPARAMS, "INVITE", "Not enough parameters")
    else:
        _check(hub, ask)


def _check(hub: State, ask: Request) -> None:
    person = ask.person
    target = hub.person(ask.param(0))
    channel = hub.known_channel(ask.param(1), person)
    if target is None:
        ask.numeric(n.ERR_NOSUCHNICK, ask.param(0), "No such nickname")
    elif channel is None:
        ask.numeric(n.ERR_NOSUCHCHANNEL, ask.param(1), "No such channel")
    elif person not in channel.members:
        ask.numeric(n.ERR_NOTONCHANNEL, channel.name, "You are not in that channel")
    elif "i" in channel.flags and channel.level(person) < LEVELS[OPERATOR]:
        ask.numeric(n.ERR_CHANOPRIVSNEEDED, channel.name, "You are not a moderator of that channel")
    elif target in channel.members:
        ask.numeric(n.ERR_USERONCHANNEL, target.nick, channel.name, "They are already in that channel")
    else:
        _invite(hub, ask, target, channel)


def _invite(hub: State, ask: Request, target: Person, channel: Channel) -> None:
    person = ask.person
    if channel.level(person) >= LEVELS[OPERATOR]:
        target.invited.add(channel)  # others' invitations are only words
        _keep(hub, target, channel)
    ask.numeric(n.RPL_INVITING, target.nick, channel.name)
    if target.away is not None:
        ask.numeric(n.RPL_AWAY, target.nick, target.away)
    line = line_by(person, "INVITE", target.nick, channel.name, time=hub.now, tags=title_tag(hub, channel))
    broadcast(hub, line, target.sessions)
    broadcast(hub, line, with_capability(channel.others(ask.session), capabilities.INVITE_NOTIFY))
    hub.events.append(Invited(hub.now, target.nick, channel.name, person.nick))


def on_decline(hub: State, ask: Request) -> None:
    """Forget that the asker is invited. Says nothing: nor whether there is such a channel."""
    channel, person = hub.kept_channel(ask.param(1)), ask.person
    if ask.session.welcomed and channel is not None and channel.is_invited(person):
        person.invited.discard(channel)
        channel.invited.discard(person.account)
        save(hub, channel)


def _keep(hub: State, target: Person, channel: Channel) -> None:
    """Let the invitation of an account be there after a reconnect and a restart."""
    if target.account and len(channel.invited) < INVITED:
        channel.invited.add(target.account)
        save(hub, channel)


ROWS = {
    "INVITE": Row(
        on_invite, help=("INVITE [<nickname> <channel>]", "Invites somebody, or lists your invitations.")
    )
}
