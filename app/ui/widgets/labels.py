"""Labels: words in a role of the type scale and an ink, ones that shorten or shrink, icons, and avatars."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QFontMetricsF, QIcon, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from app.guard import guarded
from app.irc.text import strip_formatting
from app.ui.theme.avatars import AvatarState, AvatarStyle
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.widgets.plain_text import set_tooltip

_BREAKS = ".:/-"
_LEAST_WIDTH = 80
_SEEN_CUT = 0.75  # pixels of a letter; that less is missing, nobody sees
_SELECTABLE = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
_NOT_SELECTABLE = Qt.TextInteractionFlag.NoTextInteraction


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
        self._spare_first_letter()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._spare_first_letter()

    def _spare_first_letter(self) -> None:
        """Some letters, as J, reach to the left of where they begin: there the label would cut them."""
        first = self.text()[:1]
        reach = -QFontMetricsF(self.font()).boundingRect(first).x() if first else 0.0
        self.setIndent(math.ceil(reach) if reach > _SEEN_CUT else -1)

    def set_ink(self, ink: str) -> None:
        """Write in another token."""
        if self.property("ink") == ink:  # a style costs more than all else that a row changes
            return
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
        width = self.fontMetrics().horizontalAdvance(self._full) + max(0, self.indent())
        return QSize(width + 2, hint.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance("…"), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        room = max(0, self.width() - max(0, self.indent()))
        shown = self.fontMetrics().elidedText(self._full, self._mode, room)
        set_tooltip(self, self._tip or (self._full if shown != self._full else ""))
        if shown != self.text():
            self.setText(shown)


@guarded()
class AddressLabel(Label):
    """An address, always the whole of it: smaller where there is no room, then on several lines.

    `px` is its size at 100 % text, where that is not the one of its role.
    """

    def __init__(self, theme: Theme, text: str = "", px: int = 0, parent: QWidget | None = None) -> None:
        super().__init__("", TypeRole.ADDRESS, parent=parent)
        self._theme = theme
        self._px = px
        self._full = ""
        self._shown_px = 0
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.set_full_text(text)
        theme.changed.connect(self._restyle)

    def set_full_text(self, text: str) -> None:
        """Show `text`."""
        self._full = strip_formatting(text)
        self.setAccessibleName(self._full)
        self._fit()
        self.updateGeometry()

    def full_text(self) -> str:
        """The text before it was broken into lines."""
        return self._full

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self._font(self._wanted_px()))
        return QSize(metrics.horizontalAdvance(self._full) + 2, metrics.height())

    def minimumSizeHint(self) -> QSize:
        metrics = QFontMetrics(self._font(self._least_px()))
        return QSize(min(self._theme.scaled(_LEAST_WIDTH), self.sizeHint().width()), metrics.height())

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        px, lines = self._laid_out(width)
        return QFontMetrics(self._font(px)).height() * len(lines)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _restyle(self) -> None:
        self._shown_px = 0
        self._fit()
        self.updateGeometry()

    def _fit(self) -> None:
        px, lines = self._laid_out(self.width())
        if px != self._shown_px:
            self._shown_px = px
            self.setStyleSheet(f"font-size: {px}px;")
        if (words := "\n".join(lines)) != self.text():
            self.setText(words)
            # whoever selects and copies what is broken would have the breaks in it
            self.setTextInteractionFlags(_SELECTABLE if len(lines) == 1 else _NOT_SELECTABLE)

    def _laid_out(self, width: int) -> tuple[int, list[str]]:
        """At which size, and on which lines, all of it has room in `width`."""
        for px in range(self._wanted_px(), self._least_px() - 1, -1):
            if QFontMetrics(self._font(px)).horizontalAdvance(self._full) <= width:
                return px, [self._full]
        return self._least_px(), _broken(self._full, QFontMetrics(self._font(self._least_px())), width)

    def _font(self, px: int) -> QFont:
        self.ensurePolished()
        font = QFont(self.font())
        font.setPixelSize(px)
        return font

    def _wanted_px(self) -> int:
        own = self._theme.font(TypeRole.ADDRESS).pixelSize()
        return self._theme.scaled(self._px) if self._px else own

    def _least_px(self) -> int:
        # smaller than other words it would be the hardest to read of all
        return min(self._wanted_px(), self._theme.font(TypeRole.META).pixelSize())


def _is_port(rest: str) -> bool:
    """Whether it is what stands behind the colon of an address: alone on a line it is a riddle."""
    return rest.isdecimal()


def _broken(text: str, metrics: QFontMetrics, width: int) -> list[str]:
    """`text` on lines of at most `width`, broken behind its own marks where there are some."""
    lines: list[str] = []
    while text:
        fits = max(
            (at for at in range(1, len(text) + 1) if metrics.horizontalAdvance(text[:at]) <= width), default=1
        )
        if fits < len(text):
            marks = [at + 1 for at, letter in enumerate(text[:fits]) if letter in _BREAKS]
            fits = max([at for at in marks if not _is_port(text[at:])] or marks, default=fits)
        lines.append(text[:fits])
        text = text[fits:]
    return lines or [""]


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
        self._size = size
        theme.changed.connect(self._resize)
        self._resize()

    def set_icon(self, icon: str, ink: str) -> None:
        """Show another icon in the token `ink`."""
        self._icon, self._ink = icon, ink
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        self._theme.paint_icon(QPainter(self), QRectF(self.rect()), self._icon, self._ink)

    def _resize(self) -> None:
        side = self._theme.scaled(self._size)
        self.setFixedSize(side, side)
        self.update()


@guarded()
class ProgramIcon(QWidget):
    """The program's icon, `side` pixels at 100 % text; its name stands beside it."""

    def __init__(self, theme: Theme, side: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._side = side
        self._icon = QIcon(str(theme.resources / "icon.svg"))
        theme.changed.connect(self._resize)
        self._resize()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        pixmap = self._icon.pixmap(self.size(), self.devicePixelRatioF())
        painter.drawPixmap(QRectF(self.rect()), pixmap, QRectF(pixmap.rect()))

    def _resize(self) -> None:
        side = self._theme.scaled(self._side)
        self.setFixedSize(side, side)
        self.update()


@guarded()
class AvatarLabel(QWidget):
    """The avatar of a person, live: give it another name and it is repainted."""

    def __init__(self, theme: Theme, name: str = "", size: int = 32, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._name = name
        self._colour_of: str | None = None
        self._state = AvatarState.PRESENT
        self._picture = ""
        self._size = size
        theme.changed.connect(self._resize)
        theme.pictures.changed.connect(self.update)
        self._resize()

    def set_name(
        self,
        name: str,
        *,
        colour_of: str | None = None,
        state: AvatarState = AvatarState.PRESENT,
        picture: str = "",
    ) -> None:
        """Show the avatar of `name`, coloured by `colour_of` where that is something else.

        `picture`: the id of the one that they show, "" for none.
        """
        self._name, self._colour_of, self._state, self._picture = name, colour_of, state, picture
        self.update()

    def look(self) -> AvatarStyle:
        """What is painted now."""
        return self._theme.person_avatar(
            self._name, self._size, self._state, colour_of=self._colour_of, picture=self._picture
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        self._theme.avatars.paint(QPainter(self), QRectF(self.rect()), self.look(), mirrored=mirrored)

    def _resize(self) -> None:
        side = self._theme.scaled(self._size)
        self.setFixedSize(side, side)
        self.update()
