"""HUBBUB BAN on the wire: the host's bans of a whole hub, without the addresses and certificates in them.

Vendored. From the host `ADD <nickname> <account or *> <host or *> [:<reason>]`, which says who is meant in
case the name is somebody else's by then, `LIFT <id>`, `LIST`. From the hub `ADDED`, `LIFTED` and `LISTED`,
each with `<id> <nickname> <real name> <by> <time> <covers> :<reason>`, and `END` behind a list.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.irc.servertime import read_seconds
from app.values import frozen

SUBCOMMAND = "BAN"
# What stands for nothing: an account that nobody has, a host that is not known.
NOTHING = "*"
# Bytes of a reason: with everything before it, a line of 512 takes it whole.
REASON_BYTES = 160

# By what somebody is known who is banned, a letter each.
BY_ACCOUNT, BY_CERTIFICATE, BY_ADDRESS, BY_NAME = "a", "c", "h", "n"

# A real name is one word on the line; its blanks are these, which no keyboard has.
_BLANK = "\u00a0"
_BLANKS = re.compile(r"\s")
_ID = re.compile(r"[0-9a-f]{4,32}")
_FIELDS = 7


@frozen
class BanNotice:
    """A ban as the host is told of it. `time`: seconds since 1970; `covers`: letters as above."""

    id: str
    nick: str
    realname: str
    by: str
    time: float
    covers: str
    reason: str = ""

    def words(self) -> tuple[str, ...]:
        """The parameters behind ADDED, LIFTED or LISTED."""
        realname = _BLANKS.sub(_BLANK, self.realname).lstrip(":") or NOTHING
        return (self.id, self.nick, realname, self.by, str(int(self.time)), self.covers, self.reason)


def read_notice(words: Sequence[str]) -> BanNotice | None:
    """The ban in the parameters behind ADDED, LIFTED or LISTED; None where they are none."""
    if len(words) != _FIELDS or not _ID.fullmatch(words[0]):
        return None
    number, nick, realname, by, time, covers, reason = words
    known = realname.replace(_BLANK, " ") if realname != NOTHING else ""
    return BanNotice(number, nick, known, by, read_seconds(time) or 0.0, covers, reason)
