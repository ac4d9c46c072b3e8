"""What is known of connections and of rooms one is out of, and which bar that makes."""

from __future__ import annotations

from PySide6.QtCore import QDeadlineTimer

from app.models.room import Room
from app.ui.window.connection_bar import ConnectionBar
from app.ui.window.link_view import LinkPhase, LinkView, RoomEnding
from app.words import connection_words

_CONNECTING = LinkView(LinkPhase.CONNECTING)


class LinkBoard:
    """Remembers each connection's view with the moment of its next try, and each room's ending."""

    def __init__(self) -> None:
        self._links: dict[object, tuple[LinkView, QDeadlineTimer]] = {}
        self._endings: dict[Room, RoomEnding] = {}

    def view(self, connection: object) -> LinkView:
        """How a connection is; one that nothing was told of is on its way."""
        return self._links.get(connection, (_CONNECTING, QDeadlineTimer()))[0]

    def set_view(self, connection: object, view: LinkView) -> None:
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
        """Make `bar` say what there is to say of `room`; `just_back` greets a connection that was lost."""
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
