"""What can be done with a member: a registry of actions, and the menu that is read from it.

Knows no connection: what is to happen leaves as signals.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QWidget

from app.client.events import Member
from app.client.wishes import Ban, Kick, Mute, SetRank, Unban, Wish
from app.irc.masks import fits, is_mute
from app.models.ignored_people import IgnoredPerson
from app.models.members import Rank, rank_of, shown_name
from app.models.room import Room
from app.models.room_invitations import rooms_to_invite_into
from app.models.room_wishes import EditProfile, Ignore, InviteToRoom, OpenTalk, ShowPerson
from app.ui.action import DANGER, Action, fill_menu, row_of, run_at_key
from app.ui.theme.theme import Theme
from app.ui.widgets.menu import Menu
from app.values import frozen
from app.words import action_words, common_words, moderation_words, people_words, room_list_words

_MODERATOR = "o"


class MemberAction(Enum):
    """The id of each."""

    PROFILE = "profile"
    EDIT_PROFILE = "edit-profile"
    MESSAGE = "message"
    MENTION = "mention"
    COPY_NAME = "copy-name"
    INVITE = "invite"
    IGNORE = "ignore"
    STOP_IGNORING = "stop-ignoring"
    MAKE_MODERATOR = "make-moderator"
    REMOVE_MODERATOR = "remove-moderator"
    MUTE = "mute"
    UNMUTE = "unmute"
    REMOVE = "remove"
    BAN = "ban"


@frozen
class MemberContext:
    """The member of `channel` that is meant, and where what is chosen goes.

    `may_moderate`: this person may; `may_invite`: there is another room to ask the member into; `wish` hands
    on what is wanted, `mention` addresses a nickname. `can_mute`: the server knows how; `mutes`: the masks by
    which the member may not speak; `ignored`: as whom this person ignores the member, None where they do not.
    """

    member: Member
    channel: str
    is_self: bool
    may_moderate: bool
    is_online: bool
    wish: Callable[[Wish], None]
    mention: Callable[[str], None]
    can_mute: bool = False
    mutes: tuple[str, ...] = ()
    may_invite: bool = False
    ignored: IgnoredPerson | None = None

    @property
    def nick(self) -> str:
        """By which the server knows the member."""
        return self.member.nick


def _is_reachable(at: MemberContext) -> bool:
    return not at.is_self and at.is_online


def _is_below(at: MemberContext) -> bool:
    return _is_reachable(at) and at.may_moderate and rank_of(at.member) is not Rank.HOST


def _can_be_muted(at: MemberContext) -> bool:
    return at.can_mute and not at.mutes and _is_below(at) and rank_of(at.member) is Rank.MEMBER


def _unmute(at: MemberContext) -> None:
    for mask in at.mutes:
        at.wish(Unban(at.channel, mask))


def _stop_ignoring(at: MemberContext) -> None:
    if at.ignored is not None:
        at.wish(Ignore(at.ignored, ignored=False))


def _mutes_of(room: Room, member: Member) -> tuple[str, ...]:
    """The masks of a room by which a member may not speak."""
    source = f"{member.nick}!{member.user or '*'}@{member.host or '*'}".casefold()
    masks = (mask for mask, _by, _time in room.bans if is_mute(mask))
    return tuple(mask for mask in masks if fits(mask.casefold(), member.account.casefold(), source))


def _copy_name(at: MemberContext) -> None:
    QGuiApplication.clipboard().setText(at.nick)


MEMBER_ACTIONS: tuple[Action[MemberContext], ...] = (
    Action(
        MemberAction.PROFILE,
        people_words.PROFILE,
        lambda at: at.wish(ShowPerson(at.nick)),
        keys=("Space",),
        icon="person",
        help=action_words.KEY_SHOW_PERSON,
    ),
    Action(
        MemberAction.EDIT_PROFILE,
        action_words.CHANGE_NAME,
        lambda at: at.wish(EditProfile()),
        icon="edit",
        usable=lambda at: at.is_self and at.is_online,
    ),
    Action(
        MemberAction.MESSAGE,
        people_words.MESSAGE,
        lambda at: at.wish(OpenTalk(at.nick)),
        keys=("Return",),
        icon="room",
        usable=_is_reachable,
        help=action_words.KEY_MESSAGE_PERSON,
    ),
    Action(
        MemberAction.MENTION,
        people_words.MENTION,
        lambda at: at.mention(at.nick),
        icon="at",
        usable=lambda at: not at.is_self,
    ),
    Action(MemberAction.COPY_NAME, people_words.COPY_NAME, _copy_name, icon="copy"),
    Action(
        MemberAction.INVITE,
        room_list_words.INVITE_TO_ROOM,
        lambda at: at.wish(InviteToRoom(at.nick)),
        icon="join",
        usable=lambda at: _is_reachable(at) and at.may_invite,
    ),
    Action(
        MemberAction.IGNORE,
        moderation_words.IGNORE,
        lambda at: at.wish(Ignore(IgnoredPerson(at.member.nick, at.member.account, shown_name(at.member)))),
        icon="mute",
        usable=lambda at: not at.is_self and at.ignored is None,
    ),
    Action(
        MemberAction.STOP_IGNORING,
        moderation_words.STOP_IGNORING,
        _stop_ignoring,
        icon="mute",
        usable=lambda at: at.ignored is not None,
    ),
    Action(
        MemberAction.MAKE_MODERATOR,
        people_words.MAKE_MODERATOR,
        lambda at: at.wish(SetRank(at.channel, at.nick, _MODERATOR)),
        icon="shield",
        starts_group=True,
        usable=lambda at: _is_below(at) and rank_of(at.member) is Rank.MEMBER,
    ),
    Action(
        MemberAction.REMOVE_MODERATOR,
        people_words.REMOVE_AS_MODERATOR,
        lambda at: at.wish(SetRank(at.channel, at.nick, _MODERATOR, given=False)),
        icon="shield",
        usable=lambda at: _is_below(at) and rank_of(at.member) is Rank.MODERATOR,
    ),
    Action(
        MemberAction.MUTE,
        moderation_words.MUTE,
        lambda at: at.wish(Mute(at.channel, at.nick, account=at.member.account, host=at.member.host)),
        icon="silence",
        usable=_can_be_muted,
    ),
    Action(
        MemberAction.UNMUTE,
        moderation_words.UNMUTE,
        _unmute,
        icon="silence",
        usable=lambda at: at.may_moderate and at.is_online and bool(at.mutes),
    ),
    Action(
        MemberAction.REMOVE,
        common_words.REMOVE_FROM_ROOM,
        lambda at: at.wish(Kick(at.channel, at.nick)),
        keys=("Del",),
        icon="kick",
        usable=_is_below,
        help=action_words.KEY_REMOVE_PERSON,
    ),
    Action(
        MemberAction.BAN,
        common_words.BAN,
        lambda at: at.wish(Ban(at.channel, at.nick, account=at.member.account, host=at.member.host)),
        icon="ban",
        ink=DANGER,
        usable=_is_below,
    ),
)


class MemberActions(QObject):
    """Does with the members of a list what is chosen there; `rows` is what there is to choose.

    Signals:
        wished(Room, Wish): what is wanted; whether it is sure is to be asked yet.
        mention_requested(str): somebody is to be addressed, by nickname.
    """

    wished = Signal(Room, Wish)
    mention_requested = Signal(str)

    def __init__(
        self, theme: Theme, members: QWidget, rows: tuple[Action[MemberContext], ...] = MEMBER_ACTIONS
    ) -> None:
        super().__init__(members)
        self._rows = rows
        self._theme = theme
        self._members = members

    def run(self, action: MemberAction, room: Room, member: Member) -> None:
        """Do one of them, if it can be done now."""
        context, row = self.context(room, member), row_of(self._rows, action)
        if row.usable(context):
            row.run(context)

    def key_pressed(self, event: QKeyEvent, room: Room, member: Member) -> bool:
        """Do what a key stands for at a member; False if it stands for nothing there."""
        return run_at_key(self._rows, event, self.context(room, member))

    def menu(self, room: Room, member: Member) -> Menu:
        """What can be done with a member; deletes itself once it was closed."""
        menu = Menu(self._theme, self._members)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fill_menu(menu, self._theme, self._rows, self.context(room, member))
        return menu

    def context(self, room: Room, member: Member) -> MemberContext:
        """What decides about a member of a room now."""
        return MemberContext(
            member,
            room.target,
            is_self=member.nick == room.connection.nick,
            may_moderate=room.may_moderate,
            is_online=room.present,
            may_invite=any(rooms_to_invite_into(room.connection, member.nick)),
            wish=lambda wish: self.wished.emit(room, wish),
            mention=self.mention_requested.emit,
            can_mute=Mute in room.connection.abilities.kinds,
            mutes=_mutes_of(room, member),
            ignored=room.connection.ignored.find(member.nick, member.account),
        )
