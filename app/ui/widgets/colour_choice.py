"""Choosing the colour that one's name and avatar have for everybody, and the way to a picture in its place.

Knows no settings and no server; shows the avatar as others will see it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QEnterEvent, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QSizePolicy,
    QStyle,
    QWidget,
)

from app.guard import guarded
from app.ui.theme.avatars import avatar_path
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.widgets.buttons import Button
from app.ui.widgets.focus_ring import FocusRingFilter
from app.ui.widgets.labels import AvatarLabel, Label
from app.ui.widgets.plain_text import set_tooltip
from app.ui.widgets.scaled_layouts import scaled_column, scaled_row
from app.words import people_words

_PREVIEW = 64
_SIDE = 32
_DROP = 24
_COLUMNS = 6
# the ten of the theme by their names in tokens.json
_NAMES = {
    "raspberry": people_words.RASPBERRY,
    "oxblood": people_words.OXBLOOD,
    "bronze": people_words.BRONZE,
    "olive": people_words.OLIVE,
    "forest": people_words.FOREST,
    "pine": people_words.PINE,
    "lagoon": people_words.LAGOON,
    "ink": people_words.INK,
    "grape": people_words.GRAPE,
    "plum": people_words.PLUM,
}


class ColourChoice(QWidget):
    """The avatar and eleven choices, of which arrow keys and the mouse choose; `value` is "" for the name's.

    `button` leads to a picture.

    Signals:
        chosen(str): another one is chosen now, "#rrggbb" or "".
    """

    chosen = Signal(str)

    def __init__(
        self,
        theme: Theme,
        name: str,
        value: str,
        parent: QWidget | None = None,
        *,
        picture: str | None = None,
    ) -> None:
        """`name` is what the colour is made of where none is chosen, `value` what is chosen so far.

        `picture`: the id of the one that is shown, "" for none; None where none can be.
        """
        super().__init__(parent)
        self._theme = theme
        self._name = name
        self._value = value
        self._picture = picture or ""
        self.button = None if picture is None else Button(theme, people_words.CHOOSE_PICTURE(), small=True)
        self._avatar = AvatarLabel(theme, size=_PREVIEW)
        self._group = QButtonGroup(self)
        choices = [("", people_words.COLOUR_OF_NAME())]
        choices += [(told, _NAMES[colour.name]()) for told, colour in theme.colour_choices()]
        self._swatches = [_Swatch(theme, told, words) for told, words in choices]
        chosen = theme.name_colour(value).name if value else ""
        for swatch in self._swatches:
            swatch.setChecked(bool(swatch.value) is bool(value) and self._is_of(swatch, chosen))
            self._group.addButton(swatch)
        self._group.buttonToggled.connect(self._on_toggled)
        self._lay_out()
        self.set_name(name)

    @property
    def value(self) -> str:
        """What is chosen, "#rrggbb", "" for the colour of the name."""
        return self._value

    def set_name(self, name: str) -> None:
        """The name is another one."""
        self._name = name
        self._swatches[0].set_colour_of(name)
        self._avatar.set_name(name, colour_of=self._value or name, picture=self._picture)

    def set_picture(self, picture: str) -> None:
        """Another picture is shown, by its id, "" for none."""
        self._picture = picture
        self.set_name(self._name)

    def focus_stop(self) -> QWidget:
        """Where the keyboard comes to: what is chosen."""
        return next(swatch for swatch in self._swatches if swatch.isChecked())

    def _is_of(self, swatch: _Swatch, chosen: str) -> bool:
        return not swatch.value or self._theme.name_colour(swatch.value).name == chosen

    def _lay_out(self) -> None:
        gap = self._theme.metrics.spacing
        words = scaled_column(self._theme)
        words.set_spacing(gap.half)
        words.addWidget(Label(people_words.YOUR_COLOUR(), TypeRole.LABEL, "text2", wrap=True))
        words.addWidget(_SwatchGrid(self._theme, self._swatches))
        row = scaled_row(self._theme, self)
        stroke = self._theme.metrics.stroke
        # the ring around a colour of the last line, which a scrolled sheet would cut
        row.set_margins(0, 0, 0, stroke.focus + stroke.focus_offset)
        row.set_spacing(gap.two)
        beside = scaled_column(self._theme)
        beside.set_spacing(gap.one)
        beside.addStretch()
        beside.addWidget(self._avatar, 0, Qt.AlignmentFlag.AlignHCenter)
        if self.button is not None:
            beside.addWidget(self.button)
        beside.addStretch()
        row.addLayout(beside)
        row.addLayout(words, 1)

    @Slot(QAbstractButton, bool)
    def _on_toggled(self, button: QAbstractButton, checked: bool) -> None:
        if checked and isinstance(button, _Swatch):
            self._value = button.value
            self.set_name(self._name)
            self.chosen.emit(self._value)


@guarded()
class _SwatchGrid(QWidget):
    """Swatches beside each other, on as many lines as the width asks for."""

    def __init__(self, theme: Theme, swatches: Sequence[_Swatch]) -> None:
        super().__init__()
        self._theme = theme
        self._swatches = swatches
        for swatch in swatches:
            swatch.setParent(self)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self._place)

    def sizeHint(self) -> QSize:
        width = _COLUMNS * self._step() - self._gap()
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.scaled(_SIDE), self._theme.scaled(_SIDE))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        lines = -(-len(self._swatches) // self._columns(width))
        return lines * self._step() - self._gap()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _gap(self) -> int:
        return self._theme.scaled(self._theme.metrics.spacing.half)

    def _step(self) -> int:
        return self._theme.scaled(_SIDE) + self._gap()

    def _columns(self, width: int) -> int:
        return max(1, min(_COLUMNS, (width + self._gap()) // self._step()))

    def _place(self) -> None:
        columns, step = self._columns(self.width()), self._step()
        side = self._theme.scaled(_SIDE)
        for at, swatch in enumerate(self._swatches):
            box = QRect(at % columns * step, at // columns * step, side, side)
            swatch.setGeometry(QStyle.visualRect(self.layoutDirection(), self.rect(), box))
        self.updateGeometry()


@guarded()
class _Swatch(QAbstractButton):
    """One colour; the one of the name has its letters in it."""

    def __init__(self, theme: Theme, value: str, words: str) -> None:
        super().__init__()
        self._theme = theme
        self.value = value
        self._colour_of = value
        self.setCheckable(True)
        self.setAccessibleName(words)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        set_tooltip(self, words)
        theme.changed.connect(self._resize)
        self._resize()
        FocusRingFilter(theme, self)

    def set_colour_of(self, colour_of: str) -> None:
        """Show the colour of a name."""
        self._colour_of = colour_of
        self.update()

    def sizeHint(self) -> QSize:
        side = self._theme.scaled(_SIDE)
        return QSize(side, side)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down):
            event.accept()  # at either end nothing else is meant by it

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = theme.scaled(_DROP)
        box = QRectF(0, 0, side, side)
        box.moveCenter(QRectF(self.rect()).center())
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        tail = theme.metrics.radius.avatar_tail_share
        look = theme.person_avatar(self._colour_of, _DROP, colour_of=self._colour_of)
        theme.avatars.paint(
            painter, box, replace(look, letters="") if self.value else look, mirrored=mirrored
        )
        if self.isChecked() or self.underMouse():
            ink = theme.colours.text if self.isChecked() else theme.colours.control_border
            ring = QRectF(self.rect()).adjusted(1, 1, -1, -1)
            painter.strokePath(
                avatar_path(ring, tail, mirrored=mirrored), QPen(ink, theme.metrics.stroke.focus)
            )

    def _resize(self) -> None:
        self.setFixedSize(self.sizeHint())
        self.update()
