"""The list of people: shows a MembersModel, filtered by name."""

from __future__ import annotations

from heapq import nlargest

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSortFilterProxyModel,
    Slot,
)
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from app.client.events import Member
from app.guard import guarded
from app.irc.text_folding import fold_text
from app.models.members import Heading, MembersModel, rank_of, shown_name
from app.models.room import Room
from app.ui.members.member_actions import MemberAction, MemberActions
from app.ui.members.member_delegate import MemberDelegate
from app.ui.theme.theme import Theme
from app.ui.widgets.list_view import ListView, row_for_menu
from app.ui.widgets.throttle import Throttle
from app.words import common_words

Index = QModelIndex | QPersistentModelIndex

# Where many come and go at once the list is painted now and then: that takes some 4 ms each time.
_REPAINT_MS = 200
_BRACKETS = frozenset("()")
_MEASURED = 20  # the widest name is one of the longest


@guarded()
class MemberFilter(QSortFilterProxyModel):
    """A MembersModel without those whose name does not contain the text."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wanted = ""

    def set_text(self, text: str) -> None:
        """Let only names with `text` in them through; "" is everybody."""
        wanted = fold_text(text.strip())
        if wanted != self._wanted:
            self._wanted = wanted
            self.invalidate()

    def filterAcceptsRow(self, row: int, parent: Index) -> bool:
        model = self.sourceModel()
        if not self._wanted or not isinstance(model, MembersModel):
            return True
        entry = model.row_at(row)
        if isinstance(entry, Heading):
            return self._has_match(model, row, entry)
        return self._matches(entry)

    def _has_match(self, model: MembersModel, row: int, heading: Heading) -> bool:
        below = range(row + 1, min(row + 1 + heading.count, model.rowCount()))
        people = (model.row_at(at) for at in below)
        return any(
            isinstance(one, Member) and rank_of(one) is heading.rank and self._matches(one) for one in people
        )

    def _matches(self, member: Member) -> bool:
        wanted = self._wanted
        if wanted in fold_text(member.nick):
            return True
        told = (member.display_name, member.realname)
        # what is shown of them takes long to find, and is made of these; only brackets come in besides
        may_match = any(wanted in fold_text(name) for name in told) or not _BRACKETS.isdisjoint(wanted)
        return may_match and wanted in fold_text(shown_name(member))


@guarded()
class MembersList(ListView):
    """The people of one room, in groups; `member_actions` has the signals of what is done with them."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setAccessibleName(common_words.PEOPLE())
        self.member_actions = MemberActions(theme, self)
        self._room: Room | None = None
        self._delegate = MemberDelegate(theme, self)
        self._filter = MemberFilter(self)
        self._throttle = Throttle(lambda: self.viewport().setUpdatesEnabled(True), _REPAINT_MS, self)
        self._filter.rowsInserted.connect(self._throttle_changes)
        self._filter.rowsRemoved.connect(self._throttle_changes)
        self.setItemDelegate(self._delegate)
        self.setUniformItemSizes(True)
        self.clicked.connect(self._show)
        self.doubleClicked.connect(self._message)
        theme.changed.connect(self.doItemsLayout)
        theme.pictures.changed.connect(self.viewport().update)

    def set_room(self, room: Room | None) -> None:
        """Show the people of a room."""
        self._room = room
        self._filter.setSourceModel(room.members if room is not None else MembersModel(self))
        if self.model() is not self._filter:
            self.setModel(self._filter)
        self.viewport().update()

    def useful_width(self) -> int:
        """How wide the list could use to be; of thousands of people only the longest names are measured."""
        people = self._room.members.people() if self._room is not None else []
        longest = nlargest(_MEASURED, people, key=lambda member: len(member.display_name or member.nick))
        return self._delegate.useful_width(longest)

    def set_dimmed(self, dimmed: bool) -> None:
        """Pale while nobody knows who is there."""
        if self._delegate.dimmed != dimmed:
            self._delegate.dimmed = dimmed
            self.viewport().update()

    def set_filter(self, text: str) -> None:
        """Show only names that contain `text`."""
        self._filter.set_text(text)

    @Slot()
    def _throttle_changes(self) -> None:
        """Whoever comes or goes first is seen at once, those who follow soon are seen together."""
        self._throttle.trigger()
        if self._throttle.is_waiting:
            self.viewport().setUpdatesEnabled(False)

    def member_at(self, index: QModelIndex) -> Member | None:
        """The member of a row, None for headings."""
        row = index.data(MembersModel.RowRole) if index.isValid() else None
        return row if isinstance(row, Member) else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        member, room = self.member_at(self.currentIndex()), self._room
        if member is None or room is None or not self.member_actions.key_pressed(event, room, member):
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        index, place = row_for_menu(self, event)
        member = self.member_at(index)
        if member is not None and self._room is not None:
            self.member_actions.menu(self._room, member).popup(place + QPoint(1, 1))

    def place_of(self, nick: str) -> QRect | None:
        """Where on the screen the row of somebody is, None where it is not seen."""
        room = self._room
        row = room.members.row_of(nick) if room is not None and self.isVisible() else -1
        if room is None or row < 0:
            return None
        box = self.visualRect(self._filter.mapFromSource(room.members.index(row, 0)))
        box = box.intersected(self.viewport().rect())
        return QRect(self.viewport().mapToGlobal(box.topLeft()), box.size()) if not box.isEmpty() else None

    def _show(self, index: QModelIndex) -> None:
        member = self.member_at(index)
        if member is not None and self._room is not None:
            self.member_actions.run(MemberAction.PROFILE, self._room, member)

    def _message(self, index: QModelIndex) -> None:
        member = self.member_at(index)
        if member is not None and self._room is not None:
            self.member_actions.run(MemberAction.MESSAGE, self._room, member)
