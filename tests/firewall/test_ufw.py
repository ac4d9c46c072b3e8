"""What ufw's own files say, and what it is told."""

from __future__ import annotations

import pytest

from app.diagnosis.room_check import FirewallState
from app.firewall import ufw
from app.firewall.room_ports import RoomPorts

DROP = (
    'IPV6=yes\n#DEFAULT_INPUT_POLICY="ACCEPT"\nDEFAULT_INPUT_POLICY="DROP"\nDEFAULT_OUTPUT_POLICY="ACCEPT"\n'
)
PORTS = RoomPorts((6667, 7667), (6667,), ("192.168.9.0/24",))


def tuples(*rules: str) -> str:
    """A file of rules as ufw writes one."""
    lines = [f"### tuple ### {rule}\n-A ufw-user-input -j ACCEPT\n" for rule in rules]
    return "\n".join(("*filter", "### RULES ###", *lines, "### END RULES ###"))


@pytest.mark.parametrize(
    ("text", "on"),
    [("ENABLED=yes\nLOGLEVEL=low\n", True), ("# ENABLED=yes\nENABLED=no\n", False), ("", False)],
)
def test_it_says_whether_it_is_on(text: str, on: bool) -> None:
    assert ufw.is_on(text) is on


def test_without_its_rules_it_is_only_known_to_be_on() -> None:
    assert ufw.state_of(DROP, [None, None], PORTS) is FirewallState.ON
    assert ufw.state_of("", ["", ""], PORTS) is FirewallState.ON


@pytest.mark.parametrize(
    ("rules", "state"),
    [
        ((), FirewallState.BLOCKS),
        (("allow tcp 6667,7667 0.0.0.0/0 any 192.168.9.0/24 in",), FirewallState.OPEN),
        (("allow tcp 6667,7667 0.0.0.0/0 any 192.168.0.0/16 in comment=4875",), FirewallState.OPEN),
        (("allow any 6000:8000 0.0.0.0/0 any 0.0.0.0/0 in",), FirewallState.OPEN),
        (("allow any any 0.0.0.0/0 any 192.168.9.0/24 in",), FirewallState.OPEN),
        (("allow tcp 6667 0.0.0.0/0 any 192.168.9.0/24 in",), FirewallState.BLOCKS),
        (("allow udp 6667,7667 0.0.0.0/0 any 192.168.9.0/24 in",), FirewallState.BLOCKS),
        (("allow tcp 6667,7667 0.0.0.0/0 any 192.168.9.7 in",), FirewallState.BLOCKS),
        (("allow tcp 6667,7667 10.0.0.1 any 0.0.0.0/0 in",), FirewallState.BLOCKS),
        (("allow tcp 6667,7667 0.0.0.0/0 any 0.0.0.0/0 in_eth9",), FirewallState.BLOCKS),
        (("allow tcp 6667,7667 0.0.0.0/0 any 0.0.0.0/0 out",), FirewallState.BLOCKS),
        (
            (
                "deny tcp 7667 0.0.0.0/0 any 0.0.0.0/0 in",
                "allow tcp 6667,7667 0.0.0.0/0 any 192.168.9.0/24 in",
            ),
            FirewallState.BLOCKS,
        ),
        (("limit tcp 6667,7667 0.0.0.0/0 any nonsense in",), FirewallState.BLOCKS),
        (("limit tcp 6667,7667 ::/0 any 0.0.0.0/0 in",), FirewallState.OPEN),
    ],
)
def test_root_reads_from_its_rules_what_it_lets_in(rules: tuple[str, ...], state: FirewallState) -> None:
    assert ufw.state_of(DROP, [tuples(*rules), ""], PORTS) is state


def test_where_it_lets_in_what_no_rule_is_about_only_a_rule_blocks() -> None:
    accept = DROP.replace("DROP", "ACCEPT")
    assert ufw.state_of(accept, ["", ""], PORTS) is FirewallState.OPEN
    deny = tuples("reject tcp 6667 0.0.0.0/0 any 0.0.0.0/0 in")
    assert ufw.state_of(accept, [deny, ""], PORTS) is FirewallState.BLOCKS


def test_all_rules_are_one_question_and_only_for_the_networks_around() -> None:
    ports = RoomPorts((6667, 7667), (6667,), ("192.168.9.0/24", "fd77::/64"))
    words = ufw.command(ufw.OPENING, ufw.rules_for(ports), as_root=False)
    assert words[:4] == ["pkexec", "--disable-internal-agent", "/bin/sh", "-c"]
    assert words[6:] == [
        "allow proto tcp from 192.168.9.0/24 to any port 6667,7667",
        "allow proto udp from 192.168.9.0/24 to any port 6667",
        "allow proto tcp from fd77::/64 to any port 6667,7667",
        "allow proto udp from fd77::/64 to any port 6667",
    ]
    assert ufw.command(ufw.CLOSING, (), as_root=True)[0] == "/bin/sh"


def test_a_room_that_is_not_announced_needs_no_udp() -> None:
    assert [rule[2] for rule in ufw.rules_for(RoomPorts((6667,), (), ("10.0.0.0/8",)))] == ["tcp"]


def test_what_was_changed_is_what_was_printed() -> None:
    rules = ufw.rules_for(PORTS)
    printed = "\n".join(" ".join(rule) for rule in rules)
    assert ufw.changed_by(f"{printed}\nWARN: something\n") == rules
    assert ufw.changed_by("") == ()
