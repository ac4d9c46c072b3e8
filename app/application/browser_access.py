"""What a host lets browsers find while the room is open; asked first where somebody would have to go."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from app.application.hosted_hub import HostedHub
from app.hub.data.config import WebContent
from app.ui.widgets.browser_choices import BrowserChoices
from app.ui.window.asker import Asker
from app.ui.window.questions import CONFIRM, browsers_question


class BrowserAccess(QObject):
    """Leads what is chosen in `choices`, of the room's panel, to the hub."""

    def __init__(self, choices: BrowserChoices, hosted_hub: HostedHub, asker: Asker, parent: QObject) -> None:
        super().__init__(parent)
        self._choices = choices
        self._hosted_hub = hosted_hub
        self._asker = asker
        self._is_counting = False
        choices.chosen.connect(self._on_chosen)
        hosted_hub.browsers_counted.connect(self._on_counted)

    @Slot(str, bool)
    def _on_chosen(self, found: str, plain_password: bool) -> None:
        self._is_counting = found == WebContent.NONE
        if self._is_counting:
            self._hosted_hub.count_browsers()
        else:
            self._hosted_hub.set_browsers(found, plain_password)

    @Slot(int)
    def _on_counted(self, people: int) -> None:
        """So many are in by a browser; something else may have been chosen meanwhile."""
        if not self._is_counting:
            return
        self._is_counting = False
        if people:
            self._asker.ask_which(browsers_question(people), self._on_decided)
        else:
            self._close()

    def _on_decided(self, choice: str) -> None:
        if choice == CONFIRM:
            self._close()
        elif (info := self._hosted_hub.info) is not None:
            self._choices.set_choice(info.browsers, plain_password=info.plain_password)

    def _close(self) -> None:
        self._hosted_hub.set_browsers(WebContent.NONE, self._choices.takes_plain_password)
