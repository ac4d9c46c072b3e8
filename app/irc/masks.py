"""Masks with `*` and `?`: compiled once, matched in little time whatever they hold; those of bans completed.

https://modern.ircdocs.horse/#wildcard-expressions
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from dataclasses import field
from functools import lru_cache

from app.values import frozen

# Compiled masks that are kept: all that a few busy channels have. A line of IRC bounds each, and one longer
# than that is compiled anew each time, so that all of them are some 8 MB at worst.
_KEPT = 512
_LONGEST_KEPT = 512

# How masks begin that are for an account, and those that concern only speaking, where bans are so extended.
# https://ircv3.net/specs/extensions/account-extban and https://modern.ircdocs.horse/#extban-parameter
OF_ACCOUNT = "~a:"
OF_SPEECH = "~m:"

_SPECIAL = re.compile(r"[\\*?]")
_ESCAPED = re.compile(r"\\(.)")

# A token of a mask: whether it is a wildcard, and the character.
_Token = tuple[bool, str]
_STAR: _Token = (True, "*")
_ANY: _Token = (True, "?")


@frozen
class _Piece:
    """What stands between two stars. `pattern` is there where it has a `?`; else `text` is literal."""

    text: str
    pattern: re.Pattern[str] | None

    def is_at(self, text: str, at: int) -> bool:
        """Whether it fits at one place, behind which there is room for it."""
        if self.pattern is not None:
            return self.pattern.match(text, at) is not None
        return text.startswith(self.text, at)

    def find(self, text: str, at: int, end: int) -> int:
        """The first place between two where it fits, -1 for none."""
        if self.pattern is None:
            return text.find(self.text, at, end)
        found = self.pattern.search(text, at, end)
        return found.start() if found else -1


@frozen
class Mask:
    """A compiled mask: pieces with a star between each two of them.

    Each piece is looked for once, behind the one before it: nothing is tried again, so the time is bounded by
    the product of the lengths. A piece with `?` is a regular expression of fixed length.
    """

    pieces: tuple[_Piece, ...]
    least: int = field(init=False)  # characters that a text has to have

    def __post_init__(self) -> None:
        object.__setattr__(self, "least", sum(len(piece.text) for piece in self.pieces))

    def fits(self, text: str) -> bool:
        """Whether `text`, folded like the mask, fits it as a whole."""
        spare = len(text) - self.least
        first, last = self.pieces[0], self.pieces[-1]
        if spare < 0 or not first.is_at(text, 0):
            return False
        if len(self.pieces) == 1:
            return not spare
        end = len(text) - len(last.text)
        if not last.is_at(text, end):
            return False
        at = len(first.text)
        for piece in self.pieces[1:-1]:
            at = piece.find(text, at, end)
            if at < 0:
                return False
            at += len(piece.text)
        return True


def compile_mask(mask: str) -> Mask:
    """`mask` ready to be matched: `*` any run, `?` one character, `\\` takes the next one literally."""
    return _compile_kept(mask) if len(mask) <= _LONGEST_KEPT else _compile(mask)


def matches(mask: str, text: str) -> bool:
    """Whether `text` fits `mask`. Both must be case-folded alike."""
    return compile_mask(mask).fits(text)


def _compile(mask: str) -> Mask:
    pieces: list[list[_Token]] = [[]]
    for token in _tokens(mask):
        if token == _STAR:
            pieces.append([])
        else:
            pieces[-1].append(token)
    between = [piece for piece in pieces[1:-1] if piece]  # a run of stars is one
    return Mask(tuple(map(_piece, [pieces[0], *between, *pieces[1:][-1:]])))


def _piece(tokens: list[_Token]) -> _Piece:
    text = "".join(char for _, char in tokens)
    if _ANY not in tokens:
        return _Piece(text, None)
    pattern = "".join("." if token == _ANY else re.escape(token[1]) for token in tokens)
    return _Piece(text, re.compile(pattern, re.DOTALL))


def _tokens(mask: str) -> Iterator[_Token]:
    chars = iter(mask)
    for char in chars:
        yield (False, next(chars, char)) if char == "\\" else (char in "*?", char)


_compile_kept = lru_cache(maxsize=_KEPT)(_compile)


def ban_mask(nick: str, host: str, own_host: str, account: str = "") -> str:
    """The mask that keeps somebody out without keeping us out; a host that is not known is "".

    Their account, where there is one and the server's bans know accounts. Else their address, unless it is
    ours too (several copies on one computer, one router for all): then their nickname.
    """
    if account:
        return f"{OF_ACCOUNT}{escape(account)}"
    if not host or host == own_host or is_loopback(host):
        return f"{escape(nick)}!*@*"
    return f"*!*@{host}"


def escape(text: str) -> str:
    """`text` as it stands in a mask that fits it alone."""
    return _SPECIAL.sub(r"\\\g<0>", text)


def is_loopback(host: str) -> bool:
    """Whether a host is the computer itself, from where all its copies come."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def ban_words(mask: str) -> str:
    """What a person reads of a mask: a nickname or an account, "" for an address, which nobody is told, else
    the mask itself.
    """
    mask = mask.removeprefix(OF_SPEECH)
    is_account = mask.startswith(OF_ACCOUNT)
    name = mask.removeprefix(OF_ACCOUNT) if is_account else mask.partition("!")[0]
    if name.strip("*?"):
        return _ESCAPED.sub(r"\g<1>", name)
    return mask if is_account or not mask.rpartition("@")[2].strip("*?") else ""


def is_mute(mask: str) -> bool:
    """Whether a ban concerns only speaking."""
    return mask.startswith(OF_SPEECH)


def fits(mask: str, account: str, source: str) -> bool:
    """Whether a ban is for somebody, by their account and nick!user@host; all folded alike."""
    mask = mask.removeprefix(OF_SPEECH)
    if mask.startswith(OF_ACCOUNT):
        return bool(account) and matches(mask.removeprefix(OF_ACCOUNT), account)
    return matches(complete_mask(mask), source)


def complete_mask(mask: str) -> str:
    """`mask` with what it leaves out: "bob" is bob!*@*, "*@host" is *!*@host."""
    if "!" in mask and "@" in mask:
        nick, _, rest = mask.partition("!")
        user, _, host = rest.partition("@")
    elif "@" in mask:
        nick = ""
        user, _, host = mask.partition("@")
    elif "!" in mask:
        nick, _, user = mask.partition("!")
        host = ""
    elif "." in mask or ":" in mask:
        nick, user, host = "", "", mask  # an address, which no nickname can look like
    else:
        nick, user, host = mask, "", ""
    return f"{nick or '*'}!{user or '*'}@{host or '*'}"
