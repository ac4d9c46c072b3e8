"""A turn that cannot be kept: nothing of it is told, who spoke is told so, everything else goes on."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.files.file_limits import FileLimits
from app.hub.data.events import (
    HistoryGivenUp,
    HistoryLost,
    Joined,
    Kicked,
    NotKept,
    Quit,
    Registered,
    Renamed,
    Said,
    TopicSet,
)
from app.hub.data.memory import LooseRecords, MemoryAccounts, MemoryHistory, MemoryRecords
from app.hub.data.storage import ALL, KEPT_FOR, HistoryEvent
from app.hub.data.storage_errors import (
    Content,
    FileReason,
    KeepingError,
    StorageFailure,
    StorageProblem,
    unusable,
)
from tests.hub.party import Friend, Party
from tests.hub.talk.test_shared_files import upload

FULL = unusable(Content.MESSAGES, Path("history.sqlite"), FileReason.FULL)
UNREADABLE = unusable(Content.ACCOUNTS, Path("accounts.sqlite"), "disk I/O error")
DAMAGED = StorageFailure(StorageProblem.BEGUN_ANEW, {"path": Path("history.sqlite"), "aside": "old"})
TOLD = "ERROR :Closing link: {} (The hub cannot keep messages at the moment, so nothing was passed on)"


class FullDisk(MemoryHistory):
    """A history whose turns fail while it is full, as they do on a full disk; its records with it."""

    def __init__(self) -> None:
        self.records = TurnRecords()
        super().__init__(records=self.records)
        self.is_full = False
        self.error = KeepingError(FULL)
        self._turn: list[tuple[HistoryEvent, str]] = []

    def append(self, event: HistoryEvent, own_id: str = "") -> None:
        self._turn.append((event, own_id))

    def commit(self) -> None:
        turn, self._turn = self._turn, []
        put, self.records.turn = self.records.turn, {}
        if not turn and not put:
            return
        if self.is_full:
            raise self.error
        for event, own_id in turn:
            super().append(event, own_id)
        for (kind, key), value in put.items():
            MemoryRecords.put(self.records, kind, key, value)


class BegunAnewError(KeepingError):
    """As of a file that was set aside."""

    is_over = True


class TurnRecords(MemoryRecords):
    """Records that are kept with the turn."""

    def __init__(self) -> None:
        super().__init__()
        self.turn: dict[tuple[str, str], str | None] = {}

    def put(self, kind: str, key: str, value: str | None) -> None:
        self.turn[kind, key] = value


@pytest.fixture
def disk() -> FullDisk:
    return FullDisk()


@pytest.fixture
def party(disk: FullDisk) -> Party:
    return Party(history=disk, records=disk.records)


def closed_with(friend: Friend) -> str:
    """The only line that a friend heard before being closed."""
    (line,) = friend.hears()
    assert friend.is_closed
    return line


def test_nothing_is_told_that_was_not_kept(party: Party, disk: FullDisk) -> None:
    mara = party.join("mara", "#a", caps="echo-message")
    bob = party.join("bob", "#a")
    disk.is_full = True
    assert mara.says("PRIVMSG #a :lost", "TOPIC #a :lost") == [TOLD.format("10.0.0.1")]
    assert mara.is_closed
    assert bob.hears() == [
        ":mara!mara@10.0.0.1 QUIT :The hub cannot keep messages at the moment, so nothing was passed on"
    ]
    assert not bob.is_closed
    assert [event.command for event in disk.read("#a", ALL, 9, newest=True, events=True)][-1] == "JOIN"


def test_what_was_changed_is_as_it_was(party: Party, disk: FullDisk) -> None:
    mara, bob, zoe = (party.join(name, "#a") for name in ("mara", "bob", "zoe"))
    mara.says("TOPIC #a :news", "MODE #a +kb key *!*@evil")
    party.quiet()
    disk.is_full = True
    modes = ("MODE #a -tk+il key 5", "MODE #a -b *!*@evil", "MODE #a +o bob")
    mara.says(*modes, "TOPIC #a :lost", "KICK #a zoe")
    party.quiet()
    disk.is_full = False
    assert bob.says("MODE #a")[0] == ":hub 324 bob #a +ntk key"
    assert bob.codes("MODE #a b") == ["367", "368"]
    assert bob.says("TOPIC #a")[0] == ":hub 332 bob #a news"
    assert bob.codes("MODE #a +m") == ["482"]
    assert zoe.says("PRIVMSG #a :still here") == []
    assert bob.hears() == [":zoe!zoe@10.0.0.3 PRIVMSG #a :still here"]
    assert any("bob zoe" in line for line in bob.says("NAMES #a"))


def test_who_comes_while_nothing_can_be_kept_was_never_there(party: Party, disk: FullDisk) -> None:
    bob = party.join("bob", "#a")
    mara = party.join("mara")
    disk.is_full = True
    assert mara.says("JOIN #a", "JOIN #new") == [TOLD.format("10.0.0.2")]
    assert not any("JOIN" in line for line in bob.hears())
    assert any("= #a @bob" in line for line in bob.says("NAMES #a"))
    assert bob.codes("NAMES #new") == ["366"]


def test_a_new_name_is_the_old_one_to_others(party: Party, disk: FullDisk) -> None:
    bob = party.join("bob", "#a")
    mara, zoe = party.join("mara", "#a"), party.join("zoe", "#a")
    bob.says("MONITOR + mara,mo")
    party.quiet()
    disk.is_full = True
    party.hub.receive(mara.session, b"NICK mo\r\n", party.now)
    party.hub.receive(zoe.session, b"NICK zoo\r\n", party.now)
    party.hub.disconnect(zoe.session, "Connection reset", party.now)
    heard = bob.hears()
    assert ":hub 731 * mara" in heard
    assert any(line.startswith(":mara!mara@10.0.0.2 QUIT") for line in heard)
    assert any(line.startswith(":zoe!zoe@10.0.0.3 QUIT") for line in heard)
    assert not any("NICK" in line or " 730 " in line for line in heard)
    assert bob.codes("WHOIS mara", "WHOIS mo") == ["401", "318", "401", "318"]


def test_a_renamed_channel_has_its_name_again(party: Party, disk: FullDisk) -> None:
    mara, bob = party.join("mara", "#a"), party.join("bob", "#a")
    disk.is_full = True
    mara.says("RENAME #a #b", "PRIVMSG #b :lost")
    party.quiet()
    disk.is_full = False
    assert bob.says("PRIVMSG #a :here") == []
    assert bob.codes("PRIVMSG #b :there") == ["403"]
    assert bob.codes("PART #a") == ["PART"]


def test_a_channel_that_died_lives_again(party: Party, disk: FullDisk) -> None:
    mara, bob = party.join("mara", "#a"), party.join("bob", "#a")
    mara.says("TOPIC #a :news")
    party.quiet()
    disk.is_full = True
    for friend in (mara, bob):
        party.hub.receive(friend.session, b"PART #a\r\n", party.now)
    party.quiet()
    assert mara.is_closed
    assert bob.is_closed
    disk.is_full = False
    zoe = party.join("zoe", "#a")
    assert not any("news" in line for line in zoe.says("TOPIC #a"))


def test_a_channel_that_everybody_has_left_is_gone(party: Party, disk: FullDisk) -> None:
    mara, bob = party.join("mara", "#a"), party.join("bob", "#a")
    disk.is_full = True
    for friend in (mara, bob):
        party.hub.disconnect(friend.session, "Connection reset", party.now)
    party.quiet()
    disk.is_full = False
    assert "@zoe" in "".join(party.join("zoe").says("JOIN #a"))
    assert party.hub._state.journal.snapshots.keys() == set(party.hub._state.channels.values())


def test_a_channel_whose_time_is_over_ends_only_when_that_can_be_kept(party: Party, disk: FullDisk) -> None:
    mara = party.log_in("mara", "#a")
    mara.says("MODE #a +k key", "QUIT")
    bob = party.join("bob")
    disk.is_full = True
    party.now += KEPT_FOR
    party.wait(3700)
    assert bob.codes("JOIN #a") == ["475"]
    disk.is_full = False
    party.wait(61)
    assert bob.codes("JOIN #a") == ["JOIN", "353", "366"]
    assert party.hub._state.journal.snapshots.keys() == set(party.hub._state.channels.values())


def test_that_somebody_is_gone_is_told_even_so(party: Party, disk: FullDisk) -> None:
    mara, bob, zoe = (party.join(name, "#a") for name in ("mara", "bob", "zoe"))
    bob.says("MONITOR + zoe")
    party.quiet()
    disk.is_full = True
    party.hub.disconnect(zoe.session, "Connection reset", party.now)
    party.hub.receive(mara.session, b"PRIVMSG #a :lost\r\n", party.now)
    heard = bob.hears()
    assert ":zoe!zoe@10.0.0.3 QUIT :Connection reset" in heard
    assert ":hub 731 * zoe" in heard
    assert not any("lost" in line for line in heard)
    assert any("= #a bob" in line for line in bob.says("NAMES #a"))
    assert mara.is_closed


def test_all_connections_of_who_spoke_are_closed(party: Party, disk: FullDisk) -> None:
    first = party.log_in("mara", "#a")
    second = party.log_in("mara", fingerprint="fp-mara")
    disk.is_full = True
    first.says("PRIVMSG #a :lost")
    assert "nothing was passed on" in second.hears()[-1]
    assert first.is_closed
    assert second.is_closed


def test_who_waits_for_a_ping_is_pinged_again(party: Party, disk: FullDisk) -> None:
    mara, bob = party.join("mara", "#a"), party.join("bob", "#a")
    party.wait(44.5)
    bob.is_dead = disk.is_full = True
    party.now += 1
    party.hub.receive(mara.session, b"PRIVMSG #a :lost\r\n", party.now)
    party.hub.tick(party.now)
    assert not any("PING" in line for line in bob.hears())
    party.wait(1)
    assert any("PING" in line for line in bob.hears())
    assert not bob.is_closed


def test_why_somebody_was_ended_is_told_even_so(party: Party, disk: FullDisk) -> None:
    mara, bob = party.join("mara", "#a"), party.join("bob", "#a")
    disk.is_full = True
    party.hub.receive(mara.session, b"PRIVMSG #a :lost\r\n", party.now)
    party.hub.backlog(bob.session, 10**9, party.now)
    assert closed_with(bob) == "ERROR :Closing link: 10.0.0.2 (SendQ exceeded)"


def test_everybody_is_told_why_hosting_ends(party: Party, disk: FullDisk) -> None:
    mara = party.join("mara", "#a")
    disk.is_full = True
    party.hub.receive(mara.session, b"PRIVMSG #a :lost\r\n", party.now)
    party.hub.close("The host closed the room", party.now)
    assert closed_with(mara) == "ERROR :The host closed the room"


def test_what_somebody_says_of_themselves_is_what_is_kept(party: Party, disk: FullDisk) -> None:
    caps = "draft/metadata-2 draft/read-marker"
    mara = party.log_in("mara", "#a", caps=caps)
    bob = party.join("bob", "#a", caps=caps)
    mara.says("METADATA * SET avatar :https://example.org/kept.png")
    bob.says("METADATA * SET avatar :https://example.org/guest.png")
    disk.is_full = True
    mara.says("METADATA * SET avatar :https://example.org/lost.png", "PRIVMSG #a :lost")
    party.quiet()
    disk.is_full = False
    again = party.log_in("mara", caps=caps)
    assert any("kept.png" in line for line in again.says("METADATA mara GET avatar"))
    assert any("guest.png" in line for line in again.says("METADATA bob GET avatar"))


def test_the_host_is_told_once_and_again_when_it_works(party: Party, disk: FullDisk) -> None:
    party.join("mara", "#a")
    disk.is_full = True
    for name in ("bob", "zoe"):
        friend = party.connect(name)
        friend.says(f"NICK {name}", f"USER {name} 0 * :x", "JOIN #a")
        assert friend.is_closed
    party.turn()
    assert [event.failure for event in party.happened(NotKept)] == [FULL]  # type: ignore[attr-defined]
    disk.is_full = False
    party.join("lia")
    assert len(party.happened(NotKept)) == 1
    party.join("ida", "#a")
    assert [event.failure for event in party.happened(NotKept)] == [FULL, None]  # type: ignore[attr-defined]


def test_a_history_that_is_gone_is_told_before_anybody_speaks(party: Party, disk: FullDisk) -> None:
    mara = party.join("mara", "#a")
    disk.failure, disk.is_full = FULL, True
    party.wait(3)
    assert [event.failure for event in party.happened(NotKept)] == [FULL]  # type: ignore[attr-defined]
    assert mara.codes("PING x") == ["PONG"]
    disk.failure, disk.is_full = None, False
    party.wait(3)
    mara.says("PRIVMSG #a :again")
    assert [event.failure for event in party.happened(NotKept)] == [FULL, None]  # type: ignore[attr-defined]


def test_the_host_is_reminded_after_a_minute(party: Party, disk: FullDisk) -> None:
    everybody = [party.join(name, "#a") for name in ("mara", "bob", "zoe")]
    disk.is_full = True
    for friend in everybody:
        friend.says("PRIVMSG #a :lost")
        party.now += 35
    assert len(party.happened(NotKept)) == 2


def test_nothing_of_such_a_turn_is_told_to_the_host_but_who_came_and_went(
    party: Party, disk: FullDisk
) -> None:
    mara = party.join("mara", "#a")
    party.join("bob", "#a")
    party.quiet()
    party.events.clear()
    disk.is_full = True
    party.hub.receive(mara.session, b"NICK mo\r\nTOPIC #a :x\r\nKICK #a bob\r\nPRIVMSG #a :x\r\n", party.now)
    zoe = party.connect("zoe")
    zoe.says("NICK zoe", "USER zoe 0 * :Zoe", "JOIN #a")
    for kind in (Renamed, TopicSet, Kicked, Said, Joined):
        assert party.happened(kind) == []
    assert len(party.happened(Registered)) == 1
    assert len(party.happened(Quit)) == 2


class Forgetful(MemoryAccounts):
    """Accounts that cannot be read."""

    is_broken = True

    def owner_of(self, nick_key: str) -> str | None:
        if self.is_broken:
            raise KeepingError(UNREADABLE)
        return super().owner_of(nick_key)


def test_what_cannot_be_read_costs_who_needs_it(disk: FullDisk) -> None:
    party = Party(history=disk, accounts=Forgetful())
    mara = party.connect("mara")
    mara.says("NICK mara", "USER mara 0 * :Mara")
    assert mara.is_closed
    assert [event.failure for event in party.happened(NotKept)] == [  # type: ignore[attr-defined]
        UNREADABLE
    ]


def test_a_connection_whose_certificate_cannot_be_looked_up_is_told_so(disk: FullDisk) -> None:
    class Hostless(MemoryAccounts):
        def host(self) -> str | None:
            raise KeepingError(UNREADABLE)

    party = Party(history=disk, accounts=Hostless())
    mara = party.connect("mara", fingerprint="fp")
    assert mara.hears() == [TOLD.format("10.0.0.1")]
    assert mara.is_closed
    assert len(party.happened(NotKept)) == 1
    assert party.join("bob").codes("PING x") == ["PONG"]  # whom no certificate is asked of


def test_a_slow_step_whose_end_cannot_be_kept_costs_who_needs_it(disk: FullDisk) -> None:
    accounts = Forgetful()
    accounts.is_broken = False
    party = Party(history=disk, accounts=accounts, password="pw")
    mara = party.connect("mara")
    party.works = False
    mara.says("PASS pw", "NICK mara", "USER mara 0 * :Mara")
    accounts.is_broken = True
    party.do_work()
    assert "nothing was passed on" in closed_with(mara)


class ReadOnly(MemoryAccounts):
    """Accounts of which everything can be read, and nothing changed while `is_full`."""

    is_full = False

    def claim(self, account: str, nick_key: str, now: float) -> bool:
        if self.is_full:
            raise KeepingError(FULL)
        return super().claim(account, nick_key, now)

    def set_host(self, fingerprint: str) -> None:
        if self.is_full:
            raise KeepingError(FULL)
        super().set_host(fingerprint)


def test_whose_new_name_cannot_be_kept_was_never_there() -> None:
    accounts = ReadOnly()
    party = Party(accounts=accounts)
    party.log_in("mara", "#a").says("QUIT")
    bob = party.join("bob", "#a")
    accounts.is_full = True
    assert "nothing was passed on" in _logs_in_as(party, "zoe")[-1]
    assert bob.codes("WHOIS zoe") == ["401", "318"]
    mara = party.log_in("mara")
    party.quiet()
    assert "nothing was passed on" in mara.says("NICK zoe")[-1]
    assert bob.hears() == [mara_quits(mara)]
    accounts.is_full = False
    assert _logs_in_as(party, "zoe")[-1].endswith("End of names")


def mara_quits(mara: Friend) -> str:
    """What others hear of Mara, by the name that they know."""
    reason = "The hub cannot keep messages at the moment, so nothing was passed on"
    return f":mara!mara@10.0.0.{mara.session} QUIT :{reason}"


def _logs_in_as(party: Party, nick: str) -> list[str]:
    """What Mara's certificate hears when it comes under another name."""
    mara = party.connect("mara", fingerprint="fp-mara")
    mara.says("CAP LS 302", "CAP REQ :sasl", "AUTHENTICATE EXTERNAL", "AUTHENTICATE +")
    return mara.says(f"NICK {nick}", "USER m 0 * :Mara", "CAP END")


def test_the_hosts_secret_is_not_used_up_by_what_cannot_be_kept() -> None:
    accounts = ReadOnly()
    party = Party(accounts=accounts)
    party.hub.grant_owner("sesame", party.now)
    accounts.is_full = True
    first = party.connect(fingerprint="fp")
    first.says("HUBBUB OWNER sesame")
    assert first.is_closed
    accounts.is_full = False
    assert party.connect(fingerprint="fp").says("HUBBUB OWNER sesame") == [":hub HUBBUB OWNER"]


def test_nothing_is_left_of_a_guest_whose_login_cannot_be_kept() -> None:
    accounts = ReadOnly()
    party = Party(accounts=accounts)
    party.log_in("mara")
    accounts.is_full = True
    guest = party.join("zoe", fingerprint="fp-mara", caps="sasl draft/metadata-2")
    guest.says("METADATA * SET status :x", "MARKREAD #a timestamp=2020-01-01T00:00:00.000Z")
    guest.says("AUTHENTICATE EXTERNAL", "AUTHENTICATE +")
    assert guest.is_closed
    assert not party.hub._state.markers
    assert not party.hub._state.metadata


def test_a_history_that_was_begun_anew_is_told_and_works(party: Party, disk: FullDisk) -> None:
    mara, bob = party.join("mara", "#a"), party.join("bob", "#a")
    disk.is_full = True
    disk.error = BegunAnewError(DAMAGED)
    mara.says("PRIVMSG #a :lost")
    disk.is_full = False
    assert mara.is_closed
    bob.says("PRIVMSG #a :kept")
    assert [event.failure for event in party.happened(HistoryLost)] == [  # type: ignore[attr-defined]
        DAMAGED
    ]
    assert party.happened(NotKept) == []


# going on without


def test_the_host_may_go_on_without_history(party: Party, disk: FullDisk) -> None:
    caps = "echo-message draft/chathistory"
    mara, bob = party.join("mara", "#hubbub", caps=caps), party.join("bob", "#hubbub")
    mara.says("PRIVMSG #hubbub :before")
    disk.is_full = True
    party.quiet()
    party.hub.go_on_without_history(party.now)
    assert bob.hears() == [":hub NOTICE #hubbub :From now on, what is said here is not kept."]
    assert len(party.happened(HistoryGivenUp)) == 1
    party.quiet()
    mara.says("PRIVMSG #hubbub :after")
    assert bob.hears() == [":mara!mara@10.0.0.1 PRIVMSG #hubbub :after"]
    assert mara.says("CHATHISTORY LATEST #hubbub * 5") == [":mara!mara@10.0.0.1 PRIVMSG #hubbub :after"]


def test_what_was_kept_before_can_still_be_read() -> None:
    kept = MemoryRecords()
    kept.put("marker", "mara", "1")
    kept.put("marker", "bob", "2")
    loose = LooseRecords(kept)
    loose.put("marker", "zoe", "3")
    loose.put("marker", "bob", None)
    assert (loose.get("marker", "mara"), loose.get("marker", "bob")) == ("1", None)
    assert loose.all("marker") == [("mara", "1"), ("zoe", "3")]
    assert kept.all("marker") == [("bob", "2"), ("mara", "1")]


class Unreadable(MemoryRecords):
    """Records that cannot be read."""

    def get(self, kind: str, key: str) -> str | None:
        raise KeepingError(FULL)

    def all(self, kind: str) -> list[tuple[str, str]]:
        raise KeepingError(FULL)


def test_what_cannot_be_read_is_not_there() -> None:
    loose = LooseRecords(Unreadable())
    loose.put("marker", "zoe", "3")
    assert loose.get("marker", "mara") is None
    assert loose.all("marker") == [("zoe", "3")]


def test_records_that_cannot_be_read_back_leave_what_was_said(disk: FullDisk) -> None:
    party = Party(history=disk)
    mara = party.log_in("mara", "#a", caps="draft/metadata-2")
    bob = party.join("bob", "#a")
    mara.says("METADATA * SET avatar :https://example.org/a.png")
    party.hub._state.records = Unreadable()
    disk.is_full = True
    bob.says("PRIVMSG #a :lost")
    assert any("a.png" in line for line in mara.says("METADATA mara GET avatar"))


def test_a_file_is_kept_with_its_turn_or_refused(party: Party, disk: FullDisk) -> None:
    plan, other = "0" * 22, "1" * 22
    disk.is_full = True
    upload(party, plan)
    assert (party.files["kept"], party.files["refused"]) == ([], [plan])
    assert party.hub.find_file(plan) is None
    disk.is_full = False
    upload(party, other)
    assert party.files["kept"] == [other]


def test_a_file_whose_message_is_not_kept_can_be_named_again(party: Party, disk: FullDisk) -> None:
    plan = "0" * 22
    upload(party, plan)
    alice = party.log_in("alice", "#a", caps="echo-message message-tags")
    disk.is_full = True
    alice.says(f"@+hubbub.chat/file={plan} PRIVMSG #a :see")
    assert alice.is_closed
    disk.is_full = False
    alice = party.log_in("alice", "#a", caps="echo-message message-tags")
    assert f"+hubbub.chat/file={plan}" in alice.says(f"@+hubbub.chat/file={plan} PRIVMSG #a :see")[0]


def test_a_file_that_was_given_up_stays_where_that_is_not_kept(party: Party, disk: FullDisk) -> None:
    plan = "0" * 22
    upload(party, plan)
    disk.is_full = True
    party.now += FileLimits().unused + 1
    party.wait(1)
    assert party.files["gone"] == []
    assert party.hub.find_file(plan) is not None
    disk.is_full = False
    party.wait(1)
    assert party.files["gone"] == [plan]


def test_files_of_messages_that_are_lost_are_given_up_in_their_time(party: Party, disk: FullDisk) -> None:
    plan = "0" * 22
    upload(party, plan)
    alice = party.log_in("alice", "#a", caps="echo-message message-tags")
    alice.says(f"@+hubbub.chat/file={plan} PRIVMSG #a :see")
    disk.is_full, disk.error = True, BegunAnewError(DAMAGED)
    disk._events.clear()
    alice.says("PRIVMSG #a :lost")
    disk.is_full = False
    party.now += FileLimits().unused + 1
    party.wait(1)
    assert party.files["gone"] == [plan]
