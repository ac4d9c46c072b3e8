"""What is to be sent as files, before the person has agreed: what it is, and what of it cannot be sent."""

from __future__ import annotations

import mimetypes
import os
import stat
from collections.abc import Sequence
from dataclasses import field, replace
from datetime import datetime
from pathlib import Path

from PySide6.QtGui import QImage

from app.irc.file_names import clean_file_name
from app.models.room_wishes import OfferFile
from app.ui.composer.message_edit import Offer
from app.ui.pictures.picture_decoder import PictureKind, picture_kind
from app.ui.pictures.thumbnail_maker import PreparedPicture
from app.values import frozen
from app.words import file_words
from app.words.file_words import readable_size

MOST_FILES = 30  # at once: more is a folder, and a person should look at what they send
_MOST_PROBLEMS = 3  # told one by one; of a page of them nobody reads more
_HEAD = 16  # bytes, by which a picture is known
_MOMENT = "%Y-%m-%d %H-%M-%S"  # a colon is in no name of a file


@frozen
class OfferedFile:
    """One file that can be sent: the one at `path`, else `data`, else `image` once that is a PNG.

    `size` is in bytes, 0 for an image; `kind` is what its first bytes say, None for no picture.
    `is_stripped`: what the file at `path` tells of place and camera is left out as it is sent.
    """

    name: str
    size: int
    path: str = ""
    data: bytes = field(default=b"", repr=False)
    image: QImage | None = None
    kind: PictureKind | None = None
    is_stripped: bool = False

    @property
    def media_type(self) -> str:
        """As HTTP and file tags tell it, "" for unknown."""
        return self.kind.media_type if self.kind is not None else mimetypes.guess_type(self.name)[0] or ""


@frozen
class CheckedOffer:
    """The files of an offer that can be sent, and for each other one a sentence that says why not."""

    files: tuple[OfferedFile, ...] = ()
    problems: tuple[str, ...] = ()


@frozen
class ReadyFile:
    """A file as it goes out: `picture` is what goes along with it, None for no picture."""

    file: OfferedFile
    picture: PreparedPicture | None = None


def check_offer(offer: Offer, largest: int, now: datetime) -> CheckedOffer:
    """What of an offer can be sent where a file has at most `largest` bytes, 0 for no limit.

    Looks at the disk. `now` is the local time, for the name of what has none.
    """
    moment = now.strftime(_MOMENT)
    if offer.image is not None:
        name = f"{file_words.PASTED_PICTURE(time=moment)}.png"
        return CheckedOffer((OfferedFile(name, 0, image=offer.image, kind=PictureKind.PNG),))
    if offer.data or offer.text:
        return _check_data(offer, largest, moment)
    files, problems = [], []
    for path in offer.paths[:MOST_FILES]:
        file, problem = _look_at(path, largest)
        if file is not None:
            files.append(file)
        else:
            problems.append(problem)
    if len(problems) > _MOST_PROBLEMS:
        problems[_MOST_PROBLEMS:] = [file_words.MORE_LEFT_OUT(len(problems) - _MOST_PROBLEMS)]
    if len(offer.paths) > MOST_FILES:
        problems.append(file_words.TOO_MANY_FILES(most=MOST_FILES))
    return CheckedOffer(tuple(files), tuple(problems))


def joined(first: CheckedOffer, more: CheckedOffer) -> CheckedOffer:
    """Two offers as one, with no more files than may be sent at once."""
    files, problems = (*first.files, *more.files), [*first.problems, *more.problems]
    if len(files) > MOST_FILES:
        problems.append(file_words.TOO_MANY_FILES(most=MOST_FILES))
    return CheckedOffer(files[:MOST_FILES], tuple(dict.fromkeys(problems)))


def size_problem(name: str, size: int, largest: int) -> str:
    """Why a file of `size` bytes is too large where `largest` is the most, 0 for no limit; "" if not."""
    if not largest or size <= largest:
        return ""
    return file_words.TOO_LARGE(name=name, size=readable_size(size), most=readable_size(largest))


def wishes_of(ready: Sequence[ReadyFile], caption: str) -> tuple[OfferFile, ...]:
    """What is wished for these files, in their order; what is said of them stands with the first."""
    first, *others = (_wish_of(one) for one in ready)
    return (
        replace(first, caption=" ".join(caption.split())),
        *(replace(other, follows=True) for other in others),
    )


def _wish_of(ready: ReadyFile) -> OfferFile:
    file, picture = ready.file, ready.picture
    if picture is None:
        kind = mimetypes.guess_type(file.name)[0] or ""
        return OfferFile(file.name, file.path, file.data, kind, is_stripped=file.is_stripped)
    return OfferFile(
        file.name,
        file.path,
        file.data,
        picture.kind.media_type,
        thumbnail=picture.thumbnail,
        width=picture.width,
        height=picture.height,
        is_stripped=file.is_stripped,
    )


def _check_data(offer: Offer, largest: int, moment: str) -> CheckedOffer:
    """A picture as a program gave it, or a text."""
    kind = picture_kind(offer.data)
    if kind is not None:
        data, name = offer.data, f"{file_words.PASTED_PICTURE(time=moment)}.{kind.extension}"
    elif offer.data:
        return CheckedOffer(problems=(file_words.PICTURE_NOT_READ(),))
    else:
        data = offer.text.encode(errors="replace")
        name = f"{file_words.PASTED_TEXT(time=moment)}.txt"
    if problem := size_problem(name, len(data), largest):
        return CheckedOffer(problems=(problem,))
    return CheckedOffer((OfferedFile(name, len(data), data=data, kind=kind),))


def _look_at(path: str, largest: int) -> tuple[OfferedFile | None, str]:
    """A file, or why it cannot be sent."""
    name = clean_file_name(Path(path).name)
    try:
        told = Path(path).stat()
        if stat.S_ISDIR(told.st_mode):
            return None, file_words.IS_A_FOLDER(name=name)
        if not stat.S_ISREG(told.st_mode) or not os.access(path, os.R_OK):
            return None, file_words.CANNOT_BE_READ(name=name)
        with Path(path).open("rb") as file:
            kind = picture_kind(file.read(_HEAD))
    except (OSError, ValueError):  # gone, or no path at all
        return None, file_words.CANNOT_BE_READ(name=name)
    if not told.st_size:
        return None, file_words.IS_EMPTY(name=name)
    if problem := size_problem(name, told.st_size, largest):
        return None, problem
    return OfferedFile(name, told.st_size, path, kind=kind), ""
