"""The list of keyboard shortcuts over the shaded window, read from the registry of actions."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.guard import guarded
from app.ui.actions import SPECS
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.translation import QT_TRANSLATE_NOOP
from app.ui.widgets.icon_button import IconButton
from app.ui.widgets.labels import Label
from app.ui.window.layer import Layer

# keys that belong to one widget and are no action of the window
_OF_WIDGETS = (
    (("Return",), QT_TRANSLATE_NOOP("shortcuts", "Send the message")),
    (("Shift+Return",), QT_TRANSLATE_NOOP("shortcuts", "New line in the message")),
    (("Up",), QT_TRANSLATE_NOOP("shortcuts", "In the empty field: your last message again")),
    (("Ctrl+End",), QT_TRANSLATE_NOOP("shortcuts", "To what is new, then to the latest message")),
    (("Up", "Down"), QT_TRANSLATE_NOOP("shortcuts", "In the messages: from one to the next")),
    (("Return",), QT_TRANSLATE_NOOP("shortcuts", "At a message: what can be done with it")),
    (("R",), QT_TRANSLATE_NOOP("shortcuts", "At a message: reply")),
    (("E",), QT_TRANSLATE_NOOP("shortcuts", "At your own message: edit")),
    (("Del",), QT_TRANSLATE_NOOP("shortcuts", "At a message: delete, where you may")),
    (("Ctrl+C",), QT_TRANSLATE_NOOP("shortcuts", "Copy the message, or what is selected")),
    (("Esc",), QT_TRANSLATE_NOOP("shortcuts", "Close what lies on top, back to writing")),
)


@guarded()
class _TableArea(QScrollArea):
    """As high as its table where the window allows."""

    def sizeHint(self) -> QSize:
        table = self.widget()
        return table.sizeHint() if table is not None else super().sizeHint()


class ShortcutsSheet(Layer):
    """All keys, in a table that scrolls."""

    def __init__(self, theme: Theme, over: QWidget) -> None:
        super().__init__(theme, over, title=QCoreApplication.translate("shortcuts", "Keyboard shortcuts"))
        self.cross = IconButton(theme, "close", self.tr("Close"))
        self.cross.clicked.connect(self.dismiss)
        self._lay_out()
        self.open_with(self.cross)

    def _lay_out(self) -> None:
        pad = self._theme.metrics.dialog.pad
        column = QVBoxLayout(self.card)
        column.setContentsMargins(pad, pad - 8, pad - 8, pad)
        head = QHBoxLayout()
        head.addWidget(Label(self.tr("Keyboard shortcuts"), TypeRole.HEADING), 1)
        head.addWidget(self.cross)
        column.addLayout(head)
        area = _TableArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(self._make_table())
        area.setMinimumHeight(120)
        column.addWidget(area, 1)

    def _make_table(self) -> QWidget:
        table = QWidget()
        table.setProperty("surface", "clear")
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setVerticalSpacing(6)
        grid.setHorizontalSpacing(16)
        grid.setColumnStretch(0, 1)
        rows = [(spec.keys, "actions", spec.text) for spec in SPECS if spec.keys]
        rows += [(keys, "shortcuts", text) for keys, text in _OF_WIDGETS]
        for at, (keys, context, text) in enumerate(rows):
            words = QCoreApplication.translate(context, text).removesuffix("…")
            native = QKeySequence.SequenceFormat.NativeText
            names = QCoreApplication.translate("shortcuts", " or ").join(
                QKeySequence(key).toString(native) for key in keys[:2]
            )
            grid.addWidget(Label(words), at, 0)
            grid.addWidget(Label(names, TypeRole.META, "text2"), at, 1)
        return table
