"""What a host sets in the window, on the Host card and in the panel of an open room, and is told there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from app.application.browser_access import BrowserAccess
from app.application.checks import check_address
from app.application.hosted_hub import HostedHub
from app.application.hosting_facts import typed_place
from app.client.address import parse_address
from app.paths import Places
from app.settings import Settings
from app.ui.start.host_card import HostCard
from app.ui.window.main_window import MainWindow

if TYPE_CHECKING:
    from app.firewall.room_ports import ChangeProblem


class HostControls(QObject):
    """Leads what is chosen there to the hub and into the settings.

    Signals:
        changed(): the settings are others now and want to be kept.
    """

    changed = Signal()

    def __init__(
        self,
        window: MainWindow,
        card: HostCard,
        hosted_hub: HostedHub,
        settings: Settings,
        places: Places,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._hosted_hub = hosted_hub
        self._left_open = PortsLeftOpen(card, hosted_hub, places, window.show_notice, self)
        hosted_hub.info_changed.connect(window.set_hosting_info)
        hosted_hub.record_not_saved.connect(window.show_notice)
        hosted_hub.rumour_heard.connect(window.show_notice)
        panel = window.page.host_panel
        panel.access.password_changed.connect(hosted_hub.set_password)
        panel.access.nearby.clicked.connect(hosted_hub.show_nearby)
        panel.access.files_changed.connect(hosted_hub.set_files)
        self._browsers = BrowserAccess(panel.browsers, hosted_hub, window.asker, self)
        panel.standing.check.clicked.connect(hosted_hub.check)
        panel.standing.open_ports.clicked.connect(hosted_hub.open_ports)
        panel.standing.close_ports.clicked.connect(hosted_hub.close_ports)
        self._public = panel.public
        panel.public.chosen.connect(self._on_public_chosen)
        panel.awake_switch.clicked.connect(self._set_keep_awake)
        card.nearby_changed.connect(self._on_nearby_changed)
        card.newcomers_changed.connect(self._on_newcomers_changed)
        card.files_changed.connect(self._on_files_changed)
        card.browsers_changed.connect(self._on_browsers_changed)

    @Slot(str)
    def _on_files_changed(self, value: str) -> None:
        self._settings.files = value
        self.changed.emit()

    @Slot(str)
    def _on_browsers_changed(self, found: str) -> None:
        self._settings.browsers = found
        self.changed.emit()

    @Slot(str)
    def _on_newcomers_changed(self, value: str) -> None:
        self._settings.newcomers = value
        self.changed.emit()

    @Slot(bool)
    def _on_nearby_changed(self, shown: bool) -> None:
        self._settings.show_nearby = shown
        self.changed.emit()

    @Slot(str)
    def _on_public_chosen(self, typed: str) -> None:
        if typed and (wrong := check_address(typed)) is not None:
            self._public.show_error(wrong)
        else:
            self._hosted_hub.set_public_address(typed and typed_place(parse_address(typed)))
            self._public.close_editor()

    @Slot(bool)
    def _set_keep_awake(self, wanted: bool) -> None:
        self._settings.keep_awake = wanted
        self._hosted_hub.set_keep_awake(wanted)
        self.changed.emit()


class PortsLeftOpen(QObject):
    """Ports that this program has opened in the firewall and not taken back, while no room is open.

    The line on the Host card; while a room is open its panel says the same.
    """

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
