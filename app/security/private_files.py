"""Files and folders that only their owner may read, whatever the umask; whole or not at all.

Windows refuses to touch a file that another program has open, as those against viruses and for backups do for
moments: what is refused for that is tried again for a second.
"""

from __future__ import annotations

import itertools
import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from time import sleep
from typing import TypeVar

from app.security.security_errors import SecurityError, SecurityProblem

FILE_MODE = 0o600
FOLDER_MODE = 0o700
PAUSES_S = (0.01, 0.02, 0.04, 0.08, 0.15, 0.3, 0.4)  # between the tries, a second in all
# ERROR_ACCESS_DENIED, ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION
_IN_USE = frozenset({5, 32, 33})

T = TypeVar("T")


def make_folder(folder: Path) -> None:
    """Make `folder` and its missing parents with mode 0700; what exists stays. Raises SecurityError."""
    missing = []
    while not folder.exists():
        missing.append(folder)
        folder = folder.parent
    for path in reversed(missing):
        try:
            path.mkdir(mode=FOLDER_MODE, exist_ok=True)
            path.chmod(FOLDER_MODE)  # mkdir's mode was cut by the umask
        except OSError as error:
            raise SecurityError(
                SecurityProblem.FOLDER_NOT_MADE, path=path, reason=str(error.strerror)
            ) from error


def read(path: Path) -> bytes | None:
    """The file's content; None when there is no such file. Raises SecurityError."""
    try:
        return _patiently(path.read_bytes)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise SecurityError(SecurityProblem.FILE_NOT_READ, path=path, reason=str(error.strerror)) from error


def restrict(path: Path) -> None:
    """Take other people's rights to a file of ours away, where that is possible."""
    with suppress(OSError):  # a file system without modes, or a read-only one
        if path.stat().st_mode & 0o077:
            path.chmod(FILE_MODE)


def create(path: Path, data: bytes) -> bool:
    """Create `path` with mode 0600. False: it was there first, untouched. Raises SecurityError.

    The file appears with its whole content, so that of two programs starting together one wins.
    """
    try:
        draft = _draft(path, data)
        try:
            return _place(draft, path, data)
        finally:
            _remove(draft)
    except OSError as error:
        raise SecurityError(
            SecurityProblem.FILE_NOT_WRITTEN, path=path, reason=str(error.strerror)
        ) from error


def replace(path: Path, data: bytes) -> None:
    """Write `path` anew with mode 0600; on failure the old content stays. Raises SecurityError."""
    try:
        draft = _draft(path, data)
        try:
            rename_over(draft, path)
        except OSError:
            _remove(draft)
            raise
    except OSError as error:
        raise SecurityError(
            SecurityProblem.FILE_NOT_WRITTEN, path=path, reason=str(error.strerror)
        ) from error


def keep(path: Path, data: bytes) -> None:
    """Write `path` anew, with its folder, or remove it where there is no data. Raises SecurityError."""
    if data:
        make_folder(path.parent)
        replace(path, data)
        return
    try:
        _patiently(lambda: path.unlink(missing_ok=True))
    except OSError as error:
        raise SecurityError(
            SecurityProblem.FILE_NOT_WRITTEN, path=path, reason=str(error.strerror)
        ) from error


def rename_over(source: Path, target: Path) -> None:
    """Give `source` the name of `target`, which it replaces. Raises OSError."""
    _patiently(lambda: source.replace(target))


def set_aside(path: Path, seen: bytes) -> Path:
    """Rename a damaged file whose content was `seen`; gives the new name. Raises SecurityError.

    Another program may have set it aside and made a good one meanwhile: that one is left alone.
    """
    aside = free_aside(path)
    if read(path) == seen:
        try:
            _patiently(lambda: path.rename(aside))
        except OSError as error:
            raise SecurityError(
                SecurityProblem.NOT_SET_ASIDE, path=path, reason=str(error.strerror)
            ) from error
    return aside


def free_aside(path: Path) -> Path:
    """A name for a damaged file that none has, whatever was set aside before."""
    first = path.with_name(f"{path.name}.damaged")
    others = (path.with_name(f"{path.name}.damaged-{count}") for count in itertools.count(2))
    return next(each for each in itertools.chain([first], others) if not each.exists())


def _patiently(do: Callable[[], T]) -> T:
    """Do it, again where Windows says that another program has the file."""
    for pause in PAUSES_S:
        try:
            return do()
        except OSError as error:
            if getattr(error, "winerror", None) not in _IN_USE:
                raise
        sleep(pause)
    return do()


def _remove(draft: Path) -> None:
    """A draft that cannot be removed is no reason to fail, and not the reason of a failure."""
    with suppress(OSError):
        _patiently(lambda: draft.unlink(missing_ok=True))


def _draft(path: Path, data: bytes) -> Path:
    """A file beside `path` with the content, safely on the disk."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    _write_new(draft, data)
    return draft


def _place(draft: Path, path: Path, data: bytes) -> bool:
    """Give the draft its name unless that is taken."""
    try:
        os.link(draft, path)
    except FileExistsError:
        return False
    except (
        OSError
    ):  # a file system without hard links: the content is not there at once, but nobody is overwritten
        try:
            _write_new(path, data)
        except FileExistsError:
            return False
    return True


def _write_new(path: Path, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), FILE_MODE)
    try:
        with os.fdopen(descriptor, "wb") as file:
            path.chmod(FILE_MODE)  # a umask may have taken the owner's rights as well
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        path.unlink(missing_ok=True)  # no half a key is left lying about
        raise
