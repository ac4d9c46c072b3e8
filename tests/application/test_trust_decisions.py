"""What is asked about who answers, when it is asked, and what becomes of the answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Signal

from app.application.trust_decisions import TrustDecisions
from app.client.address import Address, parse_address
from app.client.events import Failure
from app.security.pins import Pin
from tests.application.fakes import HUB, NOON, OWN_HUB, Asked, FakeTrust
from tests.stand_in import stand_in


class FakeQuestions(QObject):
    """Stands for what the window asks about trust; `asked`: the kind, what is shown, where an answer goes."""

    words_matched = Signal(object)
    words_differed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[str, object, Callable[[bool], None]]] = []

    def ask_link_mismatch(
        self, address: str, answered: Callable[[bool], None], *, known: str | None = None
    ) -> None:
        self.asked.append(("link" if known is None else f"link of {known}", address, answered))

    def ask_not_encrypted(self, address: str, answered: Callable[[bool], None]) -> None:
        self.asked.append(("not encrypted", address, answered))

    def ask_password_not_safe(self, address: str, answered: Callable[[bool], None]) -> None:
        self.asked.append(("password", address, answered))

    def ask_host_changed(self, answered: Callable[[bool], None], **shown: object) -> None:
        self.asked.append(("changed", shown, answered))


class FakeAttempt(QObject, Asked):
    """Stands for the attempt to join."""

    decision_wanted = Signal(object, object, str)

    def __init__(self, parent: QObject) -> None:
        QObject.__init__(self, parent)
        Asked.__init__(self)


class FakeServers(QObject, Asked):
    """Stands for the servers that a person is on; `server` is the only one."""

    def __init__(self) -> None:
        QObject.__init__(self)
        Asked.__init__(self)
        self.attempt = FakeAttempt(self)
        self.server: object | None = None

    def server_of(self, _connection: object) -> object | None:
        return self.server


class KnownHosts(FakeTrust):
    """Certificates of hosts: one may be known at an address, and words take their time."""

    def __init__(self) -> None:
        super().__init__()
        self.pin: Pin | None = None
        self.words: dict[str, tuple[str, ...]] = {}

    def pin_at(self, _address: Address) -> Pin | None:
        return self.pin

    def words_of(self, fingerprint: str) -> tuple[str, ...]:
        return self.words.get(fingerprint, ())


class Desk:
    """The decisions with all that they talk with."""

    def __init__(self) -> None:
        self.trust, self.servers, self.questions = KnownHosts(), FakeServers(), FakeQuestions()
        self.destination = SimpleNamespace(address=parse_address("192.168.1.24"))
        self.decisions = TrustDecisions(
            stand_in(SimpleNamespace(trust=self.questions)),
            stand_in(self.trust),
            stand_in(self.servers),
        )

    def needs(self, failure: Failure, fingerprint: str = "") -> None:
        """A connection was given up and only the person can say what now."""
        self.servers.attempt.decision_wanted.emit(self.destination, failure, fingerprint)

    def kinds(self) -> list[str]:
        return [kind for kind, _, _ in self.questions.asked]


@pytest.fixture
def desk() -> Iterator[Desk]:
    made = Desk()
    yield made
    for each in (made.decisions, made.trust, made.servers, made.questions):
        each.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.mark.parametrize(
    ("failure", "kind"),
    [
        (Failure.LINK_MISMATCH, "link"),
        (Failure.NOT_ENCRYPTED, "not encrypted"),
        (Failure.PASSWORD_NOT_SAFE, "password"),
    ],
)
@pytest.mark.parametrize("accepted", [True, False])
def test_each_failure_has_its_question_and_the_answer_goes_back(
    desk: Desk, failure: Failure, kind: str, accepted: bool
) -> None:
    desk.needs(failure, HUB)
    ((asked, shown, answered),) = desk.questions.asked
    assert (asked, shown) == (kind, "192.168.1.24")
    answered(accepted)
    assert desk.servers.attempt.requests("answer") == [(desk.destination, failure, HUB, accepted)]


def test_where_a_host_was_that_one_knows_nobody_is_said_to_have_invited(desk: Desk) -> None:
    desk.destination.address = parse_address(f"hubbub://192.168.1.24:6667/?fp={OWN_HUB}")
    desk.trust.pins[OWN_HUB] = Pin(OWN_HUB, "Robotics club", (), NOON, "")
    desk.needs(Failure.LINK_MISMATCH, HUB)
    assert desk.kinds() == ["link of Robotics club"]


def test_a_changed_host_is_asked_about_once_both_hosts_words_are_known(desk: Desk) -> None:
    desk.trust.pin = Pin(OWN_HUB, "Robotics club", (), NOON, "")
    desk.needs(Failure.HOST_CHANGED, HUB)
    desk.trust.words[OWN_HUB] = ("old",) * 6
    desk.trust.words_known.emit(OWN_HUB)
    assert desk.kinds() == []
    desk.trust.words[HUB] = ("new",) * 6
    desk.trust.words_known.emit(HUB)
    desk.trust.words_known.emit(HUB)
    ((kind, shown, answered),) = desk.questions.asked
    assert kind == "changed"
    assert shown == {
        "name": "Robotics club",
        "address": "192.168.1.24",
        "old_words": ("old",) * 6,
        "new_words": ("new",) * 6,
    }
    answered(True)
    assert desk.servers.attempt.requests("answer") == [(desk.destination, Failure.HOST_CHANGED, HUB, True)]


def test_words_that_are_known_already_are_waited_for_by_nobody(desk: Desk) -> None:
    desk.trust.pin = Pin(OWN_HUB, "", (), NOON, "")
    desk.trust.words = {OWN_HUB: ("old",) * 6, HUB: ("new",) * 6}
    desk.needs(Failure.HOST_CHANGED, HUB)
    assert desk.kinds() == ["changed"]


def test_a_host_that_was_forgotten_meanwhile_is_not_asked_about(desk: Desk) -> None:
    desk.trust.words = {OWN_HUB: ("old",) * 6, HUB: ("new",) * 6}
    desk.needs(Failure.HOST_CHANGED, HUB)
    assert desk.kinds() == []


def test_words_that_match_verify_the_host(desk: Desk) -> None:
    server = Asked()
    desk.servers.server = server
    desk.questions.words_matched.emit(object())
    assert server.requests("note_verified") == [("words",)]


@pytest.mark.parametrize(("is_hub", "words"), [(True, "words differ"), (False, "fingerprint differs")])
def test_words_that_differ_end_it_and_nothing_of_them_is_kept(desk: Desk, is_hub: bool, words: str) -> None:
    connection = SimpleNamespace(is_hub=is_hub)
    desk.servers.server = SimpleNamespace(fingerprint=HUB)
    desk.questions.words_differed.emit(connection)
    assert desk.trust.requests("forget") == [(HUB,)]
    assert desk.servers.requests("forget") == [(desk.servers.server,)]
    ((left, sentence),) = desk.servers.requests("disconnect_untrusted")
    assert left is connection
    assert words in str(sentence)


def test_a_connection_that_is_gone_meanwhile_changes_nothing(desk: Desk) -> None:
    desk.questions.words_matched.emit(object())
    desk.questions.words_differed.emit(object())
    assert desk.servers.asked == desk.trust.asked == []
