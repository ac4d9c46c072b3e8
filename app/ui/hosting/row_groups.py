"""Groups of rows for the host panel: addresses, the invite link."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.ui.hosting.hosting_info import AddressSeen, HostAddress
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.widgets.buttons import Button, Switch
from app.ui.widgets.icon_button import CopyButton
from app.ui.widgets.labels import AddressLabel, ElidedLabel, IconLabel, Label
from app.ui.widgets.surfaces import Card, Separator, set_margins
from app.words import hosting_words


class RowGroup(Card):
    """A frame with one row below the other and a separator line between them."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("box", parent)
        self._theme = theme
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(1, 1, 1, 1)
        self._column.setSpacing(0)

    def clear(self) -> None:
        """Take all rows out."""
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def add_row(self, widgets: Sequence[QWidget], height: int) -> None:
        """Add a row; its first widget takes the free width."""
        if self._column.count():
            self._column.addWidget(Separator())
        row = QWidget()
        row.setMinimumHeight(self._theme.scaled(height))
        line = QHBoxLayout(row)
        set_margins(line, 12, 0, _end_margin(widgets[-1]), 0)
        line.setSpacing(self._theme.metrics.spacing.one)
        for at, widget in enumerate(widgets):
            line.addWidget(widget, 0 if at else 1)
        self._column.addWidget(row)

    def add_block(self, block: QWidget) -> None:
        """Add a row that is laid out already; the line above it goes with it."""
        column = block.layout()
        if self._column.count() and isinstance(column, QVBoxLayout):
            column.insertWidget(0, Separator())
        self._column.addWidget(block)

    def add_below(self, widget: QWidget) -> None:
        """Add something that belongs to the row above, without a line between them."""
        self._column.addWidget(widget)


class AddressGroup(RowGroup):
    """Every address that people can type, the preferred one first and in bold."""

    def show_addresses(self, addresses: Sequence[HostAddress]) -> None:
        """Show these addresses."""
        self.clear()
        height = self._theme.metrics.list.host_address_row
        for at, address in enumerate(addresses):
            text = AddressLabel(self._theme, address.text)
            text.setProperty("strong", "false" if at else "true")
            words = Label(address.words, TypeRole.META, "text3", wrap=True)
            shown: list[QWidget] = [text, words, CopyButton(self._theme, address.text)]
            if address.seen is AddressSeen.REACHED:
                shown.insert(1, IconLabel(self._theme, "check", "success", self._theme.metrics.icon.small))
            self.add_row(shown, height)


def _end_margin(last: QWidget) -> int:
    """What is seen ends at one line: an icon has its own room around it, a switch is wider than others."""
    if isinstance(last, Switch | Label):
        return 12
    return 10 if isinstance(last, Button) else 6


class InviteLinkGroup(RowGroup):
    """The invite link with its copy button."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.link = ElidedLabel("", TypeRole.CODE)
        self.copy = CopyButton(theme)
        self.add_row([self.link, self.copy], theme.metrics.list.host_address_row)

    def set_link(self, link: str) -> None:
        """Show a link."""
        self.link.set_full_text(link)
        self.copy.set_copied_text(link, hosting_words.INVITE_LINK_TO_COPY())
