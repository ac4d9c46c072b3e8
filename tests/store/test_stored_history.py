"""The history in a file: kept over restarts, all of a turn or nothing, failures as sentences."""

from __future__ import annotations

import errno
import random
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from app.hub.data.storage import ALL, conversation
from app.hub.data.storage_errors import KeepingError, StorageFailure, StorageProblem
from app.store import history_file
from app.store.database import Database, StoreError
from app.store.stored_history import StoredHistory
from app.words.system_words import storage_words
from tests.hub.recorded import NOW, Teller, run_for_an_hour
from tests.store.failing import failing

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "history.sqlite"


@pytest.fixture
def stored(path: Path) -> Iterator[StoredHistory]:
    with closing(StoredHistory(path)) as history:
        yield history


@pytest.fixture
def told(stored: StoredHistory) -> Teller:
    return Teller(stored)


def texts(history: StoredHistory, target: str = "#hubbub") -> list[str]:
    found = history.read(target, ALL, 10_000, newest=True, events=True)
    return [event.params[-1] for event in found]


def test_what_was_committed_is_there_after_a_restart(path: Path) -> None:
    with closing(StoredHistory(path)) as history:
        told = Teller(history)
        told.says("one", own_id="1")
        told.says("hi", target=conversation("Mara", "bob"))
        history.records.put("channel", "#hubbub", "{}")
        history.commit()
        told.says("lost")
        history.records.put("channel", "#lost", "{}")
    with closing(StoredHistory(path)) as again:
        assert texts(again) == ["one"]
        assert again.newest() == told.ids["hi"]
        assert again.find_own("Mara", "1") == told.ids["one"]
        assert again.conversations("bob") == [conversation("Mara", "bob")]
        assert again.records.all("channel") == [("#hubbub", "{}")]
        assert again.notice is None


def test_what_was_committed_outlasts_a_killed_process(path: Path) -> None:
    code = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from app.store.stored_history import StoredHistory\n"
        "from tests.hub.recorded import Teller\n"
        "told = Teller(StoredHistory(Path(sys.argv[1])))\n"
        "told.says('one')\n"
        "told.history.commit()\n"
        "told.says('two')\n"
        "told.texts()\n"
        "os.kill(os.getpid(), 9)\n"
    )
    subprocess.run([sys.executable, "-c", code, str(path)], cwd=ROOT, check=False)
    with closing(StoredHistory(path)) as again:
        assert texts(again) == ["one"]


def test_a_turn_without_news_writes_nothing(told: Teller, stored: StoredHistory, path: Path) -> None:
    told.says("one")
    stored.commit()
    stored.tick(NOW)
    before = path.with_name("history.sqlite-wal").stat().st_size
    assert told.texts() == ["one"]
    stored.commit()
    stored.tick(NOW + 1)
    assert path.with_name("history.sqlite-wal").stat().st_size == before


def test_what_is_taken_out_is_gone_from_the_file(path: Path) -> None:
    with closing(StoredHistory(path)) as history:
        told = Teller(history)
        told.says("a secret that slipped out", "kept")
        history.commit()
        assert b"slipped" in path.with_name("history.sqlite-wal").read_bytes()
        history.redact(told.ids["a secret that slipped out"])
        history.commit()
    content = path.read_bytes()
    assert b"kept" in content
    assert b"slipped" not in content
    assert not path.with_name("history.sqlite-wal").exists()


def test_two_hubs_do_not_share_a_history(
    stored: StoredHistory, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.store.database.BUSY_SECONDS", 0.01)
    with failing(StoreError, match=r"The messages in .* cannot be used: another program is using it\."):
        StoredHistory(path)


def test_what_has_no_id_of_ours_is_not_there(told: Teller, stored: StoredHistory) -> None:
    told.says("one")
    assert stored.find("x") is None
    stored.redact("x")
    stored.redact(told.ids["one"][:-1] + "!")
    assert stored.find(told.ids["one"][:13] + "0" * 13) is None
    stored.redact(told.ids["one"][:13] + "0" * 13)
    assert told.texts() == ["one"]


def test_records_of_this_turn_are_seen(stored: StoredHistory) -> None:
    records = stored.records
    assert records.get("channel", "#a") is None
    records.put("channel", "#a", "1")
    records.put("channel", "#b", "2")
    assert records.get("channel", "#a") == "1"
    assert records.all("channel") == [("#a", "1"), ("#b", "2")]
    assert records.get("channel", "#a") == "1"
    stored.commit()
    records.put("channel", "#a", None)
    assert records.get("channel", "#a") is None
    assert records.all("channel") == [("#b", "2")]


# failures


class Fails:
    """A connection on which a statement fails for a while, as on a full disk."""

    def __init__(self, real: sqlite3.Connection, start: str, error: Exception) -> None:
        self.real, self.start, self.error = real, start, error

    def __getattr__(self, name: str) -> object:
        return getattr(self.real, name)

    def execute(self, query: str, *values: object) -> object:
        self._check(query)
        return self.real.execute(query, *values)  # type: ignore[arg-type]  # as it came

    def executemany(self, query: str, *values: object) -> object:
        self._check(query)
        return self.real.executemany(query, *values)  # type: ignore[arg-type]  # as it came

    def _check(self, query: str) -> None:
        if query.startswith(self.start):
            raise self.error


def full() -> sqlite3.Error:
    error = sqlite3.OperationalError("database or disk is full")
    error.sqlite_errorcode = sqlite3.SQLITE_FULL
    return error


def database_of(history: StoredHistory) -> Database:
    db = history._file._db
    assert db is not None
    return db


def break_down(history: StoredHistory, start: str, error: Exception | None = None) -> Callable[[], None]:
    """Let statements with this start fail until the returned function is called."""
    db = database_of(history)
    real = db.connection
    db.connection = Fails(real, start, error or full())  # type: ignore[assignment]  # looks like one

    def mend() -> None:
        db.connection = real

    return mend


@pytest.mark.parametrize("start", ["BEGIN", "INSERT INTO events", "INSERT INTO places", "COMMIT"])
def test_a_turn_that_fails_leaves_nothing_and_the_next_may_work(
    told: Teller, stored: StoredHistory, start: str
) -> None:
    told.says("one")
    stored.commit()
    mend = break_down(stored, start)
    told.says("two", target="#new")
    stored.records.put("channel", "#new", "{}")
    with failing(KeepingError, match=r"The messages in .* cannot be used: the disk is full"):
        stored.commit()
    mend()
    assert told.texts() == ["one"]
    assert told.texts(target="#new") == []
    assert stored.records.get("channel", "#new") is None
    told.says("three", target="#new")
    stored.commit()
    assert told.texts(target="#new") == ["three"]


def test_what_fails_before_the_end_of_a_turn_fails_at_its_end(told: Teller, stored: StoredHistory) -> None:
    mend = break_down(stored, "INSERT INTO events")
    told.says("one")
    with failing(KeepingError, match="full"):
        told.texts()
    mend()
    told.says("two")
    stored.redact(told.ids["one"])
    with failing(KeepingError, match="full"):
        stored.find(told.ids["two"])
    stored.tick(NOW)
    with failing(KeepingError, match="full"):
        stored.commit()
    assert told.texts() == []
    stored.commit()


def test_a_sweep_that_fails_is_made_another_time(told: Teller, stored: StoredHistory) -> None:
    told.says("one")
    stored.commit()
    mend = break_down(stored, "DELETE")
    run_for_an_hour(stored, NOW + 365 * 86400)
    stored.commit()
    mend()
    assert told.texts() == ["one"]
    stored.tick(NOW + 365 * 86400 + 3601)
    assert told.texts() == []


def test_a_file_that_may_only_be_read_is_a_sentence(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    StoredHistory(path).close()
    monkeypatch.setattr("os.access", lambda *_: False)  # whoever runs the tests may be allowed everything
    with failing(StoreError, match=r"The messages in .* cannot be used: it may only be read\."):
        StoredHistory(path)


def test_a_history_of_a_newer_version_is_left_alone(path: Path) -> None:
    StoredHistory(path).close()
    with closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA user_version = 2")
    with failing(StoreError, match="newer version"):
        StoredHistory(path)
    assert [entry.name for entry in path.parent.iterdir()] == ["history.sqlite"]


# damage

NO_ROOM = StorageFailure(StorageProblem.NOT_SET_ASIDE, {"path": Path("x"), "reason": "no room"})
ASIDE = r"The messages in .* were damaged; the file is kept as history\.sqlite\.damaged and a new"


def test_a_file_that_is_none_is_set_aside(path: Path) -> None:
    path.write_bytes(b"junk that is no database" * 100)
    with closing(StoredHistory(path)) as history:
        assert "were damaged; the file is kept as history.sqlite.damaged" in told_of(history)
        told = Teller(history)
        told.says("one")
        history.commit()
    aside = path.with_name("history.sqlite.damaged")
    assert aside.read_bytes() == b"junk that is no database" * 100
    with closing(StoredHistory(path)) as again:
        assert (texts(again), again.notice) == (["one"], None)


def change_file(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        for statement in statements:
            other.execute(statement)


def told_of(history: StoredHistory) -> str:
    """What the host is told of opening a history."""
    assert history.notice is not None
    return storage_words(history.notice)


def fill(path: Path, count: int = 3) -> Teller:
    with closing(StoredHistory(path)) as history:
        told = Teller(history)
        told.says(*(f"text {number}" for number in range(count)))
        told.happens("QUIT", "bye", also=("#other",))
        history.records.put("channel", "#hubbub", "{}")
        history.commit()
        return told


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events SET body = zeroblob(9) WHERE place = (SELECT max(place) FROM events)",
        "DROP TABLE places; DROP TABLE events",
        "PRAGMA user_version = 0",
    ],
)
def test_damage_that_is_seen_at_once_costs_the_messages_but_not_the_records(
    path: Path, statement: str
) -> None:
    fill(path)
    change_file(path, *statement.split(";"))
    with closing(StoredHistory(path)) as history:
        assert "were damaged" in told_of(history)
        assert texts(history) == []
        kept = history.records.all("channel")
        assert kept == ([] if "version" in statement else [("#hubbub", "{}")])
    assert path.with_name("history.sqlite.damaged").exists()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events SET body = zeroblob(99)",
        "UPDATE events SET place = place - 1",
        "UPDATE places SET target = target + 1 WHERE target = 1 AND kind = 0",
        "UPDATE targets SET key = '#hubbub' WHERE number = 2; UPDATE targets SET key = 'x' WHERE number = 1",
        "UPDATE targets SET sum = sum + 1",
        "DELETE FROM events WHERE place < (SELECT max(place) FROM events)",
    ],
)
def test_what_was_not_said_is_never_read(path: Path, statement: str) -> None:
    told = fill(path)
    # the newest stays as it is, so that nothing is seen on opening
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        newest = other.execute("SELECT place, body FROM events ORDER BY place DESC LIMIT 1").fetchone()
        for each in reversed(statement.split(";")):
            other.execute(each)
        other.execute("DELETE FROM events WHERE place >= ? - 1", (newest[0],))
        other.execute("INSERT INTO events VALUES (?, ?)", newest)
    with closing(StoredHistory(path)) as history:
        assert history.notice is None
        told.history = history
        with failing(KeepingError, match="damaged"):
            [texts(history, target) for target in ("#hubbub", "#other", "x")]
        told.says("dropped with the turn")
        with failing(KeepingError, match=ASIDE) as raised:
            history.commit()
        assert raised.value.is_over
        assert texts(history) == []
        assert history.records.all("channel") == [("#hubbub", "{}")]
        told.says("new")
        history.commit()
        assert texts(history) == ["new"]


def test_a_record_that_was_not_put_is_never_read(path: Path) -> None:
    with closing(StoredHistory(path)) as history:
        history.records.put("channel", "#kept", "{}")
        history.records.put("channel", "#hubbub", "{}")
        history.commit()
    change_file(path, "UPDATE records SET value = '[]' WHERE key = '#hubbub'")
    with closing(StoredHistory(path)) as history:
        assert "were damaged" in told_of(history)
        assert history.records.all("channel") == [("#kept", "{}")]


@pytest.mark.parametrize("value", ["'[]'", "x'00'", "NULL"])
def test_a_record_that_is_damaged_meanwhile_is_never_read(stored: StoredHistory, value: str) -> None:
    stored.records.put("channel", "#hubbub", "{}")
    stored.commit()
    db = database_of(stored).connection
    db.execute("CREATE TABLE loose (kind, key, value, sum)")
    db.execute(f"INSERT INTO loose SELECT kind, key, {value}, sum FROM records")
    db.execute("ALTER TABLE records RENAME TO others")
    db.execute("ALTER TABLE loose RENAME TO records")
    with failing(KeepingError, match="damaged"):
        stored.records.get("channel", "#hubbub")
    with failing(KeepingError, match=ASIDE):
        stored.commit()
    assert stored.records.all("channel") == []


@pytest.mark.parametrize(
    "change",
    [
        lambda told: told.says("more"),
        lambda told: told.history.redact(told.ids["text 1"]),
        lambda told: told.history.forget("#hubbub"),
        lambda told: run_for_an_hour(told.history, NOW + 365 * 86400),
    ],
)
def test_damage_that_a_change_meets_is_damage(path: Path, change: Callable[[Teller], object]) -> None:
    told = fill(path)
    with closing(StoredHistory(path)) as history:
        told.history = history
        break_down(history, "INSERT INTO events", sqlite3.IntegrityError("UNIQUE constraint failed"))
        break_down(history, "DELETE", corrupt())
        break_down(history, "UPDATE targets SET key = NULL", corrupt())
        change(told)
        with failing(KeepingError, match=ASIDE):
            history.commit()
        assert texts(history) == []


def corrupt() -> sqlite3.Error:
    error = sqlite3.DatabaseError("database disk image is malformed")
    error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    return error


def test_what_nobody_can_read_is_not_salvaged(told: Teller, stored: StoredHistory) -> None:
    stored.records.put("channel", "#a", "{}")
    stored.commit()
    change = database_of(stored).connection
    change.execute("ALTER TABLE records RENAME TO others")
    told.says("one")
    break_down(stored, "COMMIT", corrupt())
    with failing(KeepingError, match=ASIDE):
        stored.commit()
    assert stored.records.all("channel") == []


def test_a_history_that_could_not_be_begun_anew_can_be_closed(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    history = StoredHistory(path)
    break_down(history, "BEGIN", corrupt())
    Teller(history).says("one")

    def refuse(path: Path) -> Path:
        raise StoreError(NO_ROOM)

    monkeypatch.setattr(history_file, "set_aside", refuse)
    with failing(KeepingError, match="cannot be set aside: no room"):
        history.commit()
    history.close()


def test_a_target_that_does_not_add_up_is_damage_for_writers_too(path: Path) -> None:
    told = fill(path)
    change_file(path, "UPDATE targets SET sum = sum + 1")
    with closing(StoredHistory(path)) as history:
        told.history = history
        told.says("more")
        with failing(KeepingError, match=ASIDE):
            history.commit()


def test_a_new_file_that_cannot_be_begun_is_tried_again(
    told: Teller, stored: StoredHistory, monkeypatch: pytest.MonkeyPatch
) -> None:
    told.says("one")
    stored.commit()

    def refuse(path: Path) -> Path:
        raise StoreError(NO_ROOM)

    for _ in range(2):
        break_down(stored, "INSERT INTO events", corrupt())
        told.says("two")
        with monkeypatch.context() as patch, suppress(AssertionError):
            patch.setattr(history_file, "set_aside", refuse)
            with failing(KeepingError, match="cannot be set aside: no room"):
                stored.commit()
        assert told.texts() == ["one"]
    told.says("three")
    stored.commit()
    assert told.texts() == ["one", "three"]


@pytest.mark.parametrize("seed", range(40))
def test_flipped_bytes_never_say_what_was_not_said(path: Path, seed: int) -> None:
    """Whatever of the file changes, a reader gets what was said, in order, or a sentence."""
    told = fill(path, 300)
    dice = random.Random(seed)
    content = bytearray(path.read_bytes())
    for _ in range(dice.choice((1, 10, 100))):
        content[dice.randrange(len(content))] ^= dice.randrange(1, 256)
    path.write_bytes(content)
    said = [*(f"text {number}" for number in range(300)), "bye"]
    try:
        with closing(StoredHistory(path)) as history:
            told.history = history
            with suppress(KeepingError):
                found = texts(history)
                assert found == [text for text in said if text in set(found)]
            with suppress(KeepingError):
                history.tick(NOW)
                told.says("new")
                history.commit()
            told.says("newer")
            history.commit()
            assert texts(history)[-1] == "newer"
    except StoreError as error:
        assert storage_words(error.failure).startswith("The messages in")  # noqa: PT017  # raised by many lines


def test_a_full_disk_while_a_file_is_made_is_a_sentence(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path, *args: object, **more: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "mkdir", refuse)
    with failing(StoreError, match="No space left on device"):
        StoredHistory(path)
