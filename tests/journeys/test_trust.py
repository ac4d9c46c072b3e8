"""Who is at the other end, as people meet it: the first visit, a link, a password, a move, another host."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest

from app.application import program
from app.client.events import Failure
from app.models.room_wishes import LeaveRoom
from app.net.transport import Transport
from app.security.security_errors import SecurityError, SecurityProblem
from app.ui.window.link_view import LinkView, Security
from tests.application.fakes import FakeKeyStore
from tests.journeys.people import Person, words_on

MakePerson = Callable[[str], Person]


def view(person: Person) -> LinkView:
    """What the window shows of the connection of its room."""
    shown: LinkView = person.window.page.link_view(person.room)
    return shown


def meet(mara: Person, bob: Person, address: str = "") -> None:
    """bob joins mara's room by its typed address, or by `address`."""
    bob.joins(address or f"127.0.0.1:{mara.port}")
    bob.until(lambda: bob.window.current_room)
    mara.until(lambda: len(mara.people()) == 2)


def invite_link(mara: Person) -> str:
    """The link on the host panel, for this computer."""
    info = mara.program.hosted_hub.info
    assert info is not None
    return f"hubbub://127.0.0.1:{mara.port}/{info.invite_link.rpartition('/')[2]}"


@contextmanager
def plain_server() -> Iterator[int]:
    """Something that answers everybody as a chat server without TLS does; gives its port."""
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with suppress(OSError):
            while True:
                one, _where = listening.accept()
                with one:
                    one.sendall(b":irc.example NOTICE * :*** Looking up your hostname...\r\n")
                    one.recv(4096)

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield listening.getsockname()[1]
    finally:
        with suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join()


def question(person: Person) -> str:
    """The words of the question that is asked."""
    return words_on(person.until(person.question))


def test_a_first_visit_asks_nothing_and_both_sides_see_the_same_words(person: MakePerson) -> None:
    mara, bob = person("Mara"), person("bob")
    mara.hosts("Robotics club")
    meet(mara, bob)
    assert view(mara).security is Security.OWN
    assert view(bob).security is Security.NOT_COMPARED
    assert view(bob).protocol == "TLS 1.3"
    bob.until(lambda: len(view(bob).words) == 6)
    mara.until(lambda: mara.program.hosted_hub.info.words == view(bob).words)
    bob.window.trust.words_matched.emit(bob.room.connection)
    bob.until(lambda: view(bob).security is Security.VERIFIED)
    bob.window.wished.emit(bob.room, LeaveRoom())
    mara.sees_people("Mara")
    meet(mara, bob)
    assert view(bob).security is Security.VERIFIED, "what was compared once stays so"


def test_words_that_differ_end_it_at_once(person: MakePerson) -> None:
    mara, bob = person("Mara"), person("bob")
    mara.hosts("Robotics club")
    meet(mara, bob)
    fingerprint = mara.program.trust.hub.fingerprint
    bob.window.trust.words_differed.emit(bob.room.connection)
    mara.sees_people("Mara")
    assert bob.program.trust.pin_of(fingerprint) is None
    bob.until(lambda: bob.window.current_room is None)
    assert "words differ" in bob.program.page.join_card.address.error()
    assert bob.program.recents.rowCount() == 0, "one click would lead back to whoever sat between"


def test_an_invite_link_verifies_the_host(person: MakePerson) -> None:
    mara, bob = person("Mara"), person("bob")
    mara.hosts("Robotics club")
    meet(mara, bob, invite_link(mara))
    assert (view(bob).security, view(bob).verified) == (Security.VERIFIED, "link")


def test_the_link_of_another_host_is_refused(person: MakePerson) -> None:
    mara, olu, bob = person("Mara"), person("Olu"), person("bob")
    mara.hosts("Robotics club")
    olu.hosts("Robotics club")
    wrong = invite_link(mara).replace(str(mara.port), str(olu.port))
    bob.joins(wrong)
    assert "invite link" in question(bob)
    bob.answers("cancel")
    assert bob.window.current_room is None
    olu.sees_people("Olu")


def test_an_invite_link_verifies_a_host_one_is_with_already(person: MakePerson) -> None:
    mara, bob = person("Mara"), person("bob")
    mara.hosts("Robotics club")
    meet(mara, bob)
    assert view(bob).security is Security.NOT_COMPARED
    bob.joins(invite_link(mara))
    bob.until(lambda: view(bob).security is Security.VERIFIED)
    assert view(bob).verified == "link"
    mara.sees_people("Mara", "bob")


def test_the_link_of_another_host_does_not_lead_to_where_one_is(person: MakePerson) -> None:
    mara, olu, bob = person("Mara"), person("Olu"), person("bob")
    mara.hosts("Robotics club")
    olu.hosts("Robotics club")
    meet(olu, bob)
    bob.joins(invite_link(mara).replace(str(mara.port), str(olu.port)))
    assert "invite link" in question(bob)
    bob.answers("cancel")
    assert view(bob).security is Security.NOT_COMPARED


@pytest.mark.parametrize(
    ("text", "may_decide"),
    [
        ("127.0.0.1:{port}", True),
        ("ircs://127.0.0.1:{port}", False),
        ("hubbub://127.0.0.1:{port}/robotics", False),
        ("hubbub://127.0.0.1:{port}/robotics?fp=" + "0" * 64, False),
    ],
)
def test_only_a_typed_address_may_be_joined_unencrypted(
    person: MakePerson, text: str, may_decide: bool
) -> None:
    bob = person("bob")
    servers = bob.program.servers
    asked: list[Failure] = []
    servers.attempt.decision_wanted.connect(lambda _destination, failure, _detail: asked.append(failure))
    with plain_server() as port:
        bob.joins(text.format(port=port))
        bob.until(bob.start.join_card.address.error)
    assert asked == ([Failure.NOT_ENCRYPTED] if may_decide else [])


def test_a_server_behind_an_invite_link_never_gets_the_password_itself(person: MakePerson) -> None:
    bob = person("bob")
    page, servers = bob.start, bob.program.servers
    asked: list[Failure] = []
    servers.attempt.decision_wanted.connect(lambda _destination, failure, _detail: asked.append(failure))
    mara = person("Mara")
    mara.hosts("Robotics club")  # asks for no password: as if somebody between had hidden that
    fingerprint_less = f"hubbub://127.0.0.1:{mara.port}/robotics"
    servers.join("bob", fingerprint_less, "open sesame")
    bob.until(page.join_card.address.error)
    assert asked == []
    servers.join("bob", f"127.0.0.1:{mara.port}", "open sesame")
    bob.until(lambda: asked == [Failure.PASSWORD_NOT_SAFE])


def test_the_rooms_password_verifies_the_host(person: MakePerson) -> None:
    mara, bob = person("Mara"), person("bob")
    mara.hosts("Robotics club", password="open sesame")
    bob.joins(f"127.0.0.1:{mara.port}")
    card = bob.start.join_card
    bob.until(lambda: card.password.isVisibleTo(card))
    card.password.set_text("open sesame")
    bob.start.request_join()
    mara.sees_people("Mara", "bob")
    bob.until(lambda: bob.window.current_room)
    assert (view(bob).security, view(bob).verified) == (Security.VERIFIED, "password")


def test_a_changed_password_counts_for_newcomers_only(person: MakePerson) -> None:
    mara, bob, eve = person("Mara"), person("bob"), person("eve")
    mara.hosts("Robotics club")
    meet(mara, bob)
    mara.window.page.host_panel.access.password_changed.emit("new one")
    mara.until(lambda: mara.program.hosted_hub.info.password == "new one")
    eve.joins(f"127.0.0.1:{mara.port}")
    card = eve.start.join_card
    eve.until(lambda: card.password.isVisibleTo(card))
    mara.sees_people("Mara", "bob")
    card.password.set_text("new one")
    eve.start.request_join()
    mara.sees_people("Mara", "bob", "eve")
    mara.window.page.host_panel.access.password_changed.emit("")
    mara.until(lambda: mara.program.hosted_hub.info.password == "")


def test_a_host_that_moved_is_joined_silently(person: MakePerson) -> None:
    mara, bob = person("Mara"), person("bob")
    mara.hosts("Robotics club")
    meet(mara, bob)
    first = mara.port
    bob.window.trust.words_matched.emit(bob.room.connection)
    bob.window.wished.emit(bob.room, LeaveRoom())
    mara.program.servers.stop_hosting()
    mara.until(lambda: not mara.program.hosted_hub.is_open)
    mara.hosts("Robotics club")
    assert mara.port != first
    meet(mara, bob)
    assert view(bob).security is Security.VERIFIED


def test_another_host_at_a_known_address_is_asked_about(person: MakePerson) -> None:
    mara, olu, bob = person("Mara"), person("Olu"), person("bob")
    mara.hosts("Robotics club")
    meet(mara, bob)
    port = mara.port
    bob.window.wished.emit(bob.room, LeaveRoom())
    mara.program.servers.stop_hosting()
    mara.until(lambda: not mara.program.hosted_hub.is_open)
    olu.hosts("Robotics club", port=port)

    bob.joins(f"127.0.0.1:{port}")
    assert "Another host than the Robotics club’s answers here" in question(bob)
    bob.answers("cancel")
    olu.sees_people("Olu")
    bob.joins(f"127.0.0.1:{port}")
    bob.answers("confirm")
    olu.sees_people("Olu", "bob")
    bob.until(lambda: bob.window.current_room)
    assert view(bob).security is Security.NOT_COMPARED


def test_nobody_takes_the_name_of_somebody_who_is_away(person: MakePerson) -> None:
    mara, bob, false_bob = person("Mara"), person("bob"), person("bob")
    mara.hosts("Robotics club")
    meet(mara, bob)
    bob.window.wished.emit(bob.room, LeaveRoom())
    mara.sees_people("Mara")
    false_bob.joins(f"127.0.0.1:{mara.port}")
    false_bob.until(lambda: false_bob.start.name_field.text_field.error())
    mara.sees_people("Mara")
    meet(mara, bob)
    mara.sees_people("Mara", "bob")


def test_the_certificate_makes_the_host_again_after_a_break(person: MakePerson) -> None:
    mara = person("Mara")
    mara.hosts("Robotics club")
    link = mara.room.connection.link
    link.findChild(Transport).ended.emit()
    link.retry_now()
    mara.until(lambda: mara.room.present)
    mara.until(lambda: mara.room.own_ranks.startswith("q"))


def test_no_secret_shows_in_titles_or_on_the_labels_of_a_guest(person: MakePerson) -> None:
    mara, bob = person("Mara"), person("bob")
    mara.hosts("Robotics club", password="open sesame")
    bob.joins(f"127.0.0.1:{mara.port}")
    card = bob.start.join_card
    bob.until(lambda: card.password.isVisibleTo(card))
    card.password.set_text("open sesame")
    bob.start.request_join()
    mara.sees_people("Mara", "bob")
    for one in (mara, bob):
        assert "sesame" not in one.window.windowTitle()
    assert "sesame" not in words_on(bob.window)


def test_a_disk_that_remembers_nothing_is_told_and_the_room_is_open(
    person: MakePerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    mara, bob = person("Mara"), person("bob")
    mara.hosts("Robotics club")

    def full(*_args: object, **_more: object) -> None:
        raise SecurityError(SecurityProblem.FILE_NOT_WRITTEN, path="x", reason="The disk is full")

    monkeypatch.setattr(bob.program.trust, "remember", full)
    meet(mara, bob)
    bob.until(lambda: "The disk is full." in words_on(bob.window.page.sheet.toast))


def test_the_password_of_a_room_one_was_in_is_not_asked_for_again(
    person: MakePerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = FakeKeyStore()
    monkeypatch.setattr(program, "SystemKeyStore", lambda: store)
    mara, bob = person("Mara"), person("bob")
    mara.hosts("Robotics club", password="open sesame")
    bob.joins(f"127.0.0.1:{mara.port}")
    card = bob.start.join_card
    bob.until(lambda: card.password.isVisibleTo(card))
    card.password.set_text("open sesame")
    bob.start.request_join()
    bob.until(lambda: bob.window.current_room)
    bob.until(lambda: list(store.kept.values()) == ["open sesame"])
    bob.says("/part")
    bob.until(lambda: bob.window.current_room is None)
    assert card.password.text() == ""
    bob.start.request_recent(0)
    bob.until(lambda: bob.window.current_room)
    mara.sees_people("Mara", "bob")
