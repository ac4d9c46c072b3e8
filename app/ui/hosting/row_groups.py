"""Groups of rows for the host panel: addresses, the invite link."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from app.guard import guarded
from app.ui.hosting.hosting_info import AddressSeen, HostAddress
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.widgets.buttons import Button, Switch
from app.ui.widgets.icon_button import CopyButton
from app.ui.widgets.labels import AddressLabel, ElidedLabel, IconLabel, Label
from app.ui.widgets.scaled_layouts import scaled_row
from app.ui.widgets.surfaces import Card, Separator
from app.words import hosting_words

_ABOVE = 2


class _Row(QWidget):
    """A row as high as `height` at 100 % text, and higher where its words need more."""

    def __init__(self, theme: Theme, height: int) -> None:
        super().__init__()
        self._theme = theme
        self._height = height
        theme.changed.connect(self._resize)
        self._resize()

    @Slot()
    def _resize(self) -> None:
        self.setMinimumHeight(self._theme.scaled(self._height))


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
        row = _Row(self._theme, height)
        line = scaled_row(self._theme, row)
        line.set_margins(12, _ABOVE, _end_margin(widgets[-1]), _ABOVE)
        line.setSpacing(self._theme.metrics.spacing.one)  # icons have room of their own around them
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


@guarded()
class AddressGroup(RowGroup):
    """Every address that people can type, the preferred one first and in bold.

    Where there is no room for the longest with what is told of it, that stands below the addresses.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._shown: list[_AddressWords] = []
        theme.changed.connect(self._arrange)

    def show_addresses(self, addresses: Sequence[HostAddress]) -> None:
        """Show these addresses."""
        self.clear()
        self._shown = [_AddressWords(self._theme, each, strong=not at) for at, each in enumerate(addresses)]
        for words in self._shown:
            copy = CopyButton(self._theme, words.address.text)
            self.add_row([words, copy], self._theme.metrics.list.host_address_row)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    @Slot()
    def _arrange(self) -> None:
        metrics = self._theme.metrics
        around = 12 + 2 * metrics.spacing.one + metrics.control.icon_button
        room = self.width() - self._theme.scaled(around)
        stacked = any(words.width_beside() > room for words in self._shown)
        for words in self._shown:
            words.set_stacked(stacked)


class _AddressWords(QWidget):
    """An address and what is told of it, beside it or below."""

    def __init__(self, theme: Theme, address: HostAddress, *, strong: bool) -> None:
        super().__init__()
        self.address = address
        self._theme = theme
        self._text = AddressLabel(theme, address.text)
        self._text.setProperty("strong", "true" if strong else "false")
        self._told = Label(address.words, TypeRole.META, "text3", wrap=True)
        self._pair = scaled_row(theme, self)
        self._pair.set_margins(0, 0, 0, 0)
        self._pair.addWidget(self._text, 1)
        note = scaled_row(theme)
        note.set_spacing(theme.metrics.spacing.half)
        if address.seen is AddressSeen.REACHED:
            note.addWidget(IconLabel(theme, "check", "success", theme.metrics.icon.small))
        note.addWidget(self._told, 1)
        self._pair.addLayout(note)

    def width_beside(self) -> int:
        """How wide both are beside each other, the address at its full size."""
        metrics = self._theme.metrics
        icon = metrics.icon.small + metrics.spacing.half if self.address.seen is AddressSeen.REACHED else 0
        for label in (self._text, self._told):
            label.ensurePolished()
        told = self._told.fontMetrics().horizontalAdvance(self._told.text())
        return self._text.sizeHint().width() + self._theme.scaled(metrics.spacing.one_half + icon) + told

    def set_stacked(self, stacked: bool) -> None:
        """Have what is told below the address, in all its width."""
        gap = self._theme.metrics.spacing
        direction = QBoxLayout.Direction
        self._pair.setDirection(direction.TopToBottom if stacked else direction.LeftToRight)
        self._pair.set_spacing(0 if stacked else gap.one_half)
        self._pair.set_margins(0, gap.half if stacked else 0, 0, gap.half if stacked else 0)


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
