"""What newcomers may read, who is one, and what clients are told that cannot ask."""

from __future__ import annotations

import pytest

from app.hub.data.config import Newcomers
from app.hub.data.memory import MemoryAccounts, MemoryHistory, MemoryRecords
from tests.hub.commands.test_chathistory import CAPS, texts
from tests.hub.party import Friend, Party, untagged

OLD = "server-time batch"


@pytest.fixture
def records() -> MemoryRecords:
    return MemoryRecords()


def hosted(policy: Newcomers, records: MemoryRecords | None = None) -> tuple[Party, Friend]:
    """A hub with this policy, in which somebody said something two hours, half an hour and a minute ago."""
    party = Party(records=records, newcomers=policy)
    mara = party.join("mara", "#a", "#hubbub", caps="echo-message")
    for text, later in (("old", 5400), ("recent", 1740), ("new", 60)):
        mara.says(f"PRIVMSG #a :{text}", f"PRIVMSG #hubbub :{text}")
        party.wait(later)
    party.quiet()
    return party, mara


@pytest.mark.parametrize(
    ("policy", "read"),
    [
        (Newcomers.ALL, ["old", "recent", "new"]),
        (Newcomers.HOUR, ["recent", "new"]),
        (Newcomers.NOTHING, []),
    ],
)
def test_a_newcomer_reads_what_the_host_has_chosen(policy: Newcomers, read: list[str]) -> None:
    party, mara = hosted(policy)
    bob = party.join("bob", "#a", caps=CAPS)
    mara.says("PRIVMSG #a :hello bob")
    party.quiet()
    assert texts(bob, "LATEST #a * 10") == [*read, "hello bob"]
    assert texts(bob, "AROUND #a timestamp=2000-01-01T00:00:00.000Z 10") == [*read, "hello bob"]


@pytest.mark.parametrize("account", [False, True])
def test_a_clock_that_is_set_back_lets_nobody_read_more(account: bool, records: MemoryRecords) -> None:
    history = MemoryHistory()
    party = Party(newcomers=Newcomers.NOTHING, history=history, records=records)
    mara = party.join("mara", "#a", "#hubbub", caps="echo-message")
    mara.says("PRIVMSG #a :before", "PRIVMSG #hubbub :before")
    party.now -= 3600
    mara.says("PRIVMSG #a :between", "PRIVMSG #hubbub :between")
    arrive = party.log_in if account else party.join
    bob = arrive("bob", "#a", "#hubbub", caps=CAPS)
    mara.says("PRIVMSG #a :after", "PRIVMSG #hubbub :after")
    party.quiet()
    assert texts(bob, "LATEST #a * 10") == ["after"]
    assert texts(bob, "LATEST #hubbub * 10") == ["after"]


def test_nor_does_a_restart_with_such_a_clock(records: MemoryRecords) -> None:
    accounts, history = MemoryAccounts(), MemoryHistory()
    kept = {"accounts": accounts, "history": history, "records": records, "newcomers": Newcomers.NOTHING}
    party = Party(**kept)
    party.join("mara", "#hubbub").says("PRIVMSG #hubbub :before")
    party.now += 1
    bob = party.log_in("bob", "#hubbub", caps=CAPS)
    bob.says("PRIVMSG #hubbub :after")
    later = Party(now=party.now - 3600, **kept)
    bob = later.log_in("bob", caps=CAPS)
    assert texts(bob, "LATEST #hubbub * 10") == ["after"]


def test_everybody_is_told_what_newcomers_may_read() -> None:
    for policy in Newcomers:
        party = Party(newcomers=policy, autojoin=True)
        told = party.connect().says("NICK bob", "USER bob 0 * :Bob")
        assert f" hubbub.chat/HISTORY={policy} " in " ".join(told)
        assert told[-1].startswith(":hub NOTICE bob :What is said here is kept. Whoever joins can read ")


def test_our_own_client_needs_no_sentence() -> None:
    party = Party(autojoin=True)
    bob = party.join("bob", caps="hubbub.chat/room")
    assert not any("NOTICE" in line for line in bob.says("JOIN #hubbub"))


def test_an_account_stays_a_member_over_reconnects_and_restarts(records: MemoryRecords) -> None:
    party, mara = hosted(Newcomers.NOTHING, records)
    bob = party.log_in("bob", "#a", caps=CAPS)
    mara.says("PRIVMSG #a :seen")
    bob.says("QUIT")
    mara.says("PRIVMSG #a :missed")
    party.wait(60)
    again = party.log_in("bob", "#a", caps=CAPS)
    assert texts(again, "LATEST #a * 10") == ["seen", "missed"]


@pytest.mark.parametrize("end", ["PART #a", "KICK"])
def test_who_has_left_for_good_is_a_newcomer_again(records: MemoryRecords, end: str) -> None:
    party, mara = hosted(Newcomers.NOTHING, records)
    bob = party.log_in("bob", "#a", caps=CAPS)
    mara.says("PRIVMSG #a :seen")
    party.wait(5)
    if end == "KICK":
        mara.says("KICK #a bob")
    else:
        bob.says(end)
    mara.says("PRIVMSG #a :missed")
    party.wait(5)
    bob.says("JOIN #a")
    mara.says("PRIVMSG #a :welcome back")
    party.quiet()
    assert texts(bob, "LATEST #a * 10") == ["welcome back"]


def test_a_guest_is_a_newcomer_each_time() -> None:
    party, mara = hosted(Newcomers.NOTHING)
    bob = party.join("bob", "#a", caps=CAPS)
    mara.says("PRIVMSG #a :seen")
    bob.says("QUIT")
    party.wait(5)
    again = party.join("bob", "#a", caps=CAPS)
    assert texts(again, "LATEST #a * 10") == []


def test_who_logs_in_where_they_are_is_a_member_since_they_came(records: MemoryRecords) -> None:
    party, mara = hosted(Newcomers.NOTHING, records)
    bob = party.connect("bob", fingerprint="fp-bob")
    party._register(bob, ("#a",), f"{CAPS} sasl")
    mara.says("PRIVMSG #a :seen")
    party.wait(5)
    bob.says("AUTHENTICATE EXTERNAL", "AUTHENTICATE +")
    bob.says("AUTHENTICATE EXTERNAL", "AUTHENTICATE +")
    bob.says("QUIT")
    again = party.log_in("bob", "#a", caps=CAPS)
    assert texts(again, "LATEST #a * 10") == ["seen"]


def test_who_logs_in_where_the_account_was_a_member_stays_one_since_then(records: MemoryRecords) -> None:
    party, mara = hosted(Newcomers.NOTHING, records)
    party.log_in("bob", "#a").says("QUIT")
    mara.says("PRIVMSG #a :seen")
    party.wait(5)
    again = party.connect("guest", fingerprint="fp-bob")
    party._register(again, ("#a",), f"{CAPS} sasl")
    again.says("AUTHENTICATE EXTERNAL", "AUTHENTICATE +")
    again.says("QUIT")
    party.quiet()
    assert texts(party.log_in("bob", "#a", caps=CAPS), "LATEST #a * 10") == ["seen"]


def test_members_of_a_renamed_channel_stay_members(records: MemoryRecords) -> None:
    party, mara = hosted(Newcomers.NOTHING, records)
    bob = party.log_in("bob", "#a", "#hubbub", caps=CAPS)
    mara.says("PRIVMSG #a :seen")
    party.wait(5)
    bob.says("QUIT")
    mara.says("RENAME #a #b")
    party.wait(5)
    again = party.log_in("bob", "#b", caps=CAPS)
    assert texts(again, "LATEST #b * 10") == ["seen"]
    assert [key for key, _ in records.all("member")] == ["#b\nbob", "#hubbub\nbob"]


def test_nobody_reads_a_dead_channel_by_making_it_anew() -> None:
    party, mara = hosted(Newcomers.ALL)
    mara.says("MODE #a +k secret", "PART #a")
    party.wait(5)
    assert party.join("bob", caps=CAPS).codes("JOIN #a") == ["475"]


def test_the_room_is_read_after_a_restart(records: MemoryRecords) -> None:
    history = MemoryHistory()
    first = Party(history=history, records=records)
    first.join("mara", "#hubbub").says("PRIVMSG #hubbub :kept")
    second = Party(history=history, records=records)
    second.now += 3600
    bob = second.join("bob", "#hubbub", caps=CAPS)
    assert texts(bob, "LATEST #hubbub * 10") == ["kept"]


# clients that cannot ask


def entering(party: Party, caps: str, channel: str = "#a") -> list[str]:
    """What a client is told on entering after the names."""
    told = party.join("bob", caps=caps).says(f"JOIN {channel}")
    names = next(index for index, line in enumerate(told) if " 366 " in line)
    return [untagged(line) for line in told[names + 1 :]]


def test_a_client_that_cannot_ask_is_told_the_last_lines() -> None:
    party, _ = hosted(Newcomers.ALL)
    lines = [f":mara!mara@10.0.0.1 PRIVMSG #a :{text}" for text in ("old", "recent", "new")]
    opening, *told, closing = entering(party, OLD)
    assert (opening.split(" ")[3:], told) == (["chathistory", "#a"], lines)
    assert " BATCH -" in closing


def test_without_batches_the_lines_come_bare() -> None:
    party, _ = hosted(Newcomers.HOUR)
    lines = [f":mara!mara@10.0.0.1 PRIVMSG #a :{text}" for text in ("recent", "new")]
    assert entering(party, "server-time") == lines


@pytest.mark.parametrize("caps", ["batch", CAPS, f"{OLD} draft/chathistory"])
def test_who_knows_no_times_or_can_ask_is_told_nothing(caps: str) -> None:
    party, _ = hosted(Newcomers.ALL)
    assert entering(party, caps) == []


def test_there_may_be_nothing_to_tell() -> None:
    party, _ = hosted(Newcomers.NOTHING)
    assert entering(party, OLD) == []


def test_only_the_last_fifty_are_told() -> None:
    party, mara = hosted(Newcomers.ALL)
    for number in range(60):
        mara.says(f"PRIVMSG #a :{number}")
        party.wait(1)
    told = entering(party, "server-time")
    assert [line.rpartition(":")[2] for line in told] == [str(number) for number in range(10, 60)]


def test_every_connection_of_a_person_is_told() -> None:
    party, _ = hosted(Newcomers.ALL)
    first = party.log_in("bob", caps=CAPS)
    second = party.log_in("bob", fingerprint="fp-bob", caps=OLD)
    first.says("JOIN #a")
    assert [untagged(line).rpartition(":")[2] for line in second.hears()][-4:-1] == ["old", "recent", "new"]
    third = party.connect("bob", fingerprint="fp-bob")
    told = third.says(f"CAP REQ :sasl {OLD}", "AUTHENTICATE EXTERNAL", "AUTHENTICATE +", "NICK bob")
    told += third.says("USER bob 0 * :Bob", "CAP END")
    assert [untagged(line).rpartition(":")[2] for line in told][-4:-1] == ["old", "recent", "new"]
