"""Files in the composer: whether any can be sent here, and the way to whoever asks the person about them."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from app.ui.action import row_of
from app.ui.composer.composer_keyboard import COMPOSER_KEYS, ComposerKey
from app.ui.composer.draft import MAX_BYTES
from app.ui.composer.message_edit import Offer
from app.ui.theme.theme import Theme
from app.ui.widgets.icon_button import IconButton
from app.words import file_words, writing_words
from app.words.file_words import readable_size


class FileOffers(QObject):
    """What is pasted, dropped or chosen to be sent as a file passes here. `button` is the clip in `frame`.

    Signals:
        offered(Offer): something is to be sent, if the person agrees.
        choosing(): files are to be chosen.
        refused(str): nothing can be sent, the sentence says why.
    """

    offered = Signal(object)
    choosing = Signal()
    refused = Signal(str)

    def __init__(self, theme: Theme, frame: QWidget) -> None:
        super().__init__(frame)
        [key] = row_of(COMPOSER_KEYS, ComposerKey.ATTACH).key_names()
        self.button = IconButton(theme, "attach", file_words.ATTACH(key=key), parent=frame)
        self.button.clicked.connect(self.choose)
        self._blocked = ""
        self._none = ""
        self.set_none(file_words.NONE_IN_ROOM())

    @property
    def problem(self) -> str:
        """Why no file can be sent now, "" where one can."""
        return self._blocked or self._none

    def set_none(self, reason: str) -> None:
        """Whether the server takes files: "", or the sentence that says why not. Then there is no clip."""
        self._none = reason
        self.button.setVisible(not reason)

    def set_blocked(self, reason: str) -> None:
        """Nothing at all can be sent, the sentence says why; "" ends it."""
        self._blocked = reason

    @Slot(Offer)
    def take(self, offer: Offer) -> None:
        """Something is to be sent as a file."""
        if self.problem:
            self.refused.emit(self.problem)
        else:
            self.offered.emit(offer)

    @Slot()
    def choose(self) -> None:
        """The person wants to choose files."""
        if self.problem:
            self.refused.emit(self.problem)
        else:
            self.choosing.emit()

    @Slot(str)
    def take_long_text(self, text: str) -> None:
        """A text was pasted that is too long for a message."""
        if not self.problem:
            self.offered.emit(Offer(text=text))
            return
        given, most = readable_size(len(text.encode(errors="replace"))), readable_size(MAX_BYTES)
        self.refused.emit(writing_words.TOO_LONG_TO_PASTE(size=given, most=most))
