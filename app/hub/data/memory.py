"""History, records and accounts of a hub that keeps nothing: for a while, and not beyond its end."""

from __future__ import annotations

import secrets
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from itertools import islice, takewhile

from app.hub.data.clock import SteadyClock
from app.hub.data.storage import (
    ATTACHMENTS,
    CERTIFICATES_PER_ACCOUNT,
    FILES,
    KEPT_FOR,
    KEYS_PER_ACCOUNT,
    SECRET_BYTES,
    Credentials,
    HistoryEvent,
    Records,
    Span,
    parties,
    targets_of,
)
from app.hub.data.storage_errors import KeepingError, StorageFailure
from app.irc.msgid import before, time_of

# A few busy evenings; with half a kilobyte each some 5 MB.
EVENTS = 10_000
_SLICE = 100  # that go in one tick


class MemoryRecords:
    """Lasting state that does not last."""

    def __init__(self) -> None:
        self._values: dict[str, dict[str, str]] = {}

    def put(self, kind: str, key: str, value: str | None) -> None:
        """Keep a value; None takes it out."""
        values = self._values.setdefault(kind, {})
        if value is None:
            values.pop(key, None)
        else:
            values[key] = value

    def get(self, kind: str, key: str) -> str | None:
        """One value."""
        return self._values.get(kind, {}).get(key)

    def all(self, kind: str) -> list[tuple[str, str]]:
        """Every key and value of a kind, by key."""
        return sorted(self._values.get(kind, {}).items())


class LooseRecords:
    """Lasting state that does not last any more; what was kept before can still be read, if it can."""

    def __init__(self, before: Records) -> None:
        self._before = before
        self._values: dict[str, dict[str, str | None]] = {}

    def put(self, kind: str, key: str, value: str | None) -> None:
        """Keep a value; None takes it out."""
        self._values.setdefault(kind, {})[key] = value

    def get(self, kind: str, key: str) -> str | None:
        """One value."""
        values = self._values.get(kind, {})
        if key in values:
            return values[key]
        with suppress(KeepingError):
            return self._before.get(kind, key)
        return None

    def all(self, kind: str) -> list[tuple[str, str]]:
        """Every key and value of a kind, by key."""
        found: dict[str, str | None] = {}
        with suppress(KeepingError):
            found.update(self._before.all(kind))
        found.update(self._values.get(kind, {}))
        return sorted((key, value) for key, value in found.items() if value is not None)


class MemoryHistory:
    """The latest events; older ones are forgotten one by one."""

    def __init__(self, limit: int = EVENTS, records: Records | None = None) -> None:
        """`records` are those of the same hub, in which files are."""
        self._limit = limit
        self._records: Records = MemoryRecords() if records is None else records
        self._lost_files: list[str] = []
        self._events: dict[str, HistoryEvent] = {}  # by id, in their order
        self._places: dict[str, list[str]] = {}  # target -> ids, ascending
        self._own: dict[tuple[str, str], str] = {}
        self._newest = ""
        self._clock = SteadyClock()

    def append(self, event: HistoryEvent, own_id: str = "") -> None:
        """Remember an event."""
        self._newest = event.msgid
        self._events[event.msgid] = event
        for target in targets_of(event):
            self._places.setdefault(target, []).append(event.msgid)
        if own_id:
            self._own[event.identity, own_id] = event.msgid
            if len(self._own) > self._limit:
                del self._own[next(iter(self._own))]
        if len(self._events) > self._limit:
            self.redact(next(iter(self._events)))

    def commit(self) -> None:
        """Nothing is kept."""

    def take_sync(self) -> None:
        """There is nothing to wait for."""

    def distrust(self, failure: StorageFailure) -> None:
        """Nothing is kept anyway."""

    def read(self, target: str, span: Span, limit: int, *, newest: bool, events: bool) -> list[HistoryEvent]:
        """At most `limit` of what `span` holds, from its newest end or its oldest."""
        ids = self._places.get(target, [])
        start = bisect_right(ids, span.after)
        end = bisect_left(ids, span.before) if span.before else len(ids)
        step = range(end - 1, start - 1, -1) if newest else range(start, end)
        found = self._take((ids[index] for index in step), limit, events=events)
        return [replace(event, target=target, also=()) for event in (reversed(found) if newest else found)]

    def _take(self, ids: Iterable[str], limit: int, *, events: bool) -> list[HistoryEvent]:
        found: list[HistoryEvent] = []
        for msgid in ids:
            if len(found) == limit:
                break
            event = self._events[msgid]
            if events or event.is_text:
                found.append(event)
        return found

    def find(self, msgid: str) -> HistoryEvent | None:
        """The event of an id."""
        return self._events.get(msgid)

    def find_own(self, identity: str, own_id: str) -> str | None:
        """The id of what somebody's client has sent before under its own id."""
        return self._own.get((identity, own_id))

    def redact(self, msgid: str) -> None:
        """Take an event out."""
        event = self._events.pop(msgid, None)
        self._lose_files(msgid)
        for target in targets_of(event) if event else ():
            ids = self._places[target]
            ids.remove(msgid)
            if not ids:
                del self._places[target]

    def conversations(self, identity: str) -> list[str]:
        """The targets of all private talk of somebody, as they were begun."""
        return [target for target in self._places if identity in (parties(target) or ())]

    def rename(self, target: str, new: str) -> None:
        """A channel has another key now."""
        self.forget(new)
        moved = self._places.pop(target, [])
        for msgid in moved:
            event = self._events[msgid]
            names = [new if name == target else name for name in targets_of(event)]
            self._events[msgid] = replace(event, target=names[0], also=tuple(names[1:]))
        if moved:
            self._places[new] = moved

    def forget(self, target: str) -> None:
        """Let go of all that a target has; what belongs to others too stays theirs."""
        for msgid in self._places.pop(target, []):
            event = self._events[msgid]
            left = tuple(name for name in targets_of(event) if name != target)
            if left:
                self._events[msgid] = replace(event, target=left[0], also=left[1:])
            else:
                del self._events[msgid]
                self._lose_files(msgid)

    def _lose_files(self, msgid: str) -> None:
        """Let go of what belonged to a message."""
        ids = (self._records.get(ATTACHMENTS, msgid) or "").split()
        if ids:
            self._records.put(ATTACHMENTS, msgid, None)
        for file_id in ids:
            self._records.put(FILES, file_id, None)
        self._lost_files += ids

    def take_lost_files(self) -> list[str]:
        """The ids of files that went with their messages."""
        lost, self._lost_files = self._lost_files, []
        return lost

    def newest(self) -> str:
        """The newest id."""
        return self._newest

    def tick(self, now: float) -> None:
        """Forget a little of what is too old; what is too much was forgotten when it came."""
        self._clock.look(now)
        for start, end in self._clock.past(KEPT_FOR):
            first, last = before(start), before(end)
            due = (msgid for msgid in takewhile(last.__gt__, self._events) if msgid > first)
            for msgid in list(islice(due, _SLICE)):
                self.redact(msgid)

    failure = None

    @property
    def believed(self) -> float:
        """The time by which the ticks let something be given up for good."""
        return self._clock.believed

    def hidden_before(self, now: float) -> float:
        """Before which time all is too old for newcomers."""
        oldest = next(iter(self._events), "")
        return self._clock.hidden_before(now, KEPT_FOR, time_of(oldest) if oldest else now)


class MemoryAccounts:
    """Accounts of a hub that keeps nothing."""

    def __init__(self) -> None:
        self._certificates: dict[str, str] = {}
        self._nicks: dict[str, str] = {}
        self._credentials: dict[str, Credentials | None] = {}  # every account is a key
        self._secret = secrets.token_bytes(SECRET_BYTES)
        self._host: str | None = None

    def by_fingerprint(self, fingerprint: str) -> str | None:
        """The account of a client certificate."""
        return self._certificates.get(fingerprint)

    def owner_of(self, nick_key: str) -> str | None:
        """The account that owns a nickname, by one of its keys."""
        return self._nicks.get(nick_key)

    def create(
        self,
        name: str,
        nick_keys: tuple[str, ...],
        now: float,
        *,
        fingerprint: str = "",
        credentials: Credentials | None = None,
        email: str = "",
    ) -> bool:
        """Make an account with all keys of its first nickname."""
        if fingerprint in self._certificates or name in self._credentials:
            return False
        if not self._nicks.keys().isdisjoint(nick_keys):
            return False
        self._credentials[name] = credentials
        self._nicks.update(dict.fromkeys(nick_keys, name))
        if fingerprint:
            self._certificates[fingerprint] = name
        return True

    def claim(self, account: str, nick_key: str, now: float) -> bool:
        """Give an account one more key of a nickname."""
        return _take(self._nicks, nick_key, account, KEYS_PER_ACCOUNT)

    def add_certificate(self, account: str, fingerprint: str, now: float) -> bool:
        """Let one more certificate prove an account."""
        return _take(self._certificates, fingerprint, account, CERTIFICATES_PER_ACCOUNT)

    def credentials(self, account: str) -> Credentials | None:
        """What is kept of an account's password."""
        return self._credentials.get(account)

    def set_credentials(self, account: str, credentials: Credentials) -> bool:
        """Give an account its password."""
        if self._credentials.get(account, credentials) is not None:
            return False
        self._credentials[account] = credentials
        return True

    def secret(self) -> bytes:
        """Random bytes, the same as long as this hub runs."""
        return self._secret

    def host(self) -> str | None:
        """The fingerprint of the certificate that proves the host."""
        return self._host

    def set_host(self, fingerprint: str) -> None:
        """Let another certificate prove the host from now on."""
        self._host = fingerprint


def _take(owners: dict[str, str], what: str, account: str, most: int) -> bool:
    if what not in owners and list(owners.values()).count(account) < most:
        owners[what] = account
    return owners.get(what) == account
