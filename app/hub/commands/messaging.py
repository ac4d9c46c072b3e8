"""Talking: PRIVMSG, NOTICE, TAGMSG, also to the ranks of a channel (STATUSMSG).

https://modern.ircdocs.horse/#sending-messages and https://ircv3.net/specs/extensions/message-tags
"""

from __future__ import annotations

from app.hub.audience import Audience, find_audience
from app.hub.commands.row import Row
from app.hub.lines import Line, line_by
from app.hub.offers import TARGETS
from app.hub.replies import Request
from app.hub.saying import complain, say
from app.hub.state import State
from app.irc import numerics as n


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
                _say_to(hub, ask, audience, may_repeat=len(targets) == 1)
        if len(targets) > TARGETS:
            told(n.ERR_TOOMANYTARGETS, targets[TARGETS], "Too many targets")


def _say_to(hub: State, ask: Request, audience: Audience, *, may_repeat: bool) -> None:
    command, person = ask.message.command, ask.person
    params = (audience.name,) if command == "TAGMSG" else (audience.name, ask.param(1))

    def line(tags: str) -> Line:
        return line_by(person, command, *params, tags=tags, **hub.stamp())

    say(hub, ask, audience, line, may_repeat=may_repeat)


ROWS = {
    "PRIVMSG": Row(
        on_message, help=("PRIVMSG <target>{,<target>} <text>", "Says something to a channel or a person.")
    ),
    "NOTICE": Row(
        on_message, help=("NOTICE <target>{,<target>} <text>", "Like PRIVMSG, never answered automatically.")
    ),
    "TAGMSG": Row(on_message, help=("TAGMSG <target>{,<target>}", "Sends message tags without text.")),
}
