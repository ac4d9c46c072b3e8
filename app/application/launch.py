"""The start of a window: one QApplication, one running copy per profile, one Program."""

from __future__ import annotations

import logging
import sys

from PySide6.QtWidgets import QApplication

from app import __version__
from app.application.collector import Collector
from app.application.program import Program
from app.headless import SignalWatch
from app.net.single_instance import RAISE, Instance, channel_name, tell_first
from app.options import Options
from app.security.errors import SecurityError
from app.ui.timeline.accessible import install_accessibility

CANNOT = 2

log = logging.getLogger(__name__)


def run_window(options: Options) -> int:
    """Open the window, or bring the one that is open to the front; returns the exit status."""
    app = QApplication(sys.argv[:1])
    app.setApplicationName("Hubbub")
    app.setApplicationDisplayName("Hubbub")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("hubbub")
    app.setQuitOnLastWindowClosed(False)
    name = channel_name(str(options.places.config))
    if tell_first(f"join {options.join}" if options.join else RAISE, name):
        return 0
    instance = Instance(name, app)
    if not instance.claim():
        log.warning("a second copy will not find this one")
    install_accessibility()
    try:
        program = Program(app, options, instance)
    except SecurityError as error:
        sys.stderr.write(f"hubbub: {error}\n")
        return CANNOT
    watch = SignalWatch(program.end, app)  # Ctrl+C in a terminal says goodbye too
    program.start()
    Collector(app)
    status = app.exec()
    watch.deleteLater()
    return status
