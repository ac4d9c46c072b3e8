"""How the connection of a room is, in the header: an icon and a word, a sentence as tooltip.

Who is at the other end is part of it: compared, not compared, or not encrypted at all.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QEnterEvent, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from app.guard import guarded
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.widgets.buttons import click_by_enter
from app.ui.widgets.focus_ring import FocusRingFilter
from app.ui.widgets.list_view import paint_elided_text
from app.ui.widgets.plain_text import set_tooltip
from app.ui.window.link_view import LinkPhase, LinkView, Security
from app.values import frozen
from app.words import common_words, trust_words
from app.words.sentence import Sentence

_GAP = 6


@frozen
class _Look:
    """One state as it is painted."""

    icon: str
    icon_ink: str
    ink: str
    words: Sentence
    role: TypeRole = TypeRole.META


_OFFLINE = {
    LinkPhase.CONNECTING: _Look("wifi", "text2", "text2", trust_words.CONNECTING),
    LinkPhase.LOST: _Look("wifi-off", "warning", "warning_text", common_words.OFFLINE, TypeRole.LABEL),
    LinkPhase.DOUBTFUL: _Look("wifi-off", "warning", "warning_text", trust_words.NO_ANSWER, TypeRole.LABEL),
    LinkPhase.OFFLINE: _Look("wifi-off", "text2", "text2", common_words.OFFLINE),
    LinkPhase.STOPPED: _Look("wifi-off", "text2", "text2", trust_words.NOT_CONNECTED),
}
_CONNECTED = _Look("lock", "success", "text2", common_words.CONNECTED)
_ONLINE = {
    Security.VERIFIED: _CONNECTED,
    Security.OWN: _CONNECTED,
    Security.NOT_COMPARED: _Look("lock", "text2", "accent_text", trust_words.CHECK_HOST, TypeRole.LABEL),
    Security.NOT_ENCRYPTED: _Look(
        "unlock", "danger_text", "text2", trust_words.NOT_ENCRYPTED, TypeRole.LABEL
    ),
}
_PROOFS = {
    "link": trust_words.PROVED_BY_LINK,
    "password": trust_words.PROVED_BY_PASSWORD,
    "words": trust_words.PROVED_BY_WORDS,
    "authority": trust_words.PROVED_BY_AUTHORITY,
    "": trust_words.KNOWN_HOST,
}
# Of ordinary servers, which have no host.
_PROOFS_OF_SERVERS = {"words": trust_words.PROVED_BY_FINGERPRINT, "": trust_words.KNOWN_SERVER}


@guarded()
class LinkStateButton(QAbstractButton):
    """Shows a LinkView. It can be pressed, and reached by Tab, only while there are words to compare."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._view = LinkView(LinkPhase.CONNECTING)
        self._is_compact = False
        self._words_fit = True
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        FocusRingFilter(theme, self)
        theme.changed.connect(self.updateGeometry)
        self.set_view(self._view)

    @property
    def can_compare(self) -> bool:
        """Whether there are six words that nobody has compared yet."""
        view = self._view
        is_open = view.phase is LinkPhase.ONLINE and view.security is Security.NOT_COMPARED
        return is_open and bool(view.words)

    @property
    def has_words(self) -> bool:
        """Whether the words stand beside the icon now."""
        return self._words_fit

    def set_view(self, view: LinkView) -> None:
        """Show the state of a connection."""
        self._view = view
        tip = self._tip()
        set_tooltip(self, tip)
        self.setAccessibleName(f"{self.words()}. {tip}" if tip != self.words() else tip)
        self.setEnabled(self.can_compare)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if self.can_compare else Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor if self.can_compare else Qt.CursorShape.ArrowCursor)
        self._show_or_hide()
        self.updateGeometry()
        self.update()

    def set_compact(self, compact: bool) -> None:
        """In narrow windows only what is not as it should be stays."""
        self._is_compact = compact
        self._show_or_hide()
        self.updateGeometry()
        self.update()

    def set_words_fit(self, fit: bool) -> None:
        """Whether there is room for the words beside the name of the room."""
        if fit is not self._words_fit:
            self._words_fit = fit
            self.updateGeometry()
            self.update()

    def width_with_words(self) -> int:
        """Its width where the words stand beside the icon."""
        font = self._theme.font(self._look().role)
        return self._width_of_icon() + _GAP + round(QFontMetricsF(font).horizontalAdvance(self.words())) + 1

    def words(self) -> str:
        """The word for the state, or what is to be done about it, also where the icon stands for it."""
        words = self._look().words
        is_of_server = words is trust_words.CHECK_HOST and not self._view.is_hub  # which has no host
        return trust_words.CHECK_SERVER() if is_of_server else words()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not click_by_enter(self, event):
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        width = self.width_with_words() if self.has_words else self._width_of_icon()
        return QSize(width, self._theme.scaled(self._theme.metrics.control.icon_button))

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, look = self._theme, self._look()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.can_compare and (self.underMouse() or self.isDown()):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colours.pressed if self.isDown() else theme.colours.hover_on_sheet)
            radius = theme.metrics.radius.button
            painter.drawRoundedRect(QRectF(self.rect()), radius, radius)
        gap, side = theme.metrics.spacing.one, theme.scaled(theme.metrics.icon.small)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        x = self.width() - gap - side if mirrored else gap
        theme.paint_icon(painter, QRectF(x, (self.height() - side) / 2, side, side), look.icon, look.icon_ink)
        if self.has_words:
            taken = gap + side + _GAP
            box = QRectF(self.rect()).adjusted(
                gap if mirrored else taken, 0, -(taken if mirrored else gap), 0
            )
            painter.setPen(theme.colour(look.ink))
            align = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
            paint_elided_text(painter, box, self.words(), theme.font(look.role), align=align)

    def _look(self) -> _Look:
        view = self._view
        return _ONLINE[view.security] if view.phase is LinkPhase.ONLINE else _OFFLINE[view.phase]

    def _width_of_icon(self) -> int:
        return 2 * self._theme.metrics.spacing.one + self._theme.scaled(self._theme.metrics.icon.small)

    def _show_or_hide(self) -> None:
        is_online = self._view.phase is LinkPhase.ONLINE
        well = self._view.security in (Security.VERIFIED, Security.OWN)
        if self.parentWidget() is None:  # it would become a window
            return
        self.setVisible(not self._is_compact or (is_online and not well))

    def _tip(self) -> str:
        view = self._view
        if view.phase is not LinkPhase.ONLINE:
            return self.words()
        if view.security is Security.OWN:
            return trust_words.OWN_ROOM()
        if view.security is Security.NOT_ENCRYPTED:
            return trust_words.CONNECTED_UNENCRYPTED(address=view.address)
        first = trust_words.CONNECTED_ENCRYPTED(address=view.address)
        first += f" ({view.protocol})." if view.protocol else "."
        proofs = _PROOFS if view.is_hub else _PROOFS | _PROOFS_OF_SERVERS
        if view.security is Security.VERIFIED:
            proof = proofs.get(view.verified, proofs[""])
            return f"{first} {proof()}"
        unchecked = trust_words.NOBODY_HAS_CHECKED if view.is_hub else trust_words.NO_AUTHORITY
        return f"{first} {unchecked()}"
