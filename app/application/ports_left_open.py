"""Ports that this program has opened in the firewall and not taken back, told of where no room is open."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot

from app.application.hosted_hub import HostedHub
from app.firewall.opened_ports import OpenedPortsFile
from app.firewall.room_ports import ChangeProblem
from app.paths import Places
from app.ui.start.host_card import HostCard
from app.words import firewall_words


class PortsLeftOpen(QObject):
    """The line on the Host card; while a room is open its panel says the same."""

    def __init__(
        self,
        card: HostCard,
        hosted_hub: HostedHub,
        places: Places,
        tell: Callable[[str], None],
        parent: QObject | None = None,
    ) -> None:
        """`tell`: shows a sentence where the person looks."""
        super().__init__(parent)
        self._card = card
        self._hosted_hub = hosted_hub
        self._path = places.opened_ports_file
        self._tell = tell
        card.close_ports_requested.connect(hosted_hub.checker.close_ports)
        hosted_hub.checker.ports_changed.connect(self._on_changed)
        hosted_hub.opened.connect(self._follow)
        hosted_hub.closed.connect(self._follow)
        self._follow()

    @Slot(object)
    def _on_changed(self, problem: ChangeProblem | None) -> None:
        self._follow()
        if not self._hosted_hub.is_open:
            self._tell(firewall_words.CLOSED() if problem is None else firewall_words.problem_words(problem))

    @Slot()
    def _follow(self) -> None:
        is_left = not self._hosted_hub.is_open and bool(OpenedPortsFile(self._path).opened)
        self._card.set_ports_open(is_left)
