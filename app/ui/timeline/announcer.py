"""Reads new messages out politely to those who use a screen reader, merged when many come at once."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

from app.models.timeline_entries import Entry, MessageEntry

_MERGE_MS = 2000
_READ_OUT = 3  # more within two seconds are counted, not read


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

    def arrived(self, entries: Sequence[Entry]) -> None:
        """New entries are seen. The first three are read at once, the rest when two seconds are over."""
        words = [f"{e.called}, {e.text}" for e in entries if isinstance(e, MessageEntry) and not e.own]
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

    @Slot()
    def _say_rest(self) -> None:
        count = len(self._waiting)
        if count == 1:
            self._say(self._waiting[0])
        elif count:
            words = QCoreApplication.translate("Timeline", "{count} more messages")
            self._say(words.format(count=count))
        self._waiting.clear()

    def _say(self, words: str) -> None:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._speaker, words))
