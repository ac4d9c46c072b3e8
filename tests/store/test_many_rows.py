from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest

from app.store.many_rows import insert_many


@pytest.fixture
def db() -> Iterator[sqlite3.Connection]:
    made = sqlite3.connect(":memory:", isolation_level=None)
    made.execute("CREATE TABLE words (number INTEGER PRIMARY KEY, word TEXT)")
    yield made
    made.close()


@pytest.mark.parametrize("count", [0, 1, 9, 10, 99, 100, 101, 345])
def test_every_row_is_there_once_and_in_order(db: sqlite3.Connection, count: int) -> None:
    rows = [(number, f"word {number}") for number in range(count)]
    insert_many(db, "INSERT INTO words (number, word)", rows)
    assert db.execute("SELECT number, word FROM words").fetchall() == rows


def test_many_rows_are_few_statements(db: sqlite3.Connection) -> None:
    statements: list[str] = []
    db.set_trace_callback(statements.append)
    insert_many(db, "INSERT INTO words (number, word)", [(number, "x") for number in range(1000)])
    assert len(statements) == 2


def test_what_follows_the_rows_is_part_of_the_statement(db: sqlite3.Connection) -> None:
    insert_many(db, "INSERT INTO words", [(1, "first")])
    insert_many(db, "INSERT INTO words", [(1, "second"), (2, "other")], "ON CONFLICT DO NOTHING")
    assert db.execute("SELECT word FROM words").fetchall() == [("first",), ("other",)]
