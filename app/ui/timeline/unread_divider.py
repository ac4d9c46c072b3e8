"""Where the divider above unread messages stands, and when it goes. Pure: the rows are told to it.

It is placed once, above the first message that came while nobody read along, and does not move while one
reads. What one says oneself takes it away, and so does leaving and coming back once all has been read.
"""

from __future__ import annotations

NOWHERE = -1


class UnreadDivider:
    """The divider: it stands above `row`, NOWHERE for none that is loaded."""

    def __init__(self) -> None:
        self.row = NOWHERE
        self.msgid = ""  # of the message below it, "" where it has none: that may be loaded again
        self.watched = True  # somebody looks: the window is in front with this timeline
        self._was_read = False

    @property
    def is_awaited(self) -> bool:
        """Whether it leads to something that has not been read yet."""
        return (self.row != NOWHERE or self.msgid != "") and not self._was_read

    def arrived(self, row: int, msgid: str, *, at_end: bool, in_sight: bool) -> bool:
        """The first of some new messages is at `row`; whether the divider stands there now.

        `in_sight`: the divider is on the screen now.
        """
        if self.watched and at_end:
            return False
        is_free = self.row == NOWHERE and not self.is_awaited
        if is_free or (self._was_read and not (self.watched and in_sight)):
            self.place(row, msgid)
            return True
        return False

    def missed(self, row: int, msgid: str) -> bool:
        """The first of what was missed is at `row`; whether the divider stands there now.

        Who looks at the end has not read that either.
        """
        if self.is_awaited and self.row <= row:
            return False
        self.place(row, msgid)
        return True

    def place(self, row: int, msgid: str = "") -> None:
        """Stand above `row`, unread."""
        self.row, self.msgid, self._was_read = row, msgid, False

    def reached_end(self) -> None:
        """The newest message is on the screen."""
        if self.watched:
            self._was_read = True

    def set_watched(self, watched: bool) -> None:
        """Somebody looks, or no longer."""
        if watched and not self.watched and self._was_read:
            self.remove()
        self.watched = watched

    def said(self, row: int) -> None:
        """A message of one's own at `row` is with the others."""
        if row > self.row:
            self.remove()

    def moved(self, first: int, by: int) -> None:
        """Rows from `first` on have another place; with a negative `by` so many of them went."""
        if self.row < first:
            return
        if self.row + by >= first:
            self.row += by
        else:
            self.row = NOWHERE if self.msgid else first

    def unloaded(self) -> None:
        """Nothing that was loaded is any more."""
        self.row = NOWHERE
        if not self.msgid:
            self.remove()

    def remove(self) -> None:
        """Stand nowhere."""
        self.row, self.msgid, self._was_read = NOWHERE, "", False
