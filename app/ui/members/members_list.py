"""The list of people: shows a MembersModel, reports what is asked for which person."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QAction, QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from app.client.events import Member
from app.guard import guarded
from app.models.members import MembersModel
from app.models.room import Room
from app.ui.members.member_delegate import MemberDelegate
from app.ui.members.member_filter import MemberFilter
from app.ui.members.member_menu import Asked, MemberAct, acts_for, fill_menu
from app.ui.theme.theme import Theme
from app.ui.widgets.list_view import ListView
from app.ui.widgets.menu import Menu
from app.ui.widgets.throttle import Throttle
from app.words import common_words

# Where many come and go at once the list is painted now and then: that takes some 4 ms each time.
_REPAINT_MS = 200


@guarded()
class MembersList(ListView):
    """The people of one room, in groups.

    Signals:
        asked(MemberAct, str): what is to be done with the person of that nickname.
    """

    asked = Signal(MemberAct, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setAccessibleName(common_words.PEOPLE())
        self._theme = theme
        self._room: Room | None = None
        self._delegate = MemberDelegate(theme, self)
        self._filter = MemberFilter(self)
        self._throttle = Throttle(lambda: self.viewport().setUpdatesEnabled(True), _REPAINT_MS, self)
        self._filter.rowsInserted.connect(self._throttle_changes)
        self._filter.rowsRemoved.connect(self._throttle_changes)
        self.setItemDelegate(self._delegate)
        self.setUniformItemSizes(True)
        self.doubleClicked.connect(self._message)
        theme.changed.connect(self.doItemsLayout)

    def set_room(self, room: Room | None) -> None:
        """Show the people of a room."""
        self._room = room
        self._filter.setSourceModel(room.members if room is not None else MembersModel(self))
        if self.model() is not self._filter:
            self.setModel(self._filter)
        self.viewport().update()

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

    def asked_about(self, member: Member) -> Asked:
        """What decides which entries the menu of `member` has."""
        room = self._room
        assert room is not None, "a member of no room"
        return Asked(
            member,
            is_self=member.nick == room.connection.nick,
            may_moderate=room.may_moderate,
            is_online=room.present,
        )

    def menu_for(self, member: Member) -> Menu:
        """What can be done with a member."""
        menu = Menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fill_menu(menu, self._theme, self.asked_about(member))
        nick = member.nick

        def report(action: QAction) -> None:
            self.asked.emit(action.data(), nick)

        menu.triggered.connect(report)
        return menu

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._message(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        member = self.member_at(index)
        if member is None:
            return
        where = self.visualRect(index).center() if by_key else event.pos() + QPoint(1, 1)
        self.menu_for(member).popup(self.viewport().mapToGlobal(where))

    def _message(self, index: QModelIndex) -> None:
        member = self.member_at(index)
        if member is not None and MemberAct.MESSAGE in acts_for(self.asked_about(member)):
            self.asked.emit(MemberAct.MESSAGE, member.nick)
