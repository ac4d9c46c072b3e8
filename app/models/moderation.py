"""What the host of one hub decides about people there, and what came of what this person wished of it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.irc.ban_lines import BanNotice


class Moderation(QObject):
    """Of one connection; `is_owner`: this person is the hub's host, whose bans are of all of it.

    Signals:
        changed(): other people are banned from the hub now.
        banned(BanNotice), lifted(BanNotice): somebody just was, or may come in again, by this person from
            whichever of their windows.
        muted(str, str, int, str): in a channel somebody was, by nickname, for so many seconds, 0 until it is
            lifted, by a mask.
    """

    changed = Signal()
    banned = Signal(BanNotice)
    lifted = Signal(BanNotice)
    muted = Signal(str, str, int, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.is_owner = False
        self._bans: dict[str, BanNotice] = {}

    @property
    def hub_bans(self) -> tuple[BanNotice, ...]:
        """Who is banned from the whole hub, as far as the host was told."""
        return tuple(self._bans.values())

    def set_bans(self, bans: tuple[BanNotice, ...]) -> None:
        """All that there are."""
        self._bans = {ban.id: ban for ban in bans}
        self.changed.emit()

    def add(self, ban: BanNotice) -> None:
        """Somebody was banned."""
        self._bans[ban.id] = ban
        self.changed.emit()
        self.banned.emit(ban)

    def remove(self, ban: BanNotice) -> None:
        """Somebody may come in again."""
        self._bans.pop(ban.id, None)
        self.changed.emit()
        self.lifted.emit(ban)
