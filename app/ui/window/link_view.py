"""What a window shows of a connection and of a room that one is no longer in. Plain values, no widget."""

from __future__ import annotations

from dataclasses import field
from enum import Enum

from app.ui.timeline.timeline_options import MessageAbilities
from app.values import frozen


class LinkPhase(Enum):
    """How a connection is shown."""

    CONNECTING = "connecting"  # on the way, for the first time or again
    ONLINE = "online"
    DOUBTFUL = "doubtful"  # it stands, but the server does not answer
    LOST = "lost"  # the next try is timed
    STOPPED = "stopped"  # ended for good, or the person stopped trying
    OFFLINE = "offline"  # there is none: what was kept is read


class Security(Enum):
    """What is known of who is at the other end."""

    VERIFIED = "verified"  # encrypted, and the host is known to be the right one
    NOT_COMPARED = "not-compared"  # encrypted, but nobody has looked whether it is the right host
    NOT_ENCRYPTED = "not-encrypted"
    OWN = "own"  # the hub in this very program


@frozen
class LinkView:
    """A connection as its rooms show it.

    `address` is the server's as typed; `seconds` until the next try when LOST; `reason` why it is STOPPED
    or OFFLINE, a whole sentence; `may_retry` whether trying again by hand can help.
    `security` counts while ONLINE; `words` are the six words of the host, () as long as they are unknown;
    `verified` how a VERIFIED host proved itself ("link", "password", "words", "authority", "" for unknown);
    `protocol` is the encryption's name, "TLS 1.3"; `abilities` what can be done with messages there;
    `may_queue` whether what is written while STOPPED or OFFLINE goes out when one joins again;
    `wants_password` whether it is STOPPED because the room has another password now;
    `text_bytes` and `text_lines` what one message of several lines may hold, 0 where there are none;
    `has_links` whether a link can lead to what is said there; `is_hub` whether it is a hub of ours;
    `fingerprint` that of its certificate, "" without one; `has_accounts` whether one can log in there,
    `account` what one is logged in to, "" without; `file_bytes` what a file may have that is shared there, 0
    where no limit is told: whether files can be shared at all say the `abilities` (SayFile).
    """

    phase: LinkPhase
    address: str = ""
    seconds: float = 0.0
    reason: str = ""
    may_retry: bool = True
    wants_password: bool = False
    # what was not told is not claimed
    security: Security = Security.NOT_ENCRYPTED
    words: tuple[str, ...] = ()
    verified: str = ""
    protocol: str = ""
    abilities: MessageAbilities = field(default_factory=MessageAbilities)
    text_bytes: int = 0
    text_lines: int = 0
    may_queue: bool = False
    has_links: bool = False
    is_hub: bool = True
    fingerprint: str = ""
    has_accounts: bool = False
    account: str = ""
    file_bytes: int = 0


@frozen
class RoomEnding:
    """Why one is not in a room any more, as a sentence.

    `may_rejoin` offers *Join again*, or what `rejoin_words` say. `is_over`: what kept one out is over.
    """

    words: str
    may_rejoin: bool = False
    rejoin_words: str = ""
    is_over: bool = False
