"""The 40 px bar under a header: a state in bold, a sentence, and buttons for what can be done about it."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.widgets.buttons import Button, ButtonKind
from app.ui.widgets.labels import ElidedLabel, IconLabel, Label
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
        self._text = ElidedLabel("", TypeRole.LIST)
        self._buttons: list[Button] = []
        self._shown: tuple[str, ...] = ()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 0, 12, 0)
        self._row.setSpacing(theme.metrics.spacing.one)
        for widget in (self._icon, self._lead):
            self._row.addWidget(widget)
        self._row.addWidget(self._text, 1)
        self._resize()
        theme.changed.connect(self._resize)
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
        self._text.set_full_text(text)
        self.setAccessibleName(f"{lead} {text}".strip())
        self._set_actions(tuple(actions))
        self.show()

    def _set_actions(self, actions: tuple[tuple[str, str], ...]) -> None:
        # a countdown calls this each second: keep the buttons, or a click would fall between two of them
        ids = tuple(action for action, _ in actions)
        if ids != self._shown:
            self._remake(ids)
        for button, (_, words) in zip(self._buttons, actions, strict=True):
            button.setText(words)

    def _remake(self, ids: tuple[str, ...]) -> None:
        for button in self._buttons:
            self._row.removeWidget(button)
            button.deleteLater()
        self._shown = ids
        self._buttons = [Button(self._theme, "", ButtonKind.LINK, parent=self) for _ in ids]
        for button, action in zip(self._buttons, ids, strict=True):
            button.setProperty("bold", "true")
            button.clicked.connect(partial(self._trigger, action))
            self._row.addWidget(button)
            button.show()

    def _trigger(self, action: str, _checked: bool = False) -> None:
        self.triggered.emit(action)

    def _resize(self) -> None:
        self.setFixedHeight(self._theme.scaled(self._theme.metrics.header.state_bar))
