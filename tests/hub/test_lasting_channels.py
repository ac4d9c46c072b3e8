"""Channels live and die whole: over their last member's leaving, and over restarts."""

from __future__ import annotations

import json
from typing import Any

import pytest

from app.hub import lasting
from app.hub.accounts import MemoryAccounts
from app.hub.channel_record import read
from app.hub.history import HistoryEvent, KeepingError, Span
from app.hub.limits import CHANNEL_BURST
from app.hub.memory import MemoryHistory, MemoryRecords
from tests.hub.logins import asks, known, plain
from tests.hub.party import START, Friend, Party


class Kept:
    """What outlives a hub, and hubs that begin with it."""

    def __init__(self) -> None:
        self.accounts = MemoryAccounts()
        self.history = MemoryHistory()
        self.records = MemoryRecords()

    def party(self, *, after: float = 0.0, **config: Any) -> Party:
        """A hub that starts, `after` seconds later than the first."""
        kept = {"accounts": self.accounts, "history": self.history, "records": self.records}
        return Party(now=START + after, **kept, **config)

    def channels(self) -> list[str]:
        """The keys of those that are kept."""
        return [key for key, _text in self.records.all(lasting.KIND)]


@pytest.fixture
def kept() -> Kept:
    return Kept()


def names(friend: Friend, channel: str) -> str:
    """Who is in a channel, as NAMES tells it."""
    (line,) = [line for line in friend.says(f"NAMES {channel}") if " 353 " in line]
    return line.split(f" = {channel} ")[1].removeprefix(":")


class TestEmpty:
    """A channel that everybody has left."""

    def test_one_in_which_something_was_said_keeps_its_door(self) -> None:
        party = Party()
        mara, eve = party.join("mara", "#a"), party.join("eve")
        mara.says("MODE #a +k secret", "TOPIC #a :plans", "PRIVMSG #a :hush", "PART #a")
        assert eve.codes("JOIN #a") == ["475"]
        assert eve.says("JOIN #a secret")[0] == ":eve!eve@10.0.0.2 JOIN #a"
        assert ":hub 332 eve #a plans" in eve.says("TOPIC #a")
        assert eve.says("MODE #a")[0] == ":hub 324 eve #a +ntk secret"

    @pytest.mark.parametrize(
        ("modes", "code"), [("+i", "473"), ("+b *!*@*", "474"), ("+k word", "475"), ("+s", "JOIN")]
    )
    def test_whoever_was_kept_out_still_is(self, modes: str, code: str) -> None:
        party = Party()
        mara, eve = party.join("mara", "#a"), party.join("eve")
        mara.says("PRIVMSG #a :hush", f"MODE #a {modes}", "QUIT")
        assert eve.codes("JOIN #a")[0] == code

    def test_a_limit_counts_as_before(self) -> None:
        party = Party()
        mara, eve, bob = party.join("mara", "#a"), party.join("eve"), party.join("bob")
        mara.says("PRIVMSG #a :hush", "MODE #a +l 1", "PART #a")
        assert eve.codes("JOIN #a")[0] == "JOIN"
        assert bob.codes("JOIN #a") == ["471"]

    def test_nobody_moderates_it_for_coming_back_first(self) -> None:
        party = Party()
        mara, eve = party.join("mara", "#a"), party.join("eve")
        mara.says("PRIVMSG #a :hush", "PART #a")
        for friend in (eve, mara):
            friend.says("JOIN #a")
        assert names(eve, "#a") == "eve mara"
        assert eve.codes("MODE #a +m") == ["482"]

    def test_the_host_may_always_see_to_it(self) -> None:
        party = Party()
        host = party.owner("host")
        party.join("mara", "#a").says("PRIVMSG #a :hush", "MODE #a +ik word", "PART #a")
        assert "JOIN" in host.codes("JOIN #a")
        assert host.codes("MODE #a -i") == ["MODE"]

    def test_an_accounts_channel_is_kept_without_a_word_said(self) -> None:
        party = Party()
        mara, eve = party.log_in("mara", "#a"), party.join("eve")
        mara.says("MODE #a +k word", "PART #a")
        assert eve.codes("JOIN #a") == ["475"]
        assert "JOIN" in mara.codes("JOIN #a")  # who moderates it needs no key
        assert names(mara, "#a") == "@mara"

    def test_one_in_which_nothing_was_said_and_which_is_nobodys_is_gone(self, kept: Kept) -> None:
        party = kept.party()
        mara, eve = party.join("mara", "#a"), party.join("eve")
        mara.says("MODE #a +ik word", "TOPIC #a :x", "PART #a")
        assert kept.channels() == ["#hubbub"]
        assert kept.history.read("#a", Span(), 9, newest=True, events=True) == []
        assert eve.codes("JOIN #a")[0] == "JOIN"
        assert names(eve, "#a") == "@eve"

    def test_it_is_not_seen_from_outside(self) -> None:
        party = Party()
        mara, eve = party.join("mara", "#a"), party.join("eve")
        mara.says("PRIVMSG #a :hush", "MODE #a -n", "PART #a")
        assert eve.codes("MODE #a", "MODE #a b", "TOPIC #a", "NAMES #a", "WHO #a") == [
            *("403", "403", "403", "366", "315")
        ]
        assert eve.codes("PART #a", "INVITE mara #a", "PRIVMSG #a :hi", "KICK #a mara") == ["403"] * 4
        assert eve.codes("LIST") == ["321", "323"]

    def test_its_name_is_not_free(self) -> None:
        party = Party()
        mara, eve = party.join("mara", "#a"), party.join("eve", "#b")
        mara.says("PRIVMSG #a :hush", "PART #a")
        assert "CHANNEL_NAME_IN_USE" in eve.says("RENAME #b #a")[0]

    def test_an_invitation_to_it_stays_good(self) -> None:
        party = Party()
        mara, eve = party.join("mara", "#a"), party.join("eve")
        mara.says("PRIVMSG #a :hush", "MODE #a +i", "INVITE eve #a", "PART #a")
        eve.hears()
        assert eve.codes("JOIN #a")[0] == "JOIN"


class TestTime:
    def test_it_dies_whole_when_nobody_came_for_long(self, kept: Kept) -> None:
        party = kept.party()
        mara, eve = party.join("mara", "#a"), party.join("eve", "#hubbub")
        mara.says("PRIVMSG #a :hush", "MODE #a +k word", "PART #a")
        eve.says("PRIVMSG #hubbub :hello", "PART #hubbub")
        party.now += lasting.KEPT_FOR - 60
        party.wait(1)
        assert kept.channels() == ["#a", "#hubbub"]
        assert party.join("bob").codes("JOIN #a") == ["475"]
        party.now += 120
        party.wait(1)
        assert kept.channels() == ["#hubbub"]
        assert kept.history.read("#a", Span(), 9, newest=True, events=True) == []
        zoe = party.join("zoe", "#a")
        assert names(zoe, "#a") == "@zoe"
        assert zoe.codes("JOIN #hubbub")[0] == "JOIN"  # the room stays

    def test_who_comes_begins_its_time_anew(self, kept: Kept) -> None:
        party = kept.party()
        party.join("mara", "#a").says("PRIVMSG #a :hush", "QUIT")
        party.now += lasting.KEPT_FOR - 60
        party.join("eve", "#a").says("QUIT")
        party.now += 120
        party.wait(1)
        assert kept.channels() == ["#a", "#hubbub"]

    def test_one_that_is_full_of_people_is_never_too_old(self, kept: Kept) -> None:
        party = kept.party()
        mara = party.join("mara", "#a")
        party.now += 2 * lasting.KEPT_FOR
        mara.says("PING x")
        party.wait(61)
        assert names(mara, "#a") == "@mara"


class TestRestart:
    def test_everything_is_as_it_was(self, kept: Kept) -> None:
        party = kept.party()
        mara = party.log_in("mara", "#a", caps="message-tags")
        mara.says(
            "MODE #a +mkl word 9", "MODE #a +b bad!*@*", "MODE #a +eI good!*@* *!*@10.*", "TOPIC #a :plans"
        )
        before = mara.says("MODE #a", "MODE #a b", "MODE #a e", "MODE #a I", "TOPIC #a")
        party.hub.close("over", party.now)
        party.turn()
        mara = kept.party(after=99).log_in("mara", "#a", caps="message-tags")
        assert mara.says("MODE #a", "MODE #a b", "MODE #a e", "MODE #a I", "TOPIC #a") == before
        assert names(mara, "#a") == "@mara"

    def test_the_room_too(self, kept: Kept) -> None:
        host = kept.party().owner("host", "#hubbub")
        host.says("MODE #hubbub +b eve!*@*", "MODE #hubbub +m", "TOPIC #hubbub :hello")
        party = kept.party()
        eve, bob = party.join("eve"), party.join("bob", "#hubbub")
        assert eve.codes("JOIN #hubbub") == ["474"]
        assert bob.codes("PRIVMSG #hubbub :hi") == ["404"]
        assert ":hub 332 bob #hubbub hello" in bob.says("TOPIC #hubbub")

    def test_the_room_may_be_another(self, kept: Kept) -> None:
        kept.party(room="#Old").owner("mara", "#old").says("PRIVMSG #old :hi", "TOPIC #old :x")
        party = kept.party(room="#new")
        mara = party.join("mara", "#old", "#new")
        assert ":hub 332 mara #Old x" in mara.says("TOPIC #old")
        assert names(mara, "#new") == "mara"
        party = kept.party(room="#OLD")
        assert ":hub 332 mara #OLD x" in party.join("mara", "#old").says("TOPIC #old")

    def test_a_hub_that_was_killed_counts_from_its_next_start(self, kept: Kept) -> None:
        killed = kept.party()
        killed.join("mara", "#a").says("PRIVMSG #a :hush", "MODE #a +k word")
        killed.join("guest", "#nothing")
        later = kept.party(after=lasting.KEPT_FOR + 60)
        later.wait(61)
        assert later.join("eve").codes("JOIN #a") == ["475"]
        assert kept.channels() == ["#a", "#hubbub"]

    def test_another_name_is_kept(self, kept: Kept) -> None:
        kept.party().log_in("mara", "#old").says("MODE #old +k word", "RENAME #old #New")
        party = kept.party()
        eve = party.join("eve", "#old")
        assert names(eve, "#old") == "@eve"
        assert eve.codes("JOIN #new") == ["475"]
        assert ":hub 324 eve #New +ntk word" in eve.says("JOIN #new word", "MODE #new")

    @pytest.mark.parametrize(
        "text",
        [
            *("another", "", "{}", "[]", "null", "1", '{"name": "#a"}', '{"name": "#b"}', '{"name": 1}'),
            *(
                "damage flags",
                "damage key",
                "damage limit",
                "damage lists",
                "damage topic",
                "damage ranks",
                "damage created",
            ),
        ],
    )
    def test_one_that_cannot_be_read_is_closed(self, kept: Kept, text: str) -> None:
        kept.party().log_in("mara", "#a").says("PRIVMSG #a :hush", "TOPIC #a :x")
        whole = json.loads(kept.records.get(lasting.KIND, "#a") or "")
        if text.startswith("damage"):
            text = json.dumps(whole | {text.split()[1]: {"?": 1, "b": [[1, 2, 3]]}})
        elif text == "another":
            text = json.dumps(whole | {"name": "#b"})
        kept.records.put(lasting.KIND, "#a", text)
        party = kept.party()
        assert party.log_in("eve").codes("JOIN #a") == ["473"]
        host = party.owner("host")
        assert "JOIN" in host.codes("JOIN #a", "MODE #a -i")
        assert "i" in read("#a", text).flags

    def test_a_history_that_cannot_be_read_loses_no_channel(self) -> None:
        class Broken(MemoryHistory):
            def read(self, *args: Any, **more: Any) -> list[HistoryEvent]:
                raise KeepingError("The history cannot be read.")

        party = Party(history=Broken())
        party.join("mara", "#a").says("MODE #a +k word", "PART #a")
        assert party.join("eve").codes("JOIN #a") == ["475"]


class TestRanks:
    def test_a_moderator_is_one_again(self, kept: Kept) -> None:
        party = kept.party()
        bob = party.join("bob", "#a")
        mara, zoe = party.log_in("mara", "#a"), party.log_in("zoe", "#a")
        bob.says("MODE #a +ov mara zoe")
        for friend in (mara, zoe):
            friend.says("QUIT")
        again = party.log_in("mara", "#a")
        party.log_in("zoe", "#a")
        assert names(again, "#a") == "@bob @mara +zoe"
        assert names(kept.party().log_in("mara", "#a"), "#a") == "@mara"

    def test_others_are_told_that_they_are(self) -> None:
        party = Party()
        bob = party.join("bob", "#a")
        mara = party.log_in("mara", "#a")
        bob.says("MODE #a +ov mara mara")
        mara.says("PART #a")
        mara.says("JOIN #a")
        assert bob.hears()[-1] == ":hub MODE #a +ov mara mara"

    def test_in_the_room_as_well(self, kept: Kept) -> None:
        party = kept.party()
        host, mara = party.owner("host", "#hubbub"), party.log_in("mara", "#hubbub")
        host.says("MODE #hubbub +o mara")
        mara.says("QUIT")
        assert names(party.log_in("mara", "#hubbub"), "#hubbub") == "~host @mara"
        assert names(kept.party().log_in("mara", "#hubbub"), "#hubbub") == "@mara"

    def test_a_guests_goes_with_them(self) -> None:
        party = Party()
        bob, mara = party.join("bob", "#a"), party.join("mara", "#a")
        bob.says("MODE #a +o mara")
        mara.says("PART #a", "JOIN #a")
        assert names(bob, "#a") == "@bob mara"

    def test_what_was_taken_is_not_given_again(self) -> None:
        party = Party()
        bob, mara = party.join("bob", "#a"), party.log_in("mara", "#a")
        bob.says("MODE #a +ov mara mara", "MODE #a -o mara")
        mara.says("PART #a", "JOIN #a")
        assert names(bob, "#a") == "@bob +mara"

    def test_who_is_removed_comes_back_as_anybody(self) -> None:
        party = Party()
        bob, mara = party.join("bob", "#a"), party.log_in("mara", "#a")
        bob.says("MODE #a +o mara", "KICK #a mara")
        mara.says("JOIN #a")
        assert names(bob, "#a") == "@bob mara"
        bob.says("KICK #a mara")
        mara.hears()
        assert mara.codes("JOIN #a")[0] == "JOIN"

    @pytest.mark.parametrize("is_here", [True, False])
    def test_it_is_taken_from_who_is_not_in_the_channel(self, is_here: bool) -> None:
        party = Party()
        bob, mara = party.join("bob", "#a"), party.log_in("mara", "#a")
        bob.says("MODE #a +o mara")
        mara.says("PART #a" if is_here else "QUIT")
        bob.hears()
        refused = "441" if is_here else "401"
        assert bob.codes("MODE #a +o mara", "MODE #a -v mara") == [refused, refused]
        assert bob.says("MODE #a -o Mara") == [":bob!bob@10.0.0.1 MODE #a -o Mara"]
        assert bob.codes("MODE #a -o mara", "MODE #a -o nobody") == [refused, "401"]
        party.log_in("mara", "#a")
        assert names(bob, "#a") == "@bob mara"

    def test_what_comes_of_being_an_operator_of_the_hub_stays_with_that(self, kept: Kept) -> None:
        party = kept.party(operators={"root": "pw"})
        mara = party.log_in("mara", "#hubbub")
        mara.says("OPER root pw", "QUIT")
        assert names(party.log_in("mara", "#hubbub"), "#hubbub") == "mara"

    def test_logging_in_brings_them_to_where_one_is(self) -> None:
        party = Party(accounts=known())
        bob = party.join("bob", "#a", "#b")
        mara = asks(party)
        mara.says(*plain("mara", "sesame"), "NICK mara", "USER m 0 * :M", "CAP END", "JOIN #a", "JOIN #c")
        bob.says("MODE #a +o mara")
        mara.says("QUIT")
        party.join("zoe", "#c")
        guest = party.join("guest", "#a", "#b", "#c", caps="sasl")
        bob.hears()
        assert guest.codes(*plain("mara", "sesame")) == ["AUTHENTICATE", "900", "903", "MODE", "MODE"]
        assert bob.hears() == [":hub MODE #a +o guest"]
        assert names(guest, "#c") == "@guest zoe" or names(guest, "#c") == "zoe @guest"

    def test_what_a_guest_has_becomes_the_accounts(self) -> None:
        party = Party(accounts=known("mara", "bob"), operators={"root": "pw"})
        host = party.owner("host", "#hubbub")
        guest = party.join("guest", "#a", "#hubbub", caps="sasl")
        host.says("MODE #hubbub +v guest")
        guest.says("OPER root pw", *plain("mara", "sesame"))
        guest.says(*plain("bob", "sesame"), "QUIT")  # who is somebody else then takes nothing along
        party.join("zoe", "#a")
        again = asks(party)
        again.says(*plain("mara", "sesame"), "NICK mara", "USER m 0 * :M", "CAP END", "JOIN #a,#hubbub")
        assert names(again, "#a") in ("@mara zoe", "zoe @mara")
        assert names(again, "#hubbub") == "~host +mara"
        other = asks(party)
        other.says(*plain("bob", "sesame"), "NICK bob", "USER b 0 * :B", "CAP END", "JOIN #a")
        assert "@bob" not in names(other, "#a")


class TestTooMany:
    def test_no_address_makes_channels_without_end(self) -> None:
        party = Party()
        eve = party.join("eve", address="10.0.0.9")
        made = []
        for number in range(CHANNEL_BURST + 3):
            party.wait(1)
            made.append(eve.codes(f"JOIN #c{number}")[0])
            eve.says(f"PRIVMSG #c{number} :x", f"PART #c{number}")
        assert made == ["JOIN"] * CHANNEL_BURST + ["405"] * 3
        assert eve.codes("JOIN #c0")[0] == "JOIN"  # that one is there
        assert party.join("bob", address="10.0.0.8").codes("JOIN #new")[0] == "JOIN"

    def test_nor_do_many(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("app.hub.state.MOST_CHANNELS", 2)
        party = Party()
        eve = party.join("eve", "#a")
        assert eve.says("JOIN #b") == [":hub 405 eve #b :There are too many channels, try again later"]
