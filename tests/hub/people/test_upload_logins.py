"""Who may upload: by an account's certificate, or its password."""

from __future__ import annotations

import pytest

from app.files.file_record import Uploader
from app.hub.data.addresses import FREE_GUESSES, Peer, Reputation
from app.hub.data.memory import MemoryAccounts
from app.hub.data.storage_errors import Content, KeepingError, unusable
from app.hub.people.passwords import BUSY, WRONG
from app.irc.confusables import nick_keys
from tests.hub.party import START, Party, credentials_of

ELSEWHERE = Peer("10.1.0.1", 4000)


def shows(fingerprint: str, address: str = "10.1.0.1") -> Peer:
    return Peer(address, 4000, secure=True, fingerprint=fingerprint)


class Lost(MemoryAccounts):
    """Accounts on a disk that fails once it is told to."""

    is_lost = False

    def by_fingerprint(self, fingerprint: str) -> str | None:
        self._look()
        return super().by_fingerprint(fingerprint)

    def owner_of(self, nick_key: str) -> str | None:
        self._look()
        return super().owner_of(nick_key)

    def _look(self) -> None:
        if self.is_lost:
            raise KeepingError(unusable(Content.ACCOUNTS, "accounts.sqlite", "disk I/O error"))


@pytest.fixture
def accounts() -> Lost:
    made = Lost()
    made.create("mara", nick_keys("mara"), START, fingerprint="fp-mara", credentials=credentials_of("secret"))
    made.create("bare", nick_keys("bare"), START, fingerprint="fp-bare")
    return made


@pytest.fixture
def party(accounts: Lost) -> Party:
    return Party(accounts=accounts, owner_fingerprint="fp-host")


def log_in(party: Party, name: str, password: str, peer: Peer = ELSEWHERE) -> tuple[Uploader | None, str]:
    number = party.hub.check_login(peer, name, password, party.now)
    party.turn()
    (login,) = [login for login in party.logins if login.id == number]
    return login.uploader, login.reason


@pytest.mark.parametrize(
    ("fingerprint", "uploader"),
    [("fp-mara", Uploader("mara")), ("fp-bare", Uploader("bare")), ("fp-nobody", None), ("", None)],
)
def test_a_certificate_of_an_account_is_enough(
    party: Party, fingerprint: str, uploader: Uploader | None
) -> None:
    assert party.hub.uploader_by_certificate(shows(fingerprint)) == uploader


@pytest.mark.parametrize(
    ("name", "password", "found"),
    [
        ("mara", "secret", (Uploader("mara"), "")),
        ("MARA", "secret", (Uploader("mara"), "")),
        ("mara", "guess", (None, WRONG)),
        ("bare", "salt", (None, WRONG)),
        ("nobody", "secret", (None, WRONG)),
        ("", "", (None, WRONG)),
    ],
)
def test_a_password_is_checked_as_at_any_login(
    party: Party, name: str, password: str, found: tuple[Uploader | None, str]
) -> None:
    assert log_in(party, name, password) == found


def test_guesses_are_counted_with_those_of_sessions(party: Party) -> None:
    for _ in range(FREE_GUESSES + 1):
        log_in(party, "mara", "guess")
    uploader, reason = log_in(party, "mara", "secret")
    assert uploader is None
    assert reason.startswith("Too many wrong passwords")
    assert log_in(party, "mara", "secret", Peer("10.1.0.2", 4000)) == (Uploader("mara"), "")
    party.wait(120)
    assert log_in(party, "mara", "secret") == (Uploader("mara"), "")


def test_it_has_its_turn_by_what_its_address_did(party: Party) -> None:
    party.works = False
    number = party.hub.check_login(ELSEWHERE, "mara", "secret", party.now)
    party.turn()
    (work,) = party.work
    assert (work.id, work.kind, work.pause) == (number, "check", 0.0)
    assert party.hub.reputation(number, party.now) is Reputation.NEW
    party.hub.complete(number, None, party.now)
    party.turn()
    assert party.logins[-1].reason == BUSY
    assert party.hub.reputation(number, party.now) is None
    party.hub.complete(number, True, party.now)  # twice is nothing


def test_what_cannot_be_read_proves_nobody(party: Party, accounts: Lost) -> None:
    accounts.is_lost = True
    assert party.hub.uploader_by_certificate(shows("fp-mara")) is None
    assert log_in(party, "mara", "secret") == (None, BUSY)


@pytest.mark.parametrize("by", ["account", "address"])
def test_who_is_banned_uploads_nothing(party: Party, by: str) -> None:
    host = party.owner("host", caps="hubbub.chat/room")
    if by == "account":
        party.log_in("mara", fingerprint="fp-mara", address="10.2.0.1")
        host.says("HUBBUB BAN ADD mara mara *")
        other = ELSEWHERE
    else:
        party.join("guest", address="10.1.0.1")
        host.says("HUBBUB BAN ADD guest * 10.1.0.1")
        other = Peer("10.3.0.1", 4000)
        assert log_in(party, "mara", "secret", other) == (Uploader("mara"), "")
    assert party.hub.uploader_by_certificate(shows("fp-mara")) is None
    assert party.hub.is_banned(shows("fp-mara"), "mara")
    assert not party.hub.is_banned(Peer("10.3.0.1", 4000), "host")
    assert party.hub.is_banned(Peer("10.1.0.1", 4000), "~guest") is (by == "address")
    uploader, reason = log_in(party, "mara", "secret")
    assert uploader is None
    assert reason == "You are banned from this hub"


def test_a_ban_that_cannot_be_looked_up_lets_nobody_in(
    party: Party, accounts: Lost, monkeypatch: pytest.MonkeyPatch
) -> None:
    host_session = party.owner("host", caps="hubbub.chat/room")
    party.log_in("mara", fingerprint="fp-mara", address="10.2.0.1")
    host_session.says("HUBBUB BAN ADD mara mara *")
    party.works = False
    number = party.hub.check_login(ELSEWHERE, "mara", "secret", party.now)

    def host() -> str:
        raise KeepingError(unusable(Content.ACCOUNTS, "accounts.sqlite", "disk I/O error"))

    monkeypatch.setattr(accounts, "host", host)
    assert party.hub.is_banned(shows("fp-x"), "mara"), "what they are bringing ends"
    assert not party.hub.is_banned(shows("fp-x"), "bare"), "whom no ban means goes on"
    party.hub._state.password_checks[number].peer = shows("fp-x")
    party.hub.complete(number, True, party.now)
    party.turn()
    assert (party.logins[-1].uploader, party.logins[-1].reason) == (None, BUSY)
