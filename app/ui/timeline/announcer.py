"""Reads what is new out to those who use a screen reader: politely, merged when many come at once.

What went wrong interrupts: an own message that was not sent, an error, a lost connection.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

from app.models.timeline_entries import ConnectionLost, Entry, EventEntry, MessageEntry, Note, SendState
from app.models.timeline_text import message_text
from app.models.timeline_words import describe, sending_words, without_isolates
from app.ui.timeline.timeline_options import Announce
from app.words import message_words

_MERGE_MS = 2000
_READ_OUT = 3  # more within two seconds are counted, not read
_Politeness = QAccessible.AnnouncementPoliteness


class Announcer(QObject):
    """Says what arrived in the timeline that `speaker` shows."""

    def __init__(self, speaker: QObject) -> None:
        super().__init__(speaker)
        self._speaker = speaker
        self._waiting: list[str] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_MERGE_MS)
        self._timer.timeout.connect(self._say_rest)
        self._said = 0

    def arrived(self, entries: Sequence[Entry], wanted: Announce = Announce.ALL) -> None:
        """New entries are seen. The first three are read at once, the rest when two seconds are over."""
        if wanted is Announce.OFF:
            return
        for entry in entries:
            if isinstance(entry, EventEntry) and _is_alarm(entry):
                self._say(without_isolates(describe(entry.fact)), _Politeness.Assertive)
        words = [
            f"{entry.shown_name}, {without_isolates(message_text(entry))}"
            for entry in entries
            if isinstance(entry, MessageEntry) and not entry.own and (wanted is Announce.ALL or entry.mention)
        ]
        if not words:
            return
        if not self._timer.isActive():
            self._said = 0
            self._timer.start()
        at_once = words[: max(0, _READ_OUT - self._said)]
        self._said += len(at_once)
        for text in at_once:
            self._say(text)
        self._waiting += words[len(at_once) :]

    def changed(self, entries: Sequence[Entry], wanted: Announce = Announce.ALL) -> None:
        """Entries that were there are others now: an own message may not have been sent."""
        for entry in entries if wanted is not Announce.OFF else ():
            failed = isinstance(entry, MessageEntry) and entry.state in (SendState.FAILED, SendState.IN_DOUBT)
            if failed and isinstance(entry, MessageEntry):
                words = without_isolates(sending_words(entry.state, entry.reason))
                self._say(f"{words}: {message_text(entry)}", _Politeness.Assertive)

    @Slot()
    def _say_rest(self) -> None:
        count = len(self._waiting)
        if count == 1:
            self._say(self._waiting[0])
        elif count:
            self._say(message_words.MORE_MESSAGES(count=count))
        self._waiting.clear()

    def _say(self, words: str, how: QAccessible.AnnouncementPoliteness = _Politeness.Polite) -> None:
        event = QAccessibleAnnouncementEvent(self._speaker, words)
        event.setPoliteness(how)
        QAccessible.updateAccessibility(event)


def _is_alarm(entry: EventEntry) -> bool:
    fact = entry.fact
    return isinstance(fact, ConnectionLost) or (isinstance(fact, Note) and fact.is_error)
