"""One link with its rooms: how it stands in words, and when its first room is entered or given up."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.client.address import Address
from app.client.events import Failure, LinkState
from app.client.failures import sentence
from app.client.session import SessionOptions
from app.models.connection import Connection
from app.models.room import Room
from app.models.rooms import RoomsModel
from app.net.link import Link
from app.ui.window.link_view import LinkPhase, LinkView

_PHASES = {
    LinkState.IDLE: LinkPhase.CONNECTING,
    LinkState.RESOLVING: LinkPhase.CONNECTING,
    LinkState.CONNECTING: LinkPhase.CONNECTING,
    LinkState.REGISTERING: LinkPhase.CONNECTING,
    LinkState.ONLINE: LinkPhase.ONLINE,
    LinkState.WAITING: LinkPhase.LOST,
    LinkState.STOPPED: LinkPhase.STOPPED,
}
# Trying again by hand cannot change these.
_FINAL = {Failure.BANNED, Failure.BAD_ADDRESS}


class Guest(QObject):
    """This person on one server.

    Signals:
        entered(Room): a room was opened, the first or a further one.
        gave_up(Failure, str): no room was ever entered; a sentence for the person.
        view_changed(LinkView): the connection stands otherwise now.
        needs_channel(): the server is not one of ours and no channel was named.
        ended(): the link is closed for good, as asked.
    """

    entered = Signal(Room)
    gave_up = Signal(Failure, str)
    view_changed = Signal(LinkView)
    needs_channel = Signal()
    ended = Signal()

    def __init__(
        self,
        address: Address,
        options: SessionOptions,
        rooms: RoomsModel,
        *,
        hosting: bool,
        parent: QObject | None,
    ) -> None:
        super().__init__(parent)
        self.address = address
        self.options = options
        self.link = Link(address, options, parent=self)
        self.connection = Connection(
            self.link, rooms, address=str(address), nick=options.nick, hosting=hosting, parent=self
        )
        self._was_inside = False
        self._leaving = False
        self._seconds = 0.0
        self._words = ""
        self._failure: Failure | None = None
        self.link.events_arrived.connect(self.connection.apply)
        self.link.state_changed.connect(self._on_state)
        self.link.retry_in.connect(self._on_retry_in)
        self.link.failed.connect(self._on_failed)
        self.connection.room_opened.connect(self._on_room_opened)
        self.connection.registered.connect(self._on_registered)

    @property
    def was_inside(self) -> bool:
        """Whether a room has been entered: then failures stand in the room, not on the start page."""
        return self._was_inside

    def start(self) -> None:
        """Connect; `entered` or `gave_up` follows."""
        self.link.start()

    def leave(self, reason: str = "") -> None:
        """Say goodbye; `ended` follows within seconds."""
        self._leaving = True
        if self.link.state is LinkState.STOPPED:  # failed before: no change of state will tell
            QTimer.singleShot(0, self.ended.emit)
        self.link.close(reason)

    def view(self) -> LinkView:
        """How the connection stands now."""
        return LinkView(
            phase=_PHASES[self.connection.state],
            address=str(self.address),
            seconds=self._seconds,
            reason=self._words,
            may_retry=self._failure not in _FINAL,
        )

    @Slot(object)
    def _on_state(self, state: LinkState) -> None:
        was_online = self.connection.state is LinkState.ONLINE
        if was_online and state is not LinkState.ONLINE:
            self.connection.mark_lost(time.time())
        if state is LinkState.ONLINE:
            self._words, self._failure = "", None
        self.connection.set_state(state)
        if self._leaving:
            if state is LinkState.STOPPED:
                self.ended.emit()
            return
        self.view_changed.emit(self.view())

    @Slot(int)
    def _on_retry_in(self, seconds: int) -> None:
        self._seconds = seconds
        self.view_changed.emit(self.view())

    @Slot(object, str)
    def _on_failed(self, failure: Failure, detail: str) -> None:
        if self._leaving:
            return
        self._failure = failure
        # an address that cannot be served comes with its own sentence
        own_words = failure is Failure.BAD_ADDRESS and detail
        self._words = detail if own_words else sentence(failure, address=self.address, detail=detail)
        if self._was_inside:
            self.view_changed.emit(self.view())
        else:
            self.gave_up.emit(failure, self._words)

    @Slot(Room)
    def _on_room_opened(self, room: Room) -> None:
        self._was_inside = True
        self.entered.emit(room)

    @Slot()
    def _on_registered(self) -> None:
        if not self.connection.is_hub and not self.address.room and not self._was_inside:
            self.needs_channel.emit()
