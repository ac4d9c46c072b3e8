"""Closing the window: it goes, it stays in the background, or the person is asked first."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from app.client.events import Member
from app.models.file_progress import FileProgress, TransferState
from app.models.room import RoomKind
from app.ui.theme.theme import Theme
from app.ui.widgets.question_dialog import CANCEL
from app.ui.window.action_ids import ActionId
from app.ui.window.questions import CONFIRM, STAY
from tests.ui.window_world import FACTS, FakeConnection, World, make_room

# the offscreen platform has no order of windows
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

ALONE = (Member("mara", ranks="q"),)


class Closing:
    """A window that hosts, and what came of closing it."""

    def __init__(self, theme: Theme) -> None:
        own = FakeConnection()
        self.hosted = make_room("#robotics", RoomKind.HOSTED, own)
        self.other = make_room("#office", connection=own, people=ALONE)
        own.rooms = (self.hosted, self.other)
        self.world = World(theme, self.hosted, self.other, connection=own)
        self.window = self.world.window
        self.window.set_hosting_info(FACTS)
        self.window.closing.background_wanted.connect(self.window.go_to_background)
        self.closed: list[bool] = []
        self.window.closed.connect(lambda: self.closed.append(True))

    def has_tray(self, *, keeps_running: bool = False) -> None:
        self.window.closing.can_stay = lambda: True
        self.window.preferences.show_tray(True)
        if keeps_running:
            self.window.actions_[ActionId.KEEP_RUNNING].trigger()

    def choices(self) -> list[str]:
        """What the question that is open offers."""
        dialog = self.window.asker.dialog
        assert dialog is not None
        return [choice for choice in (CANCEL, CONFIRM, STAY) if choice in dialog._buttons]

    def title(self) -> str:
        """What is asked."""
        dialog = self.window.asker.dialog
        assert dialog is not None
        return dialog._card.accessibleName()

    def answer(self, choice: str) -> None:
        dialog = self.window.asker.dialog
        assert dialog is not None
        dialog.button(choice).click()

    @property
    def is_asking(self) -> bool:
        return self.window.asker.dialog is not None


@pytest.fixture
def at(qapp: QApplication, theme: Theme) -> Iterator[Closing]:
    made = Closing(theme)
    yield made
    made.world.end()


def test_where_nobody_else_is_inside_nothing_is_asked(at: Closing) -> None:
    at.hosted.members.reset(ALONE)
    assert at.window.close()
    assert at.closed == [True]


def test_who_is_in_another_room_of_the_hub_is_inside(at: Closing) -> None:
    at.hosted.members.reset(ALONE)
    at.other.members.put(Member("ines"))
    assert not at.window.close()
    assert at.choices() == [CANCEL, CONFIRM]
    at.answer(CANCEL)
    assert (at.closed, at.window.isVisible()) == ([], True)


def test_without_a_tray_the_background_is_not_offered(at: Closing) -> None:
    assert not at.window.actions_[ActionId.KEEP_RUNNING].isVisible()
    assert not at.window.close()
    assert at.choices() == [CANCEL, CONFIRM]
    at.answer(CONFIRM)
    assert at.closed == [True]


def test_where_a_tray_is_the_room_can_stay_open_in_the_background(at: Closing) -> None:
    at.has_tray()
    assert not at.window.close()
    assert at.choices() == [CANCEL, CONFIRM, STAY]
    at.answer(STAY)
    assert (at.closed, at.window.isVisible(), at.window.is_in_background) == ([], False, True)
    at.window.come_to_front()
    assert (at.window.isVisible(), at.window.is_in_background) == (True, False)


def test_who_chose_the_background_is_not_asked_until_they_quit(at: Closing) -> None:
    at.has_tray(keeps_running=True)
    assert not at.window.close()
    assert (at.is_asking, at.window.is_in_background) == (False, True)
    at.window.actions_[ActionId.QUIT].trigger()
    assert (at.is_asking, at.window.isVisible()) == (True, True)
    at.answer(CONFIRM)
    assert at.closed == [True]


def test_what_chose_the_background_closes_where_no_tray_is_any_more(at: Closing) -> None:
    at.has_tray(keeps_running=True)
    at.hosted.members.reset(ALONE)
    at.window.closing.can_stay = lambda: False
    assert at.window.close()
    assert at.closed == [True]


def test_quitting_ends_the_program_where_nobody_is_inside(at: Closing) -> None:
    at.has_tray(keeps_running=True)
    at.hosted.members.reset(ALONE)
    at.window.actions_[ActionId.QUIT].trigger()
    assert at.closed == [True]


def test_who_closes_while_a_file_is_on_its_way_is_asked(at: Closing) -> None:
    at.hosted.members.reset(ALONE)
    files = at.hosted.connection.files
    files.set_upload("#office", FileProgress("upload-1", "plan.pdf", 9, state=TransferState.RUNNING))
    assert not at.window.close()
    assert at.choices() == [CANCEL, CONFIRM]
    assert at.title() == "A file is still on its way"
    at.answer(CANCEL)
    at.has_tray()
    files.set_download(FileProgress("a" * 22, "cat.png", 9))
    at.window.actions_[ActionId.QUIT].trigger()
    assert at.choices() == [CANCEL, CONFIRM, STAY]
    assert at.title() == "2 files are still on their way"
    at.answer(CONFIRM)
    assert at.closed == [True]


def test_what_came_or_failed_holds_nobody_up(at: Closing) -> None:
    at.hosted.members.reset(ALONE)
    files = at.hosted.connection.files
    files.set_upload("#office", FileProgress("upload-1", "plan.pdf", 9, state=TransferState.FAILED))
    files.set_download(FileProgress("a" * 22, "cat.png", 9, state=TransferState.DONE))
    assert at.window.close()
    assert at.closed == [True]
