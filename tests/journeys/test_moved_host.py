"""The host opens another room at the same address: nobody gets into it but by asking to."""

from __future__ import annotations

from collections.abc import Callable

from app.client.events import LinkState
from app.models.room_wishes import Rejoin
from tests.journeys.people import Person, words_on
from tests.journeys.test_reopening import ROOTS, clicks_recent, opened

Make = Callable[..., Person]


def moves(root: Person) -> None:
    """The host closes root's room and opens Alice's at the same port."""
    port = root.port
    root.program.servers.stop_hosting()
    root.until(lambda: not root.program.hosted_hub.is_open)
    root.window.show_start()
    root.hosts("Alice’s room", port=port)
    root.until(lambda: root.room.title == "Alice’s room")


def test_nobody_is_put_into_it_by_coming_back(person: Make) -> None:
    root, bob = person("root"), person("bob")
    root.hosts(ROOTS)
    bob.enters(f"127.0.0.1:{root.port}")
    root.says("only for you")
    bob.sees("only for you")
    before = bob.room
    moves(root)
    assert [room.title for room in root.program.rooms.rooms] == ["Alice’s room"]
    before.connection.link.retry_now()
    bob.until(lambda: "The host has opened another room, “Alice’s room”" in bob.bar())
    assert bob.room is before
    assert [room.title for room in bob.program.rooms.rooms] == [ROOTS]
    assert root.people() == ["root"]
    bob.window.page.sheet.connection_bar.wished.emit(Rejoin())
    bob.until(lambda: bob.room.title == "Alice’s room")
    root.sees_people("root", "bob")


def test_it_finds_back_when_its_room_is_open_again(person: Make) -> None:
    root, bob = person("root"), person("bob")
    root.hosts(ROOTS)
    port = root.port
    bob.enters(f"127.0.0.1:{port}")
    connection = bob.room.connection
    moves(root)
    connection.link.retry_now()
    bob.until(lambda: "another room" in bob.bar())
    root.program.servers.stop_hosting()
    bob.until(lambda: connection.state is LinkState.STOPPED)
    root.until(lambda: not root.program.hosted_hub.is_open)
    clicks_recent(root, [room.name for room in root.program.recents.to_list()].index(ROOTS))
    opened(root)
    assert root.port == port
    connection.link.retry_now()
    bob.until(lambda: bob.room.present)
    assert bob.room.title == ROOTS
    root.sees_people("root", "bob")


def test_a_recent_row_and_a_link_ask_first(person: Make) -> None:
    root, bob = person("root"), person("bob")
    root.hosts(ROOTS)
    bob.enters(f"127.0.0.1:{root.port}")
    info = root.program.hosted_hub.info
    assert info is not None
    link = info.invite_link
    bob.leaves()
    moves(root)
    bob = person("bob", again=bob)
    clicks_recent(bob)
    assert "Alice’s room" in words_on(bob.until(bob.question))
    bob.answers("cancel")
    assert bob.window.current_room is None
    bob.joins(link.replace(info.preferred_address, f"127.0.0.1:{root.port}"))
    bob.answers("confirm")
    bob.until(lambda: bob.window.current_room and bob.room.title == "Alice’s room")


def test_a_password_in_between_changes_nothing_of_that(person: Make) -> None:
    root, bob = person("root"), person("bob")
    root.hosts(ROOTS)
    bob.enters(f"127.0.0.1:{root.port}")
    bob.leaves()
    root.program.hosted_hub.set_password("sesame")
    root.until(lambda: root.program.hosted_hub.info and root.program.hosted_hub.info.password)
    moves(root)
    root.program.hosted_hub.set_password("sesame")
    root.until(lambda: root.program.hosted_hub.info and root.program.hosted_hub.info.password)
    bob = person("bob", again=bob)
    card = bob.start.join_card
    clicks_recent(bob)
    bob.until(lambda: card.password.isVisibleTo(card))
    card.password.set_text("sesame")
    bob.start.request_join()
    assert "Alice’s room" in words_on(bob.until(bob.question))
    assert root.people() == ["root"]


def test_a_further_channel_takes_no_rooms_place_among_the_recent(person: Make) -> None:
    root, bob = person("root"), person("bob")
    root.hosts(ROOTS)
    bob.enters(f"127.0.0.1:{root.port}")
    for one in (root, bob):
        one.says("/join #tea")
        one.until(lambda one=one: one.room.target == "#tea")
        main = [each for each in one.program.recents.to_list() if not each.channel]
        assert [(each.name, each.room) for each in main] == [(ROOTS, "#root-s-room")]
    assert [(each.name, each.host) for each in bob.program.recents.to_list()] == [("tea", ROOTS), (ROOTS, "")]
    assert len(root.program.recents.to_list()) == 1, "it opens with the room"


def test_being_brought_home_takes_nobody_out_of_where_they_write(person: Make) -> None:
    root, bob = person("root"), person("bob")
    root.hosts(ROOTS)
    bob.enters(f"127.0.0.1:{root.port}")
    bob.says("/join #tea")
    bob.until(lambda: bob.room.target == "#tea")
    bob.says("hello")
    bob.leaves()
    bob = person("bob", again=bob)
    clicks_recent(bob, 1)
    bob.until(lambda: len(bob.program.rooms.rooms) == 2)
    bob.until(lambda: bob.window.current_room and bob.room.title == ROOTS)


def test_a_further_channel_is_one_click_away_without_the_room(person: Make) -> None:
    root, bob = person("root"), person("bob")
    root.hosts(ROOTS)
    bob.enters(f"127.0.0.1:{root.port}")
    bob.says("/join #tea")
    bob.until(lambda: bob.room.target == "#tea")
    bob.says("/part")
    bob.until(lambda: bob.room.title == ROOTS)
    bob.says("/part")
    bob.until(lambda: bob.window.current_room is None)
    clicks_recent(bob)
    bob.until(lambda: bob.window.current_room and bob.room.target == "#tea")
    assert [room.title for room in bob.program.rooms.rooms] == ["tea"]
