"""Search in all rooms, over the window: a text field and the hits, the newest first; Enter goes there."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from app.guard import guarded
from app.models.search import FoundModel, Hit, SearchPort, SearchState
from app.ui.search.search_bar import DEBOUNCE_MS
from app.ui.search.search_result_delegate import SearchResultDelegate
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.widgets.labels import Label
from app.ui.widgets.list_view import ListView
from app.ui.widgets.modal_overlay import ModalOverlay
from app.ui.widgets.scaled_layouts import scaled_column
from app.words import common_words, history_words

_WIDTH = 640
_HEIGHT = 440
_SEARCHING_AFTER_MS = 300
_MOVES = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}


@guarded()
class GlobalSearch(ModalOverlay):
    """Over the window until something is chosen.

    Signals:
        chosen(Hit): where to go.
    """

    chosen = Signal(Hit)

    def __init__(self, theme: Theme, port: SearchPort, over: QWidget) -> None:
        super().__init__(theme, over, title="", width=_WIDTH, height=_HEIGHT)
        self.card.setAccessibleName(history_words.SEARCH_ALL_ROOMS())
        self.edit = QLineEdit()
        self.edit.setPlaceholderText(history_words.SEARCH_ALL_ROOMS())
        self.edit.setAccessibleName(history_words.SEARCH_ALL_ROOMS())
        self.words = Label("", TypeRole.META, "text3", wrap=True)
        self.model = FoundModel(port, self)
        self.list = ListView(history_words.FOUND_MESSAGES())
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setModel(self.model)
        self.list.setItemDelegate(SearchResultDelegate(theme, self.list))
        self.list.setMinimumHeight(theme.scaled(_HEIGHT) // 2)
        self._debounce_timer = QTimer(self, singleShot=True, interval=DEBOUNCE_MS)
        self._progress_timer = QTimer(self, singleShot=True, interval=_SEARCHING_AFTER_MS)
        gap = theme.metrics.spacing
        self.set_card_margins(gap.one_half, gap.one_half, gap.one_half, gap.one_half)
        column = scaled_column(theme, self.card)
        column.set_spacing(gap.one)
        for widget in (self.edit, self.words):
            column.addWidget(widget)
        column.addWidget(self.list, 1)
        self._debounce_timer.timeout.connect(self._search)
        self._progress_timer.timeout.connect(lambda: self.words.setText(common_words.SEARCHING()))
        self.edit.textChanged.connect(lambda _text: self._debounce_timer.start())
        self.edit.installEventFilter(self)
        self.list.clicked.connect(self._choose)
        self.model.state_changed.connect(self._show_state)
        self.model.rowsInserted.connect(self._on_inserted)
        self._show_state()
        self.open_with(self.edit)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.edit and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._on_key(Qt.Key(event.key()))
        return super().eventFilter(watched, event)

    def _on_key(self, key: Qt.Key) -> bool:
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._debounce_timer.isActive():
                self._search()
            else:
                self._choose()
        elif key in _MOVES:
            row = self.list.currentIndex().row() + _MOVES[key]
            self._select(max(0, min(row, self.model.rowCount() - 1)))
        else:
            return False
        return True

    def _search(self) -> None:
        self._debounce_timer.stop()
        self.model.look_for(self.edit.text())

    def _show_state(self) -> None:
        state = self.model.state
        self._progress_timer.stop()
        if state is SearchState.WAITING:
            self._progress_timer.start()
            return
        words = {
            SearchState.IDLE: history_words.SEARCHES_EVERYTHING(),
            SearchState.SIGNS: history_words.SIGNS_NOT_SEARCHED(),
            SearchState.NOTHING: history_words.NOTHING_FOUND_ANYWHERE(),
        }
        self.words.setText(words.get(state, ""))
        self.words.setVisible(state is not SearchState.FOUND)

    def _on_inserted(self, _parent: QModelIndex, first: int, _last: int) -> None:
        if first == 0:
            self._select(0)

    def _select(self, row: int) -> None:
        self.list.setCurrentIndex(self.model.index(row, 0))

    def _choose(self) -> None:
        hit = self.model.hit(self.list.currentIndex().row())
        if isinstance(hit, Hit):
            self.dismiss()
            self.chosen.emit(hit)
