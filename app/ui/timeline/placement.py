"""Which rows are seen and where: the reading position is a row and its place, never a pixel count.

So nothing jumps when rows above get their true height, arrive or go. Pure; measuring is the caller's.
"""

from __future__ import annotations

from collections.abc import Callable

from app.ui.timeline.heights import HeightMap

Measure = Callable[[int], int]


class Placement:
    """The reading position in a list of rows of different height.

    While `following`, the end of the last row stays at the bottom; otherwise `anchor` keeps its place.
    """

    def __init__(self, bottom_padding: int) -> None:
        self.heights = HeightMap()
        self.following = True
        self.visible: list[tuple[int, int]] = []  # rows that take room, and where they begin
        self.below = 0  # pixels under the viewport, as far as known after the last place()
        self._row = 0
        self._y = 0
        self._padding = bottom_padding
        self._height = 0

    # -- where things are

    @property
    def maximum(self) -> int:
        """The largest scroll value."""
        return max(0, self.heights.total + self._padding - self._height)

    @property
    def value(self) -> int:
        """The scroll value of what is seen."""
        if self.following:
            return self.maximum
        return max(0, min(self.heights.position(self._row) - self._y, self.maximum))

    def place(self, height: int, measure: Measure) -> None:
        """Find the rows that fill a viewport of `height`, measuring each of them."""
        self._height = height
        count = len(self.heights)
        if count == 0:
            self.visible, self.below, self.following = [], 0, True
            return
        if self.following:
            self._from_bottom(measure)
        else:
            self._from_anchor(measure)

    def _from_bottom(self, measure: Measure) -> None:
        row, y = self.heights.seen_before(len(self.heights)), self._height - self._padding
        found: list[tuple[int, int]] = []
        while row >= 0 and y > 0:
            height = self._measured(row, measure)
            y -= height
            if height:
                found.append((row, y))
            row = self.heights.seen_before(row)
        self.visible = found[::-1]
        self.below = 0
        self._take_anchor()

    def _from_anchor(self, measure: Measure) -> None:
        row, y = min(self._row, len(self.heights) - 1), self._y
        while y > 0 and (above := self.heights.seen_before(row)) >= 0:
            row = above
            y -= self._measured(row, measure)
        y = min(y, 0)
        self.visible = []
        while row < len(self.heights) and y < self._height:
            height = self._measured(row, measure)
            if height and y + height > 0:
                self.visible.append((row, y))
            y += height
            row = self.heights.seen_from(row + 1)
        rest = self.heights.total - self.heights.position(row) if row < len(self.heights) else 0
        self.below = y + rest + self._padding - self._height
        if row == len(self.heights) and self.below <= 0:
            self.following = True
            self._from_bottom(measure)
        else:
            self._take_anchor()

    def _measured(self, row: int, measure: Measure) -> int:
        if self.heights.height(row) == 0:
            return 0  # a hidden row stays hidden until it is forgotten
        height = measure(row)
        if self.heights.height(row) != height:
            self.heights.set(row, height)
        return height

    def _take_anchor(self) -> None:
        """The eye rests on the first row whose beginning is seen."""
        for row, y in self.visible:
            if y >= 0:
                self._row, self._y = row, y
                return
        if self.visible:
            self._row, self._y = self.visible[0]

    # -- moving

    def scroll_by(self, pixels: int) -> None:
        """Move by `pixels`, down if positive; exact, whatever was only guessed."""
        self.following = False
        self._y -= pixels

    def scroll_to(self, value: int) -> None:
        """Move to a scroll value."""
        if value >= self.maximum:
            self.following = True
            return
        self.following = False
        self._row = self.heights.row_at(value)
        self._y = self.heights.position(self._row) - value

    def show_row(self, row: int, y: int = 0) -> None:
        """Bring the beginning of `row` to `y` in the viewport."""
        self.following = False
        self._row, self._y = row, y

    def stay(self) -> None:
        """Keep what is seen where it is, whatever comes behind it."""
        self.following = False

    def follow(self) -> None:
        """Go to the end and stay there."""
        self.following = True

    # -- rows that come and go

    def inserted(self, first: int, count: int) -> None:
        """`count` new rows begin at `first`."""
        appended = first == len(self.heights)
        self.heights.insert(first, count)
        if not appended and first <= self._row:
            self._row += count

    def removed(self, first: int, count: int) -> None:
        """`count` rows from `first` on went."""
        self.heights.remove(first, count)
        if self._row >= first + count:
            self._row -= count
        elif self._row >= first:
            self._row, self._y = first, 0
        self._row = max(0, min(self._row, len(self.heights) - 1))

    def reset(self, count: int, *, keep_position: bool) -> None:
        """Nothing is measured any more; the reading position stays if `keep_position`."""
        self.heights.reset(count)
        if not keep_position:
            self.following, self._row, self._y = True, 0, 0
