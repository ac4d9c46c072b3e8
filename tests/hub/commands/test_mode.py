"""MODE of channels and of oneself."""

from __future__ import annotations

import pytest

from app.hub.data.events import ModeSet
from tests.hub.party import Party


def test_modes_are_told_to_who_asks_and_the_key_only_to_members() -> None:
    party = Party()
    bob, zoe = party.join("bob", "#a"), party.join("zoe")
    assert bob.says("MODE #a +kl word 5", "MODE #a") == [
        ":bob!bob@10.0.0.1 MODE #a +kl word 5",
        ":hub 324 bob #a +ntkl word 5",
        f":hub 329 bob #a {int(party.now)}",
    ]
    assert zoe.says("MODE #a")[0] == ":hub 324 zoe #a +ntkl * 5"
    bob.says("MODE #a -ntkl word")
    assert bob.says("MODE #a")[0] == ":hub 324 bob #a +"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("+m", "+m"),
        ("+n", None),
        ("-n", "-n"),
        ("-i", None),
        ("+mis-nt", "+mis-nt"),
        ("m", "+m"),
        ("+k secret", "+k secret"),
        ("-k any", None),
        ("-k", None),
        ("+l 10", "+l 10"),
        ("+l 007", "+l 7"),
        ("-l", None),
        ("+v ANN", "+v ann"),
        ("-v ann", None),
        ("+o-o ann ann", "+o-o ann ann"),
        ("+b evil", "+b evil!*@*"),
        ("-b none", None),
        ("+b-b evil EVIL", "+b-b evil!*@* evil!*@*"),
        ("+bb evil EVIL!*@*", "+b evil!*@*"),
        ("+e *@10.0.0.9", "+e *!*@10.0.0.9"),
        ("+I 10.0.0.9", "+I *!*@10.0.0.9"),
        ("+b :with space", "+b with!*@*"),
    ],
)
def test_a_change_is_told_as_it_was_done(change: str, told: str | None) -> None:
    party = Party()
    bob, ann = party.join("bob", "#a"), party.join("ann", "#a")
    party.quiet()
    heard = bob.says(f"MODE #a {change}")
    assert heard == ([] if told is None else [f":bob!bob@10.0.0.1 MODE #a {told}"])
    assert ann.hears() == heard


@pytest.mark.parametrize(
    ("change", "answer"),
    [
        ("+Z", "472 bob Z :is not a mode of channels here"),
        ("+k", "696 bob #a k * :A key is one word without commas and colons"),
        ("+k a,b", "696 bob #a k * :A key is one word without commas and colons"),
        ("+k :a b", "696 bob #a k * :A key is one word without commas and colons"),
        ("+k " + "x" * 33, "696 bob #a k * :A key is one word without commas and colons"),
        ("+l", "696 bob #a l * :A limit is a number above zero"),
        ("+l 0", "696 bob #a l 0 :A limit is a number above zero"),
        ("+l -3", "696 bob #a l -3 :A limit is a number above zero"),
        ("+l ²", "696 bob #a l ² :A limit is a number above zero"),
        ("+l 9999999", "696 bob #a l 9999999 :A limit is a number above zero"),
        ("+o", "696 bob #a o * Whose?"),
        ("+o nobody", "401 bob nobody :No such nickname"),
        ("+o zoe", "441 bob zoe #a :They are not in that channel"),
        ("+q bob", "482 bob #a :Only who opened this hub is its host"),
        ("+b " + "x" * 200, f"696 bob #a b {'x' * 200} :A mask is nick!user@host with * and ?"),
        ("+b ::", "696 bob #a b * :A mask is nick!user@host with * and ?"),
    ],
)
def test_what_cannot_be_changed_is_answered(change: str, answer: str) -> None:
    party = Party()
    party.join("zoe")
    assert party.join("bob", "#a").says(f"MODE #a {change}") == [f":hub {answer}"]


def test_only_moderators_change_modes() -> None:
    party = Party()
    party.join("bob", "#a")
    ann, zoe = party.join("ann", "#a"), party.join("zoe")
    assert ann.codes("MODE #a +m") == ["482"]
    assert zoe.codes("MODE #a +m") == ["442"]
    assert zoe.codes("MODE #none +m") == ["403"]
    assert zoe.codes("MODE #none") == ["403"]


@pytest.mark.parametrize(
    ("mode", "entry", "end"), [("b", "367", "368"), ("e", "348", "349"), ("I", "346", "347")]
)
def test_lists_are_told_to_everybody(mode: str, entry: str, end: str) -> None:
    party = Party()
    bob, ann = party.join("bob", "#a"), party.join("ann")
    bob.says(f"MODE #a +{mode} evil!*@*")
    assert ann.says(f"MODE #a {mode}")[0] == f":hub {entry} ann #a evil!*@* bob {int(party.now)}"
    assert ann.codes(f"MODE #a +{mode}{mode}") == [entry, end]


def test_a_list_has_an_end() -> None:
    bob = Party(limits=False).join("bob", "#a")
    bob.says(*(f"MODE #a +b n{number}" for number in range(100)))
    assert bob.says("MODE #a +b more") == [":hub 478 bob #a b :The list is full"]
    assert bob.codes("MODE #a +b n1", "MODE #a -b n1", "MODE #a +b more") == ["MODE", "MODE"]


def test_many_long_masks_are_told_in_lines_that_fit() -> None:
    party = Party()
    bob, ann = party.join("b" * 32, "#" + "a" * 60), party.join("ann", "#" + "a" * 60)
    party.quiet()
    masks = [letter * 83 for letter in "cdefg"]
    heard = bob.says(f"MODE #{'a' * 60} +bbbbb {' '.join(masks)}")
    assert len(heard) == 2
    assert all(len(line) <= 510 for line in heard)
    assert ann.hears() == heard


def test_twenty_changes_of_one_line_are_enough() -> None:
    party = Party()
    bob = party.join("bob", "#a")
    assert bob.says("MODE #a " + "+m-m" * 15)[0].endswith("+m-m" * 10)


def test_the_console_hears_of_changes_but_not_the_key() -> None:
    party = Party()
    party.join("bob", "#a").says("MODE #a +mk secret", "MODE #a -k x")
    assert party.happened(ModeSet) == [
        ModeSet(party.now, "#a", "+mk *", "bob"),
        ModeSet(party.now, "#a", "-k *", "bob"),
    ]


class TestEntry:
    def test_bans_keep_out_and_exceptions_let_in(self) -> None:
        party = Party()
        bob, ann = party.join("bob", "#a"), party.join("ann")
        bob.says("MODE #a +b *!*@10.0.0.2")
        assert ann.says("JOIN #a") == [":hub 474 ann #a :Cannot join channel (you are banned)"]
        bob.says("INVITE ann #a")
        assert ann.codes("JOIN #a") == ["INVITE", "474"]
        bob.says("MODE #a +e ANN!*@*")
        assert ann.codes("JOIN #a")[0] == "JOIN"

    def test_masks_compare_without_case_and_width(self) -> None:
        party = Party()
        party.join("bob", "#a").says("MODE #a +b ÄNN*!*@*")
        assert party.join("änne").codes("JOIN #a") == ["474"]

    def test_an_invitation_mask_opens_invite_only(self) -> None:
        party = Party()
        bob, ann = party.join("bob", "#a"), party.join("ann")
        bob.says("MODE #a +i")
        assert ann.says("JOIN #a") == [":hub 473 ann #a :Cannot join channel (only the invited may)"]
        bob.says("MODE #a +I ann")
        assert ann.codes("JOIN #a")[0] == "JOIN"

    def test_the_key_must_be_right(self) -> None:
        party = Party()
        party.join("bob", "#a").says("MODE #a +k wörd")
        ann = party.join("ann")
        assert ann.codes("JOIN #a", "JOIN #a word", "JOIN #a wörd") == ["475", "475", "JOIN", "353", "366"]

    def test_a_full_channel_lets_nobody_in(self) -> None:
        party = Party()
        bob, ann = party.join("bob", "#a"), party.join("ann")
        bob.says("MODE #a +l 1")
        assert ann.says("JOIN #a") == [":hub 471 ann #a :Cannot join channel (it is full)"]
        bob.says("MODE #a +l 2")
        assert ann.codes("JOIN #a")[0] == "JOIN"


class TestOwnModes:
    def test_they_are_set_told_and_taken_back(self) -> None:
        bob = Party().join("bob")
        assert bob.says("MODE bob +iw", "MODE bob", "MODE bob -i", "MODE BOB") == [
            ":bob!bob@10.0.0.1 MODE bob +iw",
            ":hub 221 bob +iw",
            ":bob!bob@10.0.0.1 MODE bob -i",
            ":hub 221 bob +w",
        ]

    def test_nobody_makes_themselves_operator(self) -> None:
        bob = Party().join("bob")
        assert bob.says("MODE bob +o", "MODE bob +i-w", "MODE bob") == [
            ":bob!bob@10.0.0.1 MODE bob +i",
            ":hub 221 bob +i",
        ]

    @pytest.mark.parametrize(
        ("line", "code"),
        [("MODE ann +i", "502"), ("MODE nobody", "401"), ("MODE bob +Z", "501"), ("MODE", "461")],
    )
    def test_others_and_unknown_modes(self, line: str, code: str) -> None:
        party = Party()
        party.join("ann")
        assert party.join("bob").codes(line) == [code]

    def test_an_operator_may_step_down(self) -> None:
        bob = Party(operators={"root": "pw"}).join("bob")
        bob.says("OPER root pw")
        assert bob.codes("MODE bob -o", "KILL bob x") == ["MODE", "481"]
