"""firewalld, the firewall of Fedora and openSUSE: what to ask it over D-Bus, and what its answers mean.

QtDBus of PySide6 reads no nested answers: only methods are called that answer with words and lists of words.
To read is free, to change asks for an administrator (its policy for polkit). What is opened is opened now and
kept, as with the other firewalls, or people would be locked out again by a restart.
https://firewalld.org/documentation/man-pages/firewalld.dbus.html
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from ipaddress import ip_network

from app.diagnosis.room_check import FirewallState
from app.firewall.room_ports import Change, ChangeProblem, RoomPorts
from app.values import frozen

NAME = "org.fedoraproject.FirewallD1"
PATH = "/org/fedoraproject/FirewallD1"
ZONE = f"{NAME}.zone"
CONFIG_PATH = f"{PATH}/config"
CONFIG = f"{NAME}.config"
CONFIG_ZONE = f"{CONFIG}.zone"
NOW, KEPT = "now", "kept"  # where a rule is
# what is as it was wished already, and what was not there to be taken away
ALREADY, NOT_THERE = "ALREADY_ENABLED", "NOT_ENABLED"
# of an answer to who may not, or did not want to, prove to be an administrator
DENIED = ("NotAuthorized", "AccessDenied", "NotAuthorizedException", "InteractiveAuthorizationRequired")
_ALL_LET_IN = "ACCEPT"  # a zone's target: what no rule is about


@frozen
class Zone:
    """What a zone lets in: its target, which of the room's TCP ports it has, its rich rules."""

    target: str
    ports: Mapping[int, bool]
    rich_rules: Sequence[str]


def state_of(zones: Sequence[Zone], ports: RoomPorts) -> FirewallState:
    """What the zones of the room's cards do with its TCP ports."""
    if not zones:
        return FirewallState.UNKNOWN
    states = [_state_in(zone, ports) for zone in zones]
    return next(
        (one for one in (FirewallState.BLOCKS, FirewallState.ON) if one in states), FirewallState.OPEN
    )


def _state_in(zone: Zone, ports: RoomPorts) -> FirewallState:
    ours = set(rules_for(ports))
    others = [rule for rule in zone.rich_rules if rule not in ours]
    needed = {rule for rule in ours if 'protocol="tcp"' in rule}
    is_let_in = zone.target == _ALL_LET_IN or all(zone.ports.values())
    if is_let_in or needed <= set(zone.rich_rules):
        # a rule that refuses goes before one that lets in
        is_refused = any("reject" in rule or "drop" in rule for rule in others)
        return FirewallState.ON if is_refused else FirewallState.OPEN
    return FirewallState.ON if any("accept" in rule for rule in others) else FirewallState.BLOCKS


def rules_for(ports: RoomPorts) -> tuple[str, ...]:
    """The rich rules that open the ports for each of the networks, as firewalld writes them itself."""
    return tuple(
        f'rule family="ipv{ip_network(network).version}" source address="{network}" '
        f'port port="{number}" protocol="{protocol}" accept'
        for network in ports.networks
        for protocol, numbers in (("tcp", ports.tcp), ("udp", ports.udp))
        for number in numbers
    )


def changes_for(zones: Sequence[str], ports: RoomPorts) -> tuple[Change, ...]:
    """What is to be added in these zones: now, and for after a restart."""
    return tuple(
        (where, zone, rule)
        for zone in dict.fromkeys(zones)
        for rule in rules_for(ports)
        for where in (NOW, KEPT)
    )


def is_ours(change: Change, ports: RoomPorts) -> bool:
    """Whether a change, as it was kept, is one that opens these ports in some zone."""
    return len(change) == 3 and change[0] in (NOW, KEPT) and change[2] in rules_for(ports)


# -- conversations: each yields calls and is sent their answers


class BusError(Exception):
    """A call failed; the text is the error's name and what it says."""


@frozen
class BusCall:
    """A method of firewalld with its parameters."""

    path: str
    interface: str
    method: str
    parameters: tuple[object, ...] = ()


# yields calls and is sent the first value of each answer, or a BusError is raised in it
Steps = Generator[BusCall, object, object]


def read_zones(ports: RoomPorts) -> Steps:
    """What the zones of the room's cards let in, as dict[str, Zone] by name."""
    default = str((yield BusCall(PATH, NAME, "getDefaultZone")))
    found: dict[str, Zone] = {}
    for card in ports.cards:
        name = str((yield _zone("getZoneOfInterface", card))) or default
        if name not in found:
            found[name] = yield from _read_zone(name, ports)
    return found


def _read_zone(name: str, ports: RoomPorts) -> Generator[BusCall, object, Zone]:
    opened = {}
    for port in ports.tcp:
        opened[port] = bool((yield _zone("queryPort", name, str(port), "tcp")))
    rules = yield _zone("getRichRules", name)
    path = yield BusCall(CONFIG_PATH, CONFIG, "getZoneByName", (name,))
    target = yield BusCall(_path(path), CONFIG_ZONE, "getTarget")
    return Zone(str(target), opened, [str(rule) for rule in rules] if isinstance(rules, list) else [])


def add_rules(changes: Sequence[Change]) -> Steps:
    """Add what was not there before; gives that as list[Change], or the BusError that ended it with it."""
    return _change(changes, "addRichRule", ALREADY)


def remove_rules(changes: Sequence[Change]) -> Steps:
    """Take away what is still there, likewise."""
    return _change(changes, "removeRichRule", NOT_THERE)


def _change(changes: Sequence[Change], method: str, harmless: str) -> Steps:
    changed: list[Change] = []
    for change in changes:
        where, zone, rule = change
        try:
            if where == NOW:
                timeout = (0,) if method == "addRichRule" else ()  # for as long as it runs
                yield _zone(method, zone, rule, *timeout)
            elif where == KEPT:
                path = yield BusCall(CONFIG_PATH, CONFIG, "getZoneByName", (zone,))
                yield BusCall(_path(path), CONFIG_ZONE, method, (rule,))
        except BusError as error:
            if harmless not in str(error):
                return changed, error
        else:
            changed.append(change)
    return changed, None


def problem_of(error: BusError) -> ChangeProblem:
    """Why a change was not made."""
    is_denied = any(word in str(error) for word in DENIED)
    return ChangeProblem.REFUSED if is_denied else ChangeProblem.FAILED


def _zone(method: str, *parameters: object) -> BusCall:
    return BusCall(PATH, ZONE, method, parameters)


def _path(value: object) -> str:
    """An object path as QtDBus gives it."""
    path = getattr(value, "path", None)
    return str(path()) if callable(path) else str(value)
