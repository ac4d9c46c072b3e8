"""All files of a hub, opened and closed together."""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from app.hub.data.storage import ATTACHMENTS, FILES
from app.store.database import StoreError
from app.store.hub_storage import HubStorage
from app.store.stored_accounts import StoredAccounts
from app.words.system_words import storage_words
from tests.hub.recorded import Teller
from tests.store.failing import failing


def test_both_files_are_there_and_left_clean(tmp_path: Path) -> None:
    with closing(HubStorage(tmp_path / "accounts", tmp_path / "history")) as kept:
        Teller(kept.history).says("one")
        kept.records.put("channel", "#a", "{}")
        kept.history.commit()
        assert kept.accounts.host() is None
        assert kept.notice is None
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["accounts", "history"]


def test_what_was_damaged_is_told(tmp_path: Path) -> None:
    (tmp_path / "history").write_bytes(b"junk" * 1000)
    with closing(HubStorage(tmp_path / "accounts", tmp_path / "history")) as kept:
        assert kept.notice is not None
        assert "were damaged" in storage_words(kept.notice)


def test_files_are_set_aside_with_the_messages_that_they_belong_to(tmp_path: Path) -> None:
    file_id = "AB" + "C" * 20
    with closing(HubStorage(tmp_path / "accounts", tmp_path / "history.sqlite")) as kept:
        with kept.files.create(file_id) as content:
            content.write(b"plan")
        kept.records.put(FILES, file_id, "{}")
        kept.records.put(ATTACHMENTS, "1", file_id)
        kept.records.put("channel", "#a", "{}")
        Teller(kept.history).says("one")
        kept.history.commit()
    with closing(sqlite3.connect(tmp_path / "history.sqlite")) as db, db:
        db.execute("UPDATE events SET body = x'00'")
    with closing(HubStorage(tmp_path / "accounts", tmp_path / "history.sqlite")) as kept:
        assert kept.notice is not None
        assert kept.files.ids() == []
        assert (kept.records.all(FILES), kept.records.all(ATTACHMENTS)) == ([], [])
        assert kept.records.get("channel", "#a") == "{}"
    aside = tmp_path / "history.sqlite.damaged-files" / "AB" / file_id
    assert aside.read_bytes() == b"plan"
    if sys.platform != "win32":
        assert aside.parent.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("lost", ["accounts", "history"])
def test_a_history_goes_with_the_accounts_it_was_kept_for(tmp_path: Path, lost: str) -> None:
    for _ in range(2):
        with closing(HubStorage(tmp_path / "accounts", tmp_path / "history")) as kept:
            kept.accounts.create("mara", ("rnara",), 1.0, fingerprint="fp")
    (tmp_path / lost).unlink()
    if lost == "history":
        HubStorage(tmp_path / "accounts", tmp_path / "history").close()
        return
    # else whoever comes first as mara would read what was said to another
    with failing(StoreError, match=r"other accounts than those in .*accounts\. Put back"):
        HubStorage(tmp_path / "accounts", tmp_path / "history")
    assert (tmp_path / "history").exists()
    (tmp_path / "history").unlink()
    HubStorage(tmp_path / "accounts", tmp_path / "history").close()


def test_without_a_history_there_are_no_accounts_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed: list[StoredAccounts] = []
    monkeypatch.setattr(StoredAccounts, "close", lambda self: closed.append(self))
    (tmp_path / "history").mkdir()
    with failing(StoreError, match="The messages in"):
        HubStorage(tmp_path / "accounts", tmp_path / "history")
    assert len(closed) == 1
