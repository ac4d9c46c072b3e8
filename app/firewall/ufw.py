"""ufw, the firewall of Ubuntu and Debian: what its files say, and what opens ports and closes them.

`ufw status` is for root alone. An ordinary user reads whether it is on and what it does by itself; the rules
(user.rules) are for root too. Source: ufw(8), ufw-framework(8).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from ipaddress import ip_network

from app.diagnosis.room_check import FirewallState
from app.firewall.room_ports import Change, RoomPorts

PROGRAM = "/usr/sbin/ufw"
CONFIGURATION = "/etc/ufw/ufw.conf"
DEFAULTS = "/etc/default/ufw"
RULES = ("/etc/ufw/user.rules", "/etc/ufw/user6.rules")

# Each argument is one rule. What is printed are the rules that were not there before: those alone are ours to
# take back. A rule goes to the front, as one behind another that refuses the port would do nothing.
OPENING = f"""export LC_ALL=C
for rule do
  said=$({PROGRAM} prepend $rule) || exit 1
  case $said in *Skipping*) ;; *) echo "$rule" ;; esac
done"""
CLOSING = f"""export LC_ALL=C
for rule do
  {PROGRAM} delete $rule >/dev/null || exit 1
  echo "$rule"
done"""

# "### tuple ### ACTION PROTOCOL PORTS TO ANY FROM DIRECTION": as ufw writes its rules down for itself
_RULE = re.compile(r"^### tuple ### (\w+) (\w+) (\S+) (\S+) \S+ (\S+) in(?:_(\S+))?\b", re.MULTILINE)
_REFUSING = ("deny", "reject")
_EVERYWHERE = ("0.0.0.0/0", "::/0")


def is_on(configuration: str) -> bool:
    """Whether the text of CONFIGURATION says that it is on."""
    return _setting(configuration, "ENABLED").lower() == "yes"


def state_of(defaults: str, rules: Iterable[str | None], ports: RoomPorts) -> FirewallState:
    """What it does with the TCP ports while it is on, by the texts of DEFAULTS and RULES, None for unread."""
    texts = list(rules)
    policy = _setting(defaults, "DEFAULT_INPUT_POLICY").upper()
    if None in texts or not policy:
        return FirewallState.ON
    found = [one for text in texts for one in _RULE.findall(text or "")]
    for port in ports.tcp:
        for network in ports.networks:
            if not _is_open(found, port, network, is_open_else=policy == "ACCEPT"):
                return FirewallState.BLOCKS
    return FirewallState.OPEN


def _is_open(rules: list[tuple[str, ...]], port: int, network: str, *, is_open_else: bool) -> bool:
    for action, protocol, ports, to, source, card in rules:
        fits = protocol in ("tcp", "any") and _has_port(ports, port) and to in _EVERYWHERE and not card
        if fits and _holds(source, network):
            return action not in _REFUSING
    return is_open_else


def _has_port(ports: str, port: int) -> bool:
    if ports == "any":
        return True
    for part in ports.split(","):
        first, _, last = part.partition(":")
        if first.isdecimal() and int(first) <= port <= int(last if last.isdecimal() else first):
            return True
    return False


def _holds(source: str, network: str) -> bool:
    """Whether a rule's source has all of a network in it."""
    try:
        outer, inner = ip_network(source, strict=False), ip_network(network)
    except ValueError:
        return False
    return outer.version == inner.version and inner.subnet_of(outer)  # type: ignore[arg-type]  # the same


def _setting(text: str, name: str) -> str:
    found = re.search(rf"^\s*{name}\s*=\s*\"?(\w*)", text, re.MULTILINE)
    return found[1] if found else ""


def rules_for(ports: RoomPorts) -> tuple[Change, ...]:
    """The rules that open the ports for each of the networks, as words behind `allow`."""
    by_protocol = (("tcp", ports.tcp), ("udp", ports.udp))
    return tuple(
        ("allow", "proto", protocol, "from", network, "to", "any", "port", ",".join(map(str, numbers)))
        for network in ports.networks
        for protocol, numbers in by_protocol
        if numbers
    )


def is_ours(change: Change, ports: RoomPorts) -> bool:
    """Whether a change, as it was kept, is one of those rules."""
    return change in rules_for(ports)


def command(script: str, rules: Iterable[Change], *, as_root: bool) -> list[str]:
    """What to start for one of the scripts; `as_root`: we are it, so nobody is asked.

    The question is the desktop's alone: without one, it would be put into a terminal that nobody looks at.
    """
    asking = [] if as_root else ["pkexec", "--disable-internal-agent"]
    return [*asking, "/bin/sh", "-c", script, "hubbub", *map(" ".join, rules)]


def changed_by(output: str) -> tuple[Change, ...]:
    """The rules that a script has printed."""
    return tuple(tuple(line.split()) for line in output.splitlines() if line.startswith("allow "))
