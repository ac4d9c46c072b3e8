"""What was written and not sent comes back with its room, and is nowhere where nothing is kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot

from app.application.drafts import Drafts
from app.client.events import NickChanged
from app.models.room import Room
from app.paths import resources
from app.store.archive_records import RoomFacts, RoomKey
from app.store.database import MEMORY
from app.ui.composer.composer import Composer
from app.ui.composer.draft import ReplyDraft
from app.ui.theme.theme import Theme
from tests.application.test_archive_client import NOON
from tests.application.test_room_archiving import CLUB, NETWORK, House


class Talk(QObject):
    """As much of a conversation as drafts know."""

    def __init__(self, room: Room, theme: Theme) -> None:
        super().__init__()
        self.room = room
        self.composer = Composer(theme)


class Talks(QObject):
    """As much of the conversations."""

    made = Signal(object)
    dropped = Signal(object)


class Desk(House):
    """A house where somebody writes."""

    def __init__(self, qtbot: QtBot, folder: Path, theme: Theme, file: Path | None = None) -> None:
        super().__init__(qtbot, folder, file)
        self.theme = theme
        self.talks = Talks()
        self.drafts = Drafts(self.office.client, self.archiving, self.talks, self.root)  # type: ignore[arg-type]

    def opens(self, room: Room) -> Talk:
        """Show a room, and wait until it is known what was written there."""
        talk = Talk(room, self.theme)
        self.talks.made.emit(talk)
        self.office.idle()
        return talk

    def kept(self, key: RoomKey = CLUB) -> str:
        """The draft in the file."""
        came: list[tuple[str, str]] = []
        self.office.client.ask(lambda archive: archive.draft(key), came.append)
        self.office.until(lambda: came)
        return came[0][0]

    def end(self) -> None:
        self.drafts.save()
        super().end()


@pytest.fixture
def theme(qapp: QObject) -> Theme:
    return Theme(resources())


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, theme: Theme) -> Iterator[Desk]:
    made = Desk(qtbot, tmp_path, theme)
    yield made
    made.end()


def test_a_draft_is_there_again_in_the_next_program(qtbot: QtBot, tmp_path: Path, theme: Theme) -> None:
    first = Desk(qtbot, tmp_path, theme)
    first.opens(first.inside(first.server())).composer.edit.insertPlainText("Spare 🔋\nand")
    first.end()
    second = Desk(qtbot, tmp_path, theme)
    talk = second.opens(second.inside(second.server()))
    second.office.until(talk.composer.text)
    assert talk.composer.text() == "Spare 🔋\nand"
    talk.composer.set_text("")  # it was sent
    second.end()
    third = Desk(qtbot, tmp_path, theme)
    assert third.opens(third.inside(third.server())).composer.text() == ""
    third.end()


REPLY = ReplyDraft("m1", "Bob", "Who has spare batteries?", "bob")


def test_what_a_draft_replies_to_is_there_again_too(qtbot: QtBot, tmp_path: Path, theme: Theme) -> None:
    first = Desk(qtbot, tmp_path, theme)
    composer = first.opens(first.inside(first.server())).composer
    composer.edit.insertPlainText("I do")
    composer.begin_reply(REPLY)
    first.end()
    second = Desk(qtbot, tmp_path, theme)
    composer = second.opens(second.inside(second.server())).composer
    second.office.until(composer.text)
    assert (composer.text(), composer.reply) == ("I do", REPLY)
    assert composer.reference is not None
    assert composer.reference.msgid == "m1"
    composer.cancel_reference()
    second.end()
    third = Desk(qtbot, tmp_path, theme)
    composer = third.opens(third.inside(third.server())).composer
    third.office.until(composer.text)
    assert (composer.text(), composer.reply) == ("I do", None)
    third.end()


@pytest.mark.parametrize("kept", ["{", "[]", '["a", "b", "c", 4]', '"text"', "null"])
def test_a_reply_that_cannot_be_read_is_none(desk: Desk, kept: str) -> None:
    desk.office.client.ask(lambda archive: archive.note_draft(CLUB, "text", kept))
    composer = desk.opens(desk.inside(desk.server())).composer
    desk.office.until(composer.text)
    assert composer.reply is None


def test_a_room_may_be_shown_before_it_has_its_archive(desk: Desk) -> None:
    desk.office.room().describe(RoomFacts("#club", "Robotics club", "channel", ""))
    desk.office.client.ask(lambda archive: archive.note_draft(CLUB, "of yesterday"))
    server = desk.server()
    shown: list[Talk] = []

    def show(room: Room) -> None:
        shown.append(Talk(room, desk.theme))
        desk.talks.made.emit(shown[0])

    server.connection.room_opened.disconnect(desk.archiving._on_room_opened)
    server.connection.room_opened.connect(show)
    server.connection.room_opened.connect(desk.archiving._on_room_opened)
    desk.inside(server)
    desk.office.until(lambda: shown[0].composer.text() == "of yesterday")


def test_it_is_written_while_one_pauses(desk: Desk) -> None:
    talk = desk.opens(desk.inside(desk.server()))
    talk.composer.edit.insertPlainText("half a sentence")
    desk.office.until(lambda: desk.kept() == "half a sentence")


def test_a_draft_that_comes_back_is_not_being_typed(desk: Desk, qtbot: QtBot) -> None:
    room = desk.inside(desk.server())
    talk = Talk(room, desk.theme)
    with qtbot.assertNotEmitted(talk.composer.text_edited):
        talk.composer.restore_draft("old")
    assert talk.composer.text() == "old"
    talk.composer.restore_draft("older")
    assert talk.composer.text() == "old", "something stands there"


def test_what_was_written_before_an_edit_is_the_draft(desk: Desk) -> None:
    talk = desk.opens(desk.inside(desk.server()))
    talk.composer.set_text("draft")
    talk.composer.begin_edit("M", "an old message")
    desk.drafts.save()
    assert desk.kept() == "draft"
    talk.composer.restore_draft("late")
    assert talk.composer.text() == "an old message"


def test_a_command_is_no_draft(desk: Desk) -> None:
    talk = desk.opens(desk.inside(desk.server()))
    talk.composer.set_text("/msg NickServ identify hunter2")
    desk.drafts.save()
    assert desk.kept() == ""
    talk.composer.set_text("//slashed")
    desk.drafts.save()
    assert desk.kept() == "//slashed"


def test_a_password_for_a_service_is_no_draft(desk: Desk) -> None:
    server = desk.server()
    desk.inside(server)
    room = server.connection.open_private("NickServ")
    talk, key = desk.opens(room), desk.archiving.key_of(room)
    assert key is not None
    talk.composer.set_text("identify hunter2")
    desk.drafts.save()
    assert desk.kept(key) == ""
    talk.composer.set_text("help")
    desk.drafts.save()
    assert desk.kept(key) == "help"


def test_a_room_that_goes_leaves_its_draft(desk: Desk) -> None:
    room = desk.inside(desk.server())
    talk = desk.opens(room)
    talk.composer.set_text("for another day")
    room.connection.forget(room)
    desk.talks.dropped.emit(talk)
    desk.talks.dropped.emit(talk)
    assert desk.kept() == "for another day"


def test_a_draft_goes_with_its_room_under_another_name(desk: Desk) -> None:
    server = desk.server()
    desk.inside(server)
    room = server.connection.find_or_open("bob")
    talk = desk.opens(room)
    talk.composer.set_text("hello")
    desk.drafts.save()
    desk.tell(server, NickChanged("bob", "robert", False, (), NOON))
    assert room.target == "robert"
    assert desk.kept(RoomKey(NETWORK, "robert")) == "hello"
    talk.composer.set_text("hello again")
    desk.drafts.save()
    assert desk.kept(RoomKey(NETWORK, "robert")) == "hello again"


def test_where_nothing_is_kept_there_is_no_draft(qtbot: QtBot, tmp_path: Path, theme: Theme) -> None:
    desk = Desk(qtbot, tmp_path, theme, MEMORY)
    desk.opens(desk.inside(desk.server())).composer.set_text("secret")
    desk.drafts.save()
    assert desk.kept() == "secret", "as long as the program runs"
    desk.end()
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and b"secret" in path.read_bytes()]


def test_another_file_gets_the_drafts_too(desk: Desk, tmp_path: Path) -> None:
    talk = desk.opens(desk.inside(desk.server()))
    talk.composer.set_text("still writing")
    desk.drafts.save()
    desk.office.client.use(tmp_path / "other.sqlite")
    desk.office.until(lambda: desk.office.client.is_ready)
    assert desk.kept() == "still writing"


def test_a_room_of_which_nothing_is_kept_has_none(desk: Desk) -> None:
    room = desk.inside(desk.server())
    desk.archiving.let_go(room)
    talk = desk.opens(room)
    talk.composer.set_text("nowhere")
    desk.drafts.save()
    desk.talks.dropped.emit(talk)
    assert desk.kept() == ""
