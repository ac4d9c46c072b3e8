"""What is told of a hosted room on its networks, kept true by what happens on the hub.

Lives in the thread of whoever made it, under a window the window's: the hub's events come there as values.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QObject, Signal

from app.discovery.announcement import Announcement, Lock
from app.hub.data import events
from app.hub.data.config import HubConfig
from app.irc.names import fold_channel
from app.net.discovery_sockets import DiscoverySockets
from app.net.dns_sd import DnsSd
from app.net.endpoint import is_loopback
from app.net.host_services import HostServices
from app.net.listeners import Listening
from app.net.netwatch import NetWatch
from app.net.room_announcer import RoomAnnouncer

# The announcer looks at its networks by itself every five seconds: this is for the computer that wakes up.
LOOK_MS = 2000


class RoomRegister:
    """What the room is called, who is in it, who is its host and whether it is locked, from the events of a
    hub. Knows no Qt.
    """

    def __init__(self, channel: str, title: str, *, is_locked: bool = False) -> None:
        self.title = title
        self.is_locked = is_locked
        self.host = ""  # the name by which others see the host, "" before the host has come
        self._channel = fold_channel(channel)
        self._nicks: set[str] = set()
        self._host_nick = ""
        self._host_sessions: set[int] = set()

    @property
    def people(self) -> int:
        """How many are in the room."""
        return len(self._nicks)

    def take(self, happened: Iterable[events.HubEvent]) -> None:
        """Note what has happened, in its order."""
        for event in happened:
            match event:
                case events.OwnerProved(nick=""):
                    self._host_sessions.add(event.session)
                case events.OwnerProved():
                    self._see_host(event.nick, "")
                case events.Registered() if event.session in self._host_sessions:
                    self._host_sessions.discard(event.session)
                    self._see_host(event.nick, event.realname)
                case events.Joined() if self._is_here(event.channel):
                    self._nicks.add(event.nick)
                case events.Parted() | events.Kicked() if self._is_here(event.channel):
                    self._nicks.discard(event.nick)
                case events.Quit():
                    self._nicks.discard(event.nick)
                case events.Renamed():
                    self._rename(event.old, event.new)
                case events.ChannelRenamed() if self._is_here(event.old):
                    self._channel = fold_channel(event.new)
                case events.RoomTitled():
                    self.title = event.title
                case events.ModeSet() if self._is_here(event.channel):
                    self._take_modes(event.text.partition(" ")[0])

    def _is_here(self, channel: str) -> bool:
        return fold_channel(channel) == self._channel

    def _see_host(self, nick: str, realname: str) -> None:
        """A real name is shown where it reads as the nickname: that one is owned on a hub."""
        name = " ".join(realname.split())
        self._host_nick = nick
        self.host = name if name.replace(" ", "_").casefold() == nick.casefold() else nick

    def _rename(self, old: str, new: str) -> None:
        if old in self._nicks:
            self._nicks.discard(old)
            self._nicks.add(new)
        if old == self._host_nick:
            self._see_host(new, "")

    def _take_modes(self, letters: str) -> None:
        adding = True
        for letter in letters:
            if letter in "+-":
                adding = letter == "+"
            elif letter == "i":
                self.is_locked = adding


class AnnouncedRoom(QObject):
    """One hosted room after the other: announced while it is open, wanted and reached by others.

    Signals:
        told: the Announcement that others hear now, None from when they hear of none.
        help_called: a Rumour, what somebody says who cannot get in; of a room that is not announced as well.
    """

    told = Signal(object)
    help_called = Signal(object)

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        announcer: RoomAnnouncer | None = None,
        services: HostServices | None = None,
        watch: NetWatch | None = None,
    ) -> None:
        super().__init__(parent)
        self._announcer = announcer or RoomAnnouncer(DiscoverySockets(self), self)
        self._services = services or HostServices(DnsSd(self), self)
        self._services.help_called.connect(self.help_called)
        self._watch = watch or NetWatch(self, interval=LOOK_MS)
        self._watch.returned.connect(self._announcer.restart)
        self._watch.returned.connect(self._services.restart)
        self._register: RoomRegister | None = None
        self._fingerprint = ""
        self._hosts: tuple[str, ...] = ()
        self._port = 0
        self._web_port = 0
        self._has_password = False
        self._is_shown = True
        self._is_announced = False
        self._latest: Announcement | None = None

    def open(
        self, config: HubConfig, fingerprint: str, listening: Sequence[Listening], *, is_locked: bool = False
    ) -> None:
        """The room of `config` is open to others at `listening`, its hub has the certificate `fingerprint`.

        An announcement has one port: a room that listens at several is announced by the first, where that is
        open. `is_locked`: what was kept of it says so.
        """
        self._note(listening)
        self._fingerprint = fingerprint
        self._has_password = config.verifier is not None
        self._is_shown = config.shown_nearby
        self._register = RoomRegister(config.room, config.room_name, is_locked=is_locked or config.locked)
        if self._hosts:
            self._watch.start()
            self._services.open(self._hosts, fingerprint, (self._port,))
        self._follow()

    def set_listening(self, listening: Sequence[Listening]) -> None:
        """What is open now: browsers have a port, or none any more."""
        self._note(listening)
        self._follow()

    def _note(self, listening: Sequence[Listening]) -> None:
        public = [one for one in listening if not one.private and not is_loopback(one.host)]
        self._port = public[0].port if public else 0
        told = [one for one in public if one.port == self._port]
        self._hosts = tuple(one.host for one in told)
        self._web_port = next((one.web_port for one in told if one.web_port), 0)

    def take(self, happened: Iterable[events.HubEvent]) -> None:
        """What has happened on the hub."""
        if self._register is not None:
            self._register.take(happened)
            self._follow()

    def set_password(self, has_password: bool) -> None:
        """Whether newcomers need a password from now on."""
        self._has_password = has_password
        self._follow()

    def set_locked(self, locked: bool) -> None:
        """Whether nobody new gets in."""
        if self._register is not None:
            self._register.is_locked = locked
            self._follow()

    def set_shown(self, shown: bool) -> None:
        """Tell others of it, or no more."""
        self._is_shown = shown
        self._follow()

    def close(self) -> None:
        """The room closes: say goodbye at once, the program may end."""
        self._register = None
        self._watch.stop()
        self._is_announced = False
        self._announcer.close()
        self._services.close()
        self._tell(None)

    def _follow(self) -> None:
        """Announce the room as it is now, or say goodbye."""
        register = self._register
        if register is None:
            return
        wanted = self._is_shown and bool(self._hosts)
        announcement = self._announcement(register) if wanted else None
        if announcement is None:
            self._announcer.stop()
        elif self._is_announced:
            self._announcer.change(announcement)
        else:
            self._announcer.start(announcement, self._hosts)
        self._services.tell(announcement)
        self._is_announced = wanted
        self._tell(announcement)

    def _tell(self, announcement: Announcement | None) -> None:
        if announcement != self._latest:
            self._latest = announcement
            self.told.emit(announcement)

    def _announcement(self, register: RoomRegister) -> Announcement:
        lock = Lock.PASSWORD if self._has_password else Lock.NONE
        return Announcement(
            fingerprint=self._fingerprint,
            room=register.title,
            by=register.host,
            port=self._port,
            people=register.people,
            lock=Lock.CLOSED if register.is_locked else lock,
            web_port=self._web_port,
        )
