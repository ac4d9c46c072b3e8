"""What CHATHISTORY names messages by: an id or a moment, read from text into bounds of the history.

https://ircv3.net/specs/extensions/chathistory
"""

from __future__ import annotations

from dataclasses import dataclass

from app.irc.msgid import after, before, is_msgid
from app.irc.servertime import parse_time

# As MSGREFTYPES names them, the better first.
TYPES = ("msgid", "timestamp")


class BadReferenceError(Exception):
    """`text` should name a message and does not; `code` is that of FAIL, str() a sentence for people."""

    def __init__(self, code: str, text: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.text = text


@dataclass(frozen=True, slots=True)
class Reference:
    """A message or a moment: the bound below which all is earlier, and the one above which all is later."""

    low: str
    high: str
    time: float | None = None  # of a moment


def parse_reference(text: str) -> Reference:
    """Read `msgid=…` or `timestamp=…`. Raises BadReferenceError."""
    kind, _, value = text.partition("=")
    if kind not in TYPES:
        sentence = "Messages are named by msgid= and timestamp= here"
        raise BadReferenceError("INVALID_MSGREFTYPE", text, sentence)
    if kind == "timestamp":
        return parse_moment(text)
    if not is_msgid(value):
        raise BadReferenceError("INVALID_PARAMS", text, "Invalid msgid")
    return Reference(value, value)


def parse_moment(text: str) -> Reference:
    """Read `timestamp=…`. Raises BadReferenceError."""
    kind, _, value = text.partition("=")
    time = parse_time(value) if kind == "timestamp" else None
    if time is None:
        raise BadReferenceError("INVALID_PARAMS", text, "Invalid timestamp")
    return Reference(before(time), after(time), time)
