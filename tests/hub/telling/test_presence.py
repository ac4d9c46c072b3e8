"""Several connections as others see them: away when all are, at the address of the oldest."""

from __future__ import annotations

import pytest

from tests.hub.party import Friend, Party, command_of


def _log_in(party: Party, *early: str, caps: str = "", address: str = "") -> Friend:
    """One more connection of Mara that says `early` before it is welcomed; it has heard all."""
    friend = party.connect("mara", fingerprint="fp", address=address)
    friend.says("CAP LS 302", f"CAP REQ :sasl {caps}", "AUTHENTICATE EXTERNAL", "AUTHENTICATE +")
    friend.says(*early, "NICK mara", "USER mara 0 * :Mara", "CAP END")
    return friend


class TestAwayBeforeRegistration:
    def test_it_takes_the_capability(self) -> None:
        bob = Party().connect("bob")
        assert bob.codes("AWAY :tea") == ["451"]

    def test_who_comes_away_is_away_from_the_start(self) -> None:
        party = Party()
        ann = party.join("ann", caps="extended-monitor away-notify")
        ann.says("MONITOR + bob")
        bob = party.connect("bob")
        bob.says("CAP LS 302", "CAP REQ draft/pre-away")
        assert bob.says("AWAY :tea") == [":hub 306 * :You have been marked as away"]
        bob.says("NICK bob", "USER bob 0 * :Bob", "CAP END")
        assert ann.hears() == [":hub 730 * bob!bob@10.0.0.2", ":bob!bob@10.0.0.2 AWAY :tea"]
        assert ann.says("PRIVMSG bob :hi") == [":hub 301 ann bob tea"]

    def test_it_may_be_taken_back(self) -> None:
        party = Party()
        bob = party.connect("bob")
        bob.says("CAP LS 302", "CAP REQ draft/pre-away")
        assert bob.codes("AWAY :tea", "AWAY") == ["306", "305"]
        bob.says("NICK bob", "USER bob 0 * :Bob", "CAP END")
        assert party.join("ann").says("PRIVMSG bob :hi") == []

    def test_nobody_sits_there_is_told_in_a_word(self) -> None:
        party = Party()
        bob = party.connect("bob")
        bob.says("CAP LS 302", "CAP REQ draft/pre-away", "AWAY *")
        bob.says("NICK bob", "USER bob 0 * :Bob", "CAP END")
        assert party.join("ann").says("PRIVMSG bob :hi") == [":hub 301 ann bob Away"]

    def test_without_the_capability_a_star_is_a_star(self) -> None:
        party = Party()
        party.join("bob").says("AWAY *")
        assert party.join("ann").says("PRIVMSG bob :hi") == [":hub 301 ann bob *"]


class TestSeveralConnections:
    def test_somebody_is_away_when_all_of_them_are(self) -> None:
        party = Party()
        ann = party.join("ann", "#a", caps="away-notify")
        desk = party.log_in("mara", "#a", fingerprint="fp", address="10.0.0.9")
        tablet = _log_in(party, caps="away-notify", address="10.0.0.9")
        party.quiet()
        assert desk.codes("AWAY :lunch") == ["306"]
        assert ann.hears() == []
        party.wait(1)
        assert tablet.codes("AWAY :train") == ["306"]
        assert ann.hears() == [":mara!mara@10.0.0.9 AWAY :train"]
        party.wait(1)
        assert desk.says("AWAY :lunch again") == [":hub 306 mara :You have been marked as away"]
        assert ann.hears() == [":mara!mara@10.0.0.9 AWAY :lunch again"]
        assert tablet.hears() == [":mara!mara@10.0.0.9 AWAY :lunch again"]
        assert desk.codes("AWAY") == ["305"]
        assert ann.hears() == [":mara!mara@10.0.0.9 AWAY"]

    def test_the_latest_reason_counts(self) -> None:
        party = Party()
        ann = party.join("ann")
        desk, tablet = _log_in(party, address="10.0.0.9"), _log_in(party, address="10.0.0.9")
        desk.says("AWAY :first")
        party.wait(5)
        tablet.says("AWAY :second")
        assert ann.says("PRIVMSG mara :hi") == [":hub 301 ann mara second"]

    def test_one_that_nobody_sits_at_does_not_count(self) -> None:
        party = Party()
        ann = party.join("ann", "#a", caps="away-notify")
        desk = party.log_in("mara", "#a", fingerprint="fp", address="10.0.0.9")
        desk.says("AWAY :lunch")
        party.quiet()
        phone = _log_in(party, "AWAY *", caps="draft/pre-away", address="10.0.0.9")
        assert ann.hears() == []
        desk.says("AWAY", "AWAY :out")
        assert ann.hears() == [":mara!mara@10.0.0.9 AWAY", ":mara!mara@10.0.0.9 AWAY :out"]
        phone.says("AWAY :")
        assert ann.hears() == [":mara!mara@10.0.0.9 AWAY"]
        phone.says("AWAY *")
        desk.says("QUIT")
        assert ann.hears() == [":mara!mara@10.0.0.9 AWAY :out", ":mara!mara@10.0.0.9 AWAY :Away"]

    def test_who_comes_by_another_one_is_back(self) -> None:
        party = Party()
        ann = party.join("ann", "#a", caps="away-notify")
        party.log_in("mara", "#a", fingerprint="fp", address="10.0.0.9").says("AWAY :lunch")
        party.quiet()
        tablet = _log_in(party, address="10.0.0.9")
        assert ann.hears() == [":mara!mara@10.0.0.9 AWAY"]
        tablet.says("QUIT")
        assert ann.hears() == [":mara!mara@10.0.0.9 AWAY :lunch"]


class TestChangingAddress:
    def test_it_is_that_of_the_oldest_connection(self) -> None:
        party = Party()
        ann, old = party.join("ann", "#a", caps="chghost"), party.join("old", "#a")
        desk = party.log_in("mara", "#a", fingerprint="fp", caps="chghost", address="10.0.0.7")
        tablet = _log_in(party, caps="chghost", address="10.0.0.8")
        phone = _log_in(party, caps="chghost", address="10.0.0.9")
        party.quiet()
        phone.says("QUIT")
        assert ann.hears() == []
        desk.says("QUIT")
        assert ann.hears() == tablet.hears() == [":mara!mara@10.0.0.7 CHGHOST mara 10.0.0.8"]
        assert old.hears() == []
        tablet.says("PRIVMSG #a :hi")
        assert old.hears() == [":mara!mara@10.0.0.8 PRIVMSG #a :hi"]

    def test_who_watches_is_told_too(self) -> None:
        party = Party()
        ann = party.join("ann", caps="chghost extended-monitor")
        ann.says("MONITOR + mara")
        desk = _log_in(party, address="10.0.0.7")
        _log_in(party, address="10.0.0.8")
        party.quiet()
        desk.says("QUIT")
        assert ann.hears() == [":mara!mara@10.0.0.7 CHGHOST mara 10.0.0.8"]

    @pytest.mark.parametrize("caps", ["", "chghost away-notify"])
    def test_the_end_of_the_hub_changes_nobody(self, caps: str) -> None:
        party = Party()
        desk = _log_in(party, caps=caps, address="10.0.0.7")
        tablet = _log_in(party, caps=caps, address="10.0.0.8")
        party.quiet()
        party.hub.close("Closed", party.now)
        assert [command_of(line) for line in [*desk.hears(), *tablet.hears()]] == ["ERROR", "ERROR"]

    def test_who_is_thrown_out_does_not_change_address_on_the_way(self) -> None:
        party = Party(operators={"root": "pw"})
        ann = party.join("ann", "#a", caps="chghost")
        party.log_in("mara", "#a", fingerprint="fp", address="10.0.0.7")
        _log_in(party, address="10.0.0.8")
        ann.says("OPER root pw")
        assert [command_of(line) for line in ann.says("KILL mara :enough")] == ["QUIT"]
