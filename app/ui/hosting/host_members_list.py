"""The members of the hosted room, with their address; the mouse and the keyboard can remove and ban."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QSortFilterProxyModel,
    Qt,
    Slot,
)
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from app.client.events import Member
from app.guard import guarded
from app.models.members import MembersModel
from app.models.room import Room
from app.ui.action import Action, row_of, run_at_key
from app.ui.hosting.host_member_delegate import HostMemberDelegate
from app.ui.members.member_actions import MEMBER_ACTIONS, MemberAction, MemberActions, MemberContext
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.widgets.labels import Label
from app.ui.widgets.list_view import ListView, row_for_menu
from app.ui.widgets.plain_text import show_tooltip
from app.ui.widgets.scaled_layouts import scaled_column
from app.ui.widgets.surfaces import Card
from app.words import action_words, hosting_words

Index = QModelIndex | QPersistentModelIndex

# What can be done with a member here. Enter opens the menu, so it has no other meaning.
_ROWS: tuple[Action[MemberContext], ...] = tuple(
    replace(row, keys=()) if row.id is MemberAction.MESSAGE else row for row in MEMBER_ACTIONS
)


class HostMemberKey(Enum):
    """The id of each thing that keys do here, apart from what they do with a member."""

    MENU = "menu"


@guarded()
class _MembersOnly(QSortFilterProxyModel):
    """A MembersModel without its headings."""

    def filterAcceptsRow(self, row: int, parent: Index) -> bool:
        model = self.sourceModel()
        return isinstance(model, MembersModel) and isinstance(model.row_at(row), Member)


@guarded()
class HostMembersList(ListView):
    """The members as rows; as high as all of them, the panel around it scrolls.

    `member_actions` has the signals of what is done with them.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setAccessibleName(hosting_words.PEOPLE_IN_THE_ROOM())
        self._theme = theme
        self.member_actions = MemberActions(theme, self, _ROWS)
        self._room: Room | None = None
        self._members = _MembersOnly(self)
        self._delegate = HostMemberDelegate(theme, self)
        self.setItemDelegate(self._delegate)
        self.setUniformItemSizes(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setModel(self._members)
        for signal in (self._members.rowsInserted, self._members.rowsRemoved, self._members.modelReset):
            signal.connect(self._fit)
        theme.changed.connect(self._fit)
        theme.pictures.changed.connect(self.viewport().update)

    def set_room(self, room: Room | None) -> None:
        """Show the members of the hosted room."""
        self._room = room
        self._delegate.members = room.members if room is not None else None
        self._members.setSourceModel(room.members if room is not None else MembersModel(self))
        self._fit()

    @property
    def overheard(self) -> int:
        """How many people are in with a browser that is not encrypted."""
        return self._room.members.overheard if self._room is not None else 0

    def member_at(self, index: QModelIndex) -> Member | None:
        """The member of a row."""
        member = index.data(MembersModel.RowRole) if index.isValid() else None
        return member if isinstance(member, Member) else None

    def button_at(self, pos: QPoint) -> tuple[QModelIndex, MemberAction] | None:
        """The painted button at `pos`, and its row."""
        index = self.indexAt(pos)
        member = self.member_at(index)
        if member is None:
            return None
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        button = self._delegate.button_at(self.visualRect(index), member, pos, mirrored=mirrored)
        return (index, button) if button is not None else None

    def button_center(self, row: int, button: MemberAction) -> QPoint:
        """The middle of a painted button."""
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        box = self.visualRect(self._members.index(row, 0))
        return self._delegate.button_rect(box, button, mirrored=mirrored).center()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        found = self.button_at(event.position().toPoint())
        self._set_hovered((found[0].row(), found[1]) if found else None)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._set_hovered(None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        found = self.button_at(event.position().toPoint())
        super().mouseReleaseEvent(event)
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if found:
            self._ask(found[0], found[1])
        elif (member := self.member_at(self.indexAt(event.position().toPoint()))) and self._room is not None:
            self.member_actions.run(MemberAction.PROFILE, self._room, member)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        member, room = self.member_at(self.currentIndex()), self._room
        if member is None or room is None:
            super().keyPressEvent(event)
        elif run_at_key(HOST_MEMBER_KEYS, event, self):
            return
        elif not self.member_actions.key_pressed(event, room, member):
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self._open_menu(*row_for_menu(self, event))

    def open_menu(self) -> None:
        """Open the menu of the member that the keyboard is at."""
        index = self.currentIndex()
        self._open_menu(index, self.viewport().mapToGlobal(self.visualRect(index).center()))

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            found = self.button_at(event.pos())
            if found:
                show_tooltip(event.globalPos(), row_of(MEMBER_ACTIONS, found[1]).name(), self)
                return True
        return super().viewportEvent(event)

    def _open_menu(self, index: QModelIndex, place: QPoint) -> None:
        member = self.member_at(index)
        if member is not None and self._room is not None:
            self.member_actions.menu(self._room, member).popup(place)

    def _ask(self, index: QModelIndex, action: MemberAction) -> None:
        member = self.member_at(index)
        if member is not None and self._room is not None and self._delegate.can_be_removed(member):
            self.member_actions.run(action, self._room, member)

    def _set_hovered(self, hovered: tuple[int, MemberAction] | None) -> None:
        if self._delegate.hovered != hovered:
            self._delegate.hovered = hovered
            self.viewport().update()

    def _fit(self) -> None:
        row = self._theme.scaled(self._theme.metrics.list.people_row_in_panel)
        self.setFixedHeight(max(1, self._members.rowCount() * row))


HOST_MEMBER_KEYS: tuple[Action[HostMembersList], ...] = (
    Action(HostMemberKey.MENU, action_words.KEY_PERSON_MENU, HostMembersList.open_menu, keys=("Return",)),
)


class HostMembersGroup(QWidget):
    """The list in its box; below it how many of them others could overhear, while there are any."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list = HostMembersList(theme)
        self.overheard = Label("", TypeRole.META, "text2", wrap=True)
        box = Card("box")
        inside = QVBoxLayout(box)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.list)
        column = scaled_column(theme, self)
        column.set_margins(0, 0, 0, 0)
        column.set_spacing(6)
        column.addWidget(box)
        column.addWidget(self.overheard)
        self.overheard.hide()
        members = self.list.model()
        for signal in (members.rowsInserted, members.rowsRemoved, members.modelReset, members.dataChanged):
            signal.connect(self._on_members_changed)

    @Slot()
    def _on_members_changed(self) -> None:
        count = self.list.overheard
        self.overheard.setText(hosting_words.IN_PLAIN_BROWSERS(count) if count else "")
        self.overheard.setVisible(bool(count))
