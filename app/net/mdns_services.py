"""Services of others as multicast DNS tells of them: noticed, read, asked for, lost. Bounded in every way.

Loads the library zeroconf, whose calls come in the event loop of its thread. Nothing that others send raises
into that loop. Knows no rooms.
"""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from zeroconf import (
    DNSQuestionType,
    Error,
    RecordUpdate,
    RecordUpdateListener,
    Zeroconf,
    current_time_millis,
)
from zeroconf.asyncio import AsyncServiceInfo

from app.discovery.service import FoundService, LostService

log = logging.getLogger(__name__)

Tell = Callable[[FoundService | LostService], object]

# Services that are known at once. Who announces thousands keeps those who come later out of DNS-SD for as
# long as somebody looks, and out of nothing else: the beacon has bounds of its own.
MOST_SERVICES = 500
MOST_ADDRESSES = 16  # of one service
MOST_TXT = 2048  # bytes of a TXT record that is read
# What belongs to one service comes in several datagrams: read when they are here, and not too many at once.
READ_SECONDS = 0.1
READ_AT_ONCE = 16
ASK_MS = 3000  # how long an answer is waited for, in which it is asked for four times
ASKED_AT_ONCE = 4
MOST_ASKED = 32  # that wait: of a service that names nothing the network is asked again and again

# https://www.rfc-editor.org/rfc/rfc1035 section 3.2.2, rfc3596, rfc2782
_A, _PTR, _TXT, _AAAA, _SRV = 1, 12, 16, 28, 33


@dataclass(slots=True)
class _Known:
    """A service that was told of. `name`: with its kind."""

    name: str
    kind: str
    is_found: bool = False  # it was told on


class _Ear(RecordUpdateListener):
    """Hears all records that arrive, before they are in the library's cache."""

    def __init__(self, hear: Callable[[RecordUpdate, float], None]) -> None:
        self._hear = hear

    def async_update_records(self, zc: Zeroconf, now: float, records: list[RecordUpdate]) -> None:
        """Called by the library with the records of one datagram."""
        try:
            for one in records:
                self._hear(one, now)
        except Exception:
            log.exception("a bug in reading what multicast DNS tells")


class MdnsServices:
    """The services of some kinds that others on the network tell of."""

    def __init__(self, zeroconf: Zeroconf, tell: Tell) -> None:
        self._zeroconf = zeroconf
        self._tell = tell
        self._kinds: frozenset[str] = frozenset()
        self._known: dict[str, _Known] = {}  # by the name in small letters
        self._changed: OrderedDict[str, None] = OrderedDict()  # to be read
        self._reading: asyncio.TimerHandle | None = None
        self._waiting: OrderedDict[str, None] = OrderedDict()  # to be asked for
        self._asking: dict[str, asyncio.Task[None]] = {}
        self._ear = _Ear(self._hear)
        zeroconf.async_add_listener(self._ear, None)

    def notice(self, kinds: frozenset[str]) -> None:
        """Tell of services of these kinds from now on, and of no others."""
        new, self._kinds = kinds - self._kinds, kinds
        for kind in new:  # what is in the cache is not asked for any more
            for record in self._zeroconf.cache.entries_with_name(kind):
                self._hear(RecordUpdate(record), current_time_millis())
        for key in [key for key, one in self._known.items() if one.kind not in kinds]:
            self._drop(key)

    def doubt(self, name: str) -> None:
        """Forget what is known of a service and ask for it: it is found again, or lost.

        What was told stays in the library's cache for an hour (RFC 6762 section 10); whoever finds nobody
        there may have it flushed (section 10.4).
        """
        known = self._known.get(name.lower())
        if known is not None and name.lower() not in self._asking:
            self._flush(known)
            self._ask_for(name.lower())

    def close(self) -> None:
        """Tell nothing more."""
        self._zeroconf.async_remove_listener(self._ear)
        self._kinds = frozenset()
        self._known.clear()
        self._changed.clear()
        self._waiting.clear()
        if self._reading is not None:
            self._reading.cancel()
        for task in self._asking.values():
            task.cancel()

    # -- what is heard

    def _hear(self, update: RecordUpdate, now: float) -> None:
        record = update.new
        if record.type == _PTR and record.key in self._kinds:
            name = str(getattr(record, "alias", ""))
            if record.is_expired(now):  # a goodbye, or nobody has refreshed it
                self._lose(name.lower())
            elif name.lower() in self._known or len(self._known) < MOST_SERVICES:
                self._known.setdefault(name.lower(), _Known(name, record.key))
                self._change(name.lower())
        elif record.is_expired(now):
            # the library passes over the goodbye of a name that is not in its cache, as after a doubt
            if record.type == _SRV and record.ttl == 0:
                self._lose(record.key)
        elif record.type in (_SRV, _TXT):
            self._change(record.key)
        elif record.type in (_A, _AAAA):
            for service in self._zeroconf.cache.async_entries_with_server(record.name):
                self._change(service.key)

    def _change(self, key: str) -> None:
        if key not in self._known:
            return
        self._changed[key] = None
        if self._reading is None:
            self._reading = asyncio.get_running_loop().call_later(READ_SECONDS, self._read)

    def _read(self) -> None:
        """Tell of some of those that have changed, or ask for what is missing of them."""
        self._reading = None
        for _ in range(min(len(self._changed), READ_AT_ONCE)):
            key, _none = self._changed.popitem(last=False)
            known = self._known.get(key)
            if known is not None and not self._tell_of(known):
                self._ask_for(key)
        if self._changed:
            self._reading = asyncio.get_running_loop().call_later(READ_SECONDS, self._read)

    def _tell_of(self, known: _Known, read: AsyncServiceInfo | None = None) -> bool:
        """Tell of a service what the cache knows, or `read`; False where something is missing."""
        try:
            info = read or AsyncServiceInfo(known.kind, known.name)
            if read is None and not info.load_from_cache(self._zeroconf):
                return False
            is_short = sum(len(key) + len(value or b"") for key, value in info.properties.items()) <= MOST_TXT
            found = FoundService(
                kind=known.kind,
                name=known.name,
                addresses=tuple(info.parsed_scoped_addresses()[:MOST_ADDRESSES]),
                port=info.port or 0,
                txt=info.properties if is_short else {},
            )
        except (Error, ValueError):  # a name or a record that is none
            self._drop(known.name.lower())
            return True
        known.is_found = True
        self._tell(found)
        return True

    # -- what is asked for

    def _ask_for(self, key: str) -> None:
        if key not in self._asking and (key in self._waiting or len(self._waiting) < MOST_ASKED):
            self._waiting[key] = None
            self._ask_next()

    def _ask_next(self) -> None:
        while self._waiting and len(self._asking) < ASKED_AT_ONCE:
            key, _none = self._waiting.popitem(last=False)
            if key in self._known:
                self._asking[key] = asyncio.get_running_loop().create_task(self._ask(key, self._known[key]))

    async def _ask(self, key: str, known: _Known) -> None:
        try:
            info = AsyncServiceInfo(known.kind, known.name)
            # by multicast: an answer to us alone would be stopped by a firewall that lets those in
            is_there = await info.async_request(self._zeroconf, ASK_MS, DNSQuestionType.QM)
            if key in self._known and not (is_there and self._tell_of(known, info)):
                self._flush(known)
                self._lose(key)
        except Error:
            self._lose(key)
        finally:
            self._asking.pop(key, None)
            self._ask_next()

    # -- what is lost

    def _lose(self, key: str) -> None:
        known = self._known.get(key)
        if known is None:
            return
        self._drop(key)
        if known.is_found:
            self._tell(LostService(known.name))

    def _drop(self, key: str) -> None:
        self._known.pop(key, None)
        self._changed.pop(key, None)
        self._waiting.pop(key, None)

    def _flush(self, known: _Known) -> None:
        """Take out of the cache what it has of a service, so that questions are not said to be answered."""
        cache = self._zeroconf.cache
        records = [one for one in cache.entries_with_name(known.name) if one.type in (_SRV, _TXT)]
        records += [
            one
            for one in cache.entries_with_name(known.kind)
            if one.type == _PTR and str(getattr(one, "alias", "")).lower() == known.name.lower()
        ]
        cache.async_remove_records(records)
