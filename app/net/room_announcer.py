"""Tells of a hosted room by the beacon, while it is open and its host wants it to be shown as nearby."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer

from app.discovery.announcement import Announcement
from app.discovery.datagrams import Datagram, Who, bye, here
from app.discovery.local_networks import AnnouncedInterface, LocalInterface, announced_on, surroundings
from app.discovery.pacing import GOODBYES, Answers, Timetable
from app.net.discovery_sockets import DiscoverySockets
from app.net.interfaces import local_interfaces


class RoomAnnouncer(QObject):
    """Announces one room on the interfaces that it listens on, and answers who asks there."""

    def __init__(
        self,
        sockets: DiscoverySockets,
        parent: QObject | None = None,
        *,
        look: Callable[[], Sequence[LocalInterface]] = local_interfaces,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`sockets` are this announcer's alone; it opens and closes them."""
        super().__init__(parent)
        self._sockets = sockets
        self._look = look
        self._clock = clock
        self._hosts: tuple[str, ...] = ()
        self._told: Announcement | None = None
        self._told_on: tuple[AnnouncedInterface, ...] = ()
        self._near = surroundings(())
        self._answers = Answers()
        self._heres = Timetable()
        self._byes = Timetable(GOODBYES, period=None)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._turn)
        sockets.heard.connect(self._hear)

    def start(self, announcement: Announcement, hosts: tuple[str, ...] = ("",)) -> None:
        """Begin to announce. `hosts`: the addresses that the room listens on, "" for all."""
        self._sockets.open(asks=False)
        self._told, self._hosts = announcement, hosts
        self._byes.stop()
        self._begin()

    def change(self, announcement: Announcement) -> None:
        """The room is another one now: its name, people or lock."""
        if self._is_announcing() and announcement != self._told:
            self._told = announcement
            self._begin()

    def restart(self) -> None:
        """The network is back, or the computer awake: announce as at the start."""
        if self._is_announcing():
            self._begin()

    def stop(self) -> None:
        """Say goodbye, and announce no more."""
        if self._is_announcing():
            self._heres.stop()
            self._byes.start(self._clock())
            self._turn()

    def close(self) -> None:
        """Say what is left to be said at once: the program ends."""
        self.stop()
        if self._told is not None and self._byes.next_at() is not None:
            self._say(bye(self._told.fingerprint))
        self._end()

    def _is_announcing(self) -> bool:
        """Whether it was started, and no goodbye was said since."""
        return self._heres.next_at() is not None

    def _begin(self) -> None:
        self._heres.start(self._clock())
        self._turn()

    def _turn(self) -> None:
        """Send what is due, and wait for the next."""
        now, told = self._clock(), self._told
        if told is None:
            return
        if self._heres.take(now):
            self._say(here(told))
        if self._byes.take(now):
            self._say(bye(told.fingerprint))
        coming = [at for at in (self._heres.next_at(), self._byes.next_at()) if at is not None]
        if coming:
            self._timer.start(max(0, round((min(coming) - now) * 1000)))
        else:
            self._end()

    def _end(self) -> None:
        self._timer.stop()
        self._told = None
        self._sockets.close()

    def _say(self, data: bytes) -> None:
        interfaces = self._look()  # each time: they come and go
        self._near = surroundings(interfaces)
        self._told_on = announced_on(interfaces, self._hosts)
        self._sockets.follow(self._told_on)
        self._sockets.tell(data)

    def _hear(self, said: Datagram, source: str, port: int) -> None:
        if self._told is None or not self._is_announcing() or not isinstance(said, Who):
            return
        # who asks over the kind of address that the room does not listen on would look for it there
        if not any(one.ipv6 if ":" in source else one.ipv4 for one in self._told_on):
            return
        answer = here(self._told, said.key)
        if self._answers.may_answer(said, source, self._clock(), length=len(answer), near=self._near):
            self._sockets.answer(answer, source, port)
