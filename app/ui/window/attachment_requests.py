"""From "send this" to a wish: which files, and whether they are really to be sent. Sends nothing itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths, Signal
from PySide6.QtWidgets import QFileDialog

from app.client.wishes import Wish
from app.models.commands import is_command
from app.models.room import Room
from app.models.room_wishes import OfferFile
from app.ui.composer.message_edit import Offer
from app.ui.theme.theme import Theme
from app.ui.window.asker import Asker
from app.ui.window.conversation import Conversation
from app.words import file_words

if TYPE_CHECKING:
    from app.ui.composer.offered_files import CheckedOffer
    from app.ui.composer.send_files_sheet import SendFilesSheet


class AttachmentRequests(QObject):
    """Opens over the window what is asked before files are sent.

    Signals:
        wished(Room, Wish): a file is to be sent.
    """

    wished = Signal(Room, Wish)

    def __init__(self, theme: Theme, asker: Asker, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self._asker = asker
        self._folder = ""  # where files were chosen last

    def add_conversation(self, conversation: Conversation) -> None:
        """Take what is to be sent in a conversation, as long as it lives."""
        conversation.composer.files.offered.connect(partial(self._take, conversation))
        conversation.composer.files.choosing.connect(partial(self._choose, conversation))

    def _choose(self, conversation: Conversation) -> None:
        folder = self._folder or QStandardPaths.writableLocation(QStandardPaths.StandardLocation.HomeLocation)
        title = file_words.CHOOSE_FILES(room=conversation.room.title)
        paths, _kind = QFileDialog.getOpenFileNames(self._asker.over.window(), title, folder)
        if paths:
            self._folder = paths[0].rpartition("/")[0]
            self._take(conversation, Offer(tuple(paths)))

    def _take(self, conversation: Conversation, offer: Offer) -> None:
        # what decodes pictures is loaded with the first of them, not with the window
        from app.ui.composer.offered_files import check_offer

        composer = conversation.composer
        checked = check_offer(offer, conversation.largest_file, datetime.now())
        if not checked.files:
            composer.show_error(" ".join(checked.problems))
            return
        draft = "" if composer.is_editing else composer.text().strip("\n")
        # a line that was written already is what one wanted to say about it
        caption = draft if draft and not offer.text and not is_command(draft) and "\n" not in draft else ""
        self._ask(conversation, checked, caption, offer.text or caption)

    def _ask(self, conversation: Conversation, checked: CheckedOffer, caption: str, used: str) -> None:
        """Ask about files. `used`: what was written before, which is sent with them."""
        from app.ui.composer.send_files_sheet import SendFilesSheet

        sheet = SendFilesSheet(
            self._theme,
            self._asker.over,
            checked,
            room=conversation.room.title,
            largest=conversation.largest_file,
            caption=caption,
        )
        sheet.agreed.connect(partial(self._send, conversation, used))
        sheet.more_offered.connect(partial(self._add, conversation, sheet, used))

    def _add(self, conversation: Conversation, sheet: SendFilesSheet, used: str, offer: Offer) -> None:
        """Ask about more files together with those that are asked about already."""
        from app.ui.composer.offered_files import check_offer, joined

        more = check_offer(offer, conversation.largest_file, datetime.now())
        sheet.dismiss()
        self._ask(conversation, joined(sheet.offered, more), sheet.caption.text(), used)

    def _send(self, conversation: Conversation, used: str, wishes: tuple[OfferFile, ...]) -> None:
        if used:
            conversation.composer.clear_sent(used)
        composer = conversation.composer
        reference = None if composer.is_editing else composer.take_reference()
        for wish in wishes:
            reply_to = reference.msgid if reference is not None and wish is wishes[0] else ""
            self.wished.emit(conversation.room, replace(wish, reply_to=reply_to))
        conversation.timeline.scrolling.to_end()
