"""A hub whose clock is wrong for a while: nothing is lost, and newcomers read no more than they may."""

from __future__ import annotations

import pytest

from app.hub.data.config import Newcomers
from app.hub.data.storage import KEPT_FOR
from app.irc.servertime import format_time
from tests.hub.party import Friend, Party, tags_of, untagged
from tests.hub.restarts import Kept, names

DAY = 86400.0
AHEAD = 100 * DAY
CAPS = "batch server-time message-tags draft/chathistory"


def texts(friend: Friend, target: str = "#hubbub") -> list[str]:
    """What a friend can read of a channel."""
    lines = [untagged(line) for line in friend.says(f"CHATHISTORY LATEST {target} * 100")]
    return [line.split(f" PRIVMSG {target} :")[1] for line in lines if " PRIVMSG " in line]


def talk(party: Party) -> Friend:
    """Somebody with an account says three things."""
    mara = party.log_in("mara", "#hubbub", caps=CAPS)
    for text in ("one", "two", "three"):
        mara.says(f"PRIVMSG #hubbub :{text} x")
    return mara


SAID = ["one x", "two x", "three x"]


class TestWhatFallsDue:
    def test_newcomers_read_it_no_more_at_once_and_members_still(self) -> None:
        party = Party()
        mara = talk(party)
        party.now += AHEAD
        mara.says("PRIVMSG #hubbub :after that")
        assert texts(party.join("bob", "#hubbub", caps=CAPS)) == ["after that"]
        assert texts(party.log_in("zoe", "#hubbub", caps=CAPS)) == ["after that"]
        assert texts(mara) == [*SAID, "after that"]

    def test_a_leap_back_shows_it_again(self) -> None:
        party = Party()
        mara = talk(party)
        party.now += AHEAD
        party.wait(6)
        assert texts(party.join("bob", "#hubbub", caps=CAPS)) == []
        party.now -= AHEAD
        party.wait(2 * 3600)
        assert texts(party.join("eve", "#hubbub", caps=CAPS)) == SAID
        assert texts(mara) == SAID

    def test_it_is_gone_after_an_hour_of_steady_clock(self) -> None:
        party = Party()
        mara = talk(party)
        party.now += AHEAD
        party.wait(3590)
        assert texts(mara) == SAID
        party.wait(20)
        assert texts(mara) == []

    def test_who_comes_back_to_a_client_that_cannot_ask_gets_the_same(self) -> None:
        party = Party()
        talk(party)
        party.now += AHEAD
        bob = party.connect("bob")
        bob.says("CAP LS 302", "CAP REQ :server-time", "NICK bob", "USER bob 0 * :x", "CAP END")
        assert not any("one x" in line for line in bob.says("JOIN #hubbub"))


class TestEmptyChannel:
    def test_a_clock_ahead_for_a_while_buries_none(self) -> None:
        kept = Kept()
        party = kept.party()
        party.log_in("mara", "#a").says("PRIVMSG #a :hush", "MODE #a +k word", "QUIT")
        ahead = kept.party(after=AHEAD)
        ahead.wait(300)
        right = kept.party(after=600)
        right.wait(4000)
        assert kept.channels() == ["#a", "#hubbub"]
        assert right.join("eve").codes("JOIN #a") == ["475"]
        mara = right.log_in("mara", "#a")
        assert names(mara, "#a") == "@mara"

    def test_one_that_was_left_while_the_clock_was_behind_is_not_long_gone(self) -> None:
        kept = Kept()
        party = kept.party()
        party.join("eve", "#a").says("PRIVMSG #a :hush", "PART #a")
        behind = Party(now=100.0, accounts=kept.accounts, history=kept.history, records=kept.records)
        behind.join("eve", "#a").says("PRIVMSG #a :again", "PART #a")
        behind.wait(10)
        behind.now += 1_700_000_000
        behind.wait(4000)
        assert kept.channels() == ["#a", "#hubbub"]

    def test_one_that_was_left_in_1970_is_left_when_the_clock_is_put_right(self) -> None:
        kept = Kept()
        party = Party(now=100.0, accounts=kept.accounts, history=kept.history, records=kept.records)
        party.join("eve", "#a").says("PRIVMSG #a :hush", "PART #a")
        party.now += 1_700_000_000
        party.wait(4000)
        assert kept.channels() == ["#a", "#hubbub"]
        party.now += KEPT_FOR
        party.wait(4000)
        assert kept.channels() == ["#hubbub"]

    def test_the_hub_goes_on_looking_after_a_leap_back(self) -> None:
        kept = Kept()
        party = kept.party(after=AHEAD)
        party.wait(61)
        party.now -= AHEAD
        party.join("eve", "#a").says("PRIVMSG #a :hush", "PART #a")
        party.now += 2 * AHEAD
        party.wait(4000)
        assert kept.channels() == ["#hubbub"]


def test_a_channel_can_be_renamed_again_after_a_leap_back() -> None:
    party = Party()
    mara = party.join("mara", "#a")
    assert "JOIN" in mara.codes("RENAME #a #b")
    party.now -= AHEAD
    party.wait(61)
    assert "JOIN" in mara.codes("RENAME #b #c")


class TestPutRight:
    """The clock was ahead while people talked, and is right again."""

    @staticmethod
    def talk() -> tuple[Party, Friend]:
        party = Party()
        mara = party.log_in("mara", "#hubbub", caps=f"{CAPS} draft/read-marker echo-message")
        for leap, texts_of_then in ((0, ("a", "b")), (AHEAD, ("c", "d")), (-AHEAD, ("e", "f", "g"))):
            party.now += leap
            for text in texts_of_then:
                party.wait(5)
                mara.says(f"PRIVMSG #hubbub :{text} x")
        party.quiet()
        return party, mara

    ALL = [f"{letter} x" for letter in "abcdefg"]

    def test_the_order_is_that_of_the_hub_and_times_are_those_of_the_clock(self) -> None:
        party, mara = self.talk()
        assert texts(mara) == self.ALL
        lines = [line for line in mara.says("CHATHISTORY LATEST #hubbub * 9") if " PRIVMSG " in line]
        ids = [tags_of(line)["msgid"] for line in lines]
        assert ids == sorted(ids)
        times = [tags_of(line)["time"] for line in lines]
        assert times[:2] + times[4:] == sorted(times[:2] + times[4:])
        assert times[4] < times[2]
        assert times[6] == format_time(party.now)

    @pytest.mark.parametrize("by", ["timestamp", "msgid"])
    @pytest.mark.parametrize("limit", [1, 2, 3])
    def test_who_pages_gets_every_message_once(self, by: str, limit: int) -> None:
        _party, mara = self.talk()
        tag = {"timestamp": "time", "msgid": "msgid"}[by]
        backward: list[str] = []
        asked = f"LATEST #hubbub * {limit}"
        for _ in range(9):
            page = [line for line in mara.says(f"CHATHISTORY {asked}") if " PRIVMSG " in line]
            if page:
                backward = [line.split(" PRIVMSG #hubbub :")[1] for line in page] + backward
                asked = f"BEFORE #hubbub {by}={tags_of(page[0])[tag]} {limit}"
        assert backward == self.ALL
        forward: list[str] = []
        first = mara.says("CHATHISTORY LATEST #hubbub * 7")[1]
        asked = f"AFTER #hubbub {by}={tags_of(first)[tag]} {limit}"
        for _ in range(9):
            page = [line for line in mara.says(f"CHATHISTORY {asked}") if " PRIVMSG " in line]
            if page:
                forward += [line.split(" PRIVMSG #hubbub :")[1] for line in page]
                asked = f"AFTER #hubbub {by}={tags_of(page[-1])[tag]} {limit}"
        assert forward == self.ALL[1:]

    def test_what_is_read_moves_on_in_the_order_of_the_hub(self) -> None:
        _party, mara = self.talk()
        page = [line for line in mara.says("CHATHISTORY LATEST #hubbub * 9") if " PRIVMSG " in line]
        for line in page:
            stamp = f"timestamp={tags_of(line)['time']}"
            assert f"MARKREAD #hubbub {stamp}" in mara.says(f"MARKREAD #hubbub {stamp}")[0]
        last = f"MARKREAD #hubbub timestamp={tags_of(page[-1])['time']}"
        for line in page:  # nothing that is older there moves it back
            assert last in mara.says(f"MARKREAD #hubbub timestamp={tags_of(line)['time']}")[0]

    def test_newcomers_who_may_read_an_hour_read_no_days(self) -> None:
        party = Party(newcomers=Newcomers.HOUR)
        party.now += AHEAD
        mara = party.log_in("mara", "#hubbub", caps=CAPS)
        mara.says("PRIVMSG #hubbub :ahead")
        party.now -= AHEAD
        mara.says("PRIVMSG #hubbub :two days ago")
        party.now += 2 * DAY
        bob = party.join("bob", "#hubbub", caps=CAPS)
        mara.says("PRIVMSG #hubbub :now")
        party.quiet()
        assert texts(bob) == ["now"]

    def test_the_same_after_a_restart(self) -> None:
        kept = Kept()
        ahead = kept.party(after=AHEAD)
        ahead.log_in("mara", "#hubbub").says("PRIVMSG #hubbub :ahead")
        right = kept.party(after=60)
        mara = right.log_in("mara", "#hubbub", caps=f"{CAPS} echo-message")
        right.wait(5)
        (echo,) = mara.says("PRIVMSG #hubbub :right")
        assert tags_of(echo)["time"] == format_time(right.now)
        assert texts(mara) == ["ahead", "right"]


def test_every_message_of_a_turn_has_a_moment_of_its_own() -> None:
    party = Party()
    mara, bob = party.join("mara", "#a", caps=CAPS), party.join("bob", "#a", caps=CAPS)
    party.hub.receive(
        bob.session, b"".join(b"PRIVMSG #a :%d\r\n" % number for number in range(30)), party.now
    )
    times = [tags_of(line)["time"] for line in mara.hears() if " PRIVMSG " in line]
    assert len(set(times)) == 30
    assert times == sorted(times)
    replayed = mara.says("CHATHISTORY LATEST #a * 30")
    assert [tags_of(line)["time"] for line in replayed if " PRIVMSG " in line] == times
