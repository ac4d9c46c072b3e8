"""Talking: PRIVMSG, NOTICE, TAGMSG, also to the ranks of a channel (STATUSMSG); BATCH, a message of several
lines that is taken in and then said as a whole; REDACT, deleting what was said.

https://modern.ircdocs.horse/#sending-messages and https://ircv3.net/specs/extensions/message-tags,
/client-batch, /multiline and /message-redaction
"""

from __future__ import annotations

from functools import partial

from app.hub.commands.command_row import Row
from app.hub.data.entities import LEVELS, OPERATOR, Audience, Session
from app.hub.data.hub_state import State
from app.hub.data.in_progress import TIMEOUT, ClientBatch, is_reference
from app.hub.data.limits import KICK_LENGTH, TARGETS
from app.hub.data.outgoing import Multiline, clip, line_by, message_by
from app.hub.data.storage import HistoryEvent
from app.hub.talk.audience import find_audience
from app.hub.talk.saying import complain, extras_of, forget_correction, say
from app.hub.telling.fanout import broadcast, with_capability
from app.hub.telling.replies import Request
from app.irc import capabilities
from app.irc import numerics as n
from app.irc.client_tags import MULTILINE_CONCAT
from app.irc.linebuffer import BODY_LIMIT
from app.irc.message import encode_body
from app.irc.text import encode_ctcp, parse_ctcp, split_text

# Bytes that fit behind the longest sender and channel.
SHORT = 200
_WIDEST = 4  # bytes of a character
_REDACTABLE = frozenset({"PRIVMSG", "NOTICE", "TAGMSG"})


def on_message(hub: State, ask: Request) -> None:
    """Pass a message on to each of its targets."""
    command = ask.message.command
    told = complain(ask, command)
    targets = ask.targets(0)
    if not targets:
        told(n.ERR_NORECIPIENT, f"No recipient given ({command})")
    elif command != "TAGMSG" and not ask.param(1):
        told(n.ERR_NOTEXTTOSEND, "No text to send")
    else:
        for target in targets[:TARGETS]:
            audience = find_audience(hub, ask, target, told)
            if audience is not None:
                _say_to(hub, ask, audience, is_alone=len(targets) == 1)
        if len(targets) > TARGETS:
            told(n.ERR_TOOMANYTARGETS, targets[TARGETS], "Too many targets")


def _say_to(hub: State, ask: Request, audience: Audience, *, is_alone: bool) -> None:
    if ask.message.command == "TAGMSG":
        _say_one(hub, ask, audience, (audience.name,), is_alone=is_alone)
        return
    for piece in _pieces(ask, audience):
        _say_one(hub, ask, audience, (audience.name, piece), is_alone=is_alone)


def _say_one(
    hub: State, ask: Request, audience: Audience, params: tuple[str, ...], *, is_alone: bool
) -> None:
    extras = extras_of(hub, ask, audience, is_alone=is_alone)
    if extras is not None:
        msgid, person = hub.ids.next(hub.now), ask.session.person
        line = message_by(person, ask.message.command, params, hub.ids.time, msgid, extras.tags)
        say(hub, ask, audience, line, extras, is_alone=is_alone)


def _pieces(ask: Request, audience: Audience) -> list[str]:
    """What is said, in as many messages as it takes to be passed on to a channel with its sender before it.

    Programs that know tags or echoes learn of a refusal and split by themselves. Others show a line as said
    that nobody has got. Somebody alone gets a message as one or not at all: for what is said between two,
    irctest (buffering.py) holds every server to that.
    """
    text = ask.message.params[1]
    if len(text) * (1 if text.isascii() else _WIDEST) <= SHORT or audience.channel is None:
        return [text]
    caps = ask.session.caps
    if capabilities.MESSAGE_TAGS in caps or capabilities.ECHO_MESSAGE in caps:
        return [text]
    ctcp = parse_ctcp(text)
    if ctcp is not None and ctcp[0] != "ACTION":  # of programs: no part of it makes sense
        return [text]
    around = encode_ctcp("ACTION", " ") if ctcp is not None else " "  # a space where the text stands
    whole = encode_body(ask.message.command, (audience.name, around), ask.person.source).encode()
    pieces = split_text(text if ctcp is None else ctcp[1], BODY_LIMIT - len(whole) + 1)
    return pieces if ctcp is None else [encode_ctcp("ACTION", piece) for piece in pieces]


def on_batch(hub: State, ask: Request) -> None:
    """Open or close a batch."""
    word = ask.param(0)
    if word.startswith("-"):
        _close_batch(hub, ask, word[1:])
    elif word.startswith("+"):
        _open_batch(hub, ask, word[1:])
    else:
        ask.fail("INVALID_REFTAG", word, "A batch begins with + and ends with -")


def _open_batch(hub: State, ask: Request, reference: str) -> None:
    session, kind, target = ask.session, ask.param(1), ask.param(2)
    if not is_reference(reference):
        ask.fail("INVALID_REFTAG", reference, "Not a name for a batch")
    elif kind != capabilities.MULTILINE or capabilities.MULTILINE not in session.caps:
        ask.fail("UNKNOWN_TYPE", reference, kind, "This connection has not asked for such batches")
    elif session.batch is not None and not session.batch.has_failed:
        _give_up_batch(session, "MULTILINE_INVALID", "One batch at a time")
    elif not target or "," in target:
        ask.fail("MULTILINE_INVALID", "A batch has one target")
    else:
        ask.hold()
        session.batch = ClientBatch(
            reference, target, hub.now, partial(_say_batch, hub, ask), partial(_refuse_batch, ask)
        )


def take_line(hub: State, ask: Request) -> None:
    """Take a line that says of itself that it is part of a batch."""
    session, tags = ask.session, ask.message.tags
    batch = session.batch
    if batch is None:
        ask.fail_for("BATCH", "MULTILINE_INVALID", "There is no such batch")
    elif batch.has_failed:
        pass
    elif tags["batch"] != batch.reference:
        _give_up_batch(session, "MULTILINE_INVALID", "There is no such batch")
    else:
        continues = MULTILINE_CONCAT in tags
        line = (ask.message.command, ask.param(0), ask.param(1))
        if mistake := batch.mistake(*line, continues=continues):
            _give_up_batch(session, *mistake)
        else:
            batch.add(ask.message.command, ask.param(1), continues=continues)


def _close_batch(hub: State, ask: Request, reference: str) -> None:
    session, batch = ask.session, ask.session.batch
    if batch is None or batch.reference != reference:
        ask.fail("MULTILINE_INVALID", "There is no such batch")
        return
    if batch.is_blank:
        _give_up_batch(session, "MULTILINE_INVALID", "Nothing is said in it")
    session.batch = None
    if not batch.has_failed:
        batch.say(batch)


def _say_batch(hub: State, opening: Request, batch: ClientBatch) -> None:
    """Say the whole of a batch, as the answer to the line that opened it."""
    opening.resume()
    audience = find_audience(hub, opening, batch.target, complain(opening, batch.command))
    if audience is not None:
        _say_lines(hub, opening, audience, batch)
    opening.finish()


def _say_lines(hub: State, opening: Request, audience: Audience, batch: ClientBatch) -> None:
    extras = extras_of(hub, opening, audience, is_alone=True)
    if extras is None:
        return
    person = opening.person
    line = Multiline(
        batch.command,
        audience.name,
        batch.parts,
        person.source,
        reference=hub.next_batch(),
        tags=extras.tags,
        account=person.account,
        is_bot=person.is_bot,
        **hub.stamp(),
    )
    say(hub, opening, audience, line, extras)


def check_batch(hub: State, session: Session) -> None:
    """Give up a batch that is not closed."""
    batch = session.batch
    if batch is not None and not 0 <= hub.now - batch.opened < TIMEOUT:
        _give_up_batch(session, "TIMEOUT", batch.reference, "The batch was left open for too long")
        session.batch = None


def _give_up_batch(session: Session, code: str, *context: str) -> None:
    """The open batch has failed: it is answered now, and the rest of it passes unsaid."""
    batch = session.batch
    if batch is not None and not batch.has_failed:
        batch.has_failed = True
        batch.refuse(code, *context)


def _refuse_batch(opening: Request, code: str, *context: str) -> None:
    opening.resume()
    opening.fail(code, *context)
    opening.finish()


def on_redact(hub: State, ask: Request) -> None:
    """Take a message back: one's own, or as a moderator anybody's in the channel."""
    target, msgid = ask.param(0), ask.param(1)
    if capabilities.REDACTION not in ask.session.caps:
        ask.fail("NEED_CAPABILITY", "This connection has not asked for draft/message-redaction")
        return
    audience = find_audience(hub, ask, target, _silence)
    if audience is None or not audience.target or not _is_inside(ask, audience):
        ask.fail("INVALID_TARGET", target, f"You cannot delete messages from {target}")
        return
    event = hub.history.find(msgid)
    if event is None or event.target != audience.target or event.command not in _REDACTABLE:
        ask.fail("UNKNOWN_MSGID", audience.name, msgid, "This message does not exist or is too old")
    elif not _may_redact(ask, audience, event):
        ask.fail("REDACT_FORBIDDEN", audience.name, msgid, "You are not authorised to delete this message")
    else:
        _redact(hub, ask, audience, msgid)


def _silence(code: str, *params: str) -> None:
    """REDACT has words of its own."""


def _is_inside(ask: Request, audience: Audience) -> bool:
    """Who is not in a channel learns nothing about its messages, not even that they exist."""
    return audience.channel is None or ask.person in audience.channel.members


def _may_redact(ask: Request, audience: Audience, event: HistoryEvent) -> bool:
    if event.identity == ask.person.identity:
        return True
    channel = audience.channel
    return channel is not None and channel.level(ask.person) >= LEVELS[OPERATOR]


def _redact(hub: State, ask: Request, audience: Audience, msgid: str) -> None:
    hub.history.redact(msgid)
    forget_correction(hub, msgid)
    reason = clip(ask.param(2), KICK_LENGTH)
    params = (audience.name, msgid, reason) if reason else (audience.name, msgid)
    line = line_by(ask.person, "REDACT", *params, time=hub.now)
    ask.add(line)
    broadcast(hub, line, with_capability(audience.listeners, capabilities.REDACTION))


ROWS = {
    "PRIVMSG": Row(
        on_message,
        is_talk=True,
        help=("PRIVMSG <target>{,<target>} <text>", "Says something to a channel or a person."),
    ),
    "NOTICE": Row(
        on_message,
        is_talk=True,
        help=("NOTICE <target>{,<target>} <text>", "Like PRIVMSG, never answered automatically."),
    ),
    "TAGMSG": Row(
        on_message, is_talk=True, help=("TAGMSG <target>{,<target>}", "Sends message tags without text.")
    ),
    "BATCH": Row(
        on_batch,
        1,
        help=(
            "BATCH +<reference> draft/multiline <target> or BATCH -<reference>",
            "Opens or closes a message of several lines.",
        ),
    ),
    "REDACT": Row(
        on_redact,
        2,
        help=(
            "REDACT <target> <message id> [<reason>]",
            "Deletes a message: your own, or as a moderator anybody's in the channel.",
        ),
    ),
}
