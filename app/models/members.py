"""Who is in a room: one sorted list of people under the headings of their rank."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from enum import IntEnum

from PySide6.QtCore import (
    QAbstractListModel,
    QByteArray,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
    Slot,
)

from app.client.events import Member
from app.guard import guarded
from app.irc.text import strip_formatting
from app.models.ignored_people import IgnoredPeople
from app.models.person_colours import PersonColours
from app.models.shown_names import display_name, told_name
from app.values import frozen
from app.words import common_words, people_words

type_index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()


class Rank(IntEnum):
    """The headings of the list, in their order."""

    HOST = 0
    MODERATOR = 1
    MEMBER = 2


# Ranks above "o" that other networks know (founder, protected) stand under their own host heading;
# half-operators moderate too.
_RANKS = {"q": Rank.HOST, "a": Rank.MODERATOR, "o": Rank.MODERATOR, "h": Rank.MODERATOR, "Y": Rank.MODERATOR}

_VOICE = "v"


def rank_of(member: Member) -> Rank:
    """The heading under which a member stands."""
    return min((_RANKS.get(mode, Rank.MEMBER) for mode in member.ranks), default=Rank.MEMBER)


@frozen
class Heading:
    """A row above the people of one rank."""

    rank: Rank
    count: int


MemberRow = Heading | Member
_Key = tuple[int, int, str, str]


@guarded()
class MembersModel(QAbstractListModel):
    """The people of one room; rows are `Heading` or `Member`, given by `row_at` and RowRole.

    SelfRole is True for this person's row, ColourRole what the theme colours a member by, PictureRole
    the id of the picture that they show, VoiceRole whether one may speak where not everybody may.

    Signals: count_changed(int) with the number of people.
    """

    count_changed = Signal(int)
    RowRole = Qt.ItemDataRole.UserRole + 1
    SelfRole = Qt.ItemDataRole.UserRole + 2
    ColourRole = Qt.ItemDataRole.UserRole + 3
    VoiceRole = Qt.ItemDataRole.UserRole + 4
    IgnoredRole = Qt.ItemDataRole.UserRole + 5
    PictureRole = Qt.ItemDataRole.UserRole + 6

    def __init__(
        self,
        parent: QObject | None = None,
        colours: PersonColours | None = None,
        ignored: IgnoredPeople | None = None,
    ) -> None:
        super().__init__(parent)
        self._colours = PersonColours(self) if colours is None else colours
        self._ignored = IgnoredPeople(self) if ignored is None else ignored
        self._ignored.changed.connect(self._on_ignored_changed)
        self._members: dict[str, Member] = {}
        self._keys: list[_Key] = []
        self._rows: list[MemberRow] = []
        self._own_nick = ""
        self._is_moderated = False
        self._overheard = 0

    # -- what Qt asks

    def rowCount(self, parent: type_index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: type_index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or not 0 <= index.row() < len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == self.RowRole:
            return row
        if role == self.SelfRole:
            return isinstance(row, Member) and row.nick == self._own_nick
        if role == self.VoiceRole:
            return isinstance(row, Member) and self.has_voice(row)
        if role == self.IgnoredRole:
            return isinstance(row, Member) and self._ignored.is_ignored(row.nick, row.account)
        if role == self.ColourRole and isinstance(row, Member):
            return self._colours.colour_of(row.nick, row.account)
        if role == self.PictureRole and isinstance(row, Member):
            return self._colours.picture_of(row.nick, row.account)
        if role == Qt.ItemDataRole.DisplayRole and isinstance(row, Member):
            return shown_name(row)
        if role == Qt.ItemDataRole.ToolTipRole and isinstance(row, Member):
            return _tip(row)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(row)
        return None

    def flags(self, index: type_index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if isinstance(self._rows[index.row()], Member):
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        return Qt.ItemFlag.ItemNeverHasChildren

    def roleNames(self) -> dict[int, QByteArray]:
        own = {
            self.RowRole: b"row",
            self.SelfRole: b"self",
            self.ColourRole: b"colour",
            self.VoiceRole: b"voice",
            self.IgnoredRole: b"ignored",
            self.PictureRole: b"picture",
        }
        return super().roleNames() | {role: QByteArray(name) for role, name in own.items()}

    # -- what windows ask

    @property
    def count(self) -> int:
        """How many people are in the room."""
        return len(self._members)

    @property
    def overheard(self) -> int:
        """How many people are in with a browser that is not encrypted."""
        return self._overheard

    @property
    def own_nick(self) -> str:
        return self._own_nick

    def row_at(self, row: int) -> MemberRow:
        """Heading or member at a row of the list."""
        return self._rows[row]

    def find(self, nick: str) -> Member | None:
        """The member of that name, None when nobody has it."""
        return self._members.get(nick)

    def row_of(self, nick: str) -> int:
        """The row of a member, -1 when there is none."""
        member = self._members.get(nick)
        return -1 if member is None else bisect_left(self._keys, _key(member))

    def has_voice(self, member: Member) -> bool:
        """Whether somebody who moderates nothing may speak where not everybody may."""
        return self._is_moderated and _VOICE in member.ranks and rank_of(member) is Rank.MEMBER

    def people(self) -> list[Member]:
        """Everybody, in the order of the list."""
        return [row for row in self._rows if isinstance(row, Member)]

    # -- what the connection tells

    def set_own_nick(self, nick: str) -> None:
        """Tell whose list this is, for the word "you"."""
        before, self._own_nick = self._own_nick, nick
        for name in {before, nick}:
            self._touch(self.row_of(name))

    def set_moderated(self, moderated: bool) -> None:
        """Whether only some may speak here."""
        if moderated != self._is_moderated:
            self._is_moderated = moderated
            if self._rows:
                self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))

    def reset(self, members: Iterable[Member]) -> None:
        """Replace everybody."""
        self.beginResetModel()
        self._members = {member.nick: member for member in members}
        self._keys, self._rows = [], []
        self._overheard = sum(member.is_overheard for member in self._members.values())
        people = sorted(self._members.values(), key=_key)
        counts = dict.fromkeys(Rank, 0)
        for member in people:
            counts[rank_of(member)] += 1
        seen: set[Rank] = set()
        for member in people:
            rank = rank_of(member)
            if rank not in seen:
                seen.add(rank)
                self._keys.append(_heading_key(rank))
                self._rows.append(Heading(rank, counts[rank]))
            self._keys.append(_key(member))
            self._rows.append(member)
        self.endResetModel()
        self.count_changed.emit(self.count)

    def put(self, member: Member) -> None:
        """Add somebody, or replace what is known of them."""
        old = self._members.get(member.nick)
        if old is not None and _key(old) == _key(member):
            self._members[member.nick] = member
            row = bisect_left(self._keys, _key(member))
            self._rows[row] = member
            self._overheard += member.is_overheard - old.is_overheard
            self._touch(row)
            return
        if old is not None:
            self._take_out(old)
        self._put_in(member)
        if old is None:
            self.count_changed.emit(self.count)

    def remove(self, nick: str) -> Member | None:
        """Take somebody out; returns who it was, None when nobody has that name."""
        member = self._members.get(nick)
        if member is not None:
            self._take_out(member)
            self.count_changed.emit(self.count)
        return member

    def rename(self, old: str, new: Member) -> None:
        """Somebody has another nickname."""
        member = self._members.get(old)
        if member is not None:
            self._take_out(member)
        if self._own_nick == old:
            self._own_nick = new.nick
        self._put_in(new)

    # -- rows

    def _put_in(self, member: Member) -> None:
        rank = rank_of(member)
        heading = bisect_left(self._keys, _heading_key(rank))
        if heading == len(self._keys) or self._keys[heading] != _heading_key(rank):
            self._insert(heading, _heading_key(rank), Heading(rank, 0))
        self._insert(bisect_left(self._keys, _key(member)), _key(member), member)
        self._members[member.nick] = member
        self._recount(heading, rank, 1)

    def _take_out(self, member: Member) -> None:
        rank = rank_of(member)
        self._delete(bisect_left(self._keys, _key(member)))
        del self._members[member.nick]
        self._recount(bisect_left(self._keys, _heading_key(rank)), rank, -1)

    def _recount(self, row: int, rank: Rank, by: int) -> None:
        heading = self._rows[row]
        assert isinstance(heading, Heading)
        if heading.count + by == 0:
            self._delete(row)
        else:
            self._rows[row] = Heading(rank, heading.count + by)
            self._touch(row)

    def _insert(self, at: int, key: _Key, row: MemberRow) -> None:
        self.beginInsertRows(QModelIndex(), at, at)
        self._keys.insert(at, key)
        self._rows.insert(at, row)
        self._overheard += isinstance(row, Member) and row.is_overheard
        self.endInsertRows()

    def _delete(self, at: int) -> None:
        row = self._rows[at]
        self._overheard -= isinstance(row, Member) and row.is_overheard  # a model on top tells of it at once
        self.beginRemoveRows(QModelIndex(), at, at)
        del self._keys[at], self._rows[at]
        self.endRemoveRows()

    def _touch(self, row: int) -> None:
        if row >= 0:
            self.dataChanged.emit(self.index(row), self.index(row))

    @Slot()
    def _on_ignored_changed(self) -> None:
        if self._rows:
            roles = [self.IgnoredRole, self.PictureRole, Qt.ItemDataRole.AccessibleTextRole]
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1), roles)

    def _spoken(self, row: MemberRow) -> str:
        titles = {
            Rank.HOST: people_words.HOST(),
            Rank.MODERATOR: people_words.MODERATORS(),
            Rank.MEMBER: people_words.MEMBERS(),
        }
        if isinstance(row, Heading):
            return f"{titles[row.rank]}, {row.count}"
        parts = [shown_name(row)]
        if rank_of(row) is Rank.HOST:
            parts.append(people_words.HOST_IN_LIST())
        elif rank_of(row) is Rank.MODERATOR:
            parts.append(people_words.MODERATOR_IN_LIST())
        elif self.has_voice(row):
            parts.append(people_words.VOICE_IN_LIST())
        if row.nick == self._own_nick:
            parts.append(common_words.YOU())
        if row.away is not None:
            parts.append(common_words.AWAY_IN_LIST())
        if row.is_overheard:
            parts.append(people_words.IN_PLAIN_BROWSER())
        if self._ignored.is_ignored(row.nick, row.account):
            parts.append(people_words.IGNORED_IN_LIST())
        return ", ".join(parts)


def shown_name(member: Member) -> str:
    """What a member is called on screen."""
    if member.display_name:
        return told_name(member.nick, member.display_name)
    return display_name(member.nick, member.realname)


def _tip(member: Member) -> str:
    """All that a member calls themselves, the nickname first where it is not what is shown; their status.

    And that others could read along, where that is so.
    """
    name = shown_name(member)
    parts = [name, member.nick] if name != member.nick else [member.nick]
    if member.realname not in ("", *parts) and name == member.nick:
        parts.append(member.realname)
    if member.status:
        parts.append(member.status)
    if member.is_overheard:
        parts.append(people_words.IN_PLAIN_BROWSER())
    return strip_formatting(" · ".join(parts))


def _key(member: Member) -> _Key:
    return (rank_of(member), 1, member.nick.casefold(), member.nick)


def _heading_key(rank: Rank) -> _Key:
    return (rank, 0, "", "")
