"""What people are called on screen: the name they typed, where nobody could mistake it for another's."""

from __future__ import annotations

import unicodedata
from bisect import insort
from collections.abc import Callable
from functools import lru_cache

from app.irc.confusables import nick_keys

LONGEST = 40  # characters of a name beside which the nickname is to be seen as well
CHANNEL_MARKS = tuple("#&+!")
_MOST_FORMER = 100  # names of one's own; who had more has forgotten them
_MARKS_IN_A_ROW = 2  # what points and tones need; more is drawn over the lines above


@lru_cache(maxsize=4096)
def display_name(nick: str, realname: str) -> str:
    """The real name where it reads as the nickname ("Mara Lind" for Mara_Lind), else the nickname.

    Nicknames are owned on a hub, real names are not. Only blanks for underscores and the case of ASCII
    letters may differ: a hub lets no two people have names that look alike, but other servers do, and there
    "b0b" must not be shown as "bob", nor "ian", where it could be taken for another, as "Ian".
    """
    name = unicodedata.normalize("NFC", " ".join(realname.split()))
    if not name or _letters(name) != _letters(nick):  # which is soon seen, of thousands of people
        return nick
    is_same = _is_drawn_plainly(name) and set(nick_keys(name)) == set(nick_keys(nick))
    return name if is_same else nick


@lru_cache(maxsize=4096)
def told_name(nick: str, name: str) -> str:
    """The display name that somebody told: alone where it reads as the nickname, else "name (nick)".

    What cannot be drawn plainly, is too long or looks like that form itself is not shown.
    """
    shown = display_name(nick, name)
    if shown != nick:
        return shown
    plain = unicodedata.normalize("NFC", " ".join(name.split()))
    is_fit = plain and plain != nick and len(plain) <= LONGEST and not set(plain) & set("()[]{}")
    if not is_fit or not _is_drawn_plainly(plain) or not any(map(str.isalnum, plain)):
        return nick
    return f"{plain} ({nick})"


def own_names(nick: str, realname: str, is_taken: Callable[[str], bool]) -> tuple[str, ...]:
    """What others may write to mean us: nickname, display name, and its first word behind an "@".

    `is_taken` tells whether a name is the nickname of somebody else here: that one is meant then.
    """
    shown = display_name(nick, realname)
    if shown == nick:
        return (nick,)
    first = shown.split(" ")[0]
    if first == shown or is_taken(first):
        return (nick, shown)
    return (nick, shown, f"@{first}")


class OwnNicks:
    """Which nickname this person had when, on one connection, as far as it is known."""

    def __init__(self) -> None:
        self._former: list[tuple[float, str]] = []  # until when, and which, the earliest first

    def note(self, nick: str, until: float) -> None:
        """They were called `nick` until a moment, in seconds since 1970."""
        if (until, nick) not in self._former:
            insort(self._former, (until, nick))
            del self._former[:-_MOST_FORMER]

    def at(self, time: float, now: str) -> str:
        """What they were called at a moment; `now` is what they are called since the last change."""
        return next((nick for until, nick in self._former if time < until), now)


def _letters(name: str) -> bytes:
    return unicodedata.normalize("NFC", name).replace(" ", "_").encode(errors="surrogatepass").lower()


def _is_drawn_plainly(name: str) -> bool:
    """No invisible or turning characters, no towers of marks."""
    marks = 0
    for char in name:
        if unicodedata.category(char)[0] == "C":
            return False
        marks = marks + 1 if unicodedata.combining(char) else 0
        if marks > _MARKS_IN_A_ROW:
            return False
    return True


def is_channel(conversation: str) -> bool:
    """Whether a conversation is a channel and not a talk with one person."""
    return conversation[:1] in CHANNEL_MARKS


def channel_title(channel: str) -> str:
    """How a channel without a title is called: what stands behind its `#`.

    All of it where that is not enough to tell it from others: `##x`, `&x`, `+x` are not `#x`.
    """
    name = channel.removeprefix("#")
    return name if name and name[0] not in CHANNEL_MARKS else channel
