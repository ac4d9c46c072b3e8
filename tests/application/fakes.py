"""What JoinedServers is given in tests: each remembers what was asked of it and opens nothing.

No sockets, no threads, no windows. A `FakeLink` does what the test tells it, in the order of the real one.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from types import SimpleNamespace

from PySide6.QtCore import QObject, Signal

from app.client.address import Address
from app.client.events import Event, Failure, LinkState, Registered, RoomEntered, Secured, WelcomeOver
from app.client.state.last_seen import LastSeen
from app.client.state.outbox import Outbox
from app.client.state.session_options import SessionOptions
from app.client.wishes import Join
from app.firewall.room_ports import FirewallReport, OpenedPorts
from app.security.pins import Pin
from app.security.trust import Assessment, Verdict
from app.ui.start.start_requests import JoinRequest

NOON = 1_700_000_000.0
HUB = "ab12" * 16  # the fingerprint of somebody's hub
OWN_HUB = "0f0f" * 16  # of our own


class Asked:
    """Keeps every call of a method that it does not have, as (name, its arguments)."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, tuple[object, ...]]] = []

    def __getattr__(self, name: str) -> Callable[..., None]:
        if name.startswith("_"):
            raise AttributeError(name)
        return lambda *args, **_options: self.asked.append((name, args))

    def requests(self, name: str) -> list[tuple[object, ...]]:
        """The arguments of each call of a name."""
        return [args for asked, args in self.asked if asked == name]


class FakeServers(QObject):
    """Stands for the servers that were entered; who tests says which they are."""

    connected = Signal(object)
    disconnected = Signal(QObject)

    def __init__(self) -> None:
        super().__init__()
        self.all: list[object] = []


class FakeLink(QObject, Asked):
    """Stands for net.link.Link; `made` has them all, the latest last."""

    made: list[FakeLink] = []

    state_changed = Signal(object)
    events_arrived = Signal(object)
    retry_in = Signal(int)
    secured = Signal(object, object)
    failed = Signal(object, str, str)

    def __init__(
        self, address: Address, options: SessionOptions, parent: QObject | None = None, **how: object
    ) -> None:
        QObject.__init__(self, parent)
        Asked.__init__(self)
        self.address, self.options, self.how = address, options, how
        self.reached = address
        self.state = LinkState.IDLE
        self.password = options.password or ""
        self.account = options.account
        self.session = SimpleNamespace(is_doubtful=False)
        self.last_seen, self.outbox = LastSeen(), Outbox()
        self.made.append(self)

    def was_wanted(self, channel: str) -> bool:
        """Whether somebody asked for the channel."""
        return Join(channel) in self.wishes

    @property
    def wishes(self) -> list[object]:
        """What was asked of the server, in order."""
        return [wish for (wish,) in self.requests("ask")]

    # -- what the test tells it

    def go(self, state: LinkState) -> None:
        """The connection is somewhere else on its way."""
        if state is not self.state:
            self.state = state
            self.state_changed.emit(state)

    def tell(self, *events: Event) -> None:
        """The server says something."""
        self.events_arrived.emit(list(events))

    def fail(self, failure: Failure, *, said: str = "", fingerprint: str = "") -> None:
        """The connection could not be made, or ended for good."""
        self.go(LinkState.STOPPED)
        self.failed.emit(failure, said, fingerprint)

    def welcome(
        self,
        *,
        room: str = "#club",
        network: str = "Robotics club",
        fingerprint: str = HUB,
        is_hub: bool = True,
        is_over: bool = True,
    ) -> None:
        """The handshake is done and the server welcomes us; it has not let us into a room yet."""
        if fingerprint:
            self.secured.emit(Secured(fingerprint, "", "TLS 1.3"), Assessment(Verdict.FIRST_CONTACT))
        self.go(LinkState.ONLINE)
        self.tell(Registered("mara", network, room if is_hub else "", is_hub, NOON))
        if not is_hub and is_over:
            self.tell(WelcomeOver(NOON))

    def enter(self, channel: str = "#club") -> None:
        """We are in a channel."""
        self.tell(RoomEntered(channel, NOON))

    def let_in(self, channel: str = "#club", **server: object) -> None:
        """All of it, up to the first room."""
        self.welcome(**server)  # type: ignore[arg-type]  # as given
        self.enter(channel)


class _Field(Asked):
    """A part of the start page."""

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self.text = text

    def name(self) -> str:
        return self.text

    def chosen_newcomers(self) -> str:
        return "1h"


class FakePage(QObject, Asked):
    """Stands for the start page; the person is called Mara."""

    host_requested = Signal(object)
    join_requested = Signal(JoinRequest)
    recent_activated = Signal(int)
    cancel_requested = Signal()

    def __init__(self) -> None:
        QObject.__init__(self)
        Asked.__init__(self)
        self.busy = False
        self.errors: list[tuple[str, str]] = []  # field and sentence
        self.name_field, self.host_card = _Field("Mara"), _Field()
        self.join_card = SimpleNamespace(address=_Field())

    def set_busy(self, busy: bool) -> None:
        self.busy = busy

    def show_connecting(self, address: str) -> None:
        self.busy = True
        self.asked.append(("show_connecting", (address,)))

    def show_join_error(self, text: str, *, field: str = "address") -> None:
        self.busy = False
        self.errors.append((field, text))

    def show_host_error(self, text: str, *, field: str = "room") -> None:
        self.busy = False
        self.errors.append((f"host: {field}", text))

    def ask_password(self, text: str = "") -> None:
        self.busy = False
        self.asked.append(("ask_password", (text,)))

    def offer_name(self, name: str, text: str) -> None:
        self.busy = False
        self.asked.append(("offer_name", (name, text)))


class FakeHostedHub(QObject, Asked):
    """Stands for the hosted hub; `is_open` and `is_opening` are set by the test."""

    opened = Signal(int)
    failed = Signal(str)
    closed = Signal()
    ports_changed = Signal(object)
    browsers_counted = Signal(int)

    def __init__(self) -> None:
        QObject.__init__(self)
        Asked.__init__(self)
        self.is_open = self.is_opening = self.has_other_port = False
        self.port = 7100
        self.info: object | None = None

    @property
    def is_in_use(self) -> bool:
        return self.is_open or self.is_opening

    def new_owner_secret(self) -> str:
        return "only the host's"

    def is_own_address(self, host: str, port: int) -> bool:
        return self.is_open and (host, port) == ("192.168.1.4", 7100)


class FakeFirewall(QObject, Asked):
    """Stands for firewall.firewall.Firewall: says what the test says."""

    looked = Signal(FirewallReport)
    changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        QObject.__init__(self, parent)
        Asked.__init__(self)
        self.opened: tuple[OpenedPorts, ...] = ()
        self.is_changing = False


class FakeTrust(QObject, Asked):
    """Stands for the trust hosted_hub: knows the pins that it is given, asks about the failures in `asks`."""

    words_known = Signal(str)

    def __init__(self) -> None:
        QObject.__init__(self)
        Asked.__init__(self)
        self.me = SimpleNamespace(fingerprint="1234" * 16)
        self.hub = SimpleNamespace(fingerprint=OWN_HUB)
        self.pins: dict[str, Pin] = {}
        self.asks: set[Failure] = set()
        self.remembered: list[tuple[str, str, str]] = []  # fingerprint, name, how it was verified
        self.remembered_at: list[Address] = []
        self.error: Exception | None = None  # what keeping something raises

    def assessor_for(self, address: Address, accepted: str = "", *, remembered: bool = False) -> str:
        return f"{address} {accepted}{' remembered' if remembered else ''}"

    def pin_of(self, fingerprint: str) -> Pin | None:
        return self.pins.get(fingerprint)

    def pin_for(self, address: Address) -> Pin | None:
        if address.fingerprint:
            return self.pins.get(address.fingerprint)
        there = f"{address.host}:{address.port}"
        return next((pin for pin in self.pins.values() if there in pin.addresses), None)

    def known_names(self) -> dict[str, str]:
        return {pin.fingerprint: pin.name for pin in self.pins.values()}

    def words_of(self, fingerprint: str) -> tuple[str, ...]:
        return (fingerprint[:4],) if fingerprint else ()

    def asks_about(self, _address: Address, failure: Failure) -> bool:
        return failure in self.asks

    def remember(self, fingerprint: str, *, name: str, address: Address, verified: str = "") -> None:
        self._keep()
        self.remembered.append((fingerprint, name, verified))
        self.remembered_at.append(address)

    def mark_verified(self, fingerprint: str, how: str) -> None:
        self._keep()
        self.pins[fingerprint] = Pin(fingerprint, "", (), NOON, how)

    def _keep(self) -> None:
        if self.error is not None:
            raise self.error


class FakeKeyStore:
    """Stands for security.key_store.SystemKeyStore: passwords by (place, name), or a problem with all.

    With `unlocked` it answers nobody before that is set.
    """

    def __init__(
        self,
        kept: dict[tuple[str, str], str] | None = None,
        *,
        problem: Exception | None = None,
        unlocked: threading.Event | None = None,
    ) -> None:
        self.kept = kept if kept is not None else {}
        self.threads: set[str] = set()
        self.problem = problem
        self._unlocked = unlocked

    def read(self, place: str, name: str) -> str:
        self._enter()
        return self.kept.get((place, name), "")

    def write(self, place: str, name: str, password: str) -> None:
        self._enter()
        self.kept[place, name] = password

    def remove(self, place: str, name: str) -> None:
        self._enter()
        self.kept.pop((place, name), None)

    def _enter(self) -> None:
        self.threads.add(threading.current_thread().name)
        if self._unlocked is not None:
            self._unlocked.wait(60)
        if self.problem is not None:
            raise self.problem
