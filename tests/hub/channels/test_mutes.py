"""Somebody who may not speak for some time: by whom, until when, and what outlives the hub."""

from __future__ import annotations

import json

import pytest

from app.hub.channels import persistence
from tests.hub.party import Friend, Party, command_of
from tests.hub.restarts import Kept, names

ROOM = "#hubbub"


def host_of(party: Party) -> Friend:
    return party.owner("host", ROOM)


def may_speak(friend: Friend, channel: str = ROOM) -> bool:
    return "404" not in friend.codes(f"PRIVMSG {channel} :hello")


def bans(friend: Friend, channel: str = ROOM) -> list[str]:
    return [line.split(" ")[4] for line in friend.says(f"MODE {channel} b") if " 367 " in line]


class TestMute:
    @pytest.mark.parametrize(("seconds", "later"), [(600, True), (3600, False), (0, False)])
    def test_it_ends_by_itself(self, seconds: int, later: bool) -> None:
        party = Party()
        host, bob = host_of(party), party.log_in("bob", ROOM)
        assert host.says(f"HUBBUB MUTE {ROOM} bob bob * {seconds}") == [
            f":host!host@127.0.0.1 MODE {ROOM} +b ~m:~a:bob",
            f":hub HUBBUB MUTED {ROOM} bob {seconds} ~m:~a:bob",
        ]
        assert bob.hears() == [f":host!host@127.0.0.1 MODE {ROOM} +b ~m:~a:bob"]
        assert not may_speak(bob)
        party.wait(599)
        assert not may_speak(bob)
        party.wait(1)
        assert bob.hears() == ([f":hub MODE {ROOM} -b ~m:~a:bob"] if later else [])
        assert may_speak(bob) is later

    def test_another_name_does_not_help(self) -> None:
        party = Party()
        host, bob = host_of(party), party.log_in("bob", ROOM)
        host.says(f"HUBBUB MUTE {ROOM} bob bob * 600")
        bob.says("NICK robert")
        assert not may_speak(bob)

    def test_nor_does_it_where_there_is_nothing_but_the_name(self) -> None:
        party = Party()
        host = host_of(party)
        party.join("zoe", ROOM, address="10.0.0.9")
        eve = party.join("eve", ROOM, address="10.0.0.9")
        assert "+b ~m:eve!*@*" in host.says(f"HUBBUB MUTE {ROOM} eve * * 600")[0]
        eve.hears()
        assert eve.codes("NICK evil") == ["435"]
        assert eve.codes("NICK Eve") == ["NICK"]
        assert not may_speak(eve)
        host.says(f"MODE {ROOM} -b ~m:eve!*@*")
        eve.hears()
        assert eve.codes("NICK evil") == ["NICK"]

    @pytest.mark.parametrize("goes", [f"PART {ROOM}", "QUIT"])
    def test_nothing_is_said_in_leaving(self, goes: str) -> None:
        party = Party()
        host, bob = host_of(party), party.log_in("bob", ROOM)
        host.says(f"HUBBUB MUTE {ROOM} bob bob * 600")
        bob.says(f"{goes} :you are all fools")
        [line] = host.hears()
        assert command_of(line) == goes.split(" ")[0]
        assert "fools" not in line

    def test_who_had_a_voice_has_none_any_more(self) -> None:
        party = Party()
        host, bob = host_of(party), party.log_in("bob", ROOM)
        host.says(f"MODE {ROOM} +v bob")
        assert f"MODE {ROOM} -v+b bob ~m:~a:bob" in host.says(f"HUBBUB MUTE {ROOM} bob bob * 0")[0]
        assert not may_speak(bob)
        bob.says(f"PART {ROOM}", f"JOIN {ROOM}")
        assert names(bob, ROOM) == "~host bob"

    def test_a_second_time_only_the_end_changes(self) -> None:
        party = Party()
        host, bob = host_of(party), party.log_in("bob", ROOM)
        host.says(f"HUBBUB MUTE {ROOM} bob * * 600")
        assert host.says(f"HUBBUB MUTE {ROOM} bob * * 0") == [f":hub HUBBUB MUTED {ROOM} bob 0 ~m:~a:bob"]
        party.wait(700)
        assert not may_speak(bob)

    def test_a_moderator_lifts_it_before(self) -> None:
        party = Party()
        host, bob = host_of(party), party.log_in("bob", ROOM)
        host.says(f"HUBBUB MUTE {ROOM} bob * * 600", f"MODE {ROOM} -b ~m:~a:bob")
        assert may_speak(bob)
        host.says(f"MODE {ROOM} +b ~m:~a:bob")  # by hand, for good
        party.wait(700)
        assert not may_speak(bob)

    @pytest.mark.parametrize(
        ("address", "mask"), [("10.0.0.7", "~m:*!*@10.0.0.7"), ("127.0.0.1", "~m:bob!*@*")]
    )
    def test_who_has_no_account(self, address: str, mask: str) -> None:
        party = Party()
        host = host_of(party)
        bob = party.join("bob", ROOM, address=address)
        host.says(f"HUBBUB MUTE {ROOM} bob * {address} 600")
        assert bans(host) == [mask]
        assert not may_speak(bob)

    def test_an_address_of_several_members_is_nobodys(self) -> None:
        party = Party()
        host = host_of(party)
        party.join("bob", ROOM, address="10.0.0.7")
        zoe = party.join("zoe", ROOM, address="10.0.0.7")
        host.says(f"HUBBUB MUTE {ROOM} bob * * 600")
        assert bans(host) == ["~m:bob!*@*"]
        assert may_speak(zoe)

    def test_a_name_with_a_sign_of_masks(self) -> None:
        party = Party()
        host, bob = host_of(party), party.join("b\\ob", ROOM, address="127.0.0.1")
        host.says(f"HUBBUB MUTE {ROOM} b\\ob * * 600")
        assert bans(host) == ["~m:b\\\\ob!*@*"]
        assert not may_speak(bob)

    def test_it_goes_with_the_channels_name(self) -> None:
        party = Party()
        anna, bob = party.log_in("anna", "#a"), party.log_in("bob", "#a")
        anna.says("HUBBUB MUTE #a bob * * 600", "RENAME #a #b :new")
        assert not may_speak(bob, "#b")
        party.wait(601)
        assert may_speak(bob, "#b")

    def test_nothing_ends_in_a_channel_that_is_gone(self) -> None:
        party = Party()
        anna, bob = party.join("anna", "#a"), party.join("bob", "#a")
        anna.says("HUBBUB MUTE #a bob * * 600", "PART #a")
        bob.says("PART #a")
        party.wait(601)
        assert anna.says("JOIN #a")[-1].endswith(" :End of names")


class TestRefusals:
    @pytest.mark.parametrize(
        ("line", "code"),
        [
            ("HUBBUB MUTE #hubbub bob * * 600", "482"),
            ("HUBBUB MUTE #none bob * * 600", "403"),
            ("HUBBUB MUTE #other bob * * 600", "442"),
            ("HUBBUB MUTE #hubbub bob * * x", "FAIL"),
            ("HUBBUB MUTE #hubbub bob * * 86401", "FAIL"),
            ("HUBBUB MUTE #hubbub bob * * 99999999999999999999", "FAIL"),
            ("HUBBUB MUTE #hubbub bob", "FAIL"),
        ],
    )
    def test_of_a_member(self, line: str, code: str) -> None:
        party = Party()
        host_of(party)
        party.join("other", "#other")
        party.log_in("bob", ROOM)
        zoe = party.log_in("zoe", ROOM)
        assert zoe.codes(line) == [code]

    @pytest.mark.parametrize(
        ("who", "code"), [("host", "FAIL"), ("mod", "FAIL"), ("nobody", "441"), ("away", "441")]
    )
    def test_of_a_moderator(self, who: str, code: str) -> None:
        party = Party()
        host, mod = host_of(party), party.log_in("mod", ROOM)
        party.log_in("away")
        host.says(f"MODE {ROOM} +o mod")
        mod.hears()
        assert mod.codes(f"HUBBUB MUTE {ROOM} {who} * * 600") == [code]

    @pytest.mark.parametrize("seconds", ["86401", "x", "", "-1", "²", "0" * 9 + "9" * 400])
    def test_a_time_that_is_none(self, seconds: str) -> None:
        party = Party()
        host, bob = host_of(party), party.log_in("bob", ROOM)
        assert "NEED_MORE_PARAMS" in host.says(f"HUBBUB MUTE {ROOM} bob bob * {seconds}")[0]
        assert may_speak(bob)

    def test_before_one_is_in(self) -> None:
        assert Party().connect().codes("HUBBUB MUTE #hubbub bob * * 600") == ["451"]

    def test_a_full_list(self) -> None:
        party = Party()
        host = host_of(party)
        party.log_in("bob", ROOM)
        for number in range(100):
            host.says(f"MODE {ROOM} +b x{number}")
        assert host.codes(f"HUBBUB MUTE {ROOM} bob * * 600") == ["478"]


class TestRestart:
    @pytest.mark.parametrize(("after", "is_over"), [(300.0, False), (900.0, True)])
    def test_it_ends_when_it_would_have(self, after: float, is_over: bool) -> None:
        kept = Kept()
        party = kept.party()
        host = host_of(party)
        party.log_in("bob", ROOM)
        host.says(f"HUBBUB MUTE {ROOM} bob * * 600")
        later = kept.party(after=after)
        bob = later.log_in("bob", ROOM)
        later.wait(1)
        assert may_speak(bob) is is_over
        later.wait(300)
        assert may_speak(bob)

    def test_earlier_versions_read_the_record(self) -> None:
        kept = Kept()
        party = kept.party()
        host = host_of(party)
        party.log_in("bob", ROOM)
        host.says(f"HUBBUB MUTE {ROOM} bob * * 600")
        [text] = [text for key, text in kept.records.all(persistence.KIND) if key == ROOM]
        read = json.loads(text)
        assert [len(entry) for entry in read["lists"]["b"]] == [3]
        assert read["ends"] == {"~m:~a:bob": party.now + 600}

    @pytest.mark.parametrize("ends", [[], {"~m:~a:bob": "x"}, 7])
    def test_a_damaged_end_closes_the_channel(self, ends: object) -> None:
        kept = Kept()
        party = kept.party()
        host = host_of(party)
        party.log_in("bob", ROOM)
        host.says(f"HUBBUB MUTE {ROOM} bob * * 600")
        [text] = [text for key, text in kept.records.all(persistence.KIND) if key == ROOM]
        kept.records.put(persistence.KIND, ROOM, json.dumps(json.loads(text) | {"ends": ends}))
        assert kept.party().log_in("zoe").codes(f"JOIN {ROOM}") == ["473"]
