"""One line of IRC as a value: tags, source, command and parameters, parsed and written.

Grammar: https://modern.ircdocs.horse/#message-format and https://ircv3.net/specs/extensions/message-tags
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from functools import lru_cache
from types import MappingProxyType

from app.values import frozen

NO_TAGS: Mapping[str, str] = MappingProxyType({})

# The most parameters a line may carry (RFC 2812 section 2.3); the fifteenth takes the rest.
MAX_PARAMS = 15

# The same people say most of the lines. A source takes some 300 bytes with its parts: 1 MB is remembered.
PARSED_SOURCES = 4096
# And to the same targets: what stands before a text, half a kilobyte with its parts.
WRITTEN_HEADS = 1024

# Their last parameter is prose: always written with a colon, for readers that take it as such.
TEXT_COMMANDS = frozenset(
    {"PRIVMSG", "NOTICE", "TOPIC", "QUIT", "PART", "KICK", "ERROR", "AWAY", "KILL", "WALLOPS", "SETNAME"}
    | {"FAIL", "WARN", "NOTE"}
)

_BEFORE_COMMAND = frozenset(" @:")

_ESCAPES = {";": "\\:", " ": "\\s", "\\": "\\\\", "\r": "\\r", "\n": "\\n"}
_ESCAPE_TABLE = str.maketrans(_ESCAPES)
_UNESCAPES = {escaped[1]: char for char, escaped in _ESCAPES.items()}


class ParseError(ValueError):
    """The line is not a message: empty, or without a command."""


class EncodeError(ValueError):
    """The message cannot be written as one line; says which part and why."""


@frozen
class Source:
    """Who a message is from: a nickname with user and host, or a server's name in `nick`."""

    nick: str
    user: str = ""
    host: str = ""

    @classmethod
    @lru_cache(maxsize=PARSED_SOURCES)
    def parse(cls, text: str) -> Source:
        """Split `nick!user@host`; user and host may be missing. Equal texts give the same value."""
        rest, at, host = text.rpartition("@")
        if not at:
            rest, host = text, ""
        nick, _, user = rest.partition("!")
        return cls(nick, user, host)

    def __str__(self) -> str:
        user = f"!{self.user}" if self.user else ""
        host = f"@{self.host}" if self.host else ""
        return f"{self.nick}{user}{host}"


@frozen(enforced=False)  # one is made of every line
class Message:
    """One message. `command` is upper-case; a tag without a value has the value ""."""

    command: str
    params: tuple[str, ...] = ()
    source: str | None = None
    tags: Mapping[str, str] = field(default_factory=lambda: NO_TAGS)

    def param(self, index: int, default: str = "") -> str:
        """The parameter at `index`, or `default` where the line has none there."""
        return self.params[index] if index < len(self.params) else default

    @property
    def msgid(self) -> str:
        """What its server knows the line by, "" for nothing. https://ircv3.net/specs/extensions/message-ids"""
        return self.tags.get("msgid", "")

    @property
    def sender(self) -> Source:
        """The source in its parts; all empty where the line has none."""
        return Source.parse(self.source or "")

    def encode(self) -> bytes:
        """The line as UTF-8 with CRLF. Raises EncodeError when a part cannot stand where it is."""
        line = encode_tags(self.tags) + encode_body(self.command, self.params, self.source)
        return line.encode(errors="replace")  # half a character, as a program may be given by a shell


def parse(line: str) -> Message:
    """Parse one line without its line ending. Raises ParseError."""
    tags: Mapping[str, str] = NO_TAGS
    source = None
    rest = line
    if rest[:1] in _BEFORE_COMMAND:
        rest = line.lstrip(" ")
        if rest.startswith("@"):
            text, _, rest = rest[1:].partition(" ")
            tags = parse_tags(text)
            rest = rest.lstrip(" ")
        if rest.startswith(":"):
            source, _, rest = rest[1:].partition(" ")
            rest = rest.lstrip(" ")
    head, colon, trailing = rest.partition(" :")
    words = head.split(" ")
    command = words[0]
    if not command or command.startswith(":"):
        raise ParseError("no command")
    if "" in words:
        words = [word for word in words if word]
    if len(words) > MAX_PARAMS:
        return Message(command.upper(), _first_params(rest), source, tags)
    if colon:
        words.append(trailing)
    return Message(command.upper(), tuple(words[1:]), source, tags)


def _first_params(rest: str) -> tuple[str, ...]:
    """The parameters of an over-full line: the last one takes whatever is left."""
    params: list[str] = []
    rest = rest.partition(" ")[2].lstrip(" ")
    while len(params) < MAX_PARAMS - 1:
        word, _, rest = rest.partition(" ")
        params.append(word)
        rest = rest.lstrip(" ")
    return (*params, rest)


def decode(line: bytes) -> str:
    """A peer's bytes as text: UTF-8, else Windows-1252 (what old networks send), never an error."""
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("cp1252", errors="replace")


def parse_tags(text: str) -> dict[str, str]:
    """Parse what stands between `@` and the first space; the last of equal keys counts."""
    tags = {}
    for item in text.split(";"):
        key, _, value = item.partition("=")
        if key:
            tags[key] = unescape_tag(value) if "\\" in value else value
    return tags


def encode_tags(tags: Mapping[str, str]) -> str:
    """The tags with `@` and the space behind them; "" for none."""
    if not tags:
        return ""
    parts = []
    for key, value in tags.items():
        if not key or any(char in key for char in " ;=\r\n\0"):
            raise EncodeError(f"the tag key {key!r} cannot be written")
        if "\0" in value:
            raise EncodeError(f"the value of the tag {key!r} holds a NUL")
        parts.append(f"{key}={value.translate(_ESCAPE_TABLE)}" if value else key)
    return f"@{';'.join(parts)} "


def encode_body(command: str, params: tuple[str, ...], source: str | None = None) -> str:
    """Everything behind the tags, with CRLF. Raises EncodeError."""
    if not params:
        return _head(command, params, source) + "\r\n"
    last = params[-1]
    if "\r" in last or "\n" in last or "\0" in last:
        raise _breaks_line(command)
    is_text = command in TEXT_COMMANDS or not last or " " in last or last.startswith(":")
    return f"{_head(command, params[:-1], source)} {':' if is_text else ''}{last}\r\n"


@lru_cache(maxsize=WRITTEN_HEADS)
def _head(command: str, params: tuple[str, ...], source: str | None) -> str:
    """A line up to its last parameter. The same people say most lines at the same places."""
    if not command or " " in command or command.startswith((":", "@")):
        raise EncodeError(f"{command!r} is no command")
    line = f":{source} {command}" if source else command
    for param in params:
        if not param or " " in param or param.startswith(":"):
            raise EncodeError(f"{command}: {param!r} cannot stand before the last parameter")
        line += f" {param}"
    if "\r" in line or "\n" in line or "\0" in line:
        raise _breaks_line(command)
    return line


def _breaks_line(command: str) -> EncodeError:
    return EncodeError(f"{command}: a line cannot hold CR, LF or NUL")


def unescape_tag(value: str) -> str:
    """Undo the escaping of a tag's value; an unknown escape stands for its second character."""
    out = []
    chars = iter(value)
    for char in chars:
        if char == "\\":
            following = next(chars, "")
            out.append(_UNESCAPES.get(following, following))
        else:
            out.append(char)
    return "".join(out)
