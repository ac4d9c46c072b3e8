"""When the settings of a window are written, and what of the window goes into them."""

from __future__ import annotations

import logging
from dataclasses import fields
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Slot

from app import settings as settings_file
from app.models.recents import RecentRoom, RecentRooms
from app.security.security_errors import SecurityError
from app.settings import RecentRecord, Settings
from app.words import failure_words, system_words

log = logging.getLogger(__name__)

SAVE_MS = 1000  # after the last change


class WindowPort(Protocol):
    """What this needs of the window; `ui.window.main_window.MainWindow` fits it."""

    def save_layout(self) -> dict[str, object]:
        """How it is laid out, as plain values."""
        ...

    def show_notice(self, text: str) -> None:
        """Say a sentence where the person looks."""
        ...


class SettingsSaver(QObject):
    """Writes the settings of a window to their file."""

    def __init__(
        self, settings: Settings, file: Path, window: WindowPort, recents: RecentRooms, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._file = file
        self._window = window
        self._recents = recents
        self._has_told = False  # once is enough: the next change fails likewise
        self._soon = QTimer(self, singleShot=True, interval=SAVE_MS)
        self._soon.timeout.connect(self.save)
        recents.rowsInserted.connect(self.save_soon)
        recents.rowsRemoved.connect(self.save_soon)

    @Slot()
    def save_soon(self) -> None:
        """Write them when they have not changed for a second."""
        self._soon.start()

    @Slot()
    def save(self) -> None:
        """Write them now."""
        self._settings.layout = dict(self._window.save_layout())
        self._settings.recent = [
            RecentRecord(**{each.name: getattr(room, each.name) for each in fields(RecentRecord)})
            for room in self._recents.to_list()
        ]
        try:
            settings_file.save(self._settings, self._file)
        except (SecurityError, ValueError) as error:  # nothing of this keeps the program from ending
            log.warning("the settings could not be written: %s", error)
            if isinstance(error, SecurityError) and not self._has_told:
                self._has_told = True
                why = system_words.security_words(error)
                self._window.show_notice(failure_words.SETTINGS_NOT_SAVED(why=why))

    def stop(self) -> None:
        """Write nothing more."""
        self._soon.stop()


def recent_rooms(settings: Settings) -> list[RecentRoom]:
    """The rooms that were joined or hosted last, as they were saved."""
    return [
        RecentRoom(**{each.name: getattr(room, each.name) for each in fields(RecentRecord)})
        for room in settings.recent
    ]
