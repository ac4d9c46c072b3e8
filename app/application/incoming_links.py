"""Links that other programs hand over: to whom one is pinned at once, to anybody else after a question."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from app.application.trust_store import TrustStore
from app.client.address import Address, AddressError
from app.client.handed_links import LinkError, check_link, is_provable
from app.ui.theme.theme import Theme
from app.ui.widgets.question_dialog import CANCEL, Choice, Question, QuestionDialog
from app.ui.window.main_window import MainWindow
from app.words import address_words, common_words, question_words

LONGEST_ROOM = 60  # characters of a room's name in the question
# A name without a gap is cut at the edge of a narrow window, and the lines behind it too: it may be broken.
BREAKS_EVERY = 12  # characters
_BREAK = "\u200b"


class IncomingLinks(QObject):
    """Follows links that nobody has typed here.

    One question is open at a time: a page that hands over a hundred links asks once.

    Signals:
        accepted(str): the room of this link is to be joined.
    """

    accepted = Signal(str)

    def __init__(self, theme: Theme, window: MainWindow, trust: TrustStore, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self._window = window
        self._trust = trust
        self._asked = ""

    @Slot(str)
    def open(self, link: str) -> None:
        """Join, ask, or say why neither."""
        try:
            address = check_link(link)
        except (AddressError, LinkError) as error:
            self._window.show_notice(address_words.link_words(error))
            return
        if self._is_pinned(address):
            self.accepted.emit(link)
        elif not self._asked:
            self._asked = link
            sheet = QuestionDialog(self._theme, question_about(address), self._window)
            sheet.answered.connect(self._on_answered)

    def _is_pinned(self, address: Address) -> bool:
        """Whether only a host that was met before can answer there."""
        if address.fingerprint:
            return self._trust.pin_of(address.fingerprint.lower()) is not None
        return is_provable(address) and self._trust.pin_at(address) is not None

    @Slot(str, str)
    def _on_answered(self, choice: str, _text: str) -> None:
        link, self._asked = self._asked, ""
        if choice != CANCEL:
            self.accepted.emit(link)


def question_about(address: Address) -> Question:
    """Whether the room of a link is to be joined; *Cancel* has the focus."""
    room = address.room if len(address.room) <= LONGEST_ROOM else f"{address.room[:LONGEST_ROOM]}…"
    named = question_words.LINK_TO_ROOM if room else question_words.LINK_TO_PLACE
    return Question(
        title=question_words.FOLLOW_ROOM_LINK(),
        text=named(room=_breakable(room), address=_breakable(address.place)),
        choices=(Choice(CANCEL, common_words.CANCEL()), Choice("join", common_words.JOIN())),
    )


def _breakable(name: str) -> str:
    return _BREAK.join(name[at : at + BREAKS_EVERY] for at in range(0, len(name), BREAKS_EVERY))
