"""Logging in by a password that is sent (SASL PLAIN), and what an account is from then on."""

from __future__ import annotations

import pytest

from tests.hub.logins import asks, encoded, known, plain, scram
from tests.hub.party import Party, command_of, credentials_of, tags_of, untagged


class TestPlain:
    def test_the_right_password_logs_in(self) -> None:
        mara = asks(Party(accounts=known()))
        assert mara.says(*plain("mara", "sesame")) == [
            ":hub AUTHENTICATE +",
            ":hub 900 * *!*@10.0.0.1 mara :You are now logged in as mara",
            ":hub 903 * :SASL authentication successful",
        ]
        assert mara.codes("NICK mara", "USER m 0 * :M", "CAP END")[0] == "001"
        assert ":hub 330 mara mara mara :is logged in as" in mara.says("WHOIS mara")

    @pytest.mark.parametrize(
        ("name", "password", "wanted", "last"),
        [
            ("mara", "sesame", "mara", "903"),
            ("Mara", "sesame", "MARA", "903"),  # as people may write it
            ("m", "sesame", "", "903"),  # another nickname of the account's
            ("m", "sesame", "mara", "903"),
            ("mara", "millet", "", "904"),
            ("mara", "sesame", "bob", "904"),  # nobody is somebody else
            ("mara", "sesame", "nobody", "904"),
            ("nobody", "sesame", "", "904"),
            ("nobody", "sesame", "nobody", "904"),
            ("", "sesame", "", "904"),
            ("mara", "", "", "904"),
            ("mara", "ses\0ame", "", "904"),
            ("mara", "s" * 850, "", "904"),
        ],
    )
    def test_who_is_let_in(self, name: str, password: str, wanted: str, last: str) -> None:
        accounts = known("mara", "bob")
        accounts.claim("mara", "rn", 2.0)
        assert asks(Party(accounts=accounts)).codes(*plain(name, password, wanted))[-1] == last

    @pytest.mark.parametrize("size", [290, 592, 600])
    def test_a_long_password_comes_in_pieces(self, size: int) -> None:
        accounts = known(credentials=credentials_of("x" * size))
        lines = plain("mara", "x" * size, "mara")
        assert len(lines) > 2
        assert asks(Party(accounts=accounts)).codes(*lines) == ["AUTHENTICATE", "900", "903"]

    def test_a_response_without_end_is_cut_off(self) -> None:
        mara = asks(Party(accounts=known()))
        pieces = [f"AUTHENTICATE {'A' * 400}"] * 4
        assert mara.codes("AUTHENTICATE PLAIN", *pieces) == ["AUTHENTICATE", "904"]
        assert mara.codes(*plain("mara", "sesame"))[-1] == "903"

    @pytest.mark.parametrize("bad", ["AUTHENTICATE !!!", "AUTHENTICATE /w==", "AUTHENTICATE +"])
    def test_one_may_try_again(self, bad: str) -> None:
        mara = asks(Party(accounts=known()))
        assert mara.codes("AUTHENTICATE PLAIN", bad) == ["AUTHENTICATE", "904"]
        assert mara.codes(*plain("mara", "millet"))[-1] == "904"
        assert mara.codes(*plain("mara", "sesame"))[-1] == "903"

    def test_its_other_lines_wait_and_nobody_elses(self) -> None:
        party = Party(accounts=known())
        party.works = False
        mara, bob = asks(party), party.join("bob")
        assert mara.codes(*plain("mara", "sesame"), "CAP END", "PING x") == ["AUTHENTICATE"]
        assert bob.codes("PING y") == ["PONG"]
        party.do_work()
        assert [command_of(line) for line in mara.hears()] == ["900", "903", "PONG"]

    def test_who_proves_it_again_and_again_does_not_keep_the_threads(self) -> None:
        party = Party(accounts=known())
        mara = asks(party)
        done = []
        for _ in range(20):
            done.append(mara.codes(*plain("mara", "sesame") * 5).count("903"))
            party.wait(1)
        assert done[0] <= 4
        assert sum(done) <= 4 + 20 / 2

    def test_one_who_goes_meanwhile_is_not_logged_in(self) -> None:
        party = Party(accounts=known())
        party.works = False
        mara = asks(party)
        mara.says(*plain("mara", "sesame"))
        party.hub.disconnect(mara.session, "gone", party.now)
        party.do_work()
        assert party.join("bob").codes("WHOIS mara") == ["401", "318"]


class TestTheNameAndTheLogin:
    def test_an_owned_name_is_not_refused_to_who_may_yet_log_in(self) -> None:
        party = Party(accounts=known())
        mara = party.connect()
        assert mara.codes("CAP LS 302", "NICK mara", "USER m 0 * :M", "CAP REQ sasl")[-2:] == ["CAP", "CAP"]
        assert mara.codes(*plain("mara", "sesame"), "CAP END")[:4] == ["AUTHENTICATE", "900", "903", "001"]

    def test_it_is_refused_at_the_end_to_who_has_not(self) -> None:
        party = Party(accounts=known())
        eve = party.connect()
        eve.says("CAP LS 302", "NICK mara", "USER m 0 * :M", "CAP REQ sasl")
        assert eve.codes("AUTHENTICATE PLAIN", "CAP END") == ["AUTHENTICATE", "906", "433"]
        assert eve.codes("NICK eve")[0] == "001"

    def test_who_never_negotiates_is_refused_at_once(self) -> None:
        assert Party(accounts=known()).connect().codes("NICK mara") == ["433"]

    def test_what_one_is_called_is_ones_own_from_then_on(self) -> None:
        accounts = known()
        party = Party(accounts=accounts)
        mara = party.join("lind", caps="sasl")
        assert mara.codes(*plain("mara", "sesame")) == ["AUTHENTICATE", "900", "903"]
        assert accounts.owner_of("lind") == "mara"

    def test_a_login_to_an_account_that_is_here_joins_the_person(self) -> None:
        party = Party(accounts=known())
        desk = asks(party)
        desk.says(*plain("mara", "sesame"), "NICK mara", "USER m 0 * :M", "CAP END", "JOIN #a")
        phone = asks(party)
        heard = phone.says(*scram("mara"), "NICK phone", "USER p 0 * :P", "CAP END")
        assert any(line.startswith(":hub 001 mara :") for line in heard)
        assert ":mara!m@10.0.0.1 JOIN #a" in heard


class TestChangingAccounts:
    def test_it_is_told_to_who_shares_a_channel(self) -> None:
        party = Party(accounts=known("mara", "bob"))
        eve = party.join("eve", "#a", caps="account-notify account-tag")
        user = party.join("user", "#a", caps="sasl")
        eve.hears()
        assert user.codes(*plain("mara", "sesame")) == ["AUTHENTICATE", "900", "903"]
        (line,) = eve.hears()
        assert (tags_of(line), untagged(line)) == ({"account": "mara"}, ":user!user@10.0.0.2 ACCOUNT mara")
        assert user.codes(*plain("mara", "sesame")) == ["AUTHENTICATE", "900", "903"]
        assert eve.hears() == []  # nothing has changed
        user.says(*plain("bob", "sesame"))
        assert untagged(eve.hears()[0]) == ":user!user@10.0.0.2 ACCOUNT bob"

    def test_a_login_that_fails_changes_nothing(self) -> None:
        party = Party(accounts=known("mara", "bob"))
        user = party.join("user", caps="sasl")
        user.says(*plain("mara", "sesame"), *plain("bob", "millet"))
        assert ":hub 330 user user mara :is logged in as" in user.says("WHOIS user")

    def test_it_may_be_done_before_the_welcome(self) -> None:
        party = Party(accounts=known("mara", "bob"))
        user = asks(party)
        user.says(*plain("mara", "sesame"), *plain("bob", "sesame"))
        user.says("NICK user", "USER u 0 * :U", "CAP END")
        assert ":hub 330 user user bob :is logged in as" in user.says("WHOIS user")

    def test_one_of_several_connections_does_not_change_it_for_the_others(self) -> None:
        party = Party(accounts=known("mara", "bob"))
        desk, phone = asks(party), asks(party)
        for friend in (desk, phone):
            friend.says(*plain("mara", "sesame"), "NICK mara", "USER m 0 * :M", "CAP END")
        assert phone.codes(*plain("bob", "sesame")) == ["AUTHENTICATE", "904"]
        assert phone.codes(*plain("mara", "sesame")) == ["AUTHENTICATE", "900", "903"]
        assert ":hub 330 mara mara mara :is logged in as" in desk.says("WHOIS mara")


class TestCertificates:
    def test_one_that_is_new_is_added_to_the_account_that_one_is_logged_in_to(self) -> None:
        accounts = known()
        mara = asks(Party(accounts=accounts), fingerprint="fp-phone")
        external = ["AUTHENTICATE EXTERNAL", "AUTHENTICATE +"]
        assert mara.codes(*plain("mara", "sesame"), *external)[-2:] == ["900", "903"]
        assert accounts.by_fingerprint("fp-phone") == "mara"

    def test_the_other_way_round_as_well(self) -> None:
        accounts = known()
        mara = asks(Party(accounts=accounts), fingerprint="fp-phone")
        mara.says("AUTHENTICATE EXTERNAL", "AUTHENTICATE +", *plain("mara", "sesame"))
        assert accounts.by_fingerprint("fp-phone") == "mara"

    def test_one_that_was_not_used_is_not(self) -> None:
        accounts = known()
        mara = asks(Party(accounts=accounts), fingerprint="fp-phone")
        mara.says(*plain("mara", "sesame"), "NICK mara", "USER m 0 * :M", "CAP END")
        assert accounts.by_fingerprint("fp-phone") is None

    def test_nor_one_that_asks_for_somebody_else(self) -> None:
        accounts = known("mara", "bob")
        mara = asks(Party(accounts=accounts), fingerprint="fp-phone")
        mara.says(*plain("mara", "sesame"), "AUTHENTICATE EXTERNAL")
        assert mara.codes(encoded("bob")) == ["904"]
        assert accounts.by_fingerprint("fp-phone") is None

    def test_one_of_another_account_stays_there(self) -> None:
        accounts = known("mara", "bob")
        accounts.add_certificate("bob", "fp-bob", 1.0)
        bob = asks(Party(accounts=accounts), fingerprint="fp-bob")
        bob.says(
            *plain("mara", "sesame"), "AUTHENTICATE EXTERNAL", "AUTHENTICATE +", *plain("mara", "sesame")
        )
        assert accounts.by_fingerprint("fp-bob") == "bob"
