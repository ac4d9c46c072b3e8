"""Proving a password without sending it (SCRAM-SHA-256), and what guessing finds out."""

from __future__ import annotations

from base64 import b64decode, b64encode

import pytest

from app.hub.data.storage import Credentials
from app.irc.confusables import nick_keys
from tests.hub.logins import PROOF, asks, encoded, known, plain, scram
from tests.hub.party import Party, command_of, verifier_of


class TestScram:
    def test_the_right_proof_logs_in_after_the_hub_has_shown_its_own(self) -> None:
        mara = asks(Party(accounts=known()))
        begin, first, final, end = scram("mara")
        assert mara.says(begin) == [":hub AUTHENTICATE +"]
        (answer,) = mara.says(first)
        assert b64decode(answer.split()[-1]) == b"first,i=4096"
        (answer,) = mara.says(final)
        assert b64decode(answer.split()[-1]) == b"final"
        assert mara.codes(end) == ["900", "903"]

    def test_a_wrong_proof_does_not(self) -> None:
        mara = asks(Party(accounts=known()))
        assert mara.codes(*scram("mara", "millet")[:3]) == ["AUTHENTICATE", "AUTHENTICATE", "904"]
        assert mara.codes(*scram("mara"))[-1] == "903"

    @pytest.mark.parametrize("first", ["malformed", "n,,r=abc", ""])
    def test_nonsense_does_not(self, first: str) -> None:
        party = Party(accounts=known())
        mara = asks(party)
        mara.says("AUTHENTICATE SCRAM-SHA-256")
        assert mara.codes(encoded(first or "malformed"))[-1] in ("904", "AUTHENTICATE")
        assert "903" not in mara.codes(encoded(PROOF), "AUTHENTICATE +")

    def test_bytes_that_are_no_text_do_not(self) -> None:
        mara = asks(Party(accounts=known()))
        assert mara.codes("AUTHENTICATE SCRAM-SHA-256", "AUTHENTICATE /w==") == ["AUTHENTICATE", "904"]
        assert mara.codes(*scram("mara")[:2], "AUTHENTICATE /w==")[-1] == "904"

    @pytest.mark.parametrize("name", ["nobody", "certified", "unprepared"])
    def test_who_has_nothing_to_prove_is_asked_as_if(self, name: str) -> None:
        accounts = known("mara")
        accounts.create("certified", nick_keys("certified"), 1.0, fingerprint="fp")
        accounts.create("unprepared", ("unprepared",), 1.0, credentials=Credentials(verifier_of("sesame")))
        party = Party(accounts=accounts)
        kept = []
        for _ in range(2):
            eve = asks(party)
            party.works = False
            eve.says(*scram(name)[:2])
            kept.append(party.work[0].data[1])  # type: ignore[index]  # as the kind says
            party.works = True
            eve.hears()
            assert eve.codes(*scram(name)[2:]) == ["904", "908", "904"]
        assert kept[0] == kept[1]  # a salt that changed would give it away
        assert kept[0].salt != accounts.secret()

    def test_a_proof_that_fits_what_is_made_up_proves_nobody(self) -> None:
        class Fitting(Party):
            def do_work(self) -> None:
                work, self.work = self.work, []
                for each in work:
                    result = "final" if each.kind == "proof" else (each.data, "first")
                    self.hub.complete(each.id, result, self.now)
                self._turn()

        eve = asks(Fitting(accounts=known()))
        assert eve.codes(*scram("nobody")[:3])[-1] == "904"
        assert asks(Fitting(accounts=known())).codes(*scram("mara"))[-1] == "903"


class TestChannelBinding:
    """The proof bound to one TLS connection; the thread does it, the hub hands it what it needs."""

    BINDING = b"exported" * 4

    def test_it_is_offered_where_tls_has_something_to_bind_to(self) -> None:
        party = Party(accounts=known())
        for connection, offered in (
            ({}, "SCRAM-SHA-256,PLAIN"),
            ({"secure": True}, "SCRAM-SHA-256,PLAIN"),
            ({"secure": True, "channel_binding": self.BINDING}, "SCRAM-SHA-256-PLUS,SCRAM-SHA-256,PLAIN"),
            (
                {"secure": True, "channel_binding": self.BINDING, "fingerprint": "f" * 64},
                "EXTERNAL,SCRAM-SHA-256-PLUS,SCRAM-SHA-256,PLAIN",
            ),
        ):
            told = " ".join(party.connect("mara", **connection).says("CAP LS 302"))
            assert f"sasl={offered}" in told.replace(":sasl", "sasl").split()

    def test_who_is_not_on_such_a_connection_may_not_ask_for_it(self) -> None:
        mara = asks(Party(accounts=known()))
        assert mara.codes("AUTHENTICATE SCRAM-SHA-256-PLUS") == ["908", "904"]

    @pytest.mark.parametrize("mechanism", ["SCRAM-SHA-256", "SCRAM-SHA-256-PLUS"])
    def test_the_thread_is_told_what_to_bind_to_and_whether(self, mechanism: str) -> None:
        party = Party(accounts=known())
        mara = asks(party, secure=True, channel_binding=self.BINDING)
        party.works = False
        mara.says(*scram("mara", mechanism=mechanism)[:2])
        assert party.work[0].data[2:] == (self.BINDING, mechanism.endswith("PLUS"))  # type: ignore[index]
        assert repr(self.BINDING) not in repr(party.work[0])
        party.works = True
        mara.hears()
        assert mara.codes(*scram("mara", mechanism=mechanism)[2:])[-1] == "903"


class TestGuessing:
    """What fails fails alike: the same steps, the same words, and ever slower."""

    @pytest.mark.parametrize("lines", [plain("nobody", "sesame"), plain("mara", "millet")])
    def test_an_unknown_name_costs_what_a_known_one_does(self, lines: list[str]) -> None:
        accounts = known(credentials=Credentials(verifier_of("sesame")))
        party = Party(accounts=accounts)
        party.works = False
        eve = asks(party)
        assert [command_of(line) for line in eve.says(*lines)] == ["AUTHENTICATE"]
        (work,) = party.work
        password, verifier = work.data  # type: ignore[misc]  # as the kind says
        assert work.kind == "check"
        assert (len(verifier.salt), verifier.n, verifier.r, verifier.p) == (16, 2**15, 8, 1)
        assert password not in repr(work)
        party.do_work()
        assert eve.hears() == [":hub 904 * :Wrong name or password"]

    @pytest.mark.parametrize("login", [plain("mara", "millet"), scram("mara", "millet")[:3]])
    def test_it_is_made_slow_for_the_address(self, login: list[str]) -> None:
        party = Party(accounts=known())
        eve = asks(party, address="10.0.0.9")
        for _ in range(3):
            assert eve.says(*login)[-1] == ":hub 904 * :Wrong name or password"
        slow = ":hub 904 * :Too many wrong passwords, try again in 2 seconds"
        other = asks(party, address="10.0.0.9")
        party.works = False
        assert other.says(*plain("mara", "sesame"))[-1] == slow
        assert other.says(*scram("mara")[:2])[-1] == slow
        assert party.work == []  # nothing was derived
        party.works = True
        assert asks(party, address="10.0.0.8").codes(*plain("mara", "sesame"))[-1] == "903"
        party.wait(3)
        assert other.codes(*plain("mara", "sesame"))[-1] == "903"

    def test_many_at_once_are_judged_one_after_the_other(self) -> None:
        party = Party(accounts=known())
        party.works = False
        guessers = [asks(party, address="10.0.0.9") for _ in range(5)]
        for number, eve in enumerate(guessers):
            eve.says(*plain("mara", "sesame" if number == 4 else "millet"))
        party.do_work()
        assert ["Too many" in eve.hears()[-1] for eve in guessers] == [False, False, False, True, True]

    def test_a_hub_that_is_busy_blames_nobody(self) -> None:
        class Busy(Party):
            def do_work(self) -> None:
                work, self.work = self.work, []
                for each in work:
                    self.hub.complete(each.id, None, self.now)
                self._turn()

        party = Busy(accounts=known())
        mara = asks(party)
        for _ in range(4):
            heard = mara.says(*plain("mara", "sesame"))
            assert heard[-1] == ":hub 904 * :The password could not be checked, try again"

    def test_a_lost_proof_blames_nobody_either(self) -> None:
        party = Party(accounts=known())
        mara = asks(party)
        mara.says(*scram("mara")[:2])
        party.works = False
        mara.says(scram("mara")[2])
        party.hub.complete(party.work.pop().id, None, party.now)
        assert mara.hears() == [":hub 904 * :The password could not be checked, try again"]

    def test_no_password_shows_in_what_a_session_is(self) -> None:
        party = Party(accounts=known())
        mara = asks(party)
        party.works = False
        mara.says("AUTHENTICATE PLAIN", f"AUTHENTICATE {'QUJD' * 100}")
        (session,) = party.hub._state.sessions.values()
        assert "QUJD" not in repr(session)
        mara.says("AUTHENTICATE *", *plain("mara", "sesame"))
        assert "sesame" not in repr(session) + repr(party.work)
        assert b64encode(b"sesame").decode()[:-1] not in repr(session)
