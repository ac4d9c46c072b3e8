"""Asks where a room is to be written to, and how."""

from __future__ import annotations

from itertools import count
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from app.models.export import Format
from app.words import history_words

_UNFIT = str.maketrans(dict.fromkeys('\\/:*?"<>|', "-"))


def ask_where(parent: QWidget | None, title: str) -> tuple[Path, Format] | None:
    """The file and its format; None when the person thinks better of it."""
    names = {
        Format.TEXT: history_words.TEXT_FILES(),
        Format.HTML: history_words.WEB_PAGES(),
        Format.JSON: history_words.DATA_FILES(),
    }
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    start = str(Path(folder) / file_name(title))
    chosen, kind = QFileDialog.getSaveFileName(
        parent, history_words.EXPORT_ROOM(room=title), start, ";;".join(names.values())
    )
    if not chosen:
        return None
    wanted = next((each for each, name in names.items() if name == kind), Format.TEXT)
    path, kind_of_file = with_format(Path(chosen), wanted)
    return (path if path == Path(chosen) else _free(path)), kind_of_file


def file_name(title: str) -> str:
    """A name for the file of a room, without what file systems do not take."""
    return title.translate(_UNFIT).strip(". ") or "Hubbub"


def with_format(path: Path, wanted: Format) -> tuple[Path, Format]:
    """The ending that somebody typed says how; without one, the kind that was chosen does."""
    typed = next((each for each in Format if path.suffix.lower() == each.ending), None)
    return (path, typed) if typed is not None else (path.with_name(path.name + wanted.ending), wanted)


def _free(path: Path) -> Path:
    """A name like this one that no file has: the dialog did not ask whether that is to be replaced."""
    names = (path.with_stem(f"{path.stem} ({number})") for number in count(2))
    return path if not path.exists() else next(name for name in names if not name.exists())
