"""What a card of a dialog holds: a body that scrolls where the window is low, and its buttons, which stay."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QVBoxLayout, QWidget

from app.ui.theme.theme import Theme
from app.ui.widgets.buttons import Button
from app.ui.widgets.scaled_layouts import margin_within
from app.ui.widgets.surfaces import Card, set_margins


class DialogContents:
    """Lays out `body` above `buttons` in `card`, and gives the card its place in a window.

    Whoever makes it calls `place` when the window, the text or its size has changed.
    """

    def __init__(self, theme: Theme, card: Card, body: QWidget, buttons: Sequence[Button]) -> None:
        self.area = QScrollArea()
        self._theme = theme
        self._card = card
        self._body = body
        self._buttons = tuple(buttons)
        self._column = QVBoxLayout(card)
        self._foot = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._holder = QWidget()
        self._holder.setProperty("surface", "clear")
        self._inside = QVBoxLayout(self._holder)
        self._inside.addWidget(body)
        self._fill()

    def place(self, window: QWidget) -> None:
        """Give the card the height that it needs, and the buttons a column where a row is too wide."""
        scaled, metrics = self._theme.scaled, self._theme.metrics
        spacing, wide = metrics.spacing, scaled(metrics.dialog.width)
        outside = spacing.two if wide <= window.width() - 2 * spacing.two else spacing.one
        width = min(wide, window.width() - 2 * outside)
        pad = margin_within(self._theme, spacing.two if width < wide else metrics.dialog.pad, width)
        inner = width - 2 * pad - 2
        self._turn_foot(inner)
        body = self._body.heightForWidth(inner) if self._body.hasHeightForWidth() else -1
        body = max(body, self._body.minimumSizeHint().height())
        between = scaled(spacing.three)
        wanted = body + between + self._foot.sizeHint().height() + 2 * pad + 2
        height = min(wanted, window.height() - 2 * outside)
        # the bar stands between what scrolls and the edge, where it takes no width from that
        bar = self.area.verticalScrollBar().sizeHint().width() if height < wanted else 0
        set_margins(self._inside, 0, 0, max(0, pad - bar), 0)
        set_margins(self._foot, 0, 0, pad, 0)
        set_margins(self._column, pad, pad, 0, pad)
        self._column.setSpacing(between)
        top = max(outside, (window.height() - height) // 3)
        self._card.setGeometry((window.width() - width) // 2, top, width, height)

    def _turn_foot(self, inner: int) -> None:
        gap = self._theme.scaled(self._theme.metrics.spacing.one_half)
        for button in self._buttons:
            button.set_stacked(False)
        shown = [button.sizeHint().width() for button in self._buttons if not button.isHidden()]
        beside = sum(shown) + (len(shown) - 1) * gap
        is_row = beside <= inner
        self._foot.setDirection(
            QBoxLayout.Direction.LeftToRight if is_row else QBoxLayout.Direction.BottomToTop
        )
        for button in self._buttons:
            button.set_stacked(not is_row)
        self._foot.setSpacing(gap if is_row else self._theme.scaled(self._theme.metrics.spacing.one))

    def _fill(self) -> None:
        self.area.setWidget(self._holder)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._foot.addStretch()
        for button in self._buttons:
            self._foot.addWidget(button)
        self._column.addWidget(self.area, 1)
        self._column.addLayout(self._foot)
