"""Heights of all rows, known or guessed, and where each row lies. Pure arithmetic; knows no Qt.

Only rows that were seen are known; the rest counts with one guess, so a hundred thousand cost nothing.
"""

from __future__ import annotations

from array import array

_UNKNOWN = -1
_BLOCK = 512  # rows per partial sum: positions cost a few hundred additions at 100,000 rows
_FIRST_GUESS = 30
_GUESS_FROM = 40  # so many known rows make a fair guess, which then stays: a moving one shakes the scroll bar


class HeightMap:
    """Heights in pixels by row."""

    def __init__(self) -> None:
        self._heights = array("i")
        self._sums: list[int] = []  # per block: the known heights
        self._unknown: list[int] = []  # per block: how many are not known
        self._guess = _FIRST_GUESS
        self._known = self._known_sum = 0

    def __len__(self) -> int:
        return len(self._heights)

    @property
    def total(self) -> int:
        """The height of all rows."""
        return sum(self._sums) + sum(self._unknown) * self._guess

    def height(self, row: int) -> int | None:
        """The height of a row, None while it is only guessed."""
        height = self._heights[row]
        return None if height == _UNKNOWN else height

    def set(self, row: int, height: int) -> None:
        """A row was measured."""
        self.forget(row)
        block = row // _BLOCK
        self._heights[row] = height
        self._sums[block] += height
        self._unknown[block] -= 1
        if self._known < _GUESS_FROM:
            self._known += 1
            self._known_sum += height
            if self._known == _GUESS_FROM:
                self._guess = max(1, self._known_sum // self._known)

    def forget(self, row: int) -> None:
        """A row changed: its height is a guess again."""
        height = self._heights[row]
        if height != _UNKNOWN:
            self._heights[row] = _UNKNOWN
            self._sums[row // _BLOCK] -= height
            self._unknown[row // _BLOCK] += 1

    def hide(self, first: int, end: int) -> None:
        """Rows `first` to before `end` take no room."""
        self._heights[first:end] = array("i", (0,)) * (end - first)
        for block in range(first // _BLOCK, (end - 1) // _BLOCK + 1):
            self._sums[block], self._unknown[block] = self._counted(block)

    def seen_before(self, row: int) -> int:
        """The nearest row before `row` that takes room or may do so, -1 for none."""
        row -= 1
        while row >= 0 and self._heights[row] == 0:
            begin = row // _BLOCK * _BLOCK
            if not self._is_hidden(row // _BLOCK):
                begin = next((at + 1 for at in range(row, begin - 1, -1) if self._heights[at]), begin)
            row = begin - 1
        return row

    def seen_from(self, row: int) -> int:
        """The nearest row from `row` on that takes room or may do so, the number of rows for none."""
        while row < len(self._heights) and self._heights[row] == 0:
            end = min((row // _BLOCK + 1) * _BLOCK, len(self._heights))
            if not self._is_hidden(row // _BLOCK):
                end = next((at for at in range(row, end) if self._heights[at]), end)
            row = end
        return row

    def insert(self, row: int, count: int) -> None:
        """`count` rows that nobody has seen come before `row`."""
        new = array("i", (_UNKNOWN,)) * count
        if row == len(self._heights):
            self._heights.extend(new)
            self._count_appended(count)
        else:
            self._heights[row:row] = new
            self._recount()

    def remove(self, row: int, count: int) -> None:
        """`count` rows from `row` on are gone."""
        del self._heights[row : row + count]
        self._recount()

    def reset(self, count: int) -> None:
        """`count` rows, none of them known: another width, another font, another model."""
        self._heights = array("i", (_UNKNOWN,)) * count
        self._sums, self._unknown = [], []
        self._known = self._known_sum = 0
        self._count_appended(count)

    def position(self, row: int) -> int:
        """Where the row begins, counted from the top of the first."""
        block = row // _BLOCK
        inside = self._heights[block * _BLOCK : row]
        unknown = inside.count(_UNKNOWN)
        before = sum(self._sums[:block]) + sum(inside) - unknown * _UNKNOWN
        return before + (sum(self._unknown[:block]) + unknown) * self._guess

    def row_at(self, position: int) -> int:
        """The row that covers `position`; the first or last one if it lies outside."""
        block = at = 0
        while block < len(self._sums) - 1:
            size = self._sums[block] + self._unknown[block] * self._guess
            if at + size > position:
                break
            at += size
            block += 1
        last = min((block + 1) * _BLOCK, len(self._heights)) - 1
        for row in range(block * _BLOCK, last):
            height = self._heights[row]
            at += self._guess if height == _UNKNOWN else height
            if at > position:
                return row
        return max(0, last)

    def _count_appended(self, count: int) -> None:
        while count > 0:
            filled = len(self._heights) - count
            room = _BLOCK - filled % _BLOCK
            if room == _BLOCK:
                self._sums.append(0)
                self._unknown.append(0)
            added = min(room, count)
            self._unknown[-1] += added
            count -= added

    def _recount(self) -> None:
        blocks = range((len(self._heights) + _BLOCK - 1) // _BLOCK)
        counted = [self._counted(block) for block in blocks]
        self._sums = [known for known, _ in counted]
        self._unknown = [unknown for _, unknown in counted]

    def _counted(self, block: int) -> tuple[int, int]:
        """What is known of a block's height, and how many of its rows are not known."""
        heights = self._heights[block * _BLOCK : (block + 1) * _BLOCK]
        unknown = heights.count(_UNKNOWN)
        return sum(heights) - unknown * _UNKNOWN, unknown

    def _is_hidden(self, block: int) -> bool:
        return self._sums[block] == self._unknown[block] == 0
