"""A list and its delegate, to be derived from, and what delegates paint: a row's background, text, a badge.

Knows the theme; no model.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRectF, Qt
from PySide6.QtGui import QContextMenuEvent, QFont, QFontMetricsF, QHelpEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.guard import guarded, report
from app.irc.text import strip_formatting
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.widgets.plain_text import show_tooltip
from app.words import common_words

Index = QModelIndex | QPersistentModelIndex
State = QStyle.StateFlag


class ListView(QListView):
    """A list without edge and without editing whose delegate paints everything, hover included."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QListView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.viewport().setAutoFillBackground(False)


def row_for_menu(view: QListView, event: QContextMenuEvent) -> tuple[QModelIndex, QPoint]:
    """The row whose menu is asked for, by the mouse or by a key, and where on the screen it opens."""
    by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
    index = view.currentIndex() if by_key else view.indexAt(event.pos())
    place = view.visualRect(index).center() if by_key else event.pos()
    return index, view.viewport().mapToGlobal(place)


@guarded()
class ListDelegate(QStyledItemDelegate):
    """What delegates of lists do alike: a row that cannot be painted costs only itself, tooltips are plain.

    A row's tooltip is the model's ToolTipRole.
    """

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        try:
            self.paint_content(painter, option, index)
        except Exception as error:
            report(self, "a row of a list", error)
            words = common_words.ROW_NOT_SHOWN()
            painter.drawText(option.rect, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, words)
        finally:
            painter.restore()

    def paint_content(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a row; the painter may be left as it is then."""

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        if event.type() is not QEvent.Type.ToolTip:
            return False
        show_tooltip(event.globalPos(), self.tooltip_at(event.pos(), option, index), view)
        return True

    def tooltip_at(self, point: QPoint, option: QStyleOptionViewItem, index: Index) -> str:
        """The tooltip of a row at a point of the viewport, "" for none."""
        tip = index.data(Qt.ItemDataRole.ToolTipRole)
        return tip if isinstance(tip, str) else ""


def paint_row_background(painter: QPainter, theme: Theme, box: QRectF, option: QStyleOptionViewItem) -> None:
    """The background of a row that is hovered or selected, and its ring while it has the keyboard's focus."""
    colours, radius = theme.colours, theme.metrics.radius.row
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if option.state & State.State_Selected:
        painter.setPen(QPen(colours.line, 1))
        painter.setBrush(colours.selected_row)
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
    elif option.state & State.State_MouseOver:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.hover_on_ground)
        painter.drawRoundedRect(box, radius, radius)
    if option.state & State.State_HasFocus and option.state & State.State_KeyboardFocusChange:
        painter.setPen(QPen(colours.focus_ring, theme.metrics.stroke.focus))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), radius, radius)


def paint_selection_bar(painter: QPainter, theme: Theme, box: QRectF, *, mirrored: bool) -> None:
    """The bar in the accent colour at the start of the selected row."""
    width = theme.metrics.stroke.selected_bar
    inset = theme.metrics.spacing.one
    x = box.right() - width if mirrored else box.left()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colours.accent_text)
    painter.drawRoundedRect(QRectF(x, box.top() + inset, width, box.height() - 2 * inset), 1.5, 1.5)


def paint_elided_text(
    painter: QPainter,
    box: QRectF,
    text: str,
    font: QFont,
    *,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> bool:
    """One line of `text` in the painter's pen, shortened to `box`; returns whether it was shortened."""
    painter.setFont(font)
    text = strip_formatting(text)
    shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, align | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)
    return shown != text


def badge_width(theme: Theme, text: str) -> float:
    """How wide the badge with `text` is."""
    badge = theme.metrics.badge
    advance = QFontMetricsF(theme.font(TypeRole.BADGE)).horizontalAdvance(text)
    return max(theme.scaled(badge.min_width), advance + 2 * theme.scaled(badge.pad_x) + 2)


def paint_badge(painter: QPainter, theme: Theme, box: QRectF, text: str, *, mention: bool) -> None:
    """A fully round badge filling `box`."""
    colours = theme.colours
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colours.mention_badge if mention else colours.unread_badge)
    painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
    painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # "@2" is no word to be turned round
    painter.setPen(colours.on_mention_badge if mention else colours.on_unread_badge)
    painter.setFont(theme.font(TypeRole.BADGE))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def badge_text(count: int) -> str:
    """A count as a badge writes it: at most "99+"."""
    return str(count) if count < 100 else "99+"
