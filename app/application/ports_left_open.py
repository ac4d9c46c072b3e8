"""Ports that this program has opened in the firewall and not taken back, told of where no room is open."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from app.application.hosted_hub import HostedHub
from app.paths import Places
from app.ui.start.host_card import HostCard

if TYPE_CHECKING:
    from app.firewall.room_ports import ChangeProblem


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
        card.close_ports_requested.connect(hosted_hub.close_ports)
        hosted_hub.ports_changed.connect(self._on_changed)
        hosted_hub.opened.connect(self._follow)
        hosted_hub.closed.connect(self._follow)
        self._follow()

    @Slot(object)
    def _on_changed(self, problem: ChangeProblem | None) -> None:
        self._follow()
        if not self._hosted_hub.is_open:
            from app.words import firewall_words  # loaded already, by what has changed them

            self._tell(firewall_words.CLOSED() if problem is None else firewall_words.problem_words(problem))

    @Slot()
    def _follow(self) -> None:
        self._card.set_ports_open(not self._hosted_hub.is_open and _has_ports(self._path))


def _has_ports(file: Path) -> bool:
    if not file.exists():
        return False
    from app.firewall.opened_ports import OpenedPortsFile  # only now: most windows have opened none

    return bool(OpenedPortsFile(file).opened)
