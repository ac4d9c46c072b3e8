"""Contents on the disk: where they lie, who may read them, what is left of them."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from app.store.file_store import FileStore

ID, OTHER = "AbCdEfGhIjKlMnOpQrStUv", "-_" + "0" * 20


def write(store: FileStore, file_id: str, data: bytes) -> None:
    with store.create(file_id) as file:
        file.write(data)


def test_a_content_is_written_continued_and_read(tmp_path: Path) -> None:
    store = FileStore(tmp_path / "files")
    write(store, ID, b"hello ")
    with store.reopen(ID) as file:
        assert file.read() == b"hello "
        file.write(b"world")
    store.settle(ID)
    with store.open(ID) as file:
        assert file.read() == b"hello world"
    assert (tmp_path / "files" / "Ab" / ID).is_file()
    assert (store.ids(), store.is_begun()) == ([ID], True)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no modes")
def test_nobody_else_may_read_it(tmp_path: Path) -> None:
    store = FileStore(tmp_path / "files")
    write(store, ID, b"secret")
    store.write_note(ID, "secret")
    for path in (tmp_path / "files").rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)
    assert stat.S_IMODE((tmp_path / "files").stat().st_mode) == 0o700


def test_nothing_is_overwritten_and_nothing_made_up(tmp_path: Path) -> None:
    store = FileStore(tmp_path / "files")
    write(store, ID, b"first")
    with pytest.raises(FileExistsError):
        store.create(ID)
    for ask in (store.open, store.reopen, store.settle):
        with pytest.raises(FileNotFoundError):
            ask(OTHER)


def test_a_note_lies_beside_a_content_and_goes_with_it(tmp_path: Path) -> None:
    store = FileStore(tmp_path / "files")
    for file_id in (ID, OTHER):
        write(store, file_id, b"x")
        store.write_note(file_id, "of a longer kind")
        store.write_note(file_id, f"é {file_id}")
    assert store.notes() == {ID: f"é {ID}", OTHER: f"é {OTHER}"}
    assert sorted(store.ids()) == sorted([ID, OTHER])
    store.remove_note(ID)
    store.remove(OTHER)
    store.remove(OTHER)
    assert (store.notes(), store.ids()) == ({}, [ID])


def test_a_folder_that_is_not_there_is_empty_and_has_a_disk(tmp_path: Path) -> None:
    store = FileStore(tmp_path / "not" / "yet")
    assert (store.ids(), store.notes(), store.is_begun()) == ([], {}, False)
    assert store.free() > 0
    assert list(tmp_path.iterdir()) == []
