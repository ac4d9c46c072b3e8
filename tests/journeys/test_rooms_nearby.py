"""From the start page through a room nearby to the first message: one click, and nothing to fill in.

The network is not asked: what others would tell is put into the list. `tests/netns` has the same between
computers.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.discovery.probes import ProbeTarget
from app.discovery.sightings import Place
from tests.discovery.rooms import fingerprint, nearby
from tests.headless_hub import free_port
from tests.journeys.people import Person
from tests.journeys.test_reopening import clicks_recent

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


def was_in(bob: Person, mara: Person) -> None:
    """Mara hosts a room with a password, and bob has been in it."""
    mara.hosts("Robotics club", password="sesame")
    bob.joins(f"127.0.0.1:{mara.port}")
    card = bob.start.join_card
    bob.until(lambda: card.password.isVisibleTo(card))
    card.password.set_text("sesame")
    bob.start.request_join()
    bob.until(lambda: bob.window.current_room)
    bob.says("/part")
    bob.until(lambda: bob.window.current_room is None)


def stops(mara: Person) -> None:
    mara.program.servers.stop_hosting()
    mara.until(lambda: not mara.program.hosted_hub.is_open)
    mara.window.show_start()


def test_a_recent_room_is_one_click_away_at_the_port_that_its_host_has_now(person: MakePerson) -> None:
    mara, bob = person("Mara"), person("bob")
    was_in(bob, mara)
    before = mara.port
    stops(mara)
    mara.hosts("Robotics club", password="sesame", port=free_port())
    assert mara.port != before
    tell(bob, mara)
    clicks_recent(bob)
    card = bob.start.join_card
    bob.until(lambda: bob.window.current_room or card.password.isVisibleTo(card))
    if bob.window.current_room is None:  # this computer has no key store
        card.password.set_text("sesame")
        bob.start.request_join()
        bob.until(lambda: bob.window.current_room)
    mara.sees_people("Mara", "bob")
    (recent,) = bob.program.recents.to_list()
    assert recent.address == f"127.0.0.1:{mara.port}"


def test_a_rumour_of_a_recent_room_leads_nobody_to_another_host(person: MakePerson) -> None:
    mara, eve, bob = person("Mara"), person("Eve"), person("bob")
    was_in(bob, mara)
    before = mara.port
    own = mara.program.trust.hub.fingerprint
    stops(mara)
    eve.hosts("Robotics club", password="sesame", port=free_port())
    tell(bob, eve, fingerprint=own)
    clicks_recent(bob)
    bob.until(lambda: bob.question() or bob.problem())
    card = bob.start.join_card
    assert bob.window.current_room is None
    assert not card.password.isVisibleTo(card), "nobody else is told a password"
    assert eve.people() == ["Eve"]
    (recent,) = bob.program.recents.to_list()
    assert recent.address == f"127.0.0.1:{before}"


def test_another_host_where_a_recent_room_was_keeps_nobody_from_it(person: MakePerson) -> None:
    mara, eve, bob = person("Mara"), person("Eve"), person("bob")
    mara.hosts("Robotics club")
    before = mara.port
    bob.enters(f"127.0.0.1:{before}")
    bob.says("/part")
    bob.until(lambda: bob.window.current_room is None)
    stops(mara)
    eve.hosts("Robotics club", port=before)
    mara.hosts("Robotics club", port=free_port())  # announced to nobody, but found where it was once
    found = ProbeTarget(Place("127.0.0.1", mara.port), mara.program.trust.hub.fingerprint)
    bob.program.nearby._search.answering_changed.emit((found,))
    clicks_recent(bob)
    bob.until(lambda: bob.window.current_room or bob.question() or bob.problem())
    mara.sees_people("Mara", "bob")
    assert bob.question() is None
    assert eve.people() == ["Eve"]
