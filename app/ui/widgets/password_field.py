"""A field for a password, hidden until it is revealed by the button in it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from app.guard import guarded
from app.ui.theme.theme import Theme
from app.ui.widgets.field import Field
from app.ui.widgets.icon_button import IconButton
from app.words import common_words

_INSET = 4


@guarded()
class PasswordField(Field):
    """A Field whose text is dots; the eye in it shows the words and hides them again."""

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
        self.edit.setTextMargins(0, 0, self.reveal.sizeHint().width() - _INSET, 0)
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
