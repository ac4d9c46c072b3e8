"""Files of others on the disk: free names, whole or not at all, nothing over what is there unless asked."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from app.application.sharing import received_files
from app.application.sharing.received_files import PartFiles, ReceivedFile, downloads_folder


def received(folder: Path, name: str, data: bytes) -> Path:
    file = ReceivedFile(folder, name)
    file.start_over()
    file.write(data)
    return file.finish()


def test_a_file_has_its_name_only_once_it_is_whole(tmp_path: Path) -> None:
    folder = tmp_path / "Downloads"
    file = ReceivedFile(folder, "plan.pdf")
    file.start_over()
    file.write(b"half")
    assert [path.name for path in folder.iterdir()] == ["plan.pdf.part"]
    file.start_over()
    file.write(b"whole")
    path = file.finish()
    assert path == folder / "plan.pdf"
    assert path.read_bytes() == b"whole"
    assert list(folder.iterdir()) == [path]
    file.give_up()
    assert path.exists()


def test_a_name_that_is_taken_gets_a_number(tmp_path: Path) -> None:
    names = [received(tmp_path, "plan.tar.gz", b"x").name for _ in range(3)]
    assert names == ["plan.tar.gz", "plan.tar (2).gz", "plan.tar (3).gz"]
    assert [received(tmp_path, "README", b"x").name for _ in range(2)] == ["README", "README (2)"]


def test_two_of_one_name_at_once_do_not_meet(tmp_path: Path) -> None:
    one, other = ReceivedFile(tmp_path, "plan.pdf"), ReceivedFile(tmp_path, "plan.pdf")
    for file, data in ((one, b"one"), (other, b"other")):
        file.start_over()
        file.write(data)
    assert other.finish().read_bytes() == b"other"
    assert one.finish().name == "plan (2).pdf"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["plan (2).pdf", "plan.pdf"]


def test_what_is_given_up_leaves_nothing(tmp_path: Path) -> None:
    file = ReceivedFile(tmp_path, "plan.pdf")
    file.give_up()
    file.start_over()
    file.write(b"half")
    file.give_up()
    assert not list(tmp_path.iterdir())


def test_saving_over_a_file_replaces_it_at_once(tmp_path: Path) -> None:
    there = tmp_path / "mine.txt"
    there.write_bytes(b"old")
    file = ReceivedFile.at(there)
    file.start_over()
    file.write(b"new")
    assert there.read_bytes() == b"old"
    assert file.finish() == there
    assert there.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [there]


@pytest.mark.parametrize("name", ["../../x", "/etc/passwd", "CON", "a\u202egnp.exe", "nul.txt", "a/b\\c"])
def test_no_name_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "in"
    path = received(folder, name, b"x")
    assert path.parent == folder
    assert list(folder.iterdir()) == [path]
    assert [one.name for one in tmp_path.iterdir()] == ["in"]


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")
def test_no_link_in_the_folder_leads_out_of_it(tmp_path: Path) -> None:
    folder, outside = tmp_path / "in", tmp_path / "outside"
    folder.mkdir()
    outside.write_bytes(b"precious")
    for name in ("plan.pdf", "plan.pdf.part"):
        (folder / name).symlink_to(outside)
    (folder / "plan (2).pdf").symlink_to(tmp_path / "not there")
    path = received(folder, "plan.pdf", b"x")
    assert path == folder / "plan (3).pdf"
    assert (path.is_symlink(), path.read_bytes()) == (False, b"x")
    over = ReceivedFile.at(
        folder / "plan.pdf"
    )  # the link is what the person has chosen, not what is behind it
    over.start_over()
    over.write(b"new")
    assert over.finish().read_bytes() == b"new"
    assert outside.read_bytes() == b"precious"
    assert not (tmp_path / "not there").exists()


def test_a_folder_that_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "in").write_bytes(b"")
    with pytest.raises(OSError):
        ReceivedFile(tmp_path / "in", "x").start_over()


@pytest.mark.skipif(sys.platform != "win32", reason="streams of NTFS")
def test_windows_is_told_that_it_came_from_elsewhere(tmp_path: Path) -> None:
    """On a disk that has no streams, as under Wine, nothing lies beside the file."""
    path = received(tmp_path, "plan.pdf", b"x")
    mark = Path(f"{path}:Zone.Identifier")
    assert (not mark.exists()) or "ZoneId=3" in mark.read_text(encoding="ascii")
    assert mark.exists() is received_files.keeps_marks(tmp_path)
    assert list(tmp_path.iterdir()) == [path]


def test_downloads_have_a_folder() -> None:
    assert downloads_folder().is_absolute()


# -- what a kill leaves


def half(parts: PartFiles, folder: Path, name: str) -> Path:
    """A file that is half there when the program is killed; open files Python would warn of."""
    file = ReceivedFile(folder, name, parts)
    file.start_over()
    file.write(b"half")
    assert file._file is not None
    file._file.close()
    return folder / f"{name}.part"


def test_what_a_kill_left_is_removed_at_the_next_start(tmp_path: Path) -> None:
    note, folder = tmp_path / "data" / "downloads.json", tmp_path / "Downloads"
    left = half(PartFiles(note), folder, "plan.pdf")
    other = folder / "other.part"
    other.write_bytes(b"another program's")
    assert left.exists()
    PartFiles(note).remove_left()
    assert list(folder.iterdir()) == [other]
    assert not note.exists()


def test_what_is_another_file_by_now_is_left_alone(tmp_path: Path) -> None:
    note, folder = tmp_path / "downloads.json", tmp_path / "Downloads"
    parts = PartFiles(note)
    replaced, gone, turned = (half(parts, folder, name) for name in "abc")
    (folder / "new").write_bytes(b"mine")
    (folder / "new").replace(replaced)
    gone.unlink()
    turned.rename(folder / "kept")
    turned.mkdir()
    PartFiles(note).remove_left()
    assert sorted(path.name for path in folder.iterdir()) == ["a.part", "c.part", "kept"]
    assert replaced.read_bytes() == b"mine"


def test_what_is_whole_or_given_up_is_noted_no_more(tmp_path: Path) -> None:
    note = tmp_path / "downloads.json"
    parts = PartFiles(note)
    for end in (ReceivedFile.finish, ReceivedFile.give_up):
        file = ReceivedFile(tmp_path, "plan.pdf", parts)
        file.start_over()
        file.start_over()
        assert list(json.loads(note.read_bytes())) == [str(tmp_path / "plan.pdf.part")]
        end(file)
        assert not note.exists()
    assert (tmp_path / "plan.pdf").exists()


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{", b'{"/etc/passwd": 1}', b'{"a.part": "x"}', b'{"\\u0000.part": 1}']
)
def test_a_note_that_makes_no_sense_removes_nothing(tmp_path: Path, content: bytes) -> None:
    note = tmp_path / "downloads.json"
    note.write_bytes(content)
    PartFiles(note).remove_left()
    assert list(tmp_path.iterdir()) == []


def test_a_note_that_cannot_be_written_keeps_nobody_from_saving(tmp_path: Path) -> None:
    (tmp_path / "data").touch()
    file = ReceivedFile(tmp_path, "plan.pdf", PartFiles(tmp_path / "data" / "downloads.json"))
    file.start_over()
    assert file.finish() == tmp_path / "plan.pdf"
