"""How a shared file stands: what is said of it, and what can be done with it now. Pure."""

from __future__ import annotations

from enum import Enum
from pathlib import PurePath

from app.irc.file_tag import SharedFile
from app.models.file_kinds import can_view, preview_id
from app.models.file_progress import FileProgress, TransferState
from app.values import frozen
from app.words import file_words, shared_file_words
from app.words.file_words import progress_words, readable_size


class FileDeed(Enum):
    """What can be done with a shared file."""

    VIEW = "view"  # a picture
    DOWNLOAD = "download"
    SAVE_AS = "save-as"
    OPEN_FOLDER = "open-folder"
    RETRY = "retry"
    CANCEL = "cancel"


@frozen
class FileStatus:
    """One line of `words` on a file and the `deeds` beside it, the likeliest first.

    `share`: how much of it is here, from 0.0 to 1.0, None where nothing is on its way; `is_problem`: it
    failed, and the words say why.
    """

    words: str
    deeds: tuple[FileDeed, ...] = ()
    share: float | None = None
    is_problem: bool = False


def file_status(file: SharedFile, progress: FileProgress | None, *, may_fetch: bool) -> FileStatus:
    """How `file` stands with its download, None for none; `may_fetch`: whether its server can be asked."""
    if progress is None:
        return FileStatus(readable_size(file.size), _offered(file) if may_fetch else ())
    share = min(1.0, progress.done / progress.size) if progress.size > 0 else 0.0
    match progress.state:
        case TransferState.WAITING:
            return FileStatus(progress.reason or file_words.WAITS(), (FileDeed.CANCEL,), share)
        case TransferState.RUNNING:
            words = progress_words(progress.done, progress.size, progress.speed)
            return FileStatus(words, (FileDeed.CANCEL,), share)
        case TransferState.BROKEN:
            return FileStatus(progress.reason or file_words.INTERRUPTED(), (FileDeed.CANCEL,), share)
        case TransferState.FAILED:
            retry = (FileDeed.RETRY,) if may_fetch else ()
            return FileStatus(
                progress.reason or shared_file_words.NOT_SAVED(), (*retry, FileDeed.CANCEL), is_problem=True
            )
        case TransferState.DONE:
            again = (FileDeed.SAVE_AS,) if may_fetch else ()
            return FileStatus(_saved_words(progress), (FileDeed.OPEN_FOLDER, *again))


def file_deeds(file: SharedFile, progress: FileProgress | None, *, may_fetch: bool) -> tuple[FileDeed, ...]:
    """All that can be done with a file, also what is not told on its line: a picture is shown by a click."""
    shown = file_status(file, progress, may_fetch=may_fetch).deeds
    is_seen = can_view(file) or preview_id(file) != ""
    view = (FileDeed.VIEW,) if is_seen and FileDeed.VIEW not in shown else ()
    return (*view, *shown)


def _offered(file: SharedFile) -> tuple[FileDeed, ...]:
    viewed = (FileDeed.VIEW,) if can_view(file) and not preview_id(file) else ()
    return (*viewed, FileDeed.DOWNLOAD, FileDeed.SAVE_AS)


def _saved_words(progress: FileProgress) -> str:
    """Where it lies, and under which name if that is another one."""
    path = PurePath(progress.path)
    size = readable_size(progress.size)
    if path.name and path.name != progress.name:
        return shared_file_words.SAVED_AS(size=size, name=path.name, folder=path.parent.name)
    return shared_file_words.SAVED_IN(size=size, folder=path.parent.name)
