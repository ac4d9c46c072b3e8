"""The start of a window: one QApplication, one running copy per profile, one Program, one Collector."""

from __future__ import annotations

import linecache
import logging
import sys
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer, QUrl
from PySide6.QtGui import QDesktopServices

from app import __version__, logs
from app.application.garbage_collection import Collector
from app.application.incoming_links import Application
from app.application.program import Program
from app.arguments import UsageError
from app.crash_reports import CrashReports
from app.end_signals import SignalWatch
from app.launch_options import Options
from app.net.single_instance import (
    JOIN,
    OPEN,
    RAISE,
    Instance,
    channel_name,
    tell_first,
    write_name,
    written_name,
)
from app.paths import Places
from app.security.security_errors import SecurityError
from app.standard_streams import complain
from app.ui.timeline.accessible import install_accessibility
from app.words import system_words
from app.words.system_words import security_words

APP_ID = "chat.hubbub.Hubbub"  # of the menu entry, which desktops find a window's icon by
CANNOT = 2
SESSION_END_MS = 2000  # how long goodbyes may take then: Windows gives a program five seconds

log = logging.getLogger(__name__)


def run_window(options: Options) -> int:
    """Open the window, or bring the one that is open to the front; returns the exit status.

    Python is not to search for cycles by itself here: from the first turn on the Collector sees to it. Raises
    UsageError for what was asked of this launch and cannot be handed to the open window.
    """
    linecache.clearcache()  # 10 MB: PySide has read the sources of all modules (shibokensupport.feature)
    app = Application(sys.argv[:1])
    app.setApplicationName("Hubbub")
    app.setApplicationDisplayName("Hubbub")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName(APP_ID)
    app.setQuitOnLastWindowClosed(False)
    places = options.places
    first = _first_name(places)
    if options.login is not None and tell_first(RAISE, first):  # a password is not handed to another program
        raise UsageError("Hubbub is open already: close it, or use --profile, to log in with --account.")
    if tell_first(_word(options), first):
        return 0
    crashes = CrashReports(places.data, "window")
    report = crashes.start()
    try:
        status = _run(app, options, report)
    except Exception as error:
        crashes.write(error)
        raise
    crashes.end()
    return status


def _run(app: Application, options: Options, report: Path | None) -> int:
    """The window from its making to its end; `report` is of how it ended the last time."""
    logs.take_bugs_of_threads()
    install_accessibility()
    try:
        instance = Instance(_new_name(options.places), app)
        if not instance.claim():
            log.warning("a second copy will not find this one")
        program = Program(app, options, instance)
    except SecurityError as error:
        complain(security_words(error))
        return CANNOT
    _keep_log(options.places.log_file)
    if report is not None:
        program.window.show_notice(system_words.ENDED_BY_A_FAULT(path=report))
    watch = SignalWatch(program.end, app)  # Ctrl+C in a terminal says goodbye too
    app.commitDataRequest.connect(program.saver.save)  # the session may end, or somebody calls that off
    app.aboutToQuit.connect(partial(_say_goodbye, program))
    folder = QUrl.fromLocalFile(str(options.places.log_file.parent))
    program.window.own.log_folder_requested.connect(lambda: QDesktopServices.openUrl(folder))
    app.follow_links(program.open_link)
    program.start()
    Collector(app)
    status = app.exec()
    watch.release()
    return status


def _say_goodbye(program: Program) -> None:
    """Leave everywhere before this returns: the session ends, and the program with it."""
    if program.is_ending:
        return
    waiting = QEventLoop()
    program.servers.left_everywhere.connect(waiting.quit)
    QTimer.singleShot(SESSION_END_MS, waiting, waiting.quit)
    program.end()
    if not program.servers.has_left_everywhere:
        waiting.exec()


def _keep_log(file: Path) -> None:
    """A log that cannot be kept is no reason not to open the window."""
    try:
        logs.keep(file)
    except SecurityError as error:
        log.warning("no log is kept: %s", security_words(error))
    except OSError as error:
        log.warning("no log is kept: %s", error)


def _word(options: Options) -> str:
    """What a copy that runs already is told."""
    if options.link:
        return f"{OPEN}{options.link}"
    return f"{JOIN}{options.join}" if options.join else RAISE


def _first_name(places: Places) -> str:
    """How the copy that runs already is called, "" where none can."""
    if sys.platform == "win32":
        return written_name(places.window_file)
    else:  # and not below: type checkers read one of the two
        return channel_name(str(places.config))


def _new_name(places: Places) -> str:
    """How this copy is called by later ones. Raises SecurityError."""
    if sys.platform == "win32":
        return write_name(places.window_file)
    else:  # and not below: type checkers read one of the two
        return channel_name(str(places.config))
