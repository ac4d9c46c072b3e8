"""A link that is cut, with words on both sides: everybody reads each message once, in the hub's order.

Hub and clients are tied in memory and see the time that they are given; windows show what they tell.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from app.application import unsent_file
from app.client.events import ConnectionDoubted, ConnectionFailed, LinkState
from app.client.state.outbox import Delivery, Outbox
from app.client.wishes import Resend, Say
from app.models.timeline_entries import MessageEntry, SendState
from tests.examples import examples
from tests.pair.party import Party
from tests.pair.windows import NETWORK, Window

ROOM = "#robotics-club"
CERTIFICATES = {"mara": "22" * 32, "bob": "33" * 32}
WATCH_SECONDS = 2.0  # how often a person here tries to come back


@dataclass
class Person:
    """Somebody with a window, a cable and an outbox on the disk."""

    window: Window
    said: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)  # what of the connection was told, with the second

    @property
    def party(self) -> Party:
        return self.window.party

    def says(self, text: str) -> None:
        self.said.append(text)
        friend = self.window.friend
        friend.wants(Say(ROOM, text))
        self.looks()

    def looks(self) -> None:
        """Take in what has happened; a connection that is over is known to be."""
        self.party.settle()
        friend = self.window.friend
        for event in friend.events:
            if isinstance(event, ConnectionDoubted):
                self.told.append("doubt" if event.doubtful else "sure")
            elif isinstance(event, ConnectionFailed):
                self.told.append("lost")
        was_online = self.window.connection.state is LinkState.ONLINE
        self.window.look()
        if friend.client.state.is_closed and was_online:
            self.window.connection.mark_lost(self.party.now)
            self.window.connection.set_state(LinkState.WAITING)

    @property
    def is_out(self) -> bool:
        """Whether the cable is out."""
        return self.window.friend.held_up is not None

    def comes_back(self) -> None:
        """Connect again as net.link does, if the last connection is over and the cable is in."""
        friend = self.window.friend
        if friend.client.state.is_closed and not self.is_out:
            if friend.is_connected:
                friend.end()
            self.window.friend = self.party.comes_back(friend)
            self.window.connection.set_state(LinkState.ONLINE)
            self.looks()

    def restarts(self) -> None:
        """End the program and begin it again: what is on the disk is all that is left."""
        outbox = self.window.friend.client.state.outbox
        data = unsent_file.encode({NETWORK: list(outbox)})
        for message in outbox:
            outbox.confirm(message.id)
        if self.is_out:
            self.window.friend.plug_in(is_lost=True)
        self.window = self.window.restarted(outbox=Outbox())
        kept = unsent_file.decode(data)[NETWORK] if data else []
        friend = self.window.friend
        friend.events += friend.client.adopt(kept, self.party.now)
        self.looks()

    def rows(self) -> list[str]:
        return [entry.text for entry in self.messages()]

    def messages(self) -> list[MessageEntry]:
        entries = self.window.room(ROOM).timeline.entries
        return [entry for entry in entries if isinstance(entry, MessageEntry)]

    def kept(self) -> list[str]:
        return [line.partition(": ")[2] for line in self.window.kept(ROOM) if ": " in line]


class Club:
    """Two people in one room, and the time."""

    def __init__(self) -> None:
        self.party = Party(fingerprint="ab" * 32)
        self.people = {
            name: Person(Window(self.party, name, certificate=certificate))
            for name, certificate in CERTIFICATES.items()
        }

    def waits(self, seconds: int, *, return_after: float | None = WATCH_SECONDS) -> None:
        """Let time go by; who has lost the connection tries to come back."""
        for second in range(seconds):
            self.party.wait(1)
            for person in self.people.values():
                person.looks()
                if return_after is not None and second % return_after == 0:
                    person.comes_back()

    def is_at_rest(self) -> None:
        """Everybody is back and reads the same."""
        for person in self.people.values():
            if person.is_out:
                person.window.friend.plug_in()
        self.waits(100)
        rows = [person.rows() for person in self.people.values()]
        assert rows[0] == rows[1]
        said = [text for person in self.people.values() for text in person.said]
        assert sorted(rows[0]) == sorted(said)
        for person in self.people.values():
            assert [text for text in person.rows() if text in person.said] == person.said
            assert {message.state for message in person.messages()} <= {SendState.SENT}
            assert person.window.room(ROOM).timeline.waiting == 0
            assert list(person.window.friend.client.state.outbox) == []
            assert person.kept() == person.rows()


@pytest.fixture
def club(qtbot: QtBot) -> Club:
    return Club()


@pytest.mark.parametrize("is_lost", [False, True], ids=["arrives late", "is lost"])
@pytest.mark.parametrize("notices", [False, True], ids=["both believe in it", "the hub gives up first"])
def test_a_link_cut_for_seventy_seconds(club: Club, is_lost: bool, notices: bool) -> None:
    mara, bob = club.people["mara"], club.people["bob"]
    mara.says("before")
    bob.says("yes")
    bob.window.friend.unplug()
    for second in range(70):
        if second % 10 == 0:
            bob.says(f"bob {second}")
            mara.says(f"mara {second}")
        club.waits(1)
        doubtful = [message for message in bob.messages() if message.state is not SendState.SENT]
        assert {message.state for message in doubtful} == {SendState.PENDING}
        assert [message.text for message in doubtful] == [text for text in bob.said if text != "yes"]
        if second == 14:
            assert bob.told == ["doubt"]
            assert bob.window.friend.client.is_doubtful
        assert ("lost" in bob.told) is (second >= 29)
    if notices:
        club.party.hub.disconnect(bob.window.friend.session, "Ping timeout", club.party.now)
    bob.window.friend.plug_in(is_lost=is_lost)
    club.is_at_rest()
    assert [text for text in bob.rows() if text.startswith("mara")] == [f"mara {n}" for n in range(0, 70, 10)]
    assert bob.told == ["doubt", "lost"]
    bob.restarts()
    club.is_at_rest()


def test_a_link_that_is_mended_in_time_loses_nothing(club: Club) -> None:
    mara, bob = club.people["mara"], club.people["bob"]
    bob.window.friend.unplug()
    bob.says("one")
    mara.says("two")
    club.waits(20)
    assert bob.told == ["doubt"]
    bob.window.friend.plug_in()
    bob.looks()
    mara.looks()
    assert bob.told == ["doubt", "sure"]
    assert bob.rows() == mara.rows() == ["two", "one"]
    club.is_at_rest()
    assert bob.told == ["doubt", "sure"]


def test_who_tries_again_what_is_in_doubt_says_it_once(club: Club) -> None:
    bob = club.people["bob"]
    bob.window.friend.unplug()
    bob.says("one")
    club.waits(31, return_after=None)
    [own] = bob.window.friend.client.state.outbox
    assert own.delivery is Delivery.UNSURE
    own.delivery, own.in_doubt = Delivery.FAILED, True  # as a hub that did not know us would leave it
    bob.window.room(ROOM).timeline.fail(own.id, reason="", in_doubt=True)
    bob.window.friend.plug_in()
    bob.window.friend.wants(Resend(own.id))
    bob.looks()
    club.is_at_rest()
    assert bob.rows() == ["one"]


NAMES = st.sampled_from(sorted(CERTIFICATES))
ACTS = st.one_of(
    st.tuples(NAMES, st.just("says")),
    st.tuples(NAMES, st.just("unplugs")),
    st.tuples(NAMES, st.sampled_from(["plugs in", "plugs in, lost"])),
    st.tuples(NAMES, st.just("breaks")),
    st.tuples(NAMES, st.just("restarts")),
    st.tuples(NAMES, st.sampled_from([1, 4, 12, 40])),
)


@given(st.lists(ACTS, max_size=25))
@examples(60)
def test_whatever_happens_to_the_link_each_message_is_said_once(acts: list[tuple[str, object]]) -> None:
    club = Club()
    for number, (name, act) in enumerate(acts):
        person = club.people[name]
        friend = person.window.friend
        if isinstance(act, int):
            club.waits(act)
        elif act == "says":
            person.says(f"{name} {number}")
        elif act == "unplugs" and not person.is_out and not friend.client.state.is_closed:
            friend.unplug()
        elif act in ("plugs in", "plugs in, lost") and person.is_out:
            friend.plug_in(is_lost=act != "plugs in")
        elif act == "breaks" and friend.is_connected and not person.is_out:
            friend.end()
        elif act == "restarts":
            person.restarts()
        person.looks()
        for one in club.people.values():
            assert len(one.rows()) == len(set(one.rows()))
            own = [message for message in one.messages() if message.own]
            assert {message.text for message in own} == set(one.said)
            assert {message.state for message in own} <= {SendState.PENDING, SendState.SENT}
    club.is_at_rest()
