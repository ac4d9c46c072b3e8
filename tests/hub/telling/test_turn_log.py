"""What a channel is told within a turn: everybody reads the same as if it went to each outbox at once."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.hub.data.entities import Channel, Session
from app.hub.data.hub_state import State
from app.hub.data.outgoing import Line
from app.hub.telling import fanout
from app.hub.telling.replies import Request
from app.irc import capabilities
from tests.examples import examples
from tests.hub.party import ALL_CAPS, Friend, Party, untagged
from tests.hub.test_rollback import TOLD, FullDisk

LABELS = "labeled-response batch echo-message message-tags"


def tell(friend: Friend, *lines: str) -> None:
    """Say something; the turn goes on."""
    for line in lines:
        friend.party.hub.receive(friend.session, f"{line}\r\n".encode(), friend.party.now)


def texts(friend: Friend) -> list[str]:
    return [untagged(line).partition(" ")[2] for line in friend.hears()]


def test_who_speaks_hears_all_but_itself() -> None:
    party = Party()
    ann, bob, zoe = (party.join(name, "#a") for name in ("ann", "bob", "zoe"))
    tell(ann, "PRIVMSG #a 1")
    tell(bob, "PRIVMSG #a 2")
    tell(ann, "PRIVMSG #a 3")
    party.turn()
    assert texts(ann) == ["PRIVMSG #a :2"]
    assert texts(bob) == ["PRIVMSG #a :1", "PRIVMSG #a :3"]
    assert texts(zoe) == ["PRIVMSG #a :1", "PRIVMSG #a :2", "PRIVMSG #a :3"]


def test_nothing_is_written_to_who_hears_only_itself() -> None:
    party = Party()
    ann = party.join("ann", "#a")
    party.join("bob", "#a")
    party.hub.receive(ann.session, b"PRIVMSG #a 1\r\n", party.now)
    assert [session for session, _ in party.hub.drain(party.now).writes] == [ann.session + 1]


def test_an_answer_comes_behind_what_was_told_before() -> None:
    party = Party()
    ann, bob = party.join("ann", "#a"), party.join("bob", "#a", caps=LABELS)
    tell(ann, "PRIVMSG #a 1")
    tell(bob, "PING x", "PRIVMSG #a 2", "@label=y PRIVMSG #a 3", "PING z")
    tell(ann, "PRIVMSG #a 4")
    party.turn()
    assert texts(bob) == ["PRIVMSG #a :1", "PONG hub x"] + [
        f"PRIVMSG #a :{number}" if number != "z" else "PONG hub z" for number in "23z4"
    ]


def test_who_comes_in_the_middle_hears_what_follows() -> None:
    party = Party()
    ann, bob = party.join("ann", "#a"), party.join("bob", caps="message-tags no-implicit-names extended-join")
    tell(ann, "PRIVMSG #a 1")
    tell(bob, "JOIN #a")
    tell(ann, "PRIVMSG #a 2", "TOPIC #a x")
    tell(bob, "PART #a")
    tell(ann, "PRIVMSG #a 3")
    party.turn()
    assert [line for line in texts(bob) if "NOTICE" not in line] == [
        "JOIN #a * :Bob Real",
        "PRIVMSG #a :2",
        "TOPIC #a :x",
        "PART :#a",
    ]
    assert texts(ann) == ["JOIN #a", "TOPIC #a :x", "PART :#a"]


def test_two_channels_keep_their_order() -> None:
    party = Party()
    ann, bob = party.join("ann", "#a", "#b"), party.join("bob", "#a", "#b")
    tell(ann, "PRIVMSG #a 1", "PRIVMSG #b 2", "PRIVMSG #a,#b 3", "PRIVMSG bob 4", "PRIVMSG #a 5")
    party.turn()
    assert [line.partition(":")[2] for line in texts(bob)] == ["1", "2", "3", "3", "4", "5"]


def test_capabilities_count_from_where_they_were_changed() -> None:
    party = Party()
    ann, bob = party.join("ann", "#a"), party.join("bob", "#a")
    tell(ann, "PRIVMSG #a 1")
    tell(bob, "CAP REQ server-time")
    tell(ann, "PRIVMSG #a 2")
    party.turn()
    before, _ack, after = bob.hears()
    assert not before.startswith("@time=")
    assert after.startswith("@time=")


def test_who_is_gone_is_written_nothing() -> None:
    party = Party()
    ann, bob, zoe = (party.join(name, "#a") for name in ("ann", "bob", "zoe"))
    tell(ann, "PRIVMSG #a 1")
    party.hub.disconnect(zoe.session, "gone", party.now)
    tell(ann, "PRIVMSG #a 2")
    writes = dict(party.hub.drain(party.now).writes)
    assert writes.keys() == {ann.session, bob.session}
    assert writes[bob.session].count(b"\r\n") == 3


def test_a_turn_that_is_taken_back_was_told_to_nobody() -> None:
    history = FullDisk()
    party = Party(history=history, records=history.records)
    ann, bob = party.join("ann", "#a"), party.join("bob", "#a")
    history.is_full = True
    tell(ann, "PRIVMSG #a 1")
    party.turn()
    assert ann.hears() == [TOLD.format("10.0.0.1")]
    assert texts(bob) == ["QUIT :The hub cannot keep messages at the moment, so nothing was passed on"]


# every line to every outbox at once, and each audience found anew: what all of it is held against


def _plainly(hub: State, channel: Channel, line: Line, *, but: Session | None = None) -> None:
    fanout.broadcast(hub, line, [session for session in channel.everyone if session is not but])


@contextmanager
def _without_log() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name, module in list(sys.modules.items()):
            if name.startswith("app.hub.") and getattr(module, "tell_channel", None) is fanout.tell_channel:
                patch.setattr(module, "tell_channel", _plainly)
        patch.setattr(Request, "is_blank", property(lambda _self: False))
        patch.setattr(State, "audience", property(lambda _state: None, lambda _state, _found: None))
        yield


TALK = ["PRIVMSG #a", "PRIVMSG #a", "PRIVMSG #b", "NOTICE #a", "PRIVMSG @#a", "TAGMSG #a", "PRIVMSG bob"]
MOVES = ["JOIN #a", "JOIN #b", "JOIN #c", "PART #a", "PART #b", "KICK #a bob", "KICK #b ann", "INVITE ann #b"]
MODES = ["MODE #a +m", "MODE #a -m", "MODE #a +o bob", "MODE #a +o ann", "MODE #b +v ann", "TOPIC #a"]
OTHERS = ["NICK anna", "NICK bobby", "AWAY", "SETNAME", "PING", "NAMES #a", "QUIT", "RENAME #a #d x"]
COMMANDS = st.sampled_from(TALK + TALK + MOVES + MODES + OTHERS)
TAGS = st.sampled_from(["", "", "@label=x ", "@+y=z "])
CAPS = st.sampled_from([*ALL_CAPS.split(" "), capabilities.EXTENDED_JOIN, capabilities.SERVER_TIME])
SEVERAL = st.sampled_from(["#a,#b", "#a,#nope,#b", "#a,bob"])
SAID = st.one_of(
    st.builds("{}{} :{}".format, TAGS, COMMANDS, st.integers(0, 9)),
    st.builds("{}PRIVMSG {} :{}".format, TAGS, SEVERAL, st.integers(0, 9)),
    st.builds("CAP REQ :{}{}".format, st.sampled_from(["", "-"]), CAPS),
)
TOGETHER = st.lists(SAID, min_size=2, max_size=4).map("\r\n".join)  # arrive at once
WHO = st.integers(0, 5)
STEPS = st.lists(
    st.one_of(
        st.tuples(WHO, SAID),
        st.tuples(WHO, SAID),
        st.tuples(WHO, TOGETHER),
        st.tuples(st.just(-1), st.sampled_from(["turn", "turn", "tick", "full", "free"])),
        st.tuples(WHO, st.none()),  # the connection is gone
    ),
    max_size=40,
)


def _read(steps: list[tuple[int, str | None]]) -> list[tuple[list[str], bool]]:
    """What everybody read of each turn, and who was closed."""
    history = FullDisk()
    party = Party(history=history, records=history.records, limits=False)
    friends = [
        party.owner("host", "#a", "#b", caps=ALL_CAPS),
        party.join("bob", "#a", "#b", caps=ALL_CAPS),
        party.join("ann", "#a", caps="echo-message server-time"),
        party.join("zoe", "#a", "#b"),
        party.log_in("eve", "#b", caps=LABELS),
        party.log_in("eve", fingerprint="fp-eve", caps="draft/multiline batch"),
    ]
    heard: list[tuple[list[str], bool]] = []
    for who, what in [*steps, (-1, "turn")]:
        if who >= 0 and what is None:
            party.hub.disconnect(friends[who].session, "gone", party.now)
        elif who >= 0:
            party.hub.receive(friends[who].session, f"{what}\r\n".encode(), party.now)
        elif what == "tick":
            party.now += 50
            party.hub.tick(party.now)
        elif what == "turn":
            party.turn()
            for friend in friends:
                heard.append((friend.lines, friend.is_closed))
                friend.lines = []
        else:
            history.is_full = what == "full"
    return heard


@examples(300)
@given(STEPS)
def test_everybody_reads_the_same_as_without_a_log_and_what_is_remembered(
    steps: list[tuple[int, str | None]],
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("os.urandom", bytes)  # of which ids have their ends
        read = _read(steps)
        with _without_log():
            assert read == _read(steps)
