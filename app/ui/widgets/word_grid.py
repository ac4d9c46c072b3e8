"""Words that people compare by reading them aloud: one set as a grid, several sets in columns side by side.

Knows no meaning of the words.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.widgets.labels import Label
from app.ui.widgets.scaled_layouts import ScaledGrid, scaled_column, scaled_row
from app.ui.widgets.surfaces import Card
from app.values import frozen

_IN_A_ROW = 3
_TILE = 44
_SMALL_TILE = 32


@frozen
class WordList:
    """Words to be compared one by one; `title` says whose they are."""

    title: str
    words: tuple[str, ...]

    @property
    def spoken(self) -> str:
        """The list in one sentence, for screen readers."""
        words = ", ".join(self.words)
        return f"{self.title}: {words}" if self.title else words


class WordGrid(QWidget):
    """One set of words, three in a row; `small` for panels."""

    def __init__(self, theme: Theme, *, small: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._small = small
        self._words: tuple[str, ...] = ()
        self._grid = ScaledGrid(theme, self)
        gap = theme.metrics.spacing.half if small else theme.metrics.spacing.one
        self._grid.set_distances(gap, gap)
        for column in range(_IN_A_ROW):
            self._grid.setColumnStretch(column, 1)

    def words(self) -> tuple[str, ...]:
        """What is shown."""
        return self._words

    def set_words(self, words: Sequence[str]) -> None:
        """Show these words."""
        if tuple(words) == self._words:
            return
        self._words = tuple(words)
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for at, word in enumerate(self._words):
            self._grid.addWidget(self._tile(word), at // _IN_A_ROW, at % _IN_A_ROW)
        self.setAccessibleName(", ".join(self._words))

    def _tile(self, word: str) -> Card:
        tile = Card("word")
        tile.setMinimumHeight(self._theme.scaled(_SMALL_TILE if self._small else _TILE))
        tile.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        label = Label(word, TypeRole.LIST_UNREAD if self._small else TypeRole.HEADING)
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        line = scaled_row(self._theme, tile)
        line.set_margins(4, 4, 4, 4)
        line.addWidget(label)
        return tile


class WordColumns(QWidget):
    """Several sets, each a column with its title, so that the same places stand side by side."""

    def __init__(self, theme: Theme, lists: Sequence[WordList], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = scaled_row(theme, self)
        row.set_margins(0, 0, 0, 0)
        row.set_spacing(theme.metrics.spacing.one)
        for words in lists:
            row.addWidget(_column(theme, words), 1)


def _column(theme: Theme, given: WordList) -> Card:
    card = Card("word")
    card.setAccessibleName(given.spoken)
    gap = theme.metrics.spacing
    column = scaled_column(theme, card)
    column.set_margins(gap.one_half, gap.one, gap.one_half, gap.one_half)
    column.set_spacing(gap.half)
    column.addWidget(Label(given.title, TypeRole.LABEL, "text2", wrap=True))
    column.addStretch()
    for word in given.words:
        column.addWidget(Label(word, TypeRole.ADDRESS))
    return card
