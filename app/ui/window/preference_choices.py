"""How the program looks, speaks and tells others of the person: what is chosen, and what is chosen anew."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from app.models.rooms_model import RoomOrder
from app.models.timeline_presence import PresenceDisplay
from app.ui.theme.theme import SchemePreference, Theme
from app.ui.timeline.timeline_options import Announce, TimelineOptions
from app.values import frozen


@frozen
class Attention:
    """Of what the person is told while they look elsewhere, and how."""

    messages: bool = True  # that are meant for them
    presence: bool = True  # who comes and goes
    shows_text: bool = True  # what was written, not only that something was
    do_not_disturb: bool = False  # nothing at all for now
    in_tray: bool = True  # by an icon in the notification area
    keeps_running: bool = False  # a window that is closed stays behind that icon


class PreferenceChoices(QObject):
    """Holds what menus mark; what is chosen in them leaves as signals. Writes no settings.

    Signals:
        changed(): something else is to be marked.
        theme_chosen(SchemePreference), text_scale_chosen(int percent), timeline_chosen(TimelineOptions).
        tell_typing_chosen(bool): whether others may see that one writes.
        auto_away_chosen(bool): whether one is shown as away after a while.
        enter_sends_chosen(bool): whether Enter sends what is written.
        room_order_chosen(RoomOrder): how the list of rooms is ordered.
        attention_chosen(Attention): of what the person is told, and how.
        try_notification_requested(): show one, to see whether they arrive.
    """

    changed = Signal()
    theme_chosen = Signal(SchemePreference)
    text_scale_chosen = Signal(int)
    timeline_chosen = Signal(TimelineOptions)
    tell_typing_chosen = Signal(bool)
    auto_away_chosen = Signal(bool)
    enter_sends_chosen = Signal(bool)
    room_order_chosen = Signal(RoomOrder)
    attention_chosen = Signal(Attention)
    try_notification_requested = Signal()

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self.timeline = TimelineOptions()
        self.tells_typing = False
        self.goes_away = False
        self.enter_sends = True
        self.room_order = RoomOrder.ATTENTION
        self.attention = Attention()
        self.has_tray = False

    @property
    def scheme(self) -> SchemePreference:
        """Light, dark, or as the system has it."""
        return self._theme.preference

    def show_timeline(self, options: TimelineOptions) -> None:
        """Mark how timelines look and speak."""
        self.timeline = options
        self.changed.emit()

    def show_typing(self, tells: bool) -> None:
        """Mark whether others may see that one writes."""
        self.tells_typing = tells
        self.changed.emit()

    def show_attention(self, attention: Attention) -> None:
        """Mark of what the person is told while they look elsewhere, and how."""
        self.attention = attention
        self.changed.emit()

    def show_auto_away(self, goes: bool) -> None:
        """Mark whether one is shown as away after a while."""
        self.goes_away = goes
        self.changed.emit()

    def show_enter(self, sends: bool) -> None:
        """Mark whether Enter sends."""
        self.enter_sends = sends
        self.changed.emit()

    def show_tray(self, has_tray: bool) -> None:
        """Offer what needs a tray, or nothing of it."""
        self.has_tray = has_tray
        self.changed.emit()

    def show_room_order(self, order: RoomOrder) -> None:
        """Mark how the list of rooms is ordered."""
        self.room_order = order
        self.changed.emit()

    # -- what is chosen

    def step_text_scale(self, percent: int) -> None:
        """All text larger or smaller by so much."""
        self.text_scale_chosen.emit(self._theme.text_scale + percent)

    def toggle_compact(self) -> None:
        """Messages with or without room around them."""
        self._choose_timeline(replace(self.timeline, compact=not self.timeline.compact))

    def choose_presence(self, display: PresenceDisplay) -> None:
        """How it is shown that people come and go."""
        rule = replace(self.timeline.presence, display=display)
        self._choose_timeline(replace(self.timeline, presence=rule))

    def toggle_cancel_out(self) -> None:
        """Short visits shown or left out."""
        rule = self.timeline.presence
        rule = replace(rule, cancel_out=not rule.cancel_out)
        self._choose_timeline(replace(self.timeline, presence=rule))

    def choose_announce(self, announce: Announce) -> None:
        """What a screen reader reads out."""
        self._choose_timeline(replace(self.timeline, announce=announce))

    def toggle_typing(self) -> None:
        """Let others see that one writes, or not."""
        self.show_typing(not self.tells_typing)
        self.tell_typing_chosen.emit(self.tells_typing)

    def toggle_auto_away(self) -> None:
        """Be shown as away after a while, or not."""
        self.show_auto_away(not self.goes_away)
        self.auto_away_chosen.emit(self.goes_away)

    def toggle_enter(self) -> None:
        """Let Enter send, or begin a line."""
        self.show_enter(not self.enter_sends)
        self.enter_sends_chosen.emit(self.enter_sends)

    def toggle_room_order(self) -> None:
        """Rooms as they were opened, or those first that ask for attention."""
        is_opened = self.room_order is RoomOrder.OPENED
        self.show_room_order(RoomOrder.ATTENTION if is_opened else RoomOrder.OPENED)
        self.room_order_chosen.emit(self.room_order)

    def switch_attention(self, field: str) -> None:
        """Switch a field of Attention on or off."""
        self.show_attention(replace(self.attention, **{field: not getattr(self.attention, field)}))
        self.attention_chosen.emit(self.attention)

    def _choose_timeline(self, options: TimelineOptions) -> None:
        self.show_timeline(options)
        self.timeline_chosen.emit(options)
