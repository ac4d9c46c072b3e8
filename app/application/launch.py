"""The start of a window: one QApplication, one running copy per profile, one WindowLaunch."""

from __future__ import annotations

import linecache
import logging
import sys
from pathlib import Path

from app import __version__, logs
from app.application.link_application import Application
from app.application.window_launch import WindowLaunch
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
from app.words.system_words import security_words

APP_ID = "chat.hubbub.Hubbub"  # of the menu entry, which desktops find a window's icon by
CANNOT = 2

log = logging.getLogger(__name__)


def run_window(options: Options) -> int:
    """Open the window, or bring the one that is open to the front; returns the exit status.

    Python is not to search for cycles by itself here: once all is made a Collector sees to it. Raises
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
    try:
        instance = Instance(_new_name(options.places), app)
        if not instance.claim():
            log.warning("a second copy will not find this one")
        launch = WindowLaunch(app, options, instance, report)
        watch = SignalWatch(launch.end, app)  # Ctrl+C in a terminal says goodbye too
        app.aboutToQuit.connect(launch.say_goodbye)
        status = app.exec()
        watch.release()
        if launch.error is not None:
            raise launch.error
    except SecurityError as error:
        complain(security_words(error))
        return CANNOT
    return status


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
