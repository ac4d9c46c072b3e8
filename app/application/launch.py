"""The start of a window: one QApplication, one running copy per profile, one Program, one Collector."""

from __future__ import annotations

import gc
import logging
import sys

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from app import __version__
from app.application.program import Program
from app.arguments import UsageError
from app.headless import SignalWatch
from app.launch_options import Options
from app.net.single_instance import RAISE, Instance, channel_name, tell_first
from app.security.security_errors import SecurityError
from app.ui.timeline.accessible import install_accessibility
from app.words.system_words import security_words

APP_ID = "chat.hubbub.Hubbub"  # of the menu entry, which desktops find a window's icon by
CANNOT = 2
NEVER = 1_000_000_000
AWAY_MS = 3000  # somebody who only glances at another window is back by then
AT_LATEST_MS = 30 * 60 * 1000  # a window that is always in front: a pause now and then rather than no end

log = logging.getLogger(__name__)


def run_window(options: Options) -> int:
    """Open the window, or bring the one that is open to the front; returns the exit status.

    Raises UsageError for what was asked of this launch and cannot be handed to the open window.
    """
    app = QApplication(sys.argv[:1])
    app.setApplicationName("Hubbub")
    app.setApplicationDisplayName("Hubbub")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName(APP_ID)
    app.setQuitOnLastWindowClosed(False)
    name = channel_name(str(options.places.config))
    if options.login is not None and tell_first(RAISE, name):  # a password is not handed to another program
        raise UsageError("Hubbub is open already: close it, or use --profile, to log in with --account.")
    if tell_first(f"join {options.join}" if options.join else RAISE, name):
        return 0
    instance = Instance(name, app)
    if not instance.claim():
        log.warning("a second copy will not find this one")
    install_accessibility()
    try:
        program = Program(app, options, instance)
    except SecurityError as error:
        sys.stderr.write(f"hubbub: {security_words(error)}\n")
        return CANNOT
    watch = SignalWatch(program.end, app)  # Ctrl+C in a terminal says goodbye too
    program.start()
    Collector(app)
    status = app.exec()
    watch.deleteLater()
    return status


class Collector(QObject):
    """Python's search for unreachable cycles, kept out of people's way: it goes through all objects, and the
    window stands still meanwhile.

    With 100,000 messages in memory that takes 30 to 90 ms, and Python does it in the middle of whatever
    brings new objects. What has just been made is still searched all the time, in 2 to 7 ms; everything is
    searched while the window is not in front, and what start-up has made not at all.
    """

    def __init__(self, app: QGuiApplication) -> None:
        super().__init__(app)
        gc.freeze()
        youngest, young, _ = gc.get_threshold()
        gc.set_threshold(youngest, young, NEVER)
        self._soon = QTimer(self, singleShot=True, interval=AWAY_MS)
        self._at_latest = QTimer(self, interval=AT_LATEST_MS)
        for timer in (self._soon, self._at_latest):
            timer.timeout.connect(self.collect)
        self._at_latest.start()
        app.applicationStateChanged.connect(self.follow)

    @Slot(Qt.ApplicationState)
    def follow(self, state: Qt.ApplicationState) -> None:
        """The window came to the front, or somebody turned to something else."""
        if state is Qt.ApplicationState.ApplicationActive:
            self._soon.stop()
        else:
            self._soon.start()

    @property
    def is_due(self) -> bool:
        """Whether it will search as soon as nobody has come back."""
        return self._soon.isActive()

    @Slot()
    def collect(self) -> None:
        """Search everything now."""
        self._at_latest.start()
        gc.collect()
