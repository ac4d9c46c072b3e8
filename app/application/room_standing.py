"""What the panel says of who can get into the hosted room: what was found, in words, with what helps."""

from __future__ import annotations

from app.application.room_checker import PortChange, RoomFindings
from app.diagnosis.room_check import RoomVerdict
from app.ui.hosting.hosting_info import AddressSeen, RoomStanding, StandingTone
from app.words import firewall_words, hosting_words
from app.words.diagnosis_words import room_words, rumour_words

_TONES = {
    RoomVerdict.THIS_COMPUTER_ONLY: StandingTone.ALONE,
    RoomVerdict.NO_NETWORK: StandingTone.ALONE,
    RoomVerdict.REACHED: StandingTone.SEEN,
    RoomVerdict.BLOCKED: StandingTone.BLOCKED,
}
# where a firewall may be in the way, and a click does not help
_MAY_NEED_HELP = {
    RoomVerdict.BLOCKED,
    RoomVerdict.MAY_BE_BLOCKED,
    RoomVerdict.BLOCKED_FOR_SOME,
    RoomVerdict.NOT_KNOWN,
}


def standing_of(found: RoomFindings, *, port: int, ports: str) -> RoomStanding:
    """What is said. `port`: the room's own; `ports`: all of them, in words."""
    verdict = found.diagnosis.verdict
    can_open = found.diagnosis.opens_port and found.firewall.can_open and not found.is_changing
    needs_help = verdict in _MAY_NEED_HELP and not can_open and not found.is_changing
    tone = _TONES.get(verdict, StandingTone.OPEN)
    sentence = room_words(found.diagnosis, port=port)
    return RoomStanding(
        sentence=sentence,
        tone=tone,
        warning=sentence if found.diagnosis.opens_port else "",
        rumour=rumour_words(found.rumour) if found.rumour is not None else "",
        help=firewall_words.help_words(found.firewall, ports=ports) if needs_help else "",
        outcome=_outcome(found, ports),
        findings=_findings(found, ports) if found.is_checked else (),
        can_check=tone is not StandingTone.ALONE,
        is_checking=found.is_checking,
        can_open=can_open,
        can_close=found.is_opened and not found.is_changing,
    )


def seen_of(found: RoomFindings, address: str) -> AddressSeen:
    """Whether somebody of another computer came by an address."""
    if address in found.reached:
        return AddressSeen.REACHED
    return AddressSeen.MISSED if address in found.missed else AddressSeen.UNKNOWN


def _outcome(found: RoomFindings, ports: str) -> str:
    if found.is_changing:
        return firewall_words.SYSTEM_ASKS()
    if found.problem is not None:
        return firewall_words.problem_words(found.problem)
    if found.change is PortChange.CLOSED:
        return firewall_words.CLOSED()
    is_opened = found.change is PortChange.OPENED
    return firewall_words.opened_words(found.ports, ports=ports) if is_opened else ""


def _findings(found: RoomFindings, ports: str) -> tuple[str, ...]:
    if found.diagnosis.verdict in (RoomVerdict.THIS_COMPUTER_ONLY, RoomVerdict.NO_NETWORK):
        return ()
    addresses = len(found.reached | found.missed | found.untried)
    calls = () if found.rumour is not None else (hosting_words.NOBODY_CALLS(),)  # what is said stands above
    return (
        hosting_words.LISTENING(ports=ports),
        firewall_words.firewall_words(found.firewall),
        _of_addresses(found, addresses),
        *calls,
    )


def _of_addresses(found: RoomFindings, addresses: int) -> str:
    if not found.reached and not found.has_guests:
        return hosting_words.NO_GUEST()
    if found.untried and found.has_guests and found.is_checking:
        return hosting_words.GUEST_TRIES()
    return hosting_words.GUESTS_REACHED(reached=len(found.reached), all=addresses)
