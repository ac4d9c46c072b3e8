"""The ring around a control that has the keyboard's focus, and the rule when it is shown.

Knows no particular control.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractScrollArea, QSplitter, QWidget

from app.guard import guarded
from app.ui.theme.theme import Theme

_BY_KEY = frozenset(
    {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason}
)
_BY_PROGRAM = frozenset({Qt.FocusReason.OtherFocusReason, Qt.FocusReason.ActiveWindowFocusReason})


def is_focus_visible(widget: QWidget, reason: Qt.FocusReason) -> bool:
    """Whether a focus should be visible: it came by a key, or by itself after keys were used."""
    if reason in _BY_KEY:
        return True
    used_keys = widget.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
    return reason in _BY_PROGRAM and used_keys


def _room_for(box: QRect, target: QWidget) -> QWidget | None:
    """The nearest widget around `target` that `box`, in its coordinates, is not cut in; else its parent."""
    around = target.parentWidget()
    while around is not None:
        is_whole = around.rect().contains(box.translated(target.mapTo(around, QPoint(0, 0))))
        if is_whole and not isinstance(around, QSplitter):  # one of those takes any child for a pane
            return around
        above = around.parentWidget()
        is_viewport = isinstance(above, QAbstractScrollArea) and above.viewport() is around
        if around.isWindow() or is_viewport:  # what scrolls must cut it
            break
        around = above
    return target.parentWidget()


@guarded()
class FocusRing(QWidget):
    """A ring two pixels away from its target, lying over what is around it, invisible to the mouse.

    It belongs to the nearest widget around the target that has room for all of it. `flat`: above and below it
    stays within the target, where lines of text stand close together.
    """

    def __init__(self, theme: Theme, target: QWidget, *, flat: bool = False) -> None:
        away = theme.metrics.stroke.focus + theme.metrics.stroke.focus_offset
        box = target.rect().adjusted(-away, 0 if flat else -away, away, 0 if flat else away)
        host = _room_for(box, target)
        super().__init__(host)
        self._theme = theme
        self._target = target
        self._flat = flat
        between = target.parentWidget()
        while between is not None and between is not host:
            between.installEventFilter(self)  # where it moves the target moves with it, and is not told
            between = between.parentWidget()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.update_geometry()
        self.raise_()
        self.show()

    def update_geometry(self) -> None:
        """Lie around where the target is now."""
        stroke, host = self._theme.metrics.stroke, self.parentWidget()
        away = stroke.focus + stroke.focus_offset
        up = 0 if self._flat else away
        if host is not None and host.isAncestorOf(self._target):
            box = self._target.rect().adjusted(-away, -up, away, up)
            self.setGeometry(box.translated(self._target.mapTo(host, QPoint(0, 0))))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize):
            self.update_geometry()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        stroke = self._theme.metrics.stroke.focus
        radius = self._theme.metrics.radius.button + self._theme.metrics.stroke.focus_offset + stroke / 2
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.colours.focus_ring, stroke))
        inset = stroke / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), radius, radius)


@guarded()
class FocusRingFilter(QObject):
    """An event filter that gives one control its ring while its focus is visible. A child of the control."""

    def __init__(self, theme: Theme, target: QWidget, *, flat: bool = False) -> None:
        super().__init__(target)
        self._flat = flat
        self._theme = theme
        self._target = target
        self._ring: FocusRing | None = None
        # the only filter: one that were installed while Qt walks through them would make it begin again
        target.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QFocusEvent):
            if event.type() == QEvent.Type.FocusIn and is_focus_visible(self._target, event.reason()):
                self._show()
            elif event.type() == QEvent.Type.FocusOut:
                self._remove()
        elif event.type() == QEvent.Type.Hide:
            self._remove()
        elif self._ring is not None and event.type() in (QEvent.Type.Move, QEvent.Type.Resize):
            self._ring.update_geometry()
        return False

    def _show(self) -> None:
        self._remove()
        if self._target.parentWidget() is not None:
            self._ring = FocusRing(self._theme, self._target, flat=self._flat)
            self._ring.update_geometry()  # being shown it had what is around laid out, unheard by this filter

    def _remove(self) -> None:
        if self._ring is not None:
            self._ring.hide()
            self._ring.deleteLater()
            self._ring = None
