"""The actions that choose how timelines look and speak, in step with what was chosen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QActionGroup

from app.models.timeline_presence import PresenceDisplay, PresenceRule
from app.ui.actions import ActionId, Actions
from app.ui.timeline.timeline_options import Announce, TimelineOptions

PRESENCE = {
    ActionId.PRESENCE_ALL: PresenceDisplay.ALL,
    ActionId.PRESENCE_COLLAPSED: PresenceDisplay.COLLAPSED,
    ActionId.PRESENCE_SPEAKERS: PresenceDisplay.SPEAKERS,
    ActionId.PRESENCE_NONE: PresenceDisplay.NONE,
}
ANNOUNCE = {
    ActionId.ANNOUNCE_ALL: Announce.ALL,
    ActionId.ANNOUNCE_MENTIONS: Announce.MENTIONS,
    ActionId.ANNOUNCE_OFF: Announce.OFF,
}


class TimelineChoices(QObject):
    """Holds what was chosen last.

    Signals:
        chosen(TimelineOptions): the person wants it otherwise.
    """

    chosen = Signal(TimelineOptions)

    def __init__(self, actions: Actions) -> None:
        super().__init__(actions)
        self._actions = actions
        self._options = TimelineOptions()
        self._groups = [self._group(ids) for ids in (PRESENCE, ANNOUNCE)]
        self.show_options(self._options)

    def _group(self, ids: dict[ActionId, PresenceDisplay] | dict[ActionId, Announce]) -> QActionGroup:
        group = QActionGroup(self)
        for action in ids:
            group.addAction(self._actions[action])
        return group

    def show_options(self, options: TimelineOptions) -> None:
        """Mark what is chosen."""
        self._options = options
        marks = {
            ActionId.COMPACT: options.compact,
            ActionId.CANCEL_OUT: options.presence.cancel_out,
            **{action: options.presence.display is display for action, display in PRESENCE.items()},
            **{action: options.announce is announce for action, announce in ANNOUNCE.items()},
        }
        for action, marked in marks.items():
            self._actions[action].setChecked(marked)

    def handlers(self) -> dict[ActionId, Callable[[], None]]:
        """What each of the actions does."""
        table: dict[ActionId, Callable[[], None]] = {
            ActionId.COMPACT: self._toggle_compact,
            ActionId.CANCEL_OUT: self._toggle_cancel_out,
        }
        for action, display in PRESENCE.items():
            table[action] = partial(self._choose_presence, display)
        for action, announce in ANNOUNCE.items():
            table[action] = partial(self._choose_announce, announce)
        return table

    def _toggle_compact(self) -> None:
        self._choose(replace(self._options, compact=not self._options.compact))

    def _toggle_cancel_out(self) -> None:
        rule = self._options.presence
        self._choose_rule(replace(rule, cancel_out=not rule.cancel_out))

    def _choose_presence(self, display: PresenceDisplay) -> None:
        self._choose_rule(replace(self._options.presence, display=display))

    def _choose_rule(self, rule: PresenceRule) -> None:
        self._choose(replace(self._options, presence=rule))

    def _choose_announce(self, announce: Announce) -> None:
        self._choose(replace(self._options, announce=announce))

    def _choose(self, options: TimelineOptions) -> None:
        self.show_options(options)
        self.chosen.emit(options)
