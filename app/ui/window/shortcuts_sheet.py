"""The list of keyboard shortcuts over the shaded window, read from the registries of actions, in groups."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QWidget

from app.guard import guarded
from app.ui.action import shortcuts
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.widgets.icon_button import IconButton
from app.ui.widgets.labels import Label
from app.ui.widgets.modal_overlay import ModalOverlay
from app.ui.widgets.scaled_layouts import ScaledGrid, scale_margins, scaled_column
from app.ui.window.shortcut_groups import ShortcutGroup
from app.words import action_words, common_words

_ABOVE_TITLE = 12
_WIDTH = 560  # the longest line with its two keys, in one line


@guarded()
class _TableArea(QScrollArea):
    """As high as its table where the window allows."""

    def sizeHint(self) -> QSize:
        table = self.widget()
        return table.sizeHint() if table is not None else super().sizeHint()


class ShortcutsSheet(ModalOverlay):
    """The keys of `groups`, in a table that scrolls."""

    def __init__(self, theme: Theme, over: QWidget, groups: Iterable[ShortcutGroup]) -> None:
        super().__init__(theme, over, title=action_words.KEYBOARD_SHORTCUTS(), width=_WIDTH)
        self.cross = IconButton(theme, "close", common_words.CLOSE())
        self.cross.clicked.connect(self.dismiss)
        self._lay_out(groups, over.width())
        self.open_with(self.cross)

    def _lay_out(self, groups: Iterable[ShortcutGroup], width: int) -> None:
        pad = self._theme.metrics.dialog.pad
        column = scaled_column(self._theme, self.card)
        self.set_card_margins(pad, pad - 8, pad - 8, pad)
        head = QHBoxLayout()
        head.addWidget(Label(action_words.KEYBOARD_SHORTCUTS(), TypeRole.HEADING), 1)
        head.addWidget(self.cross)
        column.addLayout(head)
        area = _TableArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(
            _make_table(
                self._theme, groups, min(self._theme.scaled(_WIDTH), width) // 2 - self._theme.scaled(pad)
            )
        )
        area.setMinimumHeight(120)
        column.addWidget(area, 1)


def _make_table(theme: Theme, groups: Iterable[ShortcutGroup], keys_width: int) -> QWidget:
    """Words and keys beside each other; keys that are wider than `keys_width` stand on several lines."""
    table = QWidget()
    table.setProperty("surface", "clear")
    grid = ScaledGrid(theme, table)
    grid.set_distances(16, 6, (0, 0, 8, 0))
    grid.setColumnStretch(0, 1)
    groups = list(groups)
    keys_of = dict(shortcuts(row for group in groups for row in group.rows))
    for group in groups:
        title = Label(group.title(), TypeRole.LABEL, "text3", wrap=True)
        scale_margins(theme, title, 0, _ABOVE_TITLE if grid.count() else 0, 0, 0)
        grid.addWidget(title, grid.rowCount(), 0, 1, 2)
        for words, _ in shortcuts(group.rows):
            keys = keys_of.pop(words, None)  # what several places hear alike is told once
            if keys is None:
                continue
            at = grid.rowCount()
            grid.addWidget(Label(words, wrap=True), at, 0)
            told = Label(action_words.KEY_OR_KEY().join(keys), TypeRole.META, "text2", wrap=True)
            grid.addWidget(told, at, 1)
            told.ensurePolished()
            told.setMinimumWidth(min(told.fontMetrics().horizontalAdvance(told.text()) + 2, keys_width))
    return table
