"""The header of a card of the start page: its illustration, what it does, and a sentence about it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.guard import guarded
from app.ui.theme.avatars import avatar_path
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.widgets.labels import Label
from app.ui.widgets.scaled_layouts import ScaledBox, scaled_column, scaled_row

_SIDE = 56
_RADIUS = 12
_FLOOR = 45.25
_FLOOR_STROKE = 2.5
_DOOR_BOTTOM = 46.0


@guarded()
class Illustration(QWidget):
    """56 px square at 100 % text; purely decorative, so it has no accessible name."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        side = self._theme.scaled(_SIDE)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.scale(self.width() / _SIDE, self.height() / _SIDE)
        self.paint_scene(painter)

    def paint_scene(self, painter: QPainter) -> None:
        """Draw the picture on a grid of 56."""
        raise NotImplementedError

    def _ground(self, painter: QPainter, colour: QColor) -> None:
        painter.setBrush(colour)
        painter.drawRoundedRect(QRectF(0, 0, _SIDE, _SIDE), _RADIUS, _RADIUS)

    def _floor(self, painter: QPainter, left: float, right: float, colour: QColor) -> None:
        painter.setPen(QPen(colour, _FLOOR_STROKE, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawLine(QPointF(left, _FLOOR), QPointF(right, _FLOOR))


class HostIllustration(Illustration):
    """The open door with the light on."""

    def paint_scene(self, painter: QPainter) -> None:
        colours = self._theme.colours
        self._ground(painter, colours.accent)
        painter.fillPath(_arch(16, 40, 14), colours.on_accent)
        painter.fillPath(_arch(21, 35, 20), colours.lamp_light)
        self._floor(painter, 10, 46, colours.on_accent)


class JoinIllustration(Illustration):
    """Somebody, in the colour of the person's own name, before a lit door."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._name = self._colour = ""

    def set_colour(self, colour: str) -> None:
        """The colour that the person has chosen, "" for that of the name."""
        self._colour = colour
        self.update()

    def set_name(self, name: str) -> None:
        """Whose colour the small avatar has."""
        self._name = name
        self.update()

    def paint_scene(self, painter: QPainter) -> None:
        colours = self._theme.colours
        self._ground(painter, colours.accent_tint)
        painter.fillPath(_arch(26, 46, 19), colours.accent)
        painter.fillPath(_arch(30.5, 41.5, 24.5), colours.lamp_light)
        person = avatar_path(QRectF(9, 30, 14, 14), self._theme.metrics.radius.avatar_tail_share)
        painter.fillPath(person, self._theme.name_colour(self._colour or self._name).disc)
        self._floor(painter, 7, 49, colours.accent_text)


def _arch(left: float, right: float, top: float) -> QPainterPath:
    """A door with a round top that stands on the floor."""
    width = right - left
    path = QPainterPath(QPointF(left, _DOOR_BOTTOM))
    path.lineTo(left, top + width / 2)
    path.arcTo(QRectF(left, top, width, width), 180, -180)
    path.lineTo(right, _DOOR_BOTTOM)
    path.closeSubpath()
    return path


def make_card_header(theme: Theme, illustration: Illustration, title: str, sentence: str) -> ScaledBox:
    """The row with the picture at the left and the two lines beside it."""
    words = scaled_column(theme)
    words.set_spacing(2)
    words.addStretch()  # not by an alignment, with which lines that wrap would get too little height
    words.addWidget(Label(title, TypeRole.TITLE, wrap=True))
    words.addWidget(Label(sentence, TypeRole.LIST, "text2", wrap=True))
    words.addStretch()
    row = scaled_row(theme)
    row.set_spacing(theme.metrics.spacing.one_half)
    row.addWidget(illustration)
    row.addLayout(words, 1)
    return row
