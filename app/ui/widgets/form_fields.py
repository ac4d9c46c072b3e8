"""Fields of a form: a labelled line of input with hint and error, one for a password, a drop-down list."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from app.guard import guarded
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.widgets.icon_button import IconButton
from app.ui.widgets.labels import IconLabel, Label
from app.ui.widgets.scaled_layouts import scaled_column, scaled_row
from app.words import common_words

_LABEL_GAP = 6
_REVEAL_INSET = 4
_ARROW_INSET = 10


class ErrorLabel(QWidget):
    """A red icon and a sentence; takes no room while there is none."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = Label("", TypeRole.META, "danger_text", wrap=True)
        self._icon = IconLabel(theme, "error", "danger_text", theme.metrics.icon.small)
        row = scaled_row(theme, self)
        row.set_margins(0, 0, 0, 0)
        row.set_spacing(_LABEL_GAP)
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


class TextField(QWidget):
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
        self._error = ErrorLabel(theme)
        self._lay_out(theme, optional)
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

    def _lay_out(self, theme: Theme, optional: str) -> None:
        head = scaled_row(theme)
        head.set_spacing(4)
        head.addWidget(self._label)
        if optional:
            head.addWidget(Label(optional, TypeRole.META, "text3"))
        head.addStretch()
        column = scaled_column(theme, self)
        column.set_margins(0, 0, 0, 0)
        column.set_spacing(_LABEL_GAP)
        column.addLayout(head)
        column.addWidget(self.edit)
        column.addWidget(self._hint)
        column.addWidget(self._error)

    @Slot(str)
    def _on_edited(self, text: str) -> None:
        if self.error():
            self.set_error("")
        self.edited.emit(text)


@guarded()
class PasswordField(TextField):
    """A TextField whose text is hidden; the eye in it shows the words and hides them again."""

    def __init__(
        self,
        theme: Theme,
        label: str,
        *,
        optional: str = "",
        placeholder: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, label, optional=optional, placeholder=placeholder, parent=parent)
        self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.reveal = IconButton(theme, "eye", "", small=True, parent=self.edit)
        self.reveal.setCheckable(True)
        self.reveal.toggled.connect(self._on_reveal)
        self.edit.setTextMargins(0, 0, self.reveal.sizeHint().width() - _REVEAL_INSET, 0)
        self.edit.installEventFilter(self)
        self.edit.textChanged.connect(self._on_text)
        self._on_text("")
        self._on_reveal(False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.edit and event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def _place(self) -> None:
        hint = self.reveal.sizeHint()
        gap = (self.edit.height() - hint.height()) // 2
        x = gap if self.isRightToLeft() else self.edit.width() - gap - hint.width()
        self.reveal.setGeometry(x, gap, hint.width(), hint.height())

    @Slot(str)
    def _on_text(self, text: str) -> None:
        # an empty field has nothing to reveal
        self.reveal.setVisible(bool(text))

    @Slot(bool)
    def _on_reveal(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.edit.setEchoMode(mode)
        self.reveal.set_name(common_words.HIDE_PASSWORD() if shown else common_words.SHOW_PASSWORD())


@guarded()
class ComboBox(QComboBox):
    """A QComboBox in the look of the fields."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName(name)
        # a long entry is shortened in the closed box and shown whole in the open list
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Whoever scrolls the page under the mouse chooses nothing by that."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        side = self._theme.scaled(self._theme.metrics.icon.small)
        left_to_right = not self.isRightToLeft()
        x = self.width() - _ARROW_INSET - side if left_to_right else _ARROW_INSET
        box = QRectF(x, (self.height() - side) / 2, side, side)
        self._theme.paint_icon(QPainter(self), box, "chevron-down", "text2")
