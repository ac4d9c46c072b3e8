"""An account's channels are remembered, and rejoined at login."""

from __future__ import annotations

from typing import Any

import pytest

from app.hub.channels.entering import CHANNELS_PER_PERSON
from app.hub.data.memory import MemoryAccounts, MemoryRecords
from tests.hub.logins import asks, known, plain
from tests.hub.party import Friend, Party, command_of

WELCOMED = ("NICK mara", "USER m 0 * :Mara", "CAP END")


def comes(party: Party, caps: str = "", **connection: Any) -> tuple[Friend, list[str]]:
    """Mara's certificate logs in; what it hears after the message of the day."""
    mara = party.connect("mara", fingerprint="fp-mara", **connection)
    mara.says("CAP LS 302", f"CAP REQ :sasl {caps}", "AUTHENTICATE EXTERNAL", "AUTHENTICATE +")
    heard = mara.says(*WELCOMED)
    end = next(index for index, line in enumerate(heard) if command_of(line) == "422")
    return mara, heard[end + 1 :]


def joined(heard: list[str]) -> list[str]:
    """The channels that somebody sees themselves enter."""
    return [line.split(" ")[2] for line in heard if command_of(line) == "JOIN"]


class TestRejoining:
    def test_it_comes_back_to_where_it_was(self) -> None:
        party = Party()
        bob = party.join("bob", "#a")
        party.log_in("mara", "#a", "#b").says("QUIT")
        bob.hears()
        _mara, heard = comes(party)
        assert joined(heard) == ["#a", "#b"]
        assert [command_of(line) for line in heard] == ["JOIN", "353", "366", "JOIN", "353", "366"]
        assert heard[-2] == ":hub 353 mara = #b @mara"
        assert bob.hears() == [":mara!m@10.0.0.3 JOIN #a"]

    def test_after_a_restart_too(self) -> None:
        accounts, records = MemoryAccounts(), MemoryRecords()
        Party(accounts=accounts, records=records).log_in("mara", "#a", "#hubbub")
        records.put("member", "#gone\nmara", "1.0")
        assert joined(comes(Party(accounts=accounts, records=records))[1]) == ["#a", "#hubbub"]
        assert records.get("member", "#gone\nmara") is None

    def test_a_new_account_sees_nothing_of_it(self) -> None:
        assert comes(Party())[1] == []

    def test_nor_does_a_guest_of_that_name(self) -> None:
        party = Party()
        party.log_in("mara", "#a").says("QUIT")
        party.log_in("bob", "#b").says("PART #b", "QUIT")
        assert comes(party)[1] != []
        assert party.join("zoe").says("PING x")[0].startswith(":hub PONG")

    @pytest.mark.parametrize("leaving", ["PART #a", "JOIN 0"])
    def test_what_was_left_is_left(self, leaving: str) -> None:
        party = Party()
        party.log_in("mara", "#a").says(leaving, "QUIT")
        assert comes(party)[1] == []

    def test_who_was_removed_stays_out(self) -> None:
        party = Party()
        bob = party.join("bob", "#a")
        party.log_in("mara", "#a")
        bob.says("KICK #a mara")
        party.log_in("mara").says("QUIT")
        assert comes(party)[1] == []

    def test_who_was_banned_meanwhile_stays_out_while_it_lasts(self) -> None:
        party = Party()
        bob = party.join("bob", "#a")
        party.log_in("mara", "#a").says("QUIT")
        bob.says("MODE #a +b *!*@*", "MODE #a +e other!*@*")
        mara, heard = comes(party)
        assert heard == []
        assert mara.codes("JOIN #a") == ["474"]
        mara.says("QUIT")
        bob.says("MODE #a -b *!*@*")
        assert joined(comes(party)[1]) == ["#a"]

    @pytest.mark.parametrize("modes", ["+i", "+k word", "+l 1"])
    def test_what_keeps_out_newcomers_does_not_keep_out_who_was_offline(self, modes: str) -> None:
        party = Party()
        bob = party.join("bob", "#a", "#b")
        mara = party.log_in("mara", "#a", "#b")
        mara.says("PART #b", "QUIT")
        bob.says(f"MODE #a {modes}", f"MODE #b {modes}")
        mara, heard = comes(party)
        assert joined(heard) == ["#a"]
        assert mara.codes("JOIN #b") != ["JOIN"]
        assert mara.codes("JOIN #b")[0] in ("471", "473", "475")

    def test_channels_that_died_are_not_made_anew(self) -> None:
        records = MemoryRecords()
        party = Party(records=records)
        party.join("bob", "#a")
        party.log_in("mara", "#a").says("QUIT")
        party.friends[1].says("QUIT")  # bob's, and nothing was said in it
        assert [key for key, _ in records.all("member")] == []
        assert comes(party)[1] == []

    def test_a_second_connection_is_shown_them_once(self) -> None:
        party = Party()
        party.log_in("mara", "#a")
        assert joined(comes(party)[1]) == ["#a"]

    def test_the_others_ranks_are_shown_as_they_are(self) -> None:
        party = Party()
        bob = party.join("bob", "#a")
        mara = party.log_in("mara", "#a")
        bob.says("MODE #a +v mara")
        mara.says("QUIT")
        bob.hears()
        comes(party)
        assert bob.hears() == [":mara!m@10.0.0.3 JOIN #a", ":hub MODE #a +v mara"]


class TestTheRoom:
    def test_a_foreign_client_is_back_in_it_even_where_newcomers_are_not_put_into_it(self) -> None:
        party = Party(autojoin=False)
        party.log_in("mara", "#hubbub").says("QUIT")
        assert joined(comes(party)[1]) == ["#hubbub"]

    def test_it_is_entered_once_where_they_are(self) -> None:
        party = Party(autojoin=True)
        party.log_in("mara").says("QUIT")
        assert joined(comes(party)[1]) == ["#hubbub"]

    def test_one_of_ours_enters_it_by_itself(self) -> None:
        party = Party(autojoin=True)
        party.log_in("mara", "#hubbub", "#a").says("QUIT")
        mara, heard = comes(party, caps="hubbub.chat/room")
        assert joined(heard) == ["#a"]
        assert mara.codes("JOIN #hubbub")[0] == "JOIN"

    def test_one_of_ours_is_let_in_again_after_it_was_locked_to_newcomers(self) -> None:
        party = Party()
        host = party.owner("host", "#hubbub")
        party.log_in("mara", "#hubbub").says("QUIT")
        host.says("MODE #hubbub +i")
        mara, _heard = comes(party, caps="hubbub.chat/room")
        assert mara.codes("JOIN #hubbub")[0] == "JOIN"
        assert party.log_in("eve").codes("JOIN #hubbub") == ["473"]


class TestLoggingInLater:
    def test_the_accounts_channels_are_entered_after_the_answer(self) -> None:
        party = Party(accounts=known())
        mara = asks(party)
        mara.says(*plain("mara", "sesame"), *WELCOMED, "JOIN #a", "QUIT")
        guest = party.join("guest", "#b", caps="sasl")
        assert guest.codes(*plain("mara", "sesame"))[:4] == ["AUTHENTICATE", "900", "903", "JOIN"]
        guest.says("QUIT")
        again = asks(party)
        assert sorted(joined(again.says(*plain("mara", "sesame"), *WELCOMED))) == ["#a", "#b"]

    def test_it_brings_no_one_elses(self) -> None:
        party = Party(accounts=known("mara", "bob"))
        bob = asks(party)
        bob.says(*plain("bob", "sesame"), "NICK bob", "USER b 0 * :B", "CAP END", "JOIN #b", "QUIT")
        guest = party.join("guest", caps="sasl")
        assert guest.codes(*plain("mara", "sesame")) == ["AUTHENTICATE", "900", "903"]


def test_a_damaged_time_lets_read_what_is_said_from_now_on() -> None:
    records = MemoryRecords()
    party = Party(records=records, newcomers="none")
    party.log_in("mara", "#a").says("PRIVMSG #a :before")
    for value in ("x", "[]", '"y"', "1e999", "-1e999", "NaN", "9" * 400):
        records.put("member", "#a\nmara", value)
        again = Party(records=records, history=party.hub._state.history, newcomers="none")
        again.now = again.hub._state.now = party.now + 60
        since = again.hub._state.channels["#a"].memberships["mara"]
        assert party.now - 60 < since <= again.now


def test_nobody_comes_into_more_channels_than_they_could_enter() -> None:
    party = Party(limits=False)
    rooms = [f"#{number}" for number in range(60)]
    for some in (rooms[:30], rooms[30:]):
        party.join(f"keeper{some[0][1:]}", *some)
    party.log_in("bob", *rooms[:30], fingerprint="fp").says("QUIT")
    guest = party.join("guest", *rooms[30:], fingerprint="fp", caps="sasl")
    heard = guest.says("AUTHENTICATE EXTERNAL", "AUTHENTICATE +")
    assert len(joined(heard)) == CHANNELS_PER_PERSON - 30
    assert guest.codes("JOIN #29") == ["405"]
