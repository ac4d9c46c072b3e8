"""What is asked while a server is being joined: which channel, and whether another room will do."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Slot

from app.application.join_attempt import JoinAttempt
from app.application.joined_server import Destination, JoinedServer
from app.ui.window.main_window import MainWindow
from app.ui.window.questions import CONFIRM, channel_question, other_room_question


class JoinQuestions(QObject):
    """Asks in the window and lets the attempt go on by the answer."""

    def __init__(self, window: MainWindow, attempt: JoinAttempt, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self._attempt = attempt
        self._is_asking = False
        attempt.channel_wanted.connect(self._ask_for_channel)
        attempt.succeeded.connect(self._on_succeeded)
        attempt.other_room_found.connect(self._ask_about_other_room)

    @Slot(JoinedServer)
    def _ask_for_channel(self, server: JoinedServer) -> None:
        question = channel_question(server.connection.network or str(server.destination.address))
        choose = partial(self._on_channel_chosen, server)
        self._window.asker.ask(question, choose, partial(choose, ""))
        self._is_asking = True

    def _on_channel_chosen(self, server: JoinedServer, name: str) -> None:
        self._is_asking = False
        self._attempt.choose_channel(server, name)

    @Slot(object, object)
    def _on_succeeded(self, _server: JoinedServer, _room: object) -> None:
        """A server may put us into a channel late: then no other one is needed."""
        if self._is_asking:
            self._window.asker.withdraw()

    @Slot(Destination, str)
    def _ask_about_other_room(self, destination: Destination, title: str) -> None:
        join = partial(self._attempt.join_other, destination)
        self._window.asker.ask_which(
            other_room_question(title), lambda choice: join() if choice == CONFIRM else None
        )
