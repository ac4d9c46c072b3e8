"""Who can get into the hosted room, at the top of the panel: what was seen, and what helps."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.ui.hosting.hosting_info import RoomStanding, StandingTone
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.widgets.buttons import Button, ButtonKind
from app.ui.widgets.labels import IconLabel, Label
from app.ui.widgets.scaled_layouts import scaled_column, scaled_row
from app.words import hosting_words

# icon and ink; what was seen alone is green
_ICONS = {
    StandingTone.SEEN: ("check", "success"),
    StandingTone.OPEN: ("people", "text2"),
    StandingTone.BLOCKED: ("error", "danger"),
    StandingTone.ALONE: ("wifi-off", "text2"),
}


class StandingGroup(QWidget):
    """Shows a RoomStanding; what is to be done its buttons tell: `check`, `open_ports`, `close_ports`."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon = IconLabel(theme, "people", "text2", theme.metrics.icon.small)
        self.sentence = Label("", TypeRole.LIST, "text2", wrap=True)
        self.rumour = Label("", TypeRole.LIST, "text", wrap=True)
        self.findings = Label("", TypeRole.META, "text2", wrap=True)
        self.help = Label("", TypeRole.META, "text3", wrap=True)
        self.outcome = Label("", TypeRole.META, "text2", wrap=True)
        self.check = Button(theme, hosting_words.CHECK_ROOM(), ButtonKind.LINK)
        self.open_ports = Button(theme, hosting_words.OPEN_PORTS(), ButtonKind.LINK)
        self.close_ports = Button(theme, hosting_words.CLOSE_PORTS(), ButtonKind.LINK)
        self._lay_out()

    def set_standing(self, standing: RoomStanding) -> None:
        """Show how the room stands now."""
        self._icon.set_icon(*_ICONS[standing.tone])
        self.sentence.setText(standing.sentence)
        for label, text in (
            (self.rumour, standing.rumour),
            (self.findings, "\n".join(standing.findings)),
            (self.help, standing.help),
            (self.outcome, standing.outcome),
        ):
            label.setText(text)
            label.setVisible(bool(text))
        said = hosting_words.CHECKING if standing.is_checking else hosting_words.CHECK_ROOM
        self.check.setText(said())
        self._show(self.check, standing.can_check)
        self._show(self.open_ports, standing.can_open)
        self._show(self.close_ports, standing.can_close)

    def _show(self, button: Button, shown: bool) -> None:
        if button.hasFocus() and not shown and button is not self.check:
            # it goes on where one was; Qt would look for another end of the panel, and take that for a key
            self.check.setFocus(Qt.FocusReason.OtherFocusReason)
        button.setVisible(shown)

    def _lay_out(self) -> None:
        gap = self._theme.metrics.spacing
        first = scaled_row(self._theme)
        first.set_spacing(gap.one)
        first.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        first.addWidget(self.sentence, 1)
        column = scaled_column(self._theme, self)
        column.set_margins(0, 0, 0, 0)
        column.set_spacing(gap.half)
        column.addLayout(first)
        below = scaled_column(self._theme)
        below.set_margins(self._theme.metrics.icon.small + gap.one, 0, 0, 0)
        below.set_spacing(gap.half)
        for label in (self.rumour, self.findings, self.outcome, self.help):
            below.addWidget(label)
        buttons = scaled_row(self._theme)
        buttons.set_spacing(gap.two)
        for button in (self.open_ports, self.check):
            buttons.addWidget(button)
        buttons.addStretch()
        below.addLayout(buttons)
        below.addWidget(self.close_ports, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(below)
