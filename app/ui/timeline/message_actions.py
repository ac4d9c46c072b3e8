"""What can be done with the messages of a timeline, asked for by mouse, key or menu.

Knows no room and no connection: what is to happen leaves as a signal. What is not possible is left alone.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QPoint, QUrl, Signal
from PySide6.QtGui import QCursor, QGuiApplication

from app.client.wishes import CallOff, Delete, React, Resend, Wish
from app.models.timeline_entries import MessageEntry, SendState
from app.models.timeline_text import copy_text
from app.ui.timeline.base_row import Target, TargetKind
from app.ui.timeline.react_popup import ReactPopup
from app.ui.timeline.row_layout import RowLayout
from app.ui.timeline.selection import TextSelection

_MENU_DROP = 24  # what is opened by key stands below the name
_SAFE_SCHEMES = ("http", "https", "mailto")


class MessageActions(QObject):
    """Acts on the message of a row, by its place in the model.

    Signals:
        link_activated(QUrl): a link (http, https, mailto) was pressed.
        unusual_link_activated(QUrl): a link of another kind was pressed; it is to be asked about first.
        wished(Wish): what is to be done with a message.
        mention_requested(str): somebody is to be addressed, by nickname.
        reply_requested(str), edit_requested(str): one begins to write a reply or an edit, by the msgid.
    """

    link_activated = Signal(QUrl)
    unusual_link_activated = Signal(QUrl)
    wished = Signal(Wish)
    mention_requested = Signal(str)
    reply_requested = Signal(str)
    edit_requested = Signal(str)

    def __init__(self, layout: RowLayout, selection: TextSelection) -> None:
        super().__init__(layout.area)
        self._layout = layout
        self._selection = selection
        self.recent_reactions: tuple[str, ...] = ()

    def set_recent_reactions(self, recents: Sequence[str]) -> None:
        """What this person reacted with lately, offered beside the usual."""
        self.recent_reactions = tuple(recents)

    # -- messages

    def copy(self, index: int) -> None:
        """Copy the selection, else the whole row `index`, -1 for none."""
        text = self._selection.text()
        if not text and index >= 0:
            text = self._layout.rows.plain(index) or copy_text(self._layout.model.entries[index])
        if text:
            to_clipboard(text)

    def reply_to(self, index: int) -> None:
        """Write a reply to a message."""
        entry = self._layout.message_at(index)
        if entry is not None and self._layout.abilities.may_reply(entry):
            self.reply_requested.emit(entry.msgid)

    def edit(self, index: int) -> None:
        """Edit one's own message."""
        entry = self._layout.message_at(index)
        if entry is not None and self._layout.abilities.may_edit(entry):
            self.edit_requested.emit(entry.msgid)

    def delete(self, index: int) -> None:
        """Delete a message, also one that was not sent."""
        entry = self._layout.message_at(index)
        if entry is None:
            return
        row = self._layout.rows.row(index)
        if self._layout.abilities.may_delete(entry):
            self.wished.emit(Delete(self._conversation, entry.msgid))
        elif row is not None and row.has_target(TargetKind.DISCARD):
            self.wished.emit(CallOff(self._conversation, entry.pending_id))
        else:
            self.cancel(index)

    def cancel(self, index: int) -> None:
        """Do not send a message that waits."""
        entry = self._layout.message_at(index)
        if entry is not None and entry.state is SendState.PENDING:
            self.wished.emit(CallOff(self._conversation, entry.pending_id))

    def choose_reaction(self, index: int, place: QPoint | None = None) -> None:
        """Let the person choose a reaction to a message, at `place` on the screen, else below its name."""
        entry = self._layout.message_at(index)
        if entry is None or not self._layout.abilities.may_react(entry):
            return
        popup = ReactPopup(self._layout.theme, self.recent_reactions, self._layout.area)
        popup.chosen.connect(lambda text: self._react(entry.msgid, text))
        popup.open_at(place if place is not None else self.place_below_name(index))

    def _react(self, msgid: str, reaction: str) -> None:
        """React to a message; what one has given already is taken back."""
        entry = self._layout.model.message(msgid)
        given = entry is None or not entry.has_own(reaction)
        self.wished.emit(React(self._conversation, msgid, reaction, given))

    @property
    def _conversation(self) -> str:
        return self._layout.model.conversation

    def place_below_name(self, index: int) -> QPoint:
        """Below the name of a row that is seen, on the screen."""
        area = self._layout.area_of(index)
        top = area.topLeft() if area is not None else QPoint()
        place = top + QPoint(self._layout.rows.context.geometry.text_x, _MENU_DROP)
        return self._layout.viewport.mapToGlobal(place)

    # -- parts of rows

    def press(self, index: int, target: Target) -> None:
        """Do what a part of a row stands for."""
        entry, kind = self._layout.message_at(index), target.kind
        if kind is TargetKind.LINK:
            url = QUrl(target.value)
            is_safe = url.scheme().lower() in _SAFE_SCHEMES
            (self.link_activated if is_safe else self.unusual_link_activated).emit(url)
        elif kind is TargetKind.COPY_CODE:
            to_clipboard(target.value)
        elif kind is TargetKind.TOGGLE_RUN:
            self._layout.toggle_run(index)
        elif kind is TargetKind.ORIGINAL:
            self._layout.model.window.show_message(target.value)
        elif entry is not None:
            self._press_message(index, entry, target)

    def _press_message(self, index: int, entry: MessageEntry, target: Target) -> None:
        if target.kind is TargetKind.RETRY:
            self.wished.emit(Resend(entry.pending_id))
        elif target.kind is TargetKind.DISCARD:
            self.wished.emit(CallOff(self._conversation, entry.pending_id))
        elif target.kind is TargetKind.ADD_REACTION:
            self.choose_reaction(index, QCursor.pos())
        elif target.kind is TargetKind.REACTION and self._layout.abilities.may_react(entry):
            self._react(entry.msgid, target.value)


def to_clipboard(text: str) -> None:
    """Put `text` on the clipboard."""
    QGuiApplication.clipboard().setText(text)
