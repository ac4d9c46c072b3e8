"""Multicast DNS by the library zeroconf, in the event loop of a thread: sockets, what is told and sought.

Loaded in that thread when it is first needed, as the library takes a tenth of a second. Knows no Qt and no
rooms.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

from zeroconf import DNSQuestionType, Error, IPVersion, ServiceInfo
from zeroconf.asyncio import AsyncServiceBrowser, AsyncZeroconf

from app.discovery.local_networks import AnnouncedInterface, read_address, told_addresses
from app.discovery.service import FoundService, LostService, Service
from app.net.mdns_orders import Orders, Wanted
from app.net.mdns_services import MdnsServices

log = logging.getLogger(__name__)

UPDATE_SECONDS = 2.0  # between two changes of what is told, each of which is sent three times
RETRY_SECONDS = 10.0  # until sockets are tried again that could not be had
END_SECONDS = 2.0  # for a goodbye, which takes a quarter of one
# The share of one processor that reading may take: the window needs the interpreter too. What does not fit
# into the system's buffer meanwhile is dropped.
SHARE = 0.25
CALM_SECONDS, BUSY_SECONDS = 1.0, 0.05
LONGEST_PAUSE = 0.5


def serve(orders: Orders, tell: Callable[[FoundService | LostService], object]) -> None:
    """Do what is wanted until it is over. `tell` is called in this thread."""
    # the same on every system, also where datagrams have another loop
    with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
        runner.get_loop().set_exception_handler(_log)
        runner.run(_Mdns(orders, tell).run())


def _log(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    error = context.get("exception")
    if isinstance(error, OSError):
        log.info("multicast DNS: %s", type(error).__name__)
    else:
        log.error("a bug in multicast DNS: %s", context.get("message"), exc_info=error)


class _Mdns:
    """From the first order to the last."""

    def __init__(self, orders: Orders, tell: Callable[[FoundService | LostService], object]) -> None:
        self._orders = orders
        self._tell = tell
        self._woken = asyncio.Event()
        self._zeroconf: AsyncZeroconf | None = None
        self._services: MdnsServices | None = None
        self._browsers: dict[str, AsyncServiceBrowser] = {}
        self._interfaces: tuple[AnnouncedInterface, ...] = ()
        self._told: Service | None = None
        self._told_addresses: tuple[str, ...] = ()
        self._may_update = 0.0
        self._restarts = 0
        self._must_tell = self._must_ask = True
        self._sending: set[asyncio.Future[Any]] = set()

    async def run(self) -> None:
        loop = asyncio.get_running_loop()
        self._orders.be_told(lambda: loop.call_soon_threadsafe(self._woken.set))
        watching = loop.create_task(self._keep_small())
        while True:
            self._woken.clear()
            wanted, doubted = self._orders.take()
            if wanted.is_over:
                break
            pause = await self._follow(wanted)
            if self._services is not None:
                for name in doubted:
                    self._services.doubt(name)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._woken.wait(), pause)
        watching.cancel()
        with contextlib.suppress(TimeoutError, OSError, Error):
            await asyncio.wait_for(self._close(), END_SECONDS)

    async def _follow(self, wanted: Wanted) -> float | None:
        """Make it as it is wanted; gives the seconds after which there is more to do, None for no more."""
        if not wanted.is_anything and self._zeroconf is None:
            return None
        if wanted.restarts != self._restarts:
            self._restarts, self._must_tell, self._must_ask = wanted.restarts, True, True
        try:
            if self._zeroconf is None:
                self._open()
            await self._stand_on(wanted.interfaces)
            await self._look_for(wanted)
            return await self._tell_of(wanted)
        except (OSError, RuntimeError, Error) as error:  # a port that is taken, an interface that went
            log.info("no multicast DNS for now: %s: %s", type(error).__name__, error)
            return RETRY_SECONDS

    # -- sockets

    def _open(self) -> None:
        # made with interfaces it would leave a socket open where one of them is gone
        self._zeroconf = AsyncZeroconf(interfaces=[], ip_version=IPVersion.V4Only)
        self._services = MdnsServices(self._zeroconf.zeroconf, self._tell)

    async def _stand_on(self, interfaces: tuple[AnnouncedInterface, ...]) -> None:
        """Hear and send on these interfaces. One that was gone meanwhile has another number, and no group."""
        assert self._zeroconf is not None
        if interfaces == self._interfaces:
            return
        stayed = tuple(one for one in interfaces if one in self._interfaces)
        for some in dict.fromkeys((stayed, interfaces)):
            await self._zeroconf.async_update_interfaces(**_sockets(some))
            if some and not self._zeroconf.zeroconf.engine.senders:
                # the library knows an interface by another number: it leaves out all of them then
                await self._zeroconf.async_update_interfaces(**_sockets(some, ipv6=False))
            self._interfaces = some

    # -- the own service

    async def _tell_of(self, wanted: Wanted) -> float | None:
        assert self._zeroconf is not None
        told, addresses = wanted.service, told_addresses(wanted.interfaces)
        now = asyncio.get_running_loop().time()
        if (told, addresses) == (self._told, self._told_addresses) and not self._must_tell:
            return None
        if self._told is not None and (told is None or not addresses or _key(told) != _key(self._told)):
            gone, self._told = self._told, None
            await (await self._zeroconf.async_unregister_service(_info(gone, self._told_addresses)))
        if told is None or not addresses:
            return None
        if self._told is not None and now < self._may_update:
            return self._may_update - now
        info = _info(told, addresses)
        if self._told is None:
            # nobody is asked whether the name is free: it has the hub's fingerprint in it
            sending = await self._zeroconf.async_register_service(info, cooperating_responders=True)
        else:
            sending = await self._zeroconf.async_update_service(info)
        self._told, self._told_addresses, self._must_tell = told, addresses, False
        self._may_update = now + UPDATE_SECONDS
        self._send(sending)
        return None

    def _send(self, sending: Any) -> None:
        future = asyncio.ensure_future(sending)
        self._sending.add(future)  # the loop itself would let it go
        future.add_done_callback(self._sending.discard)

    # -- services of others

    async def _look_for(self, wanted: Wanted) -> None:
        assert self._zeroconf is not None
        assert self._services is not None
        self._services.notice(wanted.browsed | wanted.heard)
        if self._must_ask:
            while self._browsers:
                await self._browsers.popitem()[1].async_cancel()
            self._must_ask = False
        for kind in wanted.browsed - self._browsers.keys():
            self._browsers[kind] = AsyncServiceBrowser(
                self._zeroconf.zeroconf,
                kind,
                handlers=[_pass_over],
                # by multicast at once: an answer to us alone would be stopped by many a firewall
                question_type=DNSQuestionType.QM,
            )

    # -- the end

    async def _keep_small(self) -> None:
        """Leave datagrams unread while reading them takes too much; end with the program's main thread."""
        pause = CALM_SECONDS
        while True:
            used, began = time.thread_time(), time.monotonic()
            await asyncio.sleep(pause)
            used, elapsed = time.thread_time() - used, time.monotonic() - began
            is_busy = used > SHARE * elapsed
            pause = BUSY_SECONDS if is_busy else CALM_SECONDS
            if is_busy:
                time.sleep(min(LONGEST_PAUSE, used / SHARE - elapsed))
            if not threading.main_thread().is_alive():
                self._orders.end()

    async def _close(self) -> None:
        if self._zeroconf is None:
            return
        if self._services is not None:
            self._services.close()
        for browser in self._browsers.values():
            await browser.async_cancel()
        await self._zeroconf.async_close()


def _pass_over(**_change: object) -> None:
    """What a browser finds is heard as all records are."""


def _key(service: Service) -> tuple[str, str, str]:
    return (service.kind, service.name, service.host)


def _info(service: Service, addresses: Sequence[str]) -> ServiceInfo:
    return ServiceInfo(
        service.kind,
        f"{service.name}.{service.kind}",
        port=service.port,
        properties=dict(service.txt),
        server=f"{service.host}.local.",
        parsed_addresses=list(addresses),
    )


def _sockets(interfaces: Sequence[AnnouncedInterface], *, ipv6: bool = True) -> dict[str, Any]:
    """The library's arguments: IPv4 by an address of the interface, IPv6 by its number."""
    chosen: list[str | int] = []
    for one in interfaces:
        ipv4 = [text for text in one.addresses if (each := read_address(text)) and each.version == 4]
        chosen += [*ipv4[:1], *([one.index] if one.ipv6 and ipv6 else [])]
    version = IPVersion.All if any(isinstance(one, int) for one in chosen) else IPVersion.V4Only
    return {"interfaces": chosen, "ip_version": version}
