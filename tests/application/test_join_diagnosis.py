"""Why a room cannot be joined: when that is found out, shown, and told to its host."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Signal
from pytestqt.qtbot import QtBot

from app.application import join_diagnosis
from app.application.join_diagnosis import JoinDiagnosis, NearbyDiagnosis, link_at, view_of
from app.client.address import parse_address
from app.client.events import Failure
from app.diagnosis.search_check import SearchDiagnosis, SearchVerdict
from app.diagnosis.verdicts import CURES, Certainty, Cure, Diagnosis, Verdict
from app.discovery.sightings import HeardPlace, Place
from app.net.connection_check import CheckTarget
from app.paths import resources
from app.security.pins import Pin
from app.ui.start.diagnosis_panel import DiagnosisAction, DiagnosisPanel
from app.ui.theme.theme import Theme
from tests.application.fakes import HUB, FakeTrust
from tests.stand_in import stand_in

HOST = "192.168.1.31"
PLACE = Place(HOST, 6667)
ROUTERS = frozenset({"192.168.1.1"})
SURE, LIKELY = Certainty.CERTAIN, Certainty.LIKELY
FIREWALL = Diagnosis(Verdict.HOST_FIREWALL, SURE, PLACE)
MOVED = Diagnosis(Verdict.OTHER_PORT, SURE, PLACE, Place(HOST, 6670))


class FakeCheck(QObject):
    """Stands for net.connection_check.ConnectionCheck, and for NearbyCheck."""

    judged = Signal(object)
    settled = Signal(object)

    def __init__(self, *given: Any) -> None:
        super().__init__(given[-1])
        self.given = given
        self.calls: list[str] = []

    def start(self, *, beside: bool = False) -> None:
        self.calls.append("beside" if beside else "start")

    def cancel(self) -> None:
        self.calls.append("cancel")


class FakeAttempt(QObject):
    """Stands for application.join_attempt.JoinAttempt."""

    started = Signal(object)
    succeeded = Signal(object, object)


class FakeServer(QObject):
    """Stands for a JoinedServer that is being joined."""

    gave_up = Signal(object, str, str)

    def __init__(self, address: str, *, hosting: bool = False) -> None:
        super().__init__()
        self.destination = SimpleNamespace(address=parse_address(address), hosting=hosting)


class FakeNearby(QObject):
    """Stands for application.nearby_search.NearbySearch."""

    why_requested = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.routers = ROUTERS
        self.asked = 0

    def heard_places(self) -> Sequence[HeardPlace]:
        return ()

    def ask_again(self) -> None:
        self.asked += 1


class FakePage(QObject):
    """Stands for the start page; its panels are real."""

    cancel_requested = Signal()

    def __init__(self, panels: tuple[DiagnosisPanel, DiagnosisPanel], address: QObject) -> None:
        super().__init__()
        self.join_card = SimpleNamespace(diagnosis=panels[0], address=address)
        self.nearby = SimpleNamespace(diagnosis=panels[1])
        self.joined_at: list[str] = []

    def join_at(self, link: str) -> None:
        self.joined_at.append(link)


class FakeField(QObject):
    edited = Signal(str)


class FakeCaller:
    """Stands for net.help_caller.HelpCaller."""

    def __init__(self) -> None:
        self.calls: list[tuple[Verdict, str]] = []

    def call(self, diagnosis: Diagnosis, fingerprint: str) -> bool:
        self.calls.append((diagnosis.verdict, fingerprint))
        return True


class Lobby:
    """A start page with the diagnosis of its attempts."""

    def __init__(self, make_panel: Callable[[], DiagnosisPanel]) -> None:
        self.field = FakeField()
        self.panel, self.nearby_panel = make_panel(), make_panel()
        self.page = FakePage((self.panel, self.nearby_panel), self.field)
        self.attempt, self.nearby, self.trust = FakeAttempt(), FakeNearby(), FakeTrust()
        self.caller = FakeCaller()
        self.checks: list[FakeCheck] = []
        self.told: list[str] = []
        self.servers: list[FakeServer] = []
        self.diagnosis = JoinDiagnosis(
            stand_in(self.page),
            stand_in(self.attempt),
            stand_in(self.nearby),
            stand_in(self.trust),
            self.page,
            make_check=self._make_check,
            caller=stand_in(self.caller),
        )
        self.diagnosis.explained.connect(self.told.append)
        self.why_none = NearbyDiagnosis(
            stand_in(self.page),
            stand_in(self.nearby),
            self.page,
            make_check=self._make_check,
        )

    def _make_check(self, *given: Any) -> Any:
        self.checks.append(FakeCheck(*given))
        return self.checks[-1]

    def join(self, address: str = HOST, *, hosting: bool = False) -> FakeServer:
        """An attempt begins."""
        self.servers.append(FakeServer(address, hosting=hosting))
        self.attempt.started.emit(self.servers[-1])
        return self.servers[-1]

    @property
    def check(self) -> FakeCheck:
        return self.checks[-1]

    @property
    def target(self) -> CheckTarget:
        target = self.check.given[0]
        assert isinstance(target, CheckTarget)
        return target


@pytest.fixture
def lobby(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Lobby]:
    theme = Theme(resources())
    monkeypatch.setattr(join_diagnosis, "SHOWN_AFTER_MS", 600_000)

    def make_panel() -> DiagnosisPanel:
        made = DiagnosisPanel(theme)
        qtbot.addWidget(made)
        return made

    made = Lobby(make_panel)
    yield made
    made.page.deleteLater()  # timers end in the thread that they began in
    QCoreApplication.sendPostedEvents(made.page, QEvent.Type.DeferredDelete)


def test_an_attempt_is_accompanied_without_a_word(lobby: Lobby) -> None:
    lobby.join()
    assert lobby.check.calls == ["beside"]
    assert (str(lobby.target.ways[0]), lobby.target.fingerprint) == (f"{HOST}:6667", "")
    assert lobby.check.given[1] == ROUTERS
    assert lobby.nearby.asked == 1
    lobby.check.judged.emit(FIREWALL)
    assert lobby.panel.isHidden()
    lobby.attempt.succeeded.emit(lobby.servers[0], None)
    assert lobby.check.calls == ["beside", "cancel"]


def test_ones_own_room_is_not_wondered_about(lobby: Lobby) -> None:
    lobby.join(hosting=True)
    assert lobby.checks == []


def test_who_waits_for_long_is_told_what_is_known(
    lobby: Lobby, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(join_diagnosis, "SHOWN_AFTER_MS", 1)
    lobby.join()
    qtbot.waitUntil(lambda: lobby.panel.words() == "Looking for what is in the way…")
    lobby.check.judged.emit(FIREWALL)
    assert lobby.panel.words().startswith(f"The computer {HOST} is there, but its firewall blocks port 6667.")
    lobby.check.judged.emit(Diagnosis(Verdict.ANSWERS, SURE, PLACE))
    assert lobby.panel.isHidden(), "it takes long for another reason"


def test_after_a_failure_the_reason_is_offered_and_told_when_asked_for(lobby: Lobby) -> None:
    server = lobby.join()
    lobby.check.judged.emit(FIREWALL)
    server.gave_up.emit(Failure.TIMED_OUT, "Silence.", "")
    assert lobby.panel.why.isVisible()
    assert not lobby.panel.is_open()
    lobby.panel.why.click()
    assert "firewall" in lobby.panel.words()
    assert lobby.check.calls == ["beside"], "what is not known yet is still found out"
    lobby.check.judged.emit(MOVED)
    assert f"{HOST}:6670" in lobby.panel.words()


def test_a_reason_that_is_on_show_stays(lobby: Lobby) -> None:
    server = lobby.join()
    lobby.diagnosis._open()
    server.gave_up.emit(Failure.UNREACHABLE, "Nobody.", "")
    assert lobby.panel.is_open()


@pytest.mark.parametrize("failure", [Failure.WRONG_PASSWORD, Failure.HOST_CHANGED, Failure.BANNED])
def test_what_a_host_says_needs_no_diagnosis(lobby: Lobby, failure: Failure) -> None:
    lobby.join().gave_up.emit(failure, "No.", "")
    assert lobby.panel.isHidden()
    assert lobby.check.calls[-1] == "cancel"


def test_who_asks_why_a_room_cannot_be_reached_is_told_at_once(lobby: Lobby, qtbot: QtBot) -> None:
    lobby.nearby.why_requested.emit(object())
    lobby.join()
    qtbot.waitUntil(lobby.panel.is_open)
    lobby.join()
    qtbot.wait(5)
    assert lobby.panel.isHidden(), "this once"


def test_it_ends_with_the_attempt_and_with_another_address(lobby: Lobby) -> None:
    for end in (
        lobby.page.cancel_requested.emit,
        lambda: lobby.field.edited.emit("x"),
        lobby.join,
    ):
        lobby.join()
        check = lobby.check
        lobby.diagnosis._open()
        end()
        assert lobby.panel.isHidden()
        assert check.calls == ["beside", "cancel"]


def test_the_host_is_called_when_the_reason_is_known_and_it_is_told_when_the_attempt_fails(
    lobby: Lobby,
) -> None:
    server = lobby.join(f"hubbub://{HOST}/chess?fp={HUB}")
    lobby.check.settled.emit(FIREWALL)
    assert lobby.caller.calls == [(Verdict.HOST_FIREWALL, HUB)]
    assert lobby.told == []
    server.gave_up.emit(Failure.TIMED_OUT, "Silence.", "")
    assert lobby.caller.calls == [(Verdict.HOST_FIREWALL, HUB)]
    assert lobby.told == [f"The computer {HOST} is there, but its firewall blocks port 6667."]
    server = lobby.join()
    server.gave_up.emit(Failure.REFUSED, "No.", "")
    assert len(lobby.told) == 1
    lobby.check.settled.emit(Diagnosis(Verdict.NOTHING_LISTENS, SURE, PLACE))
    assert len(lobby.told) == 2


def test_what_is_known_of_a_host_is_looked_for(lobby: Lobby) -> None:
    lobby.trust.pins[HUB] = Pin(HUB, "Chess", (f"{HOST}:6667", "192.168.1.99:6670"), 0)
    lobby.join()
    assert lobby.target.fingerprint == HUB
    assert lobby.target.known == (PLACE, Place("192.168.1.99", 6670))


def test_one_joins_where_the_room_is(lobby: Lobby) -> None:
    server = lobby.join(f"hubbub://{HOST}/chess?fp={HUB}")
    lobby.check.judged.emit(MOVED)
    server.gave_up.emit(Failure.REFUSED, "No.", "")
    lobby.panel.why.click()
    lobby.panel.button.click()
    assert lobby.page.joined_at == [f"hubbub://{HOST}:6670/chess?fp={HUB}"]


def test_a_link_to_another_place_is_as_the_address_was() -> None:
    assert link_at(Place("fd00::9", 6670), parse_address(HOST), "") == "[fd00::9]:6670"
    assert (
        link_at(Place(HOST, 7000), parse_address(f"ircs://{HOST}/chess"), "") == f"ircs://{HOST}:7000/chess"
    )
    link = link_at(PLACE, parse_address(HOST), HUB)
    assert parse_address(link).fingerprint == HUB


def test_the_systems_settings_are_opened(lobby: Lobby, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(join_diagnosis.QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    lobby.join()
    lobby.check.judged.emit(Diagnosis(Verdict.LOCAL_NETWORK_DENIED, LIKELY, PLACE))
    lobby.diagnosis._open()
    lobby.panel.button.click()
    assert opened == [join_diagnosis.PRIVACY_SETTINGS]


@pytest.mark.parametrize("verdict", list(Verdict))
def test_what_is_shown_of_each_verdict(verdict: Verdict) -> None:
    certainty = {Verdict.UNKNOWN_YET: Certainty.NONE, Verdict.VPN: LIKELY}.get(verdict)
    for each in (certainty,) if certainty is not None else (SURE, LIKELY):
        diagnosis = Diagnosis(verdict, each, PLACE, Place(HOST, 6670))
        try:
            view = view_of(diagnosis, "mara-pc")
        except KeyError:  # a verdict that is never so sure, or always is
            continue
        actions = {Cure.JOIN_THERE, Cure.COPY_FOR_HOST, Cure.OPEN_PRIVACY_SETTINGS} & {*CURES[verdict]}
        assert (view.button is not None) == bool(actions)
        assert bool(view.copied) == (Cure.COPY_FOR_HOST in actions)
        assert all(sentence.endswith(".") for sentence in view.advice)
        assert view.is_looking == (verdict is Verdict.UNKNOWN_YET)
        if verdict is Verdict.HOST_FIREWALL:
            assert view.button == (DiagnosisAction.COPY_FOR_HOST, "Copy for the host")


def test_why_there_are_no_rooms_is_found_out_when_somebody_asks(lobby: Lobby) -> None:
    lobby.nearby_panel.offer()
    lobby.nearby_panel.why.click()
    assert lobby.check.calls == ["start"]
    lobby.check.judged.emit(SearchDiagnosis(SearchVerdict.UNKNOWN_YET, Certainty.NONE))
    assert lobby.nearby_panel.words() == "Looking at this network…"
    lobby.check.judged.emit(SearchDiagnosis(SearchVerdict.ISOLATION, LIKELY))
    assert lobby.nearby_panel.words() == (
        "This network probably keeps its devices apart, as guest networks do. "
        "Use another network, a cable, or a phone’s hotspot."
    )
    first = lobby.check
    lobby.nearby_panel.asked.emit()
    assert first.calls == ["start", "cancel"]
