"""What a room shows in place of messages until something has happened in it. Knows no connection."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.theme.fonts import TypeRole
from app.ui.widgets.labels import Label


class QuietRoom(QWidget):
    """Two quiet lines in the middle of the sheet: where one is, and what comes next."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = Label("", TypeRole.TITLE, wrap=True)
        self._next = Label("", TypeRole.MESSAGE, "text2", wrap=True)
        self._told = Label("", TypeRole.META, "text3", wrap=True)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(24, 0, 24, 0)
        rows.setSpacing(8)
        rows.addStretch(1)
        for label in (self._title, self._next, self._told):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            rows.addWidget(label)
        rows.addStretch(1)

    def set_room(self, name: str, *, is_private: bool, told: str = "") -> None:
        """Speak of the room, or the person, called `name`; `told` is what else is to be known."""
        self._told.setText(told)
        self._told.setVisible(bool(told))
        if is_private:
            self._title.setText(self.tr("You and {name}").format(name=name))
            self._next.setText(
                self.tr("Nothing has been said yet. What you write here stays out of the room.")
            )
        else:
            self._title.setText(self.tr("You are in {room}").format(room=name))
            self._next.setText(self.tr("What is said from now on shows up here. Say hello."))

    def words(self) -> tuple[str, str]:
        """Both lines."""
        return self._title.text(), self._next.text()
