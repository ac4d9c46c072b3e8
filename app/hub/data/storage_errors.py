"""What can go wrong with what a hub or a window keeps: kinds with their data, said by `words`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from enum import Enum
from pathlib import Path

from app.values import frozen


class Content(Enum):
    """What a file holds."""

    MESSAGES = "messages"  # history.sqlite of a hub
    ACCOUNTS = "accounts"
    ARCHIVE = "history"  # archive.sqlite of a window


class FileReason(Enum):
    """Why a file cannot be used, where SQLite or the operating system has no good words for it."""

    FULL = "the disk is full"
    READ_ONLY = "it may only be read"
    BUSY = "another program is using it"
    DAMAGED = "the file is damaged"
    FAILING = "the disk does not read or write"
    NOT_OPENED = "it cannot be opened"
    GONE = "the file was deleted or replaced"


class StorageProblem(Enum):
    """What is wrong, and what is told of it: names of data that a StorageFailure has."""

    UNUSABLE = "the file cannot be used"  # content, path, reason
    NEWER = "the file is of a newer version"  # content, path
    NOT_SET_ASIDE = "the damaged file cannot be set aside"  # path, reason
    NOT_DELETED = "the file cannot be deleted"  # path, reason
    BEGUN_ANEW = "the messages were damaged, and a new history was begun"  # path, aside
    ACCOUNTS_DAMAGED = "the accounts are damaged"  # why
    OTHER_ACCOUNTS = "the messages belong to other accounts"  # path, accounts
    OTHER_ROOM = "the room is a channel inside another room"  # channel


@frozen
class StorageFailure:
    """A kind and its data: `content` and `reason` as above, or a reason in the system's own words.

    `path` and `accounts` are files, `aside` is a file's name, `channel` a channel's, `why` another failure.
    """

    problem: StorageProblem
    data: Mapping[str, Content | FileReason | Path | str | StorageFailure] = field(default_factory=dict)

    def __str__(self) -> str:
        values = (value.value if isinstance(value, Enum) else str(value) for value in self.data.values())
        return f"{self.problem.value}: {', '.join(values)}" if self.data else self.problem.value


class KeepingError(Exception):
    """What should be kept could not be, or could not be read."""

    is_over = False  # what was kept before is lost, and a new beginning was made: the next turn will be kept

    def __init__(self, failure: StorageFailure) -> None:
        super().__init__(str(failure))
        self.failure = failure


def unusable(content: Content, path: Path, reason: FileReason | str) -> StorageFailure:
    """The failure of a file that cannot be opened, read or written."""
    return StorageFailure(StorageProblem.UNUSABLE, {"content": content, "path": path, "reason": reason})
