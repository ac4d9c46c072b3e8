"""Files on their way: what one waits for, and why one did not come or go."""

from __future__ import annotations

import errno

from app.words.file_words import readable_size
from app.words.sentence import Sentence, tr

# -- what it waits for
WAITS_FOR_CONNECTION = tr("Waits for the connection.")
WAITS_FOR_OTHERS = tr("Waits for the files before it.")
BUSY = tr("Many files are on their way in this room; it goes on by itself.")
BROKEN = tr("The connection broke; it goes on by itself.")

# -- why it failed
NO_ANSWER = tr("The host does not answer.")
OTHER_HOST = tr("Another computer answered in place of the host.")
DELETED = tr("The file was deleted.")
NOT_THE_SAME = tr("What came is not the file that was shared, so it was not kept.")
CHANGED = tr("The file was changed while it was sent.")
_DISK_FULL = tr("Your disk is full.")
_NOT_READ = tr("The file cannot be read: {reason}.")
_NOT_SAVED = tr("The file cannot be saved: {reason}.")
_NO_TOKEN = tr("The host does not take the file: {said}")
_REFUSED = tr("The host does not take the file (error {status}).")
_NOT_GIVEN = tr("The host does not give the file (error {status}).")
_LARGER = tr("The file is larger than the room takes, which is {limit}.")
_TOO_LARGE = tr("The file is larger than the room takes.")

# by the short word that a hub of ours says beside its answer
_PROBLEMS: dict[str, Sentence] = {
    "too-large": _TOO_LARGE,
    "day": tr("You have sent as much today as one person may. Try again tomorrow."),
    "full": tr("The room has no more space for files."),
    "disk": tr("The disk of the host's computer is full."),
    "busy": BUSY,
    "off": tr("This room takes no files."),
    "login": tr("The host does not let you send files."),
}


def upload_words(problem: str, status: int, limit: int = 0) -> str:
    """Why a hub takes no file: by its word for it, else by HTTP's `status`. `limit`: in bytes, 0: unknown."""
    if problem == "too-large" and limit:
        return _LARGER(limit=readable_size(limit))
    known = _PROBLEMS.get(problem)
    return _REFUSED(status=status) if known is None else known()


def token_words(said: str) -> str:
    """Why a hub lets nothing be uploaded, in its own words."""
    return _NO_TOKEN(said=said)


def download_words(status: int) -> str:
    """Why a hub gives no file."""
    return _NOT_GIVEN(status=status)


def reading_words(error: OSError) -> str:
    """Why a file that is to be sent cannot be read."""
    return _NOT_READ(reason=error.strerror or str(error))


def saving_words(error: OSError) -> str:
    """Why a file that comes cannot be saved."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return _DISK_FULL()
    return _NOT_SAVED(reason=error.strerror or str(error))
