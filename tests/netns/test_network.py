"""What the other tests of this folder take for granted about their network."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.netns import network as networks
from tests.netns.hub import NetworkHub
from tests.netns.network import Network

pytestmark = [pytest.mark.foreign, pytest.mark.netns]


@pytest.fixture
def talk(network: Network):
    """A hub and a computer with thousands of addresses."""
    house, crowd = network.computer("house"), network.computer("crowd", "10.78.0.0/16", "fd77::c:0/112")
    with NetworkHub(house) as hub:
        yield hub, crowd


def test_a_guest_comes_from_any_address_of_its_computer(talk) -> None:
    hub, crowd = talk
    for number, source in enumerate(["", "10.78.3.7", "fd77::c:beef", crowd.ipv6]):
        with hub.member(crowd, f"guest{number}", source=source, tls=number % 2 == 1):
            hub.prints(f"from {source or crowd.ipv4}")


def test_a_cut_link_keeps_what_was_said_until_it_is_mended(talk) -> None:
    hub, crowd = talk
    with hub.member(hub.computer, "alice") as alice, hub.member(crowd, "bob", source="fd77::c:1") as bob:
        crowd.cut()
        alice.send("PRIVMSG #hubbub :are you there", "PING said")
        alice.wait_for("said")
        crowd.mend()
        bob.wait_for("are you there")


def test_a_computer_sees_that_its_cable_was_pulled(talk) -> None:
    _hub, crowd = talk
    crowd.unplug()
    assert "NO-CARRIER" in crowd.run("ip", "link", "show", "eth0")
    crowd.plug_in()
    assert "NO-CARRIER" not in crowd.run("ip", "link", "show", "eth0")


def test_nothing_is_left_of_a_network_and_of_what_ran_in_it() -> None:
    started: list[subprocess.Popen[str]] = []

    def fail() -> None:
        with Network() as network:
            started.append(network.computer("house").start("sleep", "1000"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert started[0].returncode is not None
    left = subprocess.run(["ip", "netns", "list"], capture_output=True, text=True, check=True).stdout
    assert f"-{os.getpid()}." not in left


def test_what_a_killed_run_has_left_is_removed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(networks, "PREFIX", f"killed{os.getpid()}")  # others that run now would remove it too
    run = subprocess.Popen(["sleep", "1000"])
    with monkeypatch.context() as patch:
        patch.setattr(networks.os, "getpid", lambda: run.pid)
        left = Network().__enter__().computer("house").namespace
    with Network():
        assert Path("/run/netns", left).exists(), "as long as it runs"
    run.kill()
    run.wait()
    with Network():
        assert not [one for one in Path("/run/netns").iterdir() if f"-{run.pid}." in one.name]


def test_who_is_not_root_gets_a_skip_with_a_reason_or_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(networks.os, "geteuid", lambda: 1000)
    monkeypatch.delenv("HUBBUB_FOREIGN_REQUIRED", raising=False)
    with pytest.raises(pytest.skip.Exception, match="root"):
        Network()
    monkeypatch.setenv("HUBBUB_FOREIGN_REQUIRED", "1")
    with pytest.raises(pytest.fail.Exception, match="root"):
        Network()
