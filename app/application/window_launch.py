"""A window from its first frame to its whole program, which is loaded and made behind the start page."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QObject, QTimer, QUrl, Slot
from PySide6.QtGui import QDesktopServices

from app import logs
from app.application.early_requests import EarlyRequests
from app.application.first_page import FirstPage
from app.application.garbage_collection import Collector
from app.application.link_application import Application
from app.application.steps import Steps
from app.launch_options import Options
from app.net.single_instance import Instance
from app.security.security_errors import SecurityError
from app.words import system_words

if TYPE_CHECKING:
    from app.application.program import Program

UNSEEN_MS = 500  # a window that is not painted by then, as it starts out of sight, is made all the same
SESSION_END_MS = 2000  # how long goodbyes may take then: Windows gives a program five seconds

# Loaded one after the other before what needs them: each loads some 14 files, about 10 ms.
LOADED = (
    "app.models.members",
    "app.models.message_search",
    "app.models.room_directory",
    "app.models.room",
    "app.ui.timeline.base_row",
    "app.ui.timeline.message_row",
    "app.ui.timeline.row_layout",
    "app.ui.timeline.message_registry",
    "app.ui.timeline.overlays",
    "app.ui.timeline.view",
    "app.ui.composer.completion",
    "app.ui.composer.composer",
    "app.ui.window.conversation",
    "app.ui.window.attachment_requests",
    "app.ui.hosting.host_panel",
    "app.ui.members.members_pane",
    "app.ui.rooms.rooms_pane",
    "app.ui.window.header",
    "app.ui.window.room_page",
    "app.ui.window.room_requests",
    "app.ui.window.window_context",
    "app.ui.window.window_actions",
    "app.ui.window.room_parts",
    "app.application.trust_store",
    "app.net.link",
    "app.application.joined_server",
    "app.application.joined_servers",
    "app.application.archive.archive_client",
    "app.net.room_search",
    "app.application.local_history",
    "app.application.background",
    "app.application.opening",
    "app.application.avatar_fetcher",
    "app.application.wish_handler",
    "app.application.account_logins",
    "app.application.invitation_alerts",
    "app.ui.notifications.notifier",
    "app.application.ignore_list",
    "app.application.own_profile",
    "app.application.message_links",
    "app.application.second_launch",
    "app.application.program",
)

log = logging.getLogger(__name__)


class WindowLaunch(QObject):
    """Shows the first page, then makes the Program of it in short steps and starts that.

    `error` is why there is none: the application is told to exit then.
    """

    def __init__(self, app: Application, options: Options, instance: Instance, report: Path | None) -> None:
        """`report` is of how the program ended the last time."""
        super().__init__(app)
        self.error: Exception | None = None
        self._app = app
        self._options = options
        self._instance = instance
        self._report = report
        self._program: Program | None = None
        self._first = first = FirstPage(app, options, self)
        self._early = EarlyRequests(first.window, first.page, instance, self)
        self._steps = Steps(self._make(), self)
        self._steps.failed.connect(self._on_failed)
        first.window.closed.connect(self.end)
        first.page.shown_changed.connect(self._steps.start)  # which is behind its first frame
        first.show()
        QTimer.singleShot(UNSEEN_MS, self._steps, self._steps.start)

    @Slot()
    def end(self) -> None:
        """Say goodbye everywhere, then quit."""
        if (program := self._made()) is not None:
            program.end()

    @Slot()
    def say_goodbye(self) -> None:
        """Leave everywhere before this returns: the session ends, and the program with it."""
        program = self._made()
        if program is None or program.is_ending:
            return
        waiting = QEventLoop()
        program.servers.left_everywhere.connect(waiting.quit)
        QTimer.singleShot(SESSION_END_MS, waiting, waiting.quit)
        program.end()
        if not program.servers.has_left_everywhere:
            waiting.exec()

    def _made(self) -> Program | None:
        """The program, made now if it is not; what is half made cannot be ended."""
        if self._program is None and self.error is None:
            self._first.window.hide()
            self._steps.finish()
        return self._program

    def _make(self) -> Iterator[None]:
        for name in LOADED:
            import_module(name)
            yield
        from app.application.program import Program
        from app.ui.timeline.accessible import install_accessibility

        install_accessibility()
        yield
        program = Program(self._app, self._options, self._instance, self._first)
        yield from program.build()
        self._keep_log()
        if self._report is not None:
            program.window.show_notice(system_words.ENDED_BY_A_FAULT(path=self._report))
        # the session may end, or somebody calls that off
        self._app.commitDataRequest.connect(program.saver.save)
        folder = QUrl.fromLocalFile(str(self._options.places.log_file.parent))
        program.window.own.log_folder_requested.connect(partial(QDesktopServices.openUrl, folder))
        self._program = program
        self._app.follow_links(program.open_link)
        program.start()
        self._early.release()
        yield
        Collector(self._app)

    def _keep_log(self) -> None:
        """A log that cannot be kept is no reason not to open the window."""
        try:
            logs.keep(self._options.places.log_file)
        except SecurityError as error:
            log.warning("no log is kept: %s", system_words.security_words(error))
        except OSError as error:
            log.warning("no log is kept: %s", error)

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self.error = error
        self._app.exit(1)
