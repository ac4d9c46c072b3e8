"""One link with its rooms: how it is shown, whom it remembers, where its failures stand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from pytestqt.qtbot import QtBot

from app.application import joined_server
from app.application.joined_server import Destination, JoinedServer
from app.client.address import parse_address
from app.client.events import Failure, LinkState, PasswordConfirmed, Secured
from app.client.state.session_options import SessionOptions
from app.models.rooms_model import RoomsModel
from app.models.timeline_entries import ConnectionLost, EventEntry
from app.security.security_errors import SecurityError, SecurityProblem
from app.security.trust import Assessment, Verdict
from app.ui.window.link_view import LinkPhase, LinkView, Security
from tests.application.fakes import HUB, NOON, FakeLink, FakeTrust
from tests.stand_in import stand_in


class Place:
    """One server, and what it has told."""

    def __init__(self, root: QObject, address: str, how: dict[str, object]) -> None:
        self.trust = FakeTrust()
        self.rooms = RoomsModel(root)
        destination = Destination(parse_address(address), SessionOptions(nick="mara"), **how)  # type: ignore[arg-type]
        self.server = JoinedServer(
            destination,
            stand_in(self.trust),
            self.rooms,
            lambda: "only the host's",
            root,
        )
        self.link = FakeLink.made[-1]
        self.told: list[tuple[str, tuple[object, ...]]] = []
        for name in ("entered", "gave_up", "needs_channel", "pin_not_saved", "ended"):
            getattr(self.server, name).connect(lambda *what, name=name: self.told.append((name, what)))
        self.views: list[LinkView] = []
        self.server.view_changed.connect(self.views.append)

    def tells(self, name: str) -> list[tuple[object, ...]]:
        return [what for told, what in self.told if told == name]


@pytest.fixture
def meet(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Place]]:
    monkeypatch.setattr(joined_server, "Link", FakeLink)
    FakeLink.made.clear()
    root = QObject()
    yield lambda address="192.168.1.24", **how: Place(root, address, how)
    root.deleteLater()
    QCoreApplication.sendPostedEvents(root, QEvent.Type.DeferredDelete)


Meet = Callable[..., Place]


def test_the_link_is_made_as_the_approach_says(meet: Meet) -> None:
    place = meet(plain=True, accepted=HUB)
    assert place.link.how["plain"] is True
    assert place.link.how["assess"] == f"192.168.1.24 {HUB}"
    assert place.link.how["identity"] is place.trust.me
    assert place.link.how["make_owner_secret"] is None, "nobody else is told what proves us the host"
    assert place.link.asked == []
    place.server.start()
    assert place.link.asked == [("start", ())]


@pytest.mark.parametrize(
    ("state", "phase"),
    [
        (LinkState.RESOLVING, LinkPhase.CONNECTING),
        (LinkState.REGISTERING, LinkPhase.CONNECTING),
        (LinkState.ONLINE, LinkPhase.ONLINE),
        (LinkState.WAITING, LinkPhase.LOST),
        (LinkState.STOPPED, LinkPhase.STOPPED),
    ],
)
def test_each_state_of_the_link_is_shown(meet: Meet, state: LinkState, phase: LinkPhase) -> None:
    place = meet()
    place.link.go(state)
    assert [view.phase for view in place.views] == [phase]


def test_seconds_to_the_next_try_are_shown(meet: Meet) -> None:
    place = meet()
    place.link.go(LinkState.WAITING)
    place.link.retry_in.emit(7)
    assert (place.views[-1].phase, place.views[-1].seconds) == (LinkPhase.LOST, 7)


def test_a_connection_in_doubt_is_shown_until_it_is_out_of_it(meet: Meet) -> None:
    place = meet()
    place.link.let_in()
    told = len(place.views)
    place.link.session.is_doubtful = True
    place.link.tell()
    assert place.views[-1].phase is LinkPhase.DOUBTFUL
    place.link.tell()
    assert len(place.views) == told + 1
    place.link.session.is_doubtful = False
    place.link.tell()
    assert place.views[-1].phase is LinkPhase.ONLINE
    place.link.session.is_doubtful = True
    place.link.tell()
    place.link.go(LinkState.WAITING)
    assert place.views[-1].phase is LinkPhase.LOST


def test_a_failure_before_the_first_room_gives_up(meet: Meet) -> None:
    place = meet()
    place.link.fail(Failure.REFUSED, said="connection refused")
    ((failure, sentence, fingerprint),) = place.tells("gave_up")
    assert (failure, fingerprint) == (Failure.REFUSED, "")
    assert "192.168.1.24" in str(sentence)
    assert "connection refused" not in str(sentence)


def test_what_the_server_said_is_quoted(meet: Meet) -> None:
    place = meet()
    place.link.fail(Failure.BANNED, said="Too loud")
    ((_, sentence, _),) = place.tells("gave_up")
    assert str(sentence).endswith("Reason: “Too loud”")


@pytest.mark.parametrize(
    ("failure", "may_retry"),
    [
        (Failure.REPLACED, True),
        (Failure.FULL, True),
        (Failure.BANNED, False),
        (Failure.WRONG_PASSWORD, False),
        (Failure.HOST_CHANGED, False),
        (Failure.LINK_MISMATCH, False),
        (Failure.BAD_ADDRESS, False),
    ],
)
def test_a_failure_after_the_first_room_stands_in_the_room(
    meet: Meet, failure: Failure, may_retry: bool
) -> None:
    place = meet()
    place.link.let_in()
    place.link.fail(failure)
    assert place.tells("gave_up") == []
    view = place.views[-1]
    assert (view.phase, view.may_retry, bool(view.reason)) == (LinkPhase.STOPPED, may_retry, True)
    place.link.go(LinkState.ONLINE)
    assert (place.views[-1].reason, place.views[-1].may_retry) == ("", True), "it is over"


def test_a_lost_connection_is_a_line_in_its_rooms(meet: Meet) -> None:
    place = meet()
    place.link.go(LinkState.CONNECTING)
    place.link.go(LinkState.WAITING)
    place.link.let_in()
    (room,) = place.rooms.rooms

    def lost() -> int:
        facts = [entry.fact for entry in room.timeline.entries if isinstance(entry, EventEntry)]
        return sum(isinstance(fact, ConnectionLost) for fact in facts)

    assert lost() == 0
    place.link.go(LinkState.WAITING)
    place.link.go(LinkState.CONNECTING)
    assert lost() == 1


# -- who is at the other end


def test_a_hub_is_remembered_once_it_has_welcomed_us(meet: Meet) -> None:
    place = meet()
    place.link.secured.emit(Secured(HUB, "", "TLS 1.3"), Assessment(Verdict.FIRST_CONTACT))
    assert place.trust.remembered == []
    place.link.let_in(fingerprint="")  # shown already
    assert place.trust.remembered == [(HUB, "Robotics club", "")]
    view = place.views[-1]
    assert (view.security, view.words, view.protocol) == (Security.NOT_COMPARED, ("ab12",), "TLS 1.3")


def test_it_is_remembered_at_the_address_where_it_was(meet: Meet) -> None:
    """Another one of its link may belong to somebody else by now."""
    place = meet()
    place.link.reached = replace(place.link.address, host="10.0.0.7", explicit_port=7000)
    place.link.let_in()
    assert [(each.host, each.port) for each in place.trust.remembered_at] == [("10.0.0.7", 7000)]


@pytest.mark.parametrize(("fingerprint", "verified"), [(HUB, "password"), ("f" * 64, ""), ("", "")])
def test_a_password_proves_the_certificate_that_it_names(meet: Meet, fingerprint: str, verified: str) -> None:
    place = meet()
    place.link.secured.emit(Secured(HUB, "", "TLS 1.3"), Assessment(Verdict.FIRST_CONTACT))
    place.link.tell(PasswordConfirmed(fingerprint, NOON))
    place.link.let_in(fingerprint="")  # shown already
    assert place.trust.remembered == [(HUB, "Robotics club", verified)]
    assert place.views[-1].security is (Security.VERIFIED if verified else Security.NOT_COMPARED)


def test_without_encryption_nobody_is_remembered(meet: Meet) -> None:
    place = meet(plain=True)
    place.link.let_in(fingerprint="")
    assert place.trust.remembered == []
    assert place.server.security is Security.NOT_ENCRYPTED


def test_the_host_proves_itself_to_its_own_hub_alone(meet: Meet) -> None:
    how = meet(hosting=True).link.how
    assert how["make_owner_secret"]() == "only the host's"  # type: ignore[operator]  # it is callable


def test_nobody_pins_oneself(meet: Meet) -> None:
    place = meet(hosting=True)
    place.link.let_in()
    assert place.trust.remembered == []
    assert place.server.security is Security.OWN


def test_words_that_were_compared_verify_once(meet: Meet) -> None:
    place = meet()
    place.link.let_in()
    place.server.note_verified("words")
    assert (place.views[-1].security, place.views[-1].verified) == (Security.VERIFIED, "words")
    place.server.note_verified("link")
    assert place.trust.pins[HUB].verified == "words"


def test_a_full_disk_keeps_nobody_out(meet: Meet) -> None:
    place = meet()
    place.trust.error = SecurityError(SecurityProblem.FILE_NOT_WRITTEN, path="x", reason="The disk is full")
    place.link.let_in()
    ((sentence,),) = place.tells("pin_not_saved")
    assert "The disk is full" in str(sentence)
    assert len(place.tells("entered")) == 1
    place.server.note_verified("words")
    assert len(place.tells("pin_not_saved")) == 2


def test_words_that_were_worked_out_are_shown(meet: Meet) -> None:
    place = meet()
    place.link.let_in()
    told = len(place.views)
    place.trust.words_known.emit("f" * 64)
    assert len(place.views) == told
    place.trust.words_known.emit(HUB)
    assert len(place.views) == told + 1


# -- which room is meant


@pytest.mark.parametrize(
    ("address", "server", "meant"),
    [
        ("192.168.1.24", {}, ["#club"]),
        ("ircs://irc.example.org/second", {"is_hub": False}, ["#second"]),
        ("irc.example.org", {"is_hub": False}, ["#club"]),
    ],
)
def test_further_rooms_are_not_what_was_meant(
    meet: Meet, address: str, server: dict[str, object], meant: list[str]
) -> None:
    place = meet(address)
    place.link.welcome(**server)  # type: ignore[arg-type]  # as given
    for channel in ("#club", "#second", "#third"):
        place.link.enter(channel)
    rooms = place.rooms.rooms
    assert [
        room.target for room in rooms if place.server.is_meant_room(room, is_first=room is rooms[0])
    ] == meant


@pytest.mark.parametrize(
    ("address", "is_hub", "asks"),
    [("irc.example.org", False, 1), ("ircs://irc.example.org/python", False, 0), ("192.168.1.24", True, 0)],
)
def test_only_where_no_channel_is_named_one_is_asked_for(
    meet: Meet, address: str, is_hub: bool, asks: int
) -> None:
    place = meet(address)
    place.link.welcome(is_hub=is_hub)
    assert len(place.tells("needs_channel")) == asks
    place.link.enter()
    place.link.welcome(is_hub=is_hub)
    assert len(place.tells("needs_channel")) == asks, "it has rooms to come back to"


# -- leaving


def test_nothing_is_told_any_more_after_the_goodbye(meet: Meet) -> None:
    place = meet()
    place.link.let_in()
    views = len(place.views)
    place.server.leave("bye")
    assert place.link.requests("close") == [("bye",)]
    place.link.enter("#late")
    place.link.failed.emit(Failure.CLOSED_BY_HOST, "", "")
    place.trust.words_known.emit(HUB)
    assert place.tells("ended") == []
    place.link.go(LinkState.STOPPED)
    assert place.tells("ended") == [(place.server,)]
    assert (len(place.views), len(place.rooms.rooms)) == (views, 1)


def test_what_had_failed_before_ends_by_itself(meet: Meet, qtbot: QtBot) -> None:
    place = meet()
    place.link.fail(Failure.REFUSED)
    place.server.leave()
    assert place.tells("ended") == []
    qtbot.waitUntil(lambda: place.tells("ended") == [(place.server,)])
