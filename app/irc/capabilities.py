"""Capability names and the lists of CAP LS.

https://ircv3.net/specs/extensions/capability-negotiation
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

MESSAGE_TAGS = "message-tags"
SERVER_TIME = "server-time"
BATCH = "batch"
CAP_NOTIFY = "cap-notify"
ECHO_MESSAGE = "echo-message"
LABELED_RESPONSE = "labeled-response"
STANDARD_REPLIES = "standard-replies"
MULTI_PREFIX = "multi-prefix"
USERHOST_IN_NAMES = "userhost-in-names"
EXTENDED_JOIN = "extended-join"
AWAY_NOTIFY = "away-notify"
SETNAME = "setname"
INVITE_NOTIFY = "invite-notify"
ACCOUNT_TAG = "account-tag"
ACCOUNT_NOTIFY = "account-notify"
CHGHOST = "chghost"
NO_IMPLICIT_NAMES = "no-implicit-names"
DRAFT_NO_IMPLICIT_NAMES = "draft/no-implicit-names"  # its older name, which some clients still ask for
EXTENDED_MONITOR = "extended-monitor"
SASL = "sasl"
# Works in progress of the IRCv3 group, under the names that they have until they are done.
CHATHISTORY = "draft/chathistory"
EVENT_PLAYBACK = "draft/event-playback"
MULTILINE = "draft/multiline"
REDACTION = "draft/message-redaction"
READ_MARKER = "draft/read-marker"
METADATA_2 = "draft/metadata-2"
METADATA_3 = "draft/metadata-3"
PRE_AWAY = "draft/pre-away"
CHANNEL_RENAME = "draft/channel-rename"
EXTENDED_ISUPPORT = "draft/extended-isupport"
AUTHTOKEN = "draft/authtoken"
ACCOUNT_REGISTRATION = "draft/account-registration"

# Vendored: a client that requests it knows the room from 005 and joins by itself.
ROOM = "hubbub.chat/room"
# Vendored: offered while the room has a password; HUBBUB PASSWORD proves it without sending it.
PASSWORD = "hubbub.chat/password"
# Vendored: who requests it may be asked by HUBBUB CALLBACK under which addresses the hub is reached.
CALLBACK = "hubbub.chat/callback"
# Vendored: who requests it may make rooms by HUBBUB CREATE, and is told of each channel what newcomers read.
ROOMS = "hubbub.chat/rooms"
# Vendored: the hub takes HUBBUB VERIFIER, an account for a secret that it is never told.
VERIFIER = "hubbub.chat/verifier"


def parse_caps(text: str) -> dict[str, str]:
    """Read one list of CAP LS, NEW, ACK or LIST: name to value, "" for none."""
    caps = {}
    for item in text.split():
        name, _, value = item.partition("=")
        caps[name] = value
    return caps


def encode_caps(caps: Mapping[str, str], *, with_values: bool) -> list[str]:
    """The items of a CAP LS; values only for clients that said 302 or more."""
    return [f"{name}={value}" if value and with_values else name for name, value in caps.items()]


def fill_lines(items: Iterable[str], budget: int, separator: str = " ") -> Iterator[str]:
    """Join items into lines of at most `budget` bytes; one empty line when there are none.

    No item is empty or holds the separator, one character of ASCII. A longer item is a line of its own.
    """
    text, mark, start = separator.join(items).encode(), separator.encode(), 0
    while len(text) - start > budget:
        end = text.rfind(mark, start, start + budget + 1)
        if end < 0 and (end := text.find(mark, start)) < 0:
            break
        yield text[start:end].decode()
        start = end + 1
    yield text[start:].decode()
