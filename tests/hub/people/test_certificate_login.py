"""Logging in by certificate (SASL EXTERNAL), the account that comes of it, and who is told."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

import pytest

from app.hub.data.events import OwnerProved
from app.hub.data.memory import MemoryAccounts
from app.hub.data.storage import KEYS_PER_ACCOUNT
from tests.hub.party import Friend, Party, command_of, tags_of, untagged

NAMES = ("NICK ann", "USER a 0 * :Ann")


def authzid(name: str) -> str:
    return b64encode(name.encode()).decode()


def asks(party: Party, fingerprint: str = "fp") -> Friend:
    """Somebody with a certificate who may log in."""
    ann = party.connect("ann", fingerprint=fingerprint)
    ann.says("CAP LS 302", "CAP REQ sasl")
    return ann


def test_it_is_offered_to_who_shows_a_certificate() -> None:
    party = Party()
    offer = " ".join(party.connect(fingerprint="fp").says("CAP LS 302"))
    assert "sasl=EXTERNAL,SCRAM-SHA-256,PLAIN" in offer.split()
    assert " sasl " in party.connect(fingerprint="fp").says("CAP LS")[0] + " "
    for stranger in (party.connect(), party.connect(secure=True)):
        assert "sasl=SCRAM-SHA-256,PLAIN" in " ".join(stranger.says("CAP LS 302")).split()
        assert stranger.says("CAP REQ sasl", "AUTHENTICATE EXTERNAL")[1:] == [
            ":hub 908 * SCRAM-SHA-256,PLAIN :are available SASL mechanisms",
            ":hub 904 * :SASL authentication failed",
        ]


def test_it_is_for_who_negotiates_or_has_asked_for_it() -> None:
    party = Party()
    assert party.connect(fingerprint="fp").codes("AUTHENTICATE EXTERNAL") == ["904"]
    assert party.connect().codes("CAP LS 302", "AUTHENTICATE PLAIN")[-1] == "AUTHENTICATE"
    assert party.join("bob", caps="batch").codes("AUTHENTICATE PLAIN") == ["904"]


def test_the_first_login_makes_an_account_of_the_nickname() -> None:
    ann = asks(Party())
    assert ann.says("AUTHENTICATE EXTERNAL") == [":hub AUTHENTICATE +"]
    assert ann.says("AUTHENTICATE +", *NAMES) == [":hub 903 * :SASL authentication successful"]
    heard = ann.says("CAP END")
    assert heard[0] == ":hub 900 ann ann!a@10.0.0.1 ann :You are now logged in as ann"
    assert command_of(heard[1]) == "001"
    assert ":hub 330 ann ann ann :is logged in as" in ann.says("WHOIS ann")


def test_later_logins_find_the_account_again() -> None:
    accounts = MemoryAccounts()
    Party(accounts=accounts).log_in("ann")
    ann = asks(Party(accounts=accounts), "fp-ann")
    assert ann.says("AUTHENTICATE EXTERNAL", "AUTHENTICATE +") == [
        ":hub AUTHENTICATE +",
        ":hub 900 * *!*@10.0.0.1 ann :You are now logged in as ann",
        ":hub 903 * :SASL authentication successful",
    ]
    heard = ann.says("NICK other", "USER a 0 * :Ann", "CAP END")
    assert command_of(heard[0]) == "001"
    assert ":hub 330 other other ann :is logged in as" in ann.says("WHOIS other")


@pytest.mark.parametrize(
    ("lines", "codes"),
    [
        (["AUTHENTICATE"], ["461"]),
        (["AUTHENTICATE *"], ["906"]),
        (["AUTHENTICATE FOO"], ["908", "904"]),
        (["AUTHENTICATE EXTERNAL", "AUTHENTICATE *"], ["AUTHENTICATE", "906"]),
        (["AUTHENTICATE external", "AUTHENTICATE +"], ["AUTHENTICATE", "903"]),
        (["AUTHENTICATE EXTERNAL", f"AUTHENTICATE {'A' * 401}"], ["AUTHENTICATE", "905"]),
        (["AUTHENTICATE EXTERNAL", *[f"AUTHENTICATE {'A' * 400}"] * 4], ["AUTHENTICATE", "904"]),
        (
            ["AUTHENTICATE EXTERNAL", f"AUTHENTICATE {'A' * 400}", "AUTHENTICATE +"],
            ["AUTHENTICATE", "904"],
        ),
        (["AUTHENTICATE EXTERNAL", "AUTHENTICATE ?"], ["AUTHENTICATE", "904"]),
        (["AUTHENTICATE EXTERNAL", "AUTHENTICATE /w=="], ["AUTHENTICATE", "904"]),
        (["AUTHENTICATE EXTERNAL", f"AUTHENTICATE {authzid('ann')}"], ["AUTHENTICATE", "903"]),
        (["AUTHENTICATE EXTERNAL", f"AUTHENTICATE {authzid('Zoe')}"], ["AUTHENTICATE", "904"]),
        (
            ["AUTHENTICATE EXTERNAL", "AUTHENTICATE +", "AUTHENTICATE EXTERNAL", "AUTHENTICATE +"],
            ["AUTHENTICATE", "903", "AUTHENTICATE", "903"],
        ),
        (["AUTHENTICATE EXTERNAL", "CAP END"], ["AUTHENTICATE", "906"]),
    ],
)
def test_what_is_said_on_the_way_is_answered(lines: list[str], codes: list[str]) -> None:
    party = Party()
    party.log_in("zoe")
    assert asks(party).codes(*lines) == codes


def test_a_known_certificate_is_for_its_own_account_only() -> None:
    accounts = MemoryAccounts()
    Party(accounts=accounts).log_in("ann")
    ann = asks(Party(accounts=accounts), "fp-ann")
    assert ann.codes("AUTHENTICATE EXTERNAL", f"AUTHENTICATE {authzid('bob')}")[-1] == "904"
    assert ann.codes("AUTHENTICATE EXTERNAL", f"AUTHENTICATE {authzid('Ann')}")[-1] == "903"


def test_who_does_not_log_in_has_no_account() -> None:
    party = Party()
    ann = party.join("ann", fingerprint="fp")
    assert "330" not in ann.codes("WHOIS ann")
    assert party.join("other", fingerprint="fp").codes("NICK Ann") == ["433"]


def test_two_who_come_at_once_with_one_certificate_have_one_account() -> None:
    party = Party()
    one, two = asks(party), asks(party)
    for friend, nick in ((one, "ann"), (two, "anne")):
        friend.says("AUTHENTICATE EXTERNAL", "AUTHENTICATE +", f"NICK {nick}", "USER a 0 * :A")
    assert "900" in one.codes("CAP END")
    assert ":hub 900 anne anne!a@10.0.0.2 ann :You are now logged in as ann" in two.says("CAP END")


def test_an_account_whose_name_is_taken_leaves_a_guest() -> None:
    class Odd(MemoryAccounts):
        def create(self, name: str, nick_keys: tuple[str, ...], now: float, **proofs: Any) -> bool:
            return False  # another process was faster

    party = Party(accounts=Odd())
    ann = party.log_in("ann")
    assert "330" not in ann.codes("WHOIS ann")


class TestTold:
    def test_messages_carry_the_account_for_who_wants_it(self) -> None:
        party = Party()
        ann, bob = party.log_in("ann", "#a"), party.join("bob", "#a", caps="account-tag")
        eve = party.join("eve", "#a", caps="server-time")
        party.quiet()
        ann.says("PRIVMSG #a :hi", "TOPIC #a :new", "AWAY :tea", "NICK anna", "QUIT")
        heard = bob.hears()
        assert [command_of(line) for line in heard] == ["PRIVMSG", "TOPIC", "NICK", "QUIT"]
        assert all(tags_of(line) == {"account": "ann"} for line in heard)
        assert not any("account" in tags_of(line) for line in eve.hears())
        bob.says("PRIVMSG #a :hello")
        assert tags_of(eve.hears()[0]).keys() == {"time"}

    def test_a_join_names_the_account(self) -> None:
        party = Party()
        bob = party.join("bob", "#a", caps="extended-join")
        party.log_in("ann").says("JOIN #a")
        (ann,) = bob.hears()
        party.join("eve").says("JOIN #a")
        (eve,) = bob.hears()
        assert ann == ":ann!ann@10.0.0.2 JOIN #a ann :Ann Real"
        assert eve == ":eve!eve@10.0.0.3 JOIN #a * :Eve Real"

    def test_a_login_afterwards_is_told_to_who_shares_a_channel(self) -> None:
        party = Party()
        bob = party.join("bob", "#a", caps="account-notify account-tag")
        eve = party.join("eve", "#a")
        ann = party.join("ann", "#a", fingerprint="fp")
        zoe = party.join("zoe", caps="account-notify")
        party.quiet()
        ann.says("CAP REQ sasl")
        assert ann.codes("AUTHENTICATE EXTERNAL", "AUTHENTICATE +") == ["AUTHENTICATE", "900", "903"]
        (line,) = bob.hears()
        assert (tags_of(line), untagged(line)) == ({"account": "ann"}, ":ann!ann@10.0.0.3 ACCOUNT ann")
        assert eve.hears() == zoe.hears() == []

    def test_who_fields_tell_it(self) -> None:
        party = Party()
        ann = party.log_in("ann")
        party.join("bob")
        assert ann.says("WHO ann %na", "WHO bob %na")[::2] == [":hub 354 ann ann ann", ":hub 354 ann bob 0"]


class TestHost:
    def test_the_configured_certificate_is_the_hosts(self) -> None:
        party = Party(owner_fingerprint="fp-host", password="sesame")
        host = party.log_in("host", "#hubbub")
        assert party.happened(OwnerProved) == [OwnerProved(party.now, host.session, "")]
        assert "~host" in host.says("NAMES #hubbub")[0]
        assert "~" not in party.owner("x").says("NAMES #hubbub")[0].replace("~host", "")

    def test_our_client_is_told_that_it_is_the_host(self) -> None:
        party = Party(owner_fingerprint="fp")
        host = party.connect(fingerprint="fp")
        host.says("CAP LS 302", "CAP REQ hubbub.chat/room", *NAMES)
        assert host.says("CAP END")[0] == ":hub HUBBUB OWNER"
        foreign = party.connect(fingerprint="fp")
        assert "HUBBUB" not in foreign.codes("NICK x", "USER x 0 * :X")

    def test_a_secret_binds_the_certificate_that_comes_with_it(self) -> None:
        accounts = MemoryAccounts()
        party = Party(accounts=accounts)
        party.hub.grant_owner("sesame", party.now)
        host = party.connect(fingerprint="fp-host")
        assert host.says("HUBBUB OWNER sesame") == [":hub HUBBUB OWNER"]
        assert accounts.host() == "fp-host"
        thief = party.connect(fingerprint="fp-thief")
        assert thief.codes("HUBBUB OWNER sesame") == ["FAIL"]
        again = Party(accounts=accounts)
        again.hub.set_locked(True, again.now)
        assert again.connect(fingerprint="fp-host").codes("NICK host", "USER h 0 * :H")[0] == "001"
        assert again.connect(fingerprint="fp-thief").codes(*NAMES) == ["ERROR"]

    def test_a_configured_certificate_is_not_replaced_by_a_secrets(self) -> None:
        accounts = MemoryAccounts()
        party = Party(accounts=accounts, owner_fingerprint="fp-host")
        party.hub.grant_owner("sesame", party.now)
        (line,) = party.connect(fingerprint="fp-other").says("HUBBUB OWNER sesame")
        assert len(line.split()) == 4  # the next secret
        assert accounts.host() is None


def test_an_account_owns_only_so_many_names() -> None:
    party = Party()
    ann = party.log_in("ann")
    for number in range(KEYS_PER_ACCOUNT + 1):
        assert ann.codes(f"NICK nick{'x' * number}") == ["NICK"]
    ann.says("QUIT")
    bob = party.join("bob")
    assert bob.codes("NICK nick") == ["433"]
    assert bob.codes(f"NICK nick{'x' * KEYS_PER_ACCOUNT}") == ["NICK"]
