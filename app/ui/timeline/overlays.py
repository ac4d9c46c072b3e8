"""What floats over the timeline: the button to the end, the day that is read, the bar at a message."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect

from app.models.timeline_entries import MessageEntry
from app.models.timeline_words import day_name
from app.ui.timeline.action_bar import ActionBar
from app.ui.timeline.base_row import ClickKind, RowState
from app.ui.timeline.date_chip import DateChip
from app.ui.timeline.jump_button import JumpButton
from app.ui.timeline.message_actions import MessageActions
from app.ui.timeline.message_registry import IN_BAR, MessageAction
from app.ui.timeline.mouse import TimelineMouse
from app.ui.timeline.read_state import ReadState
from app.ui.timeline.row_layout import RowLayout
from app.ui.timeline.scrolling import Scrolling
from app.ui.timeline.timeline_keyboard import TimelineKeyboard

_MARGIN = 16
_CHIP_TOP = 8
_BAR_INSET = 13
_BAR_RISE = 12  # how far the bar stands out above the row it belongs to
_BAR_GAP = 4  # to a button of the message


class JumpOverlay:
    """The button that leads to what is new, else to the end, at the bottom right corner."""

    def __init__(self, layout: RowLayout, read_state: ReadState) -> None:
        self._layout = layout
        self._read_state = read_state
        self.button = JumpButton(layout.theme, layout.viewport)
        self.button.clicked.connect(read_state.jump)
        self.button.hide()

    def laid_out(self) -> None:
        """Show it where more than a screen, or something new, lies below."""
        layout, button, new_below = self._layout, self.button, self._read_state.new_below
        self.count()
        is_far = layout.placement.below > layout.viewport.height() or new_below > 0
        button.setVisible(is_far or not layout.model.window.is_live)
        button.adjustSize()
        corner = layout.viewport.rect().bottomRight() - QPoint(_MARGIN, _MARGIN)
        button.move(corner - QPoint(button.width(), button.height()))

    def count(self) -> None:
        """Tell how many new messages are below."""
        self.button.set_count(self._read_state.new_below)


class DayOverlay:
    """The day that is read, at the top while one scrolls."""

    def __init__(self, layout: RowLayout, scrolling: Scrolling) -> None:
        self._layout = layout
        self._scrolling = scrolling
        self.chip = DateChip(layout.theme, layout.viewport)

    def laid_out(self) -> None:
        """Keep it in the middle."""
        self.chip.move((self._layout.viewport.width() - self.chip.width()) // 2, _CHIP_TOP)

    def scrolled(self) -> None:
        """Tell the day that is read, unless its own line can be seen up there."""
        layout, rows = self._layout, self._layout.visible()
        under = self.chip.sizeHint().height() + 2 * _CHIP_TOP
        covered = any(
            row.dividers.day and -layout.theme.metrics.timeline.day_separator < area.top() < under
            for _, area, row in rows
        )
        is_hidden = self._scrolling.is_at_end or covered or not rows
        time = None if is_hidden else layout.rows.dated(rows[0][0]).time
        self.chip.show_day("" if time is None else day_name(time, layout.rows.context.now))
        self.laid_out()


class ActionOverlay:
    """The bar with what can be done, at the message that is pointed at, else at that with the keyboard."""

    def __init__(
        self,
        layout: RowLayout,
        *,
        mouse: TimelineMouse,
        keyboard: TimelineKeyboard,
        actions: MessageActions,
    ) -> None:
        self._layout = layout
        self._mouse = mouse
        self._keyboard = keyboard
        self._actions = actions
        self._row = -1
        self.bar = bar = ActionBar(layout.theme, layout.viewport)
        bar.pressed.connect(self._press)
        bar.more_pressed.connect(lambda place: actions.open_menu(self._row, None, place))

    def place(self) -> None:
        """Put it where it belongs now."""
        layout, hovered = self._layout, self._mouse.hovered
        chosen = hovered if hovered >= 0 or not layout.area.hasFocus() else self._keyboard.row
        found = next((found for found in layout.visible() if found[0] == chosen), None)
        entry = found[2].entry if found is not None else None
        if found is None or not isinstance(entry, MessageEntry) or self._mouse.dragging:
            self._row = -1
            self.bar.hide()
            return
        self._row = chosen
        self.bar.offer(self._actions.usable(IN_BAR, chosen))
        _, area, row = found
        ground = row.ground(area.y(), RowState(), layout.viewport.width())
        place = QRect(self.bar.rect())
        place.moveTop(max(2, round(ground.top()) - _BAR_RISE))
        place.moveRight(round(ground.right()) - _BAR_INSET)
        for target in row.targets:
            button = target.rect.translated(area.topLeft()).toRect()
            if target.kind is ClickKind.COPY_CODE and button.intersects(place):
                place.moveRight(button.left() - _BAR_GAP)  # else it could not be pressed
        self.bar.move(place.topLeft())
        self.bar.show()

    def _press(self, action: MessageAction, place: QPoint) -> None:
        self._actions.run(action, self._row, place)
