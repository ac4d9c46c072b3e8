"""HUBBUB CREATE, TITLE and HISTORY on the wire: making a room on a hub, and what newcomers can read in one.

Vendored, for who has requested `hubbub.chat/rooms`. `HUBBUB CREATE <none|1h|all> <OPEN|INVITED> :<title>`
makes a channel whose name the hub chooses; it answers `HUBBUB CREATE <channel>`, and the JOIN follows.
`HUBBUB TITLE :<title>`, of the host alone, has people call the hub's own room something else; every member is
told by 005, as of a new NETWORK.
`HUBBUB DECLINE <channel>` forgets that the asker was invited there; nothing is answered.
`HUBBUB HISTORY <channel> <none|1h|all>` tells what whoever joins that channel later can read of what is said.
"""

from __future__ import annotations

from collections.abc import Sequence

from app.irc.message import Message
from app.irc.text import strip_formatting
from app.values import frozen

CREATE = "CREATE"
DECLINE = "DECLINE"
HISTORY = "HISTORY"
TITLE = "TITLE"
# A tag of 322 and INVITE: what people call the channel that the line is about.
TITLE_TAG = "hubbub.chat/title"
# A tag of 761 and 766 about a channel, and of 005: the nickname of who has just changed that value.
BY_TAG = "hubbub.chat/by"
# A key of METADATA that a hub sets itself, of people who are in with a browser over plain HTTP: others on
# their network can read what they send and are sent. The value is PLAIN_BROWSER, or the key is not set.
CONNECTION_KEY = "hubbub.chat/connection"
PLAIN_BROWSER = "plain-browser"
TITLE_BYTES = 96  # of UTF-8; a name that a list still shows whole, in any script
_TAG_LENGTH = 4 * TITLE_BYTES  # characters that are looked at, with codes among them
_OPEN, _INVITED = "OPEN", "INVITED"


@frozen
class RoomRequest:
    """A room that somebody wants to make: what it is called, who may enter, what newcomers can read.

    `history` is one of the values of the ISUPPORT token `hubbub.chat/HISTORY`.
    """

    title: str
    is_private: bool
    history: str

    def words(self) -> tuple[str, ...]:
        """The parameters behind the subcommand."""
        return self.history, _INVITED if self.is_private else _OPEN, self.title


def read_room_request(words: Sequence[str]) -> RoomRequest | None:
    """The request in the parameters behind the subcommand; None where it is none."""
    if len(words) != 3 or words[1] not in (_OPEN, _INVITED):
        return None
    return RoomRequest(clean_title(words[2]), words[1] == _INVITED, words[0])


def read_title(message: Message) -> str:
    """What people call the channel that a line is about, as a hub tells it, "" elsewhere; at most as long as
    a title can be, whatever stands in the tag.
    """
    return clean_title(message.tags.get(TITLE_TAG, "")[:_TAG_LENGTH])[:TITLE_BYTES]


def clean_title(text: str) -> str:
    """A room's title as it is kept: without codes and line breaks, spaces once."""
    return " ".join(strip_formatting(text).split())


def is_title(title: str) -> bool:
    """Whether a cleaned title can be a room's: there is something to read, and not too much."""
    return 0 < len(title.encode()) <= TITLE_BYTES and any(letter.isalnum() for letter in title)
