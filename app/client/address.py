"""What people type or paste as an address, read into an Address. Knows no network.

An invite link is `hubbub://host:port/room?fp=fingerprint`; the owner's one has `owner=secret` too, and
`at=host:port,[ipv6]:port` names further ways to the same hub, `m=msgid` a message of the room, `c=channel` a
channel beside it; earlier versions ignore all three. The link to a room's page, which browsers open, is `http://host:webport/#fingerprint`
in base64url.
"""

from __future__ import annotations

import base64
import ipaddress
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import field, replace
from enum import Enum
from urllib.parse import parse_qs, quote, unquote, urlencode

from app.client.address_in_text import AROUND, BEHIND, candidates, host_and_port, without_invisible
from app.irc.msgid import is_msgid
from app.irc.ports import DEFAULT_PORT, DEFAULT_TLS_PORT, LARGEST_PORT, hub_port_of
from app.values import frozen

# A pasted book must not be searched for a link.
LONGEST_TEXT = 10_000
# Of one link: all are tried at once, and nobody is to have a guest knock at doors all over the network.
MOST_WAYS = 4
LONGEST_NAME = 253  # RFC 1035 section 2.3.4


class Scheme(Enum):
    """How the address was written."""

    TYPED = ""  # host or host:port
    IRC = "irc"
    IRCS = "ircs"
    HUBBUB = "hubbub"  # an invite link, or the link to a room's page


class AddressProblem(Enum):
    """Why a text is no address; `words.address_words` says it."""

    MISSING = "nothing was typed"
    SPACES = "several words, and no address among them"
    SEVERAL = "more than one address"
    UNKNOWN_SCHEME = "a link of another kind"
    BRACKETS = "brackets that do not close"
    HOST_MISSING = "no host"
    PORT_NOT_A_NUMBER = "a port that is no number"
    PORT_OUT_OF_RANGE = "a port that is too large or too small"
    NOT_IPV6 = "no IPv6 address"
    NO_ZONE = "an IPv6 address with an empty zone"
    ZONE_MISSING = "an IPv6 address that is one only together with a network"
    NOT_IPV4 = "no IPv4 address"
    NOT_A_NAME = "no name of a computer"


class AddressError(ValueError):
    """The text is no address: what is wrong, and `text`, the part of it that is, short enough to be shown."""

    def __init__(self, problem: AddressProblem, text: str = "") -> None:
        super().__init__(f"{problem.value}: {text}" if text else problem.value)
        self.problem = problem
        self.text = text


@frozen
class HostPort:
    """One way to a server. `host` as in Address."""

    host: str
    port: int

    def __str__(self) -> str:
        """`HOST:PORT`, IPv6 in brackets."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


@frozen(kw_only=True)
class Address:
    """Where to connect. `explicit_port` is None where none was written; `room` is a channel or "".

    `alternatives` are further ways to the hub that has `fingerprint`, and () without one. `channel`: what is
    entered there beside the room, "" for nothing; `message`: the msgid of what is to be shown there.
    """

    host: str  # ASCII; an IPv6 address without brackets
    explicit_port: int | None = None
    scheme: Scheme = Scheme.TYPED
    room: str = ""
    fingerprint: str = ""
    alternatives: tuple[HostPort, ...] = ()
    channel: str = ""
    message: str = ""
    owner_secret: str | None = field(default=None, repr=False)

    @property
    def encrypted(self) -> bool:
        """Whether the address asks for TLS by itself."""
        return self.scheme is Scheme.IRCS

    @property
    def port(self) -> int:
        """The port to connect to."""
        if self.explicit_port is not None:
            return self.explicit_port
        return DEFAULT_TLS_PORT if self.encrypted else DEFAULT_PORT

    @property
    def ways(self) -> tuple[HostPort, ...]:
        """All that lead there, the one to be tried first at the front."""
        return (HostPort(self.host, self.port), *self.alternatives)

    @property
    def place(self) -> str:
        """Host and port as people read them; a standard port is left out."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        is_standard = self.port == (DEFAULT_TLS_PORT if self.encrypted else DEFAULT_PORT)
        return host if is_standard else f"{host}:{self.port}"

    def __str__(self) -> str:
        """The shortest text that leads to the same room, without the owner's secret."""
        room = f"/{_channel_path(self.room)}" if self.room else ""
        if self.scheme is Scheme.TYPED:
            return f"{self.place}{room}"
        query = f"?{urlencode({'fp': self.fingerprint})}" if self.fingerprint else ""
        at = f"&at={','.join(map(str, self.alternatives))}" if self.alternatives else ""
        return f"{self.scheme.value}://{self.place}{room}{query}{at}"


_LINK = re.compile(r"\b(hubbub|ircs?)://[^\s<>\"]+", re.IGNORECASE)
# 256 bits in base64url are 43 characters (RFC 4648 section 5)
_PAGE_LINK = re.compile(r"\bhttps?://([^\s<>\"/?#]+)/?#([\w-]{43})(?![\w-])", re.IGNORECASE | re.ASCII)
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")
_LABEL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?")
_DOTTED_NUMBER = re.compile(r"[\d.]+")
_PLACE = re.compile(r"[^/?#]*")
_PREFIX_LENGTH = re.compile(r"\d{1,3}")
_WEB_PAGE = re.compile(r"\bhttps?://[^\s<>\"]+", re.IGNORECASE)
_DOOR = re.compile(r"https?://([^/?#]+:\d+)/?#?", re.IGNORECASE)
_LOWEST_DOOR = 1024  # below are the system's services, of which none is a room's page
_SHOWN = 3  # of several addresses


def parse_address(text: str) -> Address:
    """Read a typed or pasted address. Raises AddressError."""
    text = without_invisible(text[:LONGEST_TEXT]).strip()
    link = _LINK.search(text)
    if link is not None:
        return _parse_link(link[0].rstrip(BEHIND))
    page = _PAGE_LINK.search(text)
    if page is not None:
        return _parse_page_link(page[1], page[2])
    scheme = _SCHEME.search(text)
    if scheme is not None:
        return _parse_door(text, scheme[1].lower())
    text = text.strip(AROUND).rstrip(BEHIND).strip()
    if not text:
        raise AddressError(AddressProblem.MISSING)
    text = host_and_port(text) or text
    if "?fp=" in text and not text.split()[1:]:
        return _parse_link(f"{Scheme.HUBBUB.value}://{text}")
    if len(re.split(r"[\s,;]", text)) > 1:
        return _find_in_words(text)
    return _parse_typed(text)


def _parse_typed(text: str) -> Address:
    place, _, path = text.partition("/")
    host, port = _split_port(place)
    host = _read_typed_host(host)
    # what tools print of a computer's address ends with the length of its network's prefix
    is_prefix = port is None and _PREFIX_LENGTH.fullmatch(path) and not _is_name(host)
    return Address(host=host, explicit_port=port, room="" if is_prefix else _read_channel(path))


def _find_in_words(text: str) -> Address:
    """The one address in a sentence."""
    found: dict[str, Address] = {}
    refused = AddressError(AddressProblem.SPACES)
    for candidate in candidates(text):
        try:
            address = _parse_typed(candidate)
        except AddressError as error:
            if error.problem is AddressProblem.ZONE_MISSING:
                refused = error
            continue
        other = found.get(address.host)
        if other is None or other.explicit_port is None:
            found[address.host] = address
        elif address.explicit_port not in (None, other.explicit_port):
            found[str(address)] = address
    if len(found) == 1:
        return next(iter(found.values()))
    if found:
        shown = [address.place[:30] for address in found.values()]
        raise AddressError(AddressProblem.SEVERAL, ", ".join(shown[:_SHOWN]))
    if not text.split()[1:]:
        return _parse_typed(text)  # which tells better what is wrong
    raise refused


def _parse_link(link: str) -> Address:
    scheme_text, _, rest = link.partition("://")
    place = _PLACE.match(rest)
    tail = rest[place.end() :] if place else ""
    path, _, query = tail.partition("?")
    host, port = _split_port(place[0].rpartition("@")[2] if place else "")  # a user in a link means nothing
    values = parse_qs(query)
    fingerprint = values.get("fp", [""])[0]
    address = Address(
        host=_read_host(host),
        explicit_port=port,
        scheme=Scheme(scheme_text.lower()),
        room=_read_channel(path),
        fingerprint=fingerprint,
        # for the host that the link names, not for whoever answers
        owner_secret=values["owner"][0] if "owner" in values and fingerprint else None,
    )
    if not fingerprint or address.scheme is not Scheme.HUBBUB:
        return address
    message = values.get("m", [""])[0]
    return replace(
        address,
        alternatives=_read_alternatives(values.get("at", [""])[0], address.ways[0]),
        channel=_read_channel(values.get("c", [""])[0]),
        message=message if is_msgid(message) else "",
    )


def _read_channel(path: str) -> str:
    """The channel that a path names, "" for none; without its key."""
    channel = unquote(path).strip("/").partition(",")[0]
    if any(char.isspace() or not char.isprintable() for char in channel):
        return ""
    return channel if channel[:1] in ("", "#", "&") else f"#{channel}"


def _read_alternatives(text: str, first: HostPort) -> tuple[HostPort, ...]:
    """The further ways that a link names, as many as are tried; what is no address is left out."""
    found = [first]
    for each in text.split(","):
        try:
            host, port = _split_port(each)
            way = HostPort(_read_host(host), DEFAULT_PORT if port is None else port)
        except AddressError:
            continue
        if way not in found and len(found) < MOST_WAYS:
            found.append(way)
    return tuple(found[1:])


def invite_link(ways: Sequence[str], channel: str, fingerprint: str, owner_secret: str = "") -> str:
    """The link that leads into `channel` of a hub by any of `ways`, each HOST:PORT, the preferred first."""
    at = f"&at={','.join(ways[1:MOST_WAYS])}" if ways[1:] else ""
    owner = f"&owner={quote(owner_secret)}" if owner_secret else ""
    return f"hubbub://{ways[0]}/{_channel_path(channel)}?fp={fingerprint}{at}{owner}"


def _channel_path(channel: str) -> str:
    """A channel in a link: its one mark is understood, of several each is written."""
    return quote(channel if channel.startswith("##") else channel.removeprefix("#"), safe="")


def message_link(ways: Sequence[str], channel: str, fingerprint: str, msgid: str, *, room: str = "") -> str:
    """The link that leads to a message in `channel` of a hub, for whoever may enter there.

    `room`: the channel of the hub's room, beside which the other one may be; "" where that is not known.
    """
    beside = f"&c={_channel_path(channel)}" if room.casefold() not in ("", channel.casefold()) else ""
    return f"{invite_link(ways, room or channel, fingerprint)}{beside}&m={msgid}"


def _parse_page_link(place: str, fingerprint: str) -> Address:
    """The hub whose web port this is; behind another, as of a proxy, the hub has the usual one."""
    host, web_port = _split_port(place)
    return Address(
        host=_read_host(host),
        explicit_port=web_port and hub_port_of(web_port),
        scheme=Scheme.HUBBUB,
        fingerprint=base64.urlsafe_b64decode(f"{fingerprint}=").hex(),
    )


def _parse_door(text: str, scheme: str) -> Address:
    """The hub that has a page there; without a fingerprint the page's address says no more than its place."""
    page = _WEB_PAGE.search(text)
    door = page and _DOOR.fullmatch(page[0].rstrip(BEHIND))
    if door is None:
        raise AddressError(AddressProblem.UNKNOWN_SCHEME, scheme)
    host, port = _split_port(door[1])
    if port is None or port < _LOWEST_DOOR:
        raise AddressError(AddressProblem.UNKNOWN_SCHEME, scheme)
    return Address(host=_read_typed_host(host), explicit_port=hub_port_of(port) or port)


def page_link(page: str, fingerprint: str) -> str:
    """The link to the page of a hub, which names its certificate too; `fingerprint` in hex."""
    return f"{page}#{base64.urlsafe_b64encode(bytes.fromhex(fingerprint)).decode().rstrip('=')}"


def _split_port(text: str) -> tuple[str, int | None]:
    """Split host and port; an IPv6 address without brackets has no port."""
    text = unicodedata.normalize("NFKC", text)
    if text.startswith("["):
        host, closing, rest = text[1:].partition("]")
        if not closing or (rest and not rest.startswith(":")):
            raise AddressError(AddressProblem.BRACKETS, text)
        return host, _read_port(rest[1:])
    if text.count(":") > 1:
        return text, None
    host, _, port = text.partition(":")
    return host, _read_port(port)


def _read_port(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdecimal()):
        raise AddressError(AddressProblem.PORT_NOT_A_NUMBER, text)
    # int() of a very long number is slow and refused
    port = int(text) if len(text) <= 9 else LARGEST_PORT + 1
    if not 0 < port <= LARGEST_PORT:
        raise AddressError(AddressProblem.PORT_OUT_OF_RANGE, text[:12])
    return port


def _read_host(text: str) -> str:
    """Check a host's spelling and bring it into the form that the network uses."""
    host = text.strip().removesuffix(".")
    if not host:
        raise AddressError(AddressProblem.HOST_MISSING)
    if ":" in host:
        return _read_ipv6(host)
    if _DOTTED_NUMBER.fullmatch(host):
        return _read_ipv4(host)
    return _read_name(host)


def _read_ipv6(host: str) -> str:
    """In the one shortest spelling: a host that is known by its address is known however that is typed."""
    bare, percent, zone = host.partition("%")
    try:
        address = ipaddress.IPv6Address(bare)
    except ValueError:
        raise AddressError(AddressProblem.NOT_IPV6, host) from None
    if percent and not _LABEL.fullmatch(zone.replace(".", "")):
        raise AddressError(AddressProblem.NO_ZONE, host)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return f"{address}%{zone}" if percent else str(address)


def _read_typed_host(text: str) -> str:
    """As `_read_host`, for a host that stands alone; a link-local address has to say on which network.

    https://www.rfc-editor.org/rfc/rfc4007#section-11
    """
    host = _read_host(text)
    if ":" in host and "%" not in host and ipaddress.IPv6Address(host).is_link_local:
        raise AddressError(AddressProblem.ZONE_MISSING, host)
    return host


def _is_name(host: str) -> bool:
    return ":" not in host and _DOTTED_NUMBER.fullmatch(host) is None


def _read_ipv4(host: str) -> str:
    parts = host.split(".")
    if len(parts) != 4 or any(not part or len(part) > 3 or int(part) > 255 for part in parts):
        raise AddressError(AddressProblem.NOT_IPV4, host)
    return ".".join(str(int(part)) for part in parts)


def _read_name(host: str) -> str:
    try:
        name = host if host.isascii() else host.encode("idna").decode()
    except UnicodeError:
        name = ""
    labels = name.split(".")
    if not name or len(name) > LONGEST_NAME or any(not _is_label(label) for label in labels):
        shown = host if len(host) <= 60 else f"{host[:60]}…"
        raise AddressError(AddressProblem.NOT_A_NAME, shown)
    return name.lower()


def _is_label(label: str) -> bool:
    return len(label) <= 63 and _LABEL.fullmatch(label) is not None
