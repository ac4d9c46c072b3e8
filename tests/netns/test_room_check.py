"""What a host is told of who can get in, between real network stacks and behind real firewalls."""

from __future__ import annotations

import re
import sys
import time
from pathlib import Path

import pytest

from tests.foreign.programs import require
from tests.netns.hub import NetworkHub
from tests.netns.network import Computer, ip_lines
from tests.netns.through_firewall import PortOpener, gets_in

pytestmark = [pytest.mark.foreign, pytest.mark.netns]

GUEST = (sys.executable, "-m", "tests.netns.guest_programs")


def fingerprint_of(hub: NetworkHub) -> str:
    """The fingerprint in a hub's owner link."""
    found = re.search(r"fp=([0-9a-f]{64})", hub.console())
    assert found is not None
    return found[1]


def test_a_host_behind_ufw_hears_that_somebody_cannot_get_in_and_after_the_cure_they_do(
    ufw: Computer,
    visitor: Computer,
    tmp_path: Path,
) -> None:
    with NetworkHub(ufw) as hub:
        hub.prints("check: This computer’s firewall blocks port 6667, so nobody else can get in.")
        hub.prints("as an administrator: ufw allow proto tcp from 10.77.0.0/16 to any port 6667,7667")
        assert not gets_in(hub, visitor)
        called = time.monotonic()
        visitor.start(*GUEST, "help", fingerprint_of(hub), ufw.ipv4, "6667")
        hub.prints(f"Somebody nearby, at {visitor.ipv4}, says that this room does not answer at port 6667.")
        print(f"\na call for help was heard through ufw after {time.monotonic() - called:.1f} s")
        opener = PortOpener(ufw, tmp_path)
        opener.does("look")
        assert opener.does("open") == "changed None 1"
        with hub.member(visitor, "bob"):
            hub.prints("check: People on your network can")


def test_a_host_behind_rules_that_nobody_reads_is_told_by_the_guest_alone(
    house: Computer,
    visitor: Computer,
) -> None:
    for rule in ("-i lo", "-m conntrack --ctstate ESTABLISHED,RELATED", "-p udp -d 224.0.0.251 --dport 5353"):
        house.run(require("iptables"), "-A", "INPUT", *rule.split(), "-j", "ACCEPT")
    house.run(require("iptables"), "-P", "INPUT", "DROP")
    with NetworkHub(house) as hub:
        visitor.start(*GUEST, "help", fingerprint_of(hub), house.ipv4, "6667")
        hub.prints(f"Somebody nearby, at {visitor.ipv4}, says that this room does not answer at port 6667.")
        hub.prints(
            "check: Probably nobody else can get in: this computer’s firewall seems to block port 6667."
        )


def test_a_call_for_another_room_is_not_heard(
    house: Computer,
    visitor: Computer,
) -> None:
    with NetworkHub(house) as hub:
        visitor.start(*GUEST, "help", "ab" * 32, house.ipv4, "6667")
        visitor.start(*GUEST, "help", fingerprint_of(hub), house.ipv4, "6668")
        ours = visitor.start(*GUEST, "help", fingerprint_of(hub), house.ipv4, "6667")
        hub.prints("Somebody nearby")
        assert hub.console().count("Somebody nearby") == 1
        assert ours.poll() is None


def test_a_guest_tries_the_addresses_at_the_hubs_request(
    house: Computer,
    visitor: Computer,
    tmp_path: Path,
) -> None:
    other = "10.77.0.200"
    ip_lines(house.namespace, [f"addr add {other}/16 dev eth0"])
    house.run(require("ip6tables"), "-A", "INPUT", *["-p", "tcp", "--dport", "6667", "-j", "DROP"])
    with NetworkHub(house) as hub:
        link = f"hubbub://{house.ipv4}:6667/?fp={fingerprint_of(hub)}"
        visitor.start(*GUEST, "callbacks", str(tmp_path), link)
        hub.prints("bob is here")
        hub.prints(f"bob reached this room at {other}, port 6667")
        hub.prints(f"bob could not reach this room at {house.ipv6}, port 6667")
        assert "check: People on your network can get in, as was seen." in hub.console()
