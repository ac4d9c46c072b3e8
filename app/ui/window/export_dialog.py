"""Asks where a room is to be written to, and how."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from app.models.export import Format

_UNFIT = str.maketrans(dict.fromkeys('\\/:*?"<>|', "-"))


def ask_where(parent: QWidget, title: str) -> tuple[Path, Format] | None:
    """The file and its format; None when the person thinks better of it."""
    names = {
        Format.TEXT: _tr("Text (*.txt)"),
        Format.HTML: _tr("Web page (*.html)"),
        Format.JSON: _tr("Data for programs (*.json)"),
    }
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    start = str(Path(folder) / file_name(title))
    chosen, kind = QFileDialog.getSaveFileName(
        parent, _tr("Export {room}").format(room=title), start, ";;".join(names.values())
    )
    if not chosen:
        return None
    wanted = next((each for each, name in names.items() if name == kind), Format.TEXT)
    return with_format(Path(chosen), wanted)


def file_name(title: str) -> str:
    """A name for the file of a room, without what file systems do not take."""
    return title.translate(_UNFIT).strip(". ") or "Hubbub"


def with_format(path: Path, wanted: Format) -> tuple[Path, Format]:
    """The ending that somebody typed says how; without one, the kind that was chosen does."""
    typed = next((each for each in Format if path.suffix.lower() == each.ending), None)
    return (path, typed) if typed is not None else (path.with_name(path.name + wanted.ending), wanted)


def _tr(text: str) -> str:
    return QCoreApplication.translate("export", text)
