"""The room's password: who needs it, PASS checked by a thread, and guessing made slow per address."""

from __future__ import annotations

from collections.abc import Callable

from app.hub.data.addresses import Peer
from app.hub.data.config import PasswordVerifier
from app.hub.data.entities import Session
from app.hub.data.hub_state import State
from app.hub.people import slow_work
from app.hub.people.lifecycle import end
from app.hub.telling.fanout import change_caps, send
from app.hub.telling.replies import Request
from app.irc import capabilities
from app.irc import numerics as n

GoOn = Callable[[State, Request], None]


def needs_password(hub: State, session: Session) -> bool:
    """Whether a session has yet to show that it knows the room's password."""
    return hub.verifier is not None and not (session.person.is_owner or session.is_admitted)


def may_register(hub: State, session: Session) -> bool:
    """Whether a session may make itself an account: once it is in, or before where nothing keeps it out."""
    if session.welcomed:
        return True
    is_open = not hub.locked and not needs_password(hub, session)
    return hub.config.register_before_connect and is_open


def slowness(hub: State, peer: Peer) -> str:
    """Why nobody may try a password from this address just now, "" when one may."""
    wait = hub.addresses.wait(peer, hub.now) if hub.slows_guessing(peer) else 0.0
    return f"Too many wrong passwords, try again in {wait:.0f} seconds" if wait else ""


def check_pass(hub: State, ask: Request, go_on: GoOn) -> None:
    """See whether the password of PASS is right; `go_on` follows when it is, the end when not."""
    session = ask.session
    if reason := slowness(hub, session.peer):
        _refuse(hub, ask, reason)
    elif _is_overheard(hub, session.peer):
        _refuse(hub, ask, "A password is not taken from a page that is not encrypted")
    elif not session.password:
        _refuse(hub, ask, "Password required")
    else:
        verifier = hub.verifier

        def then(hub: State, ask: Request, result: object) -> None:
            _on_checked(hub, ask, result, verifier)
            if session.is_admitted:
                go_on(hub, ask)

        slow_work.defer(hub, ask, "check", (session.password, verifier), then)


def _is_overheard(hub: State, peer: Peer) -> bool:
    """Whether a page sends the password where others can read it, and the host has not allowed that."""
    return peer.is_overheard and not hub.config.web_plain_password


def _on_checked(hub: State, ask: Request, result: object, verifier: PasswordVerifier | None) -> None:
    session = ask.session
    if hub.verifier is None:
        session.is_admitted = True  # it was taken away meanwhile
    elif reason := slowness(hub, session.peer):
        # many guesses at once are judged one after the other
        _refuse(hub, ask, reason)
    elif result is None:
        _refuse(hub, ask, "The password could not be checked, try again")
    elif result is not True:
        hub.addresses.note_failure(session.peer, hub.now)
        _refuse(hub, ask, "Bad password")
    elif hub.verifier != verifier:
        _refuse(hub, ask, "The password has just been changed")
    else:
        session.is_admitted = True
        hub.addresses.note_success(session.peer, hub.now)


def _refuse(hub: State, ask: Request, reason: str) -> None:
    ask.numeric(n.ERR_PASSWDMISMATCH, reason)
    ask.finish()  # before the ERROR
    end(hub, ask.session, reason)


def change_verifier(hub: State, verifier: PasswordVerifier | None) -> None:
    """Take another password or none, and tell who listens whether one is needed.

    https://ircv3.net/specs/extensions/capability-negotiation#cap-notify
    """
    had, hub.verifier = hub.verifier is not None, verifier
    if had == (verifier is not None):
        return
    for session in hub.sessions.values():
        if capabilities.CAP_NOTIFY in session.caps:
            send(hub, session, "CAP", session.name, "DEL" if had else "NEW", capabilities.PASSWORD)
        if had:
            change_caps(hub, session, session.caps - {capabilities.PASSWORD})
