"""Pictures in place of initials, from window to window: shown, replaced, kept over a restart, taken back."""

from __future__ import annotations

import socket
from collections.abc import Callable

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage

from app.client.wishes import ChangeAvatar
from app.irc.file_tag import linked_file
from app.models.ignored_people import IgnoredPerson
from app.models.person_colours import picture_file
from app.ui.pictures.thumbnail_maker import make_avatar
from app.ui.theme.avatar_pictures import AvatarPictures
from tests.journeys.people import Person

MakePerson = Callable[..., Person]
RED, GREEN = QColor(200, 30, 30), QColor(20, 160, 40)


def face(colour: QColor) -> bytes:
    image = QImage(300, 300, QImage.Format.Format_RGB32)
    image.fill(colour)
    return make_avatar(image, QRect(0, 0, 300, 300))


def pictures(one: Person) -> AvatarPictures:
    return one.window.own._theme.pictures


def picture_of(one: Person, nick: str) -> str:
    return one.room.connection.colours.picture_of(nick)


def shows(one: Person, nick: str, colour: QColor) -> bool:
    """Whether somebody has a picture of that colour in a window."""
    one.window.repaint()
    picture = picture_of(one, nick)
    if not picture:
        return False
    image = pictures(one).image(picture)
    if image is None:
        return False
    seen = image.pixelColor(60, 60)
    return abs(seen.red() - colour.red()) + abs(seen.green() - colour.green()) < 30


def test_a_picture_is_seen_by_all_and_follows_its_person(person: MakePerson) -> None:
    mara, bob = person("Mara"), person("bob")
    mara.hosts("Robotics club")
    bob.enters(f"127.0.0.1:{mara.port}")
    bob.says("hello")
    mara.sees("bob: hello")
    bob.window.own.picture_chosen.emit(face(RED))
    for one in (mara, bob):
        one.until(lambda one=one: shows(one, "bob", RED))
    first = picture_of(mara, "bob")
    bob.window.own.picture_chosen.emit(face(GREEN))
    for one in (mara, bob):
        one.until(lambda one=one: shows(one, "bob", GREEN))
    mara.until(lambda: first not in pictures(mara).ids)
    kept = picture_of(mara, "bob")

    bob.goes()
    mara.sees_people("Mara")
    mara.until(lambda: kept not in pictures(mara).ids)
    again = person("bob", bob)
    again.enters(f"127.0.0.1:{mara.port}")
    mara.until(lambda: shows(mara, "bob", GREEN))
    assert picture_of(mara, "bob") == kept, "the hub had it, so it was not brought again"

    again.window.own.picture_removed.emit()
    mara.until(lambda: not picture_of(mara, "bob"))
    mara.until(lambda: not pictures(mara).ids)


def test_no_other_host_is_asked_and_nothing_of_who_is_ignored(person: MakePerson) -> None:
    mara, bob = person("Mara"), person("bob")
    mara.hosts("Robotics club")
    bob.enters(f"127.0.0.1:{mara.port}")
    mara.sees_people("Mara", "bob")
    with socket.create_server(("127.0.0.1", 0)) as elsewhere:
        port = elsewhere.getsockname()[1]
        bob.room.connection.link.ask(ChangeAvatar(f"http://127.0.0.1:{port}/face.png"))
        mara.until(lambda: (found := mara.room.members.find("bob")) is not None and found.avatar)
        assert picture_of(mara, "bob") == ""
        gone = "A" * 22
        bob.room.connection.link.ask(ChangeAvatar(f"http://127.0.0.1:{port}/f/{gone}/face.png"))
        mara.until(lambda: picture_file(picture_of(mara, "bob")) == gone)
        fetched = mara.room.connection.files

        def is_refused() -> bool:
            mara.window.repaint()
            return fetched.preview(gone) == b""

        mara.until(is_refused)
        elsewhere.settimeout(0.05)
        assert not _is_called(elsewhere)

    mara.room.connection.ignored.add(IgnoredPerson("bob", account="bob"))
    bob.window.own.picture_chosen.emit(face(RED))
    mara.until(lambda: _avatar_of(mara, "bob") not in ("", gone))
    mara.window.repaint()
    assert picture_of(mara, "bob") == ""
    assert fetched.preview(_avatar_of(mara, "bob")) is None


def _avatar_of(one: Person, nick: str) -> str:
    found = one.room.members.find(nick)
    return linked_file(found.avatar) if found is not None else ""


def _is_called(server: socket.socket) -> bool:
    try:
        server.accept()[0].close()
    except TimeoutError:
        return False
    return True
