"""RENAME: another name for a channel with all that it has, but the room: links lead there by its name. HUBBUB
TITLE: another title for that, by its host. https://ircv3.net/specs/extensions/channel-rename
"""

from __future__ import annotations

from app.hub.channels import metadata, read_markers
from app.hub.channels.entering import show_again
from app.hub.channels.membership import move_memberships
from app.hub.channels.persistence import move, save
from app.hub.channels.room_creation import title_is_taken
from app.hub.commands.command_row import Row
from app.hub.data.entities import LEVELS, OPERATOR, Channel, Session
from app.hub.data.events import ChannelRenamed, RoomTitled
from app.hub.data.hub_state import State
from app.hub.data.limits import KICK_LENGTH
from app.hub.data.outgoing import clip, line_by
from app.hub.people.welcoming import tell_title
from app.hub.telling.fanout import broadcast, with_capability
from app.hub.telling.replies import Request
from app.irc import capabilities
from app.irc import numerics as n
from app.irc.message import Message
from app.irc.names import fold_channel, is_channel
from app.irc.room_lines import TITLE, clean_title, is_title

# Who does not know RENAME is sent all names anew: nobody shall have a full channel told so again and again.
WAIT = 60.0


def on_title(hub: State, ask: Request) -> None:
    """Let people call the room something else, as its host wants."""
    title = clean_title(ask.param(1))
    if not ask.session.welcomed or not ask.person.is_owner:
        ask.fail("NOT_ALLOWED", TITLE, "Only the host calls the room something else")
    elif not is_title(title):
        ask.fail("INVALID_TITLE", TITLE, "That cannot be the name of a room")
    elif title_is_taken(hub, ask, hub.room, title):
        ask.fail("TITLE_IN_USE", TITLE, "There is a room of that name, or one that looks like it")
    elif title != hub.title:
        room = hub.room
        room.opened_as, room.title = room.opened_as or hub.title, title
        save(hub, room)
        tell_title(hub, ask)
        hub.events.append(RoomTitled(hub.now, title, ask.person.nick))


def on_rename(hub: State, ask: Request) -> None:
    """Check whether the asker may, then rename."""
    channel = hub.known_channel(ask.param(0), ask.person)
    if channel is None:
        ask.numeric(n.ERR_NOSUCHCHANNEL, ask.param(0), "No such channel")
    elif ask.person not in channel.members:
        ask.numeric(n.ERR_NOTONCHANNEL, channel.name, "You are not in that channel")
    elif channel.level(ask.person) < LEVELS[OPERATOR]:
        ask.numeric(n.ERR_CHANOPRIVSNEEDED, channel.name, "You are not a moderator of that channel")
    elif obstacle := _obstacle(hub, channel, ask.param(1)):
        code, reason = obstacle
        ask.fail(code, channel.name, ask.param(1), reason)
    else:
        _rename(hub, ask, channel, ask.param(1))


def _obstacle(hub: State, channel: Channel, name: str) -> tuple[str, str] | None:
    """The code and the sentence that say why a channel cannot be called so."""
    if channel is hub.room:
        # links lead there by this name, and the next start makes the same one
        return "CANNOT_RENAME", "The room is called as the host has opened it"
    if not is_channel(name):
        return "CANNOT_RENAME", "That cannot be a channel's name"
    if hub.kept_channel(name) not in (None, channel):
        return "CHANNEL_NAME_IN_USE", "There is another channel of that name"
    if 0 <= hub.now - channel.renamed < WAIT:
        return "CANNOT_RENAME", "The channel has just been renamed, wait a minute"
    return None


def _rename(hub: State, ask: Request, channel: Channel, name: str) -> None:
    old, old_key, key = channel.name, channel.key, fold_channel(name)
    reason = clip(ask.param(2), KICK_LENGTH)
    hub.journal.changed.add(channel)
    del hub.channels[old_key]
    channel.rename(name, key)
    channel.renamed = hub.now
    hub.channels[key] = channel
    move(hub, channel, old_key)
    if key != old_key:
        hub.history.rename(old_key, key)
        metadata.move(hub, old_key, key)
        for person in channel.members:
            read_markers.move(hub, person.identity, old_key, key)
        move_memberships(hub, channel, old_key)
    line = line_by(ask.person, "RENAME", old, name, reason, time=hub.now)
    broadcast(hub, line, with_capability(channel.others(ask.session), capabilities.CHANNEL_RENAME))
    if capabilities.CHANNEL_RENAME in ask.session.caps:
        ask.add(line)
    if key != old_key:
        for session in channel.everyone:
            if capabilities.CHANNEL_RENAME not in session.caps:
                _tell_otherwise(hub, ask, channel, session, (old, reason) if reason else (old,))
    hub.events.append(ChannelRenamed(hub.now, old, name, ask.person.nick, reason))


def _tell_otherwise(
    hub: State, ask: Request, channel: Channel, session: Session, left: tuple[str, ...]
) -> None:
    """Let a session that does not know RENAME see itself leave and come."""
    told = ask if session is ask.session else Request(hub, session, Message(""))
    told.add(line_by(session.person, "PART", *left, time=hub.now))
    show_again(hub, told, channel)
    if told is not ask:
        told.finish()


ROWS = {
    "RENAME": Row(
        on_rename, 2, help=("RENAME <channel> <new name> [<reason>]", "Gives a channel another name.")
    )
}
