"""One event, one line: live, replayed, rejoined, restarted and kept for an export."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from app.client.wishes import AskHistory, Ban, ChangeNick, Join, Kick, Part, SetModes, SetTopic, Unban
from tests.pair.party import Friend, Party
from tests.pair.windows import Window

ROOM = "#robotics-club"
HOST, MARA, BOB = "11" * 32, "22" * 32, "33" * 32


@pytest.fixture
def party(qtbot: QtBot) -> Party:
    return Party(fingerprint="ab" * 32)


def everything_happens(party: Party, host: Friend, bob: Friend) -> None:
    """Each kind of thing that a room tells, seconds apart."""
    for friend, wish in (
        (host, SetModes(ROOM, "+i")),
        (host, SetModes(ROOM, "-i")),
        (host, SetModes(ROOM, "+ml", ("20",))),
        (host, SetModes(ROOM, "-ml")),
        (host, SetTopic(ROOM, "Robots")),
        (host, SetModes(ROOM, "+ov", ("bob", "bob"))),
        (host, SetModes(ROOM, "-ov+b", ("bob", "bob", "*!*@192.0.2.7"))),
        (bob, ChangeNick("bobby")),
        (bob, ChangeNick("bob")),
        (host, Kick(ROOM, "bob", "too loud")),
        (bob, Join(ROOM)),
        (host, Ban(ROOM, "bob!*@*")),
        (host, Kick(ROOM, "bob", "again")),
        (host, Unban(ROOM, "bob!*@*")),
        (bob, Join(ROOM)),
        (host, Unban(ROOM, "*!*@192.0.2.7")),
        (bob, Part(ROOM, "bye")),
        (bob, Join(ROOM)),
    ):
        friend.wants(wish)
        party.settle()
        party.now += 3


@pytest.fixture
def windows(party: Party) -> tuple[Window, Window]:
    host, mara = Window(party, "host", host=True, certificate=HOST), Window(party, "mara", certificate=MARA)
    bob = party.join("bob", certificate=BOB, address="10.0.0.9")
    mara.friend.say(ROOM, "hello")
    party.now += 1
    everything_happens(party, host.friend, bob)
    host.look()
    mara.look()
    return host, mara


def about_others(lines: list[str], *names: str) -> list[str]:
    """Without the comings and goings of these, which their own windows tell otherwise."""
    own = {f"\u2068{name}\u2069 {did}" for name in names for did in ("joined", "left")}
    return [line for line in lines if line not in own]


def comes_and_goes(party: Party, window: Window) -> None:
    for step in (Part(ROOM), Join(ROOM)):
        window.friend.wants(step)
        party.settle()
        window.look()
        party.now += 2


def test_what_is_replayed_reads_as_it_did_live(party: Party, windows: tuple[Window, Window]) -> None:
    host, mara = windows
    newcomer = Window(party, "zoe")
    live = about_others(mara.lines(ROOM), "host", "zoe")
    assert len(live) == 23
    assert about_others(newcomer.lines(ROOM), "host", "mara") == live
    for window in (*windows, newcomer):
        window.look()
        assert window.lines(ROOM) == window.kept(ROOM)
    assert about_others(host.lines(ROOM), "mara", "zoe") == live


def test_leaving_and_coming_back_tells_nothing_again(party: Party, windows: tuple[Window, Window]) -> None:
    before = [window.lines(ROOM) for window in windows]
    for _ in range(5):
        for window in windows:
            comes_and_goes(party, window)
    for window, lines in zip(windows, before, strict=True):
        window.look()
        assert window.lines(ROOM)[: len(lines)] == lines
        assert window.lines(ROOM) == window.kept(ROOM)
    newcomer = Window(party, "zoe")
    told = about_others(newcomer.lines(ROOM), "host", "mara", "zoe")
    for window in windows:
        window.look()
        assert about_others(window.lines(ROOM), "host", "mara", "zoe") == told


def test_a_restart_tells_nothing_again(party: Party, windows: tuple[Window, Window]) -> None:
    _, mara = windows
    before = mara.lines(ROOM)
    party.now += 5
    again = mara.restarted()
    assert again.lines(ROOM) == before == again.kept(ROOM)


def test_nor_does_one_with_what_a_version_kept_that_knew_no_ids_of_events(
    party: Party, windows: tuple[Window, Window]
) -> None:
    _, mara = windows
    before = mara.lines(ROOM)
    with mara.archive._db.transaction() as db:
        db.execute("UPDATE lines SET msgid = NULL WHERE kind NOT IN ('message', 'action', 'notice')")
    party.now += 5
    again = mara.restarted()
    again.friend.wants(AskHistory(ROOM))
    again.look()
    assert again.lines(ROOM) == before == again.kept(ROOM)
