"""A card over the shaded window; Escape, or a click beside it, dismisses it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from app.guard import guarded
from app.ui.theme.theme import Theme
from app.ui.widgets.scaled_layouts import margin_within
from app.ui.widgets.surfaces import Card, set_margins

_MARGIN = 32


@guarded()
class ListArea(QScrollArea):
    """A list in a card: as high as it where the window allows, else it scrolls."""

    def __init__(self, inner: QWidget) -> None:
        super().__init__()
        inner.setProperty("surface", "clear")
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(inner)

    def sizeHint(self) -> QSize:
        inner = self.widget()
        return inner.sizeHint() if inner is not None else super().sizeHint()


@guarded()
class ModalOverlay(QWidget):
    """Covers `over`; subclasses fill `card` and call `open_with`. Deletes itself when dismissed."""

    def __init__(self, theme: Theme, over: QWidget, *, title: str, width: int = 460, height: int = 0) -> None:
        """`width` and `height` of the card at 100 % text, if the window has it; 0: as high as it needs."""
        super().__init__(over)
        self._theme = theme
        self._wanted = (width, height)
        self._margins = (0, 0, 0, 0)
        self._focus_before = over.window().focusWidget()
        self.card = Card("dialog", self)
        self.card.setAccessibleName(title)
        over.installEventFilter(self)
        theme.changed.connect(self._place_again)

    def set_card_margins(self, start: int, top: int, end: int, bottom: int) -> None:
        """The margins of the card's layout at 100 % text. Called before `open_with`."""
        self._margins = (start, top, end, bottom)

    def open_with(self, first: QWidget) -> None:
        """Show the overlay with the focus on `first`."""
        over = self.parentWidget()
        assert over is not None
        self.setGeometry(over.rect())
        self.show()
        self.raise_()
        self._place()
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def dismiss(self) -> None:
        """Close and give the focus back."""
        if self.isHidden():
            return
        self.hide()
        if self._focus_before is not None:
            self._focus_before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched is self.parentWidget()
            and isinstance(watched, QWidget)
            and event.type() == QEvent.Type.Resize
        ):
            self.setGeometry(watched.rect())
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), self._theme.colours.overlay)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self.card.geometry().contains(event.position().toPoint()):
            self.dismiss()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Nothing behind the overlay gets the focus."""
        return True

    @Slot()
    def _place_again(self) -> None:
        # a slot that a subclass overrides would be called after the sheet's end too (PySide 6.11)
        self._place()

    def _place(self) -> None:
        card, scaled = self.card, self._theme.scaled
        width, wanted = (scaled(px) for px in self._wanted)
        width = min(width, self.width() - _MARGIN)
        layout = card.layout()
        if layout is not None:
            set_margins(layout, *(margin_within(self._theme, px, width) for px in self._margins))
        if not wanted:
            wanted = card.heightForWidth(width) if card.hasHeightForWidth() else card.sizeHint().height()
        height = min(wanted, self.height() - _MARGIN)
        self.card.setGeometry((self.width() - width) // 2, (self.height() - height) // 3, width, height)
