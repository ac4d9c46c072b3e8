"""What the words of a QUIT or of a closing server mean. Servers have no codes for it, only habits.

https://modern.ircdocs.horse/#quit-message and https://modern.ircdocs.horse/#error-message
"""

from __future__ import annotations

import re

from app.client.events import Failure, LeaveKind
from app.values import frozen

NETSPLIT = "netsplit"

_KILLED = re.compile(r"killed(?: by)? \(?([^\s()]+)(?: \((.*?)\)*)?\)*", re.IGNORECASE)
# How a hub of ours says that its host has banned somebody.
_BANNED_BY = re.compile(r"banned by ([^\s:]+)(?:: (.*))?", re.IGNORECASE)
# Two names of servers and nothing else: how a split between them is told (RFC 2813 section 4.1.5).
_SPLIT = re.compile(r"[\w*-]*(?:\.[\w*-]+)+ [\w*-]*(?:\.[\w*-]+)+")
_BRACKETED = re.compile(r"\[([^\[\]]*)\]\s*$|\((.*)\)\s*$")

_LOST = (
    "ping timeout",
    "connection ",
    "connexion ",
    "read error",
    "write error",
    "remote host closed",
    "eof",
    "broken pipe",
    "timed out",
    "timeout",
    "no route",
    "network is unreachable",
    "input/output error",
    "software caused",
    "client closed connection",
    "client exited",
    "sendq",
    "max sendq",
    "recvq",
    "excess flood",
    "socket",
    "replaced by a new connection",
)
_HOST_CLOSED = ("host closed the room", "hosting has ended", "host stopped hosting")
# How a hub of ours says that its host has closed the port for browsers.
_NO_BROWSERS = ("lets no browsers in",)
_BANNED = (
    "k-line",
    "k:line",
    "g-line",
    "g:line",
    "z-line",
    "z:line",
    "d-line",
    "banned",
    "not welcome",
    "not authorized",
    "access denied",
)
_FULL = ("too many", "server full", "server is full", "no more connections", "max clients", "is full")
_PASSWORD = (
    "bad password",
    "password required",
    "wrong password",
    "password mismatch",
    "password incorrect",
    "invalid password",
)
_ACCOUNT = ("sasl access only", "must log in", "must be logged in", "need to identify", "identify via sasl")
_REPLACED = ("replaced by a new connection",)
_LOCKED = ("is locked",)
_KILL_WORDS = ("killed", "removed from the hub", "removed by the host")

# Looked through in this order: a ban's words may also tell who killed.
_FAILURES: tuple[tuple[Failure, tuple[str, ...]], ...] = (
    (Failure.CLOSED_BY_HOST, _HOST_CLOSED),
    (Failure.WRONG_PASSWORD, _PASSWORD),
    (Failure.ACCOUNT_WANTED, _ACCOUNT),
    (Failure.BANNED, _BANNED),
    (Failure.KICKED_OUT, _KILL_WORDS),
    (Failure.LOCKED, _LOCKED),
    (Failure.REPLACED, _REPLACED),
    (Failure.FULL, _FULL),
)


@frozen
class LeaveCause:
    """How somebody left the server or a channel; `reason` is freed of the server's own words if it can be."""

    kind: LeaveKind
    by: str
    reason: str


def read_quit(reason: str) -> LeaveCause:
    """How somebody left, by the reason of their QUIT: a goodbye, a lost connection, a removal."""
    words = reason.casefold()
    if words.startswith("quit:"):
        return LeaveCause(LeaveKind.QUIT, "", reason[5:].strip())
    if killed := _KILLED.fullmatch(reason):
        return LeaveCause(LeaveKind.KICKED, killed[1], killed[2] or "")
    if banned := _BANNED_BY.fullmatch(reason):
        return LeaveCause(LeaveKind.BANNED, banned[1], banned[2] or "")
    if _SPLIT.fullmatch(reason):
        return LeaveCause(LeaveKind.LOST, "", NETSPLIT)
    if any(word in words for word in _HOST_CLOSED):
        return LeaveCause(LeaveKind.HOST_CLOSED, "", reason)
    if any(word in words for word in _NO_BROWSERS):
        return LeaveCause(LeaveKind.NO_BROWSERS, "", reason)
    if any(word in words for word in _BANNED):
        return LeaveCause(LeaveKind.BANNED, "", reason)
    if words.startswith(_LOST):
        return LeaveCause(LeaveKind.LOST, "", reason)
    if len(reason) > 1 and reason[0] == reason[-1] == '"':
        reason = reason[1:-1]  # ngIRCd's way of saying that these are the person's words
    return LeaveCause(LeaveKind.QUIT, "", "" if words == "quit" else reason)


def read_error(text: str) -> Failure:
    """Why the server closes, by the words of its ERROR; LOST for everything that a later try may mend."""
    words = closing_words(text).casefold()
    for failure, marks in _FAILURES:
        if any(mark in words for mark in marks):
            return failure
    return Failure.LOST


def closing_words(text: str) -> str:
    """The reason in the text of an ERROR, all of it where nothing stands in brackets."""
    bracketed = _BRACKETED.search(text)
    return bracketed[1] or bracketed[2] or "" if bracketed else text
