"""Why a room cannot be joined and why none is found: what finds out is loaded when somebody tries, or asks.

Most windows are opened to look at a room that is joined at once, or at the start page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from app.application.join_attempt import JoinAttempt
from app.application.joined_server import JoinedServer
from app.application.nearby_search import NearbySearch
from app.application.trust_store import TrustStore
from app.ui.start.start_page import StartPage

if TYPE_CHECKING:
    from app.application.join_diagnosis import JoinDiagnosis, NearbyDiagnosis


class Diagnoses(QObject):
    """Has the first attempt to join, and the first question why none is found, looked into; then they are.

    Signals:
        explained(str): an attempt has failed because nobody was reached, a sentence says why.
    """

    explained = Signal(str)

    def __init__(
        self,
        page: StartPage,
        attempt: JoinAttempt,
        nearby: NearbySearch,
        trust: TrustStore,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._page = page
        self._attempt = attempt
        self._nearby = nearby
        self._trust = trust
        self._of_joining: JoinDiagnosis | None = None
        self._of_searching: NearbyDiagnosis | None = None
        attempt.started.connect(self._on_started)
        nearby.why_requested.connect(self._on_why)
        page.nearby.diagnosis.asked.connect(self._on_asked)

    @Slot(object)
    def _on_why(self, room: object) -> None:
        if self._of_joining is None:
            self._begin_joining().expect_question(room)

    @Slot(JoinedServer)
    def _on_started(self, server: JoinedServer) -> None:
        if self._of_joining is None and not server.destination.hosting:
            self._begin_joining().begin(server)

    @Slot()
    def _on_asked(self) -> None:
        if self._of_searching is None:
            from app.application.join_diagnosis import NearbyDiagnosis  # only now: see above

            self._of_searching = NearbyDiagnosis(self._page, self._nearby, self)
            self._of_searching.begin()

    def _begin_joining(self) -> JoinDiagnosis:
        """What hears of later attempts by itself."""
        from app.application.join_diagnosis import JoinDiagnosis  # only now: see above

        self._of_joining = made = JoinDiagnosis(self._page, self._attempt, self._nearby, self._trust, self)
        made.explained.connect(self.explained)
        return made
