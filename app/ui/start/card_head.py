"""The head of a start card: its picture, what it does, and a sentence about it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from app.ui.start.tile import Tile
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.widgets.labels import Label


def card_head(theme: Theme, tile: Tile, title: str, sentence: str) -> QHBoxLayout:
    """The row with the picture at the left and the two lines beside it."""
    words = QVBoxLayout()
    words.setSpacing(2)
    words.addWidget(Label(title, TypeRole.TITLE, wrap=True))
    words.addWidget(Label(sentence, TypeRole.LIST, "text2", wrap=True))
    row = QHBoxLayout()
    row.setSpacing(theme.metrics.spacing.two)
    row.addWidget(tile)
    row.addLayout(words, 1)
    row.setAlignment(words, Qt.AlignmentFlag.AlignVCenter)
    return row
