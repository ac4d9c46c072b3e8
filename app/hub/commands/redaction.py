"""REDACT: taking back what was said. https://ircv3.net/specs/extensions/message-redaction"""

from __future__ import annotations

from app.hub.audience import Audience, find_audience
from app.hub.channel import LEVELS, OPERATOR
from app.hub.commands.row import Row
from app.hub.corrections import forget_correction
from app.hub.fanout import able, broadcast
from app.hub.history import HistoryEvent
from app.hub.lines import clip, line_by
from app.hub.offers import KICK_LENGTH
from app.hub.replies import Request
from app.hub.state import State
from app.irc import capabilities

_REDACTABLE = frozenset({"PRIVMSG", "NOTICE", "TAGMSG"})


def on_redact(hub: State, ask: Request) -> None:
    """Take a message back: one's own, or as a moderator anybody's in the channel."""
    target, msgid = ask.param(0), ask.param(1)
    if capabilities.REDACTION not in ask.session.caps:
        ask.fail("NEED_CAPABILITY", "This connection has not asked for draft/message-redaction")
        return
    audience = find_audience(hub, ask, target, _silence)
    if audience is None or not audience.kept or not _is_inside(ask, audience):
        ask.fail("INVALID_TARGET", target, f"You cannot delete messages from {target}")
        return
    event = hub.history.find(msgid)
    if event is None or event.target != audience.kept or event.command not in _REDACTABLE:
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
    broadcast(hub, line, able(audience.listeners, capabilities.REDACTION))


ROWS = {
    "REDACT": Row(
        on_redact,
        2,
        help=(
            "REDACT <target> <message id> [<reason>]",
            "Takes back a message: your own, or as a moderator anybody's in the channel.",
        ),
    )
}
