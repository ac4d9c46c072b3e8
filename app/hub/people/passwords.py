"""Accounts' passwords: a thread checks and makes them, which is slow; guessing is made slow per address.

Who names an account that does not exist, or that has no password, is answered as if it had one: by the same
steps, as slowly, with salts that stay the same from one try to the next.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable

from app.hub.data.addresses import Peer
from app.hub.data.config import PasswordVerifier
from app.hub.data.hub_state import State
from app.hub.data.storage import ScramVerifier
from app.hub.people import slow_work
from app.hub.people.admission import slowness
from app.hub.telling.replies import Request
from app.irc.confusables import nick_keys
from app.irc.sasl_responses import scram_name

# Of PBKDF2 in SCRAM. The client spends them at every login: some 30 ms here, a second where a client has no
# fast library. 4,096 is the least that RFC 7677 allows and soon guessed through.
SCRAM_ITERATIONS = 100_000
# What scrypt costs for every account's password, and so for the one that nobody has.
SCRYPT_COSTS = (2**15, 8, 1)

WRONG = "Wrong name or password"
BUSY = "The password could not be checked, try again"

# What goes on with a reason for failing, "" for none.
Judged = Callable[[State, Request, str], None]
Answered = Callable[[State, Request, object], None]


def account_called(hub: State, name: str) -> str | None:
    """The account that a name at a login means: any nickname that the account owns."""
    return hub.accounts.owner_of(nick_keys(name)[0])


def check(hub: State, ask: Request, account: str | None, password: str, then: Judged) -> None:
    """See whether a password is an account's."""
    if reason := slowness(hub, ask.session.peer):
        then(hub, ask, reason)
        return
    verifier = verifier_of(hub, account)

    def on_checked(hub: State, ask: Request, result: object) -> None:
        is_right = None if result is None else result is True and verifier is not None
        then(hub, ask, judge(hub, ask.session.peer, is_right))

    slow_work.defer(hub, ask, "check", (password, verifier or nobodys_password(hub)), on_checked)


def verifier_of(hub: State, account: str | None) -> PasswordVerifier | None:
    """What is kept of an account's password; None where it has none, or there is no such account."""
    kept = hub.accounts.credentials(account) if account is not None else None
    return None if kept is None else kept.verifier


def open_exchange(
    hub: State, ask: Request, client_first: str, *, is_plus: bool, account: str | None, then: Answered
) -> None:
    """Begin SCRAM with what is kept of an account's password: `then` gets (conversation, answer) or None.

    `is_plus`: bound to the TLS connection.
    """
    kept = hub.accounts.credentials(account) if account is not None else None
    verifier = kept.scram if kept is not None else None
    verifier = verifier or _nobodys_scram(hub, scram_name(client_first))
    binding = ask.session.peer.channel_binding
    slow_work.defer(hub, ask, "scram", (client_first, verifier, binding, is_plus), then)


def has_scram(hub: State, account: str | None) -> bool:
    """Whether anything that is sent can prove this account by SCRAM."""
    kept = hub.accounts.credentials(account) if account is not None else None
    return kept is not None and kept.scram is not None


def judge_proof(hub: State, ask: Request, result: object, *, is_real: bool) -> str:
    """Why a proof of SCRAM is not taken, "" when it is. `is_real`: there is somebody whom it can prove."""
    return judge(hub, ask.session.peer, None if result is None else isinstance(result, str) and is_real)


def judge(hub: State, peer: Peer, is_right: bool | None) -> str:
    """Why nobody is logged in, "" when somebody is; `is_right` is None when nothing could be found out."""
    if reason := slowness(hub, peer):
        return reason  # many guesses at once are judged one after the other
    if is_right is None:
        return BUSY
    if not is_right:
        hub.addresses.note_failure(peer, hub.now)
        return WRONG
    hub.addresses.note_success(peer, hub.now)
    return ""


def make(hub: State, ask: Request, password: str, then: Callable[[State, Request, object], None]) -> None:
    """Make of a password what is kept of it: `then` gets Credentials, False or None (as in SlowTask)."""
    slow_work.defer(hub, ask, "credentials", (password, SCRAM_ITERATIONS), then)


def nobodys_password(hub: State) -> PasswordVerifier:
    """What fits no password, and takes as long to find out."""
    return PasswordVerifier(_made_up(hub, "salt")[:16], *SCRYPT_COSTS, _made_up(hub, "key"))


def _nobodys_scram(hub: State, name: str) -> ScramVerifier:
    """What fits no password, the same each time for one name."""
    key = nick_keys(name)[0]
    salt, stored, server = (_made_up(hub, f"{part} {key}") for part in ("salt of", "stored", "server"))
    return ScramVerifier(salt, SCRAM_ITERATIONS, stored, server)


def _made_up(hub: State, what: str) -> bytes:
    return hmac.digest(hub.accounts.secret(), what.encode(), hashlib.sha256)
