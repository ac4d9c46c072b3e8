"""What is wanted of a window while its parts are still being made, kept for those who will take it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from app.net.single_instance import Instance
from app.ui.start.start_page import StartPage
from app.ui.start.start_requests import HostRequest, JoinRequest


class EarlyRequests(QObject):
    """Answers at once that it was heard, on the page, and says all of it again when it is released.

    One wish of the page at a time, as always: the page takes no other until it is cancelled.
    """

    def __init__(self, page: StartPage, instance: Instance, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._page = page
        self._instance = instance
        self._name = page.name_field.name()
        self._wanted: HostRequest | JoinRequest | int | None = None  # the number is a row of recent rooms
        self._words: list[str] = []  # of further launches
        self._places = (
            (page.host_requested, self._on_host),
            (page.join_requested, self._on_join),
            (page.recent_activated, self._on_recent),
            (page.cancel_requested, self._on_cancel),
            (instance.raised, self._words.append),
        )
        for signal, take in self._places:
            signal.connect(take)

    def release(self) -> None:
        """Everybody listens now."""
        page, wanted, self._wanted = self._page, self._wanted, None
        for signal, take in self._places:
            signal.disconnect(take)
        if page.name_field.name() != self._name:
            page.name_field.changed.emit(page.name_field.name())
        page.tell_seen()
        if wanted is not None:
            page.set_busy(False)
        match wanted:
            case HostRequest():
                page.host_requested.emit(wanted)
            case JoinRequest():
                page.join_requested.emit(wanted)
            case int():
                page.recent_activated.emit(wanted)
        for word in self._words:
            self._instance.raised.emit(word)

    @Slot(HostRequest)
    def _on_host(self, request: HostRequest) -> None:
        self._wanted = request
        self._page.set_busy(True)

    @Slot(JoinRequest)
    def _on_join(self, request: JoinRequest) -> None:
        self._wanted = request
        self._page.show_connecting(request.address)

    @Slot(int)
    def _on_recent(self, row: int) -> None:
        self._wanted = row
        self._page.set_busy(True)

    @Slot()
    def _on_cancel(self) -> None:
        self._wanted = None
