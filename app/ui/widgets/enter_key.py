"""Enter presses the button that has the focus, as Space does; Qt does so in dialogs only."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def click_by_enter(button: QAbstractButton, event: QKeyEvent) -> bool:
    """For a button's keyPressEvent: True if the key was Enter, and is used up; held down it presses once."""
    if event.key() not in _ENTER or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
        return False
    event.accept()
    if not event.isAutoRepeat():
        button.click()
    return True
