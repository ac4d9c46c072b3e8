"""WHO, WHOX, WHOIS, WHOWAS, ISON, USERHOST."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.hub.party import Party, command_of


class TestWhois:
    def test_it_tells_all(self) -> None:
        party = Party(room_name="Robotics", operators={"root": "pw"})
        bob = party.join("bob", "#a", "#b", secure=True)
        bob.says("OPER root pw", "AWAY :lunch")
        party.wait(30)
        assert party.join("ann").says("WHOIS BOB") == [
            ":hub 311 ann bob bob 10.0.0.1 * :Bob Real",
            ":hub 319 ann bob :@#a @#b",
            ":hub 312 ann bob hub Robotics",
            ":hub 301 ann bob lunch",
            ":hub 313 ann bob :is an operator",
            ":hub 671 ann bob :is using a secure connection",
            f":hub 317 ann bob 30 {int(party.now) - 30} :seconds idle, signon time",
            ":hub 318 ann BOB :End of WHOIS",
        ]

    def test_the_host_is_shown_as_such(self) -> None:
        party = Party()
        party.owner("host")
        assert ":hub 313 ann host :is the host" in party.join("ann").says("WHOIS host")

    def test_speaking_ends_idling(self) -> None:
        party = Party()
        bob = party.join("bob")
        party.wait(30)
        assert bob.says("PRIVMSG bob :x", "WHOIS bob")[-2].split(" ")[4] == "0"

    @pytest.mark.parametrize(
        ("line", "codes"),
        [
            ("WHOIS", ["431"]),
            ("WHOIS :", ["431"]),
            ("WHOIS nobody", ["401", "318"]),
            ("WHOIS elsewhere bob", ["402"]),
            ("WHOIS hub nobody", ["401", "318"]),
            ("WHOIS bob nobody", ["401", "318"]),
        ],
    )
    def test_who_is_not_there(self, line: str, codes: list[str]) -> None:
        assert Party().join("bob").codes(line) == codes

    def test_the_invisible_show_channels_to_companions_only(self) -> None:
        party = Party()
        bob, ann, zoe = party.join("bob", "#a", "#b"), party.join("ann", "#a"), party.join("zoe")
        bob.says("MODE bob +i")
        assert "319" in ann.codes("WHOIS bob")
        assert "319" not in zoe.codes("WHOIS bob")
        assert "319" in bob.codes("WHOIS bob")


def utc(moment: float) -> str:
    """As people read it, whatever zone they are in."""
    return f"{datetime.fromtimestamp(int(moment), UTC).replace(tzinfo=None)} UTC"


class TestWhowas:
    def test_former_names_are_kept_newest_first(self) -> None:
        party = Party()
        bob, ann = party.join("bob"), party.join("ann")
        bob.says("NICK robert")
        party.wait(5)
        party.join("bob").says("QUIT")
        assert ann.says("WHOWAS BOB") == [
            ":hub 314 ann bob bob 10.0.0.3 * :Bob Real",
            f":hub 312 ann bob hub :until {utc(party.now)}",
            ":hub 314 ann bob bob 10.0.0.1 * :Bob Real",
            f":hub 312 ann bob hub :until {utc(party.now - 5)}",
            ":hub 369 ann BOB :End of WHOWAS",
        ]
        assert ann.codes("WHOWAS bob 1") == ["314", "312", "369"]
        assert ann.codes("WHOWAS bob 0") == ["314", "312", "314", "312", "369"]
        assert ann.codes("WHOWAS bob -1") == ["314", "312", "314", "312", "369"]

    @pytest.mark.parametrize(
        ("line", "codes"), [("WHOWAS", ["431"]), ("WHOWAS :", ["431"]), ("WHOWAS nobody", ["406", "369"])]
    )
    def test_nobody(self, line: str, codes: list[str]) -> None:
        assert Party().join("bob").codes(line) == codes


def test_ison_tells_who_is_here() -> None:
    party = Party()
    party.join("ann")
    bob = party.join("bob")
    assert bob.says("ISON ANN nobody :zoe BOB") == [":hub 303 bob :ann bob"]
    assert bob.says("ISON nobody") == [":hub 303 bob :"]


def test_userhost_tells_address_operator_and_away() -> None:
    party = Party(operators={"root": "pw"})
    ann = party.join("ann")
    ann.says("AWAY :x", "OPER root pw")
    bob = party.join("bob")
    assert bob.says("USERHOST ann nobody bob") == [":hub 302 bob :ann*=-ann@10.0.0.1 bob=+bob@10.0.0.2"]


def test_addresses_of_every_kind_stand_in_a_source() -> None:
    party = Party()
    bob = party.join("bob", address="::1")
    party.join("ann", address="::ffff:192.168.1.9")
    party.join("zoe", address="fe80::1%eth0")
    assert bob.says("USERHOST bob ann zoe") == [
        ":hub 302 bob :bob=+bob@0::1 ann=+ann@192.168.1.9 zoe=+zoe@fe80::1%eth0"
    ]


class TestWho:
    def party(self) -> Party:
        party = Party(operators={"root": "pw"})
        party.join("bob", "#a").says("OPER root pw")
        party.join("ann", "#a").says("AWAY :x")
        party.join("hid", "#b").says("MODE hid +i")
        return party

    @pytest.mark.parametrize(
        ("line", "found"),
        [
            ("WHO #a", ["bob", "ann"]),
            ("WHO #A o", ["bob"]),
            ("WHO #none", []),
            ("WHO #b", []),
            ("WHO *", ["bob", "ann", "zoe"]),
            ("WHO 0", ["bob", "ann", "zoe"]),
            ("WHO ANN", ["ann"]),
            ("WHO hid", ["hid"]),
            ("WHO h*d", []),
            ("WHO a*", ["ann"]),
            ("WHO 10.0.0.1", ["bob"]),
            ("WHO *REAL*", ["bob", "ann", "zoe"]),
            ("WHO hub", ["bob", "ann", "zoe"]),
            ("WHO nobody", []),
        ],
    )
    def test_it_finds(self, line: str, found: list[str]) -> None:
        *replies, end = self.party().join("zoe").says(line)
        assert [reply.split(" ")[7] for reply in replies] == found
        assert end == f":hub 315 zoe {line.split(' ')[1]} :End of WHO"

    def test_replies_tell_flags(self) -> None:
        party = self.party()
        assert party.join("zoe").says("WHO #a")[:2] == [
            ":hub 352 zoe #a bob 10.0.0.1 hub bob H*@ :0 Bob Real",
            ":hub 352 zoe #a ann 10.0.0.2 hub ann G :0 Ann Real",
        ]
        multi = party.join("yan", "#a", caps="multi-prefix")
        party.friends[1].says("MODE #a +v bob")
        party.quiet()
        assert multi.says("WHO #a")[0].split(" ")[8] == "H*@+"

    def test_the_invisible_are_found_by_companions_and_themselves(self) -> None:
        party = self.party()
        kim = party.join("kim", "#b")
        assert kim.codes("WHO h*d", "WHO #b") == ["352", "315", "352", "352", "315"]
        assert party.friends[3].codes("WHO h*d", "WHO #b")[-6:] == ["352", "315", "352", "352", "315"]

    def test_whox_tells_the_fields_that_are_asked_in_its_own_order(self) -> None:
        zoe = self.party().join("zoe")
        assert zoe.says("WHO #a o%rnfacuihsdlot,42")[0] == (
            ":hub 354 zoe 42 #a bob 10.0.0.1 10.0.0.1 hub bob H*@ 0 0 0 n/a :Bob Real"
        )
        assert zoe.says("WHO ann %cnt")[0] == ":hub 354 zoe 0 #a ann"
        assert zoe.says("WHO ann %nt,4x")[0] == ":hub 354 zoe 0 ann"
        assert zoe.says("WHO ann %nt,1234")[0] == ":hub 354 zoe 0 ann"
        assert command_of(zoe.says("WHO ann %")[0]) == "354"

    def test_whox_tells_a_channel_that_one_may_know_of(self) -> None:
        party = self.party()
        party.join("spy", "#s").says("MODE #s +s")
        zoe = party.join("zoe")
        assert zoe.says("WHO hid %cn")[0] == ":hub 354 zoe * hid"
        assert zoe.says("WHO spy %cn")[0] == ":hub 354 zoe * spy"
        zoe.says("JOIN #b")
        assert zoe.says("WHO hid %cn")[0] == ":hub 354 zoe #b hid"

    def test_whox_tells_accounts_and_who_is_away(self) -> None:
        party = self.party()
        party.log_in("mara", "#a").says("AWAY :tea")
        assert party.join("zoe").says("WHO mara %naf")[0] == ":hub 354 zoe mara G mara"
