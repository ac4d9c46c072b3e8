"""Does with the messages of a timeline what is asked for by mouse, key or menu, and makes their menus.

Knows no room and no connection: what is to happen leaves as a signal. What is not possible is left alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from PySide6.QtCore import QObject, QPoint, QRect, QSize, QUrl, Signal
from PySide6.QtGui import QCursor, QKeyEvent

from app.client.wishes import React, Wish
from app.models.file_status import FileDeed, file_deeds
from app.models.room_wishes import FetchFile, ShowPerson
from app.models.timeline_entries import Entry, MessageEntry
from app.models.timeline_text import copy_text
from app.ui.action import Action, fill_menu, row_of, rows_at_key
from app.ui.emoji.emoji_library import EmojiLibrary
from app.ui.emoji.emoji_picker import EmojiPicker
from app.ui.timeline.base_row import ClickKind, ClickTarget
from app.ui.timeline.message_registry import MESSAGE_ACTIONS, MessageAction, MessageContext, to_clipboard
from app.ui.timeline.row_layout import RowLayout
from app.ui.timeline.selection import TextSelection
from app.ui.widgets.menu import Menu
from app.words import emoji_words

_MENU_DROP = 24  # what is opened by key stands below the name
_SAFE_SCHEMES = ("http", "https", "mailto")
# the parts of rows that are buttons for an action of the registry
_ACTIONS = {
    ClickKind.SENDER: MessageAction.SHOW_SENDER,
    ClickKind.RETRY: MessageAction.RETRY,
    ClickKind.DISCARD: MessageAction.DISCARD,
    ClickKind.ADD_REACTION: MessageAction.REACT,
    ClickKind.SHOW_PICTURE: MessageAction.SHOW_PICTURE,
    ClickKind.DOWNLOAD: MessageAction.DOWNLOAD,
    ClickKind.CANCEL_DOWNLOAD: MessageAction.CANCEL_DOWNLOAD,
    ClickKind.RETRY_DOWNLOAD: MessageAction.RETRY_DOWNLOAD,
    ClickKind.SAVE_FILE: MessageAction.SAVE_FILE,
    ClickKind.OPEN_FOLDER: MessageAction.OPEN_FOLDER,
}
_LOOKED_BACK = 100  # entries in which one's own last message is looked for


class MessageActions(QObject):
    """Acts on the message of a row, by its place in the model.

    Signals:
        link_activated(QUrl): a link (http, https, mailto) was pressed.
        unusual_link_activated(QUrl): a link of another kind, or one with a name before its host, was pressed;
            it is to be asked about first.
        wished(Wish): what is to be done with a message.
        mention_requested(str): somebody is to be addressed, by nickname.
        reply_requested(str), edit_requested(str): one begins to write a reply or an edit, by the msgid.
        picture_requested(MessageEntry): the picture that a message shares is to be shown whole.
    """

    link_activated = Signal(QUrl)
    unusual_link_activated = Signal(QUrl)
    wished = Signal(Wish)
    mention_requested = Signal(str)
    reply_requested = Signal(str)
    edit_requested = Signal(str)
    picture_requested = Signal(MessageEntry)

    def __init__(self, layout: RowLayout, selection: TextSelection, emoji: EmojiLibrary) -> None:
        super().__init__(layout.area)
        self._layout = layout
        self._selection = selection
        self._emoji = emoji

    # -- the actions of the registry

    def run(self, action: MessageAction, index: int, place: QPoint | None = None) -> None:
        """Do one of them with a row, -1 for none, if it can be done now.

        What is to be chosen for it is chosen at `place` on the screen, None for below the name.
        """
        self._run_first((row_of(MESSAGE_ACTIONS, action),), index, place)

    def key_pressed(self, event: QKeyEvent, index: int) -> bool:
        """Do what a key stands for at a row, if it can be done; False if it stands for nothing."""
        rows = rows_at_key(MESSAGE_ACTIONS, event)
        self._run_first(rows, index)
        return bool(rows)

    def usable(self, actions: Iterable[MessageAction], index: int) -> list[MessageAction]:
        """Which of these can be done with a row now."""
        context = self._context(index)
        return [each for each in actions if context and row_of(MESSAGE_ACTIONS, each).usable(context)]

    def edit_last(self) -> None:
        """Begin to edit the last message of one's own that can be edited."""
        self.run(MessageAction.EDIT, self._last_editable())

    def may_edit_last(self) -> bool:
        """Whether one of one's own last messages can be edited."""
        return self._last_editable() >= 0

    def _last_editable(self) -> int:
        """The row of that message, -1 for none."""
        newest = len(self._layout.model.entries) - 1
        for index in range(newest, max(-1, newest - _LOOKED_BACK), -1):
            entry = self._layout.message_at(index)
            if entry is not None and entry.own and self.usable((MessageAction.EDIT,), index):
                return index
        return -1

    def _run_first(
        self, rows: Iterable[Action[MessageContext]], index: int, place: QPoint | None = None
    ) -> None:
        context = self._context(index, place=place)
        row = next((row for row in rows if context is not None and row.usable(context)), None)
        if row is not None and context is not None:
            row.run(context)

    def _context(
        self, index: int, target: ClickTarget | None = None, place: QPoint | None = None
    ) -> MessageContext | None:
        """What decides about a row now, None for no row."""
        layout = self._layout
        if not 0 <= index < len(layout.model.entries):
            return None
        row = layout.rows.row(index)
        entry = layout.model.entries[index] if row is None else row.entry
        return MessageContext(
            entry,
            row,
            target,
            self._selection,
            layout.abilities,
            layout.model.conversation,
            wish=self.wished.emit,
            reply=self.reply_requested.emit,
            edit=self.edit_requested.emit,
            mention=self.mention_requested.emit,
            choose_reaction=lambda entry: self._choose_reaction(entry, place or self._below_name(index)),
            show_sender=lambda entry: self._show_sender(entry, index),
            show_picture=self.picture_requested.emit,
            deeds=self._deeds(entry),
        )

    def _deeds(self, entry: Entry) -> Collection[FileDeed]:
        """What can be done with the file of a message now."""
        if not isinstance(entry, MessageEntry) or entry.file is None:
            return ()
        may_fetch = self._layout.abilities.may(FetchFile, entry)
        return file_deeds(entry.file, self._layout.pictures.progress(entry.file), may_fetch=may_fetch)

    def copy(self, index: int) -> None:
        """Copy the selection, else the whole row `index` with its time and sender, -1 for none."""
        text = self._selection.text()
        if not text and index >= 0:
            text = self._layout.rows.plain_text(index) or copy_text(self._layout.model.entries[index])
        if text:
            to_clipboard(text)

    # -- menus

    def menu_for(self, index: int, target: ClickTarget | None) -> Menu:
        """What can be done with a row, and with the part of it that was pointed at."""
        menu, context = Menu(self._layout.theme, self._layout.area), self._context(index, target)
        if context is not None and context.row is not None:
            fill_menu(menu, self._layout.theme, MESSAGE_ACTIONS, context)
        return menu

    def open_menu(self, index: int, target: ClickTarget | None, place: QPoint) -> None:
        """Open the menu of a row at `place` on the screen, and wait until it is closed."""
        menu = self.menu_for(index, target)
        menu.exec(place)
        menu.deleteLater()

    def open_menu_below_name(self, index: int) -> None:
        """Open the menu of a row if that is seen."""
        if self._layout.area_of(index) is not None:
            self.open_menu(index, None, self._below_name(index))

    def _below_name(self, index: int) -> QPoint:
        """Below the name of a row that is seen, on the screen."""
        area = self._layout.area_of(index)
        top = area.topLeft() if area is not None else QPoint()
        place = top + QPoint(self._layout.rows.context.geometry.text_x, _MENU_DROP)
        return self._layout.viewport.mapToGlobal(place)

    def _show_sender(self, entry: MessageEntry, index: int) -> None:
        """Show who wrote a message, beside their name."""
        row, area = self._layout.rows.row(index), self._layout.area_of(index)
        targets = row.targets if row is not None else []
        name = next((target for target in targets if target.kind is ClickKind.SENDER), None)
        place = None
        if area is not None:
            box = name.rect.toRect() if name is not None else QRect(QPoint(), QSize(1, _MENU_DROP))
            corner = self._layout.viewport.mapToGlobal(area.topLeft() + box.topLeft())
            place = (corner.x(), corner.y(), box.width(), box.height())
        self.wished.emit(ShowPerson(entry.sender, entry.account, entry.name, place))

    # -- reactions

    def _choose_reaction(self, entry: MessageEntry, place: QPoint) -> None:
        """Let the person choose a reaction to a message, at `place` on the screen."""
        words = emoji_words.REACT_WITH()
        picker = EmojiPicker(self._layout.theme, self._emoji, words, self._layout.area)
        picker.chosen.connect(lambda text: self._react(entry.msgid, text))
        picker.open_at(QRect(place.x(), place.y() - _MENU_DROP, 1, _MENU_DROP))

    def _react(self, msgid: str, reaction: str) -> None:
        """React to a message; what one has given already is taken back."""
        entry = self._layout.model.message(msgid)
        given = entry is None or not entry.has_own(reaction)
        if given:
            self._emoji.note_used(reaction)
        self.wished.emit(React(self._layout.model.conversation, msgid, reaction, given))

    # -- parts of rows

    def press(self, index: int, target: ClickTarget) -> None:
        """Do what a part of a row stands for."""
        kind = target.kind
        if kind in _ACTIONS:
            self.run(_ACTIONS[kind], index, QCursor.pos())
        elif kind is ClickKind.LINK:
            url = QUrl(target.value)
            # a name before the host is taken for it: "https://example.org@example.net/"
            is_safe = url.scheme().lower() in _SAFE_SCHEMES and not url.userInfo()
            (self.link_activated if is_safe else self.unusual_link_activated).emit(url)
        elif kind is ClickKind.COPY_CODE:
            to_clipboard(target.value)
        elif kind is ClickKind.TOGGLE_RUN:
            self._layout.toggle_run(index)
        elif kind is ClickKind.ORIGINAL:
            self._layout.model.window.show_message(target.value)
        elif kind is ClickKind.REACTION and self.usable((MessageAction.REACT,), index):
            entry = self._layout.message_at(index)
            assert entry is not None, "an event has no reactions"
            self._react(entry.msgid, target.value)
