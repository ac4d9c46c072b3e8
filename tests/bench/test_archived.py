from __future__ import annotations

from tests.bench.archived import report, result
from tests.bench.moves import Kind
from tests.bench.watcher import Watched


def test_what_is_seen_belongs_to_the_move_before_it() -> None:
    kind = Kind("scroll", lambda world, number: None)
    seen = Watched(
        pings=[(9.9, 0.002), (10.1, 0.003), (12.0, 9.0)],
        changes=[(9.0, 400), (10.01, 8), (10.02, 300), (10.05, 300), (11.03, 200)],
    )
    found = result(kind, [10.0, 11.0, 11.5], seen)
    assert [round(value) for value in found.first] == [20, 30]
    assert [round(value) for value in found.last] == [50, 30]
    assert found.unseen == 1
    assert [round(value) for value in found.stalls] == [3]
    assert report([found]).splitlines()[-1].startswith("| scroll       |                20 |")


def test_a_blinking_cursor_does_not_make_a_letter_late() -> None:
    kind = Kind("type", lambda world, number: None, least=4)
    found = result(kind, [1.0], Watched(changes=[(1.01, 20), (1.3, 20)]))
    assert [round(value) for value in found.last] == [10]
