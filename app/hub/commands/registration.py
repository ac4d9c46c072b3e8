"""Becoming somebody, changing what others see of oneself, and going again: PASS, NICK, USER, AWAY, SETNAME,
PING, PONG, QUIT, ERROR.

https://ircv3.net/specs/extensions/away-notify, /pre-away and /setname
"""

from __future__ import annotations

import re
import unicodedata

from app.hub.channels import mutes
from app.hub.channels.metadata import share
from app.hub.commands.command_row import Row
from app.hub.data.events import Renamed
from app.hub.data.hub_state import State
from app.hub.data.limits import AWAY_LENGTH, QUIT_LENGTH, REALNAME_LENGTH, USER_LENGTH
from app.hub.data.outgoing import clip, line_by
from app.hub.people.authentication import claim
from app.hub.people.lifecycle import end, note_former
from app.hub.people.nicknames import imitates, may_prove_more, obstacle, take
from app.hub.people.welcoming import try_welcome
from app.hub.telling.fanout import broadcast, observers, sessions_sharing_channels
from app.hub.telling.presence import follow, tell_offline, tell_online
from app.hub.telling.recording import record_everywhere
from app.hub.telling.replies import Request
from app.irc import capabilities
from app.irc import numerics as n
from app.irc.names import fold_nick, is_nick

_NOT_IN_USER = re.compile(r"[\x00-\x20!@*?:\x7f-\x9f]")
_NOT_ASCII = re.compile(r"[^\x21-\x7e]")
_SOMEBODY = "user"  # whose username has no letter of ASCII


def on_pass(hub: State, ask: Request) -> None:
    """Keep the password for the end of registration."""
    if ask.session.welcomed:
        ask.numeric(n.ERR_ALREADYREGISTERED, "You may not reregister")
    else:
        ask.session.password = ask.param(0)


def on_nick(hub: State, ask: Request) -> None:
    """Take or change a nickname."""
    session, nick = ask.session, ask.param(0)
    if not nick:
        ask.numeric(n.ERR_NONICKNAMEGIVEN, "No nickname given")
    elif not is_nick(nick):
        ask.numeric(n.ERR_ERRONEUSNICKNAME, nick, "Erroneous nickname")
    elif not may_prove_more(session) and (reason := obstacle(hub, session, nick)):
        session.refused_nick = nick
        ask.numeric(n.ERR_NICKNAMEINUSE, nick, reason)
    elif not session.welcomed:
        ask.person.nick = nick
        try_welcome(hub, ask)
    elif (channel := mutes.escaped(ask.person, nick)) is not None:
        ask.numeric(n.ERR_BANNICKCHANGE, nick, channel.name, "Cannot change nickname (you are muted)")
    elif nick != ask.person.nick:
        _rename(hub, ask, nick)


def _rename(hub: State, ask: Request, nick: str) -> None:
    person, old = ask.person, ask.person.nick
    claim(hub, person, nick)  # what may fail comes first
    line = line_by(person, "NICK", nick, **hub.stamp())
    note_former(hub, person)
    hub.journal.renamed.setdefault(person, (old, person.source))
    hub.release_name(person)
    take(hub, person, nick)
    ask.add(line)
    broadcast(hub, line, sessions_sharing_channels(hub, person, ask.session))
    record_everywhere(hub, line, person, person.channels.values())
    if fold_nick(old) != fold_nick(nick):
        tell_offline(hub, old)
        tell_online(hub, person)
        share(hub, person, hub.watchers.get(fold_nick(nick), ()))
    hub.events.append(Renamed(hub.now, old, nick))


def on_user(hub: State, ask: Request) -> None:
    """Take username and real name."""
    person = ask.person
    if ask.session.welcomed or person.user:
        ask.numeric(n.ERR_ALREADYREGISTERED, "You may not reregister")
        return
    user = _NOT_IN_USER.sub("", ask.param(0))
    realname = clip(ask.param(3), REALNAME_LENGTH).strip()
    if not ask.param(0) or not realname:
        ask.numeric(n.ERR_NEEDMOREPARAMS, "USER", "Not enough parameters")
    elif not user:
        ask.numeric(n.ERR_INVALIDUSERNAME, "Your username is not valid")
    else:
        person.user, person.realname = _ascii_user(user), realname
        try_welcome(hub, ask)


def _ascii_user(user: str) -> str:
    """A username as every program reads it: some know nobody by a source whose user is not of ASCII."""
    plain = _NOT_ASCII.sub("", unicodedata.normalize("NFKD", user))
    return clip(_NOT_IN_USER.sub("", plain), USER_LENGTH) or _SOMEBODY


def on_ping(hub: State, ask: Request) -> None:
    """Answer a sign of life with one."""
    token = ask.param(0)
    if not token:
        ask.numeric(n.ERR_NOORIGIN, "No origin specified")
    else:
        ask.send("PONG", hub.server, token)


def on_pong(hub: State, ask: Request) -> None:
    """Nothing to do: every line is a sign of life."""


def on_quit(hub: State, ask: Request) -> None:
    """Say goodbye and close."""
    person = ask.person
    is_silent = any(channel.is_muted(person) for channel in person.channels.values())
    said = "" if is_silent else clip(ask.param(0), QUIT_LENGTH)
    ask.finish()
    end(hub, ask.session, f"Quit: {said}" if said else "Quit")


def on_error(hub: State, ask: Request) -> None:
    """Clients have nothing to report by this."""


def on_away(hub: State, ask: Request) -> None:
    """Mark the asker's connection as away, or as back."""
    session = ask.session
    session.away = clip(ask.param(0), AWAY_LENGTH) or None
    session.away_since = hub.now
    session.is_absent = session.away == "*" and capabilities.PRE_AWAY in session.caps
    if session.away is None:
        ask.numeric(n.RPL_UNAWAY, "You are no longer marked as away")
    else:
        ask.numeric(n.RPL_NOWAWAY, "You have been marked as away")
    if session.welcomed:
        follow(hub, ask.person, session)


def on_setname(hub: State, ask: Request) -> None:
    """Change the real name."""
    person, realname = ask.person, ask.param(0).strip()
    if not realname or len(realname.encode()) > REALNAME_LENGTH:
        ask.fail("INVALID_REALNAME", "That is not a name that can be shown here")
        return
    if reason := imitates(hub, person, realname):
        ask.fail("INVALID_REALNAME", reason)
        return
    person.realname = realname
    line = line_by(person, "SETNAME", realname, time=hub.now)
    if capabilities.SETNAME in ask.session.caps:
        ask.add(line)
    broadcast(hub, line, observers(hub, person, ask.session, capabilities.SETNAME))


ROWS = {
    "PASS": Row(
        on_pass,
        1,
        before_welcome=True,
        help=(
            "PASS <password>",
            "Tells the room's password, before NICK and USER. Takes effect when both are there.",
        ),
    ),
    "NICK": Row(on_nick, before_welcome=True, help=("NICK <nickname>", "Changes your nickname.")),
    "USER": Row(
        on_user,
        4,
        before_welcome=True,
        help=("USER <username> 0 * <real name>", "Says who you are, once, when you connect."),
    ),
    "PING": Row(
        on_ping,
        before_welcome=True,
        help=("PING <token>", "Asks the hub for a sign of life: it answers PONG with the same token."),
    ),
    "PONG": Row(on_pong, before_welcome=True, help=("PONG <token>", "Answers a PING of the hub.")),
    "QUIT": Row(on_quit, before_welcome=True, help=("QUIT [<reason>]", "Leaves the hub.")),
    "ERROR": Row(
        on_error,
        before_welcome=True,
        help=(
            "ERROR <text>",
            "Is said by the hub before it closes a connection. From clients it means nothing.",
        ),
    ),
    "AWAY": Row(
        on_away,
        early_with=frozenset({capabilities.PRE_AWAY}),
        help=("AWAY [<text>]", "Marks you as away, without text as back."),
    ),
    "SETNAME": Row(on_setname, 1, help=("SETNAME <realname>", "Changes your real name.")),
}
