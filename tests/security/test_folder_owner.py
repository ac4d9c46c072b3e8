"""A data folder that lies among other people's on Windows is for its owner, or it is said that it is not."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from app.security.folder_owner import keep_to_owner

WHO = {"USERDOMAIN": "DESK", "USERNAME": "mara"}


class Windows:
    """Sees what is done to access lists."""

    def __init__(self, home: Path, status: int = 0) -> None:
        self.home, self.status = home, status
        self.commands: list[list[str]] = []

    def run(self, command: Sequence[str]) -> int:
        self.commands.append(list(command))
        return self.status

    def keeps(self, folder: Path) -> bool:
        return keep_to_owner(folder, platform="win32", home=self.home, environ=WHO, run=self.run)


@pytest.mark.parametrize("before", ["new", "empty", "ours"])
def test_a_folder_of_ours_gets_a_list_of_its_owner_and_the_system(tmp_path: Path, before: str) -> None:
    folder, windows = tmp_path / "room", Windows(tmp_path / "home")
    if before != "new":
        folder.mkdir()
    if before == "ours":
        (folder / "hub.key").touch()
        (folder / "history.sqlite").touch()
    assert windows.keeps(folder)
    ((program, changed, *how),) = windows.commands
    assert (program, changed, how[0]) == (r"C:\Windows\System32\icacls.exe", str(folder), "/inheritance:r")
    granted = [word for word in how if ":(OI)(CI)F" in word]
    assert granted == ["DESK\\mara:(OI)(CI)F", "*S-1-5-18:(OI)(CI)F", "*S-1-5-32-544:(OI)(CI)F"]


def test_a_folder_with_other_things_is_left_alone_and_that_is_told(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / "holidays.jpg").touch()
    windows = Windows(tmp_path / "home")
    assert not windows.keeps(tmp_path / "shared")
    assert windows.commands == []


def test_a_list_that_cannot_be_set_is_told(tmp_path: Path) -> None:
    assert not Windows(tmp_path / "home", status=5).keeps(tmp_path / "room")


def test_the_persons_own_folders_and_other_systems_need_nothing(tmp_path: Path) -> None:
    windows = Windows(tmp_path)
    assert windows.keeps(tmp_path / "AppData" / "room")
    assert keep_to_owner(tmp_path / "room", platform="linux", home=tmp_path / "home", run=windows.run)
    assert windows.commands == []


def test_without_the_program_for_it_nothing_is_claimed(tmp_path: Path) -> None:
    who = WHO | {"SystemRoot": str(tmp_path)}
    assert not keep_to_owner(tmp_path / "room", platform="win32", home=tmp_path / "home", environ=who)
