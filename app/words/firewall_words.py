"""What this computer's firewall does with a room, what was changed in it, and why not."""

from __future__ import annotations

from app.diagnosis.room_check import FirewallState
from app.firewall.room_ports import ChangeProblem, FirewallKind, FirewallReport, RoomPorts
from app.words.event_words import ONE_AND_TWO
from app.words.sentence import COUNTED, tr

SYSTEM_ASKS = tr("Your system asks for an administrator…")

_NAMES = {
    FirewallKind.UFW: tr("The firewall ufw"),
    FirewallKind.FIREWALLD: tr("The firewall firewalld"),
    FirewallKind.FILTER: tr("A packet filter (nftables or iptables)"),
    FirewallKind.WINDOWS: tr("Windows’ firewall"),
    FirewallKind.MACOS: tr("macOS’ firewall"),
}
_NONE_KNOWN = tr("No firewall is known to be on here.")
_STATES = {
    FirewallState.OPEN: tr("{firewall} lets people on your network in."),
    FirewallState.ON: tr("{firewall} is on; what it lets in only an administrator can see."),
    FirewallState.BLOCKS: tr("{firewall} lets nobody in."),
    FirewallState.UNKNOWN: tr("{firewall} does not say what it lets in."),
}


def firewall_words(report: FirewallReport) -> str:
    """What the firewall does with the room's ports."""
    name = _NAMES.get(report.kind)
    return _NONE_KNOWN() if name is None else _STATES[report.state](firewall=name())


# -- what helps, where no click does
_LET_IN = tr("If nobody gets in: this computer’s firewall has to let Hubbub in on {ports}.")
_WINDOWS_PUBLIC = tr(
    "Windows takes this network for a public one and lets nobody in there. If you trust everybody on it, call"
    " it a private one in Windows’ settings, under Network."
)
_MACOS = tr(
    "Allow Hubbub in macOS’ settings, under Network, Firewall, Options, and under Privacy, Local Network."
)


def help_words(report: FirewallReport, *, ports: str) -> str:
    """What a person can do about a firewall by hand; `ports` as the panel has them."""
    if report.is_public:
        return _WINDOWS_PUBLIC()
    return _MACOS() if report.kind is FirewallKind.MACOS else _LET_IN(ports=ports)


# -- what a click did
_AND_UDP = tr("{tcp} and UDP port {udp}", "as in: TCP port 6667 and UDP port 6667")
_OPENED = tr("Open now for {networks}, until you close it again: {ports}.")
CLOSED = tr("What Hubbub had opened in this computer’s firewall is closed again.")
_NETWORKS = tr("%n networks around", "", COUNTED)
_PROBLEMS = {
    ChangeProblem.REFUSED: tr("Nothing was changed, as the system’s question was answered by no."),
    ChangeProblem.NO_QUESTION: tr(
        "Nothing was changed: this desktop cannot ask for an administrator’s password."
    ),
    ChangeProblem.FAILED: tr("The firewall did not take the change."),
}


def opened_words(opened: RoomPorts, *, ports: str) -> str:
    """What is open now, and for whom; `ports`: those of TCP as the panel has them."""
    told = _AND_UDP(tcp=ports, udp=opened.udp[0]) if opened.udp else ports
    # link-local addresses are of the same networks, and nobody types them
    networks = tuple(one for one in opened.networks if not one.startswith("fe80:")) or opened.networks
    few = len(networks) < 3
    return _OPENED(ports=told, networks=_listed(networks) if few else _NETWORKS(len(networks)))


def _listed(words: tuple[str, ...]) -> str:
    *before, last = words
    return ONE_AND_TWO(one=", ".join(before), two=last) if before else last


def problem_words(problem: ChangeProblem) -> str:
    """Why the firewall was not changed."""
    return _PROBLEMS[problem]()
