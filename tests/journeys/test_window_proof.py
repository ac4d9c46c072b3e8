"""A hub that sees no certificate of anybody: the window that hosts is the host all the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from app.client.events import LinkState
from app.client.wishes import Kick, SetModes, SetTopic
from app.hub.data.addresses import Peer
from app.hub.hub import Hub
from app.models.members import Rank, rank_of
from app.models.room_wishes import Reconnect, Rejoin
from app.net.transport import Transport
from tests.journeys.people import Person

MakePerson = Callable[[str], Person]


@pytest.fixture(autouse=True)
def no_certificates(monkeypatch: pytest.MonkeyPatch) -> None:
    """As with a TLS library that asks nobody for one."""
    connect = Hub.connect

    def without(hub: Hub, peer: Peer, now: float, **more: float) -> int:
        return connect(hub, replace(peer, fingerprint=""), now, **more)

    monkeypatch.setattr(Hub, "connect", without)


def is_host(one: Person) -> bool:
    member = one.room.members.find(one.room.connection.nick)
    return member is not None and rank_of(member) is Rank.HOST


def manages(host: Person, guest: Person, topic: str) -> None:
    """The host does what it alone may: a topic that all read, and a guest is removed and comes back."""
    host.until(lambda: is_host(host))
    target = host.room.target
    host.window.wished.emit(host.room, SetTopic(target, topic))
    guest.until(lambda: guest.room.topic == topic)
    host.window.wished.emit(host.room, Kick(target, "bob", "calm down"))
    guest.until(lambda: "You were removed by Mara — calm down" in guest.bar())
    guest.window.page.sheet.connection_bar.wished.emit(Rejoin())
    host.sees_people("Mara", "bob")


def loses_its_connection(host: Person) -> None:
    """Its own one, to the hub in its own process; it comes back."""
    link = host.room.connection.link
    link.findChild(Transport).ended.emit()  # as the socket tells it
    host.until(lambda: link.state is LinkState.WAITING)
    host.window.page.sheet.connection_bar.wished.emit(Reconnect())
    host.until(lambda: link.state is LinkState.ONLINE and host.room.present)


@pytest.mark.parametrize("password", ["", "open sesame"])
def test_the_window_is_the_host_without_a_certificate_and_after_a_break(
    person: MakePerson, password: str
) -> None:
    mara, bob = person("Mara"), person("bob")
    mara.hosts("Robotics club", password=password)
    bob.joins(f"127.0.0.1:{mara.port}")
    if password:
        card = bob.start.join_card
        bob.until(lambda: card.password.isVisibleTo(card))
        card.password.set_text(password)
        bob.start.request_join()
    mara.sees_people("Mara", "bob")
    bob.until(lambda: bob.window.current_room)
    session = bob.program.servers.all[0].link.session
    assert session is not None
    assert not session.state.account, "no certificate was seen"
    manages(mara, bob, "Tonight: motors")
    for topic in ("Tonight: sensors", "Tonight: batteries"):
        loses_its_connection(mara)
        manages(mara, bob, topic)


def test_a_lock_does_not_keep_the_window_out(person: MakePerson) -> None:
    mara = person("Mara")
    mara.hosts("Robotics club")
    mara.window.wished.emit(mara.room, SetModes(mara.room.target, "+i"))
    mara.until(lambda: "i" in mara.room.modes)
    loses_its_connection(mara)
    mara.until(lambda: is_host(mara))
