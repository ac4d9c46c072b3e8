"""A channel as a JSON text, for the records: all of it but who is there just now."""

from __future__ import annotations

import json
from math import isfinite
from typing import Any, TypeVar

from app.hub.data.config import Newcomers
from app.hub.data.entities import SPEC, Channel, Topic
from app.hub.data.mask_lists import ListEntry
from app.irc.names import fold_channel, fold_nick, is_channel

_T = TypeVar("_T")

# The room of a channel of which nobody knows to which it belongs; no channel is called so.
NO_ROOM = "?"


def written(channel: Channel) -> str:
    """The text that `read` takes."""
    topic = channel.topic
    return json.dumps(
        dict(channel.more)
        | {
            "name": channel.name,
            "created": channel.created,
            "left": channel.left,
            "flags": "".join(sorted(channel.flags)),
            "key": channel.password,
            "limit": channel.limit,
            "lists": {mode: _entries(masks) for mode, masks in channel.lists.items()},
            "topic": [topic.text, topic.by, topic.time] if topic else None,
            "ranks": channel.ranks,
            "room": channel.room,
            "newcomers": channel.newcomers,
            "invited": sorted(channel.invited),
        }
        | ({"title": [channel.title, channel.opened_as]} if channel.title else {})
        # in a place of its own: earlier versions read exactly three things of an entry
        | ({"ends": ends} if (ends := _ends(channel)) else {}),
        ensure_ascii=False,
    )


_KNOWN = frozenset(
    {"name", "created", "left", "flags", "key", "limit", "lists", "topic", "ranks", "room"}
    | {"newcomers", "invited", "ends", "title"}
)


def _entries(masks: dict[str, ListEntry]) -> list[list[object]]:
    return [[entry.mask, entry.by, entry.time] for entry in masks.values()]


def _ends(channel: Channel) -> dict[str, float]:
    """When bans end that are for a time."""
    return {entry.folded: entry.until for entry in channel.lists["b"].values() if entry.until}


def read(key: str, text: str) -> Channel:
    """The channel of a key. One that cannot be read is closed, and its history with it."""
    try:
        return _read(key, json.loads(text))
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        sealed = Channel(key, key, 0.0)
        sealed.flags |= {"i", "s"}
        return sealed


def _read(key: str, kept: Any) -> Channel:
    name, left, limit = _of(str, kept["name"]), kept["left"], kept["limit"]
    if not is_channel(name) or fold_channel(name) != key:
        raise ValueError(name)
    channel = Channel(name, key, _number(kept["created"]))
    channel.left = None if left is None else _number(left)
    channel.flags = set(_of(str, kept["flags"])) & set(SPEC.flags)
    channel.password = None if kept["key"] is None else _of(str, kept["key"])
    channel.limit = None if limit is None else _of(int, limit)
    ends = _of(dict, kept.get("ends", {}))
    for mode, masks in channel.lists.items():
        for mask, by, time in kept["lists"].get(mode, ()):
            folded = fold_nick(_of(str, mask))
            until = _number(ends.get(folded, 0.0)) if mode == "b" else 0.0
            masks[folded] = ListEntry(mask, folded, _of(str, by), _number(time), until)
    if kept["topic"] is not None:
        words, by, time = kept["topic"]
        channel.topic = Topic(_of(str, words), _of(str, by), _number(time))
    channel.ranks = {_of(str, account): _of(str, ranks) for account, ranks in kept["ranks"].items()}
    channel.room = _of(str, kept.get("room", ""))  # which early versions did not write
    newcomers = kept.get("newcomers")  # these two as well
    channel.newcomers = None if newcomers is None else Newcomers(newcomers)
    channel.invited = {_of(str, account) for account in kept.get("invited", ())}
    title, opened_as = kept.get("title", ("", ""))
    channel.title, channel.opened_as = _of(str, title), _of(str, opened_as)
    channel.more = tuple((name, value) for name, value in kept.items() if name not in _KNOWN)
    return channel


def _number(value: Any) -> float:
    number = float(value) if type(value) is int else _of(float, value)
    if not isfinite(number):
        raise ValueError(number)
    return number


def _of(kind: type[_T], value: Any) -> _T:
    """The value, if it is what it should be: the file may be damaged. Raises TypeError."""
    if not isinstance(value, kind):
        raise TypeError(kind)
    return value
