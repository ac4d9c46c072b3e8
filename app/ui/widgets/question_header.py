"""The top of a question: perhaps an icon in an avatar's shape, the title, the text."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.guard import guarded
from app.ui.theme.avatars import avatar_path
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.widgets.labels import Label
from app.ui.widgets.scaled_layouts import scaled_column, scaled_row

_SIDE = 40
_ICON = 24


@guarded()
class IconBadge(QWidget):
    """An icon in a tinted shape like an avatar's: petrol, or red where something is wrong."""

    def __init__(self, theme: Theme, icon: str, *, danger: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon = icon
        self._ground = "danger_tint" if danger else "accent_tint"
        self._ink = "danger_text" if danger else "accent_text"
        theme.changed.connect(self._resize)
        self._resize()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, side = self._theme, self._theme.scaled(_ICON)
        gap = (self.width() - side) / 2
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        path = avatar_path(QRectF(self.rect()), theme.metrics.radius.avatar_tail_share, mirrored=mirrored)
        painter.fillPath(path, theme.colour(self._ground))
        theme.paint_icon(painter, QRectF(gap, gap, side, side), self._icon, self._ink)

    def _resize(self) -> None:
        side = self._theme.around_icon(_SIDE, _ICON)
        self.setFixedSize(side, side)
        self.update()


class QuestionHeader(QWidget):
    """Title and text; larger beside an icon."""

    def __init__(
        self,
        theme: Theme,
        title: str,
        text: str,
        *,
        icon: str = "",
        danger: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        gap = theme.metrics.spacing
        row = scaled_row(theme, self)
        row.set_margins(0, 0, 0, 0)
        row.set_spacing(gap.two)
        if icon:
            row.addWidget(IconBadge(theme, icon, danger=danger), 0, Qt.AlignmentFlag.AlignTop)
        words = scaled_column(theme)
        words.set_spacing(gap.half if icon else gap.one)
        words.addWidget(Label(title, TypeRole.TITLE if icon else TypeRole.HEADING, wrap=True))
        if text:
            role = TypeRole.MESSAGE if icon else TypeRole.LIST
            words.addWidget(Label(text, role, "text2", wrap=True))
        words.addStretch()
        row.addLayout(words, 1)
