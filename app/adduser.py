"""`adduser`: makes an account with a password in a hub's data folder, also beside a running hub."""

from __future__ import annotations

import time
from contextlib import closing

from app.arguments import UsageError
from app.hub.data.storage import Accounts, Credentials
from app.hub.people.nicknames import service_name
from app.hub.people.passwords import SCRAM_ITERATIONS
from app.irc.confusables import nick_keys
from app.launch_options import NewUser
from app.net.workers import run_secret_work
from app.paths import Places
from app.standard_streams import complain, say
from app.store.database import StoreError
from app.store.stored_accounts import StoredAccounts
from app.words.system_words import storage_words

CANNOT = 2


def add_user(user: NewUser, places: Places) -> int:
    """Make the account and say so; returns the process's exit status."""
    try:
        with closing(StoredAccounts(places.accounts_file)) as accounts:
            name = _add(accounts, user)
    except (StoreError, UsageError) as error:
        sentence = storage_words(error.failure) if isinstance(error, StoreError) else str(error)
        complain(sentence)
        return CANNOT
    say(f"{name} can log in with this password now.")
    return 0


def _add(accounts: Accounts, user: NewUser) -> str:
    """Returns what the account is called. Raises UsageError with a sentence."""
    made = run_secret_work("credentials", (user.password, SCRAM_ITERATIONS))
    if not isinstance(made, Credentials):
        raise UsageError("A password has no characters that cannot be seen.")
    keys = nick_keys(user.name)
    if (reason := service_name(user.name)) and accounts.owner_of(keys[0]) is None:
        raise UsageError(f"{reason}.")
    if accounts.create(user.name, keys, time.time(), credentials=made):
        return user.name
    owner = accounts.owner_of(keys[0])
    if owner is not None and nick_keys(owner)[0] == keys[0] and accounts.set_credentials(owner, made):
        return owner
    raise UsageError(f"There is an account already that is called {user.name} or looks like it.")
