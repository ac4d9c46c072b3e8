"""Logging in to accounts of servers: with what is kept, and with what the person is asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from app.application.joined_server import Destination, JoinedServer
from app.application.joined_servers import JoinedServers
from app.application.kept_passwords import KeptPasswords
from app.client.address import Address, Scheme
from app.client.events import Failure
from app.models.room import ServerConnection
from app.settings import Settings
from app.ui.theme.theme import Theme
from app.ui.window.account_sheet import AccountLogin, AccountQuestion, AccountSheet
from app.ui.window.main_window import MainWindow
from app.words import server_words

Found = Callable[[str, str], None]


class AccountLogins(QObject):
    """Finds the account of a server before one connects, and asks where there is none or it is refused.

    The names of accounts are settings, their passwords are the key store's. What the person types is kept
    when the server has taken it.

    Signals:
        changed(): an account was noted in the settings, or is forgotten.
    """

    changed = Signal()

    def __init__(
        self,
        theme: Theme,
        window: MainWindow,
        servers: JoinedServers,
        passwords: KeptPasswords,
        settings: Settings,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._window = window
        self._servers = servers
        self._passwords = passwords
        self._settings = settings
        self._typed: dict[str, AccountLogin] = {}  # by place, until the server has taken or refused it
        self._sheet: AccountSheet | None = None
        servers.attempt.use_logins(self.find)
        servers.attempt.account_wanted.connect(self._on_account_wanted)
        servers.connected.connect(self._on_connected)
        window.trust.login_wanted.connect(self._on_login_wanted)
        window.trust.logout_wanted.connect(self._on_logout_wanted)

    def find(self, destination: Destination, is_wanted: Callable[[], bool], found: Found) -> None:
        """Give the account that the person has at a server, and its password: "" where there is none.

        Where the store has no password the person is asked for it, if it `is_wanted` then.
        """
        address = destination.last_known or destination.address  # of a host that has moved, as it is known
        place = place_of(address)
        account = self._settings.accounts.get(place, "")
        if not account or address.scheme is Scheme.HUBBUB:
            found("", "")
            return

        def looked_up(password: str) -> None:
            if password:
                found(account, password)
            elif is_wanted():
                self._ask_before(destination, account, found)

        self._passwords.look_up(place, account, looked_up)

    def _ask_before(self, destination: Destination, account: str, found: Found) -> None:
        question = AccountQuestion(
            destination.address.place,
            server_words.ASKED_EACH_TIME(),
            account,
            may_go_without=True,
        )
        sheet = self._ask(question)
        sheet.submitted.connect(partial(self._use, place_of(destination.address), found))
        sheet.went_without.connect(partial(found, "", ""))
        sheet.declined.connect(self._servers.attempt.cancel)

    def _use(self, place: str, found: Found, login: AccountLogin) -> None:
        self._typed[place] = login
        found(login.account, login.password)

    def _ask(self, question: AccountQuestion) -> AccountSheet:
        if self._sheet is not None:
            self._sheet.dismiss()
        self._sheet = AccountSheet(self._theme, question, self._window.asker.over)
        self._sheet.destroyed.connect(self._on_sheet_gone)
        return self._sheet

    @Slot()
    def _on_sheet_gone(self) -> None:
        self._sheet = None

    # -- on the way in

    @Slot(object, str)
    def _on_account_wanted(self, destination: Destination, reason: str) -> None:
        place = place_of(destination.address)
        account = destination.options.account or self._settings.accounts.get(place, "")
        sheet = self._ask(AccountQuestion(destination.address.place, reason, account))
        sheet.submitted.connect(partial(self._use, place, partial(self._start_as, destination)))

    def _start_as(self, destination: Destination, account: str, password: str) -> None:
        options = replace(destination.options, account=account, account_password=password)
        self._servers.attempt.start(replace(destination, options=options))

    @Slot(object)
    def _on_connected(self, server: JoinedServer) -> None:
        self._keep(server)
        server.connection.registered.connect(partial(self._keep, server))
        server.login_failed.connect(partial(self._on_login_failed, server))

    def _keep(self, server: JoinedServer) -> None:
        """The server has taken what was typed."""
        place = place_of(server.destination.address)
        login = self._typed.pop(place, None)
        if login is None:
            return
        known = self._settings.accounts.pop(place, "")
        if known and (known != login.account or not login.is_kept):
            self._passwords.forget(place, known)
        if login.is_kept:
            self._settings.accounts[place] = login.account
            self._passwords.keep(place, login.account, login.password, self._on_kept)
        self.changed.emit()

    def _on_kept(self, is_kept: bool) -> None:
        if not is_kept:
            self._window.show_notice(server_words.NOT_KEPT())

    # -- on a server that one is on

    @Slot(object)
    def _on_login_wanted(self, connection: ServerConnection) -> None:
        server = self._servers.server_of(connection)
        if server is not None:
            self._ask_for(server, "")

    @Slot(object)
    def _on_logout_wanted(self, connection: ServerConnection) -> None:
        """Neither the settings nor the key store know of the account any more, before the server is told."""
        server = self._servers.server_of(connection)
        if server is None:
            return
        place = place_of(server.destination.address)
        self._typed.pop(place, None)
        for account in {self._settings.accounts.pop(place, ""), server.link.account} - {""}:
            self._passwords.forget(place, account)
        self.changed.emit()
        server.link.log_in("", "")

    def _on_login_failed(self, server: JoinedServer, failure: Failure, reason: str) -> None:
        place = place_of(server.destination.address)
        if failure is Failure.PASSWORD_NOT_SAFE:
            answered = partial(self._on_consent, server)
            self._window.trust.ask_password_not_safe(server.destination.address.place, answered)
        else:
            refused = self._typed.pop(place, None)
            self._ask_for(server, reason, refused).declined.connect(partial(server.link.log_in, "", ""))

    def _on_consent(self, server: JoinedServer, agreed: bool) -> None:
        login = self._typed.get(place_of(server.destination.address))
        if agreed and login is not None:
            server.link.log_in(login.account, login.password, may_be_told=True)
        else:
            self._typed.pop(place_of(server.destination.address), None)
            server.link.log_in("", "")

    def _ask_for(
        self, server: JoinedServer, reason: str, refused: AccountLogin | None = None
    ) -> AccountSheet:
        """Ask with what was typed before the server refused it: mostly only the password was wrong."""
        place = place_of(server.destination.address)
        account = refused.account if refused is not None else self._settings.accounts.get(place, "")
        name = server.connection.network or server.destination.address.place
        is_kept = refused is None or refused.is_kept
        question = AccountQuestion(name, reason or server_words.CONNECTS_AGAIN(), account, is_kept=is_kept)
        sheet = self._ask(question)
        sheet.submitted.connect(partial(self._use, place, server.link.log_in))
        return sheet


def place_of(address: Address) -> str:
    """What accounts of a server are known by: its host and port, whatever channel or scheme was typed."""
    return str(address.ways[0])
