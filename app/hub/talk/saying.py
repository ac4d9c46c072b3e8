"""Saying something: what is passed on, kept and echoed, once its audience is known.

What a client's own id marks as said before is only echoed again. A correction, a message that says of which
earlier one it is the new text, is its author's alone. No standard exists for it: who does not know our tag
reads a message that says of itself that it is a correction.
"""

from __future__ import annotations

from app.hub.data.entities import Audience
from app.hub.data.events import Said
from app.hub.data.hub_state import State
from app.hub.data.outgoing import Line, client_tags, line_of, text_of
from app.hub.data.storage import OF_MESSAGES, HistoryEvent
from app.hub.talk.audience import Complain
from app.hub.talk.shared_files import Named, attach, name_file
from app.hub.telling.fanout import broadcast, tell_channel, with_capability
from app.hub.telling.recording import is_recorded, record
from app.hub.telling.replies import Request
from app.irc import capabilities
from app.irc import numerics as n
from app.irc.client_tags import EDIT, FILE, own_id_of
from app.irc.file_tag import file_of, without_link
from app.irc.message import parse_tags
from app.irc.text import parse_ctcp
from app.values import frozen

# Records: the msgid of a message -> that of its latest correction.
CORRECTION = OF_MESSAGES
MARK = "[edited] "


def complain(ask: Request, command: str) -> Complain:
    """How the asker is told what cannot be said: nothing may answer a NOTICE (RFC 2812 section 3.3.2)."""
    return ask.numeric if command != "NOTICE" else _silence


def _silence(code: str, *params: str) -> None:
    """Nobody is told."""


@frozen
class Extras:
    """What the tags of a message ask for beside its text."""

    tags: str = ""  # client-only ones to be relayed, encoded
    own_id: str = ""  # its client's own of it
    corrected: str = ""  # the msgid of the message that it is the new text of
    named: Named = ()  # the files that it names


PLAIN = Extras()


def extras_of(hub: State, ask: Request, audience: Audience, *, is_alone: bool) -> Extras | None:
    """What the tags of a message ask for; None where it is not to be passed on, and the asker was told.

    `is_alone`: it is for nobody else too, so that its own id counts.
    """
    tags = ask.message.tags
    if not tags:
        return PLAIN
    own_id = own_id_of(tags) if is_alone and audience.target else ""
    if own_id and (before := hub.history.find_own(ask.person.identity, own_id)) is not None:
        _echo_again(hub, ask, before)
        return None
    corrected = tags.get(EDIT, "") if ask.message.command != "TAGMSG" else ""
    original = find_original(hub, ask, audience, corrected) if corrected else None
    if corrected and original is None:
        return None
    named: Named = ()
    if FILE in tags or (original is not None and original.tags):
        tags, named = name_file(hub, ask, original)
    return Extras(client_tags(tags), own_id, corrected, named)


def say(
    hub: State, ask: Request, audience: Audience, line: Line, extras: Extras, *, is_alone: bool = True
) -> None:
    """Pass on what the asker says, keep it and report it. `is_alone`: it is for nobody else too."""
    channel = audience.channel
    if line.is_cut:  # nothing that is said may get lost
        ask.numeric(n.ERR_INPUTTOOLONG, "The message is too long to be passed on")
        return
    if channel is not None and "C" in channel.flags and _is_for_programs(line):
        told = complain(ask, line.command)
        told(n.ERR_CANNOTSENDTOCHAN, channel.name, "Cannot send to channel (no CTCP here)")
        return
    _deliver(hub, ask, line, audience, is_correction=bool(extras.corrected), is_alone=is_alone)
    is_kept = bool(audience.target) and is_recorded(line)
    if is_kept:
        record(hub, line, audience.target, ask.session.person, own_id=extras.own_id)
        if extras.corrected:
            note_correction(hub, extras.corrected, line)
    if extras.named:
        attach(hub, extras.named, line, is_recorded=is_kept)
    if channel is not None and line.command != "TAGMSG":
        _report(hub, line, audience)


def _deliver(
    hub: State, ask: Request, line: Line, audience: Audience, *, is_correction: bool, is_alone: bool
) -> None:
    is_text = line.command != "TAGMSG"
    if is_text:
        ask.session.person.spoke = hub.now
    hears = _hears_itself(ask, line.command)
    channel = audience.channel if audience.chosen is None and is_text and not is_correction else None
    if channel is not None and hears and is_alone and ask.is_blank and ask.person in channel.members:
        tell_channel(hub, channel, line)  # the echo is what all are told, in the same place among it
        return
    if hears:
        ask.add(line)
    if channel is not None:
        tell_channel(hub, channel, line, but=ask.session)
    elif is_correction:
        broadcast(hub, line, with_capability(audience.listeners, capabilities.ROOM))
        others = [session for session in audience.listeners if capabilities.ROOM not in session.caps]
        broadcast(hub, marked(line), others)
    elif is_text:
        broadcast(hub, line, audience.listeners)
    else:
        broadcast(hub, line, with_capability(audience.listeners, capabilities.MESSAGE_TAGS))
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


def _report(hub: State, line: Line, audience: Audience) -> None:
    """Tell the console what was said in channels; not what is for programs."""
    text = text_of(line)
    ctcp = parse_ctcp(text)
    if ctcp is not None and ctcp[0] != "ACTION":
        return
    file = file_of(parse_tags(line.tags)) if line.tags else None
    if file is not None:  # its name in place of the link: who has that may read the file
        text = f"{without_link(text, file)} [{file.name}]".strip()
        ctcp = parse_ctcp(text)
    kind = "action" if ctcp is not None else "notice" if line.command == "NOTICE" else "message"
    said = ctcp[1] if ctcp is not None else text
    hub.events.append(Said(hub.now, audience.asker.person.nick, audience.name, said, kind))


def find_original(hub: State, ask: Request, audience: Audience, msgid: str) -> HistoryEvent | None:
    """What the asker has said to this audience as `msgid`; for None it is told what is wrong."""
    original = hub.history.find(msgid)
    if original is None or not original.is_text or original.target != audience.target:
        ask.fail("UNKNOWN_MSGID", audience.name, msgid, "This message does not exist or is too old")
    elif original.identity != ask.person.identity:
        ask.fail("EDIT_FORBIDDEN", audience.name, msgid, "You can only edit what you have said yourself")
    else:
        return original
    return None


def note_correction(hub: State, msgid: str, line: Line) -> None:
    """The latest correction of a message takes the place of an earlier one."""
    forget_correction(hub, msgid)
    hub.records.put(CORRECTION, msgid, line.msgid)


def forget_correction(hub: State, msgid: str) -> None:
    """Take the correction of a message out of the history, and what may put that right in turn.

    Raises KeepingError.
    """
    while (before := hub.records.get(CORRECTION, msgid)) is not None:
        hub.history.redact(before)
        hub.records.put(CORRECTION, msgid, None)
        msgid = before


def marked(line: Line) -> Line:
    """A correction for those who do not know what it is; as it is where there is no room for more."""
    made = line.prefixed(MARK)
    return line if made.is_cut else made
