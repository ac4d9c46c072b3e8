"""Real ufw and firewalld before a hub: they keep people out, are opened for the room, and closed again."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.foreign.programs import missing, require, turn_idle, wait_for
from tests.netns.hub import NetworkHub
from tests.netns.network import IPV4, Computer
from tests.netns.through_firewall import PortOpener, gets_in

pytestmark = [pytest.mark.foreign, pytest.mark.netns]

BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-BUS Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>system</type><listen>unix:path={path}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow user="*"/><allow own="*"/><allow send_destination="*"/>
<allow receive_sender="*"/></policy></busconfig>
"""


def test_a_room_behind_ufw_is_opened_and_closed_again(
    ufw: Computer, visitor: Computer, tmp_path: Path
) -> None:
    before = ufw.run("ufw", "status")
    with NetworkHub(ufw) as hub:
        assert not gets_in(hub, visitor)
        opener = PortOpener(ufw, tmp_path)
        assert opener.does("look") == "looked ufw blocks"
        assert opener.does("open") == "changed None 1"
        assert gets_in(hub, visitor)
        assert opener.does("look") == "looked ufw open"
        later = PortOpener(ufw, tmp_path)
        assert later.does("close") == "changed None 0"
        assert later.does("look") == "looked ufw blocks"
        assert not gets_in(hub, visitor)
    assert ufw.run("ufw", "status") == before


def test_a_rule_that_refuses_the_port_does_not_stand_before_ours(
    ufw: Computer, visitor: Computer, tmp_path: Path
) -> None:
    ufw.run("ufw", "deny", "6667")
    ufw.run("ufw", "deny", "7667")
    before = ufw.run("ufw", "status")
    with NetworkHub(ufw) as hub:
        opener = PortOpener(ufw, tmp_path)
        assert opener.does("look") == "looked ufw blocks"
        opener.does("open")
        assert gets_in(hub, visitor)
        opener.does("close")
        assert not gets_in(hub, visitor)
    assert ufw.run("ufw", "status") == before


def test_a_rule_of_the_persons_own_stays(ufw: Computer, tmp_path: Path) -> None:
    for port, protocol in (("6667,7667", "tcp"), ("6667", "udp")):
        own = ("allow", "proto", protocol, "from", str(IPV4), "to", "any", "port", port)
        ufw.run("ufw", *own)
    before = ufw.run("ufw", "status")
    opener = PortOpener(ufw, tmp_path)
    opener.does("look")
    assert opener.does("open") == "changed None 1", "of the other kind of address"
    assert opener.does("close") == "changed None 0"
    assert ufw.run("ufw", "status") == before


@pytest.fixture
def firewalld(house: Computer, tmp_path: Path) -> dict[str, str]:
    """`house` behind firewalld, on a system bus of its own; gives the environment that leads there."""
    for program in ("firewalld", "firewall-cmd", "dbus-daemon"):
        require(program)
    if subprocess.run(["/usr/bin/python3", "-c", "import nftables"], check=False).returncode:
        missing("nftables has no Python here")
    path = tmp_path / "bus"
    (tmp_path / "bus.conf").write_text(BUS.format(path=path))
    rules = tmp_path / "firewalld"
    rules.mkdir()
    environment = {"DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={path}", "PATH": "/usr/sbin:/usr/bin:/sbin:/bin"}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    house.start("dbus-daemon", f"--config-file={tmp_path / 'bus.conf'}", "--nofork", "--nopidfile", **quiet)
    wait_for(path.exists, lambda: "there is no bus", turn_idle)
    house.start(
        *("firewalld", "--nofork", "--nopid", "--log-file", str(tmp_path / "log")),
        *("--system-config", str(rules)),
        env=environment,
        **quiet,
    )

    def runs() -> bool:
        asked = subprocess.run(["firewall-cmd", "--state"], env=environment, capture_output=True, text=True)
        return asked.stdout.strip() == "running"

    wait_for(runs, lambda: (tmp_path / "log").read_text(), turn_idle)
    return environment


def rules_in(environment: dict[str, str], *more: str) -> str:
    """What firewalld's zone of everybody has."""
    command = ["firewall-cmd", *more, "--zone", "public", "--list-all"]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout


def test_a_room_behind_firewalld_is_opened_and_closed_again(
    house: Computer, visitor: Computer, firewalld: dict[str, str], tmp_path: Path
) -> None:
    before = rules_in(firewalld), rules_in(firewalld, "--permanent")
    with NetworkHub(house) as hub:
        assert not gets_in(hub, visitor)
        opener = PortOpener(house, tmp_path, env=firewalld)
        assert opener.does("look") == "looked firewalld blocks"
        assert opener.does("open") == "changed None 1"
        assert gets_in(hub, visitor)
        assert opener.does("look") == "looked firewalld open"
        assert "6667" in rules_in(firewalld, "--permanent")
        later = PortOpener(house, tmp_path, env=firewalld)
        assert later.does("close") == "changed None 0"
        assert later.does("look") == "looked firewalld blocks"
        assert not gets_in(hub, visitor)
    assert (rules_in(firewalld), rules_in(firewalld, "--permanent")) == before


def test_a_range_of_ports_that_is_open_is_seen_as_open(
    house: Computer, firewalld: dict[str, str], tmp_path: Path
) -> None:
    subprocess.run(
        ["firewall-cmd", "--add-port", "1025-65535/tcp"], env=firewalld, check=True, capture_output=True
    )
    assert PortOpener(house, tmp_path, env=firewalld).does("look") == "looked firewalld open"
