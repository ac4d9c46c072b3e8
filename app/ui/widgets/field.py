"""A labelled line of input with its hint and, beside it, what is wrong with it in words."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.widgets.labels import IconLabel, Label

_LABEL_GAP = 6


class ErrorLine(QWidget):
    """A red icon and a sentence; takes no room while there is none."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = Label("", TypeRole.META, "danger_text", wrap=True)
        self._icon = IconLabel(theme, "error", "danger_text", theme.metrics.icon.small)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_LABEL_GAP)
        column = QVBoxLayout()
        column.addWidget(self._icon)
        column.addStretch()
        row.addLayout(column)
        row.addWidget(self._words, 1)
        self.hide()

    def text(self) -> str:
        """The sentence, empty if there is none."""
        return self._words.text()

    def set_text(self, text: str) -> None:
        """Say `text`, or nothing if it is empty."""
        self._words.setText(text)
        self.setVisible(bool(text))
        if text:
            spoken = QAccessibleAnnouncementEvent(self, text)
            spoken.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
            QAccessible.updateAccessibility(spoken)


class Field(QWidget):
    """Label, line edit, hint and error. An error goes as soon as the text is changed.

    Signals:
        edited(str): the person changed the text.
        submitted(): Enter was pressed in it.
    """

    edited = Signal(str)
    submitted = Signal()

    def __init__(
        self,
        theme: Theme,
        label: str,
        *,
        optional: str = "",
        hint: str = "",
        placeholder: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.edit = QLineEdit()
        self.edit.setPlaceholderText(placeholder)
        self.edit.setAccessibleName(label)
        self._label = Label(label, TypeRole.LABEL, "text2")
        self._label.setBuddy(self.edit)
        self._hint = Label(hint, TypeRole.META, "text3", wrap=True)
        self._hint.setVisible(bool(hint))
        self._error = ErrorLine(theme)
        self._lay_out(optional)
        self.edit.textEdited.connect(self._on_edited)
        self.edit.returnPressed.connect(self.submitted)

    def text(self) -> str:
        """What is in the field, as typed."""
        return self.edit.text()

    def set_text(self, text: str) -> None:
        """Fill the field without counting as an edit."""
        self.edit.setText(text)

    def set_hint(self, text: str) -> None:
        """Say what belongs into the field."""
        self._hint.setText(text)
        self.set_error("")

    def error(self) -> str:
        """The sentence shown, empty if the field is well."""
        return self._error.text()

    def set_error(self, text: str) -> None:
        """Say what is wrong beside the field; an empty text clears it and brings the hint back."""
        self._error.set_text(text)
        self._hint.setVisible(not text and bool(self._hint.text()))
        self.edit.setProperty("bad", "true" if text else "false")
        self.edit.style().unpolish(self.edit)
        self.edit.style().polish(self.edit)
        self.edit.setAccessibleDescription(text or self._hint.text())

    def _lay_out(self, optional: str) -> None:
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(self._label)
        if optional:
            head.addWidget(Label(optional, TypeRole.META, "text3"))
        head.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_LABEL_GAP)
        column.addLayout(head)
        column.addWidget(self.edit)
        column.addWidget(self._hint)
        column.addWidget(self._error)

    @Slot(str)
    def _on_edited(self, text: str) -> None:
        if self.error():
            self.set_error("")
        self.edited.emit(text)
