"""Heights known and guessed, and the reading position over them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.ui.timeline.heights import HeightMap
from app.ui.timeline.placement import Placement

GUESS = 30  # the first one


def test_unknown_rows_count_with_a_guess() -> None:
    heights = HeightMap()
    heights.insert(0, 1000)
    heights.set(3, 100)
    heights.set(4, 0)
    assert heights.total == 998 * GUESS + 100
    assert heights.position(5) == 3 * GUESS + 100
    assert heights.position(1000) == heights.total
    assert (heights.height(3), heights.height(5)) == (100, None)
    heights.forget(3)
    assert heights.total == 999 * GUESS


def test_a_row_is_found_by_its_place() -> None:
    heights = HeightMap()
    heights.insert(0, 1500)
    heights.set(1000, 5)
    for row in (0, 1, 511, 512, 1000, 1001, 1499):
        assert heights.row_at(heights.position(row)) == row
    assert heights.row_at(10**9) == 1499
    assert heights.row_at(-5) == 0


def test_the_guess_becomes_what_rows_usually_measure() -> None:
    heights = HeightMap()
    heights.insert(0, 100)
    for row in range(40):
        heights.set(row, 50)
    assert heights.total == 100 * 50
    heights.reset(10)
    assert heights.total == 10 * 50


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 5000), st.integers(1, 1200)), max_size=12))
def test_any_change_keeps_the_sums_right(changes: list[tuple[int, int, int]]) -> None:
    heights, rows = HeightMap(), []  # type: ignore[var-annotated]  # a plain list is the model of it
    for kind, at, amount in changes:
        row = at % (len(rows) + 1)
        if kind == 0:
            heights.insert(row, amount)
            rows[row:row] = [None] * amount
        elif kind == 1 and row < len(rows):
            heights.set(row, amount)
            rows[row] = amount
        elif kind == 2 and row < len(rows):
            heights.remove(row, min(amount, len(rows) - row))
            del rows[row : row + amount]
        elif kind == 3:
            heights.reset(len(rows))
            rows = [None] * len(rows)
        elif kind == 4 and row < len(rows):
            end = min(row + amount, len(rows))
            heights.hide(row, end)
            rows[row:end] = [0] * (end - row)
    known = sum(height for height in rows if height is not None)
    assert len(heights) == len(rows)
    assert heights.total == known + rows.count(None) * GUESS
    for row in range(0, len(rows), 97):
        before = rows[:row]
        assert heights.position(row) == sum(h or 0 for h in before) + before.count(None) * GUESS
        seen = [at for at, height in enumerate(rows) if height != 0]
        assert heights.seen_before(row) == max((at for at in seen if at < row), default=-1)
        assert heights.seen_from(row) == min((at for at in seen if at >= row), default=len(rows))


def placed(count: int, height: int = 100, row_height: int = 20) -> Placement:
    placement = Placement(bottom_padding=8)
    placement.inserted(0, count)
    placement.place(height, lambda row: row_height)
    return placement


def test_the_end_is_at_the_bottom() -> None:
    placement = placed(50)
    assert placement.visible[-1] == (49, 100 - 8 - 20)
    assert placement.following
    assert placement.value == placement.maximum


def test_few_rows_stand_at_the_bottom() -> None:
    placement = placed(2)
    assert placement.visible == [(0, 52), (1, 72)]
    assert placement.maximum == 0


def test_nothing_is_nothing() -> None:
    placement = Placement(8)
    placement.place(100, lambda row: 20)
    assert placement.visible == []
    assert placement.maximum == 0


def test_new_rows_do_not_move_what_is_read() -> None:
    placement = placed(50)
    placement.scroll_by(-200)
    placement.place(100, lambda row: 20)
    before = placement.visible
    placement.inserted(50, 10)
    placement.place(100, lambda row: 20)
    assert placement.visible == before
    placement.inserted(0, 30)
    placement.place(100, lambda row: 20)
    assert placement.visible == [(row + 30, y) for row, y in before]
    placement.removed(0, 30)
    placement.place(100, lambda row: 20)
    assert placement.visible == before


def test_rows_that_measure_otherwise_than_guessed_do_not_move_what_is_read() -> None:
    placement = placed(50)
    placement.scroll_by(-200)
    placement.place(100, lambda row: 20)
    eye = next((row, y) for row, y in placement.visible if y >= 0)
    placement.reset(50, keep_position=True)
    placement.place(100, lambda row: 20 + row % 7)
    assert eye in placement.visible


def test_the_ends_hold() -> None:
    placement = placed(50)
    placement.scroll_by(-100_000)
    placement.place(100, lambda row: 20)
    assert placement.visible[0] == (0, 0)
    assert placement.value == 0
    placement.scroll_by(100_000)
    placement.place(100, lambda row: 20)
    assert placement.following
    assert placement.visible[-1] == (49, 72)


def test_a_value_of_the_scroll_bar_is_a_place() -> None:
    placement = placed(5000)
    placement.scroll_to(30_000)
    placement.place(100, lambda row: 20)
    assert placement.visible
    assert not placement.following
    placement.scroll_to(placement.maximum)
    assert placement.following


def test_what_was_read_may_go() -> None:
    placement = placed(50)
    placement.show_row(10)
    placement.place(100, lambda row: 20)
    placement.removed(5, 20)
    placement.place(100, lambda row: 20)
    assert placement.visible[0][0] == 5
    placement.removed(0, 30)
    placement.place(100, lambda row: 20)
    assert placement.visible == []


def test_hidden_rows_take_no_room() -> None:
    placement = Placement(8)
    placement.inserted(0, 30)
    placement.place(100, lambda row: 0 if row % 3 else 20)
    assert [row for row, _ in placement.visible] == [15, 18, 21, 24, 27]
    assert placement.value == placement.maximum
