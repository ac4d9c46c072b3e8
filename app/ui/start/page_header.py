"""The header of the start page: the program's logo and name, and the field for the person's own name."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.widgets.form_fields import TextField
from app.ui.widgets.labels import AvatarLabel, Label, ProgramIcon
from app.ui.widgets.scaled_layouts import scaled_row
from app.words import common_words, start_words

_LABEL_HEIGHT = 22  # the line over the field and its gap, at 100 % text
_LOGO = 48
_OVERHANG = 2  # the avatar is that much higher than the field, on each side


class NameField(QWidget):
    """The person's own name, for both cards, with the avatar that others will see, live.

    Signals:
        changed(str): the name is another one now, typed or set.
    """

    changed = Signal(str)

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._colour = self._picture = ""
        self.text_field = TextField(theme, common_words.YOUR_NAME())
        self.avatar = AvatarLabel(theme, size=theme.metrics.avatar.profile)
        # the avatar stays beside the line of input when an error grows below it
        beside = QVBoxLayout()
        beside.setSpacing(0)
        self._above = QWidget()
        beside.addWidget(self._above)
        beside.addWidget(self.avatar)
        beside.addStretch()
        theme.changed.connect(self._resize)
        row = scaled_row(theme, self)
        row.set_margins(0, 0, 0, 0)
        row.set_spacing(theme.metrics.spacing.one_half)
        row.addLayout(beside)
        row.addWidget(self.text_field, 1, Qt.AlignmentFlag.AlignTop)
        self.text_field.edit.textChanged.connect(self._on_changed)
        self.text_field.set_text(name)
        self._show(name)
        self._resize()

    def set_look(self, colour: str, picture: str) -> None:
        """The colour of the avatar, "#rrggbb", "" for that of the name, and the id of the picture in it."""
        self._colour, self._picture = colour, picture
        self._show(self.text_field.text())

    def name(self) -> str:
        """The name without spaces around it."""
        return self.text_field.text().strip()

    @Slot()
    def _resize(self) -> None:
        self._above.setFixedHeight(self._theme.scaled(_LABEL_HEIGHT) - _OVERHANG)

    def _show(self, name: str) -> None:
        self.avatar.set_name(name, colour_of=self._colour or name, picture=self._picture)

    @Slot(str)
    def _on_changed(self, text: str) -> None:
        self._show(text)
        self.changed.emit(text.strip())


class PageHeader(QWidget):
    """The program's logo, name and purpose, and the NameField beside or below them."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name_field = NameField(theme, name)
        logo = ProgramIcon(theme, _LOGO)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label(start_words.HUBBUB(), TypeRole.DISPLAY))
        words.addWidget(Label(start_words.WHAT_HUBBUB_IS(), TypeRole.LIST, "text2", wrap=True))
        brand = scaled_row(theme)
        brand.set_spacing(theme.metrics.spacing.two)
        brand.addWidget(logo)
        brand.addLayout(words, 1)
        brand.setAlignment(words, Qt.AlignmentFlag.AlignVCenter)
        self._row = scaled_row(theme, self)
        self._row.set_margins(0, 0, 0, 0)
        self._row.set_spacing(theme.metrics.start.card_gap)
        self._row.addLayout(brand, 1)
        self._row.addWidget(self.name_field, 1)

    def set_direction(self, direction: QBoxLayout.Direction) -> None:
        """Put the two parts beside each other, or below each other in a narrow window."""
        self._row.setDirection(direction)
