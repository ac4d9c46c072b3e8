"""What is wanted of others in a room and of oneself: what is asked first. Sends nothing itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from math import ceil
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from app.client.events import BanChanged, LeaveKind, Member, MemberLeft, RankChanged
from app.client.wishes import Ban, Invite, Kick, LiftHubBan, Mute, SetAway, SetRank, Unban, Wish
from app.irc.ban_lines import BY_NAME, BanNotice
from app.irc.masks import ban_mask, ban_words
from app.models.room import Room
from app.models.room_names import banned_by_host, name_in
from app.models.timeline_entries import Entry, EventEntry, Fact
from app.ui.rooms.rooms_pane import ProfileCard
from app.ui.theme.theme import Theme
from app.ui.widgets.colour_choice import ColourChoice
from app.ui.widgets.question_dialog import QuestionDialog
from app.ui.window.asker import Asker
from app.ui.window.questions import (
    FOR_AN_HOUR,
    FOR_TEN_MINUTES,
    UNTIL_LIFTED,
    ban_question,
    mute_question,
    remove_question,
    rename_question,
    stop_question,
)
from app.ui.window.toast import Toast
from app.values import frozen
from app.words import common_words, connection_words, moderation_words

_MUTE_SECONDS = {FOR_TEN_MINUTES: 600, FOR_AN_HOUR: 3600, UNTIL_LIFTED: 0}


@frozen
class _Awaited:
    """What was asked of a server, and what is said when it was done: with `undo` as the way back."""

    room: Room
    is_done: Callable[[Fact], bool]
    words: str
    undo_words: str
    undo: Wish


class PeopleRequests(QObject):
    """Requests about one person of a room. What was done can be taken back from the sentence that tells it.

    Signals:
        wished(Room, Wish): what was chosen, once it is agreed to.
    """

    wished = Signal(Room, Wish)

    def __init__(self, asker: Asker, toast: Toast, parent: QObject) -> None:
        super().__init__(parent)
        self._asker = asker
        self._toast = toast
        self._awaited: _Awaited | None = None
        self._asked: dict[type[Wish], Callable[[Room, Any], None]] = {
            Kick: self._ask_to_remove,
            Ban: self._ask_to_ban,
            Mute: self._ask_to_mute,
            SetRank: self._set_rank,
        }

    @Slot(Room, Wish)
    def take(self, room: Room, wish: Wish) -> None:
        """Hand on what was chosen, asking first where it hurts."""
        ask = self._asked.get(type(wish))
        if ask is not None:
            ask(room, wish)
        else:
            self.wished.emit(room, wish)

    # -- what was done by the server, as the application hears of it

    def say_banned(self, room: Room, ban: BanNotice) -> None:
        """Somebody is banned from the whole hub; `room` is one of it."""
        name = banned_by_host(ban)
        parts = [connection_words.IS_BANNED(name=name)]
        if BY_NAME in ban.covers:
            parts.append(moderation_words.ONLY_BY_NAME())
        self._offer(room, " ".join(parts), connection_words.UNDO(), LiftHubBan(ban.id))

    def say_lifted(self, ban: BanNotice) -> None:
        """They may come in again."""
        self._toast.say(moderation_words.BAN_IS_LIFTED(name=banned_by_host(ban)))

    def say_muted(self, room: Room, nick: str, seconds: int, mask: str) -> None:
        """Somebody may not speak in a room, for some time or until that is lifted."""
        name = name_in(room, nick)
        words = moderation_words.IS_MUTED(name=name)
        if seconds:
            words = moderation_words.IS_MUTED_FOR(ceil(seconds / 60), name=name)
        self._offer(room, words, connection_words.UNDO(), Unban(room.target, mask))

    # -- what is asked first, and what is waited for then

    def _ask_to_remove(self, room: Room, wish: Kick) -> None:
        name = name_in(room, wish.nick)
        self._asker.ask(remove_question(name, room.title), partial(self._remove, room, wish, name))

    def _remove(self, room: Room, wish: Kick, name: str, reason: str) -> None:
        def is_done(fact: Fact) -> bool:
            return isinstance(fact, MemberLeft) and fact.kind is LeaveKind.KICKED and fact.nick == name

        invite = Invite(room.target, wish.nick)
        words = moderation_words.WAS_REMOVED(name=name)
        self._await(_Awaited(room, is_done, words, moderation_words.INVITE_AGAIN(), invite))
        self.wished.emit(room, replace(wish, reason=reason))

    def _ask_to_ban(self, room: Room, wish: Ban) -> None:
        name = name_in(room, wish.who)
        of_hub = room.connection.moderation.is_owner
        self._asker.ask(ban_question(name, room.title, of_hub=of_hub), partial(self._ban, room, wish, name))

    def _ban(self, room: Room, wish: Ban, name: str, reason: str) -> None:
        member = room.members.find(wish.who)
        if member is not None and not room.connection.moderation.is_owner:
            self._await_ban(room, member, name)
        self.wished.emit(room, replace(wish, reason=reason))

    def _await_ban(self, room: Room, member: Member, name: str) -> None:
        own = room.members.find(room.connection.nick)
        account = member.account if room.connection.is_hub else ""
        mask = ban_mask(member.nick, member.host, own.host if own is not None else "", account)

        def is_done(fact: Fact) -> bool:
            is_theirs = isinstance(fact, BanChanged) and (fact.mask == mask or ban_words(fact.mask) == name)
            return is_theirs and isinstance(fact, BanChanged) and fact.banned

        words, undo = connection_words.IS_BANNED(name=name), Unban(room.target, mask)
        self._await(_Awaited(room, is_done, words, connection_words.UNDO(), undo))

    def _ask_to_mute(self, room: Room, wish: Mute) -> None:
        question = mute_question(name_in(room, wish.nick), room.title)
        self._asker.ask_which(question, partial(self._mute, room, wish))

    def _mute(self, room: Room, wish: Mute, choice: str) -> None:
        if choice in _MUTE_SECONDS:
            self.wished.emit(room, replace(wish, seconds=_MUTE_SECONDS[choice]))

    def _set_rank(self, room: Room, wish: SetRank) -> None:
        name = name_in(room, wish.nick)

        def is_done(fact: Fact) -> bool:
            is_theirs = isinstance(fact, RankChanged) and (fact.nick, fact.rank) == (name, wish.rank)
            return is_theirs and isinstance(fact, RankChanged) and fact.given is wish.given

        said = moderation_words.IS_MODERATOR if wish.given else moderation_words.IS_NO_MODERATOR
        undo = replace(wish, given=not wish.given)
        self._await(_Awaited(room, is_done, said(name=name), connection_words.UNDO(), undo))
        self.wished.emit(room, wish)

    def _await(self, awaited: _Awaited) -> None:
        """The way back is offered when the server has done it, not before."""
        if self._awaited is not None:
            self._awaited.room.noticed.disconnect(self._on_noticed)
        self._awaited = awaited
        awaited.room.noticed.connect(self._on_noticed)

    def _on_noticed(self, room: Room, entries: list[Entry]) -> None:
        awaited = self._awaited
        facts = [entry.fact for entry in entries if isinstance(entry, EventEntry)]
        if awaited is not None and any(map(awaited.is_done, facts)):
            room.noticed.disconnect(self._on_noticed)
            self._awaited = None
            self._offer(room, awaited.words, awaited.undo_words, awaited.undo)

    def _offer(self, room: Room, words: str, undo_words: str, undo: Wish) -> None:
        self._toast.say(words, undo_words, partial(self._undo, room, undo))

    def _undo(self, room: Room, wish: Wish) -> None:
        self.wished.emit(room, wish)


class OwnRequests(QObject):
    """Requests about this person, who is shown on the card under the rooms.

    Signals:
        changed(): the name or the presence is another.
        wished_everywhere(Wish): what the person wants of themselves, on every connection.
        rename_requested(str): another name.
        colour_requested(str): another colour, "#rrggbb", "" for the one of the name.
        picture_chosen(bytes): a picture to be shown in place of the initials, a PNG or a JPEG.
        picture_removed(): none is to be shown any more.
        stop_hosting_requested(): the person has agreed to end the room.
        log_folder_requested(): show where the program's log and reports are.
        ignored_people_requested(): show whom the person ignores.
    """

    changed = Signal()
    wished_everywhere = Signal(Wish)
    rename_requested = Signal(str)
    colour_requested = Signal(str)
    picture_chosen = Signal(bytes)
    picture_removed = Signal()
    stop_hosting_requested = Signal()
    log_folder_requested = Signal()
    ignored_people_requested = Signal()

    def __init__(self, theme: Theme, card: ProfileCard, asker: Asker, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self._card = card
        self._asker = asker
        self._name = self._colour = self._colour_of = ""
        self._picture = ""
        self._may_choose_picture = False
        self._choice: ColourChoice | None = None
        self._dialog: QuestionDialog | None = None  # that it is part of
        self.is_away = False

    def set_profile(self, name: str, *, away: bool, colour: str = "", colour_of: str = "") -> None:
        """Show who the person is: `colour` is what they have chosen, `colour_of` what colours them."""
        known = (self._name, self._colour, self._colour_of, self.is_away)
        if known == (
            name,
            colour,
            colour_of or name,
            away,
        ):  # it may be told whenever anybody looks different
            return
        self._name, self._colour, self.is_away = name, colour, away
        self._colour_of = colour_of or name
        self._show_profile()
        self.changed.emit()

    def set_picture(self, picture: str, *, may_be_chosen: bool) -> None:
        """Show the picture of that id, "" for none. `may_be_chosen`: whether another one can be."""
        is_other = picture != self._picture
        self._picture, self._may_choose_picture = picture, may_be_chosen
        if not is_other:
            return
        self._show_profile()
        if self._choice is not None and self._asker.dialog is self._dialog:
            self._choice.set_picture(picture)

    def _show_profile(self) -> None:
        self._card.set_profile(
            self._name, away=self.is_away, colour_of=self._colour_of, picture=self._picture
        )

    def ask_for_name(self, reason: str = "") -> None:
        """Ask for another name; `reason` says why the last one was not taken."""
        picture = self._picture if self._may_choose_picture else None
        question = rename_question(self._name, self._colour, picture, reason)
        self._dialog = self._asker.ask(question, self._renamed)
        self._choice = self._dialog.colour_choice()
        if self._choice is not None and self._choice.button is not None:
            self._choice.button.clicked.connect(self._ask_for_picture)

    @Slot()
    def _ask_for_picture(self) -> None:
        from app.ui.window.own_picture_sheet import OwnPictureSheet  # what decodes comes with it

        sheet = OwnPictureSheet(self._theme, self._asker.over, has_picture=bool(self._picture))
        sheet.chosen.connect(self.picture_chosen)
        sheet.removed.connect(self.picture_removed)

    def set_away(self, away: bool) -> None:
        """Be away, or be back."""
        self.wished_everywhere.emit(SetAway(common_words.AWAY() if away else None))

    def ask_to_stop(self, hosted: Room) -> None:
        """Stop hosting a room, once the person has agreed."""
        question = stop_question(hosted.title, hosted.members.count - 1)
        self._asker.ask(question, lambda _text: self.stop_hosting_requested.emit())

    def _renamed(self, name: str) -> None:
        colour = self._choice.value if self._choice is not None else self._colour
        if colour != self._colour:
            self.colour_requested.emit(colour)
        if name and name != self._name:
            self.rename_requested.emit(name)
