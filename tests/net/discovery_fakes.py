"""The beacon's sockets, DNS-SD and probes that only remember what is asked, and a clock that a test moves."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from app.diagnosis import help_call
from app.diagnosis.help_call import HelpCalls, write_call
from app.diagnosis.verdicts import Certainty, Diagnosis, Verdict
from app.discovery.announcement import Announcement
from app.discovery.datagrams import Datagram, read_datagram
from app.discovery.local_networks import AnnouncedInterface, LocalInterface
from app.discovery.probes import ProbeTarget
from app.discovery.service import FoundService, Service, room_service
from app.discovery.sightings import Place, ProbeResult
from app.net.room_probe import ProbeFinding
from tests.discovery.rooms import HOME


class FakeSockets(QObject):
    """In the place of DiscoverySockets."""

    heard = Signal(object, str, int)

    def __init__(self) -> None:
        super().__init__()
        self.told: list[Datagram | None] = []
        self.asked: list[Datagram | None] = []
        self.answered: list[tuple[Datagram | None, str, int]] = []
        self.asked_one: list[tuple[int, str, int]] = []  # bytes, address, interface
        self.followed: tuple[AnnouncedInterface, ...] = ()
        self.is_open = False

    def open(self, *, asks: bool) -> None:
        self.is_open = True

    def close(self) -> None:
        self.is_open = False

    def follow(self, interfaces: Sequence[AnnouncedInterface]) -> None:
        self.followed = tuple(interfaces)

    def tell(self, data: bytes) -> None:
        self.told.append(read_datagram(data))

    def ask(self, data: bytes) -> None:
        self.asked.append(read_datagram(data))

    def answer(self, data: bytes, address: str, port: int) -> bool:
        self.answered.append((read_datagram(data), address, port))
        return True

    def ask_one(self, data: bytes, address: str, interface: int = 0) -> bool:
        self.asked_one.append((len(data), address, interface))
        return True


class FakeProbes(QObject):
    """In the place of RoomProbes."""

    found = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self.looked: list[ProbeTarget] = []  # for which nothing was found yet
        self.cancelled = 0

    def look(self, target: ProbeTarget) -> None:
        self.looked.append(target)

    def look_anew(self, target: ProbeTarget) -> None:
        self.looked.append(target)

    def cancel(self) -> None:
        self.looked.clear()
        self.cancelled += 1

    def find(self, result: ProbeResult, told: Announcement | None = None) -> ProbeTarget:
        """The first that is looked for is found, or not; gives which one."""
        target = self.looked.pop(0)
        self.found.emit(target, ProbeFinding(result, told))
        return target


class FakeDnsSd(QObject):
    """In the place of DnsSd."""

    found = Signal(object)
    lost = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.registered: list[Service | None] = []
        self.heard_kinds: list[str] = []
        self.browsed: list[str] = []
        self.doubted: list[str] = []
        self.followed: tuple[AnnouncedInterface, ...] = ()
        self.restarts = 0
        self.is_open = False

    def open(self) -> None:
        self.is_open = True

    def close(self) -> None:
        self.is_open = False

    def follow(self, interfaces: Sequence[AnnouncedInterface]) -> None:
        self.followed = tuple(interfaces)

    def register(self, service: Service | None) -> None:
        self.registered.append(service)

    def listen(self, kind: str) -> None:
        self.heard_kinds.append(kind)

    def browse(self, kind: str) -> None:
        self.browsed.append(kind)

    def restart(self) -> None:
        self.restarts += 1

    def doubt(self, name: str) -> None:
        self.doubted.append(name)


def a_room(told: Announcement, *addresses: str) -> FoundService:
    """DNS-SD tells of a room at these addresses."""
    service = room_service(told)
    return FoundService(
        kind=service.kind,
        name=f"{service.name}.{service.kind}",
        addresses=addresses,
        port=service.port,
        txt={key.encode(): value.encode() for key, value in service.txt.items()},
    )


def a_call(fingerprint: str, port: int) -> FoundService:
    """Somebody calls for help who cannot enter the room of this hub at that port."""
    diagnosis = Diagnosis(Verdict.HOST_FIREWALL, Certainty.CERTAIN, Place("192.168.1.24", port))
    call = HelpCalls().take(diagnosis, fingerprint, "ab" * 16, 0)
    assert call is not None
    return FoundService(
        kind=help_call.SERVICE_TYPE,
        name="x",
        addresses=("8.8.8.8", "192.168.1.31"),
        port=port,
        txt={key.encode(): value.encode() for key, value in write_call(call).items()},
    )


class FakeComputer:
    """The interfaces of a computer, and its clock."""

    def __init__(self) -> None:
        self.interfaces: list[LocalInterface] = [HOME]
        self.now = 1000.0

    def look(self) -> list[LocalInterface]:
        return self.interfaces

    def clock(self) -> float:
        return self.now
