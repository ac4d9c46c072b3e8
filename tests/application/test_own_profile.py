"""The own name: where it may be changed it is changed everywhere, and shown as the servers know it."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from PySide6.QtCore import QObject, Signal

from app.application.own_profile import OwnProfile
from app.client.events import Member
from app.client.wishes import ChangeColour, Wish
from app.models.person_colours import PersonColours
from app.settings import Settings
from tests.application.fakes import Asked, FakeServers
from tests.models.links import AskedLink
from tests.stand_in import stand_in


class NameField(QObject):
    """Stands for the start page and its field."""

    changed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.name_field = self
        self.text = "Mara"
        self.colour = self.picture = ""

    def set_look(self, colour: str, picture: str) -> None:
        self.colour, self.picture = colour, picture

    def name(self) -> str:
        return self.text

    def set_name(self, name: str) -> None:
        self.text = name


class FakeWindow(QObject, Asked):
    """Stands for the window and the line below the rooms, one of its parts."""

    rename_requested = Signal(str)
    colour_requested = Signal(str)
    picture_chosen = Signal(bytes)
    picture_removed = Signal()
    wished_everywhere = Signal(Wish)

    def __init__(self) -> None:
        QObject.__init__(self)
        Asked.__init__(self)
        self.own = self
        self.profile = ("", False)
        self.colours = ("", "")
        self.picture = ("", False)

    def set_picture(self, picture: str, *, may_be_chosen: bool) -> None:
        self.picture = (picture, may_be_chosen)

    def set_profile(self, name: str, *, away: bool, colour: str, colour_of: str) -> None:
        self.profile, self.colours = (name, away), (colour, colour_of)


class FakePicture(QObject):
    """Stands for what this person shows in place of their initials."""

    changed = Signal()
    failed = Signal(str)
    may_be_chosen = True

    def __init__(self) -> None:
        super().__init__()
        self.id = ""
        self.wanted: list[bytes] = []

    def choose(self, data: bytes) -> None:
        self.wanted.append(data)

    def remove(self) -> None:
        self.wanted.append(b"")


class FakeConnection(QObject):
    """Stands for a connection by which a name is known and may be away."""

    nick_changed = Signal(str)
    away_changed = Signal(bool)
    own_name, nick, away = "Mara_", "Mara_", False

    def __init__(self) -> None:
        super().__init__()
        self.colours = PersonColours()


class Desk:
    def __init__(self) -> None:
        self.parent, self.settings = QObject(), Settings(name="Mara")
        self.page, self.window, self.servers = NameField(), FakeWindow(), FakeServers()
        self.renamed: list[str] = []
        self.picture = FakePicture()
        self.profile = OwnProfile(
            self.settings,
            stand_in(self.page),
            stand_in(self.window),
            stand_in(self.servers),
            stand_in(self.picture),
            self.renamed.append,
            self.parent,
        )
        self.link = AskedLink()
        self.changes: list[str] = []
        self.profile.changed.connect(lambda: self.changes.append(self.settings.name))

    def connect_to(self, connection: FakeConnection) -> None:
        """A room was entered there, with a name of the command line."""
        destination = SimpleNamespace(options=SimpleNamespace(realname="Mara H."))
        server = SimpleNamespace(connection=connection, destination=destination, link=self.link)
        self.servers.all.append(server)
        self.servers.connected.emit(server)


@pytest.fixture
def desk(qapp: object) -> Desk:
    return Desk()


def test_what_is_typed_is_shown_and_kept(desk: Desk) -> None:
    assert desk.window.profile == ("Mara", False)
    desk.page.text = " Mara H. "
    desk.page.changed.emit(desk.page.text)
    assert desk.window.profile == ("Mara H.", False)
    assert desk.changes == ["Mara H."]
    assert desk.renamed == [], "one is on no server while it is typed"


def test_a_new_name_is_told_to_every_server(desk: Desk) -> None:
    desk.window.rename_requested.emit("Bob")
    assert (desk.page.text, desk.changes, desk.renamed) == ("Bob", ["Bob"], ["Bob"])
    assert desk.window.profile == ("Bob", False)


def test_a_name_that_nobody_could_have_changes_nothing(desk: Desk) -> None:
    desk.window.rename_requested.emit("  ")
    assert (desk.page.text, desk.changes, desk.renamed) == ("Mara", [], [])
    assert len(desk.window.requests("show_notice")) == 1


def test_on_a_server_one_is_shown_as_it_is_told(desk: Desk) -> None:
    connection = FakeConnection()
    desk.connect_to(connection)
    assert desk.window.profile == ("Mara_", False)
    assert desk.changes == ["Mara H."], "with which one came in, whatever the field says"
    connection.away = True
    connection.away_changed.emit(True)
    assert desk.window.profile == ("Mara_", True)
    connection.own_name = "Bob"
    connection.nick_changed.emit("Bob")
    assert desk.window.profile == ("Bob", True)


def test_a_colour_is_kept_and_told_to_every_server(desk: Desk) -> None:
    told: list[Wish] = []
    desk.window.wished_everywhere.connect(told.append)
    desk.window.colour_requested.emit("#223496")
    assert (desk.settings.colour, desk.page.colour, desk.changes) == ("#223496", "#223496", ["Mara"])
    assert desk.window.colours == ("#223496", "#223496")
    assert told == [ChangeColour("#223496")]


def test_a_server_hears_of_the_colour_only_where_one_was_chosen_here(desk: Desk) -> None:
    desk.connect_to(FakeConnection())
    assert desk.link.wishes == []
    desk.settings.colour = "#223496"
    desk.connect_to(FakeConnection())
    assert desk.link.wishes == [ChangeColour("#223496")]


def test_a_colour_that_was_chosen_on_another_computer_is_shown(desk: Desk) -> None:
    connection = FakeConnection()
    desk.connect_to(connection)
    assert desk.window.colours == ("", "Mara_")
    connection.colours.note([Member("Mara_", color="#a82e57")])
    assert desk.window.colours == ("#a82e57", "#a82e57")
    assert desk.settings.colour == "", "this computer has chosen none"


def test_a_picture_of_this_computer_is_shown_before_one_that_a_server_tells(desk: Desk) -> None:
    told = "A" * 22
    connection = FakeConnection()
    desk.connect_to(connection)
    connection.colours.note([Member("Mara_", avatar=f"http://192.168.1.24:7667/f/{told}/me.png")])
    assert (desk.window.picture, desk.page.picture) == ((told, True), "")
    desk.picture.id = "own"
    before = len(desk.changes)
    desk.picture.changed.emit()
    assert (desk.window.picture, desk.page.picture) == (("own", True), "own")
    assert len(desk.changes) == before + 1, "the settings know of one that was removed"


def test_what_is_chosen_goes_to_the_picture_and_what_fails_is_told(desk: Desk) -> None:
    desk.window.picture_chosen.emit(b"face")
    desk.window.picture_removed.emit()
    assert desk.picture.wanted == [b"face", b""]
    desk.picture.failed.emit("Your picture is not shown in Club.")
    assert len(desk.window.requests("show_notice")) == 1
