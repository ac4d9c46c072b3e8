"""One sentence for people per way that a connection fails: what happened and what to do."""

from __future__ import annotations

import ipaddress

from app.client.address import Address
from app.client.events import Failure
from app.irc.text import strip_formatting

# A server's own words are quoted only when they fit a line beside a field.
LONGEST_DETAIL = 160

_SENTENCES = {
    Failure.BAD_ADDRESS: "{place} cannot be an address. Type it like 192.168.1.42 or paste an invite link.",
    Failure.NAME_NOT_FOUND: "No computer called {host} was found. Check the spelling, or type the host's IP.",
    Failure.REFUSED: "Nobody answers at {host}, port {port}. Ask the host whether the room is still open, "
    "or check the {last}.",
    Failure.TIMED_OUT: "{host}, port {port}, does not answer. Ask the host whether a firewall is in the way, "
    "or check the {last}.",
    Failure.UNREACHABLE: "There is no way to {host} from here. Check that this computer is on the same "
    "network as the host.",
    Failure.NOT_A_CHAT_SERVER: "Something answers at {host}, port {port}, but it is no chat room. "
    "Ask the host for the right port.",
    Failure.WRONG_PASSWORD: "The password is not right. Ask the host for it and try again.",
    Failure.TRY_LATER: "{host} cannot check the password just now. Wait a minute and try again.",
    Failure.NICK_IN_USE: "Somebody there has this name already. Choose another.",
    Failure.BAD_NICK: "The room does not accept this name. Choose another.",
    Failure.BANNED: "The room does not let you in: you are banned there. Only the host can change that.",
    Failure.FULL: "The room is full. Try again later, or ask the host to make room.",
    Failure.LOCKED: "The room is locked: nobody new may come in just now. Ask the host to unlock it.",
    Failure.KICKED_OUT: "You were removed from {host}. Ask the host before you come back.",
    Failure.CLOSED_BY_HOST: "The host closed the room. Ask when it opens again.",
    Failure.REPLACED: "You joined again from another window or computer, so this connection was closed.",
    Failure.NOT_ENCRYPTED: "{host}, port {port}, answers without encryption: others on the network "
    "could read everything. Ask the host whether this is the right address.",
    Failure.HOST_CHANGED: "Another host than before answers at {place}. Ask the host in person "
    "before you go on.",
    Failure.LINK_MISMATCH: "Whoever answers at {place} is not the host who made this invite link. "
    "Ask the host for a new link.",
    Failure.NOT_VERIFIED: "{place} asks for the password but could not show that it knows it. "
    "Somebody else may be answering in the host’s place, so you were not joined.",
    Failure.PASSWORD_NOT_SAFE: "{place} does not take a password in a way that keeps it secret, so it was "
    "not sent. Ask the host whether this is the right address.",
    Failure.LOST: "The connection to {host} was lost. Try again.",
}
# Where the server's own words add something to ours.
_QUOTED = frozenset(
    {Failure.BAD_NICK, Failure.BANNED, Failure.FULL, Failure.KICKED_OUT, Failure.NICK_IN_USE, Failure.LOST}
    | {Failure.TRY_LATER}
)


def sentence(failure: Failure, *, address: Address, detail: str = "") -> str:
    """The words for `failure` at `address`; `detail`, the server's own words, is quoted where it helps."""
    words = _SENTENCES[failure].format(
        place=address.place, host=address.host, port=address.port, last=_what_to_check(address.host)
    )
    said = " ".join(strip_formatting(detail).split())
    if not said or failure not in _QUOTED or len(said) > LONGEST_DETAIL:
        return words
    return f"{words} The server says: “{said}”"


def _what_to_check(host: str) -> str:
    try:
        version = ipaddress.ip_address(host.partition("%")[0]).version
    except ValueError:
        return "spelling"
    return "last number" if version == 4 else "address"
