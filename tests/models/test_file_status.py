"""How a shared file stands: what is said, and what can be done."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.irc.file_tag import SharedFile
from app.models.file_kinds import (
    MOST_PIXELS_VIEWED,
    FileKind,
    can_view,
    file_kind,
    file_title,
    preview_id,
    spoken_file,
)
from app.models.file_progress import FileProgress, TransferState
from app.models.file_status import FileDeed, file_deeds, file_status
from app.ui.pictures.picture_decoder import MOST_PIXELS

ID, SMALL = "a" * 22, "b" * 22


def shared(
    name: str = "plan.pdf", media_type: str = "application/pdf", size: int = 2_400_000, thumbnail: str = ""
) -> SharedFile:
    """A file of a message."""
    return SharedFile(ID, name, size, media_type, "0" * 64, thumbnail=thumbnail)


def picture(size: int = 1_800_000, thumbnail: str = SMALL) -> SharedFile:
    """A picture of a message."""
    return shared("cat.png", "image/png", size, thumbnail)


def at(state: TransferState, done: int = 0, reason: str = "", path: str = "") -> FileProgress:
    """How far its download is."""
    return FileProgress(ID, "plan.pdf", 2_000_000, done, 0.0, state, reason, path)


@pytest.mark.parametrize(
    ("name", "media_type", "kind"),
    [
        ("plan.pdf", "application/pdf", FileKind.TEXT),
        ("cat.png", "image/png", FileKind.PICTURE),
        ("cat.svg", "image/svg+xml", FileKind.OTHER),
        ("cat.png.exe", "image/png", FileKind.PROGRAM),
        ("tune", "audio/ogg", FileKind.AUDIO),
        ("film", "video/mp4", FileKind.VIDEO),
        ("README", "text/plain", FileKind.TEXT),
        ("all.tar.gz", "application/gzip", FileKind.ARCHIVE),
        ("x", "application/octet-stream", FileKind.OTHER),
    ],
)
def test_a_file_is_known_by_its_name_then_by_its_type(name: str, media_type: str, kind: FileKind) -> None:
    assert file_kind(shared(name, media_type)) is kind


def test_a_picture_is_shown_by_its_small_one_or_by_itself_where_it_is_small() -> None:
    assert preview_id(picture()) == SMALL
    assert preview_id(picture(1000, "")) == ID
    assert preview_id(picture(2_000_000, "")) == ""
    assert preview_id(shared(thumbnail=SMALL)) == "", "what is no picture has none"
    assert can_view(picture())
    assert not can_view(picture(9_000_000))
    assert not can_view(replace(picture(), width=16_000, height=12_000)), "nothing here decodes as much"
    assert MOST_PIXELS_VIEWED == MOST_PIXELS
    assert not can_view(shared())


def test_a_picture_is_called_so_and_anything_else_by_its_name() -> None:
    assert file_title(picture()) == "Picture"
    assert file_title(shared()) == "plan.pdf"
    assert spoken_file(picture()) == "picture cat.png, 1.8 MB"
    assert spoken_file(shared()) == "file plan.pdf, 2.4 MB"


def test_a_file_is_offered_as_long_as_nobody_wanted_it() -> None:
    status = file_status(shared(), None, may_fetch=True)
    assert status.words == "2.4 MB"
    assert status.deeds == (FileDeed.DOWNLOAD, FileDeed.SAVE_AS)
    assert status.share is None
    assert file_status(shared(), None, may_fetch=False).deeds == (), "nobody can be asked for it"
    assert file_status(picture(2_000_000, ""), None, may_fetch=True).deeds[0] is FileDeed.VIEW


@pytest.mark.parametrize(
    ("progress", "words", "share"),
    [
        (at(TransferState.WAITING), "Waits for its turn", 0.0),
        (at(TransferState.WAITING, reason="Waits for you."), "Waits for you.", 0.0),
        (at(TransferState.RUNNING, 500_000), "500.0 KB of 2.0 MB", 0.25),
        (at(TransferState.RUNNING, 9_000_000), "9.0 MB of 2.0 MB", 1.0),
        (at(TransferState.BROKEN, 1_000_000), "Interrupted; it goes on by itself", 0.5),
        (at(TransferState.BROKEN, 1_000_000, "The cable."), "The cable.", 0.5),
        (FileProgress(ID, "empty", 0), "Waits for its turn", 0.0),
    ],
)
def test_what_is_on_its_way_can_be_cancelled(progress: FileProgress, words: str, share: float) -> None:
    status = file_status(shared(), progress, may_fetch=True)
    assert (status.words, status.share) == (words, share)
    assert status.deeds == (FileDeed.CANCEL,)
    assert not status.is_problem


def test_what_failed_says_why_and_can_be_tried_again() -> None:
    status = file_status(shared(), at(TransferState.FAILED, reason="Your disk is full."), may_fetch=True)
    assert status.words == "Your disk is full."
    assert status.is_problem
    assert status.deeds == (FileDeed.RETRY, FileDeed.CANCEL)
    assert file_status(shared(), at(TransferState.FAILED), may_fetch=False).deeds == (FileDeed.CANCEL,)
    assert file_status(shared(), at(TransferState.FAILED), may_fetch=True).words == "The file was not saved."


def test_what_is_here_says_where_and_under_which_name() -> None:
    path = str(Path("home") / "Downloads" / "plan.pdf")
    status = file_status(shared(), at(TransferState.DONE, path=path), may_fetch=True)
    assert status.words == "2.0 MB · saved in Downloads"
    assert status.deeds == (FileDeed.OPEN_FOLDER, FileDeed.SAVE_AS)
    other = at(TransferState.DONE, path=str(Path("Downloads") / "plan (2).pdf"))
    assert (
        file_status(shared(), other, may_fetch=False).words == "2.0 MB · saved in Downloads as plan (2).pdf"
    )
    assert file_status(shared(), other, may_fetch=False).deeds == (FileDeed.OPEN_FOLDER,)


def test_a_picture_can_always_be_shown() -> None:
    assert file_deeds(picture(), None, may_fetch=False) == (FileDeed.VIEW,)
    assert file_deeds(picture(), at(TransferState.RUNNING), may_fetch=True) == (
        FileDeed.VIEW,
        FileDeed.CANCEL,
    )
    assert file_deeds(picture(2_000_000, ""), None, may_fetch=True).count(FileDeed.VIEW) == 1
    assert FileDeed.VIEW not in file_deeds(shared(), None, may_fetch=True)
