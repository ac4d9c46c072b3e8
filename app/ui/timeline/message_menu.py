"""The menu of one row: only what can be done with it, with the keys that do the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication

from app.models.timeline_entries import MessageEntry, SendState
from app.ui.timeline.row import Row, Target, TargetKind
from app.ui.widgets.menu import Menu
from app.ui.widgets.plain import button_text

if TYPE_CHECKING:
    from app.ui.timeline.view import TimelineView


def message_menu(view: TimelineView, index: int, row: Row | None, target: Target | None) -> Menu:
    """What can be done with the `row` at `index`, and with the part of it that was pointed at."""
    menu = Menu(view)
    if row is None:
        return menu
    _add_answers(menu, view, index, row)
    _add_copies(menu, view, row, target)
    _add_changes(menu, view, index, row)
    return menu


def _add_answers(menu: Menu, view: TimelineView, index: int, row: Row) -> None:
    entry, may, theme = row.entry, view.abilities, row.theme
    if may.may_reply(entry):
        menu.addAction(theme.icon("reply"), _tr("Reply") + "\tR", lambda: view.reply_to(index))
    if may.may_react(entry):
        menu.addAction(theme.icon("react"), _tr("React…"), lambda: view.choose_reaction(index))
    if isinstance(entry, MessageEntry) and not entry.own:
        words = button_text(_tr("Mention {name}").format(name=entry.called))
        menu.addAction(theme.icon("at"), words, lambda: view.mention_requested.emit(entry.sender))
    menu.addSeparator()


def _add_copies(menu: Menu, view: TimelineView, row: Row, target: Target | None) -> None:
    theme = row.theme
    if view.selected_text():
        menu.addAction(theme.icon("copy"), _tr("Copy selection"), view.copy)
    if not (isinstance(row.entry, MessageEntry) and row.entry.deleted is not None):
        whole = row.copied()
        menu.addAction(theme.icon("copy"), _tr("Copy text"), lambda: to_clipboard(whole))
    link = _link_of(row, target)
    if link:
        menu.addAction(theme.icon("link"), _tr("Copy link"), lambda: to_clipboard(link))
    menu.addSeparator()


def _add_changes(menu: Menu, view: TimelineView, index: int, row: Row) -> None:
    entry, may, theme = row.entry, view.abilities, row.theme
    if may.may_edit(entry):
        menu.addAction(theme.icon("edit"), _tr("Edit") + "\tE", lambda: view.edit(index))
    if may.may_delete(entry):
        words = f"{_tr('Delete…')}\t{_tr('Del')}"
        menu.addAction(theme.icon("delete", "danger_text", "danger_text"), words, lambda: view.delete(index))
    if isinstance(entry, MessageEntry) and entry.state is SendState.PENDING:
        words = f"{_tr('Do not send')}\t{_tr('Del')}"
        menu.addAction(theme.icon("delete", "danger_text", "danger_text"), words, lambda: view.cancel(index))
    for found in row.targets:
        if found.kind in (TargetKind.RETRY, TargetKind.DISCARD):
            icon = "retry" if found.kind is TargetKind.RETRY else "delete"
            menu.addAction(theme.icon(icon), found.value, lambda chosen=found: view.press(index, chosen))


def _link_of(row: Row, target: Target | None) -> str:
    """The link that was pointed at; by key the only one of the row."""
    if target is not None:
        return target.value if target.kind is TargetKind.LINK else ""
    links = {found.value for found in row.targets if found.kind is TargetKind.LINK}
    return links.pop() if len(links) == 1 else ""


def to_clipboard(text: str) -> None:
    """Put `text` on the clipboard."""
    QGuiApplication.clipboard().setText(text)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Timeline", text)
