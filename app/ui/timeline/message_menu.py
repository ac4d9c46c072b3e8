"""The menu of one row: only what can be done with it, with the keys that do the same."""

from __future__ import annotations

from PySide6.QtCore import QPoint

from app.models.timeline_entries import MessageEntry, SendState
from app.ui.timeline.base_row import Row, Target, TargetKind
from app.ui.timeline.message_actions import MessageActions, to_clipboard
from app.ui.timeline.row_layout import RowLayout
from app.ui.timeline.selection import TextSelection
from app.ui.widgets.menu import Menu
from app.ui.widgets.plain_text import button_text
from app.words import message_words


class MessageMenus:
    """Makes and opens the menus of rows, by their place in the model."""

    def __init__(self, layout: RowLayout, selection: TextSelection, actions: MessageActions) -> None:
        self._layout = layout
        self._selection = selection
        self._actions = actions

    def open(self, index: int, target: Target | None, place: QPoint) -> None:
        """Open the menu of a row at `place` on the screen, and wait until it is closed."""
        menu = self.menu_for(index, target)
        menu.exec(place)
        menu.deleteLater()

    def open_below_name(self, index: int) -> None:
        """Open the menu of a row if that is seen."""
        if self._layout.area_of(index) is not None:
            self.open(index, None, self._actions.place_below_name(index))

    def menu_for(self, index: int, target: Target | None) -> Menu:
        """What can be done with a row, and with the part of it that was pointed at."""
        menu, row = Menu(self._layout.area), self._layout.rows.row(index)
        if row is not None:
            self._add_answers(menu, index, row)
            self._add_copies(menu, row, target)
            self._add_changes(menu, index, row)
        return menu

    def _add_answers(self, menu: Menu, index: int, row: Row) -> None:
        entry, may, theme, do = row.entry, self._layout.abilities, row.theme, self._actions
        if may.may_reply(entry):
            menu.addAction(theme.icon("reply"), message_words.REPLY() + "\tR", lambda: do.reply_to(index))
        if may.may_react(entry):
            menu.addAction(theme.icon("react"), message_words.REACT_MENU(), lambda: do.choose_reaction(index))
        if isinstance(entry, MessageEntry) and not entry.own:
            words = button_text(message_words.MENTION(name=entry.shown_name))
            menu.addAction(theme.icon("at"), words, lambda: do.mention_requested.emit(entry.sender))
        menu.addSeparator()

    def _add_copies(self, menu: Menu, row: Row, target: Target | None) -> None:
        icon, selected = row.theme.icon("copy"), self._selection.text()
        if selected:
            menu.addAction(icon, message_words.COPY_SELECTION(), lambda: to_clipboard(selected))
        if not (isinstance(row.entry, MessageEntry) and row.entry.deleted is not None):
            whole = row.copied()
            menu.addAction(icon, message_words.COPY_TEXT(), lambda: to_clipboard(whole))
        link = _link_of(row, target)
        if link:
            menu.addAction(row.theme.icon("link"), message_words.COPY_LINK(), lambda: to_clipboard(link))
        menu.addSeparator()

    def _add_changes(self, menu: Menu, index: int, row: Row) -> None:
        entry, may, theme, do = row.entry, self._layout.abilities, row.theme, self._actions
        bin_icon = theme.icon("delete", "danger_text", "danger_text")
        if may.may_edit(entry):
            menu.addAction(theme.icon("edit"), message_words.EDIT() + "\tE", lambda: do.edit(index))
        if may.may_delete(entry):
            menu.addAction(
                bin_icon, f"{message_words.DELETE()}\t{message_words.DELETE_KEY()}", lambda: do.delete(index)
            )
        if isinstance(entry, MessageEntry) and entry.state is SendState.PENDING:
            menu.addAction(
                bin_icon,
                f"{message_words.DO_NOT_SEND()}\t{message_words.DELETE_KEY()}",
                lambda: do.cancel(index),
            )
        for found in row.targets:
            if found.kind in (TargetKind.RETRY, TargetKind.DISCARD):
                icon = "retry" if found.kind is TargetKind.RETRY else "delete"
                menu.addAction(theme.icon(icon), found.value, lambda chosen=found: do.press(index, chosen))


def _link_of(row: Row, target: Target | None) -> str:
    """The link that was pointed at; by key the only one of the row."""
    if target is not None:
        return target.value if target.kind is TargetKind.LINK else ""
    links = {found.value for found in row.targets if found.kind is TargetKind.LINK}
    return links.pop() if len(links) == 1 else ""
