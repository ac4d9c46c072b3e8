"""What is wanted of a window while its parts are still being made, kept for those who will take it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from app.guard import guarded
from app.net.single_instance import Instance
from app.ui.start.start_page import StartPage
from app.ui.start.start_requests import HostRequest, JoinRequest

_NO_TEXT = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)


@guarded()
class EarlyRequests(QObject):
    """Answers at once that it was heard, on the page, and says all of it again when it is released.

    One wish of the page at a time, as always: the page takes no other until it is cancelled.
    """

    def __init__(
        self, window: QWidget, page: StartPage, instance: Instance, parent: QObject | None = None
    ) -> None:
        """`window` is the one that `page` is in, which gets its actions later."""
        super().__init__(parent)
        self._window = window
        self._page = page
        self._instance = instance
        self._name = page.name_field.name()
        self._wanted: HostRequest | JoinRequest | int | None = None  # the number is a row of recent rooms
        self._words: list[str] = []  # of further launches
        self._keys: list[QKeySequence] = []  # that nobody took: shortcuts of actions
        card = page.host_card
        self._choices = (
            card.newcomers_changed,
            card.files_changed,
            card.browsers_changed,
            card.nearby_changed,
        )
        self._chosen: dict[int, str | bool] = {}  # the last of each
        self._places = (
            (page.host_requested, self._on_host),
            (page.join_requested, self._on_join),
            (page.recent_activated, self._on_recent),
            (page.cancel_requested, self._on_cancel),
            (instance.raised, self._words.append),
            *((signal, partial(self._chosen.__setitem__, at)) for at, signal in enumerate(self._choices)),
        )
        for signal, take in self._places:
            signal.connect(take)
        window.installEventFilter(self)

    def release(self) -> None:
        """Everybody listens now."""
        page, wanted, self._wanted = self._page, self._wanted, None
        for signal, take in self._places:
            signal.disconnect(take)
        self._window.removeEventFilter(self)
        for at, choice in self._chosen.items():
            self._choices[at].emit(choice)
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
        for key in self._keys:
            for action in self._window.actions():
                if action.isEnabled() and key in action.shortcuts():
                    action.trigger()
                    break

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note a key that comes to the window as nothing in it took it: it may be a shortcut."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and not event.isAutoRepeat():
            is_function = Qt.Key.Key_F1 <= event.key() <= Qt.Key.Key_F35
            if is_function or event.modifiers() & _NO_TEXT:
                self._keys.append(QKeySequence(event.keyCombination()))
        return super().eventFilter(watched, event)

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
