"""A window of its own process that shows the panel of a hosted room: what a camera would see of the screen.

python -m tests.foreign.panel_window PICTURE [--dark] [--text PERCENT] [--high-contrast] [--full-screen]
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAccessibilityHints, QColor, QPalette
from PySide6.QtWidgets import QApplication

from app.models.room import RoomKind
from app.ui.hosting.hosting_info import HostingInfo
from app.ui.hosting.invitation_screen import InvitationScreen
from app.ui.hosting.qr_group import QrGroup
from app.ui.theme.theme import SchemePreference, Theme
from tests.ui.conftest import RESOURCES
from tests.ui.window_world import FACTS, FakeConnection, World, make_room

PAGE = "http://192.168.1.24:7667/"
PAGE_LINK = f"{PAGE}#AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA"
INVITE_LINK = (
    f"hubbub://192.168.1.24:6667/robotics?fp={'01ef' * 16}"
    "&at=10.0.0.24:6667,[fd00:1234:5678:9abc:def0:1234:5678:9abc]:6667,[2001:db8::1234:5678:9abc]:6667"
)
INFO = replace(FACTS, invite_link=INVITE_LINK, page=PAGE, page_link=PAGE_LINK)
NO_PAGE: HostingInfo = replace(FACTS, invite_link=INVITE_LINK)
SETTLED_MS = 500  # until a window manager has placed the window and everything is painted


def main() -> int:
    """Show it, keep a picture of the whole screen, and end."""
    parser = argparse.ArgumentParser()
    parser.add_argument("picture", type=Path)
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--text", type=int, default=100)
    parser.add_argument("--high-contrast", action="store_true")
    parser.add_argument("--full-screen", action="store_true")
    parser.add_argument("--link", action="store_true", help="a room that browsers cannot open")
    given = parser.parse_args()
    app = QApplication(sys.argv[:1])
    theme = Theme(RESOURCES)
    theme.apply(app)
    theme.set_preference(SchemePreference.DARK if given.dark else SchemePreference.LIGHT)
    theme.set_text_scale(given.text)
    if given.high_contrast:
        app.setPalette(yellow_on_black())
    connection = FakeConnection()
    world = World(theme, make_room("#robotics", RoomKind.HOSTED, connection), connection=connection)
    world.window.resize(1100, 700)
    world.window.set_hosting_info(NO_PAGE if given.link else INFO)
    world.window.page.toggle_panel()
    panel = world.window.page.host_panel
    if given.full_screen:
        panel.qr.full_screen.click()
    shown = panel.findChild(InvitationScreen) if given.full_screen else panel.qr
    assert isinstance(shown, InvitationScreen | QrGroup)

    def shoot() -> None:
        app.primaryScreen().grabWindow(0).save(str(given.picture))
        app.exit(0)  # and no close, before which a host is asked

    def settle() -> None:
        panel._area.ensureWidgetVisible(panel.qr)
        QTimer.singleShot(SETTLED_MS, shoot)

    shown.code.encoded.connect(settle)
    return app.exec()


def yellow_on_black() -> QPalette:
    """As systems offer it to people who see little."""
    palette = QPalette(QColor("black"), QColor("black"))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        palette.setColor(role, QColor("yellow"))
    palette.setColor(QPalette.ColorRole.Base, QColor("black"))
    palette.setColor(QPalette.ColorRole.Link, QColor("cyan"))
    return palette


if __name__ == "__main__":
    wants_contrast = "--high-contrast" in sys.argv
    preference = Qt.ContrastPreference.HighContrast if wants_contrast else Qt.ContrastPreference.NoPreference
    with (
        patch.object(QAccessibilityHints, "contrastPreference", lambda _hints: preference),
        patch.object(Theme, "_system_palette", staticmethod(yellow_on_black)),
    ):
        sys.exit(main())
