"""JOIN, PART, KICK, TOPIC, NAMES, LIST, INVITE."""

from __future__ import annotations

import pytest

from app.hub.data.events import Invited, Joined, Kicked, Parted, TopicSet
from tests.hub.party import ALL_CAPS, Party, command_of


class TestJoin:
    def test_who_makes_a_channel_moderates_it(self) -> None:
        party = Party()
        bob = party.join("bob")
        assert bob.says("JOIN #a") == [
            ":bob!bob@10.0.0.1 JOIN #a",
            ":hub 353 bob = #a @bob",
            ":hub 366 bob #a :End of names",
        ]
        ann = party.join("ann")
        assert ann.says("JOIN #A") == [
            ":ann!ann@10.0.0.2 JOIN #a",
            ":hub 353 ann = #a :@bob ann",
            ":hub 366 ann #a :End of names",
        ]
        assert bob.hears() == [":ann!ann@10.0.0.2 JOIN #a"]
        assert party.happened(Joined)[0] == Joined(party.now, "bob", "10.0.0.1", "#a")

    def test_joining_again_says_nothing(self) -> None:
        assert Party().join("bob", "#a").says("JOIN #a") == []

    def test_several_channels_with_their_keys(self) -> None:
        party = Party()
        party.join("ann", "#a", "#b", "#c").says("MODE #a +k one", "MODE #b +k two")
        bob = party.join("bob")
        assert bob.codes("JOIN #a,#b,#c one,two") == ["JOIN", "353", "366"] * 3

    @pytest.mark.parametrize("name", ["a", "#", "&a", "", "#a b", "#" + "x" * 64, "#\u00a0"])
    def test_an_impossible_name_is_no_channel(self, name: str) -> None:
        assert Party().join("bob").codes(f"JOIN :{name}") == ["403"]

    def test_zero_leaves_all(self) -> None:
        party = Party()
        bob = party.join("bob", "#a", "#b")
        assert bob.says("JOIN 0") == [
            ":bob!bob@10.0.0.1 PART #a :Left all channels",
            ":bob!bob@10.0.0.1 PART #b :Left all channels",
        ]

    def test_there_is_an_end_to_channels_per_person(self) -> None:
        bob = Party(limits=False).join("bob")
        bob.says(*(f"JOIN #{number}" for number in range(50)))
        assert bob.says("JOIN #more") == [":hub 405 bob #more :You are in too many channels"]

    def test_the_topic_is_told_on_joining(self) -> None:
        party = Party()
        bob = party.join("bob", "#a")
        bob.says("TOPIC #a :the weather")
        assert party.join("ann").says("JOIN #a")[1:3] == [
            ":hub 332 ann #a :the weather",
            f":hub 333 ann #a bob {int(party.now)}",
        ]

    def test_names_of_many_members_fill_several_lines_and_none_is_lost(self) -> None:
        party = Party()
        for number in range(60):
            party.join(f"somebody-{number}", "#a")
        heard = party.join("bob").says("NAMES #a")
        named = " ".join(line.partition("#a :")[2] for line in heard[:-1]).split()
        assert len(heard) > 2
        assert {name.lstrip("@") for name in named} == {f"somebody-{number}" for number in range(60)}
        assert all(len(line) <= 510 for line in heard)


class TestPart:
    def test_everybody_hears_it(self) -> None:
        party = Party()
        bob, ann = party.join("bob", "#a"), party.join("ann", "#a")
        party.quiet()
        assert bob.says("PART #a :see you") == [":bob!bob@10.0.0.1 PART #a :see you"]
        assert ann.hears() == [":bob!bob@10.0.0.1 PART #a :see you"]
        assert party.happened(Parted) == [Parted(party.now, "bob", "#a", "see you")]

    @pytest.mark.parametrize(("line", "codes"), [("PART #none", ["403"]), ("PART #b,#a", ["442", "PART"])])
    def test_what_one_is_not_in(self, line: str, codes: list[str]) -> None:
        party = Party()
        party.join("ann", "#b")
        assert party.join("bob", "#a").codes(line) == codes

    def test_an_empty_channel_is_gone_with_all_it_had(self) -> None:
        party = Party()
        bob, ann = party.join("bob", "#a"), party.join("ann")
        bob.says("MODE #a +ik secret", "INVITE ann #a", "TOPIC #a :x", "PART #a")
        party.quiet()
        assert ann.codes("INVITE") == ["337"]
        assert ann.says("JOIN #a")[1] == ":hub 353 ann = #a @ann"
        bob.codes("JOIN #a")
        ann.says("MODE #a +i")
        assert ann.codes("TOPIC #a") == ["JOIN", "331"] or ann.codes("TOPIC #a") == ["331"]


class TestKick:
    def test_everybody_hears_it_and_the_kicked_is_out(self) -> None:
        party = Party()
        bob, ann, zoe = (party.join(name, "#a") for name in ("bob", "ann", "zoe"))
        party.quiet()
        assert bob.says("KICK #a ANN :be kind") == [":bob!bob@10.0.0.1 KICK #a ann :be kind"]
        assert ann.hears() == zoe.hears() == [":bob!bob@10.0.0.1 KICK #a ann :be kind"]
        assert ann.codes("PRIVMSG #a :hi") == ["404"]
        assert party.happened(Kicked) == [Kicked(party.now, "ann", "#a", "bob", "be kind")]

    def test_without_a_reason_the_kicker_s_name_stands_for_it(self) -> None:
        party = Party()
        bob = party.join("bob", "#a")
        party.join("ann", "#a")
        party.quiet()
        assert bob.says("KICK #a ann") == [":bob!bob@10.0.0.1 KICK #a ann :bob"]

    @pytest.mark.parametrize(
        ("line", "code"),
        [
            ("KICK #none ann", "403"),
            ("KICK #other ann", "442"),
            ("KICK #a nobody", "401"),
            ("KICK #a zoe", "441"),
            ("KICK #a", "461"),
            ("KICK #a,#b,#c ann,bob", "461"),
        ],
    )
    def test_what_cannot_be_done_is_answered(self, line: str, code: str) -> None:
        party = Party()
        party.join("zoe", "#other")
        bob = party.join("bob", "#a")
        party.join("ann", "#a")
        party.quiet()
        assert bob.codes(line) == [code]

    def test_only_moderators_may(self) -> None:
        party = Party()
        party.join("bob", "#a")
        ann = party.join("ann", "#a")
        assert ann.codes("KICK #a bob") == ["482"]

    def test_several_people_and_pairs_but_at_most_four(self) -> None:
        party = Party()
        bob = party.join("bob", "#a", "#b")
        for name in ("p1", "p2", "p3", "p4", "p5"):
            party.join(name, "#a", "#b")
        party.quiet()
        assert bob.codes("KICK #a,#b p1,p1 :x") == ["KICK", "KICK"]
        assert bob.codes("KICK #b p2,p3,p4,p5,p1 :x") == ["KICK"] * 4 + ["407"]

    def test_one_may_kick_oneself_only_once(self) -> None:
        party = Party()
        bob = party.join("bob", "#a")
        assert bob.codes("KICK #a bob,bob") == ["KICK", "403"]


class TestTopic:
    def test_everybody_hears_it_and_it_can_be_asked_and_cleared(self) -> None:
        party = Party()
        bob, ann = party.join("bob", "#a"), party.join("ann", "#a")
        party.quiet()
        assert bob.says("TOPIC #a") == [":hub 331 bob #a :No topic is set"]
        assert bob.says("TOPIC #a :new") == [":bob!bob@10.0.0.1 TOPIC #a :new"]
        assert ann.hears() == [":bob!bob@10.0.0.1 TOPIC #a :new"]
        assert ann.codes("TOPIC #a") == ["332", "333"]
        assert bob.says("TOPIC #a :") == [":bob!bob@10.0.0.1 TOPIC #a :"]
        assert party.happened(TopicSet)[0] == TopicSet(party.now, "#a", "new", "bob")

    def test_it_is_cut_to_the_promised_bytes_at_a_character(self) -> None:
        bob = Party().join("bob", "#a")
        (line,) = bob.says(f"TOPIC #a :x{'é' * 200}")
        assert line.endswith(f":x{'é' * 149}")

    def test_the_lock_is_for_moderators(self) -> None:
        party = Party()
        bob, ann = party.join("bob", "#a"), party.join("ann", "#a")
        assert ann.codes("TOPIC #a :mine") == ["482"]
        bob.says("MODE #a -t")
        party.quiet()
        assert ann.codes("TOPIC #a :mine") == ["TOPIC"]

    @pytest.mark.parametrize(
        ("line", "code"), [("TOPIC #none", "403"), ("TOPIC #none :x", "403"), ("TOPIC #a :x", "442")]
    )
    def test_channels_one_is_not_in(self, line: str, code: str) -> None:
        party = Party()
        party.join("ann", "#a")
        assert party.join("bob").codes(line) == [code]


class TestSecrecy:
    def test_a_secret_channel_does_not_exist_for_others(self) -> None:
        party = Party()
        bob, ann = party.join("bob", "#a"), party.join("ann")
        bob.says("MODE #a +s")
        party.quiet()
        assert ann.codes("NAMES #a") == ["366"]
        assert ann.codes("LIST") == ["321", "323"]
        assert ann.codes("TOPIC #a") == ["403"]
        assert ann.codes("WHO #a") == ["315"]
        assert "319" not in ann.codes("WHOIS bob")
        assert bob.says("NAMES #a")[0] == ":hub 353 bob @ #a @bob"
        assert bob.codes("LIST") == ["321", "322", "323"]
        assert bob.codes("WHO #a") == ["352", "315"]

    @pytest.mark.parametrize(
        "line",
        [
            *("MODE {}", "MODE {} b", "MODE {} +m", "PART {}", "KICK {} bob", "INVITE bob {}"),
            *("PRIVMSG {} :hi", "NOTICE {} :hi", "@+typing=active TAGMSG {}", "PRIVMSG @{} :hi"),
            *("TOPIC {}", "TOPIC {} :mine", "NAMES {}", "WHO {}", "LIST {}", "RENAME {} #b", "WHOIS {}"),
            *("CHATHISTORY LATEST {} * 10", "METADATA {} LIST", "METADATA {} GET url", "METADATA {} SYNC"),
            *("METADATA {} SET url x", "REDACT {} 01ARZ3NDEKTSV4RRFFQ69G5FAV", "MARKREAD {}"),
        ],
    )
    @pytest.mark.parametrize("modes", ["+s", "+s-n", "+sk key", "+si"])
    def test_nothing_tells_it_from_one_that_is_not_there(self, line: str, modes: str) -> None:
        party = Party()
        bob = party.join("bob", "#Secret")
        ann = party.join("ann", caps=f"{ALL_CAPS} draft/message-redaction draft/metadata-3 draft/chathistory")
        bob.says(f"MODE #Secret {modes}")
        party.quiet()
        there = ann.says(line.format("#secret"))
        assert [text.replace("#secret", "#nothing") for text in there] == ann.says(line.format("#nothing"))
        assert bob.hears() == []


@pytest.mark.parametrize("line", ["NAMES", "NAMES #none", "NAMES nonsense"])
def test_names_of_nothing_is_only_an_end(line: str) -> None:
    assert Party().join("bob").codes(line) == ["366"]


class TestList:
    def party(self) -> Party:
        party = Party()
        bob = party.join("bob", "#old", "#pair")
        bob.says("TOPIC #old :ancient")
        party.wait(600)
        party.join("ann", "#pair", "#young").says("PONG x")
        bob.says("PONG x")
        party.wait(1)
        party.quiet()
        return party

    @pytest.mark.parametrize(
        ("condition", "found"),
        [
            ("", ["#old", "#pair", "#young"]),
            (">1", ["#pair"]),
            ("<2", ["#old", "#young"]),
            ("C<5", ["#young"]),
            ("c>5", ["#old", "#pair"]),
            ("T<5", []),
            ("T>5", ["#old", "#pair", "#young"]),
            ("T<20", ["#old"]),
            ("#PAIR", ["#pair"]),
            ("*o*", ["#old", "#young"]),
            ("!*o*", ["#pair"]),
            (">0,<2,*young", ["#young"]),
            ("#none", []),
            (">x", []),
            (",", ["#old", "#pair", "#young"]),
        ],
    )
    def test_conditions_narrow_it(self, condition: str, found: list[str]) -> None:
        heard = self.party().join("zoe").says(f"LIST {condition}")
        assert [line.split(" ")[3] for line in heard[1:-1]] == found

    def test_a_line_tells_members_and_topic(self) -> None:
        heard = self.party().join("zoe").says("LIST #old")
        assert heard == [
            ":hub 321 zoe Channel :Users  Name",
            ":hub 322 zoe #old 1 ancient",
            ":hub 323 zoe :End of LIST",
        ]


class TestInvite:
    def test_who_declines_is_not_invited_any_more(self) -> None:
        party = Party()
        bob, ann = party.join("bob", "#a"), party.join("ann")
        bob.says("MODE #a +i")
        bob.says("INVITE ann #a")
        ann.hears()
        for line in ("HUBBUB DECLINE #a", "HUBBUB DECLINE #a", "HUBBUB DECLINE #none", "HUBBUB DECLINE x"):
            assert ann.says(line) == []
        assert ann.says("INVITE") == [":hub 337 ann :End of invitations"]
        assert ann.codes("JOIN #a") == ["473"]

    def test_the_invited_hears_it_and_may_come(self) -> None:
        party = Party()
        bob, ann = party.join("bob", "#a"), party.join("ann")
        bob.says("MODE #a +ikl word 1")
        assert ann.codes("JOIN #a") == ["473"]
        assert bob.says("INVITE ann #a") == [":hub 341 bob ann #a"]
        assert ann.hears() == [":bob!bob@10.0.0.1 INVITE ann #a"]
        assert ann.says("INVITE") == [":hub 336 ann #a", ":hub 337 ann :End of invitations"]
        assert ann.codes("JOIN #a")[0] == "JOIN"
        assert ann.codes("PART #a", "JOIN #a") == ["PART", "473"]
        assert party.happened(Invited) == [Invited(party.now, "ann", "#a", "bob")]

    def test_who_is_away_says_so(self) -> None:
        party = Party()
        bob, ann = party.join("bob", "#a"), party.join("ann")
        ann.says("AWAY :tea")
        assert bob.codes("INVITE ann #a") == ["341", "301"]

    @pytest.mark.parametrize(
        ("line", "code"),
        [
            ("INVITE ann", "461"),
            ("INVITE nobody #a", "401"),
            ("INVITE ann #none", "403"),
            ("INVITE ann #zoes", "442"),
            ("INVITE bob #a", "443"),
        ],
    )
    def test_what_cannot_be_done_is_answered(self, line: str, code: str) -> None:
        party = Party()
        party.join("zoe", "#zoes")
        party.join("ann")
        assert party.join("bob", "#a").codes(line) == [code]

    def test_members_may_only_where_everybody_may_enter_and_it_opens_nothing(self) -> None:
        party = Party()
        bob, ann, zoe = party.join("bob", "#a"), party.join("ann", "#a"), party.join("zoe")
        bob.says("MODE #a +k word")
        party.quiet()
        assert ann.codes("INVITE zoe #a") == ["341"]
        assert zoe.codes("JOIN #a") == ["INVITE", "475"]
        bob.says("MODE #a +i")
        party.quiet()
        assert ann.codes("INVITE zoe #a") == ["482"]


def test_a_channel_name_may_hold_any_language() -> None:
    party = Party()
    bob, ann = party.join("bob", "#Büro"), party.join("ann", "#BÜRO")
    party.quiet()
    bob.says("PRIVMSG #büro :hallo")
    assert [command_of(line) for line in ann.hears()] == ["PRIVMSG"]
