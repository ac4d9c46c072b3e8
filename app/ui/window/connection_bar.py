"""The bar under the header that says what happened to the connection, and what one can do about it."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QDeadlineTimer, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.client.wishes import Wish
from app.models.room import Room, RoomConnection
from app.models.room_wishes import EnterPassword, LeaveRoom, Reconnect, Rejoin, StopReconnecting
from app.ui.theme.theme import Theme
from app.ui.widgets.info_bar import InfoBar, InfoBarKind
from app.ui.window.link_view import LinkPhase, LinkView, RoomEnding
from app.words import common_words, connection_words

CONNECTED_FOR_MS = 2000
_INSET = 12
_TICK_MS = 250  # four looks a second, so that the seconds shown are never a whole one late
_CONNECTING = LinkView(LinkPhase.CONNECTING)

_WISHES: dict[str, Wish] = {
    "retry": Reconnect(),
    "stop": StopReconnecting(),
    "leave": LeaveRoom(),
    "rejoin": Rejoin(),
    "password": EnterPassword(),
}


class ConnectionBar(QWidget):
    """Hidden until there is something to say.

    Signals:
        wished(Wish): what was pressed.
    """

    wished = Signal(Wish)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bar = InfoBar(theme)
        row = QHBoxLayout(self)
        row.setContentsMargins(_INSET, 0, _INSET, 0)
        row.addWidget(self.bar)
        self._deadline = QDeadlineTimer()
        self._tick = QTimer(self)
        self._tick.setInterval(_TICK_MS)
        self._tick.timeout.connect(self._count_down)
        self._clear_later = QTimer(self)
        self._clear_later.setSingleShot(True)
        self._clear_later.setInterval(CONNECTED_FOR_MS)
        self._clear_later.timeout.connect(self.clear)
        self.bar.triggered.connect(self._on_triggered)
        self.hide()

    @property
    def is_speaking(self) -> bool:
        """Whether the bar says anything."""
        return not self.isHidden()

    def show_lost(self, deadline: QDeadlineTimer) -> None:
        """The connection is lost; `deadline` is when the next try begins."""
        self._stop_timers()
        self._deadline = deadline
        self._count_down()
        self._tick.start()

    def show_reconnecting(self) -> None:
        """A try is under way."""
        self._stop_timers()
        self._say_reconnecting()

    def show_doubtful(self) -> None:
        """It stands, but the server does not answer."""
        self._stop_timers()
        actions = [("retry", connection_words.RECONNECT_NOW())]
        text = connection_words.MAY_BE_LOST()
        self._show(InfoBarKind.WARNING, connection_words.NO_ANSWER(), text, actions)

    def show_connected(self) -> None:
        """It is back: said for two seconds."""
        self._stop_timers()
        self._show(InfoBarKind.SUCCESS, common_words.CONNECTED())
        self._clear_later.start()

    def show_ended(
        self,
        words: str,
        *,
        may_retry: bool = False,
        may_rejoin: bool = False,
        rejoin_words: str = "",
        wants_password: bool = False,
    ) -> None:
        """It has ended for good, `words` being a whole sentence."""
        self._stop_timers()
        actions = [("leave", common_words.LEAVE())]
        if wants_password:
            actions.insert(0, ("password", connection_words.ENTER_PASSWORD()))
        if may_rejoin:
            actions.insert(0, ("rejoin", rejoin_words or connection_words.JOIN_AGAIN()))
        if may_retry:
            actions.insert(0, ("retry", common_words.TRY_AGAIN()))
        self._show(InfoBarKind.DANGER, "", words, actions)

    def show_offline(self, words: str, *, may_join: bool) -> None:
        """There is no connection: what was kept is read."""
        self._stop_timers()
        join = [("retry", common_words.JOIN())] if may_join else []
        self._show(InfoBarKind.PLAIN, common_words.OFFLINE(), words, [*join, ("leave", common_words.CLOSE())])

    def clear(self) -> None:
        """Say nothing."""
        self._stop_timers()
        self.hide()

    def _count_down(self) -> None:
        left = ceil(max(0, self._deadline.remainingTime()) / 1000)
        if left == 0:
            self._say_reconnecting()
            return
        text = connection_words.RECONNECTING_IN(left)
        actions = [("retry", connection_words.RETRY_NOW()), ("stop", connection_words.STOP())]
        self._show(InfoBarKind.WARNING, connection_words.CONNECTION_LOST(), text, actions)

    def _say_reconnecting(self) -> None:
        self._tick.stop()
        actions = [("stop", connection_words.STOP())]
        self._show(
            InfoBarKind.WARNING, connection_words.CONNECTION_LOST(), connection_words.RECONNECTING(), actions
        )

    def _show(
        self, kind: InfoBarKind, lead: str, text: str = "", actions: list[tuple[str, str]] | None = None
    ) -> None:
        self.bar.show_state(kind, lead, text, actions or [])
        self.show()

    def _stop_timers(self) -> None:
        self._tick.stop()
        self._clear_later.stop()

    def _on_triggered(self, action: str) -> None:
        self.wished.emit(_WISHES[action])


class LinkStates:
    """How each connection is and when its next try begins, why rooms ended, and which bar these make."""

    def __init__(self) -> None:
        self._links: dict[RoomConnection, tuple[LinkView, QDeadlineTimer]] = {}
        self._endings: dict[Room, RoomEnding] = {}

    def view(self, connection: RoomConnection) -> LinkView:
        """How a connection is; one that nothing was told of is on its way."""
        return self._links.get(connection, (_CONNECTING, QDeadlineTimer()))[0]

    def set_view(self, connection: RoomConnection, view: LinkView) -> None:
        """Take note; the seconds of a lost connection run from now."""
        self._links[connection] = (view, QDeadlineTimer(round(view.seconds * 1000)))

    def ending(self, room: Room) -> RoomEnding | None:
        """Why one is not in a room any more."""
        return self._endings.get(room)

    def set_ending(self, room: Room, ending: RoomEnding | None) -> None:
        """Take note; None when one is in the room again or the room is gone."""
        if ending is None:
            self._endings.pop(room, None)
        else:
            self._endings[room] = ending

    def show(self, bar: ConnectionBar, room: Room, *, just_back: bool = False) -> None:
        """Make `bar` say what there is to say of `room`; `just_back`: its connection was lost before."""
        view, deadline = self._links.get(room.connection, (_CONNECTING, QDeadlineTimer()))
        ending = self._endings.get(room)
        if ending is not None:
            bar.show_ended(ending.words, may_rejoin=ending.may_rejoin, rejoin_words=ending.rejoin_words)
        elif view.phase is LinkPhase.DOUBTFUL:
            bar.show_doubtful()
        elif view.phase is LinkPhase.LOST:
            bar.show_lost(deadline)
        elif view.phase is LinkPhase.STOPPED:
            words = view.reason or connection_words.NOT_CONNECTED()
            bar.show_ended(words, may_retry=view.may_retry, wants_password=view.wants_password)
        elif view.phase is LinkPhase.OFFLINE:
            bar.show_offline(view.reason, may_join=view.may_retry)
        elif view.phase is LinkPhase.CONNECTING and bar.is_speaking:
            bar.show_reconnecting()
        elif just_back:
            bar.show_connected()
        else:
            bar.clear()
