"""What this computer keeps: for how long, deleting one room's history, writing it into a file."""

from __future__ import annotations

import re
from functools import partial
from itertools import count
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from app.irc.text import replace_lone_surrogates, split_text
from app.models.export import ExportTarget, Format
from app.models.room import Room, RoomKind
from app.settings import KEPT_DAYS
from app.ui.window.asker import Asker
from app.ui.window.questions import CONFIRM, forget_question, keep_less_question
from app.words import history_words

_UNFIT = str.maketrans(dict.fromkeys('\\/:*?"<>|', "-"))
_JOINER = "\u200d"  # holds emoji together
# of Windows, in any case and with any ending
_DEVICES = re.compile(r"(?:CON|PRN|AUX|NUL|(?:COM|LPT)[0-9¹²³])(?:\.|$)", re.IGNORECASE)
_LONGEST_NAME = 180  # bytes; file systems take 255, and there is an ending to come, perhaps a number


class HistoryChoices(QObject):
    """Holds how long is kept; asks before anything is deleted. Deletes and writes nothing itself.

    Signals:
        changed(): something else is to be marked.
        keep_history_chosen(str): for how long, a key of settings.KEPT_DAYS.
        forget_requested(Room): delete what this computer keeps of the room.
        export_requested(Room, export.ExportTarget): write the room into a file.
    """

    changed = Signal()
    keep_history_chosen = Signal(str)
    forget_requested = Signal(Room)
    export_requested = Signal(Room, ExportTarget)

    def __init__(self, asker: Asker, parent: QObject) -> None:
        super().__init__(parent)
        self._asker = asker
        self.kept = "ever"

    def show_kept(self, kept: str) -> None:
        """Mark what is chosen, a key of KEPT_DAYS."""
        self.kept = kept
        self.changed.emit()

    def choose(self, kept: str) -> None:
        """Keep for so long; where that deletes anything, only once the person has agreed."""
        wanted, current = KEPT_DAYS[kept], KEPT_DAYS[self.kept]
        if kept == self.kept:
            return
        if wanted is None or (current is not None and wanted >= current):
            self.keep_history_chosen.emit(kept)
            return
        self._asker.ask_which(keep_less_question(wanted), partial(self._decided, kept))

    def forget(self, room: Room) -> None:
        """Delete what is kept of a room, once the person has agreed."""
        question = forget_question(room.title, is_private=room.kind is RoomKind.PRIVATE)
        self._asker.ask(question, lambda _text: self.forget_requested.emit(room))

    def export(self, room: Room) -> None:
        """Write a room into a file that the person names."""
        if (chosen := ask_where(self._asker.over.window(), room.title)) is not None:
            self.export_requested.emit(room, chosen)

    def _decided(self, kept: str, choice: str) -> None:
        if choice == CONFIRM:
            self.keep_history_chosen.emit(kept)


def ask_where(parent: QWidget | None, title: str) -> ExportTarget | None:
    """The file and how it is written; None when the person cancels."""
    kinds = {
        history_words.TEXT_FILES(): (Format.TEXT, False),
        history_words.TEXT_WITH_FILES(): (Format.TEXT, True),
        history_words.WEB_PAGES(): (Format.HTML, False),
        history_words.WEB_PAGE_WITH_FILES(): (Format.HTML, True),
        history_words.DATA_FILES(): (Format.JSON, False),
        history_words.DATA_WITH_FILES(): (Format.JSON, True),
    }
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    start = str(Path(folder) / file_name(title))
    chosen, kind = QFileDialog.getSaveFileName(
        parent, history_words.EXPORT_ROOM(room=title), start, ";;".join(kinds)
    )
    if not chosen:
        return None
    wanted, with_files = kinds.get(kind, (Format.TEXT, False))
    path, kind_of_file = with_format(Path(chosen), wanted)
    return ExportTarget(path if path == Path(chosen) else _free(path), kind_of_file, with_files)


def file_name(title: str) -> str:
    """A name for the file of a room, without what file systems do not take or people cannot see."""
    whole = replace_lone_surrogates(title)
    shown = "".join(char if char == _JOINER or char.isprintable() else " " for char in whole)
    name = split_text(" ".join(shown.translate(_UNFIT).split()), _LONGEST_NAME)[0].strip(". ")
    return f"_{name}" if _DEVICES.match(name) else name or "Hubbub"


def with_format(path: Path, wanted: Format) -> tuple[Path, Format]:
    """The ending that somebody typed says how; without one, the kind that was chosen does."""
    typed = next((each for each in Format if path.suffix.lower() == each.ending), None)
    return (path, typed) if typed is not None else (path.with_name(path.name + wanted.ending), wanted)


def _free(path: Path) -> Path:
    """A name like this one that no file has: the dialog did not ask whether that is to be replaced."""
    names = (path.with_stem(f"{path.stem} ({number})") for number in count(2))
    return path if not path.exists() else next(name for name in names if not name.exists())
