"""A turn that was committed and could not be synced: nobody is told of it, and it stands."""

from __future__ import annotations

from pathlib import Path

from app.files.file_limits import FileLimits
from app.hub.data import costs
from app.hub.data.events import NotKept, Quit
from app.hub.data.memory import MemoryHistory, MemoryRecords
from app.hub.data.storage import HistoryEvent, Sync
from app.hub.data.storage_errors import Content, FileReason, KeepingError, StorageFailure, unusable
from app.hub.hub import LONG_TURN
from app.hub.people.lifecycle import NOT_PASSED_ON
from tests.hub.party import Party
from tests.hub.talk.test_shared_files import record_of

FULL = unusable(Content.MESSAGES, Path("history.sqlite"), FileReason.FULL)


class SlowDisk(MemoryHistory):
    """A history in memory of which each turn is to be synced in which something was said."""

    def __init__(self) -> None:
        super().__init__(records=MemoryRecords())
        self._is_changed = False
        self.failure_to_sync: StorageFailure | None = None

    def append(self, event: HistoryEvent, own_id: str = "") -> None:
        self._is_changed = True
        super().append(event, own_id)

    def take_sync(self) -> Sync | None:
        is_changed, self._is_changed = self._is_changed, False
        return (lambda: None) if is_changed else None

    def distrust(self, failure: StorageFailure) -> None:
        self.failure_to_sync = failure


def test_a_turn_that_was_not_synced_ends_all_whom_it_would_have_told_something() -> None:
    disk = SlowDisk()
    party = Party(history=disk)
    mara, bob, zoe = party.join("mara", "#a"), party.join("bob", "#a"), party.join("zoe", "#z")
    party.quiet()
    hub, now = party.hub, party.now
    hub.receive(mara.session, b"TOPIC #a :news\r\nPRIVMSG #a :hello\r\n", now)
    lost = hub.drain(now)
    assert lost.sync is not None
    hub.receive(zoe.session, b"PING :waits\r\n", now)  # a turn that was begun meanwhile
    left = hub.not_synced(lost, KeepingError(FULL), now)
    assert disk.failure_to_sync == FULL
    assert (left.writes, left.events, left.sync) == ([], [], None)
    party.events.clear()
    for friend in (mara, bob, zoe):
        assert friend.hears()[-1].endswith(f"({NOT_PASSED_ON})")
        assert friend.is_closed
    assert [event.failure for event in party.happened(NotKept)] == [FULL]  # type: ignore[attr-defined]
    # it stands, as what is committed does, and is told to who comes again
    lia = party.join("lia")
    assert ":hub 332 lia #a news" in lia.says("JOIN #a")


def test_who_has_heard_nothing_of_a_turn_that_was_not_synced_goes_on() -> None:
    party = Party(history=SlowDisk())
    mara, bob, zoe = party.join("mara", "#a"), party.join("bob", "#a"), party.join("zoe", "#z")
    party.quiet()
    hub, now = party.hub, party.now
    hub.receive(mara.session, b"PRIVMSG #a :hello\r\n", now)
    hub.not_synced(hub.drain(now), KeepingError(FULL), now)
    assert zoe.hears() == []
    assert not zoe.is_closed
    assert mara.is_closed  # nobody was told what they said
    assert bob.is_closed
    assert zoe.says("PING :here") == [":hub PONG hub here"]


def test_of_a_turn_that_was_not_synced_is_done_what_is_true_even_so() -> None:
    party = Party(history=SlowDisk(), files=FileLimits())
    mara, _bob = party.join("mara", "#a"), party.join("bob", "#a")
    hub, now = party.hub, party.now
    hub.receive(mara.session, b"PRIVMSG #a :hello\r\nQUIT :bye\r\n", now)
    hub.keep_file(record_of("f1", "bob", created=now), now)
    lost = hub.drain(now)
    assert lost.files_kept == ["f1"]
    left = hub.not_synced(lost, KeepingError(FULL), now)
    ((session, last),) = left.writes
    assert session == mara.session
    assert last == b"ERROR :Closing link: 10.0.0.1 (Quit: bye)\r\n"
    assert left.closes == [mara.session]
    assert [type(event) for event in left.events] == [Quit]
    assert (left.files_kept, left.files_refused, left.files_gone) == ([], ["f1"], [])


def test_a_turn_is_long_after_much_work_since_the_last_one() -> None:
    party = Party()
    mara = party.join("mara", "#a", private=True)  # who is not limited
    assert not party.hub.is_turn_long
    work = LONG_TURN // costs.KEPT + 1
    party.hub.receive(mara.session, b"PRIVMSG #a :x\r\n" * work, party.now)
    assert party.hub.is_turn_long
    party.turn()
    assert not party.hub.is_turn_long
