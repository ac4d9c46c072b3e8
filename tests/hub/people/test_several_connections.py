"""Several connections of one account are one person to all others."""

from __future__ import annotations

from app.hub.data.entities import Person
from app.hub.data.events import Quit
from app.hub.data.storage import ANONYMOUS
from tests.hub.party import ALL_CAPS, Friend, Party, command_of, untagged


def _two(party: Party, *, caps: str = "") -> tuple[Friend, Friend]:
    """Mara's desk and her tablet, both quiet."""
    desk = party.log_in("mara", "#a", fingerprint="fp", caps=caps)
    tablet = party.log_in("whatever", fingerprint="fp", caps=caps)
    party.quiet()
    return desk, tablet


def test_the_second_has_the_first_ones_name_and_is_told_its_channels() -> None:
    party = Party()
    party.log_in("mara", "#a", fingerprint="fp").says("TOPIC #a :Hello")
    tablet = party.connect(fingerprint="fp")
    tablet.says("CAP LS 302", "CAP REQ sasl", "AUTHENTICATE EXTERNAL", "AUTHENTICATE +")
    heard = tablet.says("NICK tablet", "USER t 0 * :T", "CAP END")
    assert heard[0].startswith(":hub 001 mara :")
    at = next(index for index, line in enumerate(heard) if " JOIN " in line)
    assert heard[at] == ":mara!mara@10.0.0.1 JOIN #a"
    assert [command_of(line) for line in heard[at:]] == ["JOIN", "332", "333", "353", "366"]
    assert heard[-2] == ":hub 353 mara = #a @mara"


def test_a_name_that_somebody_else_has_does_not_keep_it_out() -> None:
    party = Party()
    party.log_in("mara", fingerprint="fp")
    party.join("bob")
    assert party.log_in("bob", fingerprint="fp").says("NICK mara2")[0] == ":mara!mara@10.0.0.1 NICK mara2"


def test_others_hear_nothing_of_further_connections() -> None:
    party = Party()
    bob = party.join("bob", "#a")
    _desk, tablet = _two(party)
    tablet.says("QUIT :tablet off")
    assert tablet.is_closed
    assert bob.hears() == []
    assert party.happened(Quit) == []
    assert bob.says("NAMES #a")[0].split(":")[-1] == "@bob mara"


def test_the_last_one_to_go_is_the_person_who_leaves() -> None:
    party = Party()
    bob = party.join("bob", "#a")
    desk, tablet = _two(party)
    desk.says("QUIT")
    tablet.says("QUIT :bye")
    assert bob.hears() == [":mara!mara@10.0.0.3 QUIT :Quit: bye"]
    assert len(party.happened(Quit)) == 1
    assert party.join("mara9").codes("WHOIS mara") == ["401", "318"]


def test_all_of_them_hear_what_is_said_and_done() -> None:
    party = Party()
    bob = party.join("bob", "#a")
    desk, tablet = _two(party)
    bob.says("PRIVMSG #a :hi", "PRIVMSG mara :psst", "INVITE mara #b", "TOPIC #a :x")
    for connection in (desk, tablet):
        assert [command_of(line) for line in connection.hears()] == ["PRIVMSG", "PRIVMSG", "TOPIC"]


def test_what_one_says_shows_on_the_others() -> None:
    party = Party()
    bob = party.join("bob", "#a")
    desk, tablet = _two(party, caps=ALL_CAPS)
    desk.says("PRIVMSG #a :hi", "PRIVMSG bob :psst")
    bodies = [untagged(line) for line in tablet.hears()]
    assert bodies == [":mara!mara@10.0.0.2 PRIVMSG #a :hi", ":mara!mara@10.0.0.2 PRIVMSG bob :psst"]
    assert len(bob.hears()) == 2


def test_private_words_show_only_on_those_that_know_echoes() -> None:
    party = Party()
    party.join("bob")
    desk, tablet = _two(party)
    desk.says("PRIVMSG bob :psst")
    assert tablet.hears() == []


def test_what_one_says_to_oneself_comes_to_all_once() -> None:
    party = Party()
    desk, tablet = _two(party)
    assert desk.codes("PRIVMSG mara :note") == ["PRIVMSG"]
    assert [command_of(line) for line in tablet.hears()] == ["PRIVMSG"]


def test_joining_and_leaving_is_done_by_all_of_them() -> None:
    party = Party()
    party.join("bob", "#b").says("TOPIC #b :x")
    desk, tablet = _two(party)
    desk.says("JOIN #b")
    assert [command_of(line) for line in tablet.hears()] == ["JOIN", "332", "333", "353", "366"]
    assert tablet.codes("JOIN #b") == []
    tablet.says("PART #b")
    assert desk.hears() == [":mara!mara@10.0.0.2 PART :#b"]


def test_names_and_states_are_changed_for_all_of_them() -> None:
    party = Party(operators={"root": "pw"})
    desk, tablet = _two(party, caps="setname away-notify")
    desk.says("PART #a")
    tablet.hears()
    desk.says("NICK maria", "SETNAME :Maria", "AWAY :lunch", "MODE maria +i")
    assert [command_of(line) for line in tablet.hears()] == ["NICK", "SETNAME", "MODE"]


def test_a_kill_ends_all_of_them() -> None:
    party = Party(operators={"root": "pw"})
    desk, tablet = _two(party)
    party.join("bob").says("OPER root pw", "KILL mara :enough")
    assert desk.is_closed
    assert tablet.is_closed
    assert len(party.happened(Quit)) == 1


def test_a_ghost_at_the_same_address_is_found_out_soon() -> None:
    party = Party()
    ghost = party.log_in("mara", "#a", fingerprint="fp", address="10.0.0.9")
    bob = party.join("bob", "#a")
    ghost.is_dead = True
    party.wait(3)
    party.log_in("mara", fingerprint="fp", address="10.0.0.9")
    party.wait(6)
    assert ghost.is_closed
    assert bob.hears() == []


def test_who_proves_to_be_the_host_makes_the_person_the_host() -> None:
    party = Party()
    desk = party.log_in("mara", "#hubbub", fingerprint="fp")
    party.hub.grant_owner("sesame", party.now)
    window = party.connect(fingerprint="fp")
    window.says("HUBBUB OWNER sesame", "CAP LS 302", "CAP REQ sasl")
    window.says("AUTHENTICATE EXTERNAL", "AUTHENTICATE +", "NICK x", "USER x 0 * :x", "CAP END")
    assert desk.hears() == [":hub MODE #hubbub +q mara"]


def test_the_end_of_the_hub_ends_all_of_them() -> None:
    party = Party()
    desk, tablet = _two(party)
    party.hub.close("The host closed the room", party.now)
    assert [command_of(line) for line in desk.hears()] == ["ERROR"]
    assert [command_of(line) for line in tablet.hears()] == ["ERROR"]
    assert desk.is_closed
    assert tablet.is_closed


def test_who_has_no_account_is_never_taken_for_somebody_else() -> None:
    one, other = Person("h", 0.0, account=""), Person("h", 0.0, account="mara")
    assert one.identity.startswith(ANONYMOUS)
    assert one.identity == one.identity != Person("h", 0.0).identity
    assert other.identity == "mara"
