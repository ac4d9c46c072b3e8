"""Of what the person is told in each room: from the settings to rooms as they open, and back."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from app.application.room_archiving import RoomArchiving
from app.models.room import NotifyRule, Room, RoomKind
from app.models.room_wishes import SetNotifyRule
from app.settings import Settings
from app.store.archive_records import RoomKey

USUAL = NotifyRule.MENTIONS  # nothing is kept of rooms in which nothing else was chosen


class RoomRules(QObject):
    """Keeps a rule by the network and the channel or person, as the archive keeps what was said there.

    Signals:
        changed(): the settings are others now and want to be kept.
    """

    changed = Signal()

    def __init__(self, settings: Settings, archiving: RoomArchiving, parent: QObject) -> None:
        super().__init__(parent)
        self._settings = settings
        self._archiving = archiving
        archiving.begun.connect(self._on_begun)
        archiving.moved.connect(self._on_moved)

    def choose(self, room: Room, wish: SetNotifyRule) -> None:
        """Tell the person of this in the room from now on."""
        room.set_notify_rule(wish.rule)
        key = self._archiving.key_of(room)
        if key is None:
            return
        rules = self._settings.room_rules.setdefault(key.network, {})
        rules[key.target] = wish.rule.value
        is_usual = wish.rule is USUAL or (wish.rule is NotifyRule.ALL and room.kind is RoomKind.PRIVATE)
        if is_usual:
            del rules[key.target]
        if not rules:
            del self._settings.room_rules[key.network]
        self.changed.emit()

    @Slot(Room, RoomKey)
    def _on_moved(self, room: Room, before: RoomKey) -> None:
        """A channel was renamed, or the other person of a private talk: what was chosen there goes along."""
        rules, key = self._settings.room_rules.get(before.network, {}), self._archiving.key_of(room)
        if key is not None and before.target in rules:
            rules[key.target] = rules.pop(before.target)
            self.changed.emit()

    @Slot(Room)
    def _on_begun(self, room: Room) -> None:
        if (key := self._archiving.key_of(room)) is not None:
            rule = self._settings.room_rules.get(key.network, {}).get(key.target, USUAL.value)
            room.set_notify_rule(NotifyRule(rule))
