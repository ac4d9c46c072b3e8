"""LIST with the conditions of ELIST. https://modern.ircdocs.horse/#list-message and #elist-parameter"""

from __future__ import annotations

from collections.abc import Callable

from app.hub.channels.metadata import title_tag
from app.hub.commands.command_row import Row
from app.hub.data.costs import LOOKED_AT, comparing
from app.hub.data.entities import Channel
from app.hub.data.hub_state import State
from app.hub.data.limits import LIST_TARGETS
from app.hub.telling.replies import Request
from app.irc import numerics as n
from app.irc.masks import Mask, compile_mask
from app.irc.names import fold_channel

Condition = Callable[[Channel], bool]


def on_list(hub: State, ask: Request) -> None:
    """Show the channels that fit all conditions."""
    names: list[Mask] = []
    conditions: list[Condition] = []
    for word in ask.targets_up_to(LIST_TARGETS):
        ask.charge(comparing(word, len(hub.channels)))
        condition = _condition(word, hub.now)
        if condition is not None:
            conditions.append(condition)
        else:
            names.append(compile_mask(fold_channel(word)))
    ask.charge(LOOKED_AT * len(hub.channels))
    ask.numeric(n.RPL_LISTSTART, "Channel", "Users  Name")
    for channel in hub.channels.values():
        if not channel.members or not channel.is_known_to(ask.person):
            continue
        if names and not any(name.fits(channel.key) for name in names):
            continue
        if all(condition(channel) for condition in conditions):
            topic = channel.topic.text if channel.topic else ""
            about = (channel.name, str(len(channel.members)), topic)
            ask.add(ask.numeric_line(n.RPL_LIST, *about, tags=title_tag(hub, channel)))
    ask.numeric(n.RPL_LISTEND, "End of LIST")


def _condition(word: str, now: float) -> Condition | None:
    """What a word of LIST asks of a channel; None when it is a name."""
    if word.startswith("!"):
        mask = compile_mask(fold_channel(word[1:]))
        return lambda channel: not mask.fits(channel.key)
    kind = word[:1].upper() if word[:1].upper() in ("C", "T") else ""
    sign, number = word[len(kind) : len(kind) + 1], word[len(kind) + 1 :]
    if sign not in ("<", ">") or not (number.isascii() and number.isdecimal()) or len(number) > 9:
        return None
    value = int(number)
    measure = _MEASURES[kind]
    if sign == "<":
        return lambda channel: measure(channel, now) < value
    return lambda channel: measure(channel, now) > value


def _users(channel: Channel, now: float) -> float:
    return len(channel.members)


def _age(channel: Channel, now: float) -> float:
    return (now - channel.created) / 60


def _topic_age(channel: Channel, now: float) -> float:
    """Minutes since the topic was set; a channel without one was never quick to change it."""
    return (now - channel.topic.time) / 60 if channel.topic else float("inf")


_MEASURES = {"": _users, "C": _age, "T": _topic_age}

ROWS = {
    "LIST": Row(
        on_list,
        help=(
            "LIST [<condition>{,<condition>}]",
            "Shows channels: by name, !name, >users, <users, C>minutes or T<minutes.",
        ),
    )
}
