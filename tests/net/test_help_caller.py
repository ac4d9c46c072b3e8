"""A guest's call for help, as a service of DNS-SD for a few seconds."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app.diagnosis.help_call import PAUSE_OF_CALLS, SERVICE_TYPE, HelpCall, read_call
from app.diagnosis.verdicts import Certainty, Diagnosis, Verdict
from app.discovery.service import Service
from app.discovery.sightings import Place
from app.net.help_caller import HelpCaller
from tests.discovery.rooms import fingerprint
from tests.net.discovery_fakes import FakeComputer, FakeDnsSd

ROOM = fingerprint(1)
FIREWALL = Diagnosis(Verdict.HOST_FIREWALL, Certainty.CERTAIN, Place("192.168.1.31", 6670))


def test_a_call_is_told_for_ten_seconds(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.net.help_caller.CALL_SECONDS", 0.02)
    dns_sd, computer, owner = FakeDnsSd(), FakeComputer(), QObject()
    caller = HelpCaller(dns_sd, owner, look=computer.look, clock=computer.clock)  # type: ignore[arg-type]
    assert caller.call(FIREWALL, ROOM)
    assert dns_sd.is_open
    assert [one.name for one in dns_sd.followed] == ["eth0"]
    (service,) = dns_sd.registered
    assert service is not None
    assert (service.kind, service.port) == (SERVICE_TYPE, 6670)
    assert call_in(service).is_for(ROOM)
    assert ROOM[:8] not in f"{service.name}{service.host}{service.txt}"
    qtbot.waitUntil(lambda: not dns_sd.is_open)


def test_nobody_is_called_twice_or_for_nothing(qtbot: QtBot) -> None:
    dns_sd, computer, owner = FakeDnsSd(), FakeComputer(), QObject()
    caller = HelpCaller(dns_sd, owner, look=computer.look, clock=computer.clock)  # type: ignore[arg-type]
    assert not caller.call(FIREWALL, "")
    assert not caller.call(Diagnosis(Verdict.VPN, Certainty.CERTAIN, Place("192.168.1.31", 6667)), ROOM)
    assert not dns_sd.is_open
    assert caller.call(FIREWALL, ROOM)
    assert not caller.call(FIREWALL, ROOM)
    computer.now += PAUSE_OF_CALLS
    assert caller.call(FIREWALL, ROOM)
    first, second = dns_sd.registered
    assert first is not None
    assert second is not None
    assert first.name != second.name
    caller.stop()
    assert not dns_sd.is_open


def call_in(service: Service) -> HelpCall:
    """The call that a service is."""
    call = read_call({key.encode(): value.encode() for key, value in service.txt.items()}, service.port)
    assert call is not None
    return call
