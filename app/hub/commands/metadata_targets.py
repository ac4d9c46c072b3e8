"""METADATA: what people and channels say of themselves. https://ircv3.net/specs/extensions/metadata

What a person says is read by all and changed by that person. What a channel says is read by who is in it or
may enter, and changed by its moderators.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import ceil

from app.hub.channels import metadata
from app.hub.channels.entering import refusal
from app.hub.channels.room_creation import title_is_taken
from app.hub.commands.command_row import Row
from app.hub.commands.metadata_subscriptions import EVERYTHING, SUBCOMMANDS, is_key, key_mistake, mistake
from app.hub.data.entities import LEVELS, OPERATOR, Channel, Person
from app.hub.data.hub_state import State
from app.hub.data.limits import Allowance
from app.hub.data.outgoing import Line
from app.hub.people.nicknames import imitates
from app.hub.telling.replies import Request
from app.irc import numerics as n
from app.irc.names import means_channel
from app.irc.room_lines import CONNECTION_KEY
from app.values import frozen

# Everybody in all channels of a person hears of each change.
_CHANGES = 20.0
_CHANGES_RATE = 1 / 6


@frozen
class Target:
    """Whose values: a person's or a channel's. `holder` is "" for who is not welcomed yet."""

    name: str
    holder: str
    values: Mapping[str, str]
    person: Person | None = None
    channel: Channel | None = None

    @property
    def own_keys(self) -> list[str]:
        """The keys that were set by people, not by the hub."""
        return [key for key in self.values if key != CONNECTION_KEY]

    def is_readable_by(self, person: Person) -> bool:
        """Whether somebody may know the values: of a channel, who is in it or could enter at once."""
        channel = self.channel
        if channel is None or person in channel.members:
            return True
        return channel.is_known_to(person) and refusal(channel, person, "") is None

    def is_changeable_by(self, person: Person) -> bool:
        """Whether somebody may change the values."""
        if self.channel is None:
            return self.person is person
        return self.channel.level(person) >= LEVELS[OPERATOR]


def on_metadata(hub: State, ask: Request) -> None:
    """Hand over to the subcommand."""
    name = ask.param(1).upper()
    if name in _WITH_KEYS and len(ask.params) < 3:
        ask.numeric(n.ERR_NEEDMOREPARAMS, "METADATA", "Not enough parameters")
    elif (on_keys := SUBCOMMANDS.get(name)) is not None:
        on_keys(hub, ask)
    elif name == "SYNC" and ask.param(0).upper() == EVERYTHING:
        metadata.sync(hub, ask, EVERYTHING, metadata.values_seen_by(hub, ask.session))
    elif (on_target := _OF_TARGET.get(name)) is None:
        ask.add(mistake(ask, "subcommand", ask.param(1), "There is no such subcommand"))
    elif (target := _find(hub, ask)) is None:
        ask.fail("INVALID_TARGET", ask.param(0), "There is nobody and nothing of that name")
    else:
        on_target(hub, ask, target)


def _find(hub: State, ask: Request) -> Target | None:
    name, person = ask.param(0), ask.person
    if not ask.session.welcomed:
        return Target("*", "", ask.session.early_metadata, person) if name == "*" else None
    if means_channel(name):
        channel = hub.visible_channel(name, person)
        if channel is None:
            return None
        return Target(channel.name, channel.key, metadata.values_of(hub, channel.key), channel=channel)
    found = person if name == "*" else hub.person(name)
    if found is None:
        return None
    return Target(found.nick, found.identity, metadata.values_of_person(hub, found), found)


def _refuse(ask: Request, target: Target, key: str) -> None:
    ask.fail("KEY_NO_PERMISSION", target.name, key, "You may not do that")


def _value_line(ask: Request, target: Target, key: str, value: str | None, *, by: str = "") -> Line:
    """`by`: the nickname of who has just changed it, "" for nobody."""
    tags = metadata.by_tag(by) if by and target.channel is not None else ""
    if value is None:
        return ask.numeric_line(n.RPL_KEYNOTSET, target.name, key, "Key is not set", tags=tags)
    return ask.numeric_line(n.RPL_KEYVALUE, target.name, key, metadata.EVERYBODY, value, tags=tags)


def _on_get(hub: State, ask: Request, target: Target) -> None:
    if not target.is_readable_by(ask.person):
        _refuse(ask, target, "*")
        return
    lines = [
        _value_line(ask, target, key, target.values.get(key)) if is_key(key) else key_mistake(ask, key)
        for key in dict.fromkeys(ask.params[2:])
    ]
    ask.bundle(metadata.KIND, target.name, lines)


def _on_list(hub: State, ask: Request, target: Target) -> None:
    if not target.is_readable_by(ask.person):
        _refuse(ask, target, "*")
        return
    lines = [_value_line(ask, target, key, value) for key, value in target.values.items()]
    ask.bundle(metadata.KIND, target.name, lines)


def _on_sync(hub: State, ask: Request, target: Target) -> None:
    if not target.is_readable_by(ask.person):
        _refuse(ask, target, "*")
    elif target.channel is not None:
        metadata.sync(hub, ask, target.name, metadata.values_within(hub, target.channel))
    else:
        metadata.sync(hub, ask, target.name, [(target.name, target.values)])


def _on_set(hub: State, ask: Request, target: Target) -> None:
    key, value = ask.param(2), ask.param(3) or None
    if not is_key(key):
        ask.add(key_mistake(ask, key))
    elif key == CONNECTION_KEY or not target.is_changeable_by(ask.person):
        _refuse(ask, target, key)
    elif wait := _wait(hub, ask):
        ask.fail("RATE_LIMITED", target.name, key, str(wait), f"Too many changes, wait {wait} seconds")
    elif value is None and key not in target.values and not metadata.uses_metadata_3(ask.session):
        ask.fail("KEY_NOT_SET", target.name, key, "There is no such key")
    elif reason := _mistake_in(hub, ask, target, key, value):
        ask.add(mistake(ask, "value", key, reason))
    elif value is not None and key not in target.values and len(target.own_keys) >= metadata.KEYS:
        ask.fail("LIMIT_REACHED", target.name, str(metadata.KEYS), "There are too many keys")
    else:
        _change(hub, ask, target, key, value)
        ask.add(_value_line(ask, target, key, value, by=ask.person.nick))


def _mistake_in(hub: State, ask: Request, target: Target, key: str, value: str | None) -> str:
    """What is wrong with a value, as a sentence; "" for nothing."""
    if value is None:
        return ""
    if len(value.encode()) > metadata.VALUE_BYTES:
        return f"A value has at most {metadata.VALUE_BYTES} bytes"
    if key == metadata.DISPLAY_NAME and target.person is not None:
        return imitates(hub, target.person, value)
    if key == metadata.DISPLAY_NAME and title_is_taken(hub, ask, target.channel, value):
        return "There is a room of that name, or one that looks like it"
    return ""


def _wait(hub: State, ask: Request) -> int:
    """The whole seconds until the asker may change something again, 0 for now."""
    if not hub.is_limited(ask.session.peer):
        return 0
    person = ask.person
    if person.changes is None:
        person.changes = Allowance(_CHANGES, _CHANGES_RATE, _CHANGES, hub.now)
    return ceil(person.changes.take(hub.now))


def _change(hub: State, ask: Request, target: Target, key: str, value: str | None) -> None:
    """Set or take out a value and tell who listens."""
    if not target.holder:
        early = ask.session.early_metadata
        early.pop(key, None)
        if value is not None:
            early[key] = value
    elif target.values.get(key) != value:
        metadata.put(hub, target.holder, key, value)
        if target.channel is not None:
            listeners = set(target.channel.everyone)
        else:
            listeners = metadata.listeners_of(hub, ask.person)
        metadata.tell(hub, listeners - {ask.session}, ask.person.source, target.name, key, value)


def _on_clear(hub: State, ask: Request, target: Target) -> None:
    if not target.is_changeable_by(ask.person):
        _refuse(ask, target, "*")
        return
    keys = target.own_keys
    for key in keys:
        _change(hub, ask, target, key, None)
    ask.bundle(
        metadata.KIND, target.name, [_value_line(ask, target, key, None, by=ask.person.nick) for key in keys]
    )


_OF_TARGET: dict[str, Callable[[State, Request, Target], None]] = {
    "GET": _on_get,
    "LIST": _on_list,
    "SET": _on_set,
    "CLEAR": _on_clear,
    "SYNC": _on_sync,
}
_WITH_KEYS = frozenset({"GET", "SET", "SUB", "UNSUB"})

ROWS = {
    "METADATA": Row(
        on_metadata,
        2,
        early_with=metadata.DRAFTS,
        help=(
            "METADATA <target or *> GET|LIST|SET|CLEAR|SYNC|SUB|UNSUB|SUBS [<key>{ <key>}] [<value>]",
            "What you, others and channels say of themselves: display-name, avatar, status and the like.",
        ),
    )
}
