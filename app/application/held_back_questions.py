"""What servers and strangers open unasked: shown in one place, let in or left as the person says."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from app.application.joined_server import JoinedServer
from app.application.joined_servers import JoinedServers
from app.models.connection import Connection
from app.models.held_back import SHOWN_AT_ONCE
from app.ui.widgets.buttons import ButtonKind
from app.ui.widgets.question_dialog import CANCEL, Choice, Question
from app.ui.window.main_window import MainWindow
from app.words import question_words

_SHOW, _IGNORE = "show", "ignore"


class HeldBackQuestions(QObject):
    """Follows the connections of one window."""

    def __init__(self, window: MainWindow, servers: JoinedServers, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self._servers = servers
        self._asking: Connection | None = None
        servers.connected.connect(self._on_connected)
        servers.disconnected.connect(self._show)
        window.page.rooms_pane.held.clicked.connect(self._ask)

    @Slot(object)
    def _on_connected(self, server: JoinedServer) -> None:
        server.connection.held.changed.connect(self._show)

    def _connections(self) -> list[Connection]:
        return [server.connection for server in self._servers.all]

    @Slot()
    def _show(self) -> None:
        held = [connection.held for connection in self._connections()]
        self._window.page.set_held(sum(each.channels for each in held), sum(each.people for each in held))

    @Slot()
    def _ask(self) -> None:
        """Ask about the first connection at which something waits."""
        waiting = (each for each in self._connections() if each.held.channels or each.held.people)
        self._asking = next(waiting, None)
        if self._asking is not None:
            self._window.asker.ask_which(_question(self._asking), self._on_answered)

    def _on_answered(self, choice: str) -> None:
        connection, self._asking = self._asking, None
        if connection is None or connection not in self._connections():
            return
        if choice == _SHOW:
            connection.show_held()
        elif choice == _IGNORE:
            connection.held.drop()


def _question(connection: Connection) -> Question:
    held, sentences = connection.held, []
    server = connection.network or connection.address
    if held.channels:
        words = question_words.ONE_MORE_ROOM if held.channels == 1 else question_words.MORE_ROOMS
        sentences.append(words(held.channels, server=server))
    if held.people:
        words = question_words.ONE_MORE_WROTE if held.people == 1 else question_words.MORE_WROTE
        sentences.append(words(held.people))
    if max(held.channels, held.people) > SHOWN_AT_ONCE:
        sentences.append(question_words.SHOWN_AT_A_TIME(SHOWN_AT_ONCE))
    sentences.append(question_words.WHAT_IGNORE_DOES())
    return Question(
        title=question_words.MORE_ROOMS_AND_PEOPLE(),
        text=" ".join(sentences),
        choices=(
            Choice(CANCEL, question_words.NOT_NOW()),
            Choice(_IGNORE, question_words.IGNORE(), ButtonKind.DANGER),
            Choice(_SHOW, question_words.SHOW_THEM(), ButtonKind.PRIMARY),
        ),
    )
