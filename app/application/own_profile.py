"""The name of the person at this window: typed on the start page or in a menu, shown below the rooms."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from app.application.checks import check_name
from app.application.joined_server import JoinedServer
from app.application.joined_servers import JoinedServers
from app.settings import Settings
from app.ui.start.start_page import StartPage
from app.ui.window.main_window import MainWindow


class OwnProfile(QObject):
    """Keeps start page, window, settings and servers of one mind about it.

    Signals:
        changed(): the settings have another name and want to be kept.
    """

    changed = Signal()

    def __init__(
        self,
        settings: Settings,
        page: StartPage,
        window: MainWindow,
        servers: JoinedServers,
        rename: Callable[[str], None],
        parent: QObject,
    ) -> None:
        """`rename` asks every server for a new name."""
        super().__init__(parent)
        self._settings = settings
        self._page = page
        self._window = window
        self._servers = servers
        self._rename_everywhere = rename
        page.name_field.changed.connect(self._on_typed)
        window.own.rename_requested.connect(self._rename)
        servers.connected.connect(self._on_connected)
        self._show()

    @Slot(str)
    def _on_typed(self, name: str) -> None:
        self._settings.name = name.strip()
        self._show()
        self.changed.emit()

    @Slot(str)
    def _rename(self, name: str) -> None:
        wrong = check_name(name)
        if wrong:
            self._window.show_notice(wrong)
            return
        self._page.set_name(name)
        self._on_typed(name)
        self._rename_everywhere(name)

    @Slot(JoinedServer)
    def _on_connected(self, server: JoinedServer) -> None:
        server.connection.nick_changed.connect(self._show)
        server.connection.away_changed.connect(self._show)
        self._settings.name = server.destination.options.realname  # --name is no change of the field
        self.changed.emit()
        self._show()

    @Slot()
    def _show(self) -> None:
        connections = [server.connection for server in self._servers.all]
        name = connections[0].own_name if connections else self._page.name_field.name().strip()
        self._window.own.set_profile(name, away=any(connection.away for connection in connections))
