"""HUBBUB OWNER <secret>: the hosting window proves that it is the host's. Vendored, ours alone.

Each secret works once. Afterwards the client's certificate that came with it proves the host; where there was
none, the answer carries the next secret, for when the window has to reconnect.
"""

from __future__ import annotations

import hmac
import secrets

from app.hub.channel import OWNER
from app.hub.entry import give_rank
from app.hub.events import OwnerProved
from app.hub.lifecycle import end
from app.hub.login import shows_host
from app.hub.replies import Request
from app.hub.session import Session
from app.hub.state import State

_SECRET_BYTES = 24
# Nobody mistypes a secret that programs exchange.
_TRIES = 3


def on_owner(hub: State, ask: Request) -> None:
    """Take a session for the host's that knows the secret."""
    if not ask.session.peer.private and hub.addresses.wait(ask.session.peer, hub.now):
        ask.fail("TRY_AGAIN_LATER", "OWNER", "Too many wrong secrets, wait a minute")
    elif (secret := _find(hub, ask.param(1))) is None:
        _refuse(hub, ask)
    else:
        _accept(hub, ask, secret)


def _find(hub: State, given: str) -> str | None:
    found = None
    for secret in hub.owner_secrets:
        if hmac.compare_digest(secret.encode(), given.encode()):
            found = secret
    return found


def _refuse(hub: State, ask: Request) -> None:
    session = ask.session
    hub.addresses.note_failure(session.peer, hub.now)
    ask.fail("INVALID_SECRET", "OWNER", "That is not the host's secret")
    session.mistakes += 1
    if session.mistakes >= _TRIES:
        ask.finish()
        end(hub, session, "Too many wrong secrets")


def _accept(hub: State, ask: Request, secret: str) -> None:
    session = ask.session
    proof = _next_proof(hub, session)  # what may fail comes first: the secret is good for another try then
    before = hub.sessions.get(hub.owner_secrets.pop(secret) or 0)
    if before is not None and before is not session:
        # its secret is used up by this one: the same window, after its old connection broke
        end(hub, before, "Replaced by a new connection")
    hub.events.append(OwnerProved(hub.now, session.id, ask.person.nick))
    ask.send("HUBBUB", "OWNER", *proof)
    session.knows_owner = True
    if not ask.person.is_owner:
        ask.person.is_owner = True
        give_rank(hub, ask, OWNER)


def _next_proof(hub: State, session: Session) -> tuple[str, ...]:
    """What will prove the host next time: nothing but its certificate, or another secret.

    Raises KeepingError.
    """
    fingerprint = session.peer.fingerprint
    if fingerprint and not shows_host(hub, session.peer) and not hub.config.owner_fingerprint:
        hub.accounts.set_host(fingerprint)
    if shows_host(hub, session.peer):
        return ()
    following = secrets.token_urlsafe(_SECRET_BYTES)
    hub.owner_secrets[following] = session.id
    return (following,)
