"""From the start page through a room nearby to the first message: one click, and nothing to fill in.

The network is not asked: what others would tell is put into the list. `tests/netns` has the same between
computers.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.discovery.sightings import Place
from tests.discovery.rooms import fingerprint, nearby
from tests.journeys.people import Person

MakePerson = Callable[[str], Person]


def tell(one: Person, host: Person, **more: object) -> None:
    """Have a window list the room that another one hosts."""
    own = host.program.trust.hub.fingerprint
    fields = {"fingerprint": own, "name": "Robotics club", "places": (Place("127.0.0.1", host.port),), **more}
    one.program.nearby._search.changed.emit([nearby(1, **fields)])
    QApplication.processEvents()


def click_first_room(one: Person, qtbot: QtBot) -> None:
    rooms = one.start.nearby.list
    one.until(rooms.isVisible)
    qtbot.mouseClick(
        rooms.viewport(),
        Qt.MouseButton.LeftButton,
        pos=rooms.visualRect(rooms.model().index(0, 0)).center(),
    )


def test_one_click_leads_from_the_start_page_to_where_one_writes(person: MakePerson, qtbot: QtBot) -> None:
    mara, bob = person("Mara"), person("bob")
    mara.hosts("Robotics club")
    tell(bob, mara)
    click_first_room(bob, qtbot)
    bob.until(lambda: bob.window.current_room)
    composer = bob.conversation().composer.edit
    bob.window.activateWindow()
    bob.until(composer.hasFocus)
    qtbot.keyClicks(composer, "hello from the start page")
    qtbot.keyClick(composer, Qt.Key.Key_Return)
    mara.sees("bob: hello from the start page")
    own = mara.program.trust.hub.fingerprint
    pin = bob.program.trust.pin_of(own)
    assert pin is not None
    assert pin.verified == "link", "as sure as by an invite link"


def test_a_room_that_is_another_one_than_it_says_is_not_entered(person: MakePerson, qtbot: QtBot) -> None:
    mara, bob = person("Mara"), person("bob")
    mara.hosts("Robotics club")
    tell(bob, mara, fingerprint=fingerprint(3))
    click_first_room(bob, qtbot)
    bob.until(lambda: bob.question() or bob.problem())
    assert bob.window.current_room is None
    assert mara.people() == ["Mara"]
