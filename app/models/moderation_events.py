"""What an event of moderation changes: bans of channels and of the hub, mutes, who is its host."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.client import events as ev
from app.client.events import Event
from app.client.wishes import AskBans, AskHubBans
from app.models.connection import Connection
from app.models.room import Room
from app.models.room_names import banned_name
from app.models.timeline_entries import EventEntry


def _owner_proven(connection: Connection, _event: ev.OwnerProven) -> None:
    connection.moderation.is_owner = True


def _hub_bans_listed(connection: Connection, event: ev.HubBansListed) -> None:
    connection.moderation.set_bans(event.bans)


def _hub_ban_added(connection: Connection, event: ev.HubBanAdded) -> None:
    connection.flush()  # that they are gone is of this very batch
    connection.moderation.add(event.ban)


def _hub_ban_lifted(connection: Connection, event: ev.HubBanLifted) -> None:
    connection.moderation.remove(event.ban)


def _muted(connection: Connection, event: ev.Muted) -> None:
    connection.moderation.muted.emit(event.channel, event.nick, event.seconds, event.mask)


def _ban_listed(connection: Connection, event: ev.BanListed) -> None:
    room = connection.find(event.channel)
    if room is not None:
        room.has_ban_list = True
        room.set_bans(event.bans)


def _ban_changed(connection: Connection, event: ev.BanChanged) -> None:
    room = connection.find(event.channel)
    if room is not None:
        if event.banned and (name := banned_name(room, event.mask)):
            room.ban_names[event.mask] = name
        kept = tuple(ban for ban in room.bans if ban[0] != event.mask)
        room.set_bans((*kept, (event.mask, event.by, event.time)) if event.banned else kept)
        connection.add(room, EventEntry(event, event.time))
        if not event.banned:
            room.ban_names.pop(event.mask, None)


def ask_for_bans(connection: Connection, room: Room) -> None:
    """Ask once who is banned and muted in a room that this person moderates, so that it can be lifted.

    On our hubs alone: elsewhere the lists may be long, and are asked for when somebody wants to see them.
    """
    if connection.is_hub and room.may_moderate and not room.knows_bans:
        room.knows_bans = True
        connection.link.ask(AskBans(room.target))


def ask_for_hub_bans(connection: Connection) -> None:
    """Ask who is banned from the hub, as its host."""
    if connection.moderation.is_owner:
        connection.link.ask(AskHubBans())


# event -> function(connection, event)
MODERATION_EVENTS: dict[type[Event], Callable[[Connection, Any], None]] = {
    ev.OwnerProven: _owner_proven,
    ev.HubBansListed: _hub_bans_listed,
    ev.HubBanAdded: _hub_ban_added,
    ev.HubBanLifted: _hub_ban_lifted,
    ev.Muted: _muted,
    ev.BanListed: _ban_listed,
    ev.BanChanged: _ban_changed,
}
