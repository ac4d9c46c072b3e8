"""Accounts of servers: found before one connects, asked for where needed, kept when they are taken."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Signal
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.application import joined_server
from app.application.account_logins import AccountLogins, place_of
from app.application.joined_servers import JoinedServers
from app.application.kept_passwords import KeptPasswords
from app.client.address import parse_address
from app.client.events import Abilities, Failure, JoinFailed, LinkState
from app.discovery.probes import ProbeTarget
from app.discovery.sightings import Place
from app.irc import numerics
from app.models.recents import RecentRoom, RecentRooms
from app.models.rooms_model import RoomsModel
from app.paths import resources
from app.security.key_store import KeyStoreError
from app.settings import Settings
from app.ui.start.start_requests import JoinRequest
from app.ui.theme.theme import Theme
from app.ui.window.account_sheet import AccountLogin, AccountSheet
from tests.application.fakes import (
    HUB,
    NOON,
    Asked,
    FakeHostedHub,
    FakeKeyStore,
    FakeLink,
    FakePage,
    FakeTrust,
)
from tests.stand_in import stand_in

PLACE = "irc.example.org:6697"
SERVER = "irc.example.org:6697/python"


class Trust(QObject, Asked):
    """The part of a window that asks about trust."""

    login_wanted = Signal(object)
    logout_wanted = Signal(object)


class Window(QWidget):
    """As much of a window."""

    def __init__(self) -> None:
        super().__init__()
        self.asker = self
        self.over = self
        self.trust = Trust()
        self.notices: list[str] = []

    def show_notice(self, text: str) -> None:
        self.notices.append(text)


class Hall:
    def __init__(self, qtbot: QtBot, theme: Theme) -> None:
        self.qtbot, self.root = qtbot, QObject()
        self.window, self.page, self.trust = Window(), FakePage(), FakeTrust()
        qtbot.addWidget(self.window)
        self.rooms = RoomsModel(self.root)
        self.store = FakeKeyStore()
        self.passwords = KeptPasswords(self.store, self.root)
        self.servers = JoinedServers(
            stand_in(self.page),
            self.rooms,
            RecentRooms((), self.root),
            stand_in(FakeHostedHub()),
            stand_in(self.trust),
            self.passwords,
            self.root,
        )
        self.settings = Settings()
        self.changes = 0
        self.logins = AccountLogins(
            theme,
            stand_in(self.window),
            self.servers,
            self.passwords,
            self.settings,
            self.root,
        )
        self.logins.changed.connect(self._on_changed)

    def _on_changed(self) -> None:
        self.changes += 1

    @property
    def link(self) -> FakeLink:
        return FakeLink.made[-1]

    def joins(self, address: str = SERVER) -> None:
        self.page.join_requested.emit(JoinRequest("Mara", address, ""))

    def is_in(self) -> FakeLink:
        self.joins()
        self.link.let_in("#python", is_hub=False)
        return self.link

    def sheet(self) -> AccountSheet:
        (sheet,) = [one for one in self.window.findChildren(AccountSheet) if not one.isHidden()]
        return sheet

    def asks(self) -> bool:
        return any(not one.isHidden() for one in self.window.findChildren(AccountSheet))

    def kept(self, password: str) -> None:
        self.qtbot.waitUntil(lambda: self.store.kept == {(PLACE, "mara"): password})


@pytest.fixture
def hall(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hall]:
    monkeypatch.setattr(joined_server, "Link", FakeLink)
    FakeLink.made.clear()
    made = Hall(qtbot, Theme(resources()))
    yield made
    made.passwords.close()
    made.root.deleteLater()
    QCoreApplication.sendPostedEvents(made.root, QEvent.Type.DeferredDelete)


def test_a_server_is_known_by_host_and_port_whatever_was_typed() -> None:
    texts = ("irc.example.org", "irc.example.org:6697/x", "ircs://irc.example.org/#y")
    assert {place_of(parse_address(text)) for text in texts[1:]} == {PLACE}
    assert place_of(parse_address("[fd00::1]:7000")) == "[fd00::1]:7000"


def test_without_an_account_one_connects_at_once_and_asks_no_store(hall: Hall) -> None:
    hall.joins()
    assert hall.link.options.account == ""
    assert hall.store.threads == set()


def test_a_kept_account_logs_in_by_itself(hall: Hall) -> None:
    hall.settings.accounts[PLACE] = "mara"
    hall.store.kept[PLACE, "mara"] = "sesame"
    hall.joins()
    assert FakeLink.made == []
    assert hall.page.busy
    hall.qtbot.waitUntil(lambda: bool(FakeLink.made))
    options = hall.link.options
    assert (options.account, options.account_password) == ("mara", "sesame")
    assert not hall.asks()
    hall.link.let_in("#python", is_hub=False)
    assert hall.changes == 0


def test_the_account_at_a_hub_goes_along_to_where_it_has_moved(hall: Hall) -> None:
    hall.settings.accounts[PLACE] = "mara"
    hall.store.kept[PLACE, "mara"] = "sesame"
    recent = RecentRoom("Club", PLACE, False, NOON, room="#club", fingerprint=HUB)
    hall.servers.use_sightings(lambda _: [ProbeTarget(Place("10.0.0.9", 1), HUB)])
    hall.servers.join("Mara", PLACE, recent=recent)
    hall.qtbot.waitUntil(lambda: bool(FakeLink.made))
    assert (hall.link.options.account, hall.link.options.account_password) == ("mara", "sesame")
    assert hall.link.address.fingerprint == HUB, "and to nobody else"


def test_who_cancels_while_the_store_is_asked_goes_nowhere(hall: Hall) -> None:
    hall.settings.accounts[PLACE] = "mara"
    told: list[str] = []
    hall.joins()
    hall.page.cancel_requested.emit()
    hall.passwords.look_up(PLACE, "mara", told.append)  # comes after it
    hall.qtbot.waitUntil(lambda: bool(told))
    assert not hall.asks()
    assert FakeLink.made == []


def test_without_a_store_one_is_asked_each_time_and_may_go_in_without(hall: Hall) -> None:
    hall.settings.accounts[PLACE] = "mara"
    for answer in ("sesame", ""):
        hall.joins()
        hall.qtbot.waitUntil(hall.asks)
        sheet = hall.sheet()
        assert sheet.account.text() == "mara"
        if answer:
            sheet.password.set_text(answer)
            sheet.log_in.click()
        else:
            sheet.without.click()
        assert hall.link.options.account_password == answer
        hall.link.fail(Failure.REFUSED)


@pytest.mark.parametrize("failure", [Failure.LOGIN_REFUSED, Failure.ACCOUNT_WANTED])
def test_a_server_that_wants_an_account_is_given_one_which_is_kept_once_it_is_taken(
    hall: Hall, failure: Failure
) -> None:
    hall.joins()
    hall.link.fail(failure)
    sheet = hall.sheet()
    sheet.account.set_text("mara")
    sheet.password.set_text("sesame")
    sheet.log_in.click()
    assert hall.page.busy
    assert (hall.link.options.account, hall.link.options.account_password) == ("mara", "sesame")
    assert hall.settings.accounts == {}
    hall.link.let_in("#python", is_hub=False)
    assert hall.settings.accounts == {PLACE: "mara"}
    hall.kept("sesame")
    assert hall.changes == 1
    assert hall.window.notices == []


def test_a_channel_for_accounts_alone_is_entered_with_one(hall: Hall) -> None:
    hall.joins("irc.example.org")
    hall.link.welcome(is_hub=False)
    hall.link.tell(Abilities(has_accounts=True))
    hall.link.tell(JoinFailed("#club", numerics.ERR_NEEDREGGEDNICK, "log in", NOON))
    sheet = hall.sheet()
    sheet.account.set_text("mara")
    sheet.password.set_text("sesame")
    sheet.log_in.click()
    assert hall.link.options.channels == (("#club", ""),)
    assert hall.link.address.room == "#club"


def test_where_nobody_has_an_account_none_is_asked_for(hall: Hall) -> None:
    hall.joins()
    hall.link.welcome(is_hub=False)
    hall.link.tell(JoinFailed("#python", numerics.ERR_NEEDREGGEDNICK, "log in", NOON))
    assert not hall.asks()


def test_what_could_not_be_kept_is_said(hall: Hall) -> None:
    hall.store.problem = KeyStoreError("locked")
    hall.joins()
    hall.link.fail(Failure.ACCOUNT_WANTED)
    hall.sheet().submitted.emit(AccountLogin("mara", "sesame"))
    hall.link.let_in("#python", is_hub=False)
    hall.qtbot.waitUntil(lambda: len(hall.window.notices) == 1)
    assert hall.settings.accounts == {PLACE: "mara"}, "it is asked for next time"


def test_who_does_not_want_it_kept_is_forgotten(hall: Hall) -> None:
    hall.settings.accounts[PLACE] = "mara"
    hall.store.kept[PLACE, "mara"] = "old"
    hall.joins()
    hall.qtbot.waitUntil(lambda: bool(FakeLink.made))
    hall.link.fail(Failure.LOGIN_REFUSED)
    hall.sheet().submitted.emit(AccountLogin("mara", "new", is_kept=False))
    hall.link.let_in("#python", is_hub=False)
    assert hall.settings.accounts == {}
    hall.qtbot.waitUntil(lambda: hall.store.kept == {})


def test_one_logs_in_on_a_server_that_one_is_on(hall: Hall) -> None:
    link = hall.is_in()
    (server,) = hall.servers.all
    hall.window.trust.login_wanted.emit(server.connection)
    hall.sheet().submitted.emit(AccountLogin("mara", "sesame"))
    assert link.requests("log_in") == [("mara", "sesame")]
    link.go(LinkState.CONNECTING)
    link.welcome(is_hub=False)
    hall.kept("sesame")
    assert hall.settings.accounts == {PLACE: "mara"}


def test_a_refused_login_asks_again_and_who_leaves_that_comes_in_without(hall: Hall) -> None:
    link = hall.is_in()
    (server,) = hall.servers.all
    hall.window.trust.login_wanted.emit(server.connection)
    hall.sheet().submitted.emit(AccountLogin("mara", "wrong"))
    link.fail(Failure.LOGIN_REFUSED, said="Wrong")
    hall.sheet().cancel.click()
    assert link.requests("log_in") == [("mara", "wrong"), ("", "")]
    link.welcome(is_hub=False)
    assert hall.settings.accounts == {}
    assert hall.store.kept == {}


def test_of_a_refused_login_only_the_password_is_to_be_typed_again(hall: Hall) -> None:
    link = hall.is_in()
    (server,) = hall.servers.all
    hall.window.trust.login_wanted.emit(server.connection)
    hall.sheet().submitted.emit(AccountLogin("mara", "wrong", is_kept=False))
    link.fail(Failure.LOGIN_REFUSED, said="Wrong")
    sheet = hall.sheet()
    assert sheet.account.text() == "mara"
    assert sheet.password.text() == ""
    assert not sheet.keep.isChecked()


def test_who_logs_out_is_there_without_and_nothing_of_the_account_is_kept(hall: Hall) -> None:
    hall.settings.accounts[PLACE] = "mara"
    hall.store.kept = {(PLACE, "mara"): "sesame", ("irc.example.net:6697", "mara"): "other"}
    hall.joins()
    hall.qtbot.waitUntil(lambda: bool(FakeLink.made))
    hall.link.let_in("#python", is_hub=False)
    (server,) = hall.servers.all
    assert server.view().account == "mara"
    hall.window.trust.logout_wanted.emit(server.connection)
    assert hall.link.requests("log_in") == [("", "")]
    assert hall.settings.accounts == {}
    assert hall.changes == 1
    hall.qtbot.waitUntil(lambda: hall.store.kept == {("irc.example.net:6697", "mara"): "other"})


def test_logging_out_of_a_server_that_one_has_left_does_nothing(hall: Hall) -> None:
    link = hall.is_in()
    (server,) = hall.servers.all
    hall.settings.accounts[PLACE] = "mara"
    hall.servers.leave(hall.rooms.rooms[0])
    link.go(LinkState.STOPPED)
    assert hall.servers.all == ()
    hall.window.trust.logout_wanted.emit(server.connection)
    assert hall.changes == 0
    assert hall.settings.accounts == {PLACE: "mara"}


@pytest.mark.parametrize("agreed", [True, False])
def test_a_password_that_the_server_would_see_is_told_by_a_yes_alone(hall: Hall, agreed: bool) -> None:
    link = hall.is_in()
    (server,) = hall.servers.all
    hall.window.trust.login_wanted.emit(server.connection)
    hall.sheet().submitted.emit(AccountLogin("mara", "sesame"))
    link.fail(Failure.PASSWORD_NOT_SAFE)
    ((_, answered),) = hall.window.trust.requests("ask_password_not_safe")
    answered(agreed)  # type: ignore[operator]
    assert link.requests("log_in")[1:] == [("mara", "sesame") if agreed else ("", "")]
