"""Channels live and die whole: over their last member's leaving, and over restarts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.hub.channels import persistence
from app.hub.channels.channel_record import read
from app.hub.data.addresses import CHANNEL_BURST
from app.hub.data.memory import MemoryHistory
from app.hub.data.storage import KEPT_FOR, HistoryEvent, Span
from app.hub.data.storage_errors import Content, FileReason, KeepingError, unusable
from tests.hub.party import Party
from tests.hub.restarts import Kept, names
from tests.hub.test_rollback import FullDisk


@pytest.fixture
def kept() -> Kept:
    return Kept()


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
        party.now += KEPT_FOR - 60
        party.wait(1)
        assert kept.channels() == ["#a", "#hubbub"]
        assert party.join("bob").codes("JOIN #a") == ["475"]
        party.now += 120
        party.wait(60)
        assert kept.channels() == ["#a", "#hubbub"]  # the clock may be wrong
        party.wait(3900)
        assert kept.channels() == ["#hubbub"]
        assert kept.history.read("#a", Span(), 9, newest=True, events=True) == []
        zoe = party.join("zoe", "#a")
        assert names(zoe, "#a") == "@zoe"
        assert zoe.codes("JOIN #hubbub")[0] == "JOIN"  # the room stays

    def test_who_comes_begins_its_time_anew(self, kept: Kept) -> None:
        party = kept.party()
        party.join("mara", "#a").says("PRIVMSG #a :hush", "QUIT")
        party.now += KEPT_FOR - 60
        party.join("eve", "#a").says("QUIT")
        party.now += 120
        party.wait(3700)
        assert kept.channels() == ["#a", "#hubbub"]

    def test_one_that_is_full_of_people_is_never_too_old(self, kept: Kept) -> None:
        party = kept.party()
        mara = party.join("mara", "#a")
        party.now += 2 * KEPT_FOR
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
        mara = party.join("mara", "#new")
        assert names(mara, "#new") == "mara"
        assert mara.codes("JOIN #old", "TOPIC #old") == ["403", "403"]
        party = kept.party(room="#OLD")
        assert ":hub 332 mara #OLD x" in party.join("mara", "#old").says("TOPIC #old")

    def test_a_hub_that_was_killed_counts_from_its_next_start(self, kept: Kept) -> None:
        killed = kept.party()
        killed.join("mara", "#a").says("PRIVMSG #a :hush", "MODE #a +k word")
        killed.join("guest", "#nothing")
        later = kept.party(after=KEPT_FOR + 60)
        later.wait(3700)
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
                "number NaN",
                "number -Infinity",
                "number true",
                f"number {'9' * 400}",
            ),
        ],
    )
    def test_one_that_cannot_be_read_is_closed(self, kept: Kept, text: str) -> None:
        kept.party().log_in("mara", "#a").says("PRIVMSG #a :hush", "TOPIC #a :x")
        whole = json.loads(kept.records.get(persistence.KIND, "#a") or "")
        if text.startswith("damage"):
            text = json.dumps(whole | {text.split()[1]: {"?": 1, "b": [[1, 2, 3]]}})
        elif text.startswith("number"):
            text = json.dumps(whole | {"created": json.loads(text.split()[1])})
        elif text == "another":
            text = json.dumps(whole | {"name": "#b"})
        kept.records.put(persistence.KIND, "#a", text)
        party = kept.party()
        assert party.log_in("eve").codes("JOIN #a") == ["473"]
        host = party.owner("host")
        assert "JOIN" in host.codes("JOIN #a", "MODE #a -i")
        assert "i" in read("#a", text).flags

    def test_a_history_that_cannot_be_read_loses_no_channel(self) -> None:
        class Broken(MemoryHistory):
            def read(self, *args: Any, **more: Any) -> list[HistoryEvent]:
                raise KeepingError(unusable(Content.MESSAGES, Path("x"), FileReason.BUSY))

        party = Party(history=Broken())
        party.join("mara", "#a").says("MODE #a +k word", "PART #a")
        assert party.join("eve").codes("JOIN #a") == ["475"]


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
        monkeypatch.setattr("app.hub.data.hub_state.MOST_CHANNELS", 2)
        party = Party()
        eve = party.join("eve", "#a")
        assert eve.says("JOIN #b") == [":hub 405 eve #b :There are too many channels, try again later"]


class TestAFullDisk:
    """A turn that cannot be kept is taken back: channels are what they were."""

    def test_a_channel_with_a_past_is_kept_when_its_members_leave_in_it(self) -> None:
        disk = FullDisk()
        party = Party(history=disk, records=disk.records)
        mara, bob = party.join("mara", "#a"), party.join("bob")
        mara.says("PRIVMSG #a :hush", "MODE #a +k word")
        disk.is_full = True
        mara.says("MODE #a -k word", "PART #a")
        assert mara.is_closed
        disk.is_full = False
        assert bob.codes("JOIN #a") == ["475"]

    def test_one_that_was_made_in_it_is_not_there(self) -> None:
        disk = FullDisk()
        party = Party(history=disk, records=disk.records)
        mara = party.log_in("mara")
        disk.is_full = True
        mara.says("JOIN #a")
        assert mara.is_closed
        disk.is_full = False
        bob = party.join("bob", "#a")
        assert names(bob, "#a") == "@bob"

    def test_a_rank_that_was_given_in_it_is_not_had(self) -> None:
        disk = FullDisk()
        party = Party(history=disk, records=disk.records)
        bob, mara = party.join("bob", "#a"), party.log_in("mara", "#a")
        zoe = party.join("zoe", "#a")
        disk.is_full = True
        bob.says("MODE #a +o mara")
        disk.is_full = False
        mara.says("PART #a", "JOIN #a")
        assert names(zoe, "#a") == "mara zoe" or names(zoe, "#a") == "zoe mara"
