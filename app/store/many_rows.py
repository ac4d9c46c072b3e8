"""Many rows in one statement: SQLite works through them without Python, so the window's thread goes on.

executemany() would take Python's lock anew for every row, and wait for it each time while the window is busy.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain

# Rows per statement: few sizes, so that each is prepared once. Nine columns of the largest one stay below the
# 32,766 values that SQLite takes since 3.32.
_PIECES = (500, 50, 5, 1)


def insert_many(db: sqlite3.Connection, head: str, rows: Sequence[Sequence[object]], tail: str = "") -> None:
    """Insert rows of one width; `head` is the statement up to VALUES, `tail` what follows the rows."""
    begin = 0
    for size in _PIECES:
        while len(rows) - begin >= size:
            piece = rows[begin : begin + size]
            db.execute(_statement(head, len(piece[0]), size, tail), list(chain.from_iterable(piece)))
            begin += size


@lru_cache(maxsize=64)
def _statement(head: str, columns: int, rows: int, tail: str) -> str:
    row = f"({', '.join('?' * columns)})"
    return f"{head} VALUES {', '.join([row] * rows)} {tail}"
