"""Certificates between hub and guest: accounts, ghosts, the host."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.client.events import (
    ConnectionFailed,
    Failure,
    JoinFailed,
    MemberJoined,
    MemberLeft,
    MessageSent,
    OwnerProven,
    RankChanged,
    WhoisArrived,
)
from app.client.wishes import Join, Whois
from app.hub.data.memory import MemoryAccounts
from app.hub.data.storage import Accounts, Credentials
from app.irc.confusables import nick_keys
from app.net import workers
from app.store.stored_accounts import StoredAccounts
from tests.pair.between import Between
from tests.pair.party import Friend, Party

MARA, EVE = "11" * 32, "22" * 32


@pytest.fixture
def party() -> Party:
    return Party(fingerprint="ab" * 32)


def test_a_guest_with_a_certificate_has_an_account_that_others_see(party: Party) -> None:
    alice = party.join("alice")
    alice.events.clear()
    mara = party.join("mara", certificate=MARA)
    assert mara.client.state.account == "mara"
    [joined] = alice.saw(MemberJoined)
    assert joined.member.account == "mara"
    alice.wants(Whois("mara"))
    party.settle()
    assert [event.account for event in alice.saw(WhoisArrived)] == ["mara"]


def test_a_guest_may_stay_without_one(party: Party) -> None:
    assert party.join("mara", certificate=MARA, certificate_login=False).client.state.account == ""
    assert party.join("eve").client.state.account == ""


def test_a_name_stays_its_owners_while_away(party: Party) -> None:
    party.join("mara", certificate=MARA).cut()
    for certificate in ("", EVE):
        eve = party.join("Mára", certificate=certificate)
        assert [event.failure for event in eve.saw(ConnectionFailed)] == [Failure.NICK_IN_USE]
    assert party.join("mara", certificate=MARA).client.state.own_nick == "mara"


def test_who_comes_back_is_the_person_that_others_still_see(party: Party) -> None:
    alice = party.join("alice")
    party.join("mara", certificate=MARA).cut(hub_knows=False)
    alice.events.clear()
    mara = party.join("mara2", certificate=MARA, own_nick_retry=True)
    assert mara.client.state.own_nick == "mara"
    assert mara.members() == {"alice": "", "mara": ""}
    assert alice.saw(MemberLeft) == alice.saw(MemberJoined) == []


def test_two_windows_of_one_person_share_its_name(party: Party) -> None:
    first, second = party.join("mara", certificate=MARA), party.join("tablet", certificate=MARA)
    assert first.client.state.own_nick == second.client.state.own_nick == "mara"
    assert first.saw(ConnectionFailed) == []


@pytest.mark.parametrize("remembers", [True, False])
def test_a_window_is_back_in_its_channels_and_talks_there(remembers: bool) -> None:
    party = Party(fingerprint="ab" * 32)
    mara = party.join("mara", certificate=MARA)
    mara.wants(Join("#club"))
    party.settle()
    mara.cut()
    again = party.comes_back(mara) if remembers else party.join("mara", certificate=MARA)
    names = sorted(channel.name for channel in again.client.state.channels.values())
    assert names == ["#club", "#robotics-club"]
    assert again.saw(JoinFailed) == []
    again.say("#club", "here")
    assert len(again.saw(MessageSent)) == 1


def test_the_owner_link_makes_the_certificate_the_hosts() -> None:
    accounts = MemoryAccounts()
    party = Party(accounts=accounts)
    host = party.join_as_host("host", certificate=MARA)
    assert [event.secret for event in host.saw(OwnerProven)] == [""]
    host.cut()
    again = party.join("host", certificate=MARA)
    assert [event.secret for event in again.saw(OwnerProven)] == [""]
    assert again.members()["host"] == "q"
    assert Party(accounts=accounts).join("host", certificate=MARA).client.state.is_owner
    assert not Party(accounts=accounts).join("host", certificate=EVE).client.state.is_owner


def test_the_hosting_windows_certificate_needs_no_secret_and_no_password() -> None:
    party = Party(owner_fingerprint=MARA, password="sesame")
    host = party.join("host", certificate=MARA)
    assert host.client.state.is_owner
    assert host.members() == {"host": "q"}
    assert host.saw(RankChanged) == []


@pytest.mark.parametrize("kind", ["memory", "stored"])
class TestAccounts:
    """Both kinds of accounts keep the same promises."""

    @pytest.fixture
    def accounts(self, kind: str, tmp_path: Path) -> Iterator[Accounts]:
        if kind == "memory":
            yield MemoryAccounts()
            return
        stored = StoredAccounts(tmp_path / "accounts.sqlite")
        yield stored
        stored.close()

    def test_each_of_name_certificate_and_nickname_is_taken_once(self, accounts: Accounts) -> None:
        assert accounts.by_fingerprint(MARA) is None
        assert accounts.owner_of("mara") is None
        assert accounts.create("mara", ("mara",), 1.0, fingerprint=MARA)
        assert accounts.by_fingerprint(MARA) == accounts.owner_of("mara") == "mara"
        assert not accounts.create("mara", ("eve",), 2.0, fingerprint=EVE)
        assert not accounts.create("eve", ("eve",), 2.0, fingerprint=MARA)
        assert not accounts.create("eve", ("mara",), 2.0, fingerprint=EVE)
        assert accounts.by_fingerprint(EVE) is accounts.owner_of("eve") is None

    def test_names_are_claimed_once_and_not_without_end(self, accounts: Accounts) -> None:
        assert accounts.create("mara", ("mara",), 1.0, fingerprint=MARA)
        assert accounts.create("eve", ("eve",), 1.0, fingerprint=EVE)
        assert accounts.claim("mara", "m", 2.0)
        assert accounts.claim("mara", "m", 3.0)
        assert not accounts.claim("eve", "m", 3.0)
        assert [accounts.claim("mara", f"m{number}", 4.0) for number in range(15)] == [True] * 14 + [False]

    def test_the_host_may_change(self, accounts: Accounts) -> None:
        assert accounts.host() is None
        accounts.set_host(MARA)
        accounts.set_host(EVE)
        assert accounts.host() == EVE


def with_password(password: str) -> MemoryAccounts:
    """Mara has an account that is proved by a password."""
    accounts = MemoryAccounts()
    made = workers.run_secret_work("credentials", (password, 4096))
    assert isinstance(made, Credentials)
    accounts.create("mara", nick_keys("mara"), 1.0, credentials=made)
    return accounts


class TestAnAccountsPassword:
    """The real exchange, bound to the connection where both can."""

    HERE, THERE = b"here" * 8, b"there" * 8

    def failures(self, friend: Friend) -> list[Failure]:
        return [event.failure for event in friend.saw(ConnectionFailed)]

    def joins(self, password: str = "sesame", between: Between | None = None, **options: object) -> Friend:
        party = Party(accounts=with_password("sesame"))
        return party.join(
            "mara", account="mara", account_password=password, secure=True, between=between, **options
        )

    @pytest.mark.parametrize("binding", [(b"", b""), (HERE, HERE)])
    def test_who_knows_it_is_logged_in(self, binding: tuple[bytes, bytes]) -> None:
        mara = self.joins(binding=binding)
        assert mara.client.state.account == "mara"
        assert mara.client.state.is_registered

    @pytest.mark.parametrize("binding", [(b"", b""), (HERE, HERE)])
    def test_who_does_not_stays_outside(self, binding: tuple[bytes, bytes]) -> None:
        assert self.failures(self.joins("millet", binding=binding)) == [Failure.LOGIN_REFUSED]

    def test_a_proof_that_is_passed_on_by_somebody_in_between_is_none(self) -> None:
        assert self.failures(self.joins(binding=(self.HERE, self.THERE))) == [Failure.LOGIN_REFUSED]

    def test_nor_does_it_help_to_hide_that_it_could_be_bound(self) -> None:
        class Hiding(Between):
            def from_hub(self, data: bytes) -> bytes:
                return data.replace(b"SCRAM-SHA-256-PLUS,", b"")

        mara = self.joins(between=Hiding(), binding=(self.HERE, self.THERE))
        assert self.failures(mara) == [Failure.LOGIN_REFUSED]
        assert not mara.client.state.is_registered
