"""A list to pick from, over the window: type some letters, press Enter or click a row."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from app.guard import guarded
from app.models.picks import PicksModel
from app.ui.rooms.pick_delegate import PickDelegate
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.widgets.buttons import Button, ButtonKind
from app.ui.widgets.icon_button import IconButton
from app.ui.widgets.labels import ElidedLabel, Label
from app.ui.widgets.list_view import ListView
from app.ui.widgets.modal_overlay import ModalOverlay
from app.ui.widgets.scaled_layouts import scaled_column
from app.words import common_words
from app.words.sentence import Sentence

_WIDTH = 520
_HEIGHT = 460
_MOVES = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}


@guarded()
class PickOverlay(ModalOverlay):
    """The rows of a PicksModel below a field. `other` offers what was typed itself, where no row has it.

    Signals:
        picked(str): a row was chosen, by its key; the list stays open.
        typed(str): what was typed is meant, though no row has it.
        closed(): nobody looks at it any more.
    """

    picked = Signal(str)
    typed = Signal(str)
    closed = Signal()

    def __init__(
        self, theme: Theme, over: QWidget, picks: PicksModel, *, title: str, hint: str, other: Sentence | None
    ) -> None:
        """`other`: words that offer what was typed, with `{typed}` in them; None for a list that has all."""
        super().__init__(theme, over, title=title, width=_WIDTH, height=_HEIGHT)
        self._picks = picks
        self._other_words = other
        self.field = QLineEdit()
        self.field.setPlaceholderText(hint)
        self.field.setAccessibleName(hint)
        self.words = Label("", TypeRole.META, "text3", wrap=True)
        self.list = ListView(title)
        theme.pictures.changed.connect(self.list.viewport().update)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setUniformItemSizes(True)
        self.list.setItemDelegate(PickDelegate(theme, self.list))
        self.list.setModel(picks)
        self.other = Button(theme, "", ButtonKind.LINK)
        self.cross = IconButton(theme, "close", common_words.CLOSE(), small=True)
        self.cross.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._lay_out(title)
        self.field.textChanged.connect(self._on_text)
        self.field.installEventFilter(self)
        self.list.clicked.connect(self._choose)
        self.other.clicked.connect(self._on_other)
        self.cross.clicked.connect(self.dismiss)
        picks.counted.connect(self._on_counted)
        self._on_text("")
        self.open_with(self.field)

    def set_words(self, words: str) -> None:
        """Say how far the list is, or why it is empty; "" for nothing."""
        self.words.setText(words)
        self.words.setVisible(bool(words))

    def dismiss(self) -> None:
        """Close and give the focus back."""
        if not self.isHidden():
            self.closed.emit()
        super().dismiss()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._on_key(Qt.Key(event.key()))
        return super().eventFilter(watched, event)

    def _lay_out(self, title: str) -> None:
        head = QHBoxLayout()
        head.addWidget(ElidedLabel(title, TypeRole.HEADING), 1)
        head.addWidget(self.cross)
        foot = QHBoxLayout()
        foot.addWidget(self.other)
        foot.addStretch()
        column = scaled_column(self._theme, self.card)
        pad, gap = self._theme.metrics.spacing.two, self._theme.metrics.spacing.one
        self.set_card_margins(pad, gap, pad, pad)
        column.set_spacing(gap)
        column.addLayout(head)
        column.addWidget(self.field)
        column.addWidget(self.words)
        column.addWidget(self.list, 1)
        column.addLayout(foot)

    def _on_key(self, key: Qt.Key) -> bool:
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._picks.rowCount():
                self._choose()
            else:
                self._on_other()
        elif key in _MOVES:
            row = self.list.currentIndex().row() + _MOVES[key]
            self._select(max(0, min(row, self._picks.rowCount() - 1)))
        else:
            return False
        return True

    @Slot(str)
    def _on_text(self, text: str) -> None:
        self._picks.look_for(text)
        self._select(0)

    @Slot()
    def _on_counted(self) -> None:
        typed = self.field.text().strip()
        is_other = self._other_words is not None and bool(typed) and not self._picks.has(typed)
        self.other.setVisible(is_other)
        if self._other_words is not None:
            self.other.setText(self._other_words(typed=typed))
        if not self.list.currentIndex().isValid():
            self._select(0)

    def _select(self, row: int) -> None:
        self.list.setCurrentIndex(self._picks.index(row, 0))

    @Slot()
    def _choose(self) -> None:
        pick = self._picks.pick(self.list.currentIndex().row())
        if pick is not None:
            self.picked.emit(pick.key)

    @Slot()
    def _on_other(self) -> None:
        if self.other.isVisibleTo(self):
            self.typed.emit(self.field.text().strip())
