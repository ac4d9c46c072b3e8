"""Labels: words in a role of the type scale and an ink, one that shortens, icons, and avatars."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from app.guard import guarded
from app.irc.text import strip_formatting
from app.ui.theme.avatars import AvatarStyle
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.widgets.plain_text import set_tooltip


@guarded()
class Label(QLabel):
    """Plain text of one type role and ink (a token of stylesheet.INKS); never rich text or codes of IRC."""

    def __init__(
        self,
        text: str = "",
        role: TypeRole = TypeRole.LIST,
        ink: str = "text",
        *,
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)  # before there is a text that Qt could take for another
        self.setText(text)
        self.setProperty("type", role.value)
        self.setProperty("ink", ink)
        self.setWordWrap(wrap)

    def setText(self, text: str) -> None:
        super().setText(strip_formatting(text))

    def set_ink(self, ink: str) -> None:
        """Write in another token."""
        self.setProperty("ink", ink)
        self.style().unpolish(self)
        self.style().polish(self)


@guarded()
class ElidedLabel(Label):
    """One line that is shortened to the room there is; the whole text is then its tooltip.

    `tip` is the tooltip where that says more than the text.
    """

    def __init__(
        self,
        text: str = "",
        role: TypeRole = TypeRole.LIST,
        ink: str = "text",
        *,
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
        tip: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("", role, ink, parent=parent)
        self._full = ""
        self._mode = mode
        self._tip = tip
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.set_full_text(text)

    def set_full_text(self, text: str) -> None:
        """Show `text`, on one line."""
        self._full = " ".join(strip_formatting(text).split())
        self.setAccessibleName(self._full)
        self._elide()
        self.updateGeometry()

    def full_text(self) -> str:
        """The text before it was shortened."""
        return self._full

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(self.fontMetrics().horizontalAdvance(self._full) + 2, hint.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance("…"), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        shown = self.fontMetrics().elidedText(self._full, self._mode, max(0, self.width()))
        set_tooltip(self, self._tip or (self._full if shown != self._full else ""))
        if shown != self.text():
            self.setText(shown)


@guarded()
class IconLabel(QWidget):
    """A decorative icon: words beside it say the same, so it has no accessible name."""

    def __init__(
        self, theme: Theme, icon: str, ink: str = "text2", size: int = 16, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon = icon
        self._ink = ink
        self.setFixedSize(size, size)
        theme.changed.connect(self.update)

    def set_icon(self, icon: str, ink: str) -> None:
        """Show another icon in the token `ink`."""
        self._icon, self._ink = icon, ink
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        self._theme.paint_icon(QPainter(self), QRectF(self.rect()), self._icon, self._ink)


@guarded()
class AvatarLabel(QWidget):
    """The avatar of a person, live: give it another name and it is repainted."""

    def __init__(self, theme: Theme, name: str = "", size: int = 32, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._name = name
        self._colour_of: str | None = None
        self.setFixedSize(size, size)
        theme.changed.connect(self.update)

    def set_name(self, name: str, *, colour_of: str | None = None) -> None:
        """Show the avatar of `name`, coloured by `colour_of` where that is another name."""
        self._name, self._colour_of = name, colour_of
        self.update()

    def look(self) -> AvatarStyle:
        """What is painted now."""
        return self._theme.person_avatar(self._name, self.width(), colour_of=self._colour_of)

    def paintEvent(self, event: QPaintEvent) -> None:
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        self._theme.avatars.paint(QPainter(self), QRectF(self.rect()), self.look(), mirrored=mirrored)
