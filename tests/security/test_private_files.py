"""Files that only their owner may read, whole or not at all."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.security import private_files
from app.security.security_errors import SecurityError, SecurityProblem

posix = pytest.mark.skipif(os.name != "posix", reason="file modes are those of POSIX")


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def refuse(*_args: Any, **_named: Any) -> None:
    raise OSError(28, "No space left on device")


@posix
@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077, 0o777], ids=oct)
def test_nobody_else_may_read_whatever_the_umask(
    tmp_path: Path, umask: Callable[[int], int], mask: int
) -> None:
    umask(mask)
    folder = tmp_path / "deep" / "er"
    private_files.make_folder(folder)
    assert private_files.create(folder / "new", b"secret")
    private_files.replace(folder / "again", b"secret")
    assert mode(folder) == mode(folder.parent) == 0o700
    assert mode(folder / "new") == mode(folder / "again") == 0o600
    assert private_files.read(folder / "new") == private_files.read(folder / "again") == b"secret"


@posix
def test_a_folder_that_exists_keeps_its_mode(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir(mode=0o750)
    private_files.make_folder(tmp_path / "mine")
    assert mode(tmp_path / "mine") == 0o750


def test_a_folder_that_cannot_be_made_says_why(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OSError) as system:
        (tmp_path / "file" / "below").mkdir()
    why = re.escape(os.strerror(errno.ENOTDIR) if os.name == "posix" else system.value.strerror or "")
    with pytest.raises(SecurityError, match=rf"cannot be made: .*, {why}$"):
        private_files.make_folder(tmp_path / "file" / "below")


def test_what_is_there_first_stays(tmp_path: Path) -> None:
    path = tmp_path / "key"
    assert private_files.create(path, b"first")
    assert not private_files.create(path, b"second")
    assert path.read_bytes() == b"first"
    assert [entry.name for entry in tmp_path.iterdir()] == ["key"]


def test_without_hard_links_what_is_there_first_stays_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "link", refuse)
    path = tmp_path / "key"
    assert private_files.create(path, b"first")
    assert not private_files.create(path, b"second")
    assert path.read_bytes() == b"first"
    assert [entry.name for entry in tmp_path.iterdir()] == ["key"]


def test_a_disk_that_is_full_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "pins"
    private_files.replace(path, b"old")
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", refuse)
        with pytest.raises(SecurityError, match=r"cannot be written: .*, No space left on device$"):
            private_files.replace(path, b"new")
        with pytest.raises(SecurityError, match="No space left"):
            private_files.create(tmp_path / "key", b"new")
    assert path.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["pins"]


def test_a_file_that_cannot_take_its_name_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(SecurityError, match="No space left"):
        private_files.replace(tmp_path / "pins", b"new")
    assert list(tmp_path.iterdir()) == []


class InUse:
    """Stands for a file that another program has open on Windows, for the first `tries` looks at it."""

    def __init__(self, tries: int, then: Callable[..., Any], code: int = 32) -> None:
        self.tries, self._then, self._code = tries, then, code

    def __call__(self, *args: Any, **named: Any) -> Any:
        self.tries -= 1
        if self.tries < 0:
            return self._then(*args, **named)
        error = PermissionError(13, "Sharing violation")
        error.winerror = self._code  # type: ignore[attr-defined]  # there only
        raise error


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long was waited, without waiting."""
    waited: list[float] = []
    monkeypatch.setattr(private_files, "sleep", waited.append)
    return waited


@pytest.mark.parametrize("code", [5, 32, 33])
def test_a_file_that_another_program_has_for_a_moment_is_replaced_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pauses: list[float], code: int
) -> None:
    path = tmp_path / "pins"
    private_files.replace(path, b"old")
    held = InUse(3, Path.replace, code)
    monkeypatch.setattr(Path, "replace", lambda source, target: held(source, target))
    private_files.replace(path, b"new")
    assert path.read_bytes() == b"new"
    assert len(pauses) == 3
    assert list(tmp_path.iterdir()) == [path]


def test_it_is_read_and_set_aside_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pauses: list[float]
) -> None:
    path = tmp_path / "key"
    path.write_bytes(b"damaged")
    reading, renaming = InUse(2, Path.read_bytes), InUse(2, Path.rename)
    monkeypatch.setattr(Path, "read_bytes", lambda path: reading(path))
    monkeypatch.setattr(Path, "rename", lambda path, target: renaming(path, target))
    assert private_files.set_aside(path, b"damaged").name == "key.damaged"
    assert len(pauses) == 4


def test_a_file_that_another_program_keeps_is_given_up_after_a_second(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pauses: list[float]
) -> None:
    held = InUse(99, Path.replace)
    monkeypatch.setattr(Path, "replace", lambda source, target: held(source, target))
    with pytest.raises(SecurityError, match="Sharing violation"):
        private_files.replace(tmp_path / "pins", b"new")
    assert sum(pauses) == pytest.approx(1)
    assert list(tmp_path.iterdir()) == []


def test_what_is_refused_for_another_reason_is_not_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pauses: list[float]
) -> None:
    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(SecurityError, match="No space left"):
        private_files.replace(tmp_path / "pins", b"new")
    assert pauses == []


def test_reading_tells_missing_from_unreadable(tmp_path: Path) -> None:
    assert private_files.read(tmp_path / "none") is None
    with pytest.raises(SecurityError, match="cannot be read"):
        private_files.read(tmp_path)


@posix
def test_other_peoples_rights_are_taken_away(tmp_path: Path) -> None:
    path = tmp_path / "key"
    path.write_bytes(b"secret")
    for given, kept in ((0o644, 0o600), (0o400, 0o400)):
        path.chmod(given)
        private_files.restrict(path)
        assert mode(path) == kept
    private_files.restrict(tmp_path / "none")  # no error: the next read will say it


def test_damaged_files_are_set_aside_under_names_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / "key"
    for name in ("key.damaged", "key.damaged-2", "key.damaged-3"):
        path.write_bytes(name.encode())
        assert private_files.set_aside(path, name.encode()).name == name
        assert not path.exists()
    assert sorted(entry.name for entry in tmp_path.iterdir()) == [
        "key.damaged",
        "key.damaged-2",
        "key.damaged-3",
    ]


def test_a_good_file_that_took_the_place_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "key"
    path.write_bytes(b"good, made by another copy")
    private_files.set_aside(path, b"damaged")
    assert path.read_bytes() == b"good, made by another copy"


def test_a_file_that_cannot_be_set_aside_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "key").write_bytes(b"damaged")
    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(SecurityError, match="cannot be set aside"):
        private_files.set_aside(tmp_path / "key", b"damaged")


def test_what_holds_nothing_is_no_file(tmp_path: Path) -> None:
    path = tmp_path / "new" / "list.json"
    private_files.keep(path, b"")
    assert not path.parent.exists()
    private_files.keep(path, b"[1]")
    assert path.read_bytes() == b"[1]"
    private_files.keep(path, b"")
    assert not path.exists()


def test_what_cannot_be_removed_says_why(tmp_path: Path) -> None:
    (tmp_path / "list.json").mkdir()
    with pytest.raises(SecurityError) as failure:
        private_files.keep(tmp_path / "list.json", b"")
    assert failure.value.problem is SecurityProblem.FILE_NOT_WRITTEN
