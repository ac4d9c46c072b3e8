"""The questions of trust: asked when something is wrong, carried out by JoinAttempt and JoinedServers."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Slot

from app.application.joined_server import Destination
from app.application.joined_servers import JoinedServers
from app.application.trust_store import TrustStore
from app.client.events import Failure
from app.models.connection import Connection
from app.ui.window.main_window import MainWindow
from app.words import trust_words


class TrustDecisions(QObject):
    """Asks in the window; one question at a time."""

    def __init__(
        self, window: MainWindow, trust: TrustStore, servers: JoinedServers, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._trust = trust
        self._servers = servers
        self._waiting: tuple[Destination, str] | None = None  # a changed host, until its words are known
        servers.attempt.decision_wanted.connect(self._ask)
        trust.words_known.connect(self._on_words_known)
        window.trust.words_matched.connect(self._on_matched)
        window.trust.words_differed.connect(self._on_differed)

    @Slot(object, object, str)
    def _ask(self, destination: Destination, failure: Failure, fingerprint: str) -> None:
        answered: Callable[[bool], None] = partial(
            self._servers.attempt.answer, destination, failure, fingerprint
        )
        place = str(destination.address)
        if failure is Failure.HOST_CHANGED:
            self._waiting = (destination, fingerprint)
            self._on_words_known("")
        elif failure is Failure.LINK_MISMATCH:
            pin = self._trust.pin_of(destination.address.fingerprint)
            self._window.trust.ask_link_mismatch(place, answered, known=None if pin is None else pin.name)
        elif failure is Failure.NOT_ENCRYPTED:
            self._window.trust.ask_not_encrypted(place, answered)
        else:
            self._window.trust.ask_password_not_safe(place, answered)

    @Slot(str)
    def _on_words_known(self, _fingerprint: str) -> None:
        """Ask about a changed host as soon as both hosts' words are there to be compared."""
        if self._waiting is None:
            return
        destination, fingerprint = self._waiting
        pin = self._trust.pin_at(destination.address)
        old = self._trust.words_of(pin.fingerprint) if pin is not None else ()
        new = self._trust.words_of(fingerprint)
        if pin is None or not old or not new:
            return
        self._waiting = None
        self._window.trust.ask_host_changed(
            partial(self._servers.attempt.answer, destination, Failure.HOST_CHANGED, fingerprint),
            name=pin.name,
            address=str(destination.address),
            old_words=old,
            new_words=new,
        )

    @Slot(object)
    def _on_matched(self, connection: Connection) -> None:
        server = self._servers.server_of(connection)
        if server is not None:
            server.note_verified("words")

    @Slot(object)
    def _on_differed(self, connection: Connection) -> None:
        """Somebody sits between: leave at once and remember nothing of them."""
        server = self._servers.server_of(connection)
        if server is not None:
            self._trust.forget(server.fingerprint)
            self._servers.forget(server)
            differs = trust_words.LEFT_AS_FINGERPRINT_DIFFERS
            words = (trust_words.LEFT_AS_WORDS_DIFFER if connection.is_hub else differs)()
            self._servers.disconnect_untrusted(connection, words)
