"""Pictures and files: sending, receiving, and how large and how fast they are."""

from __future__ import annotations

from app.words.sentence import COUNTED, tr

# Seconds that are left: what is over at once is not worth a word, days are a guess.
_TOLD_FROM = 3
_TOLD_TO = 86_400

# -- sizes
_BYTES = tr("%n bytes", "", COUNTED)
_KILOBYTES = tr("{number} KB")
_MEGABYTES = tr("{number} MB")
_GIGABYTES = tr("{number} GB")

_PER_SECOND = tr("{size}/s")

# -- what is to be sent
ATTACH = tr("Send files ({key})")
DROP_TO_SEND = tr("Drop to send to {room}")
CHOOSE_FILES = tr("Send files to {room}")
SEND_A_PICTURE = tr("Send a picture")
SEND_A_FILE = tr("Send a file")
SEND_FILES = tr("Send %n files", "", COUNTED)
SEND_TO = tr("To {room}")
PREPARING = tr("Preparing…")
SEND = tr("Send")
PICTURE_SIZE = tr("{size} · {width} × {height}")
BARE_PICTURE = tr("{size} · without place and camera data")
CAPTION = tr("Caption")
CAPTION_HINT = tr("Say something about it")
LEAVE_OUT = tr("Leave out {name}")
PASTED_PICTURE = tr("Picture {time}", "the name of a file")
PASTED_TEXT = tr("Text {time}", "the name of a file")

# -- what cannot be sent
NONE_HERE = tr("This network takes no files. They can be sent in rooms of Hubbub.")
NONE_IN_ROOM = tr("This room takes no files: its host has turned them off, or has an older Hubbub.")
NONE_NOW = tr("You are not connected. Files can be sent when you are back.")
IS_A_FOLDER = tr("“{name}” is a folder. Only files can be sent; pack it into one, as a ZIP, to send it.")
IS_EMPTY = tr("“{name}” is empty.")
CANNOT_BE_READ = tr("“{name}” cannot be read.")
TOO_LARGE = tr("“{name}” has {size}. A file may have {most} here.")
TOO_MANY_FILES = tr("{most} files at once is the most. The rest was left out.")

MORE_LEFT_OUT = tr("%n more cannot be sent.", "", COUNTED)
PICTURE_NOT_READ = tr("The picture cannot be read.")

# -- what is on its way
SENDING = tr("Files that are being sent")
DONE_OF = tr("{done} of {size}")
SIZE_AND_SPEED = tr("{done} of {size} · {speed}")
TIME_LEFT = tr("{done} of {size} · {speed} · {time} left")
_SECONDS = tr("%n s", "a time that is left", COUNTED)
_MINUTES = tr("%n min", "a time that is left", COUNTED)
_HOURS = tr("%n h", "a time that is left", COUNTED)
CANCEL_SENDING = tr("Cancel sending {name}")
SEND_AGAIN = tr("Send {name} again")
WAITS = tr("Waits for its turn")
INTERRUPTED = tr("Interrupted; it goes on by itself")
ALMOST_SENT = tr("Almost there…")
NOT_SENT = tr("Not sent", "a file")


def readable_size(size: int) -> str:
    """Bytes as people say them: "900 bytes", "1.0 MB"."""
    if size < 1000:
        return _BYTES(size)
    if size < 999_950:
        return _KILOBYTES(number=f"{size / 1000:.1f}")
    if size < 999_950_000:
        return _MEGABYTES(number=f"{size / 1_000_000:.1f}")
    return _GIGABYTES(number=f"{size / 1_000_000_000:.1f}")


def progress_words(done: int, size: int, speed: float) -> str:
    """How far a transfer is: `done` of `size` bytes, with `speed` in bytes a second, 0.0 for unknown."""
    told, whole = readable_size(done), readable_size(size)
    if speed < 1:
        return DONE_OF(done=told, size=whole)
    pace = _PER_SECOND(size=readable_size(round(speed)))
    seconds = (size - done) / speed
    if seconds < _TOLD_FROM or seconds > _TOLD_TO:
        return SIZE_AND_SPEED(done=told, size=whole, speed=pace)
    return TIME_LEFT(done=told, size=whole, speed=pace, time=_readable_time(seconds))


def _readable_time(seconds: float) -> str:
    """About how long something takes, in the one unit that people would say."""
    if seconds < 100:
        return _SECONDS(round(seconds))
    return _MINUTES(round(seconds / 60)) if seconds < 6000 else _HOURS(round(seconds / 3600))


# -- how large a file may be, as a host chooses it, by settings.FILES
FILES_PEOPLE_SHARE = tr("Files people can share")
_UP_TO_1_GB = tr("up to 1 GB")
_UP_TO_100_MB = tr("up to 100 MB")
_UP_TO_10_MB = tr("up to 10 MB")
_UP_TO = tr("up to {size}")
_NO_FILES = tr("none", "no files may be shared")
_CHOICES = {"1G": _UP_TO_1_GB, "100M": _UP_TO_100_MB, "10M": _UP_TO_10_MB, "none": _NO_FILES}


def largest_file(choice: str) -> str:
    """A choice of the largest file, also one of the command line, in words."""
    return _CHOICES[choice]() if choice in _CHOICES else _UP_TO(size=choice)
