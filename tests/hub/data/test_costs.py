"""Work has a price: who makes the hub work much waits, and ordinary use does not notice."""

from __future__ import annotations

import pytest

from app.hub.data import costs
from app.hub.data.entities import Channel, Person
from tests.hub.party import ALL_CAPS, Friend, Party, command_of


def crowd(party: Party, channels: int, members: int) -> list[str]:
    """Channels with many people in each, who are all the same ones; returns their names."""
    hub = party.hub._state
    people = []
    for number in range(members):
        person = Person("192.168.100.200", party.now, user="somebody", realname="Somebody of this room")
        hub.take_name(person, f"somebody{number}")
        people.append(person)
    names = [f"#room{number}" for number in range(channels)]
    for name in names:
        channel = hub.channels[name] = Channel(name, name, party.now, room=hub.room.key)
        channel.members.update(dict.fromkeys(people, ""))
        for person in people:
            person.channels[name] = channel
    return names


def count(friend: Friend, code: str, *lines: str) -> int:
    """How often an answer comes at once."""
    return friend.codes(*lines).count(code)


class TestOrdinaryUse:
    def test_twenty_full_rooms_are_entered_at_login_with_all_that_programs_ask(self) -> None:
        party = Party()
        names = crowd(party, 20, 500)
        ann = party.join("ann", caps=ALL_CAPS)
        party.hub.disconnect(ann.session, "gone", party.now)
        bob = party.join("bob", caps=ALL_CAPS)
        asked = [f"JOIN {','.join(names)}", *(f"WHO {name} %tcuihsnfdlar,1" for name in names[:16])]
        heard = bob.codes(*asked)
        assert heard.count("366") == 20
        assert heard.count("315") == 16

    def test_who_then_talks_is_heard_at_once(self) -> None:
        party = Party()
        names = crowd(party, 20, 500)
        ann, bob = party.join("ann", names[0]), party.join("bob", caps=ALL_CAPS)
        bob.says(f"JOIN {','.join(names)}")
        party.quiet()
        assert len(bob.says(*[f"PRIVMSG {names[0]} :hi"] * 20)) == 20
        assert len(ann.hears()) == 20


def test_who_enters_is_not_told_megabytes_of_the_past() -> None:
    party = Party()
    eve = party.join("eve", "#a", caps="batch draft/multiline message-tags")
    for _ in range(20):
        part = f"@batch=m PRIVMSG #a :{'x' * 400}"
        eve.says("BATCH +m draft/multiline #a", *[part] * 40, "BATCH -m")
        party.wait(10)
    bob = party.join("bob", caps="server-time")
    heard = bob.says("JOIN #a")
    assert sum(command_of(line) == "PRIVMSG" for line in heard) >= 40
    assert len("".join(heard)) < 80_000


class TestDebts:
    @pytest.fixture
    def party(self, monkeypatch: pytest.MonkeyPatch) -> Party:
        monkeypatch.setattr(costs, "WORK_BURST", 100_000)
        monkeypatch.setattr(costs, "WORK_RATE", 10_000)
        return Party()

    @pytest.mark.parametrize(
        ("line", "end"),
        [
            ("NAMES #room0", "366"),
            ("WHO #room0", "315"),
            ("WHO *e*e*e*e*e*e*e*e*e*e*e*e*b", "315"),
            ("WHO *b o", "315"),
            ("LIST *b*c*d*e", "323"),
            ("LIST", "323"),
        ],
    )
    def test_what_costs_much_is_answered_and_paid_back(self, party: Party, line: str, end: str) -> None:
        crowd(party, 100, 300)
        eve = party.join("eve")
        at_once = count(eve, end, *[line] * 30)
        assert 1 <= at_once < 30
        assert eve.codes("PING x") == []
        party.wait(60)
        later = [command_of(heard) for heard in eve.hears()]
        assert later.count(end) > 1

    def test_a_debt_is_never_a_refusal(self, party: Party) -> None:
        crowd(party, 1, 300)
        eve = party.join("eve")
        assert count(eve, "366", *["NAMES #room0"] * 30) < 30
        party.wait(60)
        assert not eve.is_closed
        assert [command_of(line) for line in eve.hears()].count("366") > 5

    def test_what_is_told_to_many_is_work_too(self, party: Party) -> None:
        bob = party.join("bob", *(f"#b{number}" for number in range(20)))
        others = [party.join(f"o{number}") for number in range(20)]
        party.wait(30)
        for other in others:
            other.says("JOIN " + ",".join(f"#b{number}" for number in range(20)))
        party.wait(60)
        party.quiet()
        renamed = count(bob, "NICK", *(f"NICK bob{number}" for number in range(38)))
        assert 5 < renamed < 38
        party.wait(30)
        assert [command_of(line) for line in bob.hears()].count("NICK") == 38 - renamed

    def test_short_talk_in_a_small_room_costs_next_to_nothing(self, party: Party) -> None:
        bob, ann = party.join("bob", "#a"), party.join("ann", "#a")
        party.wait(20)
        party.quiet()
        bob.says(*["PRIVMSG #a :hello"] * 38)
        assert len(ann.hears()) == 38

    def test_the_host_and_free_addresses_owe_nothing(self, party: Party) -> None:
        crowd(party, 1, 300)
        assert count(party.owner("host"), "366", *["NAMES #room0"] * 100) == 100
        free = Party(limits=False)
        crowd(free, 1, 300)
        assert count(free.join("bob"), "366", *["NAMES #room0"] * 100) == 100


class TestTargets:
    def test_they_are_told(self) -> None:
        heard = "".join(Party().join("bob").says("VERSION"))
        assert "NAMES:4," in heard
        assert "LIST:10," in heard
        assert "WHO:1," in heard

    def test_double_ones_are_dropped(self) -> None:
        party = Party()
        bob, ann = party.join("bob", "#a"), party.join("ann", "#a", "#b")
        assert bob.codes("NAMES " + ",".join(["#a", "#A"] * 30)) == ["353", "366"]
        bob.says("PRIVMSG #a,#A,#a :once", "PRIVMSG ann,Ann,ANN :once")
        assert len(ann.hears()) == 2
        assert bob.codes("MONITOR + " + ",".join(["ann"] * 60)) == ["730"]
        assert ann.codes("PART #b,#b") == ["PART"]

    def test_beyond_the_limit_the_first_that_is_too_many_is_named(self) -> None:
        party = Party()
        bob = party.join("bob", *(f"#r{number}" for number in range(6)))
        names = ",".join(f"#r{number}" for number in range(6))
        heard = bob.says(f"NAMES {names}")
        assert [command_of(line) for line in heard] == ["407", *["353"] * 4, "366"]
        assert heard[0] == ":hub 407 bob #r4 :Too many targets"
        masks = ",".join(f"#{letter}*" for letter in "abcdefghijklr")
        assert [command_of(line) for line in bob.says(f"LIST {masks}")] == ["407", "321", "323"]


def test_a_reply_of_many_masks_on_many_channels_is_made_of_masks_compiled_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from app.irc import masks

    party = Party()
    crowd(party, 50, 2)
    bob = party.join("bob")
    compiled = []
    monkeypatch.setattr(masks, "_compile_kept", lambda mask: compiled.append(mask) or masks._compile(mask))
    bob.says("LIST *a*,*b*", "WHO *nobody*")
    assert compiled == ["*a*", "*b*", "*nobody*"]
