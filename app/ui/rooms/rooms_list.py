"""The list of open rooms and what can be done with one: shows a RoomsModel, reports which room is chosen."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QHideEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from app.client.wishes import Wish
from app.guard import guarded
from app.models.ignored_people import IgnoredPerson
from app.models.room import NotifyRule, Room, RoomKind
from app.models.room_invitations import may_change_entry, may_make_room_with, may_rename
from app.models.room_wishes import Ignore, LeaveRoom, LetIn, NameRoom, NewRoomWith, SetNotifyRule
from app.models.rooms_model import RoomsModel
from app.ui.action import Action, fill_menu, run_at_key
from app.ui.rooms.room_delegate import RoomDelegate
from app.ui.theme.theme import Theme
from app.ui.widgets.list_view import ListView, row_for_menu
from app.ui.widgets.menu import Menu
from app.values import frozen
from app.words import (
    action_words,
    attention_words,
    common_words,
    moderation_words,
    room_list_words,
    room_words,
)
from app.words.sentence import Sentence

Index = QModelIndex | QPersistentModelIndex


class RoomAction(Enum):
    """The id of each."""

    ENTER = "enter"
    TELL_OF_ALL = "tell-of-all"
    TELL_OF_MENTIONS = "tell-of-mentions"
    MUTE = "mute"
    RENAME = "rename"
    ONLY_INVITED = "only-invited"
    NEW_ROOM_WITH = "new-room-with"
    IGNORE = "ignore"
    STOP_IGNORING = "stop-ignoring"
    LEAVE = "leave"


@frozen
class RoomContext:
    """The room that is meant; `wish` hands on what is wanted there, `enter` lets one write there."""

    room: Room
    wish: Callable[[Wish], None]
    enter: Callable[[], None]


def _leave_words(at: RoomContext) -> str:
    return common_words.CLOSE() if at.room.kind is RoomKind.PRIVATE else common_words.LEAVE()


def _is_no_talk(at: RoomContext) -> bool:
    return at.room.kind is not RoomKind.PRIVATE  # where every message is meant for one


def _person_of(room: Room) -> IgnoredPerson:
    """Whom a private talk is with."""
    return IgnoredPerson(room.target, room.person.account if room.person is not None else "", room.title)


def _ignored_in(room: Room) -> IgnoredPerson | None:
    """As whom the other person of a private talk is ignored, None where they are not."""
    if room.kind is not RoomKind.PRIVATE:
        return None
    person = _person_of(room)
    return room.connection.ignored.find(person.nick, person.account)


def _stop_ignoring(at: RoomContext) -> None:
    if (person := _ignored_in(at.room)) is not None:
        at.wish(Ignore(person, ignored=False))


def _mute_words(at: RoomContext) -> str:
    return attention_words.MUTE() if _is_no_talk(at) else attention_words.MUTE_TALK()


def _rule(
    action: RoomAction, text: Sentence | Callable[[RoomContext], str], rule: NotifyRule
) -> Action[RoomContext]:
    return Action(
        action,
        text,
        lambda at: at.wish(SetNotifyRule(rule)),
        checked=lambda at: at.room.notify_rule is rule,
        usable=_is_no_talk if rule is NotifyRule.MENTIONS else lambda at: True,
    )


ROOM_ACTIONS: tuple[Action[RoomContext], ...] = (
    _rule(RoomAction.TELL_OF_ALL, attention_words.TELL_OF_ALL, NotifyRule.ALL),
    _rule(RoomAction.TELL_OF_MENTIONS, attention_words.TELL_OF_MENTIONS, NotifyRule.MENTIONS),
    _rule(RoomAction.MUTE, _mute_words, NotifyRule.NONE),
    Action(
        RoomAction.RENAME,
        room_list_words.RENAME_ROOM,
        lambda at: at.wish(NameRoom()),
        icon="edit",
        starts_group=True,
        usable=lambda at: may_rename(at.room),
    ),
    Action(
        RoomAction.ONLY_INVITED,
        room_list_words.ONLY_INVITED,
        lambda at: at.wish(LetIn(not at.room.is_private)),
        checked=lambda at: at.room.is_private,
        usable=lambda at: may_change_entry(at.room),
    ),
    Action(
        RoomAction.NEW_ROOM_WITH,
        lambda at: room_list_words.NEW_ROOM_WITH(name=at.room.title),
        lambda at: at.wish(NewRoomWith(at.room.target)),
        icon="plus",
        starts_group=True,
        usable=lambda at: may_make_room_with(at.room),
    ),
    Action(
        RoomAction.IGNORE,
        moderation_words.IGNORE,
        lambda at: at.wish(Ignore(_person_of(at.room))),
        icon="mute",
        starts_group=True,
        usable=lambda at: not _is_no_talk(at) and _ignored_in(at.room) is None,
    ),
    Action(
        RoomAction.STOP_IGNORING,
        moderation_words.STOP_IGNORING,
        _stop_ignoring,
        icon="mute",
        starts_group=True,
        usable=lambda at: _ignored_in(at.room) is not None,
    ),
    Action(
        RoomAction.LEAVE,
        _leave_words,
        lambda at: at.wish(LeaveRoom()),
        keys=("Del",),
        icon="leave",
        starts_group=True,
        usable=lambda at: at.room.kind is not RoomKind.HOSTED,
        help=action_words.KEY_LEAVE_ROOM,
    ),
)
# What keys do at a room: besides what its menu has, what a click does.
ROOM_KEYS: tuple[Action[RoomContext], ...] = (
    Action(RoomAction.ENTER, action_words.KEY_WRITE_IN_ROOM, lambda at: at.enter(), keys=("Return",)),
    *ROOM_ACTIONS,
)


@guarded()
class RoomsList(ListView):
    """The rooms of a RoomsModel.

    Signals:
        chosen(Room): another row is the current one.
        entered(): a room was clicked or confirmed with Enter; the person wants to write there.
        wished(Room, Wish): to leave a room, by the context menu or the Delete key.
    """

    chosen = Signal(Room)
    entered = Signal()
    wished = Signal(Room, Wish)

    def __init__(self, theme: Theme, rooms: RoomsModel, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setAccessibleName(room_words.ROOMS())
        self._theme = theme
        self._delegate = RoomDelegate(theme, self)
        self.setItemDelegate(self._delegate)
        self.setModel(rooms)
        # headings sit on rows, so a row that becomes the first of its kind grows
        self._rooms = rooms
        rooms.rowsInserted.connect(self.scheduleDelayedItemsLayout)
        rooms.rowsRemoved.connect(self.scheduleDelayedItemsLayout)
        self.clicked.connect(self.entered)
        theme.changed.connect(self.doItemsLayout)
        theme.pictures.changed.connect(self.viewport().update)

    def select(self, room: Room) -> None:
        """Make `room` the current row."""
        if (row := self._rooms.row_of(room)) >= 0:
            self.setCurrentIndex(self._rooms.index(row))

    def room_at(self, index: Index) -> Room | None:
        """The room of a row."""
        room = index.data(RoomsModel.RoomRole) if index.isValid() else None
        return room if isinstance(room, Room) else None

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if (room := self.room_at(current)) is not None:
            self.chosen.emit(room)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        above = self.visualRect(index).top() + self._delegate.heading_height(index) if index.isValid() else 0
        if index.isValid() and event.position().y() < above:
            return  # on a heading
        self._rooms.pause(event.button() is Qt.MouseButton.LeftButton)
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self._rooms.pause(False)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._rooms.pause(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        room = self.room_at(self.currentIndex())
        if room is None or not run_at_key(ROOM_KEYS, event, self._context(room)):
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        index, place = row_for_menu(self, event)
        room = self.room_at(index)
        if room is None:
            return
        menu = self.menu_for(room)
        if menu.isEmpty():
            menu.deleteLater()
            return
        menu.popup(place)

    def menu_for(self, room: Room) -> Menu:
        """What can be done with a room."""
        menu = Menu(self._theme, self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fill_menu(menu, self._theme, ROOM_ACTIONS, self._context(room))
        return menu

    def _context(self, room: Room) -> RoomContext:
        return RoomContext(room, lambda wish: self.wished.emit(room, wish), self.entered.emit)
