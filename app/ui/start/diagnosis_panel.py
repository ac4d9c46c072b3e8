"""Why something does not work, and what helps: a "Why?" to press, then a box with words and a button."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.widgets.buttons import Button, ButtonKind
from app.ui.widgets.labels import IconLabel, Label
from app.ui.widgets.scaled_layouts import scaled_column, scaled_row
from app.ui.widgets.surfaces import Card
from app.values import frozen
from app.words import common_words, start_words

COPIED_FOR_MS = 2000


class DiagnosisAction(Enum):
    """What a button of the box does."""

    JOIN_THERE = "join-there"
    COPY_FOR_HOST = "copy-for-host"
    OPEN_SETTINGS = "open-settings"


@frozen(kw_only=True)
class DiagnosisView:
    """What the box says. `button`: what it does and its words, None for none."""

    sentence: str
    advice: tuple[str, ...] = ()
    button: tuple[DiagnosisAction, str] | None = None
    copied: str = ""  # what COPY_FOR_HOST copies
    is_looking: bool = False  # nothing is known yet


class DiagnosisPanel(QWidget):
    """Hidden until there is a reason to ask for, or one to show.

    Signals:
        asked(): somebody wants to know why.
        opened(): the box is shown, where there was none.
        join_wanted(): by the button: join where the room is said to be.
        settings_wanted(): by the button: open the system's settings for local networks.
    """

    asked = Signal()
    opened = Signal()
    join_wanted = Signal()
    settings_wanted = Signal()

    def __init__(self, theme: Theme, surface: str = "sunken") -> None:
        """`surface`: of the box, a name of the stylesheet: on a card another one than on the ground."""
        super().__init__()
        self._theme = theme
        self._view: DiagnosisView | None = None
        self.why = Button(theme, start_words.WHY(), ButtonKind.LINK)
        self.button = Button(theme, "", ButtonKind.LINK)
        self._box = Card(surface)
        self._icon = IconLabel(theme, "search", "text2", theme.metrics.icon.small)
        self._sentence = Label("", TypeRole.LIST, "text", wrap=True)
        self._advice = Label("", TypeRole.LIST, "text2", wrap=True)
        self._back = QTimer(self, singleShot=True, interval=COPIED_FOR_MS)
        self._back.timeout.connect(self._show_button)
        self._lay_out()
        self.why.clicked.connect(self.asked)
        self.button.clicked.connect(self._act)
        self.clear()

    def clear(self) -> None:
        """There is nothing to explain."""
        self._view = None
        self.hide()

    def offer(self) -> None:
        """Something went wrong, and the reason is told if somebody asks for it."""
        self._view = None
        self._box.hide()
        self.why.show()
        self.show()

    def show_view(self, view: DiagnosisView) -> None:
        """Say this."""
        before, self._view = self._view, view
        if view == before:
            return
        had_focus = self.why.hasFocus() or self.button.hasFocus()
        self._icon.set_icon("search" if view.is_looking else "wifi-off", "text2")
        self._sentence.setText(view.sentence)
        self._advice.setText("\n".join(view.advice))
        self._advice.setVisible(bool(view.advice))
        self._show_button()
        self.why.hide()
        self._box.show()
        self.show()
        if had_focus and view.button is not None:
            self.button.setFocus(Qt.FocusReason.OtherFocusReason)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.words()))
        if before is None:
            self.opened.emit()

    def is_open(self) -> bool:
        """Whether a reason is shown."""
        return self._view is not None

    def words(self) -> str:
        """Everything that is said, "" for nothing."""
        return "" if self._view is None else " ".join((self._view.sentence, *self._view.advice))

    @Slot()
    def _act(self) -> None:
        action = self._view.button[0] if self._view is not None and self._view.button is not None else None
        if action is DiagnosisAction.JOIN_THERE:
            self.join_wanted.emit()
        elif action is DiagnosisAction.OPEN_SETTINGS:
            self.settings_wanted.emit()
        elif self._view is not None:
            QGuiApplication.clipboard().setText(self._view.copied)
            self.button.setText(common_words.COPIED())
            self._back.start()

    @Slot()
    def _show_button(self) -> None:
        self._back.stop()
        shown = self._view.button if self._view is not None else None
        self.button.setText(shown[1] if shown is not None else "")
        self.button.setVisible(shown is not None)

    def _lay_out(self) -> None:
        gap = self._theme.metrics.spacing
        words = scaled_column(self._theme)
        words.set_spacing(gap.half)
        for part in (self._sentence, self._advice):
            words.addWidget(part)
        words.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeading)
        beside = QVBoxLayout()
        beside.addWidget(self._icon)
        beside.addStretch()
        row = scaled_row(self._theme, self._box)
        row.set_margins(gap.one_half, gap.one, gap.one_half, gap.one)
        row.set_spacing(gap.one)
        row.addLayout(beside)
        row.addLayout(words, 1)
        column = scaled_column(self._theme, self)
        column.set_margins(0, 0, 0, 0)
        column.set_spacing(0)
        column.addWidget(self.why, 0, Qt.AlignmentFlag.AlignLeading)
        column.addWidget(self._box)
        column.add_gap(gap.one_half)
