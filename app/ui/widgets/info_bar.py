"""The bar under a header: a state in bold, a sentence, and buttons for what can be done about it.

40 px high, or as high as its sentence needs where the window is narrow or the text large.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from functools import partial

from PySide6.QtCore import QPoint, QRect, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStyle, QWidget

from app.guard import guarded
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.widgets.buttons import Button, ButtonKind
from app.ui.widgets.labels import IconLabel, Label
from app.ui.widgets.plain_text import set_tooltip
from app.ui.widgets.surfaces import Card


class InfoBarKind(Enum):
    """What the bar means; WARNING is for a lost connection, or one that may be, and nothing else."""

    WARNING = "warning"
    SUCCESS = "success"
    DANGER = "danger"
    PLAIN = "sunken"


_STYLES = {
    InfoBarKind.WARNING: ("wifi-off", "warning_text", "warning"),
    InfoBarKind.SUCCESS: ("check", "success_text", "success"),
    InfoBarKind.DANGER: ("error", "danger_text", "danger_text"),
    InfoBarKind.PLAIN: ("wifi-off", "text", "text2"),
}


_PAD = 12
# A reason may be as long as whoever gives it likes; below these lines it goes on in the tooltip.
_LINES = 6


@guarded()
class InfoBar(Card):
    """Hidden until something is shown.

    Signals:
        triggered(str): the id of the text button that was pressed.
    """

    triggered = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("sunken", parent)
        self._theme = theme
        self._icon = IconLabel(theme, "wifi", "text2", theme.metrics.icon.small + 2)
        self._lead = Label("", TypeRole.LIST_UNREAD)
        self._text = Label("", TypeRole.LIST, wrap=True)
        self._sentence = ""
        self._buttons: list[Button] = []
        self._shown: tuple[str, ...] = ()
        for label in (self._icon, self._lead, self._text):
            label.setParent(self)
        theme.changed.connect(self._arrange)
        self._arrange()
        self.hide()

    def show_state(
        self, kind: InfoBarKind, lead: str, text: str = "", actions: Sequence[tuple[str, str]] = ()
    ) -> None:
        """Show `lead` in bold, then `text`, then one text button per (id, words) of `actions`."""
        icon, ink, icon_ink = _STYLES[kind]
        if self.property("surface") != kind.value:
            self.set_surface(kind.value)
        self._icon.set_icon(icon, icon_ink)
        for label in (self._lead, self._text):
            if label.property("ink") != ink:
                label.set_ink(ink)
        self._lead.setText(lead)
        self._lead.setVisible(bool(lead))
        self._sentence = " ".join(text.split())
        self._text.setVisible(bool(text))
        self.setAccessibleName(f"{lead} {text}".strip())
        self._set_actions(tuple(actions))
        self._arrange()
        self.show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._arrange()

    def _set_actions(self, actions: tuple[tuple[str, str], ...]) -> None:
        # a countdown calls this each second: keep the buttons, or a click would fall between two of them
        ids = tuple(action for action, _ in actions)
        if ids != self._shown:
            self._remake(ids)
        for button, (_, words) in zip(self._buttons, actions, strict=True):
            button.setText(words)

    def _remake(self, ids: tuple[str, ...]) -> None:
        for button in self._buttons:
            button.hide()
            button.deleteLater()
        self._shown = ids
        self._buttons = [Button(self._theme, "", ButtonKind.LINK, parent=self) for _ in ids]
        for button, action in zip(self._buttons, ids, strict=True):
            button.setProperty("bold", "true")
            button.clicked.connect(partial(self._trigger, action))
            button.show()

    def _trigger(self, action: str, _checked: bool = False) -> None:
        self.triggered.emit(action)

    def _arrange(self) -> None:
        """All on one line where there is room for it, else the words over the buttons, in as many lines."""
        gap, low = (
            self._theme.scaled(self._theme.metrics.spacing.one),
            self._theme.scaled(self._theme.metrics.header.state_bar),
        )
        for widget in (self._lead, self._text, *self._buttons):
            widget.ensurePolished()
        self._text.setText(self._sentence)
        set_tooltip(self._text, "")
        left = _PAD + self._icon.width() + gap
        room = max(1, self.width() - _PAD - left)
        lead = self._lead.sizeHint().width() + gap if self._lead.text() else 0
        said = self._text.fontMetrics().horizontalAdvance(self._text.text()) + 4 if self._sentence else 0
        pressed = sum(button.sizeHint().width() + gap for button in self._buttons)
        line = max(self._lead.sizeHint().height(), self._icon.height())
        if lead + said + pressed <= room:
            self.setFixedHeight(low)
            self._put(QRect(left, 0, lead, low), self._lead)
            self._put(QRect(left + lead, 0, room - lead - pressed, low), self._text)
            self._put(QRect(QPoint(_PAD, (low - self._icon.height()) // 2), self._icon.size()), self._icon)
            self._put_buttons(0, low)
            return
        self._put(QRect(QPoint(_PAD, gap + (line - self._icon.height()) // 2), self._icon.size()), self._icon)
        self._put(QRect(left, gap, min(lead, room), line), self._lead)
        bottom = gap + line
        if lead + said <= room:
            self._put(QRect(left + lead, gap, room - lead, line), self._text)
        else:
            self._shorten(room)
            top = gap + line if lead else gap
            self._put(QRect(left, top, room, self._text.heightForWidth(room)), self._text)
            bottom = max(bottom, top + self._text.heightForWidth(room))
        self.setFixedHeight(max(low, self._put_buttons(bottom, 0) + gap))

    def _put(self, box: QRect, widget: QWidget) -> None:
        widget.setGeometry(QStyle.visualRect(self.layoutDirection(), self.rect(), box))

    def _put_buttons(self, top: int, high: int) -> int:
        """On the right, in their order, on as many lines as they take; returns where the last one ends."""
        gap, right = self._theme.scaled(self._theme.metrics.spacing.one), self.width() - _PAD
        rows: list[list[Button]] = []
        for button in self._buttons:
            row = rows[-1] if rows else []
            wide = sum(each.sizeHint().width() + gap for each in [*row, button]) - gap
            if not row or wide > right - _PAD:
                rows.append(row := [])
            row.append(button)
        for row in rows:
            left = right - sum(each.sizeHint().width() + gap for each in row) + gap
            tall = max(high, *(each.sizeHint().height() for each in row), 0)
            for button in row:
                size = button.sizeHint()
                self._put(QRect(QPoint(left, top + (tall - size.height()) // 2), size), button)
                left += size.width() + gap
            top += tall
        return top

    def _shorten(self, width: int) -> None:
        """Let no more stand here than some lines."""
        label, words = self._text, self._text.text()
        highest = _LINES * label.fontMetrics().lineSpacing() + 2
        first, last = 0, len(words)
        while first < last:  # the longest beginning that fits
            middle = (first + last + 1) // 2
            label.setText(words if middle == len(words) else f"{words[:middle].rstrip()}…")
            if label.heightForWidth(width) <= highest:
                first = middle
            else:
                last = middle - 1
        label.setText(words if first == len(words) else f"{words[:first].rstrip()}…")
        set_tooltip(label, "" if first == len(words) else words)
