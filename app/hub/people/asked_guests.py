"""Guests are asked to try the addresses of this computer, as it cannot try them past its own firewall.

HUBBUB CALLBACK, see app.irc.callback_lines. Which addresses and how often is not decided here.
"""

from __future__ import annotations

from app.hub.data.entities import Session
from app.hub.data.events import CallbackTold
from app.hub.data.hub_state import AskedGuest, State
from app.hub.telling.fanout import send
from app.hub.telling.replies import Request
from app.irc import capabilities
from app.irc.callback_lines import SUBCOMMAND, CallbackRequest, read_result


def ask_guest(hub: State, request: CallbackRequest) -> None:
    """Ask one guest to try these addresses, another one each time; nobody where there is none who can."""
    guests = sorted((one for one in hub.sessions.values() if _can_try(one)), key=lambda one: one.id)
    if not guests:
        return
    guest = next((one for one in guests if one.id > hub.asked_guest.session), guests[0])
    hub.asked_guest = AskedGuest(guest.id, request.port, set(request.addresses))
    send(hub, guest, "HUBBUB", SUBCOMMAND, *request.words())


def _can_try(session: Session) -> bool:
    """Whether somebody at another computer is there, who knows our certificate and the question."""
    peer = session.peer
    is_elsewhere = not (peer.private or peer.loopback) and peer.address != peer.local
    return session.welcomed and peer.secure and is_elsewhere and capabilities.CALLBACK in session.caps


def on_callback(hub: State, ask: Request) -> None:
    """Take what a guest has found at an address that it was asked to try; each once."""
    result = read_result(ask.params[1:])
    asked = hub.asked_guest
    is_asked = result is not None and ask.session.id == asked.session and result.port == asked.port
    if result is None or not is_asked or result.address not in asked.addresses:
        ask.fail("NOT_ASKED", SUBCOMMAND, "Nobody has asked for that")
        return
    asked.addresses.discard(result.address)
    hub.events.append(CallbackTold(hub.now, ask.person.nick, result.address, result.port, result.is_right))
