"""What a window offers about the rooms of a server: to make and find one, and who gets into the one shown."""

from __future__ import annotations

from app.models.room_wishes import LetIn, NameRoom
from app.ui.window.action_ids import ActionId
from app.ui.window.preference_actions import WindowAction
from app.ui.window.window_context import WindowContext
from app.words import room_list_words


def _new_room_words(window: WindowContext) -> str:
    room = window.pages.room
    return room_list_words.NEW_ROOM_WITH(name=room.title if room is not None else "")


NEW_ROOMS = (
    WindowAction(
        ActionId.NEW_ROOM_HERE,
        room_list_words.NEW_ROOM_HERE,
        WindowContext.make_room,
        keys=("Ctrl+Shift+N",),
        icon="plus",
        starts_group=True,
        usable=lambda window: window.now.may_make_room,
    ),
    WindowAction(
        ActionId.ROOMS_HERE,
        room_list_words.ROOMS_HERE,
        WindowContext.show_rooms,
        keys=("Ctrl+Shift+L",),
        icon="search",
        usable=lambda window: window.now.may_list_rooms,
    ),
    WindowAction(
        ActionId.NEW_ROOM,
        room_list_words.JOIN_OR_HOST,
        lambda window: window.pages.show_start(),
        keys=("Ctrl+N",),
        icon="join",
    ),
)
ROOM_RIGHTS = (
    WindowAction(
        ActionId.RENAME_ROOM,
        room_list_words.RENAME_ROOM,
        lambda window: window.wish(NameRoom()),
        icon="edit",
        usable=lambda window: window.now.rights.may_rename,
    ),
    WindowAction(
        ActionId.ONLY_INVITED,
        room_list_words.ONLY_INVITED,
        lambda window: window.wish(LetIn(not window.now.rights.only_invited)),
        checked=lambda window: window.now.rights.only_invited,
        usable=lambda window: window.now.rights.may_change_entry,
    ),
)
INVITING = (
    WindowAction(
        ActionId.NEW_ROOM_WITH,
        _new_room_words,
        WindowContext.make_room_with,
        icon="plus",
        usable=lambda window: window.now.rights.may_make_room_with,
        help=room_list_words.NEW_ROOM,
    ),
    WindowAction(
        ActionId.INVITE_PEOPLE,
        room_list_words.INVITE_PEOPLE,
        WindowContext.invite_people,
        icon="person",
        usable=lambda window: window.now.rights.may_invite,
    ),
)
