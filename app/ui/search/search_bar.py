"""The bar over a conversation in which one looks for words: field, count, the way to older and newer hits."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QLocale, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from app.guard import guarded
from app.models.search import RoomSearch, SearchState
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.widgets.buttons import Button, ButtonKind
from app.ui.widgets.icon_button import IconButton
from app.ui.widgets.labels import Label
from app.ui.widgets.scaled_layouts import scaled_column, scaled_row
from app.words import common_words, history_words

DEBOUNCE_MS = 150  # a pause in typing after which is looked
_SEARCHING_AFTER_MS = 300  # before it says that it is looking
_FIELD_WIDTH = 220  # with the gaps around it: less than this shows no more than a word


@guarded()
class SearchBar(QWidget):
    """Shows a RoomSearch; `older_key` and `newer_key` are told at its arrows, as this desktop spells them.

    Signals:
        asked(str): look for this.
        stepped(int): an older (1) or newer (-1) hit is wanted.
        closed(): the person has found what there is.
    """

    asked = Signal(str)
    stepped = Signal(int)
    closed = Signal()

    def __init__(self, theme: Theme, *, older_key: str, newer_key: str) -> None:
        super().__init__()
        self.edit = _SearchEdit()
        self.set_private(False)
        self.words = Label("", TypeRole.META, "text2")
        self.words.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Preferred)
        self.clear = Button(theme, history_words.CLEAR(), ButtonKind.LINK)
        self.older = IconButton(theme, "arrow-up", history_words.OLDER_HIT(key=older_key))
        self.newer = IconButton(theme, "arrow-down", history_words.NEWER_HIT(key=newer_key))
        self.close_button = IconButton(theme, "close", history_words.CLOSE_THE_SEARCH())
        self._debounce_timer = QTimer(self, singleShot=True, interval=DEBOUNCE_MS)
        self._progress_timer = QTimer(self, singleShot=True, interval=_SEARCHING_AFTER_MS)
        self._lay_out(theme)
        self._debounce_timer.timeout.connect(self._ask)
        self._progress_timer.timeout.connect(lambda: self.words.setText(common_words.SEARCHING()))
        self.edit.textChanged.connect(lambda _text: self._debounce_timer.start())
        self.edit.stepped.connect(self._step)
        self.edit.given_up.connect(self.close_bar)
        self.clear.clicked.connect(self._start_again)
        self.older.clicked.connect(lambda: self._step(1))
        self.newer.clicked.connect(lambda: self._step(-1))
        self.close_button.clicked.connect(self.close_bar)
        self.hide()

    def set_private(self, is_private: bool) -> None:
        """Whether it is a private talk that is searched."""
        words = history_words.SEARCH_THIS_TALK() if is_private else history_words.SEARCH_THIS_ROOM()
        self.edit.setPlaceholderText(words)
        self.edit.setAccessibleName(words)

    def open_bar(self) -> None:
        """Show the bar with the field ready to be typed into; what was looked for last is selected."""
        self.show()
        self.edit.selectAll()
        self.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_bar(self) -> None:
        """Go away; the room stays where it was scrolled to."""
        if not self.isHidden():
            self._debounce_timer.stop()
            self._progress_timer.stop()
            self.hide()
            self.closed.emit()

    def show_search(self, search: RoomSearch) -> None:
        """Tell how far a search is."""
        state = search.state
        self._progress_timer.stop()
        if state is SearchState.WAITING:
            self._progress_timer.start()
        else:
            self.words.setText(self._told(search))
        is_in_vain = state in (SearchState.NOTHING, SearchState.SIGNS)
        self.clear.setVisible(is_in_vain)
        for button in (self.older, self.newer):
            button.setVisible(not is_in_vain)
            button.setEnabled(state is SearchState.FOUND)
        self._arrange()

    def _told(self, search: RoomSearch) -> str:
        if search.state is SearchState.NOTHING:
            return history_words.NOTHING_FOUND()
        if search.state is SearchState.SIGNS:
            return history_words.SIGNS_NOT_SEARCHED()
        if search.state is not SearchState.FOUND:
            return ""
        number, total = QLocale().toString(search.number), QLocale().toString(search.count.number)
        if search.count.more:
            return history_words.HIT_OF_MORE(number=number, total=total)
        if not search.count.number:
            return number  # they are still being counted
        return history_words.HIT_OF(number=number, total=total)

    def _ask(self) -> None:
        self._debounce_timer.stop()
        self.asked.emit(self.edit.text())

    def _step(self, by: int) -> None:
        """Enter looks at once for what was just typed, and goes on after that."""
        if self._debounce_timer.isActive():
            self._ask()
        else:
            self.stepped.emit(by)

    def _start_again(self) -> None:
        self.edit.clear()
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self, theme: Theme) -> None:
        gap = theme.metrics.spacing
        self._field_width = partial(theme.scaled, _FIELD_WIDTH)
        self._row, self._below = scaled_row(theme), scaled_row(theme)
        for row in (self._row, self._below):
            row.set_spacing(gap.half)
        self._below.addStretch(1)
        self._row.addWidget(self.edit, 1)
        self._row.add_gap(gap.half)
        for widget in (self.words, self.clear, self.older, self.newer, self.close_button):
            self._row.addWidget(widget)
        column = scaled_column(theme, self)
        column.set_margins(gap.two, gap.one, gap.one, gap.one)
        column.set_spacing(0)
        column.addLayout(self._row)
        column.addLayout(self._below)
        self.clear.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Words that would squeeze the field away stand below it, in large text also the arrows."""
        shown = [one for one in (self.words, self.clear) if one.isVisibleTo(self)]
        buttons = (self.older, self.newer, self.close_button)
        taken = sum(one.sizeHint().width() for one in (*shown, *buttons) if one.isVisibleTo(self))
        is_below = self.width() - taken < self._field_width()
        if is_below != (self._below.indexOf(self.words) >= 0):
            for at, widget in enumerate((self.words, self.clear)):
                if is_below:
                    self._row.removeWidget(widget)
                    self._below.insertWidget(at, widget)
                else:
                    self._below.removeWidget(widget)
                    self._row.insertWidget(2 + at, widget)
        arrows = (self.older, self.newer)
        are_below = self.width() - sum(one.sizeHint().width() for one in buttons) < self._field_width()
        if are_below != (self._below.indexOf(self.older) >= 0):
            for widget in arrows:
                if are_below:
                    self._row.removeWidget(widget)
                    self._below.addWidget(widget)
                else:
                    self._below.removeWidget(widget)
                    self._row.insertWidget(self._row.count() - 1, widget)


@guarded()
class _SearchEdit(QLineEdit):
    """Signals: stepped(int): Enter (1) or Shift+Enter (-1); given_up(): Escape."""

    stepped = Signal(int)
    given_up = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.stepped.emit(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        elif key == Qt.Key.Key_Up:
            self.stepped.emit(1)
        elif key == Qt.Key.Key_Down:
            self.stepped.emit(-1)
        elif key == Qt.Key.Key_Escape:
            self.given_up.emit()
        else:
            super().keyPressEvent(event)
