"""What people see of a shared file before they have it: of which kind it is, its title, whether it is shown.

Knows names, types and sizes; nothing of what a file holds.
"""

from __future__ import annotations

from enum import Enum

from app.irc.file_names import extension_of, is_program
from app.irc.file_tag import SharedFile
from app.words import shared_file_words
from app.words.file_words import readable_size

# What is decoded here, and what a hub gives these types to by a file's first bytes.
PICTURE_TYPES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
LARGEST_VIEWED = 8 * 1024 * 1024  # bytes of a picture that is looked at whole
MOST_PIXELS_VIEWED = 64_000_000  # what is decoded at most, and more than cameras of phones make
LARGEST_UNASKED = 1024 * 1024  # bytes of one without a small picture that is fetched as it is scrolled past
_ARCHIVES = frozenset({
    "7z", "br", "bz2", "cab", "gz", "lz", "lz4", "rar", "tar", "tgz", "txz", "xz", "z", "zip", "zst",
})  # fmt: skip
_TEXTS = frozenset({
    "c", "cpp", "csv", "css", "doc", "docx", "epub", "h", "html", "ics", "ini", "json", "log", "md", "odp",
    "ods", "odt", "pdf", "ppt", "pptx", "rtf", "rs", "tex", "toml", "ts", "txt", "xls", "xlsx", "xml",
    "yaml", "yml",
})  # fmt: skip


class FileKind(Enum):
    """By which icon a file is known; the value is that icon's name."""

    PICTURE = "picture"
    AUDIO = "audio"
    VIDEO = "video"
    TEXT = "file-text"
    ARCHIVE = "archive"
    PROGRAM = "program"
    OTHER = "file"


def file_kind(file: SharedFile) -> FileKind:
    """What a file is by its name and type."""
    return kind_of(file.name, file.type)


def kind_of(name: str, media_type: str) -> FileKind:
    """What a file of that name and type is: the name counts first, as systems open files by it."""
    extension = extension_of(name)
    if is_program(name):
        return FileKind.PROGRAM
    if media_type in PICTURE_TYPES:
        return FileKind.PICTURE
    if extension in _ARCHIVES:
        return FileKind.ARCHIVE
    if extension in _TEXTS:
        return FileKind.TEXT
    main_type = media_type.partition("/")[0]
    by_type = {"audio": FileKind.AUDIO, "video": FileKind.VIDEO, "text": FileKind.TEXT}
    return by_type.get(main_type, FileKind.OTHER)


def is_picture(file: SharedFile) -> bool:
    """Whether a file is a picture that can be shown."""
    return file.type in PICTURE_TYPES and not is_program(file.name)


def can_view(file: SharedFile) -> bool:
    """Whether a file is a picture that may be looked at whole."""
    has_room = file.size <= LARGEST_VIEWED and file.width * file.height <= MOST_PIXELS_VIEWED
    return is_picture(file) and has_room


def preview_id(file: SharedFile) -> str:
    """The id of what a conversation shows of a picture: a small one, or itself; "" where it shows none."""
    if not is_picture(file):
        return ""
    return file.thumbnail or (file.id if file.size <= LARGEST_UNASKED else "")


def file_title(file: SharedFile) -> str:
    """A file in a word or two where there is room for no more: "Picture", or its name."""
    return shared_file_words.PICTURE() if is_picture(file) else file.name


def spoken_file(file: SharedFile) -> str:
    """A file as a screen reader says it: "picture cat.png, 1.2 MB"."""
    words = shared_file_words.SPOKEN_PICTURE if is_picture(file) else shared_file_words.SPOKEN_FILE
    return words(name=file.name, size=readable_size(file.size))
