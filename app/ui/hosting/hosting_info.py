"""What a window is told about the room that this computer hosts. Plain values and their words, no widget."""

from __future__ import annotations

from dataclasses import field
from enum import Enum

from app.values import frozen
from app.words import hosting_words


class Reachability(Enum):
    """From where an address can be reached."""

    NETWORK = "network"
    VPN = "vpn"
    COMPUTER = "computer"


class AddressSeen(Enum):
    """Whether people of other computers got to an address."""

    UNKNOWN = "unknown"
    REACHED = "reached"
    MISSED = "missed"


_WORDS = {
    Reachability.NETWORK: hosting_words.THIS_NETWORK,
    Reachability.VPN: hosting_words.VPN,
    Reachability.COMPUTER: hosting_words.THIS_COMPUTER_ONLY,
}
# said in place of those, as there is little room beside an address
_SEEN = {
    (Reachability.NETWORK, AddressSeen.REACHED): hosting_words.REACHED,
    (Reachability.NETWORK, AddressSeen.MISSED): hosting_words.NOT_REACHED,
    (Reachability.VPN, AddressSeen.REACHED): hosting_words.VPN_REACHED,
    (Reachability.VPN, AddressSeen.MISSED): hosting_words.VPN_NOT_REACHED,
}


def reachability_words(reach: Reachability) -> str:
    """Who an address is good for, in words."""
    return _WORDS[reach]()


@frozen
class HostAddress:
    """One address that people can type, as `host:port`, who it is good for, and whether it was reached."""

    text: str
    reach: Reachability
    seen: AddressSeen = AddressSeen.UNKNOWN

    @property
    def words(self) -> str:
        """Who it is good for, and whether somebody came by it."""
        said = _SEEN.get((self.reach, self.seen))
        return reachability_words(self.reach) if said is None else said()


class StandingTone(Enum):
    """How a room stands: what its sentence is shown with."""

    SEEN = "seen"  # people got in
    OPEN = "open"  # nothing is known to be in the way
    BLOCKED = "blocked"  # something is
    ALONE = "alone"  # it is for this computer alone


@frozen(kw_only=True)
class RoomStanding:
    """Who can get in, as was seen: sentences, "" for none, and which buttons there are.

    `warning`: the sentence once more, where something is in the way that is to be told beside the panel too.
    `rumour`: what somebody nearby says. `help`: what a person can do by hand. `outcome`: what a button did.
    `findings`: what was looked at, when somebody asked for it; `is_checking`: some of it may still change.
    """

    sentence: str = ""
    tone: StandingTone = StandingTone.OPEN
    warning: str = ""
    rumour: str = ""
    help: str = ""
    outcome: str = ""
    findings: tuple[str, ...] = ()
    can_check: bool = True
    is_checking: bool = False
    can_open: bool = False
    can_close: bool = False


@frozen
class HostingInfo:
    """The hosted room: `addresses` best first; `password` as typed, "" for an open room.

    `verifier_only`: there is a password, but it is not known any more, only the verifier that checks one.
    `loopback_only`: the host has chosen to listen on loopback addresses only, so nobody else can come.
    `public` is by what people elsewhere reach this computer, as `host:port`, "" where that is not told.
    `invite_link` leads others here and proves this host to them; `words` are the six that others see.
    `web_port` is where browsers come in, None for nowhere; `web_problem` says why, if they should.
    `page` is what they open, `page_link` the same with what names the certificate; "" where they cannot.
    `keep_awake` is None where this system offers no way to stay awake.
    `standing`: who can get in.
    """

    port: int
    addresses: tuple[HostAddress, ...]
    password: str = field(default="", repr=False)
    keep_awake: bool | None = None
    invite_link: str = ""
    words: tuple[str, ...] = ()
    verifier_only: bool = False
    loopback_only: bool = False
    web_port: int | None = None
    web_problem: str = ""
    page: str = ""
    page_link: str = ""
    newcomers: str = "all"  # what they can read, one of settings.NEWCOMERS
    files: str = "1G"  # the largest that people may share, as the command line has it
    browsers: str = "chat"  # what they find, one of settings.BROWSERS
    plain_password: bool = False  # browsers send it without encryption too
    public: str = ""
    nearby: bool = True  # others on its networks are told of it
    standing: RoomStanding = field(default_factory=RoomStanding)

    @property
    def preferred_address(self) -> str:
        """The address to give to others, "" when there is none."""
        return self.addresses[0].text if self.addresses else ""

    @property
    def ports(self) -> str:
        """The ports by which people come in, in words."""
        if self.web_port is None:
            return hosting_words.ONE_PORT(port=self.port)
        return hosting_words.TWO_PORTS(port=self.port, web_port=self.web_port)

    @property
    def scanned_link(self) -> str:
        """What a camera is shown: the page where there is one, "" where nobody else can come."""
        return "" if self.is_local_only else self.page_link or self.invite_link

    @property
    def has_password(self) -> bool:
        """Whether newcomers need a password."""
        return bool(self.password) or self.verifier_only

    @property
    def is_local_only(self) -> bool:
        """Whether nobody else can reach this computer."""
        return all(address.reach is Reachability.COMPUTER for address in self.addresses)
