"""Everything that can be done with a message: one row each, for the menu, the bar at a message and the keys.

Knows no widget and no connection: what is to happen is handed to the functions of a MessageContext.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from enum import Enum

from PySide6.QtGui import QGuiApplication

from app.client.events import TextKind
from app.client.wishes import CallOff, Delete, Edit, React, Reply, Resend, Wish
from app.irc.file_tag import SharedFile
from app.models.file_status import FileDeed
from app.models.room_wishes import (
    CancelTransfer,
    CopyMessageLink,
    FetchFile,
    OpenFileFolder,
    RetryTransfer,
    SaveFile,
)
from app.models.timeline_entries import Entry, MessageEntry, SendState
from app.ui.action import DANGER, Action
from app.ui.timeline.base_row import ClickKind, ClickTarget, Row
from app.ui.timeline.selection import TextSelection
from app.ui.timeline.timeline_options import MessageAbilities
from app.values import frozen
from app.words import action_words, common_words, message_words, people_words, shared_file_words


class MessageAction(Enum):
    """The id of each."""

    REPLY = "reply"
    REACT = "react"
    MENTION = "mention"
    SHOW_SENDER = "show-sender"
    COPY_SELECTION = "copy-selection"
    COPY_TEXT = "copy-text"
    COPY_LINK = "copy-link"
    COPY_MESSAGE_LINK = "copy-message-link"
    EDIT = "edit"
    DELETE = "delete"
    DO_NOT_SEND = "do-not-send"
    RETRY = "retry"
    DISCARD = "discard"
    SHOW_PICTURE = "show-picture"
    DOWNLOAD = "download"
    SAVE_FILE = "save-file"
    OPEN_FOLDER = "open-folder"
    RETRY_DOWNLOAD = "retry-download"
    CANCEL_DOWNLOAD = "cancel-download"


@frozen
class MessageContext:
    """The entry of `conversation` that is meant, what decides about it, and where what is chosen goes.

    `row`: the entry laid out, None where it is hidden; `target`: the part of it that was pointed at, None by
    key; `wish` hands on what is wanted, `reply` and `edit` begin to write by a msgid, `mention` addresses a
    nickname, `choose_reaction` lets the person choose one, `show_sender` shows who wrote a message,
    `show_picture` the whole picture that it shares. `deeds`: what can be done with the file that it shares.
    """

    entry: Entry
    row: Row | None
    target: ClickTarget | None
    selection: TextSelection
    abilities: MessageAbilities
    conversation: str
    wish: Callable[[Wish], None]
    reply: Callable[[str], None]
    edit: Callable[[str], None]
    mention: Callable[[str], None]
    choose_reaction: Callable[[MessageEntry], None]
    show_sender: Callable[[MessageEntry], None]
    show_picture: Callable[[MessageEntry], None]
    deeds: Collection[FileDeed] = ()

    @property
    def message(self) -> MessageEntry:
        """The entry of an action that is for messages alone."""
        assert isinstance(self.entry, MessageEntry), "an event is no message"
        return self.entry

    @property
    def file(self) -> SharedFile:
        """The file of an action that is for those alone."""
        assert self.message.file is not None, "nothing is shared"
        return self.message.file

    @property
    def is_own(self) -> bool:
        """Whether this person has said it."""
        return isinstance(self.entry, MessageEntry) and self.entry.own

    @property
    def link(self) -> str:
        """The link that was pointed at; by key the only one of the row; "" for none."""
        if self.target is not None:
            return self.target.value if self.target.kind is ClickKind.LINK else ""
        targets = self.row.targets if self.row is not None else ()
        links = {target.value for target in targets if target.kind is ClickKind.LINK}
        return links.pop() if len(links) == 1 else ""

    def may(self, kind: type[Wish]) -> bool:
        """Whether something of that kind can be wished of the message now, by anybody."""
        return self.abilities.may(kind, self.entry)


def _may_edit(at: MessageContext) -> bool:
    return at.may(Edit) and at.is_own and at.message.kind is TextKind.MESSAGE


def _has_text(at: MessageContext) -> bool:
    return at.row is not None and not (isinstance(at.entry, MessageEntry) and at.entry.deleted is not None)


def _is_unsent(at: MessageContext) -> bool:
    return isinstance(at.entry, MessageEntry) and at.entry.state in (SendState.FAILED, SendState.IN_DOUBT)


def _copy_text(at: MessageContext) -> None:
    if at.row is not None:
        to_clipboard(at.row.copied())


def _call_off(at: MessageContext) -> None:
    at.wish(CallOff(at.conversation, at.message.pending_id))


def _fetch(at: MessageContext) -> None:
    at.wish(FetchFile(at.file, at.message.shown_name))


def _save(at: MessageContext) -> None:
    """Where to is asked on the way."""
    at.wish(SaveFile(at.file, "", at.message.shown_name))


MESSAGE_ACTIONS: tuple[Action[MessageContext], ...] = (
    Action(
        MessageAction.SHOW_PICTURE,
        shared_file_words.SHOW_PICTURE,
        lambda at: at.show_picture(at.message),
        keys=("Space",),
        icon="picture",
        usable=lambda at: FileDeed.VIEW in at.deeds,
        help=shared_file_words.KEY_OPEN_FILE,
    ),
    Action(
        MessageAction.DOWNLOAD,
        shared_file_words.DOWNLOAD,
        _fetch,
        keys=("Space",),
        icon="download",
        usable=lambda at: FileDeed.DOWNLOAD in at.deeds,
        help=shared_file_words.KEY_OPEN_FILE,
    ),
    Action(
        MessageAction.OPEN_FOLDER,
        common_words.OPEN_FOLDER,
        lambda at: at.wish(OpenFileFolder(at.file.id)),
        keys=("Space",),
        icon="folder",
        usable=lambda at: FileDeed.OPEN_FOLDER in at.deeds,
        help=shared_file_words.KEY_OPEN_FILE,
    ),
    Action(
        MessageAction.RETRY_DOWNLOAD,
        common_words.TRY_AGAIN,
        lambda at: at.wish(RetryTransfer(at.file.id)),
        keys=("Space",),
        icon="retry",
        usable=lambda at: FileDeed.RETRY in at.deeds,
        help=shared_file_words.KEY_OPEN_FILE,
    ),
    Action(
        MessageAction.SAVE_FILE,
        shared_file_words.SAVE_AS,
        _save,
        keys=("Ctrl+S",),
        icon="download",
        usable=lambda at: FileDeed.SAVE_AS in at.deeds,
        help=shared_file_words.KEY_SAVE_FILE,
    ),
    Action(
        MessageAction.CANCEL_DOWNLOAD,
        common_words.CANCEL,
        lambda at: at.wish(CancelTransfer(at.file.id)),
        icon="close",
        usable=lambda at: FileDeed.CANCEL in at.deeds,
    ),
    Action(
        MessageAction.REPLY,
        message_words.REPLY,
        lambda at: at.reply(at.message.msgid),
        keys=("R",),
        icon="reply",
        starts_group=True,
        usable=lambda at: at.may(Reply),
        help=action_words.KEY_REPLY,
    ),
    Action(
        MessageAction.REACT,
        message_words.REACT,
        lambda at: at.choose_reaction(at.message),
        keys=("Ctrl+.",),
        icon="react",
        usable=lambda at: at.may(React),
        help=action_words.KEY_REACT,
    ),
    Action(
        MessageAction.MENTION,
        lambda at: message_words.MENTION(name=at.message.shown_name),
        lambda at: at.mention(at.message.sender),
        icon="at",
        usable=lambda at: isinstance(at.entry, MessageEntry) and not at.is_own,
    ),
    Action(
        MessageAction.SHOW_SENDER,
        lambda at: people_words.PROFILE_OF(name=at.message.shown_name),
        lambda at: at.show_sender(at.message),
        keys=("Alt+Return",),
        icon="person",
        usable=lambda at: isinstance(at.entry, MessageEntry),
        help=action_words.KEY_SHOW_SENDER,
    ),
    Action(
        MessageAction.COPY_SELECTION,
        message_words.COPY_SELECTION,
        lambda at: to_clipboard(at.selection.text()),
        icon="copy",
        starts_group=True,
        usable=lambda at: bool(at.selection.text()),
    ),
    Action(MessageAction.COPY_TEXT, message_words.COPY_TEXT, _copy_text, icon="copy", usable=_has_text),
    Action(
        MessageAction.COPY_LINK,
        common_words.COPY_LINK,
        lambda at: to_clipboard(at.link),
        icon="link",
        usable=lambda at: bool(at.link),
    ),
    Action(
        MessageAction.COPY_MESSAGE_LINK,
        message_words.COPY_LINK_TO_MESSAGE,
        lambda at: at.wish(CopyMessageLink(at.message.msgid)),
        icon="link",
        usable=lambda at: at.may(CopyMessageLink),
    ),
    Action(
        MessageAction.EDIT,
        message_words.EDIT,
        lambda at: at.edit(at.message.msgid),
        keys=("E",),
        icon="edit",
        starts_group=True,
        usable=_may_edit,
        help=action_words.KEY_EDIT,
    ),
    Action(
        MessageAction.DELETE,
        message_words.DELETE,
        lambda at: at.wish(Delete(at.conversation, at.message.msgid)),
        keys=("Del",),
        icon="delete",
        ink=DANGER,
        usable=lambda at: at.may(Delete) and (at.is_own or at.abilities.moderates),
        help=action_words.KEY_DELETE,
    ),
    Action(
        MessageAction.DO_NOT_SEND,
        message_words.DO_NOT_SEND,
        _call_off,
        keys=("Del",),
        icon="delete",
        ink=DANGER,
        usable=lambda at: isinstance(at.entry, MessageEntry) and at.entry.state is SendState.PENDING,
        help=action_words.KEY_DELETE,
    ),
    Action(
        MessageAction.RETRY,
        message_words.RETRY,
        lambda at: at.wish(Resend(at.message.pending_id)),
        icon="retry",
        usable=_is_unsent,
    ),
    Action(
        MessageAction.DISCARD,
        common_words.DELETE,
        _call_off,
        keys=("Del",),
        icon="delete",
        usable=_is_unsent,
        help=action_words.KEY_DELETE,
    ),
)
# those with a button of their own at the message that is pointed at; the menu has all
IN_BAR = (MessageAction.REPLY, MessageAction.REACT)


def to_clipboard(text: str) -> None:
    """Put `text` on the clipboard."""
    QGuiApplication.clipboard().setText(text)
