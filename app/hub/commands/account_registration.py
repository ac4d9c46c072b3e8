"""REGISTER and VERIFY: an account with a password, or a password for an account that has none.

https://ircv3.net/specs/extensions/account-registration

HUBBUB VERIFIER, vendored: an account for a secret that the asker keeps. The hub is told what SCRAM-SHA-256
needs to check a proof of it (RFC 5802 section 3), so that nobody who reads along learns the secret.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from functools import partial

from app.hub.commands.command_row import Row
from app.hub.data.config import PasswordVerifier
from app.hub.data.hub_state import State
from app.hub.data.storage import Credentials, ScramVerifier
from app.hub.people.admission import may_register
from app.hub.people.authentication import log_in
from app.hub.people.nicknames import obstacle, service_name
from app.hub.people.passwords import SCRYPT_COSTS, account_called, make
from app.hub.telling.replies import Request
from app.irc.confusables import nick_keys
from app.irc.names import is_nick
from app.irc.sasl_responses import joined
from app.irc.text import read_number

# Nothing is sent to it: it is for the host, who asks for it.
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,190}")
_TAKEN = "That name is somebody else's"
# What a client is made to compute at each login: RFC 7677 section 4 has the least, some seconds the most.
_ITERATIONS = range(4096, 1_000_001)
_SALT_BYTES = range(8, 65)
_KEY_BYTES = 32

# The code and the sentence of a FAIL.
Problem = tuple[str, str]


def on_register(hub: State, ask: Request) -> None:
    """Make an account for the asker, named by them or by their nickname."""
    typed, email, password = ask.params[:3]
    name = _meant(ask, typed)
    if not may_register(hub, ask.session):
        ask.fail("COMPLETE_CONNECTION_REQUIRED", typed, "Come in first, then register")
    elif not name:
        ask.fail("NEED_NICK", "*", "Choose a nickname first")
    elif problem := _problem(hub, ask, name, email=email, password=password):
        code, text = problem
        ask.fail(code, name, text)
    elif not hub.take_account(ask.session.peer):
        ask.fail("TEMPORARILY_UNAVAILABLE", name, "Too many accounts from your address, try again later")
    else:
        make(hub, ask, password, partial(_on_made, name=name, email=email))


def _meant(ask: Request, typed: str) -> str:
    if typed != "*":
        return typed
    return ask.person.account or ask.person.nick or ask.session.refused_nick


def _problem(hub: State, ask: Request, name: str, *, email: str, password: str) -> Problem | None:
    """What keeps the asker from the account, as far as it shows at once."""
    account = ask.person.account
    if account and (account_called(hub, name) != account or hub.accounts.credentials(account)):
        return "ALREADY_AUTHENTICATED", f"You are logged in as {account}"
    if not is_nick(name):
        return "BAD_ACCOUNT_NAME", "An account is named like somebody: letters, digits and some signs"
    if not account and (reason := service_name(name)) and not account_called(hub, name):
        return "BAD_ACCOUNT_NAME", reason
    if not account and obstacle(hub, ask.session, name):
        return "ACCOUNT_EXISTS", _TAKEN
    if hub.config.register_requires_email and _EMAIL.fullmatch(email) is None:
        return "INVALID_EMAIL", "This hub wants an address of e-mail"
    if password and nick_keys(password)[0] == nick_keys(name)[0]:
        return "WEAK_PASSWORD", "Your name is the first thing that others would try"
    return None


def _on_made(hub: State, ask: Request, result: object, *, name: str, email: str) -> None:
    if result is None:
        ask.fail("TEMPORARILY_UNAVAILABLE", name, "The hub is busy, try again")
    elif not isinstance(result, Credentials):
        ask.fail("UNACCEPTABLE_PASSWORD", name, "A password has no characters that cannot be seen")
    elif ask.person.account:
        _add_password(hub, ask, result)
    elif obstacle(hub, ask.session, name) or not _create(hub, name, result, email):
        ask.fail("ACCOUNT_EXISTS", name, _TAKEN)  # taken meanwhile
    else:
        ask.send("REGISTER", "SUCCESS", name, "The account is yours")
        log_in(hub, ask, name)


def on_verifier(hub: State, ask: Request) -> None:
    """Make an account for the asker that SCRAM-SHA-256 proves, and that no password fits."""
    typed = ask.param(1)
    name = _meant(ask, typed)
    scram = _read_verifier(ask.params[2:])
    if not may_register(hub, ask.session):
        ask.fail("COMPLETE_CONNECTION_REQUIRED", "VERIFIER", typed, "Come in first, then register")
    elif scram is None:
        ask.fail("INVALID_VERIFIER", "VERIFIER", typed, "That is no salt with two keys of SCRAM-SHA-256")
    elif ask.person.account:
        ask.fail("ALREADY_AUTHENTICATED", "VERIFIER", name, f"You are logged in as {ask.person.account}")
    elif problem := _problem(hub, ask, name, email="", password=""):
        code, text = problem
        ask.fail(code, "VERIFIER", name, text)
    elif not hub.take_account(ask.session.peer):
        ask.fail(
            "TEMPORARILY_UNAVAILABLE",
            "VERIFIER",
            name,
            "Too many accounts from your address, try again later",
        )
    elif not _create(hub, name, Credentials(_unknown_password(), scram), ""):
        ask.fail("ACCOUNT_EXISTS", "VERIFIER", name, _TAKEN)
    else:
        ask.send("HUBBUB", "VERIFIER", name)
        log_in(hub, ask, name)


def _read_verifier(words: Sequence[str]) -> ScramVerifier | None:
    """The verifier in salt, iterations, stored key and server key; None for what is none."""
    if len(words) != 4:
        return None
    salt, stored_key, server_key = (joined(words[at]) for at in (0, 2, 3))
    iterations = read_number(words[1])
    if salt is None or stored_key is None or server_key is None or iterations is None:
        return None
    if len(salt) not in _SALT_BYTES or iterations not in _ITERATIONS:
        return None
    if not len(stored_key) == len(server_key) == _KEY_BYTES:
        return None
    return ScramVerifier(salt, iterations, stored_key, server_key)


def _unknown_password() -> PasswordVerifier:
    """What no password fits, of somebody who never told one."""
    return PasswordVerifier(secrets.token_bytes(16), *SCRYPT_COSTS, secrets.token_bytes(_KEY_BYTES))


def _create(hub: State, name: str, credentials: Credentials, email: str) -> bool:
    kept = email if hub.config.register_requires_email else ""  # nothing that nobody has asked for
    return hub.accounts.create(name, nick_keys(name), hub.now, credentials=credentials, email=kept)


def _add_password(hub: State, ask: Request, credentials: Credentials) -> None:
    """For who has come by certificate so far."""
    account = ask.person.account
    if hub.accounts.set_credentials(account, credentials):
        ask.send("REGISTER", "SUCCESS", account, "Your account has a password now")
    else:
        ask.fail("ALREADY_AUTHENTICATED", account, f"You are logged in as {account}")


def on_verify(hub: State, ask: Request) -> None:
    """Nothing here waits to be verified."""
    name = ask.param(0)
    if not may_register(hub, ask.session):
        ask.fail("COMPLETE_CONNECTION_REQUIRED", name, "Come in first")
    elif ask.person.account:
        ask.fail("ALREADY_AUTHENTICATED", name, f"You are logged in as {ask.person.account}")
    else:
        ask.fail("INVALID_CODE", name, "Accounts of this hub need no code")


ROWS = {
    "REGISTER": Row(
        on_register,
        3,
        before_welcome=True,
        help=(
            "REGISTER <account or *> <e-mail or *> <password>",
            "Makes you an account, * by your nickname, which nobody else may have then.",
            "With an account that has no password: gives it one.",
        ),
    ),
    "VERIFY": Row(
        on_verify,
        2,
        before_welcome=True,
        help=("VERIFY <account> <code>", "Would confirm a new account. Accounts of this hub need no code."),
    ),
}
