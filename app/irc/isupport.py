"""RPL_ISUPPORT (005): what a server says of itself, written by the hub and read by the client.

https://modern.ircdocs.horse/#rplisupport-005
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from app.irc.mode_strings import ModeSpec
from app.irc.names import casefold
from app.irc.text import read_number

TOKENS_PER_LINE = 13  # fifteen parameters less the nickname and the closing words
# What a client keeps of one server; the richest announce some sixty.
TOKENS = 500
# Vendored token of this program's hub: the channel that is the room.
ROOM_TOKEN = "hubbub.chat/ROOM"
# The URL of an image that stands for the network. https://ircv3.net/specs/extensions/network-icon
ICON_TOKEN = "draft/ICON"
# Vendored: what newcomers may read of what was said before, "none", "1h" or "all".
HISTORY_TOKEN = "hubbub.chat/HISTORY"
# Where files are uploaded to. https://soju.im/filehost
FILEHOST_TOKEN = "soju.im/FILEHOST"
FILEHOST_SERVICE = "FILEHOST"  # as TOKEN calls it
# That there are tokens for that. https://github.com/ircv3/ircv3-specifications/pull/602
AUTHTOKEN_TOKEN = "draft/AUTHTOKEN"
# Vendored: the largest file that one may upload, in bytes; without it, none.
FILES_TOKEN = "hubbub.chat/FILES"

_UNSAFE = re.compile(r"[\x00-\x20\\=\x7f]")
_ESCAPED = re.compile(r"\\x([0-9A-Fa-f]{2})")
_ESCAPED_BYTE = re.compile(rb"\\x([0-9A-Fa-f]{2})")


def encode_tokens(tokens: Mapping[str, str | None], budget: int = 400) -> Iterator[tuple[str, ...]]:
    """The tokens as groups that each fit one 005 line of `budget` bytes; None is a token without value."""
    group: list[str] = []
    used = 0
    for key, value in tokens.items():
        text = key if value is None else f"{key}={escape_value(value)}"
        size = len(text.encode()) + 1
        if group and (len(group) == TOKENS_PER_LINE or used + size > budget):
            yield tuple(group)
            group, used = [], 0
        group.append(text)
        used += size
    if group:
        yield tuple(group)


def escape_value(value: str) -> str:
    """Write the characters that end a token or a value as \\xHH."""
    return _UNSAFE.sub(lambda match: f"\\x{ord(match[0]):02X}", value)


def unescape_value(value: str) -> str:
    """Undo escape_value; the escaped bytes may together be UTF-8."""
    if "\\" not in value:
        return value
    raw = _ESCAPED_BYTE.sub(lambda match: bytes([int(match[1], 16)]), value.encode())
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), value)


class ISupport:
    """A server's tokens as the client knows them so far; sensible defaults before the first 005."""

    def __init__(self) -> None:
        self.tokens: dict[str, str] = {}

    def update(self, tokens: Iterable[str]) -> None:
        """Take the tokens of one 005 line; `-NAME` takes a token back."""
        for token in tokens:
            key, _, value = token.partition("=")
            if key.startswith("-"):
                self.tokens.pop(key[1:], None)
            elif key and (key in self.tokens or len(self.tokens) < TOKENS):
                self.tokens[key] = unescape_value(value)

    def __contains__(self, key: str) -> bool:
        return key in self.tokens

    def get(self, key: str, default: str = "") -> str:
        """The value of a token, `default` where the server has not named it."""
        return self.tokens.get(key, default)

    def number(self, key: str, default: int) -> int:
        """The value of a token that is a number."""
        value = read_number(self.tokens.get(key, ""))
        return default if value is None else value

    @property
    def casemapping(self) -> str:
        return self.tokens.get("CASEMAPPING", "rfc1459")

    def fold(self, name: str) -> str:
        """`name` folded as this server does."""
        return casefold(name, self.casemapping)

    @property
    def channel_types(self) -> str:
        return self.tokens.get("CHANTYPES", "#&")

    def is_channel(self, name: str) -> bool:
        """Whether `name` is a channel's and not a person's on this server."""
        return name[:1] in self.channel_types if name else False

    @property
    def status_prefixes(self) -> str:
        """Prefixes that may stand before a channel to reach its ranks (STATUSMSG)."""
        return self.tokens.get("STATUSMSG", "")

    @property
    def modes(self) -> ModeSpec:
        """Which channel modes exist and which of them take a parameter."""
        return ModeSpec.from_tokens(self.tokens.get("CHANMODES"), self.tokens.get("PREFIX"))
