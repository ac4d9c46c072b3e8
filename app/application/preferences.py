"""How the program looks and speaks, as the person chose: from the settings to the window, and back."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from app.models.rooms_model import RoomOrder
from app.models.timeline_presence import PresenceDisplay, PresenceRule
from app.settings import Settings
from app.ui.theme.theme import SchemePreference, Theme
from app.ui.timeline.timeline_options import Announce, TimelineOptions
from app.ui.window.main_window import MainWindow
from app.ui.window.preference_choices import Attention


class Preferences(QObject):
    """Keeps settings and window in step.

    Signals:
        changed(): the settings are others now and want to be kept.
    """

    changed = Signal()

    def __init__(self, settings: Settings, theme: Theme, window: MainWindow, parent: QObject) -> None:
        super().__init__(parent)
        self._settings = settings
        self._theme = theme
        window.set_timeline_options(timeline_options(settings))
        self._emoji = window.page.emoji
        self._emoji.set_recents(settings.recent_reactions)
        self._emoji.set_tone(settings.skin_tone)
        self._emoji.recents_changed.connect(self._note_emoji)
        self._emoji.tone_changed.connect(self._note_emoji)
        choices = window.preferences
        window.set_enter_sends(settings.enter_sends)
        choices.show_typing(settings.tell_typing)
        choices.show_auto_away(settings.auto_away)
        choices.show_attention(attention_of(settings))
        choices.attention_chosen.connect(self._choose_attention)
        choices.theme_chosen.connect(self._choose_theme)
        choices.text_scale_chosen.connect(self._choose_text_scale)
        choices.timeline_chosen.connect(self._choose_timeline)
        choices.tell_typing_chosen.connect(self._choose_typing)
        choices.auto_away_chosen.connect(self._choose_auto_away)
        choices.enter_sends_chosen.connect(self._choose_enter)
        window.set_room_order(RoomOrder(settings.room_order))
        choices.room_order_chosen.connect(self._choose_room_order)

    @Slot(object)
    def _choose_theme(self, preference: SchemePreference) -> None:
        self._settings.theme = preference.value
        self._theme.set_preference(preference)
        self.changed.emit()

    @Slot(int)
    def _choose_text_scale(self, percent: int) -> None:
        self._theme.set_text_scale(percent)
        self._settings.text_scale = self._theme.text_scale
        self.changed.emit()

    @Slot(object)
    def _choose_timeline(self, options: TimelineOptions) -> None:
        self._settings.compact = options.compact
        self._settings.presence = options.presence.display.value
        self._settings.cancel_out = options.presence.cancel_out
        self._settings.announce = options.announce.value
        self.changed.emit()

    @Slot(bool)
    def _choose_typing(self, tells: bool) -> None:
        self._settings.tell_typing = tells
        self.changed.emit()

    @Slot(bool)
    def _choose_auto_away(self, goes: bool) -> None:
        self._settings.auto_away = goes
        self.changed.emit()

    @Slot(bool)
    def _choose_enter(self, sends: bool) -> None:
        self._settings.enter_sends = sends
        self.changed.emit()

    @Slot(RoomOrder)
    def _choose_room_order(self, order: RoomOrder) -> None:
        self._settings.room_order = order.value
        self.changed.emit()

    @Slot(Attention)
    def _choose_attention(self, attention: Attention) -> None:
        self._settings.notify = attention.messages
        self._settings.notify_presence = attention.presence
        self._settings.notify_text = attention.shows_text
        self._settings.do_not_disturb = attention.do_not_disturb
        self._settings.tray_icon = attention.in_tray
        self._settings.keep_running = attention.keeps_running
        self.changed.emit()

    @Slot()
    def _note_emoji(self) -> None:
        self._settings.recent_reactions = list(self._emoji.recents)
        self._settings.skin_tone = self._emoji.tone
        self.changed.emit()


def attention_of(settings: Settings) -> Attention:
    """Of what the person is told by the settings, and how."""
    return Attention(
        messages=settings.notify,
        presence=settings.notify_presence,
        shows_text=settings.notify_text,
        do_not_disturb=settings.do_not_disturb,
        in_tray=settings.tray_icon,
        keeps_running=settings.keep_running,
    )


def timeline_options(settings: Settings) -> TimelineOptions:
    """How timelines look and speak by the settings."""
    return TimelineOptions(
        compact=settings.compact,
        presence=PresenceRule(PresenceDisplay(settings.presence), settings.cancel_out),
        announce=Announce(settings.announce),
    )
