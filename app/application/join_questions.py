"""What is asked while a server is being joined: which channel, and whether another room will do."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Slot

from app.application.join_attempt import JoinAttempt
from app.application.joined_server import Destination, JoinedServer
from app.ui.theme.theme import Theme
from app.ui.widgets.question_dialog import QuestionDialog
from app.ui.window.main_window import MainWindow
from app.ui.window.questions import CONFIRM, channel_question, other_room_question


class JoinQuestions(QObject):
    """Asks in the window and lets the attempt go on by the answer."""

    def __init__(self, theme: Theme, window: MainWindow, attempt: JoinAttempt, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self._window = window
        self._attempt = attempt
        attempt.channel_wanted.connect(self._ask_for_channel)
        attempt.other_room_found.connect(self._ask_about_other_room)

    @Slot(JoinedServer)
    def _ask_for_channel(self, server: JoinedServer) -> None:
        question = channel_question(server.connection.network or str(server.destination.address))
        sheet = QuestionDialog(self._theme, question, self._window)
        sheet.answered.connect(partial(self._on_channel_answered, server))

    def _on_channel_answered(self, server: JoinedServer, choice: str, typed: str) -> None:
        self._attempt.choose_channel(server, typed if choice == CONFIRM else "")

    @Slot(Destination, str)
    def _ask_about_other_room(self, destination: Destination, title: str) -> None:
        join = partial(self._attempt.join_other, destination)
        self._window.asker.ask_which(
            other_room_question(title), lambda choice: join() if choice == CONFIRM else None
        )
