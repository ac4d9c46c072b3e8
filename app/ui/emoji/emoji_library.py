"""The emoji that a window offers: as many as this computer can draw, and which were used lately.

The table is read when it is first wanted, so that nobody waits for it at the start.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QFont, QTextLayout

from app.models.emoji import Emoji, EmojiGroup, EmojiTable, load_table
from app.models.emoji_tones import TONES, with_tone, without_tone
from app.models.timeline_markup import is_large_emoji
from app.settings import RECENT_EMOJI
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme

# Offered first, always in the same places: what people react with most.
USUAL = ("👍", "❤️", "😂", "🎉", "😮", "😢", "🙏", "👀")


class EmojiLibrary(QObject):
    """One for a window; composers and timelines share it.

    Signals:
        recents_changed(): other emoji were used lately.
        tone_changed(): people are shown in another tone of skin.
    """

    recents_changed = Signal()
    tone_changed = Signal()

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._drawn: EmojiTable | None = None  # as they come
        self._table: EmojiTable | None = None  # in the tone that was chosen
        self._tone = 0
        self.recents: tuple[str, ...] = ()

    @property
    def table(self) -> EmojiTable:
        """All that can be drawn here, people in the tone that was chosen."""
        if self._drawn is None:
            every = load_table(self._theme.resources / "emoji" / "en.json")
            self._drawn = every.up_to(newest_drawn(every, self._theme.font(TypeRole.MESSAGE)))
        if self._table is None:
            self._table = self._drawn.in_tone(TONES[self._tone], self._is_drawn)
        return self._table

    @property
    def tone(self) -> int:
        """The tone of skin that was chosen, a number of TONES."""
        return self._tone

    def set_tone(self, tone: int) -> None:
        """Show people in this tone from now on, those that are drawn so."""
        if tone != self._tone:
            self._tone, self._table = tone, None
            self.tone_changed.emit()

    @property
    def has_tones(self) -> bool:
        """Whether this computer draws any other tone."""
        return self._is_drawn(with_tone(USUAL[0], TONES[-1]))

    def _is_drawn(self, text: str) -> bool:
        return _is_drawn(text, self._theme.font(TypeRole.MESSAGE))

    def find(self, text: str) -> Emoji:
        """What is known of an emoji, in the tone that it has; of one that is in no table, its characters."""
        known = self.table.by_text(text) or Emoji(text, text, EmojiGroup.PEOPLE, 0.0, (), ())
        return replace(known, text=text)

    def often_used(self) -> list[Emoji]:
        """The usual ones, then what was used lately."""
        usual = [self.table.by_text(text) or self.find(text) for text in USUAL]
        return [*usual, *map(self.find, self.recents)]

    def set_recents(self, recents: Iterable[str]) -> None:
        """What was used lately, the last one first."""
        self.recents = tuple(text for text in recents if is_large_emoji(text))

    def note_used(self, text: str) -> None:
        """An emoji was used. The usual ones are offered anyway."""
        if without_tone(text) in USUAL or not is_large_emoji(text):
            return
        recents = (text, *(recent for recent in self.recents if recent != text))[:RECENT_EMOJI]
        if recents != self.recents:
            self.recents = recents
            self.recents_changed.emit()


def newest_drawn(table: EmojiTable, font: QFont) -> float:
    """The newest version of Unicode's emoji that this computer's fonts have, told by one emoji of each."""
    samples: dict[float, str] = {}
    for one in table.every:
        samples.setdefault(one.version, one.text)
    drawn = [version for version, text in samples.items() if _is_drawn(text, font)]
    # without any, as where a font is drawn in parts, nothing can be told by this
    return max(drawn, default=max(samples))


def _is_drawn(text: str, font: QFont) -> bool:
    """Whether it becomes one picture: what no font has is a box, glyph 0, and what is too new comes apart."""
    layout = QTextLayout(text, font)
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    glyphs = [glyph for run in layout.glyphRuns() for glyph in run.glyphIndexes()]
    return len(glyphs) == 1 and glyphs[0] != 0
