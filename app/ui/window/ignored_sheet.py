"""Whom one ignores, on all networks, over the shaded window: each can be heard again."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.guard import guarded
from app.models.ignored_people import IgnoredPerson
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.widgets.buttons import Button, ButtonKind
from app.ui.widgets.icon_button import IconButton
from app.ui.widgets.labels import ElidedLabel, Label
from app.ui.widgets.modal_overlay import ListArea, ModalOverlay
from app.ui.widgets.scaled_layouts import ScaledBox, scaled_column, scaled_row
from app.values import frozen
from app.words import common_words, moderation_words

_WIDTH = 440


@frozen
class IgnoredRow:
    """Somebody on one network; `where` is how people know that."""

    network: str
    person: IgnoredPerson
    where: str = ""


@guarded()
class IgnoredSheet(ModalOverlay):
    """Shows `rows`.

    Signals:
        lifted(IgnoredRow): somebody is to be heard again.
    """

    lifted = Signal(IgnoredRow)

    def __init__(self, theme: Theme, over: QWidget, rows: Iterable[IgnoredRow]) -> None:
        super().__init__(theme, over, title=moderation_words.IGNORED_TITLE(), width=_WIDTH)
        self.cross = IconButton(theme, "close", common_words.CLOSE())
        self.cross.clicked.connect(self.dismiss)
        self.buttons: list[Button] = []
        self._area: ListArea | None = None
        self._lay_out(list(rows))
        self.open_with(self.cross)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes round between the people and the cross."""
        chain: list[QWidget] = [self.cross, *(button for button in self.buttons if button.isEnabled())]
        current = self.focusWidget()
        at = chain.index(current) if current in chain else -1
        following = chain[(at + (1 if forward else -1)) % len(chain)]
        following.setFocus()
        if self._area is not None and following is not self.cross:
            self._area.ensureWidgetVisible(following)
        return True

    def _lay_out(self, rows: list[IgnoredRow]) -> None:
        pad = self._theme.metrics.dialog.pad
        column = scaled_column(self._theme, self.card)
        self.set_card_margins(pad, pad - 8, pad - 8, pad)
        head = QHBoxLayout()
        head.addWidget(Label(moderation_words.IGNORED_TITLE(), TypeRole.HEADING), 1)
        head.addWidget(self.cross)
        column.addLayout(head)
        if not rows:
            column.addWidget(Label(moderation_words.NOBODY_IS_IGNORED(), wrap=True))
            return
        inner = QWidget()
        people = scaled_column(self._theme, inner)
        people.set_margins(0, 0, 8, 0)
        for row in rows:
            people.addLayout(self._make_line(row))
        self._area = ListArea(inner)
        column.addWidget(self._area, 1)

    def _make_line(self, row: IgnoredRow) -> ScaledBox:
        line = scaled_row(self._theme)
        line.set_spacing(self._theme.metrics.spacing.one_half)
        name = row.person.name or row.person.nick
        line.addWidget(ElidedLabel(name), 1)
        line.addWidget(Label(row.where, TypeRole.META, "text3"))
        lift = Button(self._theme, moderation_words.STOP_IGNORING(), ButtonKind.LINK)
        lift.setAccessibleName(moderation_words.STOP_IGNORING_WHOM(name=name))
        lift.clicked.connect(partial(self._lift, row, lift))
        self.buttons.append(lift)
        line.addWidget(lift)
        return line

    def _lift(self, row: IgnoredRow, button: Button, _checked: bool = False) -> None:
        button.setEnabled(False)
        self.cross.setFocus()
        self.lifted.emit(row)
