"""What proves an account: certificates and a password; and what an older file holds of them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from app.hub.data.config import PasswordVerifier
from app.hub.data.memory import MemoryAccounts
from app.hub.data.storage import CERTIFICATES_PER_ACCOUNT, SECRET_BYTES, Accounts, Credentials, ScramVerifier
from app.store.stored_accounts import StoredAccounts

MARA, BOB = "a" * 64, "b" * 64
PASSWORD = PasswordVerifier(b"salt" * 4, 2**15, 8, 1, b"key" * 8)
SCRAM = ScramVerifier(b"pepper" * 3, 100_000, b"stored", b"server")
FIRST_VERSION = """
CREATE TABLE accounts (
    name TEXT PRIMARY KEY, fingerprint TEXT UNIQUE, created REAL NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE nicknames (
    nick_key TEXT PRIMARY KEY, account TEXT NOT NULL REFERENCES accounts (name), claimed REAL NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX nicknames_of_account ON nicknames (account);
CREATE TABLE room (host TEXT NOT NULL) STRICT;
INSERT INTO accounts VALUES ('Mara', 'fp-mara', 1.5), ('bob', NULL, 2.5);
INSERT INTO nicknames VALUES ('rnara', 'Mara', 1.5), ('m', 'Mara', 3.5), ('bob', 'bob', 2.5);
INSERT INTO room VALUES ('fp-mara');
PRAGMA user_version = 1;
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "accounts.sqlite"


@pytest.fixture(params=["stored", "memory"])
def accounts(request: pytest.FixtureRequest, path: Path) -> Iterator[Accounts]:
    """Both kinds of accounts answer alike."""
    if request.param == "memory":
        yield MemoryAccounts()
    else:
        with closing(StoredAccounts(path)) as accounts:
            yield accounts


@pytest.mark.parametrize("scram", [SCRAM, None])
def test_an_account_may_have_a_password_and_no_certificate(
    accounts: Accounts, scram: ScramVerifier | None
) -> None:
    kept = Credentials(PASSWORD, scram)
    assert accounts.create("Mara", ("rnara",), 1.0, credentials=kept)
    assert accounts.credentials("Mara") == kept
    assert accounts.owner_of("rnara") == "Mara"
    assert accounts.by_fingerprint("") is None
    assert accounts.credentials("bob") is None


def test_a_password_is_given_once(accounts: Accounts) -> None:
    accounts.create("Mara", ("rnara",), 1.0, fingerprint=MARA)
    assert accounts.credentials("Mara") is None
    assert accounts.set_credentials("Mara", Credentials(PASSWORD, SCRAM))
    assert not accounts.set_credentials("Mara", Credentials(PASSWORD, None))
    assert accounts.credentials("Mara") == Credentials(PASSWORD, SCRAM)
    assert not accounts.set_credentials("nobody", Credentials(PASSWORD, None))
    assert accounts.credentials("nobody") is None


def test_certificates_are_added_and_prove_one_account_each(accounts: Accounts) -> None:
    accounts.create("Mara", ("rnara",), 1.0, fingerprint=MARA)
    accounts.create("bob", ("bob",), 1.0, credentials=Credentials(PASSWORD))
    assert accounts.add_certificate("bob", BOB, 2.0)
    assert accounts.add_certificate("bob", BOB, 3.0)  # it has it already
    assert not accounts.add_certificate("bob", MARA, 4.0)
    assert accounts.by_fingerprint(BOB) == "bob"
    assert accounts.by_fingerprint(MARA) == "Mara"


def test_nobody_collects_certificates(accounts: Accounts) -> None:
    accounts.create("Mara", ("rnara",), 1.0, fingerprint=MARA)
    added = [accounts.add_certificate("Mara", f"{number}", 2.0) for number in range(20)]
    assert added.count(True) == CERTIFICATES_PER_ACCOUNT - 1
    assert accounts.add_certificate("Mara", MARA, 3.0)


def test_the_secret_is_always_the_same(accounts: Accounts) -> None:
    assert len(accounts.secret()) == SECRET_BYTES
    assert accounts.secret() == accounts.secret()


def test_an_account_that_is_none_gets_no_certificate(path: Path) -> None:
    with closing(StoredAccounts(path)) as stored:
        assert not stored.add_certificate("nobody", BOB, 1.0)
        assert stored.by_fingerprint(BOB) is None


def test_passwords_and_the_secret_outlive_the_hub(path: Path) -> None:
    with closing(StoredAccounts(path)) as first:
        first.create("Mara", ("rnara",), 1.0, credentials=Credentials(PASSWORD, SCRAM), email="m@example.org")
        secret = first.secret()
    with closing(StoredAccounts(path)) as second:
        assert second.credentials("Mara") == Credentials(PASSWORD, SCRAM)
        assert second.secret() == secret
    with closing(sqlite3.connect(path)) as other:
        assert other.execute("SELECT name, email FROM accounts").fetchall() == [("Mara", "m@example.org")]


def test_two_copies_that_make_the_secret_at_once_have_the_same(path: Path) -> None:
    with closing(StoredAccounts(path)) as one, closing(StoredAccounts(path)) as other:
        assert one.secret() == other.secret()


def test_a_file_of_the_first_version_is_brought_up_to_date(path: Path) -> None:
    with closing(sqlite3.connect(path)) as old:
        old.executescript(FIRST_VERSION)
    with closing(StoredAccounts(path)) as accounts:
        assert accounts.by_fingerprint("fp-mara") == "Mara"
        assert accounts.owner_of("rnara") == accounts.owner_of("m") == "Mara"
        assert accounts.owner_of("bob") == "bob"
        assert accounts.host() == "fp-mara"
        assert accounts.set_credentials("bob", Credentials(PASSWORD))
        assert accounts.claim("bob", "b", 4.0)
        assert not accounts.claim("nobody", "x", 4.0)
    with closing(sqlite3.connect(path)) as new:
        assert new.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert new.execute("PRAGMA foreign_key_check").fetchall() == []
        assert new.execute("SELECT * FROM accounts").fetchall() == [("Mara", "", 1.5), ("bob", "", 2.5)]
        assert new.execute("SELECT * FROM nicknames WHERE nick_key = 'm'").fetchall() == [("m", "Mara", 3.5)]


def test_what_is_kept_of_a_password_is_not_shown_by_accident() -> None:
    shown = repr(Credentials(PASSWORD, SCRAM))
    for secret in (PASSWORD.key, SCRAM.stored_key, SCRAM.server_key):
        assert repr(secret) not in shown
