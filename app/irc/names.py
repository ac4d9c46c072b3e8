"""Names on the wire: case mappings of servers, and which nicknames and channels this program's hub accepts.

Case mappings: https://modern.ircdocs.horse/#casemapping-parameter. UTF-8 nicknames under PRECIS (RFC 8265);
the library is loaded for the first name outside ASCII.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from string import ascii_lowercase, ascii_uppercase

NICK_LENGTH = 32  # characters; what people's full names need, and what old clients still lay out well
CHANNEL_LENGTH = 64  # bytes, with the `#`
CHANNEL_TYPES = "#"

_ASCII_NICK = re.compile(r"[A-Za-z\[\]\\`_^{|}][A-Za-z0-9\[\]\\`_^{|}-]*")
_NICK_MARKS = frozenset("[]\\`_^{|}-")
_NOT_IN_CHANNEL = re.compile(r"[\x00-\x20\x7f,\u00a0\u2028\u2029]")

_ASCII = str.maketrans(ascii_uppercase, ascii_lowercase)
_STRICT_RFC1459 = str.maketrans(ascii_uppercase + "[]\\", ascii_lowercase + "{}|")
_RFC1459 = str.maketrans(ascii_uppercase + "[]\\~", ascii_lowercase + "{}|^")

_CASE_TABLES = {
    "ascii": _ASCII,
    "rfc1459": _RFC1459,
    "rfc1459-strict": _STRICT_RFC1459,
    "strict-rfc1459": _STRICT_RFC1459,
}


def casefold(name: str, mapping: str = "ascii") -> str:
    """Fold `name` as a server's CASEMAPPING token says.

    Mappings that no table describes (rfc7613, rfc8265, precis) fold by Unicode.
    """
    table = _CASE_TABLES.get(mapping)
    return name.casefold() if table is None else name.translate(table)


@lru_cache(maxsize=4096)
def fold_nick(name: str) -> str:
    """The key by which the hub compares nicknames: width, case and composition folded (RFC 8265)."""
    if name.isascii():
        return casefold(name)
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKC", name).casefold())


@lru_cache(maxsize=4096)
def fold_channel(name: str) -> str:
    """The key by which the hub compares channel names."""
    return casefold(name) if name.isascii() else unicodedata.normalize("NFKC", name).casefold()


@lru_cache(maxsize=4096)
def is_nick(name: str) -> bool:
    """Whether the hub accepts `name` as a nickname (RFC 2812 section 2.3.1, RFC 8265 section 3)."""
    if not name or len(name) > NICK_LENGTH:
        return False
    if name.isascii():
        return _ASCII_NICK.fullmatch(name) is not None
    return _is_precis_nick(name)


def _is_precis_nick(name: str) -> bool:
    from precis_i18n import get_profile  # 30 ms, only for names outside ASCII

    letters = "".join(char for char in name if char not in _NICK_MARKS)
    if name[0] == "-" or name[0].isdecimal():
        return False
    if any(char.isascii() and not char.isalnum() for char in letters):
        return False
    try:
        enforced = get_profile("UsernameCasePreserved").enforce(letters)
    except UnicodeEncodeError:
        return False
    # another width or composition of a name is not taken, so that nobody stores two spellings of one
    return enforced == letters and unicodedata.normalize("NFC", name) == name


def means_channel(target: str) -> bool:
    """Whether a target is a channel's name, well formed or not, and no nickname."""
    return target != "" and target[0] in CHANNEL_TYPES


def is_channel(name: str) -> bool:
    """Whether the hub accepts `name` as a channel name."""
    return (
        len(name) > 1
        and name[0] in CHANNEL_TYPES
        and len(name.encode()) <= CHANNEL_LENGTH
        and _NOT_IN_CHANNEL.search(name) is None
        and name.isprintable()
    )


def nick_from(text: str) -> str:
    """The nickname that stands for what a person typed as a name; "" when nothing of it can stay.

    "Mara Lind" becomes "Mara_Lind"; what no nickname may hold is left out.
    """
    text = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text)).strip()
    out = ""
    for char in re.sub(r"\s+", "_", text):
        if len(out) >= NICK_LENGTH:
            break
        if is_nick(out + char):
            out += char
        elif not out and char.isdecimal():
            out = f"_{char}"
    return out.rstrip("_") if out.strip("_") else ""


def channel_from(room_name: str) -> str:
    """The channel of a room called `room_name`: `#` and a slug, "#room" when nothing of it can stay."""
    text = unicodedata.normalize("NFKC", room_name).casefold()
    slug = re.sub(r"[^\w]+|_+", "-", text).strip("-")
    while len(slug.encode()) > CHANNEL_LENGTH - 1:
        slug = slug[:-1]
    name = f"#{slug.strip('-') or 'room'}"
    return name if is_channel(name) else "#room"
