"""The bar in a hosted room: that one is hosting, for how many, at which address."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.guard import guarded
from app.ui.hosting.hosting_info import HostingInfo
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.widgets.buttons import Button, ButtonKind
from app.ui.widgets.icon_button import CopyButton
from app.ui.widgets.labels import ElidedLabel, Label
from app.ui.widgets.scaled_layouts import scaled_row
from app.ui.widgets.surfaces import Card
from app.words import hosting_words

_INSET = 12
_ADDRESS_FROM = 500  # below this width the address leaves, it is in the panel as well
_REACH_FROM = 620
_TILE = 28
_TILE_RADIUS = 6
_SEPARATOR = 16
_AROUND = 80  # the distances between edges, icon, words and button


@guarded()
class _HostIcon(QWidget):
    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        theme.changed.connect(self._resize)
        self._resize()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colours.you_tint)
        painter.drawRoundedRect(QRectF(self.rect()), _TILE_RADIUS, _TILE_RADIUS)
        side = self._theme.scaled(self._theme.metrics.icon.normal)
        gap = (self.width() - side) / 2
        self._theme.paint_icon(painter, QRectF(gap, gap, side, side), "host", "you")

    def _resize(self) -> None:
        side = self._theme.around_icon(_TILE, self._theme.metrics.icon.normal)
        self.setFixedSize(side, side)


@guarded()
class _Separator(QWidget):
    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        theme.changed.connect(self._resize)
        self._resize()

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(
            QRectF(self.width() // 2, 0, 1, self.height()), self._theme.colours.line_strong
        )

    def _resize(self) -> None:
        self.setFixedSize(9, self._theme.scaled(_SEPARATOR))


@guarded()
class HostBanner(QWidget):
    """Shows HostingInfo on one line; `panel_button` shows or hides the panel."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._info: HostingInfo | None = None
        self._panel_open = False
        self._icon = _HostIcon(theme)
        self._words = ElidedLabel("", TypeRole.LIST_UNREAD)
        self._separator = _Separator(theme)
        self._address = Label("", TypeRole.CODE)
        self._address.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._copy = CopyButton(theme)
        self._reach = ElidedLabel("", TypeRole.META, "text3")
        self.panel_button = Button(theme, "", ButtonKind.LINK)
        self.panel_button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.panel_button.setIcon(theme.icon("chevron-right", "accent_text", "accent_text"))
        self._card = Card("sunken")
        self._lay_out()
        theme.changed.connect(self._resize)
        self._resize()
        self.set_member_count(1)
        self.set_panel_open(False)

    def set_info(self, info: HostingInfo) -> None:
        """Show the address of the hosted room."""
        self._info = info
        self._address.setText(info.preferred_address)
        self._copy.set_copied_text(info.preferred_address)
        only = hosting_words.ONLY_THIS_COMPUTER if info.is_local_only else hosting_words.ONLY_YOUR_NETWORK
        self._reach.set_full_text(info.standing.warning or only())
        self._show_what_fits()

    def set_member_count(self, count: int) -> None:
        """How many are in the room, the host among them."""
        self._words.set_full_text(
            hosting_words.HOSTING_ONLY_YOU() if count <= 1 else hosting_words.HOSTING_PEOPLE(count)
        )

    def set_panel_open(self, is_open: bool) -> None:
        """What the text button says; an open panel has the address already."""
        self._panel_open = is_open
        self.panel_button.setText(hosting_words.HIDE_PANEL() if is_open else hosting_words.SHOW_PANEL())
        self._show_what_fits()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_what_fits()

    def _show_what_fits(self) -> None:
        wanted = self._words.sizeHint().width() + self.panel_button.sizeHint().width()
        # the words say the same as the icon
        self._icon.setVisible(wanted + self._icon.width() + self._theme.scaled(_AROUND) <= self.width())
        has_address = self._info is not None and bool(self._info.preferred_address)
        shown = has_address and not self._panel_open and self.width() >= self._theme.scaled(_ADDRESS_FROM)
        for widget in (self._separator, self._address, self._copy):
            widget.setVisible(shown)
        self._reach.setVisible(shown and self.width() >= self._theme.scaled(_REACH_FROM))

    def _lay_out(self) -> None:
        outer = QHBoxLayout(self)
        outer.setContentsMargins(_INSET, 0, _INSET, 0)
        outer.addWidget(self._card)
        row = scaled_row(self._theme, self._card)
        row.set_margins(6, 0, 8, 0)
        row.set_spacing(self._theme.metrics.spacing.one)
        row.addWidget(self._icon)
        row.addWidget(self._words)
        row.addWidget(self._separator)
        row.addWidget(self._address)
        row.addWidget(self._copy)
        row.addWidget(self._reach, 1)
        row.addStretch()
        row.addWidget(self.panel_button)

    def _resize(self) -> None:
        self._card.setFixedHeight(self._theme.scaled(self._theme.metrics.header.banner))
