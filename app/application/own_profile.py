"""Name, colour and picture of the person at this window: where they are chosen and where they show."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from app.application.checks import check_name
from app.application.joined_server import JoinedServer
from app.application.joined_servers import JoinedServers
from app.application.own_picture import OwnPicture
from app.client.wishes import ChangeColour
from app.settings import Settings
from app.ui.start.start_page import StartPage
from app.ui.window.main_window import MainWindow


class OwnProfile(QObject):
    """Keeps start page, window, settings and servers of one mind about it.

    Signals:
        changed(): the settings have another name or colour and want to be kept.
    """

    changed = Signal()

    def __init__(
        self,
        settings: Settings,
        page: StartPage,
        window: MainWindow,
        servers: JoinedServers,
        picture: OwnPicture,
        rename: Callable[[str], None],
        parent: QObject,
    ) -> None:
        """`rename` asks every server for a new name."""
        super().__init__(parent)
        self._settings = settings
        self._page = page
        self._window = window
        self._servers = servers
        self._picture = picture
        self._rename_everywhere = rename
        page.name_field.changed.connect(self._on_typed)
        window.own.rename_requested.connect(self.rename)
        window.own.colour_requested.connect(self._choose_colour)
        window.own.picture_chosen.connect(picture.choose)
        window.own.picture_removed.connect(picture.remove)
        picture.changed.connect(self._on_picture_changed)
        picture.failed.connect(window.show_notice)
        servers.connected.connect(self._on_connected)
        self._show()

    @Slot(str)
    def _on_typed(self, name: str) -> None:
        self._settings.name = name.strip()
        self._show()
        self.changed.emit()

    @Slot(str)
    def rename(self, name: str) -> None:
        """Be called something else from now on, everywhere and the next time."""
        wrong = check_name(name)
        if wrong:
            self._window.show_notice(wrong)
            return
        self._page.set_name(name)
        self._on_typed(name)
        self._rename_everywhere(name)

    @Slot(str)
    def _choose_colour(self, colour: str) -> None:
        self._settings.colour = colour
        self.changed.emit()
        self._window.own.wished_everywhere.emit(ChangeColour(colour))
        self._show()

    @Slot()
    def _on_picture_changed(self) -> None:
        self.changed.emit()
        self._show()

    @Slot(JoinedServer)
    def _on_connected(self, server: JoinedServer) -> None:
        server.connection.nick_changed.connect(self._show)
        server.connection.away_changed.connect(self._show)
        server.connection.colours.changed.connect(self._show)
        if self._settings.colour:  # without one, what another computer of this person has told stays
            server.link.ask(ChangeColour(self._settings.colour))
        self._settings.name = server.destination.options.realname  # --name is no change of the field
        self.changed.emit()
        self._show()

    @Slot()
    def _show(self) -> None:
        connections = [server.connection for server in self._servers.all]
        name = connections[0].own_name if connections else self._page.name_field.name().strip()
        colour, colour_of, picture = self._settings.colour, name, self._picture.id
        for connection in connections[:1]:
            colour = connection.colours.chosen_by(connection.nick) or colour
            colour_of = connection.colours.colour_of(connection.nick)
            picture = picture or connection.colours.picture_of(connection.nick)
        self._page.set_look(self._settings.colour, self._picture.id)
        away = any(connection.away for connection in connections)
        self._window.own.set_profile(name, away=away, colour=colour, colour_of=colour or colour_of)
        self._window.own.set_picture(picture, may_be_chosen=self._picture.may_be_chosen)
