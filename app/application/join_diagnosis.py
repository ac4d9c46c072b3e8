"""Why a room cannot be joined and why none is found: found out beside it, shown on the start page."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices

from app.application.join_attempt import NOBODY_THERE, JoinAttempt
from app.application.joined_server import JoinedServer
from app.application.nearby_search import NearbySearch, places_of
from app.application.trust_store import TrustStore
from app.client.address import Address, Scheme
from app.client.events import Failure
from app.diagnosis.search_check import SearchDiagnosis, SearchVerdict
from app.diagnosis.verdicts import Certainty, Cure, Diagnosis, Verdict
from app.discovery.sightings import Place
from app.models.room import Room
from app.net.connection_check import CheckTarget, ConnectionCheck
from app.net.dns_sd import DnsSd
from app.net.help_caller import HelpCaller
from app.net.nearby_check import NearbyCheck
from app.ui.start.diagnosis_panel import DiagnosisAction, DiagnosisView
from app.ui.start.start_page import StartPage
from app.words import diagnosis_words

# Until then one waits for a room that answers, and is not told of obstacles that may be none.
SHOWN_AFTER_MS = 2000
# https://support.apple.com/guide/mac-help/mchla4f49138/mac
PRIVACY_SETTINGS = "x-apple.systempreferences:com.apple.preference.security?Privacy_LocalNetwork"

_BUTTONS = {
    Cure.JOIN_THERE: DiagnosisAction.JOIN_THERE,
    Cure.COPY_FOR_HOST: DiagnosisAction.COPY_FOR_HOST,
    Cure.OPEN_PRIVACY_SETTINGS: DiagnosisAction.OPEN_SETTINGS,
}
_NOTHING_YET = Diagnosis(Verdict.UNKNOWN_YET, Certainty.NONE, Place("", 0))
_ON_CARD = {Cure.TRY_AGAIN}  # the card has a button for it


def view_of(diagnosis: Diagnosis, host: str) -> DiagnosisView:
    """What is shown of a diagnosis. `host`: as it was typed."""
    action = next((cure for cure in diagnosis.cures if cure in _BUTTONS), None)
    advice = [cure for cure in diagnosis.cures if cure not in _BUTTONS and cure not in _ON_CARD]
    return DiagnosisView(
        sentence=diagnosis_words.verdict_words(diagnosis, host=host),
        advice=tuple(diagnosis_words.cure_words(cure, diagnosis) for cure in advice),
        button=None if action is None else (_BUTTONS[action], diagnosis_words.cure_words(action, diagnosis)),
        copied=diagnosis_words.words_for_host(diagnosis, host=host),
        is_looking=diagnosis.verdict is Verdict.UNKNOWN_YET,
    )


class JoinDiagnosis(QObject):
    """Accompanies each attempt to join a room of somebody else.

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
        *,
        make_check: Callable[..., ConnectionCheck] = ConnectionCheck,
        caller: HelpCaller | None = None,
    ) -> None:
        super().__init__(parent)
        self._page = page
        self._panel = page.join_card.diagnosis
        self._nearby = nearby
        self._trust = trust
        self._make_check = make_check
        self._caller = caller or HelpCaller(DnsSd(self), self)
        self._check: ConnectionCheck | None = None
        self._address: Address | None = None
        self._fingerprint = ""
        self._latest: Diagnosis | None = None
        self._has_failed = self._is_settled = self._is_asked = False
        self._patience = QTimer(self, singleShot=True)
        self._patience.timeout.connect(self._open)
        nearby.why_requested.connect(self.expect_question)
        attempt.started.connect(self.begin)
        attempt.succeeded.connect(self._on_succeeded)
        page.cancel_requested.connect(self.stop)
        page.join_card.address.edited.connect(self._on_edited)
        self._panel.asked.connect(self._open)
        self._panel.join_wanted.connect(self._join_there)
        self._panel.settings_wanted.connect(self._open_settings)

    @Slot()
    def stop(self) -> None:
        """Find out no more, and show nothing."""
        self._patience.stop()
        check, self._check = self._check, None
        if check is not None:
            check.cancel()
            check.deleteLater()
        self._latest = None
        self._panel.clear()

    @Slot(object)
    def expect_question(self, _room: object) -> None:
        """The attempt that begins now is made to find out why: it is told of at once."""
        self._is_asked = True

    @Slot(JoinedServer)
    def begin(self, server: JoinedServer) -> None:
        """Accompany an attempt that begins now."""
        self.stop()
        if server.destination.hosting:
            return
        self._address = address = server.destination.address
        pin = self._trust.pin_for(address)
        self._fingerprint = address.fingerprint.lower() or (pin.fingerprint if pin is not None else "")
        self._has_failed = self._is_settled = False
        server.gave_up.connect(self._on_gave_up)
        self._nearby.ask_again()
        known = () if pin is None else tuple(places_of(pin))
        target = CheckTarget(ways=address.ways, fingerprint=self._fingerprint, known=known)
        self._check = self._make_check(target, self._nearby.routers, self._nearby.heard_places, self)
        self._check.judged.connect(self._on_judged)
        self._check.settled.connect(self._on_settled)
        self._patience.start(0 if self._is_asked else SHOWN_AFTER_MS)
        self._is_asked = False
        self._check.start(beside=True)

    @Slot(JoinedServer, Room)
    def _on_succeeded(self, _server: JoinedServer, _room: Room) -> None:
        self.stop()

    @Slot(object, str, str)
    def _on_gave_up(self, failure: Failure, _sentence: str, _fingerprint: str) -> None:
        """The attempt is over, and why is said beside the field; if that is all one knows, there is more."""
        if failure not in NOBODY_THERE or self._check is None:
            self.stop()
            return
        self._has_failed = True
        if not self._panel.is_open():
            self._patience.stop()
            self._panel.offer()
        self._end()

    @Slot(str)
    def _on_edited(self, _text: str) -> None:
        self.stop()

    @Slot(object)
    def _on_judged(self, diagnosis: Diagnosis) -> None:
        self._latest = diagnosis
        if self._panel.is_open():
            self._open()

    @Slot(object)
    def _on_settled(self, diagnosis: Diagnosis) -> None:
        self._on_judged(diagnosis)
        self._is_settled = True
        # at once, as the host may let one in while the attempt still goes on
        self._caller.call(diagnosis, self._fingerprint)
        self._end()

    def _end(self) -> None:
        """Once the attempt has failed and the reason is known, it is told."""
        if self._has_failed and self._is_settled and self._latest is not None and self._address is not None:
            self.explained.emit(diagnosis_words.verdict_words(self._latest, host=self._address.host))

    @Slot()
    def _open(self) -> None:
        if self._address is None:
            return
        diagnosis = self._latest or _NOTHING_YET
        if diagnosis.verdict is Verdict.ANSWERS and not self._has_failed:
            self._panel.clear()  # it takes long for another reason
        else:
            self._panel.show_view(view_of(diagnosis, self._address.host))

    @Slot()
    def _join_there(self) -> None:
        if self._latest is not None and self._latest.elsewhere is not None and self._address is not None:
            self._page.join_at(link_at(self._latest.elsewhere, self._address, self._fingerprint))

    @Slot()
    def _open_settings(self) -> None:
        QDesktopServices.openUrl(QUrl(PRIVACY_SETTINGS))


class NearbyDiagnosis(QObject):
    """Finds out why no rooms are found, when somebody asks for that."""

    def __init__(
        self,
        page: StartPage,
        nearby: NearbySearch,
        parent: QObject | None = None,
        *,
        make_check: Callable[..., NearbyCheck] = NearbyCheck,
    ) -> None:
        super().__init__(parent)
        self._panel = page.nearby.diagnosis
        self._nearby = nearby
        self._make_check = make_check
        self._check: NearbyCheck | None = None
        self._panel.asked.connect(self.begin)

    @Slot()
    def begin(self) -> None:
        """Find out, from the beginning."""
        if self._check is not None:
            self._check.cancel()
            self._check.deleteLater()
        self._check = self._make_check(self._nearby.routers, self)
        self._check.judged.connect(self._on_judged)
        self._check.start()

    @Slot(object)
    def _on_judged(self, diagnosis: SearchDiagnosis) -> None:
        self._panel.show_view(
            DiagnosisView(
                sentence=diagnosis_words.search_words(diagnosis),
                advice=tuple(map(diagnosis_words.cure_words, diagnosis.cures)),
                is_looking=diagnosis.verdict is SearchVerdict.UNKNOWN_YET,
            )
        )


def link_at(place: Place, address: Address, fingerprint: str) -> str:
    """The address of the same room at another place; of a known hub only that one is joined there."""
    scheme = Scheme.HUBBUB if fingerprint else address.scheme
    moved = Address(
        host=place.address,
        explicit_port=place.port,
        scheme=scheme,
        room=address.room,
        fingerprint=fingerprint,
    )
    return str(moved)
