"""When the settings are written, and with what of the window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app import settings as settings_file
from app.application import settings_saver
from app.application.settings_saver import SettingsSaver, recent_rooms
from app.models.recents import RecentRoom, RecentRooms
from app.settings import Settings
from tests.application.fakes import HUB, NOON

CLUB = RecentRoom("Robotics club", "192.168.1.24:6667", hosted=True, last_used=NOON, room="#club")


class Desk:
    """The file and the window of one copy."""

    def __init__(self, folder: Path) -> None:
        self.file, self.settings, self.parent = folder / "settings.json", Settings(), QObject()
        self.recents = RecentRooms((), self.parent)
        self.notices: list[str] = []
        self.saver = SettingsSaver(
            self.settings,
            self.file,
            self,
            self.recents,
            self.parent,
        )

    def save_layout(self) -> dict[str, object]:
        return {"window": "AAAA"}

    def show_notice(self, text: str) -> None:
        self.notices.append(text)

    def saved(self) -> Settings:
        return settings_file.load(self.file).settings


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr(settings_saver, "SAVE_MS", 0)
    return Desk(tmp_path)


def test_layout_and_recent_rooms_come_back_as_they_were(desk: Desk) -> None:
    tea = RecentRoom("tea", "10.0.0.7", False, NOON - 1, room="#a", fingerprint=HUB, channel="#tea", host="A")
    for room in (CLUB, tea):
        desk.recents.add(room)
    desk.saver.save()
    assert desk.saved().layout == {"window": "AAAA"}
    assert recent_rooms(desk.saved()) == [CLUB, tea]


def test_a_room_that_was_joined_is_written_soon(desk: Desk, qtbot: QtBot) -> None:
    desk.recents.add(CLUB)
    assert not desk.file.exists()
    qtbot.waitUntil(desk.file.exists)
    desk.recents.remove(0)
    qtbot.waitUntil(lambda: recent_rooms(desk.saved()) == [])


def test_after_the_end_nothing_is_written(desk: Desk, qtbot: QtBot) -> None:
    desk.saver.save_soon()
    desk.saver.stop()
    other = Desk(desk.file.parent / "other")
    other.file.parent.mkdir()
    other.saver.save_soon()
    qtbot.waitUntil(other.file.exists)
    assert not desk.file.exists()


def test_a_folder_that_cannot_be_written_ends_nothing(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    desk.file.mkdir()
    for _again in range(2):
        desk.saver.save()
    assert "could not be written" in caplog.text
    (notice,) = desk.notices
    assert notice.startswith(f"What you choose is forgotten when you quit. The file {desk.file} cannot be")
