"""What was not read when a program ended is unread when it begins again, in rooms and in private talks."""

from __future__ import annotations

from collections.abc import Callable

from app.client.wishes import Join, Say
from app.models.ignored_people import IgnoredPerson
from app.models.room import Room, RoomKind
from app.models.room_wishes import Ignore, LeaveRoom
from tests.journeys.people import Person
from tests.journeys.test_reading import marked, say

Make = Callable[..., Person]


def talk_with(one: Person, nick: str) -> Room | None:
    """The private talk with somebody, if it is in the list."""
    talks = (room for room in one.program.rooms.rooms if room.kind is RoomKind.PRIVATE)
    return next((room for room in talks if room.target == nick), None)


def writes(one: Person, target: str, *texts: str) -> None:
    """Say something to somebody, or in another room than the one that is shown."""
    for text in texts:
        one.window.wished.emit(one.room, Say(target, text))


def counts(room: Room | None) -> tuple[int, int]:
    """Unread messages of a room, and how many of them are meant for the person."""
    return (0, 0) if room is None else (room.unread, room.mentions)


def starts_again(person: Make, one: Person, address: str) -> Person:
    """Close the program, begin it anew, and enter the same hub."""
    one.leaves()
    again = person("Mara", again=one)
    again.until(lambda: again.program.local_history.archive.is_ready)
    again.enters(address)
    return again


def is_settled(one: Person) -> None:
    """Wait until the archive has answered everything, and the server what it was asked of the room."""
    archive = one.program.local_history.archive
    one.until(lambda: not one.room.history.is_loading and archive.is_idle())


def test_a_talk_that_was_not_read_is_there_after_a_restart_and_once_read_no_more(person: Make) -> None:
    host, bob, mara = person("Ian"), person("bob"), person("Mara")
    host.hosts("Robotics club")
    address = f"127.0.0.1:{host.port}"
    bob.enters(address)
    mara.enters(address)
    bob.sees_people("Ian", "bob", "Mara")
    writes(bob, "Mara", "are you there?", "it is about the motor")
    mara.until(lambda: counts(talk_with(mara, "bob")) == (2, 2))

    mara = starts_again(person, mara, address)
    mara.until(lambda: counts(talk_with(mara, "bob")) == (2, 2))
    assert mara.room.title == "Robotics club"  # nobody is taken out of where they are
    assert mara.window.windowTitle().startswith("(2) ")
    writes(bob, "Mara", "hello?")
    mara.until(lambda: counts(talk_with(mara, "bob")) == (3, 3))

    mara = starts_again(person, mara, address)
    mara.until(lambda: counts(talk_with(mara, "bob")) == (3, 3))
    talk = talk_with(mara, "bob")
    assert talk is not None
    mara.window.show_room(talk)
    mara.sees("hello?")
    mara.until(lambda: marked(mara) == ["are you there?"])
    mara.until(lambda: counts(talk) == (0, 0))
    is_settled(mara)

    mara = starts_again(person, mara, address)
    is_settled(mara)
    assert talk_with(mara, "bob") is None
    writes(bob, "Mara", "one more")
    mara.until(lambda: counts(talk_with(mara, "bob")) == (1, 1))
    talk = talk_with(mara, "bob")
    assert talk is not None
    mara.window.show_room(talk)
    mara.sees("hello?")
    mara.until(lambda: marked(mara) == ["one more"])


def test_what_was_closed_or_is_of_somebody_ignored_does_not_come_back(person: Make) -> None:
    host, bob, eve, mara = person("Ian"), person("bob"), person("eve"), person("Mara")
    host.hosts("Robotics club")
    address = f"127.0.0.1:{host.port}"
    for guest in (bob, eve, mara):
        guest.enters(address)
    eve.sees_people("Ian", "bob", "eve", "Mara")
    for guest in (bob, eve, host):
        writes(guest, "Mara", f"{guest.program.settings.name} here")
    mara.until(lambda: all(talk_with(mara, nick) for nick in ("bob", "eve", "Ian")))
    closed = talk_with(mara, "bob")
    assert closed is not None
    mara.window.wished.emit(closed, LeaveRoom())
    ignored = talk_with(mara, "eve")
    assert ignored is not None
    account = ignored.timeline.entries[0].account  # type: ignore[union-attr]  # a message
    mara.window.wished.emit(ignored, Ignore(IgnoredPerson("eve", account)))

    mara.leaves()
    mara = person("Mara", again=mara)
    mara.until(lambda: mara.program.local_history.archive.is_ready)
    assert not mara.program.rooms.rooms  # before one is at that hub
    mara.enters(address)
    mara.until(lambda: counts(talk_with(mara, "Ian")) == (1, 1))
    is_settled(mara)
    assert talk_with(mara, "bob") is None
    assert talk_with(mara, "eve") is None
    writes(bob, "Mara", "me again")
    mara.until(lambda: counts(talk_with(mara, "bob")) == (1, 1))


def test_a_room_counts_what_was_kept_and_what_was_missed_once_and_mentions_stay_mentions(
    person: Make,
) -> None:
    host, bob, mara = person("Ian"), person("bob"), person("Mara")
    host.hosts("Robotics club")
    address = f"127.0.0.1:{host.port}"
    for guest in (bob, mara):
        guest.enters(address)
    for one in (host, bob, mara):
        one.room.connection.link.ask(Join("#tools"))
        one.until(lambda one=one: tools_of(one) and tools_of(one).present)  # type: ignore[misc]
        one.window.show_room(one.program.rooms.rooms[0])
    writes(bob, "#tools", "Mara: do you know?", "or somebody else")
    mara.until(lambda: counts(tools_of(mara)) == (2, 1))
    is_settled(mara)

    mara.leaves()
    host.sees_people("Ian", "bob")
    writes(bob, "#tools", "found it", "thank you, Mara")
    host.until(lambda: counts(tools_of(host)) == (4, 0))
    mara = person("Mara", again=mara)
    mara.until(lambda: mara.program.local_history.archive.is_ready)
    mara.enters(address)
    mara.until(lambda: counts(tools_of(mara)) == (4, 2))
    is_settled(mara)
    assert counts(tools_of(mara)) == (4, 2)
    assert mara.window.windowTitle().startswith("(4) ")
    tools = tools_of(mara)
    assert tools is not None
    mara.window.show_room(tools)
    mara.until(lambda: marked(mara) == ["Mara: do you know?"])
    mara.until(lambda: counts(tools) == (0, 0))


def tools_of(one: Person) -> Room | None:
    """The second room of somebody."""
    return next((room for room in one.program.rooms.rooms if room.target == "#tools"), None)


def told(one: Person, room: Room) -> set[int]:
    """What each place says of how much is unread in the room that is shown: all say the same."""
    title = one.window.windowTitle()
    in_title = int(title[1:].partition(")")[0]) if title.startswith("(") else 0
    read_state = one.conversation().timeline.read_state
    return {room.unread, one.program.rooms.unread, in_title, read_state.new_below}


def behind_the_mark(one: Person) -> int:
    """How many of the messages here stand behind how far was read."""
    return sum(entry.time > one.room.timeline.read.time for entry in one.messages())


def test_very_much_that_is_unread_counts_alike_everywhere_after_a_restart(person: Make) -> None:
    host, mara = person("Ian"), person("Mara")
    host.hosts("Robotics club")
    address = f"127.0.0.1:{host.port}"
    mara.enters(address)
    say(host, 3, "read")
    mara.sees("read 2.")
    mara.until(lambda: mara.room.timeline.read.time >= mara.messages()[-1].time)
    is_settled(mara)
    mara.window.show_start()
    say(host, 150, "unread")  # more than the archive's newest page
    mara.until(lambda: mara.program.rooms.unread == 150)
    room = mara.program.rooms.rooms[0]
    assert counts(room) == (150, 0)

    mara = starts_again(person, mara, address)
    mara.until(lambda: marked(mara) == ["unread 0."])
    is_settled(mara)
    room = mara.room
    mara.until(lambda: 120 < room.unread < 150)  # what is on the screen was read
    mara.until(lambda: told(mara, room) == {behind_the_mark(mara)})
    before = room.unread
    say(host, 5, "more")
    mara.until(lambda: room.unread == before + 5)
    assert told(mara, room) == {before + 5}
    mara.conversation().timeline.scrolling.turn_page(up=False)
    mara.until(lambda: room.unread < before - 10)
    mara.until(lambda: told(mara, room) == {behind_the_mark(mara)})
    mara.conversation().timeline.scrolling.to_end()
    mara.until(lambda: told(mara, room) == {0})


def test_very_much_that_is_unread_in_private_counts_whole_after_a_restart(person: Make) -> None:
    host, mara = person("Ian"), person("Mara")
    host.hosts("Robotics club")
    address = f"127.0.0.1:{host.port}"
    mara.enters(address)
    writes(host, "Mara", *(f"unread {number}." for number in range(130)))
    mara.until(lambda: counts(talk_with(mara, "Ian")) == (130, 130))
    is_settled(mara)
    mara = starts_again(person, mara, address)
    mara.until(lambda: counts(talk_with(mara, "Ian")) == (130, 130))
    is_settled(mara)
    assert counts(talk_with(mara, "Ian")) == (130, 130)
    writes(host, "Mara", *(f"missed {number}." for number in range(5)))
    mara.until(lambda: counts(talk_with(mara, "Ian")) == (135, 135))
    talk = talk_with(mara, "Ian")
    assert talk is not None
    mara.window.show_room(talk)
    mara.until(lambda: marked(mara) == ["unread 0."])
    mara.until(lambda: 100 < talk.unread < 135)
    is_settled(mara)
    mara.until(lambda: told(mara, talk) == {talk.unread})
