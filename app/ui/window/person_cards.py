"""Which card of a person is open over a window, what stands on it, and where it opens."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, QRect, QSize, SignalInstance, Slot
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QWidget

from app.client.events import Member, WhoisArrived
from app.models.members import Rank, rank_of, shown_name
from app.models.person_facts import person_facts, role_words
from app.models.room import Room, ServerConnection
from app.models.room_names import find_person
from app.models.room_wishes import ShowPerson
from app.ui.action import shown_rows
from app.ui.members.member_actions import MEMBER_ACTIONS, MemberAction, MemberActions
from app.ui.members.members_list import MembersList
from app.ui.members.person_card import PersonCard
from app.ui.theme.theme import Theme
from app.ui.widgets.throttle import Throttle

_REFRESH_MS = 200  # where many come and go the card is looked at now and then
_ROLE_ICONS = {Rank.HOST: ("host", "you"), Rank.MODERATOR: ("shield", "text2")}


class PersonCards(QObject):
    """Opens at most one card; `actions` carries out what is chosen on it, and has the signals of that."""

    def __init__(self, theme: Theme, over: QWidget, members: MembersList) -> None:
        super().__init__(over)
        self._theme = theme
        self._over = over
        self._members = members
        self.actions = MemberActions(theme, over)
        self._card: PersonCard | None = None
        self._room: Room | None = None
        self._person = Member("")
        self._told: WhoisArrived | None = None
        self._throttle = Throttle(self._refresh, _REFRESH_MS, self)

    @property
    def card(self) -> PersonCard | None:
        """The card that is open."""
        return self._card

    def open(self, room: Room, shown: ShowPerson, *, by_key: bool) -> None:
        """Show somebody of a room; another card that is open goes."""
        self.close()
        known = find_person(room, shown.nick)
        name = shown.name.removesuffix(f" ({shown.nick})")  # as `shown_name` has it
        self._person = known or Member(shown.nick, account=shown.account, display_name=name)
        self._room, self._told = room, None
        self._card = PersonCard(self._theme, self._over)
        self._card.closed.connect(self._on_closed)
        for changed in self._changes(room):
            changed.connect(self._throttle.trigger)
        self._refresh()
        self._card.open_at(self._anchor(shown), by_key=by_key)

    def tell(self, connection: ServerConnection, told: WhoisArrived) -> None:
        """A server answers who somebody is: into the card of that person, if it is the one that is open."""
        here = self._room
        if self._card is None or here is None or here.connection is not connection:
            return
        if told.nick.casefold() == self._person.nick.casefold():
            self._told = told
            if find_person(here, told.nick) is None:  # all that is known of them
                self._person = replace(
                    self._person, nick=told.nick, realname=told.realname, account=told.account, host=told.host
                )
            self._refresh()

    @Slot()
    def close(self) -> None:
        """Take an open card away."""
        if self._card is not None:
            self._card.dismiss()

    @Slot()
    def _on_closed(self) -> None:
        if self._room is not None:
            for changed in self._changes(self._room):
                changed.disconnect(self._throttle.trigger)
        self._card = self._room = None

    def _changes(self, room: Room) -> Sequence[SignalInstance]:
        members = room.members
        return (
            members.dataChanged,
            members.rowsInserted,
            members.rowsRemoved,
            members.modelReset,
            room.connection.colours.changed,
        )

    def _refresh(self) -> None:
        card, room = self._card, self._room
        if card is None or room is None:
            return
        here = room.members.find(self._person.nick)
        self._person = here or replace(find_person(room, self._person.nick) or self._person, ranks="")
        person = self._person
        role = role_words(room, person)
        card.show_person(
            shown_name(person).removesuffix(f" ({person.nick})"),  # which stands below it
            colour_of=room.connection.colours.colour_of(person.nick, person.account),
            picture=room.connection.colours.picture_of(person.nick, person.account),
            is_away=person.away is not None,
            role=role,
            role_icon=_ROLE_ICONS.get(rank_of(person), ("voice", "text2")) if role else None,
        )
        card.show_facts(person_facts(room, person, self._told, time.time()))
        context = self.actions.context(room, person)
        if here is None:  # nobody is removed who is not here
            context = replace(context, may_moderate=False)
        rows = (row for row in MEMBER_ACTIONS if row.id is not MemberAction.PROFILE)
        card.show_actions(shown_rows(rows, context), context)

    def _anchor(self, shown: ShowPerson) -> QRect:
        """Where on the screen the person is: where they were pressed, or are listed."""
        if shown.place is not None:
            return QRect(*shown.place)
        return self._members.place_of(shown.nick) or QRect(QCursor.pos(), QSize(1, 1))
