"""Your name, with the avatar that others will see, live."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.ui.theme.theme import Theme
from app.ui.widgets.form_fields import TextField
from app.ui.widgets.labels import AvatarLabel
from app.words import common_words

_LABEL_HEIGHT = 22  # the line over the field and its gap, at 100 % text
_OVERHANG = 2  # the avatar is that much higher than the field, on each side


class NameBox(QWidget):
    """The one field that both cards share.

    Signals:
        changed(str): the name is another one now, typed or set.
        submitted(): Enter was pressed in it.
    """

    changed = Signal(str)
    submitted = Signal()

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = TextField(theme, common_words.YOUR_NAME())
        self.avatar = AvatarLabel(theme, size=theme.metrics.avatar.profile)
        # the avatar stays beside the line of input when an error grows below it
        beside = QVBoxLayout()
        beside.setSpacing(0)
        beside.addSpacing(theme.scaled(_LABEL_HEIGHT) - _OVERHANG)
        beside.addWidget(self.avatar)
        beside.addStretch()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.metrics.spacing.one_half)
        row.addLayout(beside)
        row.addWidget(self.field, 1, Qt.AlignmentFlag.AlignTop)
        self.field.edit.textChanged.connect(self._on_changed)
        self.field.submitted.connect(self.submitted)
        self.field.set_text(name)
        self.avatar.set_name(name)

    def name(self) -> str:
        """The name without spaces around it."""
        return self.field.text().strip()

    @Slot(str)
    def _on_changed(self, text: str) -> None:
        self.avatar.set_name(text)
        self.changed.emit(text.strip())
