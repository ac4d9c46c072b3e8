"""MONITOR and extended-monitor: hearing of people with whom one shares no channel."""

from __future__ import annotations

import pytest

from app.hub.telling.presence import WATCHED
from tests.hub.party import Party, command_of


class TestMonitor:
    def test_adding_tells_who_is_here(self) -> None:
        party = Party()
        party.join("bob")
        assert party.join("ann").says("MONITOR + BOB,zoe,,kim") == [
            ":hub 730 ann bob!bob@10.0.0.1",
            ":hub 731 ann zoe,kim",
        ]

    def test_coming_and_going_is_told(self) -> None:
        party = Party()
        ann = party.join("ann")
        ann.says("MONITOR + Bob")
        bob = party.connect("bob")
        bob.says("NICK bob", "USER bob 0 * :Bob")
        assert ann.hears() == [":hub 730 * bob!bob@10.0.0.2"]
        bob.says("QUIT")
        assert ann.hears() == [":hub 731 * bob"]

    def test_who_is_not_welcomed_yet_is_not_here(self) -> None:
        party = Party()
        ann = party.join("ann")
        ann.says("MONITOR + bob")
        party.connect().says("NICK bob")
        assert ann.hears() == []

    def test_a_change_of_nickname_is_going_and_coming(self) -> None:
        party = Party()
        ann, bob = party.join("ann"), party.join("bob")
        ann.says("MONITOR + bob,rob")
        bob.says("NICK BOB")
        assert ann.hears() == []
        bob.says("NICK rob")
        assert ann.hears() == [":hub 731 * BOB", ":hub 730 * rob!bob@10.0.0.2"]

    def test_further_connections_of_somebody_are_not_told(self) -> None:
        party = Party()
        ann = party.join("ann")
        ann.says("MONITOR + mara")
        party.log_in("mara", fingerprint="fp")
        party.quiet()
        tablet = party.connect(fingerprint="fp")
        tablet.says("CAP LS 302", "CAP REQ sasl", "AUTHENTICATE EXTERNAL", "AUTHENTICATE +")
        tablet.says("NICK tablet", "USER t 0 * :T", "CAP END", "QUIT")
        assert ann.hears() == []

    def test_each_connection_has_a_list_of_its_own(self) -> None:
        party = Party()
        desk, tablet = party.log_in("mara", fingerprint="fp"), party.log_in("x", fingerprint="fp")
        desk.says("MONITOR + bob")
        party.join("bob").says("QUIT")
        assert tablet.says("MONITOR L") == [":hub 733 mara :End of MONITOR list"]

    def test_removing_and_clearing_say_nothing(self) -> None:
        party = Party()
        ann, zoe = party.join("ann"), party.join("zoe")
        ann.says("MONITOR + bob,kim,tom")
        zoe.says("MONITOR + kim")
        assert ann.says("MONITOR - BOB,nobody", "MONITOR c") == []
        party.connect().says("NICK bob", "USER bob 0 * :Bob")
        party.connect().says("NICK kim", "USER kim 0 * :Kim")
        assert ann.hears() == []
        assert zoe.hears() == [":hub 730 * kim!kim@10.0.0.4"]

    def test_the_list_and_how_they_are(self) -> None:
        party = Party()
        party.join("bob")
        ann = party.join("ann")
        ann.says("MONITOR + Bob,bob,ZOE")
        assert ann.says("MONITOR L", "MONITOR s") == [
            ":hub 732 ann Bob,ZOE",
            ":hub 733 ann :End of MONITOR list",
            ":hub 730 ann bob!bob@10.0.0.1",
            ":hub 731 ann ZOE",
        ]

    def test_what_is_no_nickname_is_never_here(self) -> None:
        ann = Party().join("ann")
        assert ann.says("MONITOR + *!u@h,#a") == [":hub 731 ann *!u@h,#a"]
        assert ann.codes("MONITOR L") == ["733"]

    def test_a_list_ends_somewhere(self) -> None:
        ann = Party().join("ann")
        nicks = [f"n{number}" for number in range(WATCHED + 2)]
        for at in range(0, WATCHED, 50):
            ann.says(f"MONITOR + {','.join(nicks[at : at + 50])}")
        assert ann.says(f"MONITOR + n1,{','.join(nicks[WATCHED:])}") == [
            ":hub 731 ann n1",
            f":hub 734 ann {WATCHED} n{WATCHED},n{WATCHED + 1} :Monitor list is full",
        ]

    def test_long_lists_take_more_than_one_line(self) -> None:
        ann = Party().join("ann")
        nicks = [f"{'n' * 29}{number:03}" for number in range(WATCHED)]
        ann.says(*(f"MONITOR + {','.join(nicks[at : at + 10])}" for at in range(0, WATCHED, 10)))
        heard = ann.says("MONITOR L")
        assert [command_of(line) for line in heard] == ["732"] * 7 + ["733"]
        assert all(len(line.encode()) <= 510 for line in heard)
        assert sum(len(line.split(",")) for line in heard[:-1]) == WATCHED

    def test_who_went_hears_no_more(self) -> None:
        party = Party()
        party.join("ann").says("MONITOR + bob,ann", "QUIT")
        assert party.join("bob").says("MONITOR + ann") == [":hub 731 bob ann"]

    def test_the_end_of_the_hub_is_told_once(self) -> None:
        party = Party()
        ann, bob = party.join("ann"), party.join("bob")
        ann.says("MONITOR + bob")
        bob.says("MONITOR + ann")
        party.hub.close("Closed", party.now)
        assert [command_of(line) for line in [*ann.hears(), *bob.hears()]] == ["ERROR", "ERROR"]

    @pytest.mark.parametrize(
        ("line", "code"),
        [("MONITOR", "461"), ("MONITOR +", "461"), ("MONITOR - :", "461"), ("MONITOR x", "400")],
    )
    def test_what_makes_no_sense(self, line: str, code: str) -> None:
        assert Party().join("ann").codes(line) == [code]


class TestExtendedMonitor:
    @pytest.mark.parametrize(
        ("cap", "line", "heard"),
        [
            ("away-notify", "AWAY :tea", "AWAY :tea"),
            ("setname", "SETNAME :Bob B.", "SETNAME :Bob B."),
        ],
    )
    def test_changes_are_told(self, cap: str, line: str, heard: str) -> None:
        party = Party()
        ann = party.join("ann", caps=f"extended-monitor {cap}")
        plain = party.join("plain", caps=cap)
        unable = party.join("unable", caps="extended-monitor")
        bob = party.join("bob")
        for watcher in (ann, plain, unable):
            watcher.says("MONITOR + bob")
        bob.says(line)
        assert ann.hears() == [f":bob!bob@10.0.0.4 {heard}"]
        assert plain.hears() == []
        assert unable.hears() == []

    def test_a_login_is_told(self) -> None:
        party = Party()
        ann = party.join("ann", caps="extended-monitor account-notify")
        mara = party.join("mara", caps="sasl", fingerprint="fp")
        ann.says("MONITOR + mara")
        mara.says("AUTHENTICATE EXTERNAL", "AUTHENTICATE +")
        assert ann.hears() == [":mara!mara@10.0.0.2 ACCOUNT mara"]

    def test_who_shares_a_channel_too_is_told_once(self) -> None:
        party = Party()
        ann = party.join("ann", "#a", caps="extended-monitor away-notify")
        bob = party.join("bob", "#a")
        ann.says("MONITOR + bob,ann")
        bob.says("AWAY :tea")
        assert ann.hears() == [":bob!bob@10.0.0.2 AWAY :tea"]
        assert ann.codes("AWAY :too") == ["306"]
