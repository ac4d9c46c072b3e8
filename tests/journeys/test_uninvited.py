"""What a server and strangers open unasked: a window shows as much as one can look through, and asks."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer

from app.application.invitation_alerts import MOST_OF_ONE
from app.client.events import ChannelsHeld, Invited, MessageArrived, RoomEntered, TextKind
from app.models.held_back import STRANGERS
from app.models.room import RoomKind
from tests.journeys.people import Person

Make = Callable[[str], Person]


def hosting(person: Make) -> Person:
    mara = person("Mara")
    mara.hosts("Chess")
    return mara


def written(nick: str, text: str = "hello") -> MessageArrived:
    return MessageArrived(nick, nick, text, TextKind.MESSAGE, False, "", 1_700_000_000.0)


def private(mara: Person) -> list[str]:
    return [room.target for room in mara.program.rooms.rooms if room.kind is RoomKind.PRIVATE]


def test_talk_of_many_strangers_is_one_line_until_it_is_wanted(person: Make) -> None:
    mara = hosting(person)
    connection = mara.room.connection
    connection.apply([written(f"p{number}") for number in range(3000)])
    held = mara.window.page.rooms_pane.held
    assert len(private(mara)) == STRANGERS
    assert held.text() == f"{3000 - STRANGERS:} more people"
    held.click()
    mara.answers("show")
    assert len(private(mara)) == 2 * STRANGERS
    assert connection.find(f"p{STRANGERS}").unread == 1
    held.click()
    mara.answers("ignore")
    assert held.isHidden()


def test_who_is_answered_or_asked_for_takes_no_place(person: Make) -> None:
    mara = hosting(person)
    connection = mara.room.connection
    connection.apply([written(f"p{number}") for number in range(STRANGERS + 2)])
    talk = connection.open_private(f"p{STRANGERS}")
    assert [entry.text for entry in talk.timeline.entries] == ["hello"]
    assert connection.held.people == 1
    connection.open_private("p0")
    connection.apply([written("newcomer")])
    assert "newcomer" in private(mara)


def test_channels_that_wait_are_shown_or_left_by_the_link(person: Make) -> None:
    mara = hosting(person)
    connection = mara.room.connection
    room = mara.room
    connection.apply([ChannelsHeld(296)])
    held = mara.window.page.rooms_pane.held
    mara.until(held.isVisible)
    assert held.text() == "296 more rooms"
    held.click()
    words = mara.until(mara.question)
    assert words is not None
    mara.answers("cancel")
    assert mara.room is room
    connection.apply([RoomEntered("#c1", 1_700_000_000.0)])
    assert mara.room is room, "a room that nobody asked for takes nobody away"


def test_a_channel_that_is_not_here_is_opened_by_no_message(person: Make) -> None:
    mara = hosting(person)
    connection = mara.room.connection
    before = len(mara.program.rooms.rooms)
    connection.apply(
        [MessageArrived(f"#c{number}", "eve", "hi", TextKind.MESSAGE, False, "", 1.0) for number in range(99)]
    )
    assert len(mara.program.rooms.rooms) == before


def test_many_invitations_are_one_sentence(person: Make) -> None:
    mara = hosting(person)
    connection = mara.room.connection
    connection.apply([Invited(f"#c{number}", "eve", 1.0) for number in range(3000)])
    words = f"You have {MOST_OF_ONE} invitations, among them to c2990, c2991, c2992."
    mara.until(lambda: mara.window.page.sheet.toast.text() == words)
    connection.apply([Invited("#tea", "eve", 1.0)])
    mara.until(lambda: mara.window.page.sheet.toast.text() == "eve invites you to “tea”.")


def test_invitations_that_never_end_are_told_all_the_same(person: Make) -> None:
    mara = hosting(person)
    connection = mara.room.connection
    dripping = QTimer(interval=50)
    dripping.timeout.connect(lambda: connection.apply([Invited("#tea", "eve", 1.0)]))
    dripping.start()
    mara.until(lambda: mara.window.page.sheet.toast.text() == "eve invites you to “tea”.")
    dripping.stop()
