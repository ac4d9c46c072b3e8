"""A turn that cannot be kept is taken back: nobody is told what is not in the history.

Who spoke in it is told that nothing was passed on, and closed: they cannot know what of theirs was done.
Channels are again what they were. That somebody is gone is told even so, for it is true.

A turn that was committed and could not be synced is lost in another way: it stands, in the hub and in its
file, but nobody was told of it. So everybody whom it would have told something is closed with the turn that
follows, which is taken back; who comes again is told of it, once it is kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from operator import attrgetter

from app.hub.channels import metadata, mutes, read_markers
from app.hub.channels.persistence import keep_or_delete
from app.hub.data.entities import Channel, Person
from app.hub.data.events import (
    ChannelRenamed,
    HistoryGivenUp,
    HistoryLost,
    HubEvent,
    Invited,
    Joined,
    Kicked,
    ModeSet,
    NotKept,
    Parted,
    Renamed,
    RoomTitled,
    Said,
    TopicSet,
)
from app.hub.data.hub_state import Snapshot, State
from app.hub.data.memory import LooseRecords, MemoryHistory
from app.hub.data.outgoing import Line
from app.hub.data.storage_errors import KeepingError
from app.hub.people import hub_bans
from app.hub.people.lifecycle import NOT_PASSED_ON, end
from app.hub.talk import shared_files
from app.hub.telling.fanout import broadcast
from app.hub.telling.presence import tell_offline

# Seconds until the host is told once more: somebody who wants to wait may think otherwise by then.
REMIND_AFTER = 60.0

# What was told of the turn and is not true any more.
_VOID = (ChannelRenamed, Invited, Joined, Kicked, ModeSet, Parted, Renamed, RoomTitled, Said, TopicSet)


def take_snapshots(hub: State) -> None:
    """A turn was kept: what its channels are now is what a later turn that is not falls back to."""
    journal = hub.journal
    for channel in journal.changed:
        if hub.channels.get(channel.key) is channel:
            journal.snapshots[channel] = _snapshot(channel)
        else:
            journal.snapshots.pop(channel, None)
    if journal.failure is not None:
        hub.events.append(NotKept(hub.now, journal.failure))
    elif journal.is_eventful and journal.is_failing:
        journal.is_failing = False
        hub.events.append(NotKept(hub.now, None))
    journal.clear()


def roll_back(hub: State, error: KeepingError) -> None:
    """A turn could not be kept; `error` says why, to the host."""
    journal = hub.journal
    journal.is_rolling_back = True
    hub.events = still_true(hub.events)
    if error.is_over:
        hub.events.append(HistoryLost(hub.now, error.failure))
    elif not journal.is_failing or not 0 <= hub.now - journal.told < REMIND_AFTER:
        journal.is_failing, journal.told = True, hub.now
        hub.events.append(NotKept(hub.now, error.failure))
    _drop_output(hub)
    for channel in journal.changed:
        if channel in journal.snapshots:
            _restore(hub, channel, journal.snapshots[channel])
    hub_bans.read_back(hub)
    mutes.load(hub)
    metadata.read_back(hub)
    read_markers.read_back(hub)
    shared_files.take_back(hub, is_begun_anew=error.is_over)
    _tell_departures(hub)
    speakers = sorted(journal.speakers, key=attrgetter("id"))
    for person in dict.fromkeys(session.person for session in speakers):
        _remove(hub, person)
    journal.is_rolling_back = False
    journal.clear()


def lose_last_turn(hub: State, told: Iterable[int], error: KeepingError) -> None:
    """The turn before could not be synced and is told to nobody; `told` are the sessions that it was for."""
    hub.history.distrust(error.failure)
    journal = hub.journal
    journal.not_synced = error
    journal.speakers |= journal.last_speakers
    journal.speakers.update(hub.sessions[session] for session in told if session in hub.sessions)


def still_true(events: Iterable[HubEvent]) -> list[HubEvent]:
    """What happened even if nobody is told of the turn in which it did."""
    return [event for event in events if not isinstance(event, _VOID) and not _says_kept(event)]


def _says_kept(event: HubEvent) -> bool:
    return isinstance(event, NotKept) and event.failure is None


def report_lost_history(hub: State) -> None:
    """Tell the host of a history that is gone before somebody speaks into it."""
    journal, failure = hub.journal, hub.history.failure
    if failure is not None and not journal.is_failing:
        journal.is_failing, journal.told = True, hub.now
        hub.events.append(NotKept(hub.now, failure))


def go_on_without(hub: State) -> None:
    """The host wants no history any more, for this one cannot be kept: the latest is held in memory."""
    hub.records = LooseRecords(hub.records)
    hub.history = MemoryHistory(records=hub.records)
    hub.journal.is_failing = False
    text = "From now on, what is said here is not kept."
    broadcast(hub, Line("NOTICE", (hub.room.name, text), hub.server, time=hub.now), hub.room.everyone)
    hub.events.append(HistoryGivenUp(hub.now))


def _drop_output(hub: State) -> None:
    hub.turn_log = None
    for session in hub.dirty:
        is_ended = session.id not in hub.sessions
        session.outbox = session.outbox[-1:] if is_ended else []  # why it was ended is its last line
        session.ping_deadline = None  # a PING may be among what was dropped
    hub.dirty = {session for session in hub.dirty if session.outbox}


def _tell_departures(hub: State) -> None:
    """Others know who is gone as they were called before this turn."""
    for departure in hub.journal.departures:
        line, person = departure.line, departure.person
        if person in hub.journal.renamed:
            nick, source = hub.journal.renamed[person]
            line = Line(line.command, line.params, source, time=line.time, account=line.account)
            tell_offline(hub, nick)
        broadcast(hub, line, [session for session in departure.listeners if session.id in hub.sessions])
        tell_offline(hub, person.nick)


def _remove(hub: State, person: Person) -> None:
    """End all connections of somebody who spoke; to others they quit as who they were."""
    if person in hub.journal.renamed:
        nick, person.source = hub.journal.renamed[person]
        tell_offline(hub, nick)
    for session in list(person.sessions):
        end(hub, session, NOT_PASSED_ON)


def _snapshot(channel: Channel) -> Snapshot:
    return {each.name: _copy(getattr(channel, each.name)) for each in fields(channel)}


def _copy(value: object) -> object:
    """With containers of its own, those of members shallowly: they are large and copied in most turns."""
    if isinstance(value, dict):
        is_nested = isinstance(next(iter(value.values()), None), dict)
        return {key: inner.copy() for key, inner in value.items()} if is_nested else value.copy()
    return value.copy() if isinstance(value, set) else value


def _restore(hub: State, channel: Channel, snapshot: Snapshot) -> None:
    """Let a channel be what it was, but for those who are gone."""
    if hub.channels.get(channel.key) is channel:
        del hub.channels[channel.key]
    for person in channel.members:
        del person.channels[channel.key]
    for name, value in snapshot.items():
        setattr(channel, name, _copy(value))
    for person in [person for person in channel.members if not person.sessions]:
        del channel.members[person]
        del channel.since[person]
    for person in channel.members:
        person.channels[channel.key] = channel
    channel.recount()
    hub.channels[channel.key] = channel
    keep_or_delete(hub, channel)
