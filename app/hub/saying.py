"""Saying something: what is passed on, kept and echoed, once its audience is known.

What a client's own id marks as said before is only echoed again; a correction is its author's alone.
"""

from __future__ import annotations

from collections.abc import Callable

from app.hub.audience import Audience, Complain
from app.hub.corrections import marked, may_correct, note_correction
from app.hub.events import Said
from app.hub.fanout import able, broadcast
from app.hub.lines import Line, client_tags
from app.hub.multiline import line_of, text_of
from app.hub.remember import is_lasting, remember
from app.hub.replies import Request
from app.hub.state import State
from app.irc import capabilities
from app.irc import numerics as n
from app.irc.client_tags import EDIT, own_id_of
from app.irc.text import parse_ctcp

MakeLine = Callable[[str], Line]  # from the client-only tags


def complain(ask: Request, command: str) -> Complain:
    """How the asker is told what cannot be said: nothing may answer a NOTICE (RFC 2812 section 3.3.2)."""
    return ask.numeric if command != "NOTICE" else _silence


def _silence(code: str, *params: str) -> None:
    """Nobody is told."""


def say(hub: State, ask: Request, audience: Audience, make: MakeLine, *, may_repeat: bool = True) -> None:
    """Pass on what the asker says. `may_repeat`: its own id counts, as it has no other target."""
    tags = ask.message.tags
    own_id = own_id_of(tags) if tags and may_repeat and audience.kept else ""
    if own_id and (before := hub.history.find_own(ask.person.identity, own_id)) is not None:
        _echo_again(hub, ask, before)
        return
    corrected = tags.get(EDIT, "") if tags and ask.message.command != "TAGMSG" else ""
    if corrected and not may_correct(hub, ask, audience, corrected):
        return
    line = make(client_tags(tags))
    if line.is_cut:  # nothing that is said may get lost
        ask.numeric(n.ERR_INPUTTOOLONG, "The message is too long to be passed on")
        return
    if audience.channel is not None and "C" in audience.channel.flags and _is_for_programs(line):
        told = complain(ask, line.command)
        told(n.ERR_CANNOTSENDTOCHAN, audience.channel.name, "Cannot send to channel (no CTCP here)")
        return
    _deliver(hub, ask, line, audience, is_correction=bool(corrected))
    if audience.kept and is_lasting(line):
        remember(hub, line, audience.kept, ask.person, own_id=own_id)
        if corrected:
            note_correction(hub, corrected, line)
    _report(hub, ask, line, audience)


def _deliver(hub: State, ask: Request, line: Line, audience: Audience, *, is_correction: bool) -> None:
    is_text = line.command != "TAGMSG"
    listeners = audience.listeners if is_text else able(audience.listeners, capabilities.MESSAGE_TAGS)
    if is_text:
        ask.person.spoke = hub.now
    if _hears_itself(ask, line.command):
        ask.add(line)
    if is_correction:
        broadcast(hub, line, able(listeners, capabilities.ROOM))
        others = [session for session in listeners if capabilities.ROOM not in session.caps]
        broadcast(hub, marked(line), others)
    else:
        broadcast(hub, line, listeners)
    person = audience.person
    if person is not None and person.away is not None and line.command == "PRIVMSG":
        ask.numeric(n.RPL_AWAY, person.nick, person.away)


def _hears_itself(ask: Request, command: str) -> bool:
    caps = ask.session.caps
    return capabilities.ECHO_MESSAGE in caps and (command != "TAGMSG" or capabilities.MESSAGE_TAGS in caps)


def _echo_again(hub: State, ask: Request, msgid: str) -> None:
    """The asker's client does not know whether this arrived: it did, under this id."""
    event = hub.history.find(msgid)  # it may have been taken back since
    if event is not None and _hears_itself(ask, event.command):
        ask.add(line_of(event, hub.next_batch()))


def _is_for_programs(line: Line) -> bool:
    """Whether it is CTCP that is no action. https://modern.ircdocs.horse/ctcp"""
    ctcp = parse_ctcp(text_of(line)) if line.command != "TAGMSG" else None
    return ctcp is not None and ctcp[0] != "ACTION"


def _report(hub: State, ask: Request, line: Line, audience: Audience) -> None:
    """Tell the console what was said in channels; not what is for programs."""
    if audience.channel is None or line.command == "TAGMSG":
        return
    if _is_for_programs(line):
        return
    text = text_of(line)
    ctcp = parse_ctcp(text)
    kind = "action" if ctcp is not None else "notice" if line.command == "NOTICE" else "message"
    said = ctcp[1] if ctcp is not None else text
    hub.events.append(Said(hub.now, ask.person.nick, audience.name, said, kind))
