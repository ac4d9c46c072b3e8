"""The picker of emoji: a field to search in, the groups, and a grid; by mouse and by keys alone.

Opens beside what it was asked for; tells what was chosen and knows not what for.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QEnterEvent,
    QFont,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLineEdit, QWidget

from app.guard import guarded
from app.models.emoji import Emoji, EmojiGroup
from app.models.emoji_tones import TONES, with_tone
from app.ui.emoji.emoji_grid import EmojiGrid, EmojiRows, Section, told_of
from app.ui.emoji.emoji_library import EmojiLibrary
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.widgets.labels import ElidedLabel, Label
from app.ui.widgets.menu import round_corners
from app.ui.widgets.plain_text import set_tooltip
from app.ui.widgets.scaled_layouts import scale_margins, scaled_column, scaled_row
from app.ui.widgets.surfaces import Separator
from app.words import emoji_words

_LINES = 7  # of emoji that are seen at once, titles among them
_LINE = 36
_PAD = 8
_TAB_PX = 16
_TONE_KEY, _NATIVE = QKeySequence("Ctrl+T"), QKeySequence.SequenceFormat.NativeText
_HAND = "✋"  # shows the tone of skin
_GAP = 4  # to what it was opened at
_TITLES = {
    EmojiGroup.SMILEYS: emoji_words.SMILEYS,
    EmojiGroup.PEOPLE: emoji_words.PEOPLE,
    EmojiGroup.NATURE: emoji_words.NATURE,
    EmojiGroup.FOOD: emoji_words.FOOD,
    EmojiGroup.TRAVEL: emoji_words.TRAVEL,
    EmojiGroup.ACTIVITIES: emoji_words.ACTIVITIES,
    EmojiGroup.OBJECTS: emoji_words.OBJECTS,
    EmojiGroup.SYMBOLS: emoji_words.SYMBOLS,
    EmojiGroup.FLAGS: emoji_words.FLAGS,
}


@guarded()
class EmojiPicker(QWidget):
    """Closes by a choice, Esc, or a press elsewhere. `name` says what is chosen for.

    Signals:
        chosen(str): the emoji.
    """

    chosen = Signal(str)

    def __init__(self, theme: Theme, library: EmojiLibrary, name: str, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setWindowFlag(Qt.WindowType.NoDropShadowWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(name)
        self._theme = theme
        self._library = library
        self._rows = EmojiRows(self)
        self.field = _SearchField()
        self.grid = EmojiGrid(theme, self._rows)
        self._nothing = Label(emoji_words.NO_SUCH_EMOJI(), TypeRole.LIST, "text3")
        self._told = ElidedLabel("", TypeRole.META, "text2")
        self.tone = _GroupButton(theme, "", "")
        self.tone.setCheckable(False)
        self.groups = [_GroupButton(theme, "", emoji_words.OFTEN_USED())]
        self.groups += [_GroupButton(theme, self._sample(group), words()) for group, words in _TITLES.items()]
        self._lay_out()
        self.field.textChanged.connect(self._search)
        self.field.moved.connect(self._move)
        self.field.group_stepped.connect(self._step_group)
        self.field.submitted.connect(self._choose)
        self.field.given_up.connect(self.close)
        self.field.tone_stepped.connect(self._step_tone)
        self.tone.clicked.connect(self._step_tone)
        self.grid.clicked.connect(self._press)
        self.grid.selectionModel().currentChanged.connect(self._tell)
        for number, button in enumerate(self.groups):
            button.clicked.connect(partial(self._show_group, number))
        self._show_tone()
        self._search("")

    def open_at(self, anchor: QRect, *, above: bool = False) -> None:
        """Show below what lies at `anchor` on the screen, or `above` its end, as far as there is room."""
        screen = QGuiApplication.screenAt(anchor.center()) or self.screen()
        free = screen.availableGeometry()
        self.adjustSize()
        height = min(self.height(), free.height())
        self.resize(min(self.width(), free.width()), height)
        top, bottom = anchor.top() - _GAP - height, anchor.bottom() + _GAP
        fits_above, fits_below = top >= free.top(), bottom + height <= free.bottom()
        y = top if fits_above and (above or not fits_below) else bottom
        x = anchor.left() if self.isLeftToRight() is not above else anchor.right() - self.width()
        x = max(free.left(), min(x, free.right() - self.width()))
        self.move(x, max(free.top(), min(y, free.bottom() - height)))
        round_corners(self, self._theme.metrics.radius.popup)
        self.show()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def _lay_out(self) -> None:
        theme = self._theme
        self.grid.setFixedHeight(_LINES * theme.scaled(_LINE))
        self._nothing.setFixedHeight(self.grid.height())
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        scale_margins(theme, self._told, theme.metrics.spacing.half, 0, 0, 0)
        tabs = QHBoxLayout()
        tabs.setSpacing(0)
        for button in self.groups:
            tabs.addWidget(button, 1)
        column = scaled_column(theme, self)
        column.set_margins(_PAD, _PAD, _PAD, _PAD)
        column.set_spacing(theme.metrics.spacing.half)
        column.addWidget(self.field)
        column.addLayout(tabs)
        column.addWidget(self.grid)
        column.addWidget(self._nothing)
        column.addWidget(Separator())
        foot = scaled_row(theme)
        foot.set_spacing(theme.metrics.spacing.half)
        foot.addWidget(self._told, 1)
        foot.addWidget(self.tone)
        if not self._library.has_tones:
            self.tone.hide()
        column.addLayout(foot)

    def _sample(self, group: EmojiGroup) -> str:
        return self._library.table.of_group(group)[0].text

    # -- what is shown

    def _search(self, text: str) -> None:
        table, query = self._library.table, text.strip()
        if query:
            sections = [Section(emoji_words.FOUND_EMOJI(), table.search(query))]
        else:
            sections = [Section(emoji_words.OFTEN_USED(), self._library.often_used())]
            sections += [Section(words(), table.of_group(group)) for group, words in _TITLES.items()]
        self._rows.set_sections(sections)
        first = self._rows.first()
        self.grid.setVisible(first >= 0)
        self._nothing.setVisible(first < 0)
        if first >= 0:
            self.grid.set_current_row(first)
        else:
            self._told.set_full_text("")
            self._announce(self._nothing.text())

    def _tell(self) -> None:
        """Say what the current one is, and whose group it is in."""
        row = self.grid.current_row()
        emoji = self._rows.emoji_at(row)
        self._told.set_full_text(told_of(emoji) if emoji is not None else "")
        group = sum(title < row for title in self._rows.titles) - 1
        for number, button in enumerate(self.groups):
            button.setChecked(number == group and not self.field.text().strip())
        if emoji is not None:
            self._announce(emoji.name)

    def _announce(self, words: str) -> None:
        """Have a screen reader say it: the focus stays in the field."""
        if self.isVisible() and QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def _show_tone(self) -> None:
        name, key = emoji_words.TONES[self._library.tone](), _TONE_KEY.toString(_NATIVE)
        words = emoji_words.SKIN_TONE(tone=name, key=key)
        self.tone.show_emoji(with_tone(_HAND, TONES[self._library.tone]), words)
        for button, (group, title) in zip(self.groups[1:], _TITLES.items(), strict=True):
            button.show_emoji(self._sample(group), title())

    # -- choosing

    def _step_tone(self) -> None:
        """The next tone of skin for all people, the current emoji stays current."""
        if not self._library.has_tones:
            return
        row = self.grid.current_row()
        self._library.set_tone((self._library.tone + 1) % len(TONES))
        self._show_tone()
        self._search(self.field.text())
        if row >= 0:
            self.grid.set_current_row(row)
        self._announce(self.tone.accessibleName())

    def _move(self, columns: int, lines: int) -> None:
        row = self._rows.step(self.grid.current_row(), columns=columns, lines=lines)
        if row >= 0:
            self.grid.set_current_row(row)

    def _step_group(self, by: int) -> None:
        row = self._rows.neighbour_group(self.grid.current_row(), by)
        if row >= 0:
            self.grid.show_group(row - 1)

    def _show_group(self, number: int) -> None:
        self.field.clear()
        self.grid.show_group(self._rows.titles[number])
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def _choose(self) -> None:
        self._give(self._rows.emoji_at(self.grid.current_row()))

    def _press(self, index: QModelIndex) -> None:
        self._give(self._rows.emoji_at(index.row()))

    def _give(self, emoji: Emoji | None) -> None:
        if emoji is not None:
            self.close()
            self.chosen.emit(emoji.text)

    def paintEvent(self, event: QPaintEvent) -> None:
        colours, radius = self._theme.colours, self._theme.metrics.radius.popup
        painter = QPainter(self)
        painter.fillRect(self.rect(), colours.line_strong)  # what the mask leaves outside of the round edge
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(colours.line_strong)
        painter.setBrush(colours.raised)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)


_MOVES: dict[int, tuple[int, int]] = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
    Qt.Key.Key_PageUp: (0, -_LINES),
    Qt.Key.Key_PageDown: (0, _LINES),
}


@guarded()
class _SearchField(QLineEdit):
    """Has the keyboard all the time.

    Signals:
        moved(int, int): another emoji is wanted, so many columns and lines away.
        group_stepped(int): the next group (1) or the one before (-1).
        tone_stepped(): people are wanted in the next tone of skin.
        submitted(): the current one is chosen.
        given_up(): Esc.
    """

    moved = Signal(int, int)
    group_stepped = Signal(int)
    tone_stepped = Signal()
    submitted = Signal()
    given_up = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText(emoji_words.SEARCH_EMOJI())
        self.setAccessibleName(emoji_words.SEARCH_EMOJI())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in _MOVES:
            columns, lines = _MOVES[key]
            self.moved.emit(-columns if self.isRightToLeft() else columns, lines)
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self.group_stepped.emit(1 if key == Qt.Key.Key_Tab else -1)
        elif QKeySequence(event.keyCombination()) == _TONE_KEY:
            self.tone_stepped.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.submitted.emit()
        elif key == Qt.Key.Key_Escape:
            self.given_up.emit()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, _next: bool) -> bool:
        return False  # Tab goes from group to group


@guarded()
class _GroupButton(QAbstractButton):
    """A tab for a group: its first emoji, a clock where there is none. Keys reach groups by Tab."""

    def __init__(self, theme: Theme, emoji: str, name: str) -> None:
        super().__init__()
        self._theme = theme
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.show_emoji(emoji, name)

    def show_emoji(self, emoji: str, name: str) -> None:
        """Stand for something else."""
        self._emoji = emoji
        self.setAccessibleName(name)
        set_tooltip(self, name)
        self.update()

    def sizeHint(self) -> QSize:
        side = self._theme.scaled(self._theme.metrics.control.button_small)
        return QSize(side, side)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, colours, box = self._theme, self._theme.colours, QRectF(self.rect())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if self.underMouse():
            painter.setBrush(colours.hover_on_sheet)
            painter.drawRoundedRect(box, theme.metrics.radius.row, theme.metrics.radius.row)
        if self.isChecked():
            painter.setBrush(colours.accent_text)
            bar = theme.metrics.stroke.selected_bar
            inset = theme.metrics.spacing.half
            painter.drawRoundedRect(box.adjusted(inset, box.height() - bar, -inset, 0), bar / 2, bar / 2)
        if not self._emoji:
            side = theme.scaled(theme.metrics.icon.small)
            icon = QRectF(0, 0, side, side)
            icon.moveCenter(box.center())
            theme.paint_icon(painter, icon, "clock", "text2")
            return
        font = QFont(theme.font(TypeRole.MESSAGE))
        font.setPixelSize(theme.scaled(_TAB_PX))
        painter.setFont(font)
        painter.setPen(colours.text)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._emoji)
