"""What waits at one connection until the person wants it: channels a server put us into, talk of strangers.

A server or its people may open rooms by the thousand; a window shows as many as somebody can look through.
What waits is counted in one place, is no room, and costs nothing but its text.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.client.events import MessageArrived
from app.client.wishes import LeaveHeld, ShowHeld
from app.models.room import LinkPort, Room

# Private talks that others have opened and this person has not answered: as many as one would look through.
STRANGERS = 50
SHOWN_AT_ONCE = 50  # of those that wait
# People who wait, and messages of one of them and of all: the oldest go first. Some megabytes.
PEOPLE = 5_000
MESSAGES = 20
MESSAGES_IN_ALL = 20_000


class HeldBack(QObject):
    """What waits. `channels` and `people` are how many.

    Signals:
        changed(): they are others now.
    """

    changed = Signal()

    def __init__(self, link: LinkPort, parent: QObject) -> None:
        super().__init__(parent)
        self._link = link
        self._channels = 0
        self._strangers: set[Room] = set()
        self._talk: dict[str, list[MessageArrived]] = {}  # by folded nickname, the longest waiting first
        self._messages = 0

    @property
    def channels(self) -> int:
        """Channels that wait with the session."""
        return self._channels

    @property
    def people(self) -> int:
        """People whose private messages wait."""
        return len(self._talk)

    def set_channels(self, count: int) -> None:
        """So many channels wait now."""
        if count != self._channels:
            self._channels = count
            self.changed.emit()

    def has_place(self, nick: str) -> bool:
        """Whether a talk that somebody else begins may be opened; who waits goes on waiting."""
        return len(self._strangers) < STRANGERS and nick.casefold() not in self._talk

    def note_stranger(self, room: Room) -> None:
        """A private talk was opened by somebody else."""
        self._strangers.add(room)

    def note_known(self, room: Room) -> None:
        """This person takes part in a talk, or it is gone: it takes no place of a stranger."""
        self._strangers.discard(room)

    def hold(self, event: MessageArrived) -> None:
        """Keep what somebody said in private."""
        key = event.conversation.casefold()
        talk = self._talk.get(key)
        if talk is None:
            if len(self._talk) >= PEOPLE:
                self._messages -= len(self._talk.pop(next(iter(self._talk))))
            talk = self._talk[key] = []
            self.changed.emit()
        talk.append(event)
        self._messages += 1
        while len(talk) > MESSAGES:
            del talk[0]
            self._messages -= 1
        while self._messages > MESSAGES_IN_ALL:
            self._messages -= len(self._talk.pop(next(iter(self._talk))))

    def take(self, nick: str) -> list[MessageArrived]:
        """What somebody said that waits; it waits no more."""
        talk = self._talk.pop(nick.casefold(), [])
        self._messages -= len(talk)
        if talk:
            self.changed.emit()
        return talk

    def take_some(self) -> list[MessageArrived]:
        """What the next people said whom the person wants to see."""
        names = list(self._talk)[:SHOWN_AT_ONCE]
        return [event for name in names for event in self.take(name)]

    def show_channels(self) -> None:
        """Enter the next of the channels that wait."""
        self._link.ask(ShowHeld(SHOWN_AT_ONCE))

    def drop(self) -> None:
        """The person wants none of it."""
        if self._channels:
            self._link.ask(LeaveHeld())
        self._talk.clear()
        self._messages = 0
        self.changed.emit()
