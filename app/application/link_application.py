"""The QApplication, which is handed links by macOS."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

from app.guard import guarded


@guarded(event=bool)
class Application(QApplication):
    """The QApplication; macOS hands links over to it as events, also before somebody follows them.

    No event filter: that would be asked for every event of every widget.

    Signals:
        link_opened(str): a link as the system gave it.
    """

    link_opened = Signal(str)

    def __init__(self, arguments: list[str]) -> None:
        super().__init__(arguments)
        self._early: list[str] = []
        self._is_followed = False

    def follow_links(self, take: Callable[[str], None]) -> None:
        """Give `take` each link, those first that came already."""
        self.link_opened.connect(take)
        self._is_followed = True
        early, self._early = self._early, []
        for link in early:
            self.link_opened.emit(link)

    def event(self, event: QEvent) -> bool:
        if not isinstance(event, QFileOpenEvent):
            return super().event(event)
        link = event.url().toString()
        if self._is_followed:
            self.link_opened.emit(link)
        else:
            self._early.append(link)
        return True
