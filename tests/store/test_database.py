"""A file of SQLite: brought up to date, never half changed, many rows at once, set aside when damaged."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from app.hub.data.storage_errors import Content
from app.store.database import MEMORY, DamagedError, Database, StoreError, discard, insert_many, set_aside
from tests.store.failing import failing

FIRST = "CREATE TABLE words (word TEXT UNIQUE) STRICT;"
SECOND = """
CREATE TABLE log (word TEXT) STRICT;
CREATE TRIGGER logged AFTER INSERT ON words BEGIN
    INSERT INTO log VALUES (new.word);
    INSERT INTO log VALUES ('; ' || new.word);
END;
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "words.sqlite"


def open_words(path: Path, *schema: str) -> Database:
    return Database(path, schema or (FIRST,), content=Content.ACCOUNTS)


def test_an_old_file_is_brought_up_to_date(path: Path) -> None:
    with closing(open_words(path)) as old, old.transaction() as db:
        db.execute("INSERT INTO words VALUES ('early')")
    with closing(open_words(path, FIRST, SECOND)) as new:
        with new.transaction() as db:
            db.execute("INSERT INTO words VALUES ('late')")
        assert new.rows("SELECT word FROM words ORDER BY word") == [("early",), ("late",)]
        assert new.rows("SELECT word FROM log") == [("late",), ("; late",)]
        assert new.row("PRAGMA user_version") == (2,)
    with failing(StoreError, match=r"The accounts in .* were written by a newer version of Hubbub"):
        open_words(path)


def test_a_step_that_fails_leaves_the_old_version(path: Path) -> None:
    open_words(path).close()
    with failing(StoreError, match="cannot be used"):
        open_words(path, FIRST, "CREATE TABLE more (x) ; CREATE TABLE words (x)")
    with closing(open_words(path)) as words:
        assert words.rows("SELECT name FROM sqlite_schema WHERE type = 'table'") == [("words",)]


@pytest.mark.parametrize(("durable", "level"), [(True, 2), (False, 1)])
def test_how_much_a_commit_outlasts_is_chosen(path: Path, durable: bool, level: int) -> None:
    with closing(Database(path, (FIRST,), content=Content.ACCOUNTS, durable=durable)) as words:
        assert words.row("PRAGMA synchronous") == (level,)
        assert words.row("PRAGMA journal_mode") == ("wal",)


def test_all_of_a_change_or_nothing(path: Path) -> None:
    def insert(*values: str, then: Exception | None = None) -> None:
        with words.transaction() as db:
            for value in values:
                db.execute("INSERT INTO words VALUES (?)", (value,))
            if then is not None:
                raise then

    with closing(open_words(path)) as words:
        with pytest.raises(sqlite3.IntegrityError):
            insert("one", "one")
        with failing(StoreError, match="no such column"):
            insert("two", then=sqlite3.OperationalError("no such column"))
        with pytest.raises(RuntimeError):
            insert("three", then=RuntimeError())
        assert words.row("SELECT * FROM words") is None


def test_damage_is_told_from_other_failures(path: Path) -> None:
    path.write_bytes(b"junk that is no database" * 100)
    with failing(DamagedError, match=r"The accounts in .* cannot be used: the file is damaged"):
        open_words(path)
    with pytest.raises(StoreError) as locked:
        open_words(path.parent)
    assert not isinstance(locked.value, DamagedError)


def test_a_file_with_flipped_bytes_is_damaged_when_they_are_read(path: Path) -> None:
    with closing(open_words(path)) as words, words.transaction() as db:
        db.executemany("INSERT INTO words VALUES (?)", [(f"word {number:05}",) for number in range(5000)])
    content = bytearray(path.read_bytes())
    content[8192:-8192] = bytes(byte ^ 0xFF for byte in content[8192:-8192])
    path.write_bytes(content)
    with closing(open_words(path)) as words, failing(DamagedError, match="the file is damaged"):
        words.rows("SELECT * FROM words ORDER BY word")


def test_a_damaged_file_is_set_aside_with_all_its_parts(path: Path) -> None:
    for content in (b"first", b"second"):
        path.write_bytes(content)
        path.with_name("words.sqlite-wal").write_bytes(content + b" wal")
        aside = set_aside(path)
        assert aside.read_bytes() == content
        assert aside.with_name(f"{aside.name}-wal").read_bytes() == content + b" wal"
        assert not path.exists()
    assert aside.name == "words.sqlite.damaged-2"
    assert (path.parent / "words.sqlite.damaged").read_bytes() == b"first"


def test_what_cannot_be_set_aside_is_a_sentence(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path.write_bytes(b"junk")

    def refuse(self: Path, target: Path) -> Path:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "rename", refuse)
    with failing(StoreError, match="cannot be set aside: Permission denied"):
        set_aside(path)
    assert path.read_bytes() == b"junk"


def test_what_is_deleted_is_given_back_and_nowhere_in_the_file(path: Path) -> None:
    with closing(open_words(path)) as words:
        with words.transaction() as db:
            db.executemany("INSERT INTO words VALUES (?)", [(f"secret {number}",) for number in range(9999)])
        words.shrink()
        large = path.stat().st_size
        with words.transaction() as db:
            db.execute("DELETE FROM words")
        words.shrink()
        assert path.stat().st_size < large / 10
        assert path.with_name("words.sqlite-wal").stat().st_size == 0
        assert words.rows("SELECT * FROM words") == []


def test_what_is_kept_in_memory_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with closing(Database(MEMORY, (FIRST,), content=Content.ACCOUNTS)) as words:
        with words.transaction() as db:
            db.execute("INSERT INTO words VALUES ('one')")
        assert words.row("SELECT word FROM words") == ("one",)
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_deleted_with_what_belongs_to_it(path: Path) -> None:
    open_words(path).close()
    path.with_name("words.sqlite-wal").write_bytes(b"left over")
    path.with_name("words.sqlite.damaged").write_bytes(b"")
    discard(path)
    discard(path)
    assert [each.name for each in path.parent.iterdir()] == ["words.sqlite.damaged"]


def test_a_file_that_cannot_be_deleted_is_a_sentence(path: Path) -> None:
    path.mkdir()
    with failing(StoreError, match=r"The file .*words.sqlite cannot be deleted: "):
        discard(path)


@pytest.mark.parametrize("replaced", [False, True])
def test_a_file_that_was_deleted_or_replaced_takes_nothing_more(tmp_path: Path, replaced: bool) -> None:
    path = tmp_path / "folder" / "things.sqlite"
    db = Database(path, ("CREATE TABLE things (name TEXT)",), content=Content.ACCOUNTS)
    with db.transaction() as changes:
        changes.execute("INSERT INTO things VALUES ('one')")
    path.parent.rename(tmp_path / "away")
    if replaced:
        path.parent.mkdir()
        path.touch()
    sentence = r"The accounts in .* cannot be used: the file was deleted or replaced\."
    with failing(StoreError, match=sentence), db.transaction():
        pass
    assert db.rows("SELECT name FROM things") == [("one",)]
    if replaced:
        path.unlink()
        path.parent.rmdir()
    (tmp_path / "away").rename(path.parent)
    with db.transaction() as changes:  # it is back
        changes.execute("INSERT INTO things VALUES ('two')")
    path.parent.rename(tmp_path / "away")
    with failing(StoreError, match=sentence):
        db.close()


@pytest.fixture
def table() -> Iterator[sqlite3.Connection]:
    made = sqlite3.connect(":memory:", isolation_level=None)
    made.execute("CREATE TABLE words (number INTEGER PRIMARY KEY, word TEXT)")
    yield made
    made.close()


@pytest.mark.parametrize("count", [0, 1, 9, 10, 99, 100, 101, 345])
def test_every_row_is_there_once_and_in_order(table: sqlite3.Connection, count: int) -> None:
    rows = [(number, f"word {number}") for number in range(count)]
    insert_many(table, "INSERT INTO words (number, word)", rows)
    assert table.execute("SELECT number, word FROM words").fetchall() == rows


def test_many_rows_are_few_statements(table: sqlite3.Connection) -> None:
    statements: list[str] = []
    table.set_trace_callback(statements.append)
    insert_many(table, "INSERT INTO words (number, word)", [(number, "x") for number in range(1000)])
    assert len(statements) == 2


def test_what_follows_the_rows_is_part_of_the_statement(table: sqlite3.Connection) -> None:
    insert_many(table, "INSERT INTO words", [(1, "first")])
    insert_many(table, "INSERT INTO words", [(1, "second"), (2, "other")], "ON CONFLICT DO NOTHING")
    assert table.execute("SELECT word FROM words").fetchall() == [("first",), ("other",)]
