"""Talking: PRIVMSG, NOTICE, TAGMSG, also to the ranks of a channel (STATUSMSG).

https://modern.ircdocs.horse/#sending-messages and https://ircv3.net/specs/extensions/message-tags
"""

from __future__ import annotations

from app.hub.channel import LEVELS, SPEC, VOICE, Channel
from app.hub.commands.row import Row
from app.hub.events import Said
from app.hub.fanout import able, broadcast, others
from app.hub.lines import Line, client_tags
from app.hub.offers import TARGETS
from app.hub.person import Person
from app.hub.remember import between, is_lasting, remember
from app.hub.replies import Request
from app.hub.session import Session
from app.hub.state import State
from app.irc import capabilities
from app.irc import numerics as n
from app.irc.ctcp import parse_ctcp
from app.irc.names import CHANNEL_TYPES


def on_message(hub: State, ask: Request) -> None:
    """Pass a message on to each of its targets."""
    command = ask.message.command
    targets = list(dict.fromkeys(target for target in ask.param(0).split(",") if target))
    if not targets:
        _complain(ask, n.ERR_NORECIPIENT, f"No recipient given ({command})")
    elif command != "TAGMSG" and not ask.param(1):
        _complain(ask, n.ERR_NOTEXTTOSEND, "No text to send")
    else:
        for target in targets[:TARGETS]:
            _send_to(hub, ask, target)
        if len(targets) > TARGETS:
            _complain(ask, n.ERR_TOOMANYTARGETS, targets[TARGETS], "Too many targets")


def _complain(ask: Request, code: str, *params: str) -> None:
    """Nothing may answer a NOTICE (RFC 2812 section 3.3.2)."""
    if ask.message.command != "NOTICE":
        ask.numeric(code, *params)


def _send_to(hub: State, ask: Request, target: str) -> None:
    prefixes, name = SPEC.split_prefixes(target)
    if name[:1] in CHANNEL_TYPES and name:
        _send_to_channel(hub, ask, prefixes, name)
    else:
        _send_to_person(hub, ask, target)


def _send_to_channel(hub: State, ask: Request, prefixes: str, name: str) -> None:
    channel = hub.channel(name)
    if channel is None or not (channel.members or channel.permanent):
        _complain(ask, n.ERR_NOSUCHCHANNEL, name, "No such channel")
        return
    if not _may_speak(channel, ask.person):
        _complain(ask, n.ERR_CANNOTSENDTOCHAN, channel.name, "Cannot send to channel")
        return
    lowest = min((SPEC.rank_of(prefix) for prefix in prefixes), key=LEVELS.__getitem__, default="")
    line = _line(hub, ask, SPEC.prefix_of(lowest) + channel.name)
    if line is None:
        return
    recipients = others(channel, ask.session)
    if lowest:
        level = LEVELS[lowest]
        recipients = [member for member in recipients if LEVELS[channel.members[member.person][:1]] >= level]
    _deliver(hub, ask, line, recipients)
    if not lowest and is_lasting(line):  # what only some ranks may read is not kept
        remember(hub, line, channel.key, ask.person)
    _report(hub, ask, line_target=SPEC.prefix_of(lowest) + channel.name)


def _may_speak(channel: Channel, person: Person) -> bool:
    if person not in channel.members:
        return "n" not in channel.flags and "m" not in channel.flags
    return "m" not in channel.flags or channel.level(person) >= LEVELS[VOICE]


def _send_to_person(hub: State, ask: Request, nick: str) -> None:
    target = hub.person(nick)
    if target is None:
        _complain(ask, n.ERR_NOSUCHNICK, nick, "No such nickname")
        return
    line = _line(hub, ask, target.nick)
    if line is None:
        return
    _deliver(hub, ask, line, [*target.sessions, *_own_others(ask, target)])
    if is_lasting(line):
        remember(hub, line, between(ask.person, target), ask.person)
    if target.away is not None and ask.message.command == "PRIVMSG":
        ask.numeric(n.RPL_AWAY, target.nick, target.away)


def _own_others(ask: Request, target: Person) -> list[Session]:
    """Further connections of the asker, which show what was said from here if they know echoes."""
    if target is ask.person:
        return []
    mine = [session for session in ask.person.sessions if session is not ask.session]
    return able(mine, capabilities.ECHO_MESSAGE)


def _line(hub: State, ask: Request, target: str) -> Line | None:
    """The line to relay; None when it does not fit 512 bytes, for nothing that is said may get lost."""
    command = ask.message.command
    params = (target,) if command == "TAGMSG" else (target, ask.param(1))
    line = Line(
        command,
        params,
        ask.person.source,
        time=hub.now,
        tags=client_tags(ask.message.tags),
        msgid=hub.next_msgid(),
        account=ask.person.account,
        is_bot=ask.person.is_bot,
    )
    if line.is_cut:
        ask.numeric(n.ERR_INPUTTOOLONG, "The message is too long to be passed on")
        return None
    return line


def _deliver(hub: State, ask: Request, line: Line, recipients: list[Session]) -> None:
    session = ask.session
    is_text = ask.message.command != "TAGMSG"
    if is_text:
        ask.person.spoke = hub.now
    can_echo = is_text or capabilities.MESSAGE_TAGS in session.caps
    if capabilities.ECHO_MESSAGE in session.caps and can_echo:
        ask.add(line)
    broadcast(hub, line, recipients if is_text else able(recipients, capabilities.MESSAGE_TAGS))


def _report(hub: State, ask: Request, *, line_target: str) -> None:
    """Tell the console what was said; not typing and reactions, nor what programs ask each other."""
    command, text = ask.message.command, ask.param(1)
    if command == "TAGMSG":
        return
    ctcp = parse_ctcp(text)
    if ctcp is not None and ctcp[0] != "ACTION":
        return
    kind = "action" if ctcp is not None else "notice" if command == "NOTICE" else "message"
    said = ctcp[1] if ctcp is not None else text
    hub.events.append(Said(hub.now, ask.person.nick, line_target, said, kind))


ROWS = {
    "PRIVMSG": Row(on_message),
    "NOTICE": Row(on_message),
    "TAGMSG": Row(on_message),
}
