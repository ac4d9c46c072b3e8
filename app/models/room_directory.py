"""The rooms of one server, as its list tells, and what becomes of one that is to be made there."""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import Enum

from PySide6.QtCore import QObject, Signal

from app.client.events import ChannelsListed, ListedChannel, RequestFailed
from app.client.wishes import AskChannels, Wish
from app.irc.room_lines import CREATE
from app.irc.text import strip_formatting
from app.models.picks import Pick, PickMark, PicksModel
from app.models.shown_names import channel_title
from app.words import room_list_words
from app.words.failure_words import refusal_words

_MODES = re.compile(r"\[\+[^\]]*\] ?")  # with which InspIRCd begins a topic of the list


class ListState(Enum):
    """How far the list is."""

    IDLE = "idle"
    WAITING = "waiting"  # for more of it
    COMPLETE = "complete"
    REFUSED = "refused"


class RoomDirectory(QObject):
    """`picks`: the rooms of the list; `refusal`: why there is none, in words.

    Signals:
        changed(): the list is further, or another.
        made(str): the hub has made the room that was asked for, a channel.
        not_made(str): why it has not, a sentence.
        invited(str, str): the server has told a nickname of our invitation into a channel.
    """

    changed = Signal()
    made = Signal(str)
    not_made = Signal(str)
    invited = Signal(str, str)

    def __init__(
        self,
        ask: Callable[[Wish], None],
        is_inside: Callable[[str], bool],
        mark_of: Callable[[str], PickMark],
        parent: QObject | None = None,
    ) -> None:
        """`ask`: hands a wish to the server; `is_inside`: tells whether we are in a channel now, `mark_of`:
        what is known here of what kind of room one is.
        """
        super().__init__(parent)
        self._ask = ask
        self._is_inside = is_inside
        self._mark_of = mark_of
        self.picks = PicksModel(self)
        self.state = ListState.IDLE
        self.refusal = ""

    def ask(self) -> None:
        """Ask the server for all of its rooms, anew."""
        self.picks.set_picks(())
        self.state, self.refusal = ListState.WAITING, ""
        self._ask(AskChannels())
        self.changed.emit()

    def forget(self) -> None:
        """Nobody looks at the list any more."""
        self.picks.set_picks(())
        self.state = ListState.IDLE

    def take(self, event: ChannelsListed) -> None:
        """Some more of the list has come."""
        if self.state is ListState.IDLE:
            return
        self.picks.add(map(self._pick, event.channels))
        self.state = ListState.COMPLETE if event.is_last else ListState.WAITING
        self.changed.emit()

    def refuse(self, event: RequestFailed) -> bool:
        """Take a refusal, if it is of the list or of a room to be made; returns whether it was."""
        if event.command == "LIST" and self.state is ListState.WAITING:
            self.state, self.refusal = ListState.REFUSED, refusal_words(event.detail)
            self.changed.emit()
        elif (event.command, event.target) == ("HUBBUB", CREATE):
            words = _NOT_MADE.get(event.numeric)
            reason = refusal_words(event.detail)
            self.not_made.emit(words() if words is not None else room_list_words.NOT_MADE(reason=reason))
        else:
            return False
        return True

    def _pick(self, channel: ListedChannel) -> Pick:
        is_inside = self._is_inside(channel.name)
        return Pick(
            channel.name,
            channel.title or channel_title(strip_formatting(channel.name)),
            strip_formatting(_MODES.sub("", channel.topic, count=1)),
            channel.members,
            room_list_words.INSIDE() if is_inside else room_list_words.JOIN(),
            self._mark_of(channel.name),
        )


# code of a FAIL -> what is said beside the field
_NOT_MADE = {
    "TITLE_IN_USE": room_list_words.NAME_TAKEN,
    "INVALID_TITLE": room_list_words.NAME_FIRST,
    "TOO_MANY_ROOMS": room_list_words.TOO_MANY_ROOMS,
    "TRY_AGAIN_LATER": room_list_words.TRY_LATER,
}
