"""What browsers find of a room, and whether its password may be typed there without encryption."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from app.guard import guarded
from app.settings import BROWSERS
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.widgets.buttons import Switch
from app.ui.widgets.form_fields import ComboBox
from app.ui.widgets.labels import Label
from app.ui.widgets.scaled_layouts import scaled_column, scaled_row
from app.words import hosting_words

_LIST_BESIDE = 250  # px at 100 % text: less leaves no room beside its name


@guarded()
class BrowserChoices(QWidget):
    """A list, and below it a switch while the room has a password and people can talk on its page.

    Signals:
        chosen(str, bool): what browsers find, one of settings.BROWSERS, and whether a password is taken there
            without encryption.
    """

    chosen = Signal(str, bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._has_password = False
        self._is_narrow = False
        self.found = ComboBox(theme, hosting_words.BROWSERS())
        for value in BROWSERS:
            self.found.addItem(hosting_words.BROWSERS_FIND[value](), value)
        self.plain_password = Switch(theme, hosting_words.PLAIN_PASSWORD())
        self.plain_password.setAccessibleDescription(hosting_words.PLAIN_PASSWORD_WARNING())
        self._plain_row = QWidget()
        self._lay_out()
        theme.changed.connect(self._turn)
        self.found.activated.connect(self._on_chosen)
        self.plain_password.clicked.connect(self._on_chosen)
        self._show_switch()

    def choice(self) -> str:
        """What browsers find, one of settings.BROWSERS."""
        return str(self.found.currentData())

    @property
    def takes_plain_password(self) -> bool:
        """Whether a password is taken without encryption; never where there is none to take."""
        return self.plain_password.isChecked() and self._has_password

    def set_choice(self, found: str, *, plain_password: bool = False) -> None:
        """Show what was chosen."""
        self.found.setCurrentIndex(self.found.findData(found))
        self.plain_password.setChecked(plain_password)
        self._show_switch()

    def set_has_password(self, has_password: bool) -> None:
        """Offer the switch, or nothing of it."""
        self._has_password = has_password
        self._show_switch()

    def set_narrow(self, narrow: bool) -> None:
        """Put the list below its name, also where there would be room beside it."""
        self._is_narrow = narrow
        self._turn()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn()

    @Slot()
    def _turn(self) -> None:
        is_row = not self._is_narrow and self.width() >= self._theme.scaled(_LIST_BESIDE)
        way = QBoxLayout.Direction
        self._pair.setDirection(way.LeftToRight if is_row else way.TopToBottom)

    @Slot()
    def _on_chosen(self) -> None:
        self._show_switch()
        self.chosen.emit(self.choice(), self.takes_plain_password)

    def _show_switch(self) -> None:
        self._plain_row.setVisible(self._has_password and self.choice() == BROWSERS[0])

    def _lay_out(self) -> None:
        spacing = self._theme.metrics.spacing
        label = Label(hosting_words.BROWSERS(), TypeRole.LABEL, "text2", wrap=True)
        label.setBuddy(self.found)
        self._pair = scaled_row(self._theme)
        self._pair.set_spacing(spacing.one)
        self._pair.addWidget(label, 2)
        self._pair.addWidget(self.found, 3)
        words = scaled_column(self._theme)
        words.set_spacing(2)
        words.addWidget(Label(hosting_words.PLAIN_PASSWORD(), TypeRole.LIST, wrap=True))
        words.addWidget(Label(hosting_words.PLAIN_PASSWORD_WARNING(), TypeRole.META, "text3", wrap=True))
        plain = scaled_row(self._theme, self._plain_row)
        plain.set_margins(0, spacing.half, 0, 0)
        plain.set_spacing(spacing.one)
        plain.addWidget(self.plain_password, 0, Qt.AlignmentFlag.AlignTop)
        plain.addLayout(words, 1)
        column = scaled_column(self._theme, self)
        column.set_margins(0, 0, 0, 0)
        column.set_spacing(spacing.half)
        column.addLayout(self._pair)
        column.addWidget(self._plain_row)
