"""How a hosted room opens: nothing listens before everything that has to be asked is answered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot

from app.application import opening as module
from app.application.opening import Opening
from app.application.opening_questions import CARD, Plan, channel_of, described, plan_of
from app.files.file_limits import MEGABYTE, FileLimits
from app.hosted_rooms import EndpointRecord, HostedRoom, HostedRooms
from app.hub.data.config import HubConfig, Newcomers, PasswordVerifier, WebContent
from app.models.recents import RecentRoom, RecentRooms
from app.net.endpoint import Endpoint
from app.net.interfaces import Interface
from app.ui.start.start_requests import HostRequest
from app.ui.widgets.question_dialog import CANCEL, Question
from tests.application.fakes import NOON, Asked, FakePage
from tests.stand_in import stand_in

VERIFIER = PasswordVerifier(bytes(16), 2**15, 8, 1, bytes(32))
RECORD = HostedRoom(
    channel="#club",
    title="Robotics club",
    doors=(EndpointRecord("192.168.1.4", 7100),),
    newcomers="1h",
    locked=True,
    password=VERIFIER,
)
RECENT = RecentRoom("Robotics club", "192.168.1.4:7100", hosted=True, last_used=NOON, room="#club")
LAN = Interface("eth0", ("192.168.1.4",))


class FakeServers(QObject, Asked):
    reopening_wanted = Signal(RecentRoom)

    def __init__(self) -> None:
        QObject.__init__(self)
        Asked.__init__(self)
        self.free = True

    def may_host(self) -> bool:
        return self.free


class Asker:
    """Stands for the window's questions."""

    def __init__(self) -> None:
        self.questions: list[Question] = []
        self.decide: Callable[[str], None] = lambda _choice: None

    def ask_which(self, question: Question, decided: Callable[[str], None]) -> None:
        self.questions.append(question)
        self.decide = decided


class Doorway:
    """An opening with fakes around it."""

    def __init__(self, folder: Path) -> None:
        self.page, self.servers, self.asker = FakePage(), FakeServers(), Asker()
        self.rooms = HostedRooms(folder / "rooms.json")
        self.recents = RecentRooms((RECENT,))
        self.opening = Opening(
            stand_in(SimpleNamespace(asker=self.asker)),
            stand_in(self.page),
            self.rooms,
            self.recents,
            stand_in(self.servers),
        )

    @property
    def hosted(self) -> list[tuple[object, ...]]:
        """What was asked to be opened: name, config, endpoints, password."""
        return self.servers.requests("host")

    def config(self) -> HubConfig:
        ((_, config, _, _),) = self.hosted
        assert isinstance(config, HubConfig)
        return config


@pytest.fixture
def door(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Doorway:
    monkeypatch.setattr(module, "this_computer", lambda: [LAN])
    monkeypatch.setattr(module, "is_taken", lambda _endpoint: False)
    return Doorway(tmp_path)


def test_files_are_taken_as_the_card_or_the_record_says(door: Doorway) -> None:
    asked = HostRequest("Mara", "Makers", "", None, None, files="10M")
    door.page.host_requested.emit(asked)
    assert door.config().files == FileLimits.up_to(10 * MEGABYTE)
    assert plan_of(replace(RECORD, files="none"), name="x").config.files is None


def test_browsers_find_what_the_card_or_the_record_says(door: Doorway) -> None:
    door.page.host_requested.emit(HostRequest("Mara", "Makers", "x", None, None, browsers="none"))
    assert (door.config().web, door.config().web_plain_password) == (WebContent.NONE, False)
    kept = plan_of(replace(RECORD, web="page", plain_password=True), name="x").config
    assert (kept.web, kept.web_plain_password) == (WebContent.PAGE, True)


def test_a_new_room_opens_as_the_card_describes_it(door: Doorway) -> None:
    door.page.host_requested.emit(HostRequest("Mara", "Makers", "secret", 7100, None, "none"))
    assert door.asker.questions == []
    ((name, config, endpoints, password),) = door.hosted
    assert (name, endpoints, password) == ("Mara", (Endpoint("", 7100),), "secret")
    assert (door.config().room_name, door.config().newcomers) == ("Makers", Newcomers.NOTHING)
    assert door.config().web is WebContent.CHAT
    assert config == door.config()


def test_a_recent_room_opens_as_it_was(door: Doorway) -> None:
    door.rooms.keep(RECORD)
    door.servers.reopening_wanted.emit(RECENT)
    assert door.asker.questions == []
    ((_, _, endpoints, password),) = door.hosted
    config = door.config()
    assert (config.room, config.newcomers, config.locked, config.verifier) == (
        "#club",
        Newcomers.HOUR,
        True,
        VERIFIER,
    )
    assert (endpoints, password) == ((Endpoint("192.168.1.4", 7100),), "")
    assert config.web is WebContent.CHAT, "which is no part of what was kept"


def test_a_room_of_which_nothing_is_known_is_asked_about(door: Doorway) -> None:
    door.servers.reopening_wanted.emit(RECENT)
    assert len(door.asker.questions) == 1
    assert door.hosted == []
    door.asker.decide(CANCEL)
    assert door.hosted == []
    door.servers.reopening_wanted.emit(RECENT)
    door.asker.decide(CARD)
    assert door.page.requests("fill_host_card") == [("Robotics club",)]
    assert door.hosted == []
    door.servers.reopening_wanted.emit(RECENT)
    door.asker.decide("open")
    assert len(door.hosted) == 1


def test_a_network_and_a_port_that_are_gone_are_asked_about_one_after_the_other(
    door: Doorway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "is_taken", lambda endpoint: endpoint.port == 7100)
    door.rooms.keep(
        replace(RECORD, doors=(EndpointRecord("10.0.0.4", 7100), EndpointRecord("192.168.1.4", 7100)))
    )
    door.servers.reopening_wanted.emit(RECENT)
    assert len(door.asker.questions) == 1
    door.asker.decide("rest")
    assert len(door.asker.questions) == 2
    assert door.hosted == []
    door.asker.decide("other")
    ((_, _, endpoints, _),) = door.hosted
    assert endpoints == (Endpoint("192.168.1.4", None),)


def test_of_what_was_just_typed_the_port_is_not_asked_about(
    door: Doorway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "is_taken", lambda _endpoint: True)
    door.rooms.keep(replace(RECORD, password=None, newcomers="all", doors=(EndpointRecord(),)))
    door.opening.open(Plan(HubConfig(room_name="Robotics club", room="#club"), (Endpoint("", 7100),)))
    assert door.asker.questions == []
    assert len(door.hosted) == 1


def test_a_room_that_was_better_protected_is_asked_about(door: Doorway) -> None:
    door.rooms.keep(RECORD)
    door.opening.open(
        Plan(HubConfig(room_name="Robotics club", room="#club"), (Endpoint("192.168.1.4", 7100),))
    )
    assert len(door.asker.questions) == 1
    door.asker.decide("before")
    assert door.config().verifier == VERIFIER


def test_a_lock_comes_back_unasked(door: Doorway) -> None:
    """It cannot be chosen on the card."""
    door.rooms.keep(replace(RECORD, password=None, newcomers="all"))
    door.opening.open(
        Plan(HubConfig(room_name="Robotics club", room="#club"), (Endpoint("192.168.1.4", 7100),))
    )
    assert door.config().locked


@pytest.mark.parametrize(
    ("typed", "channel"), [("robots", "#club"), ("Club", "#club"), ("Makers", "#makers"), ("Chess", "#chess")]
)
def test_a_room_that_was_renamed_is_opened_by_either_name(door: Doorway, typed: str, channel: str) -> None:
    door.rooms.keep(replace(RECORD, title="Robots", locked=False, password=None))
    door.rooms.keep(replace(RECORD, channel="#chess", title="Makers once", password=None))
    door.opening.open(Plan(HubConfig(room_name=typed), (Endpoint("192.168.1.4", 7100),), "secret"))
    if door.asker.questions:
        door.asker.decide("now")
    assert (door.config().room, door.config().room_name) == (channel, typed)


def test_while_a_room_is_open_nothing_is_asked(door: Doorway) -> None:
    door.servers.free = False
    door.servers.reopening_wanted.emit(RECENT)
    assert door.asker.questions == []
    assert door.hosted == []


def test_a_hub_knows_the_other_rooms_of_this_profile(door: Doorway) -> None:
    door.rooms.keep(replace(RECORD, channel="#Makers"))
    joined = replace(RECENT, name="Elsewhere", hosted=False, address="10.0.0.9", room="#elsewhere")
    early = replace(RECENT, name="Chess after lunch", room="")
    for recent in (joined, early):
        door.recents.add(recent)
    door.opening.open(Plan(HubConfig(room_name="Robotics club", room="#club"), (Endpoint(),)))
    assert door.config().other_rooms == {"#makers", "#chess-after-lunch"}


def test_an_early_version_named_no_channel(door: Doorway) -> None:
    assert channel_of(RECENT) == "#club"
    assert channel_of(replace(RECENT, room="")) == "#robotics-club"
    door.rooms.keep(RECORD)
    assert "Password" in described(door.rooms.find(channel_of(RECENT)))
