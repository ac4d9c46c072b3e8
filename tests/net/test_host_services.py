"""What a host tells of its room by DNS-SD, and the calls for help that it hears."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from app.diagnosis import help_call
from app.diagnosis.help_call import Rumour, Seen
from app.discovery.service import SERVICE_TYPE, FoundService, room_service
from app.net.host_services import HostServices
from tests.discovery.rooms import announced, fingerprint
from tests.net.discovery_fakes import FakeComputer, FakeDnsSd, a_call
from tests.stand_in import stand_in

ROOM = announced(7)
HUB = fingerprint(7)


class Host:
    def __init__(self) -> None:
        self.dns_sd, self.around = FakeDnsSd(), FakeComputer()
        self.services = HostServices(
            stand_in(self.dns_sd),
            self.dns_sd,
            look=self.around.look,
            clock=self.around.clock,
        )
        self.rumours: list[Rumour] = []
        self.services.help_called.connect(self.rumours.append)

    def hear(self, *, of: str = HUB, port: int = 6667, kind: str = help_call.SERVICE_TYPE) -> None:
        """A call arrives."""
        self.dns_sd.found.emit(replace(a_call(of, port), kind=kind))


@pytest.fixture
def host(qtbot: QtBot) -> Host:
    return Host()


def test_a_room_is_told_and_told_again_only_when_it_changes(host: Host) -> None:
    host.services.tell(ROOM)
    assert host.dns_sd.registered == []
    host.services.open(("",), HUB, (6667,))
    assert [one.name for one in host.dns_sd.followed] == ["eth0"]
    host.services.tell(ROOM)
    host.services.tell(ROOM)
    more = replace(ROOM, people=3)
    host.services.tell(more)
    host.services.tell(None)
    host.services.close()
    assert host.dns_sd.registered == [room_service(ROOM), room_service(more), None]
    assert not host.dns_sd.is_open


def test_the_next_room_is_told_as_well(host: Host) -> None:
    for _ in range(2):
        host.services.open(("",), HUB, (6667,))
        host.services.tell(ROOM)
        host.services.close()
    assert len(host.dns_sd.registered) == 2


def test_interfaces_are_followed_only_while_a_room_is_open(host: Host) -> None:
    host.services.restart()
    assert host.dns_sd.restarts == 0
    host.services.open(("192.168.1.24",), HUB, (6667,))
    assert [(one.ipv4, one.ipv6) for one in host.dns_sd.followed] == [(True, False)]
    host.around.interfaces = []
    host.services.restart()
    assert (host.dns_sd.followed, host.dns_sd.restarts) == ((), 1)


def test_a_call_for_this_room_is_a_rumour_once(host: Host) -> None:
    host.services.open(("",), HUB, (6667,))
    assert host.dns_sd.heard_kinds == [help_call.SERVICE_TYPE]
    host.hear(of=fingerprint(8))
    host.hear(port=22)
    host.hear(kind=SERVICE_TYPE)
    host.dns_sd.found.emit(FoundService(kind=help_call.SERVICE_TYPE, name="x", addresses=(), port=1, txt={}))
    assert host.rumours == []
    host.hear()
    host.hear()
    assert host.rumours == [Rumour("192.168.1.31", Seen.SILENCE, 6667)]
    host.around.now += help_call.PAUSE_OF_RUMOURS
    host.hear()
    assert len(host.rumours) == 2
