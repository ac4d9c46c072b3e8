"""The program is started again while its window is open: that launch tells this one what was wanted."""

from __future__ import annotations

from PySide6.QtCore import QObject, QProcess, Signal, Slot

from app.application.incoming_links import IncomingLinks
from app.launch_options import Options, another_copy
from app.net.single_instance import JOIN, OPEN, Instance
from app.ui.theme.theme import Theme
from app.ui.widgets.question_dialog import QuestionDialog
from app.ui.window.main_window import MainWindow
from app.ui.window.questions import CONFIRM, open_already_question


class SecondLaunch(QObject):
    """Brings the window to the front or back, and does what a further launch was started for.

    Signals:
        join_wanted(str): that address is to be joined.
    """

    join_wanted = Signal(str)

    def __init__(
        self,
        instance: Instance,
        theme: Theme,
        window: MainWindow,
        links: IncomingLinks,
        options: Options,
        parent: QObject,
    ) -> None:
        """`options` are those of this launch, with which another copy is started if somebody wants one."""
        super().__init__(parent)
        self._theme = theme
        self._window = window
        self._links = links
        self._options = options
        instance.raised.connect(self._on_raised)

    @Slot(str)
    def _on_raised(self, word: str) -> None:
        was_hidden = self._window.is_in_background
        self._window.come_to_front()
        if word.startswith(JOIN):
            self.join_wanted.emit(word.removeprefix(JOIN))
        elif word.startswith(OPEN):
            self._links.open(word.removeprefix(OPEN))
        elif not was_hidden:  # whose window was out of sight wants it back
            sheet = QuestionDialog(self._theme, open_already_question(), self._window)
            sheet.answered.connect(self._on_answered)

    @Slot(str, str)
    def _on_answered(self, choice: str, _text: str) -> None:
        if choice == CONFIRM:
            program, arguments = another_copy(self._options)
            QProcess.startDetached(program, arguments)
