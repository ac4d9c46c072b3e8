"""Where the parts of the start page stand, in wide and in narrow windows, and how the page scrolls."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.guard import guarded
from app.ui.start.host_card import HostCard
from app.ui.start.join_card import JoinCard
from app.ui.start.nearby_list import NearbySection
from app.ui.start.page_header import PageHeader
from app.ui.start.recent_list import RecentList
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.widgets.labels import Label
from app.ui.widgets.scaled_layouts import margin_within, scale_margins, scaled_column, scaled_row
from app.ui.widgets.surfaces import set_margins
from app.words import start_words

# Below this width (at 100 % text) two cards have no room beside each other.
_TWO_COLUMNS_FROM = 700


@guarded()
class StartColumns(QScrollArea):
    """Two columns: cards, and lists below them. In a narrow window one, with the rooms nearby on top.

    There a guest sees them at once; cards below them keep their place under the eye while rooms come and go.
    """

    def __init__(
        self,
        theme: Theme,
        header: PageHeader,
        host_card: HostCard,
        join_card: JoinCard,
        recent_list: RecentList,
        nearby: NearbySection,
    ) -> None:
        super().__init__()
        self._theme = theme
        self._header = header
        self._host_card, self._join_card = host_card, join_card
        self._recent_list = recent_list
        self._nearby = nearby
        self._is_narrow: bool | None = None
        self._shift = 0
        self._to_keep: QWidget | None = None
        self._recent = QWidget()
        self._recent_heading = Label(start_words.RECENT(), TypeRole.LIST_UNREAD)
        self._recent_heading.setBuddy(recent_list)
        self._top = scaled_column(theme)
        self._cards = scaled_row(theme)
        self._lists = scaled_row(theme)
        self._column = QWidget()
        self._ground = QWidget()
        self._lay_out()
        nearby.installEventFilter(self)
        self.verticalScrollBar().rangeChanged.connect(self._keep_place)
        theme.changed.connect(self._follow_width)
        self._follow_width()

    def show_recent(self, shown: bool) -> None:
        """Whether there are recent rooms to show."""
        for part in (self._recent, self._recent_list):
            part.setVisible(shown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._follow_width()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._nearby and isinstance(event, QResizeEvent) and self._is_narrow:
            self._note_growth(event.size().height() - event.oldSize().height())
        return super().eventFilter(watched, event)

    def _lay_out(self) -> None:
        spacing, start = self._theme.metrics.spacing, self._theme.metrics.start
        column = scaled_column(self._theme, self._column)
        column.set_margins(0, 0, 0, 0)
        column.set_spacing(0)
        column.addWidget(self._header)
        column.addLayout(self._top)
        column.add_gap(spacing.three)
        self._cards.set_spacing(start.card_gap)
        for card in (self._host_card, self._join_card):
            self._cards.addWidget(card, 1)
        column.addLayout(self._cards)
        column.add_gap(spacing.two)
        recent = QVBoxLayout(self._recent)
        recent.setContentsMargins(0, 0, 0, 0)
        recent.setSpacing(0)
        recent.addWidget(self._recent_heading)
        recent.addWidget(self._recent_list)
        recent.addStretch(1)
        self._lists.set_spacing(start.card_gap)
        self._lists.addWidget(self._recent, 1)
        column.addLayout(self._lists)
        column.addStretch(1)
        scale_margins(self._theme, self._recent_heading, spacing.one_half, 0, spacing.one_half, 0)
        self._ground.setProperty("surface", "clear")
        self._outer = QHBoxLayout(self._ground)
        self._outer.addStretch(1)
        self._outer.addWidget(self._column, 1000)
        self._outer.addStretch(1)
        self.setWidget(self._ground)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    @Slot()
    def _follow_width(self) -> None:
        theme, start, spacing = self._theme, self._theme.metrics.start, self._theme.metrics.spacing
        narrow = self.width() < theme.scaled(_TWO_COLUMNS_FROM)
        direction = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self._header.set_direction(direction)
        self._cards.setDirection(direction)
        self._host_card.set_narrow(self.width() < theme.scaled(theme.metrics.window.minimum[0]) - 1)
        self._lists.setDirection(direction)
        self._column.setMaximumWidth(theme.scaled(start.column))
        side = spacing.two if narrow else spacing.three
        side = margin_within(theme, side, self.width())
        top = theme.scaled(spacing.three if narrow else start.top_pad)
        set_margins(self._outer, side, top, side, theme.scaled(spacing.three))
        self._recent_heading.setFixedHeight(theme.scaled(theme.metrics.control.field))
        for card in (self._host_card, self._join_card):
            card.set_pad(margin_within(theme, start.card_pad, self.width()))
            card.setMinimumHeight(0 if narrow else theme.scaled(start.card_height))
        if narrow is not self._is_narrow:
            self._is_narrow = narrow
            self._place_nearby(narrow=narrow)

    def _place_nearby(self, *, narrow: bool) -> None:
        """Where it is seen is where it comes by keys."""
        self._top.set_margins(0, self._theme.metrics.spacing.two if narrow else 0, 0, 0)
        if narrow:
            self._top.addWidget(self._nearby)
        else:
            self._lists.addWidget(self._nearby, 1)
        self._nearby.set_short(narrow)
        before: QWidget = self._header.name_field.text_field.edit if narrow else self._recent_list
        for part in self._nearby.focus_order():
            QWidget.setTabOrder(before, part)
            before = part

    # -- what is below keeps its place

    def _note_growth(self, growth: int) -> None:
        """The rooms nearby take more place, or less, above the cards."""
        top = self._nearby.mapTo(self._ground, QPoint(0, 0)).y()
        self._shift += growth if self.verticalScrollBar().value() > top else 0
        focused = QApplication.focusWidget()
        if focused is None or not self._column.isAncestorOf(focused) or self._nearby.isAncestorOf(focused):
            return
        place = focused.rect().translated(focused.mapTo(self.viewport(), QPoint(0, 0)))
        # it may have been moved down already by what has grown
        if place.intersects(self.viewport().rect().adjusted(0, 0, 0, max(0, growth))):
            self._to_keep = focused

    @Slot(int, int)
    def _keep_place(self) -> None:
        shift, self._shift = self._shift, 0
        kept, self._to_keep = self._to_keep, None
        if shift:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + shift)
        if kept is not None:
            self.ensureWidgetVisible(kept)
