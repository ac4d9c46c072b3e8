"""Accounts and the nicknames they own, kept in a file."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Thread
from typing import Protocol

import pytest

from app.hub.data.memory import MemoryAccounts
from app.hub.data.storage import KEYS_PER_ACCOUNT, Accounts
from app.store import database
from app.store.database import DamagedError, StoreError
from app.store.stored_accounts import StoredAccounts
from tests.store.failing import failing

MARA, BOB = "a" * 64, "b" * 64
ROOT = Path(__file__).parent.parent.parent


class Closing(Accounts, Protocol):
    def close(self) -> None: ...


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "accounts.sqlite"


@pytest.fixture
def stored(path: Path) -> Iterator[StoredAccounts]:
    with closing(StoredAccounts(path)) as accounts:
        yield accounts


@pytest.fixture(params=["stored", "memory"])
def accounts(request: pytest.FixtureRequest, path: Path) -> Iterator[Accounts]:
    """Both kinds of accounts answer alike."""
    if request.param == "memory":
        yield MemoryAccounts()
    else:
        with closing(StoredAccounts(path)) as accounts:
            yield accounts


def test_nobody_is_known_at_first(accounts: Accounts) -> None:
    assert accounts.by_fingerprint(MARA) is None
    assert accounts.by_fingerprint("") is None
    assert accounts.owner_of("rnara") is None
    assert accounts.host() is None


def test_an_account_is_found_by_certificate_and_nickname(accounts: Accounts) -> None:
    assert accounts.create("Mara", ("rnara",), 1.0, fingerprint=MARA)
    assert accounts.by_fingerprint(MARA) == "Mara"
    assert accounts.owner_of("rnara") == "Mara"
    assert accounts.by_fingerprint(BOB) is None


@pytest.mark.parametrize(
    ("name", "fingerprint", "nick_keys"),
    [
        ("Mara", BOB, ("x",)),
        ("x", MARA, ("x",)),
        ("x", BOB, ("rnara",)),
        ("x", BOB, ("x", "rnara")),
        ("x", BOB, ("rnara", "x")),
    ],
)
def test_what_is_taken_makes_no_account(
    accounts: Accounts, name: str, fingerprint: str, nick_keys: tuple[str, ...]
) -> None:
    accounts.create("Mara", ("rnara",), 1.0, fingerprint=MARA)
    assert not accounts.create(name, nick_keys, 2.0, fingerprint=fingerprint)
    assert accounts.by_fingerprint(MARA) == "Mara"
    assert accounts.by_fingerprint(BOB) is None
    assert accounts.owner_of("rnara") == "Mara"
    assert accounts.owner_of("x") is None


def test_an_account_claims_more_nicknames(accounts: Accounts) -> None:
    accounts.create("Mara", ("rnara",), 1.0, fingerprint=MARA)
    accounts.create("bob", ("bob",), 1.0, fingerprint=BOB)
    assert accounts.claim("Mara", "away", 2.0)
    assert accounts.claim("Mara", "away", 3.0)  # it has it already
    assert accounts.owner_of("away") == "Mara"
    assert not accounts.claim("bob", "away", 4.0)
    assert not accounts.claim("bob", "rnara", 4.0)
    assert accounts.owner_of("away") == accounts.owner_of("rnara") == "Mara"


def test_an_account_owns_its_first_nickname_by_every_key(accounts: Accounts) -> None:
    assert accounts.create("Ian", ("ian", "lan"), 1.0, fingerprint=MARA)
    assert accounts.owner_of("ian") == accounts.owner_of("lan") == "Ian"
    assert not accounts.create("lan", ("lan",), 2.0, fingerprint=BOB)


def test_nobody_collects_names(accounts: Accounts) -> None:
    accounts.create("Mara", ("nick0",), 1.0, fingerprint=MARA)
    claimed = [accounts.claim("Mara", f"nick{number}", 2.0) for number in range(1, 20)]
    assert claimed.count(True) == KEYS_PER_ACCOUNT - 1
    assert accounts.claim("Mara", "nick0", 3.0)


def test_the_host_may_be_bound_anew(accounts: Accounts) -> None:
    accounts.set_host(MARA)
    assert accounts.host() == MARA
    accounts.set_host(BOB)
    assert accounts.host() == BOB


def test_an_account_that_is_none_claims_nothing(stored: StoredAccounts) -> None:
    assert not stored.claim("nobody", "away", 1.0)
    assert stored.owner_of("away") is None


def test_accounts_are_there_after_a_restart(path: Path) -> None:
    with closing(StoredAccounts(path)) as first:
        first.create("Mara", ("rnara",), 1.0, fingerprint=MARA)
        first.set_host(MARA)
    assert [entry.name for entry in path.parent.iterdir()] == ["accounts.sqlite"]
    with closing(StoredAccounts(path)) as second:
        assert second.by_fingerprint(MARA) == "Mara"
        assert second.owner_of("rnara") == "Mara"
        assert second.host() == MARA


def test_an_account_added_by_another_process_is_seen_at_once(stored: StoredAccounts, path: Path) -> None:
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from app.store.stored_accounts import StoredAccounts\n"
        "accounts = StoredAccounts(Path(sys.argv[1]))\n"
        f"assert accounts.create('bob', ('bob',), 1.0, fingerprint={BOB!r})\n"
    )
    assert stored.by_fingerprint(BOB) is None
    subprocess.run([sys.executable, "-c", code, str(path)], check=True, cwd=ROOT)
    assert stored.by_fingerprint(BOB) == "bob"
    assert not stored.create("bob", ("bob2",), 2.0, fingerprint=MARA)


def test_a_hub_uses_the_accounts_in_its_own_thread(stored: StoredAccounts) -> None:
    made: list[bool] = []
    thread = Thread(target=lambda: made.append(stored.create("Mara", ("rnara",), 1.0, fingerprint=MARA)))
    thread.start()
    thread.join()
    assert made == [True]
    assert stored.by_fingerprint(MARA) == "Mara"


@pytest.mark.skipif(os.name != "posix", reason="file modes are those of POSIX")
@pytest.mark.parametrize("mask", [0o000, 0o077])
def test_nobody_else_may_read_the_accounts(path: Path, mask: int) -> None:
    old = os.umask(mask)
    try:
        with closing(StoredAccounts(path)) as accounts:
            accounts.create("Mara", ("rnara",), 1.0, fingerprint=MARA)
            modes = {entry.name: entry.stat().st_mode & 0o777 for entry in path.parent.iterdir()}
    finally:
        os.umask(old)
    assert modes == {f"accounts.sqlite{end}": 0o600 for end in ("", "-wal", "-shm")}


@pytest.mark.skipif(os.name != "posix", reason="file modes are those of POSIX")
def test_a_file_that_others_could_read_is_closed_to_them(path: Path) -> None:
    StoredAccounts(path).close()
    path.chmod(0o644)
    StoredAccounts(path).close()
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "content", [b"junk that is no database" * 100, b"SQLite format 3\x00" + b"\xff" * 2000]
)
def test_a_damaged_file_is_a_sentence_and_stays(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    # it stays as it is, and nothing is begun anew beside it: all names would be anybody's
    with failing(
        DamagedError, match=r"The accounts in .*accounts\.sqlite cannot be used: .* Put back a copy of it"
    ):
        StoredAccounts(path)
    assert path.read_bytes() == content


def test_a_place_where_no_file_can_be_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with failing(StoreError, match="cannot be used"):
        StoredAccounts(tmp_path / "file" / "accounts.sqlite")
    with failing(StoreError, match="cannot be used"):
        StoredAccounts(tmp_path)


def test_accounts_of_a_newer_version_are_left_alone(path: Path) -> None:
    StoredAccounts(path).close()
    with closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA user_version = 99")
    with failing(StoreError, match="newer version"):
        StoredAccounts(path)


def test_a_change_that_fails_changes_nothing(stored: StoredAccounts, path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute(
            "CREATE TRIGGER full BEFORE INSERT ON nicknames BEGIN SELECT RAISE(ROLLBACK, 'full'); END"
        )
        with pytest.raises(sqlite3.IntegrityError):
            other.execute("INSERT INTO nicknames VALUES ('x', 'y', 1)")
    assert not stored.create("Mara", ("rnara",), 1.0, fingerprint=MARA)
    assert stored.by_fingerprint(MARA) is None


def test_a_failing_disk_is_a_sentence(stored: StoredAccounts, path: Path) -> None:
    stored.create("Mara", ("rnara",), 1.0, fingerprint=MARA)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("DROP TABLE room")
        other.execute("DROP TABLE nicknames")
    for fail in (
        lambda: stored.owner_of("rnara"),
        lambda: stored.claim("Mara", "away", 2.0),
        lambda: stored.create("bob", ("bob",), 2.0, fingerprint=BOB),
        lambda: stored.set_host(MARA),
        lambda: stored.host(),
    ):
        with failing(StoreError, match="no such table"):
            fail()
    assert stored.by_fingerprint(BOB) is None


def test_opening_waits_for_another_process_that_opens_the_file(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.parent.mkdir()
    naps: list[float] = []
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")

        def nap(seconds: float) -> None:
            naps.append(seconds)
            if len(naps) == 3:
                other.execute("COMMIT")

        monkeypatch.setattr(database, "sleep", nap)
        with closing(StoredAccounts(path)) as accounts:
            assert accounts.host() is None
    assert len(naps) == 3


def test_opening_does_not_wait_for_ever(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path.parent.mkdir()
    naps: list[float] = []
    monkeypatch.setattr(database, "sleep", naps.append)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with failing(StoreError, match="another program is using it"):
            StoredAccounts(path)
    assert sum(naps) == pytest.approx(1.0)


def test_two_copies_may_open_a_new_file_together(path: Path) -> None:
    opened: list[str | None] = []

    def open_and_look() -> None:
        with closing(StoredAccounts(path)) as accounts:
            opened.append(accounts.host())

    threads = [Thread(target=open_and_look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert opened == [None] * 4
