"""Making oneself an account (REGISTER), and giving a password to one that has none."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

import pytest

from app.hub.data.addresses import ACCOUNT_BURST
from app.hub.data.memory import MemoryAccounts
from app.hub.data.storage import ScramVerifier
from tests.hub.logins import asks, known, plain
from tests.hub.party import Friend, Party, tags_of, untagged


def fails(friend: Friend, line: str) -> tuple[str, str]:
    """The code and the account of the only answer, a FAIL."""
    (heard,) = friend.says(line)
    _source, fail, command, code, account = heard.split(" :")[0].split(" ")
    assert (fail, command) == ("FAIL", line.split(" ")[0])
    return code, account


class TestRegistering:
    @pytest.mark.parametrize("typed", ["*", "mara", "Mara"])
    def test_the_account_is_ones_own_at_once(self, typed: str) -> None:
        accounts = MemoryAccounts()
        mara = Party(accounts=accounts).join("mara")
        name = "mara" if typed == "*" else typed
        assert mara.says(f"REGISTER {typed} * sesame") == [
            f":hub REGISTER SUCCESS {name} :The account is yours",
            f":hub 900 mara mara!mara@10.0.0.1 {name} :You are now logged in as {name}",
        ]
        assert accounts.owner_of("rnara") == name

    def test_one_logs_in_with_it_from_then_on(self) -> None:
        party = Party()
        party.join("mara").says("REGISTER * * sesame", "QUIT")
        assert asks(party).codes(*plain("mara", "sesame"))[-1] == "903"
        assert party.join("bob").codes("NICK mara") == ["433"]

    def test_it_may_be_called_otherwise(self) -> None:
        accounts = MemoryAccounts()
        party = Party(accounts=accounts)
        assert "REGISTER" in party.join("mara").codes("REGISTER lind * sesame")
        assert accounts.owner_of("lind") == accounts.owner_of("rnara") == "lind"

    def test_others_are_told(self) -> None:
        party = Party()
        bob = party.join("bob", "#a", caps="account-notify account-tag")
        mara = party.join("mara", "#a")
        bob.hears()
        mara.says("REGISTER * * sesame")
        (line,) = bob.hears()
        assert (tags_of(line), untagged(line)) == ({"account": "mara"}, ":mara!mara@10.0.0.2 ACCOUNT mara")

    def test_its_other_lines_wait_and_nothing_of_it_shows(self) -> None:
        party = Party()
        mara = party.join("mara")
        party.works = False
        assert mara.codes("REGISTER * * sesame", "PING x") == []
        (session,) = party.hub._state.sessions.values()
        assert "sesame" not in repr(session) + repr(party.work)
        party.do_work()
        assert [line.split(" ")[1] for line in mara.hears()] == ["REGISTER", "900", "PONG"]


class TestRefusing:
    @pytest.mark.parametrize(
        ("line", "code", "account"),
        [
            ("REGISTER bob * sesame", "ACCOUNT_EXISTS", "bob"),
            ("REGISTER B0b * sesame", "ACCOUNT_EXISTS", "B0b"),
            ("REGISTER eve * sesame", "ACCOUNT_EXISTS", "eve"),  # a guest who is here
            ("REGISTER 1mara * sesame", "BAD_ACCOUNT_NAME", "1mara"),
            ("REGISTER #mara * sesame", "BAD_ACCOUNT_NAME", "#mara"),
            (f"REGISTER {'m' * 33} * sesame", "BAD_ACCOUNT_NAME", "m" * 33),
            ("REGISTER * * \u200e", "UNACCEPTABLE_PASSWORD", "mara"),
            ("REGISTER * * Mara", "WEAK_PASSWORD", "mara"),
            ("VERIFY mara 123456", "INVALID_CODE", "mara"),
        ],
    )
    def test_what_cannot_be_is_told_by_its_code(self, line: str, code: str, account: str) -> None:
        party = Party(accounts=known("bob"))
        party.join("eve")
        mara = party.join("mara")
        assert fails(mara, line) == (code, account)
        assert "330" not in mara.codes("WHOIS mara")

    def test_who_is_logged_in_has_an_account(self) -> None:
        mara = Party().join("mara")
        mara.says("REGISTER * * sesame")
        for line in ("REGISTER * * other", "REGISTER lind * other", "REGISTER mara * other"):
            assert fails(mara, line)[0] == "ALREADY_AUTHENTICATED"
        assert fails(mara, "VERIFY mara 1") == ("ALREADY_AUTHENTICATED", "mara")

    @pytest.mark.parametrize("line", ["REGISTER", "REGISTER *", "REGISTER * *", "VERIFY mara"])
    def test_what_is_missing_is_told(self, line: str) -> None:
        assert Party().join("mara").codes(line) == ["461"]

    def test_a_name_that_is_taken_meanwhile_is_not_given(self) -> None:
        accounts = MemoryAccounts()
        party = Party(accounts=accounts)
        mara, eve = party.join("mara"), party.join("eve")
        party.works = False
        mara.says("REGISTER lind * sesame")
        eve.says("NICK lind")
        party.do_work()
        assert "ACCOUNT_EXISTS" in mara.hears()[0]
        mara.says("REGISTER zoe * sesame")
        accounts.create("zo\u00e9", ("zoe",), 1.0, fingerprint="fp")  # by adduser
        party.do_work()
        assert "ACCOUNT_EXISTS" in mara.hears()[0]

    def test_a_busy_hub_says_so(self) -> None:
        party = Party()
        mara = party.join("mara")
        party.works = False
        mara.says("REGISTER * * sesame")
        party.hub.complete(party.work.pop().id, None, party.now)
        assert "TEMPORARILY_UNAVAILABLE mara" in mara.hears()[0]

    def test_no_address_makes_accounts_without_end(self) -> None:
        party = Party()
        names = [f"{'x' * number}" for number in range(1, 33)] + [
            f"{'y' * number}" for number in range(1, 12)
        ]
        answers = []
        for name in names:
            guest = party.join(name, address="10.0.0.9")
            answers.append("SUCCESS" in guest.says("REGISTER * * sesame")[0])
            guest.says("QUIT")
            party.wait(1)
        assert answers == [True] * ACCOUNT_BURST + [False] * (len(names) - ACCOUNT_BURST)
        bob = party.log_in("bob", address="10.0.0.9")
        assert "330" not in bob.codes("WHOIS bob")  # a guest this time
        party.wait(700)  # what was made is not forgotten with the address
        assert "TEMPORARILY" not in party.join("zoe", address="10.0.0.9").says("REGISTER * * sesame")[0]


class TestBeforeTheWelcome:
    def begin(self, party: Party, *lines: str, **connection: Any) -> Friend:
        mara = party.connect("mara", **connection)
        mara.says("CAP LS 302", "CAP REQ draft/account-registration", *lines)
        return mara

    def offered(self, party: Party, **connection: Any) -> set[str]:
        for item in " ".join(party.connect(**connection).says("CAP LS 302")).split(" "):
            name, _, value = item.removeprefix(":").partition("=")
            if name == "draft/account-registration":
                return set(value.split(","))
        return set()

    def test_it_waits_for_the_welcome_unless_the_host_says_so(self) -> None:
        party = Party()
        assert self.offered(party) == {"custom-account-name"}
        mara = self.begin(party, "NICK mara")
        assert fails(mara, "REGISTER * * sesame") == ("COMPLETE_CONNECTION_REQUIRED", "*")
        assert fails(mara, "VERIFY mara 1") == ("COMPLETE_CONNECTION_REQUIRED", "mara")

    def test_where_the_host_allows_it_one_comes_in_logged_in(self) -> None:
        party = Party(register_before_connect=True)
        assert self.offered(party) == {"custom-account-name", "before-connect"}
        mara = self.begin(party, "NICK mara")
        assert mara.says("REGISTER * * sesame") == [
            ":hub REGISTER SUCCESS mara :The account is yours",
            ":hub 900 mara mara!*@10.0.0.2 mara :You are now logged in as mara",
        ]
        assert mara.codes("USER m 0 * :M", "CAP END")[0] == "001"
        assert "330" in mara.codes("WHOIS mara")

    def test_a_name_is_needed(self) -> None:
        mara = self.begin(Party(register_before_connect=True))
        assert fails(mara, "REGISTER * * sesame") == ("NEED_NICK", "*")
        assert mara.codes("REGISTER mara * sesame") == ["REGISTER", "900"]

    def test_one_that_was_refused_is_somebody_elses(self) -> None:
        party = Party(register_before_connect=True)
        party.join("root")
        mara = party.connect()
        assert mara.codes("NICK root") == ["433"]
        assert fails(mara, "REGISTER * * sesame") == ("ACCOUNT_EXISTS", "root")

    def test_it_is_no_way_around_the_rooms_password_or_its_lock(self) -> None:
        party = Party(register_before_connect=True, password="pw")
        assert self.offered(party) == {"custom-account-name"}
        mara = self.begin(party, "NICK mara", "PASS pw")
        assert fails(mara, "REGISTER * * sesame")[0] == "COMPLETE_CONNECTION_REQUIRED"
        party.hub.set_password(None, party.now)
        party.hub.set_locked(True, party.now)
        party.quiet()
        assert fails(mara, "REGISTER * * sesame")[0] == "COMPLETE_CONNECTION_REQUIRED"
        party.hub.set_locked(False, party.now)
        assert "REGISTER" in mara.codes("REGISTER * * sesame")

    def test_a_certificate_that_was_shown_is_part_of_it(self) -> None:
        accounts = MemoryAccounts()
        party = Party(accounts=accounts, register_before_connect=True)
        mara = asks(party, fingerprint="fp")
        mara.says("AUTHENTICATE EXTERNAL", "AUTHENTICATE +", "NICK mara", "REGISTER * * sesame")
        assert accounts.by_fingerprint("fp") == "mara"
        assert accounts.credentials("mara") is not None


class TestEmail:
    @pytest.mark.parametrize("email", ["*", "mara", "@example.org", "mara@", "a@b@c", "\u00a0@x"])
    def test_it_is_asked_for_where_the_host_wants_it(self, email: str) -> None:
        party = Party(register_requires_email=True)
        mara = party.join("mara")
        assert "email-required" in mara.says("CAP LS 302")[-1]
        assert fails(mara, f"REGISTER * {email} sesame") == ("INVALID_EMAIL", "mara")

    def test_it_is_kept_only_then(self) -> None:
        class Noting(MemoryAccounts):
            emails: list[str] = []

            def create(self, name: str, nick_keys: tuple[str, ...], now: float, **more: Any) -> bool:
                self.emails.append(more.get("email", ""))
                return super().create(name, nick_keys, now, **more)

        accounts = Noting()
        for wanted in (True, False):
            party = Party(accounts=accounts, register_requires_email=wanted)
            party.join(f"mara{'x' * wanted}").says("REGISTER * mara@example.org sesame")
        assert accounts.emails == ["mara@example.org", ""]


class TestAPasswordBesideACertificate:
    @pytest.mark.parametrize("typed", ["*", "mara", "MARA"])
    def test_it_is_added(self, typed: str) -> None:
        party = Party()
        mara = party.log_in("mara")
        assert mara.says(f"REGISTER {typed} * sesame") == [
            ":hub REGISTER SUCCESS mara :Your account has a password now"
        ]
        assert asks(party).codes(*plain("mara", "sesame"))[-1] == "903"

    def test_not_for_a_name_that_is_only_claimed_by_somebody_else(self) -> None:
        accounts = known("bob")
        assert not accounts.create("bob", ("other",), 2.0, fingerprint="fp")
        assert not accounts.create("other", ("bob",), 2.0, fingerprint="fp")
        assert accounts.by_fingerprint("fp") is None

    def test_only_for_ones_own(self) -> None:
        party = Party(accounts=known("bob"))
        assert fails(party.log_in("mara"), "REGISTER bob * other") == ("ALREADY_AUTHENTICATED", "bob")

    def test_only_once(self) -> None:
        party = Party()
        mara, again = party.log_in("mara"), party.log_in("mara")
        party.works = False
        mara.says("REGISTER * * sesame")
        again.says("REGISTER * * millet")
        party.do_work()
        assert "SUCCESS" in mara.hears()[0]
        assert "ALREADY_AUTHENTICATED" in again.hears()[0]


SALT, STORED, SERVER = (
    b64encode(bytes([byte]) * size).decode() for byte, size in ((1, 16), (2, 32), (3, 32))
)


def salt_of(size: int) -> str:
    return b64encode(bytes(size)).decode()


class TestVerifiers:
    """An account for a secret that the hub is never told."""

    def test_it_is_ones_own_at_once_and_fits_no_password(self) -> None:
        accounts = MemoryAccounts()
        party = Party(accounts=accounts)
        ines = party.join("ines")
        assert ines.says(f"HUBBUB VERIFIER * {SALT} 4096 {STORED} {SERVER}") == [
            ":hub HUBBUB VERIFIER ines",
            ":hub 900 ines ines!ines@10.0.0.1 ines :You are now logged in as ines",
        ]
        kept = accounts.credentials("ines")
        assert kept is not None
        assert kept.scram == ScramVerifier(b"\1" * 16, 4096, b"\2" * 32, b"\3" * 32)
        ines.says("QUIT")
        assert asks(party).codes(*plain("ines", "sesame"))[-1] == "904"

    @pytest.mark.parametrize(
        "words",
        [
            "",
            f"{SALT} 4096 {STORED}",
            f"{SALT} 4096 {STORED} {SERVER} more",
            f"{SALT} 4095 {STORED} {SERVER}",
            f"{SALT} 1000001 {STORED} {SERVER}",
            f"{SALT} ½ {STORED} {SERVER}",
            f"AAAA 4096 {STORED} {SERVER}",
            f"{salt_of(65)} 4096 {STORED} {SERVER}",
            f"{SALT} 4096 AAAA {SERVER}",
            f"{SALT} 4096 {STORED} AAAA",
            f"{SALT} 4096 § {SERVER}",
        ],
    )
    def test_what_is_none_is_refused(self, words: str) -> None:
        (heard,) = Party().join("ines").says(f"HUBBUB VERIFIER ines {words}".rstrip())
        assert heard.split(" ")[1:4] == ["FAIL", "HUBBUB", "INVALID_VERIFIER"]

    @pytest.mark.parametrize(("salt", "iterations"), [(8, 4096), (64, 1_000_000)])
    def test_the_least_and_the_most_are_taken(self, salt: int, iterations: int) -> None:
        ines = Party().join("ines")
        heard = ines.says(f"HUBBUB VERIFIER * {salt_of(salt)} {iterations} {STORED} {SERVER}")
        assert heard[0] == ":hub HUBBUB VERIFIER ines"

    @pytest.mark.parametrize("keeps_out", ["password", "lock"])
    def test_nobody_makes_one_who_may_not_come_in(self, keeps_out: str) -> None:
        party = Party(password="sesame" if keeps_out == "password" else "")
        if keeps_out == "lock":
            party.hub.set_locked(True, party.now)
        ines = party.connect("ines")
        ines.says("NICK ines")
        (heard,) = ines.says(f"HUBBUB VERIFIER ines {SALT} 4096 {STORED} {SERVER}")
        assert heard.split(" ")[1:4] == ["FAIL", "HUBBUB", "COMPLETE_CONNECTION_REQUIRED"]

    @pytest.mark.parametrize(
        ("before", "name", "code"),
        [
            ("", "mara", "ACCOUNT_EXISTS"),
            ("", "rnara", "ACCOUNT_EXISTS"),
            ("", "NickServ", "BAD_ACCOUNT_NAME"),
            ("", "1 2", "INVALID_VERIFIER"),
            ("REGISTER * * sesame", "lind", "ALREADY_AUTHENTICATED"),
        ],
    )
    def test_a_name_has_to_be_free(self, before: str, name: str, code: str) -> None:
        party = Party()
        party.join("mara").says("REGISTER * * sesame")
        ines = party.join("ines")
        if before:
            ines.says(before)
        (heard,) = ines.says(f"HUBBUB VERIFIER {name} {SALT} 4096 {STORED} {SERVER}")
        assert heard.split(" ")[1:4] == ["FAIL", "HUBBUB", code]

    def test_one_address_makes_only_so_many(self) -> None:
        party = Party()
        codes = []
        for number in range(1, ACCOUNT_BURST + 2):
            guest = party.join("x" * number if number < 20 else "y" * (number - 19), address="10.0.0.9")
            (first, *_more) = guest.says(f"HUBBUB VERIFIER * {SALT} 4096 {STORED} {SERVER}")
            codes.append(first.split(" ")[3] if " FAIL " in first else "")
            guest.says("QUIT")
            party.wait(1)
        assert codes == [*([""] * ACCOUNT_BURST), "TEMPORARILY_UNAVAILABLE"]
