"""What is asked about who is at the other end, and what the person answers. Trusts nobody itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from app.models.room import ServerConnection
from app.ui.widgets.question_dialog import Question
from app.ui.window.asker import Asker
from app.ui.window.questions import CONFIRM
from app.ui.window.trust_questions import (
    DIFFER,
    certificate_question,
    compare_question,
    host_changed_question,
    link_mismatch_question,
    log_out_question,
    not_encrypted_question,
    password_not_safe_question,
)

Answered = Callable[[bool], None]


class TrustRequests(QObject):
    """Asks over the window.

    Signals:
        login_wanted(ServerConnection), logout_wanted(ServerConnection): the person wants to log in to an
            account there, or has agreed to have it forgotten.
        words_matched(ServerConnection), words_differed(ServerConnection): its six words were compared.
    """

    login_wanted = Signal(ServerConnection)
    logout_wanted = Signal(ServerConnection)
    words_matched = Signal(ServerConnection)
    words_differed = Signal(ServerConnection)

    def __init__(self, asker: Asker, parent: QObject) -> None:
        super().__init__(parent)
        self._asker = asker

    def compare_words(
        self, connection: ServerConnection, words: Sequence[str], *, fingerprint: str = ""
    ) -> None:
        """Show the host's six words; what the person found is reported for the connection.

        Of a server that is no hub of ours its `fingerprint` is shown: nobody there has words to read aloud.
        """
        question = compare_question(words)
        if not connection.is_hub:
            question = certificate_question(connection.network or connection.address, fingerprint)
        reports = {CONFIRM: self.words_matched, DIFFER: self.words_differed}

        def decided(choice: str) -> None:
            if choice in reports:
                reports[choice].emit(connection)

        self._asker.ask_which(question, decided)

    def ask_to_log_out(self, connection: ServerConnection, account: str) -> None:
        """Ask before an account is given up, and its password forgotten."""

        def decided(agreed: bool) -> None:
            if agreed:
                self.logout_wanted.emit(connection)

        self._decide(log_out_question(account, connection.network or connection.address), decided)

    def ask_host_changed(
        self,
        answered: Answered,
        *,
        name: str,
        address: str,
        old_words: Sequence[str],
        new_words: Sequence[str],
    ) -> None:
        """Another host answers at the known address of the room `name`; True: join it as a new room."""
        question = host_changed_question(name=name, address=address, old_words=old_words, new_words=new_words)
        self._decide(question, answered)

    def ask_link_mismatch(self, address: str, answered: Answered, *, known: str | None = None) -> None:
        """Who answers is not the host of the invite link; the answer is always False.

        `known`: the room of that host, where one was there before.
        """
        self._decide(link_mismatch_question(address, known), answered)

    def ask_not_encrypted(self, address: str, answered: Answered) -> None:
        """The server does not encrypt; True: join all the same."""
        self._decide(not_encrypted_question(address), answered)

    def ask_password_not_safe(self, address: str, answered: Answered) -> None:
        """The server wants the password itself; True: send it."""
        self._decide(password_not_safe_question(address), answered)

    def _decide(self, question: Question, answered: Answered) -> None:
        self._asker.ask_which(question, lambda choice: answered(choice == CONFIRM))
