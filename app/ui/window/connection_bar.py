"""The bar under the header that says what happened to the connection, and what one can do about it."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from math import ceil

from PySide6.QtCore import QDeadlineTimer, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.client.wishes import Wish
from app.models.room import Room, ServerConnection
from app.models.room_wishes import EnterPassword, LeaveRoom, Reconnect, Rejoin, StopReconnecting
from app.ui.action import Action, row_of
from app.ui.theme.theme import Theme
from app.ui.widgets.info_bar import InfoBar, InfoBarKind
from app.ui.window.link_view import LinkPhase, LinkView, RoomEnding
from app.values import frozen
from app.words import common_words, connection_words

CONNECTED_FOR_MS = 2000
_INSET = 12
_TICK_MS = 250  # four looks a second, so that the seconds shown are never a whole one late
_CONNECTING = LinkView(LinkPhase.CONNECTING)


class BarState(Enum):
    """What the bar says."""

    LOST = "lost"  # the seconds until the next try
    RECONNECTING = "reconnecting"
    DOUBTFUL = "doubtful"
    CONNECTED = "connected"
    ENDED = "ended"
    LET_IN = "let-in"  # one is out, and may come back
    OFFLINE = "offline"


class ConnectionAction(Enum):
    """The id of each button."""

    RETRY = "retry"
    REJOIN = "rejoin"
    ENTER_PASSWORD = "password"
    STOP = "stop"
    LEAVE = "leave"


@frozen
class BarContext:
    """What decides which buttons the bar has; `wish` hands on what is wanted.

    `may_retry`, `may_rejoin`, `wants_password`: what can help where it ended or there is no connection;
    `rejoin_words`: how going in again is called, "" for as always.
    """

    state: BarState
    wish: Callable[[Wish], None]
    may_retry: bool = False
    may_rejoin: bool = False
    rejoin_words: str = ""
    wants_password: bool = False


_KINDS = {
    BarState.LOST: InfoBarKind.WARNING,
    BarState.RECONNECTING: InfoBarKind.WARNING,
    BarState.DOUBTFUL: InfoBarKind.WARNING,
    BarState.CONNECTED: InfoBarKind.SUCCESS,
    BarState.ENDED: InfoBarKind.DANGER,
    BarState.LET_IN: InfoBarKind.SUCCESS,
    BarState.OFFLINE: InfoBarKind.PLAIN,
}
_RETRY_WORDS = {
    BarState.LOST: connection_words.RETRY_NOW,
    BarState.DOUBTFUL: connection_words.RECONNECT_NOW,
    BarState.ENDED: common_words.TRY_AGAIN,
    BarState.OFFLINE: common_words.JOIN,
}


def _may_retry(at: BarContext) -> bool:
    return at.state in (BarState.LOST, BarState.DOUBTFUL) or at.may_retry


def _leave_words(at: BarContext) -> str:
    return common_words.CLOSE() if at.state is BarState.OFFLINE else common_words.LEAVE()


CONNECTION_ACTIONS: tuple[Action[BarContext], ...] = (
    Action(
        ConnectionAction.RETRY,
        lambda at: _RETRY_WORDS[at.state](),
        lambda at: at.wish(Reconnect()),
        usable=_may_retry,
    ),
    Action(
        ConnectionAction.REJOIN,
        lambda at: at.rejoin_words or connection_words.JOIN_AGAIN(),
        lambda at: at.wish(Rejoin()),
        usable=lambda at: at.may_rejoin,
    ),
    Action(
        ConnectionAction.ENTER_PASSWORD,
        connection_words.ENTER_PASSWORD,
        lambda at: at.wish(EnterPassword()),
        usable=lambda at: at.wants_password,
    ),
    Action(
        ConnectionAction.STOP,
        connection_words.STOP,
        lambda at: at.wish(StopReconnecting()),
        usable=lambda at: at.state in (BarState.LOST, BarState.RECONNECTING),
    ),
    Action(
        ConnectionAction.LEAVE,
        _leave_words,
        lambda at: at.wish(LeaveRoom()),
        usable=lambda at: at.state in (BarState.ENDED, BarState.LET_IN, BarState.OFFLINE),
    ),
)


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
        self._context = BarContext(BarState.CONNECTED, self.wished.emit)
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
        self._show(BarState.DOUBTFUL, connection_words.NO_ANSWER(), connection_words.MAY_BE_LOST())

    def show_connected(self) -> None:
        """It is back: said for two seconds."""
        self._stop_timers()
        self._show(BarState.CONNECTED, common_words.CONNECTED())
        self._clear_later.start()

    def show_ended(
        self,
        words: str,
        *,
        may_retry: bool = False,
        may_rejoin: bool = False,
        rejoin_words: str = "",
        wants_password: bool = False,
        is_over: bool = False,
    ) -> None:
        """It has ended for good, `words` being a sentence; `is_over`: what ended it keeps nobody out."""
        self._stop_timers()
        self._show(
            BarState.LET_IN if is_over else BarState.ENDED,
            "",
            words,
            may_retry=may_retry,
            may_rejoin=may_rejoin,
            rejoin_words=rejoin_words,
            wants_password=wants_password,
        )

    def show_offline(self, words: str, *, may_join: bool) -> None:
        """There is no connection: what was kept is read."""
        self._stop_timers()
        self._show(BarState.OFFLINE, common_words.OFFLINE(), words, may_retry=may_join)

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
        self._show(BarState.LOST, connection_words.CONNECTION_LOST(), text)

    def _say_reconnecting(self) -> None:
        self._tick.stop()
        text = connection_words.RECONNECTING()
        self._show(BarState.RECONNECTING, connection_words.CONNECTION_LOST(), text)

    def _show(
        self,
        state: BarState,
        lead: str,
        text: str = "",
        *,
        may_retry: bool = False,
        may_rejoin: bool = False,
        rejoin_words: str = "",
        wants_password: bool = False,
    ) -> None:
        at = BarContext(state, self.wished.emit, may_retry, may_rejoin, rejoin_words, wants_password)
        rows = [row for row in CONNECTION_ACTIONS if row.usable(at)]
        self._context = at
        self.bar.show_state(_KINDS[state], lead, text, [(str(row.id.value), row.words(at)) for row in rows])
        self.show()

    def _stop_timers(self) -> None:
        self._tick.stop()
        self._clear_later.stop()

    def _on_triggered(self, action: str) -> None:
        row_of(CONNECTION_ACTIONS, ConnectionAction(action)).run(self._context)


class LinkStates:
    """How each connection is and when its next try begins, why rooms ended, and which bar these make."""

    def __init__(self) -> None:
        self._links: dict[ServerConnection, tuple[LinkView, QDeadlineTimer]] = {}
        self._endings: dict[Room, RoomEnding] = {}

    def view(self, connection: ServerConnection) -> LinkView:
        """How a connection is; one that nothing was told of is on its way."""
        return self._links.get(connection, (_CONNECTING, QDeadlineTimer()))[0]

    def set_view(self, connection: ServerConnection, view: LinkView) -> None:
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
            bar.show_ended(
                ending.words,
                may_rejoin=ending.may_rejoin,
                rejoin_words=ending.rejoin_words,
                is_over=ending.is_over,
            )
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
