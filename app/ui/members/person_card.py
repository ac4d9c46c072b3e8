"""The card of one person: who they are, what is known of them, and what can be done. It floats over a window.

Shows and reports; what is known and what can be done is given.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QGuiApplication, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFrame,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.guard import guarded
from app.models.person_facts import FactKind, PersonFact
from app.ui.action import DANGER, Action
from app.ui.members.member_actions import MemberContext
from app.ui.theme.avatars import AvatarState
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.widgets.buttons import click_by_enter
from app.ui.widgets.icon_button import IconButton
from app.ui.widgets.labels import AvatarLabel, IconLabel, Label
from app.ui.widgets.list_view import paint_elided_text
from app.ui.widgets.scaled_layouts import ScaledBox, scaled_column, scaled_row
from app.ui.widgets.surfaces import Card, Separator
from app.ui.widgets.tab_order import focus_next
from app.words import common_words, people_words

Row = Action[MemberContext]

_WIDTH = 300
_AVATAR = 56
_ROW = 32
_EDGE = 1
_INSIDE = 8  # what is no button stands in line with the icons of those
_LINE_GAP = 6
_BUTTON_GAP = 2
_GAP = 8  # to the name that was pressed, and to the edges of the window
_ICONS = {
    FactKind.NICKNAME: "at",
    FactKind.STATUS: "room",
    FactKind.AWAY: "clock",
    FactKind.ABSENT: "leave",
    FactKind.ACCOUNT: "person",
    FactKind.SINCE: "join",
    FactKind.SILENT: "clock",
    FactKind.ROOMS: "rooms",
    FactKind.ADDRESS: "wifi",
    FactKind.CONNECTION: "unlock",
}


@guarded()
class PersonCard(Card):
    """Lies over a window until something of it is chosen, Esc is pressed, or the mouse elsewhere.

    Signals:
        closed(): it is gone.
    """

    closed = Signal()

    def __init__(self, theme: Theme, over: QWidget) -> None:
        super().__init__("dialog", over)
        self._theme = theme
        self._focus_before = over.window().focusWidget()
        self._anchor = QRect()
        self._chosen: list[tuple[Row, MemberContext]] = []
        self._avatar = AvatarLabel(theme, size=_AVATAR)
        self._name = Label("", TypeRole.HEADING, wrap=True)
        self._role_icon = IconLabel(theme, "host", "you")
        self._role = Label("", TypeRole.LIST, "text2", wrap=True)
        self._close = IconButton(theme, "close", common_words.CLOSE(), small=True)
        self._close.clicked.connect(self.dismiss)
        self._role_line = QWidget()
        self._facts = QWidget()
        self._buttons: list[_ActionButton] = []
        self._list = QWidget()
        self._body = QWidget()
        self._column = scaled_column(theme, self._body)
        self._area = QScrollArea(self)
        self._lay_out()
        over.installEventFilter(self)
        QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]  # there is one
        theme.changed.connect(self._place)

    # -- what is shown

    def show_person(
        self,
        name: str,
        *,
        colour_of: str,
        is_away: bool,
        role: str,
        role_icon: tuple[str, str] | None,
        picture: str = "",
    ) -> None:
        """Who it is; `role_icon` is the icon of the role and its ink, None where there is no role.

        `picture`: the id of the one that they show, "" for none.
        """
        state = AvatarState.AWAY if is_away else AvatarState.PRESENT
        self._avatar.set_name(name, colour_of=colour_of, state=state, picture=picture)
        self._name.setText(name)
        self._role.setText(role)
        self._role_line.setVisible(bool(role))
        if role_icon is not None:
            self._role_icon.set_icon(*role_icon)
        self.setAccessibleName(people_words.PROFILE_OF(name=name))

    def show_facts(self, facts: Sequence[PersonFact]) -> None:
        """What there is to tell, a line each."""
        box = QWidget()
        lines = scaled_column(self._theme, box)
        lines.set_margins(_INSIDE, 0, _INSIDE, 0)
        lines.set_spacing(_LINE_GAP)
        for fact in facts:
            lines.addLayout(self._fact_line(fact))
        self._facts = self._put(box, self._facts)
        self.setAccessibleDescription(". ".join(fact.text for fact in facts))
        self._place()

    def show_actions(self, shown: Sequence[tuple[Row, bool]], context: MemberContext) -> None:
        """What can be done with them now, each with whether it starts a group."""
        rows = [row for row, _ in shown]
        if [row.id for row in rows] == [row.id for row, _ in self._chosen]:
            self._chosen = [(row, context) for row in rows]
            return
        had_focus = any(button.hasFocus() for button in self._buttons)
        self._chosen = [(row, context) for row in rows]
        self._buttons = []
        box = QWidget()
        lines = scaled_column(self._theme, box)
        lines.set_margins(0, 0, 0, 0)
        lines.set_spacing(_BUTTON_GAP)
        for at, (row, starts_group) in enumerate(shown):
            if starts_group and at:
                lines.addWidget(Separator())
            button = _ActionButton(self._theme, row, row.words(context))
            button.clicked.connect(partial(self._choose, at))
            button.stepped.connect(self.focusNextPrevChild)
            lines.addWidget(button)
            self._buttons.append(button)
        self._list = self._put(box, self._list)
        if had_focus:
            self._first_button().setFocus(Qt.FocusReason.OtherFocusReason)
        self._place()

    def open_at(self, anchor: QRect, *, by_key: bool) -> None:
        """Show beside what lies at `anchor` on the screen, as far as there is room in the window."""
        self._anchor = anchor
        self.show()
        self.raise_()
        self._place()
        # by that of Tab Qt lets rows show the focus only while the key is Tab
        reason = Qt.FocusReason.ShortcutFocusReason if by_key else Qt.FocusReason.OtherFocusReason
        self._first_button().setFocus(reason)

    def dismiss(self) -> None:
        """Close and give the focus back."""
        if self.isHidden():
            return
        QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]
        had_focus = self.isAncestorOf(self.window().focusWidget() or self.window())
        self.hide()
        if had_focus and self._focus_before is not None:
            self._focus_before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.closed.emit()
        self.deleteLater()

    # -- what Qt asks

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self.parentWidget():
            self._place()
        elif event.type() == QEvent.Type.MouseButtonPress and self._is_elsewhere(watched):
            # whoever presses elsewhere means what is there: a second click on a row opens a talk
            self.dismiss()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        event.accept()

    def focusNextPrevChild(self, forward: bool) -> bool:
        return focus_next(self, forward=forward)

    # -- how

    def _is_elsewhere(self, pressed: QObject) -> bool:
        return isinstance(pressed, QWidget) and pressed is not self and not self.isAncestorOf(pressed)

    def _lay_out(self) -> None:
        gap = self._theme.metrics.spacing
        role = scaled_row(self._theme, self._role_line)
        role.set_margins(0, 0, 0, 0)
        role.set_spacing(gap.half)
        role.addWidget(self._role_icon)
        role.addWidget(self._role, 1)
        words = scaled_column(self._theme)
        words.set_spacing(2)
        words.addStretch()
        words.addWidget(self._name)
        words.addWidget(self._role_line)
        words.addStretch()
        head = scaled_row(self._theme)
        head.set_margins(_INSIDE, 0, 0, 0)
        head.set_spacing(gap.one_half)
        head.addWidget(self._avatar)
        head.addLayout(words, 1)
        head.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        column = self._column
        column.set_margins(gap.one, gap.two, gap.one, gap.one)
        column.set_spacing(gap.one_half)
        column.addLayout(head)
        column.addWidget(self._facts)
        column.addWidget(Separator())
        column.addWidget(self._list)
        self._body.setProperty("surface", "clear")
        self._area.setWidget(self._body)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)  # the frame's edge counts by itself
        whole.addWidget(self._area)

    def _fact_line(self, fact: PersonFact) -> ScaledBox:
        line = scaled_row(self._theme)
        line.set_spacing(self._theme.metrics.spacing.one)
        icon = scaled_column(self._theme)
        icon.set_margins(0, 1, 0, 0)
        icon.addWidget(IconLabel(self._theme, _ICONS[fact.kind], "text3"))
        icon.addStretch()
        line.addLayout(icon)
        strong = fact.kind is FactKind.STATUS
        line.addWidget(Label(fact.text, TypeRole.LIST, "text" if strong else "text2", wrap=True), 1)
        return line

    def _put(self, box: QWidget, before: QWidget) -> QWidget:
        """Let `box` stand where another one stood."""
        self._column.replaceWidget(before, box)
        before.hide()
        before.deleteLater()
        box.show()  # else the layout would leave it out until later
        return box

    def _first_button(self) -> QWidget:
        return self._buttons[0] if self._buttons else self._close

    def _choose(self, at: int, _checked: bool = False) -> None:
        row, context = self._chosen[at]
        self.dismiss()
        row.run(context)

    def _place(self) -> None:
        """Take the room that is needed, beside what was pressed, wholly inside of the window."""
        over = self.parentWidget()
        if over is None or self.isHidden():
            return
        width = min(self._theme.scaled(_WIDTH), over.width() - 2 * _GAP)
        for widget in (self._body, *self._body.findChildren(QWidget)):
            widget.ensurePolished()
        self._column.activate()
        height = self._column.totalHeightForWidth(width - 2 * _EDGE) + 2 * _EDGE
        size = QSize(width, min(height, over.height() - 2 * _GAP))
        anchor = QRect(over.mapFromGlobal(self._anchor.topLeft()), self._anchor.size())
        self.setGeometry(QRect(place_beside(anchor, size, over.rect()), size))


def place_beside(anchor: QRect, size: QSize, inside: QRect) -> QPoint:
    """The corner of a card of `size` beside `anchor`: where there is room, else below or above it."""
    free = inside.adjusted(_GAP, _GAP, -_GAP, -_GAP)
    last = QPoint(free.right() - size.width() + 1, free.bottom() - size.height() + 1)
    x = max(free.left(), min(anchor.left(), last.x()))
    y = max(free.top(), min(anchor.top(), last.y()))
    after, before = anchor.right() + _GAP, anchor.left() - _GAP - size.width()
    beside = [after, before] if QGuiApplication.isLeftToRight() else [before, after]
    for left in beside:
        if free.left() <= left <= last.x():
            return QPoint(left, y)
    below, above = anchor.bottom() + _GAP // 2, anchor.top() - _GAP // 2 - size.height()
    for top in (below, above):
        if free.top() <= top <= last.y():
            return QPoint(x, top)
    return QPoint(x, y)


@guarded()
class _ActionButton(QAbstractButton):
    """A row of the registry: its icon and words, as high as a row of a menu.

    Signals:
        stepped(bool): the next one (True) or the one before is wanted.
    """

    stepped = Signal(bool)

    def __init__(self, theme: Theme, row: Row, words: str) -> None:
        super().__init__()
        self._theme = theme
        self._row = row
        self._words = words
        self.setAccessibleName(words)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.scaled(160), self._theme.scaled(_ROW))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.stepped.emit(event.key() == Qt.Key.Key_Down)
        elif not click_by_enter(self, event):
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, colours, box = self._theme, self._theme.colours, QRectF(self.rect())
        by_key = self.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
        has_ring = self.hasFocus() and by_key
        lit = self.underMouse() or has_ring or self.isDown()
        ink = DANGER if lit and self._row.ink == DANGER else "text" if lit else "text2"
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if lit:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours.pressed if self.isDown() else colours.accent_tint)
            painter.drawRoundedRect(box, theme.metrics.radius.row, theme.metrics.radius.row)
        if has_ring:
            pen = painter.pen()
            pen.setStyle(Qt.PenStyle.SolidLine)
            pen.setColor(colours.focus_ring)
            pen.setWidth(theme.metrics.stroke.focus)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            ring = box.adjusted(1, 1, -1, -1)
            painter.drawRoundedRect(ring, theme.metrics.radius.row, theme.metrics.radius.row)
        gap = theme.scaled(theme.metrics.spacing.one)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        side = theme.scaled(theme.metrics.icon.small)
        x = box.right() - gap - side if mirrored else gap
        theme.paint_icon(
            painter, QRectF(x, round((box.height() - side) / 2), side, side), self._row.icon, ink
        )
        taken = gap + side + theme.scaled(theme.metrics.spacing.one_half)
        words = box.adjusted(gap if mirrored else taken, 0, -taken if mirrored else -gap, 0)
        painter.setPen(theme.colour(DANGER if self._row.ink == DANGER and lit else "text"))
        paint_elided_text(painter, words, self._words, theme.font(TypeRole.LIST))
