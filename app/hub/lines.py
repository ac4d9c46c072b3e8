"""One line to be sent, rendered once for each shape of receiver (tags, time) and never per receiver."""

from __future__ import annotations

import re
from collections.abc import Mapping

from app.hub.person import Person
from app.hub.session import SHAPE_ACCOUNT, SHAPE_TAGS, SHAPE_TIME, SHAPES
from app.irc.linebuffer import BODY_LIMIT
from app.irc.message import encode_body, encode_tags
from app.irc.servertime import format_time

# What may be relayed: client-only tags with keys as the message-tags specification writes them.
_CLIENT_TAG = re.compile(r"\+(?:[A-Za-z0-9.-]+/)?[A-Za-z0-9-]+")


class Line:
    """A message on its way out. The body is cut to 512 bytes, at a character of UTF-8."""

    __slots__ = (
        "account",
        "body",
        "command",
        "is_bot",
        "is_cut",
        "msgid",
        "params",
        "parts",
        "rendered",
        "source",
        "tags",
        "time",
    )

    def __init__(
        self,
        command: str,
        params: tuple[str, ...],
        source: str,
        *,
        time: float,
        tags: str = "",
        msgid: str = "",
        account: str = "",
        is_bot: bool = False,
    ) -> None:
        """`tags` are client-only tags, already encoded, without `@`; `source` may be "". Raises EncodeError.

        `account` and `is_bot` tell whose doing it is.
        """
        body = encode_body(command, params, source).encode()
        self.is_cut = len(body) > BODY_LIMIT
        if self.is_cut:
            body = body[: BODY_LIMIT - 2].decode(errors="ignore").encode() + b"\r\n"
        self.body = body
        self.command = command
        self.params = params
        self.parts: tuple[tuple[str, bool], ...] = ()  # of app.hub.multiline
        self.source = source
        self.msgid = msgid
        self.tags = tags
        self.account = account
        self.is_bot = is_bot
        self.time = time
        self.rendered: list[bytes | None] = [None] * SHAPES

    def render(self, shape: int) -> bytes:
        """The bytes for receivers of this shape, made once."""
        data = self.rendered[shape]
        if data is None:
            data = self.rendered[shape] = self.render_with(shape, "")
        return data

    def render_with(self, shape: int, own: str) -> bytes:
        """The bytes with a tag of the receiver's own (label or batch) in front of the others."""
        tags = self.tags_for(shape, own)
        return f"@{';'.join(tags)} ".encode() + self.body if tags else self.body

    def tags_for(self, shape: int, own: str) -> list[str]:
        """The tags for receivers of this shape, encoded, `own` in front if there is one."""
        tags = [own] if own else []
        if shape & SHAPE_TIME:
            tags.append(f"time={format_time(self.time)}")
        if shape & SHAPE_ACCOUNT and self.account:
            # https://ircv3.net/specs/extensions/account-tag
            tags.append(encode_tags({"account": self.account})[1:-1])
        if shape & SHAPE_TAGS:
            if self.msgid:
                tags.append(f"msgid={self.msgid}")
            if self.is_bot:
                # https://ircv3.net/specs/extensions/bot-mode
                tags.append("bot")
            if self.tags:
                tags.append(self.tags)
        return tags

    def prefixed(self, words: str) -> Line:
        """The same message with `words` before its text."""
        return Line(
            self.command,
            (*self.params[:-1], words + self.params[-1]),
            self.source,
            time=self.time,
            tags=self.tags,
            msgid=self.msgid,
            account=self.account,
            is_bot=self.is_bot,
        )


def line_by(person: Person, command: str, *params: str, time: float, msgid: str = "", tags: str = "") -> Line:
    """A line whose source is somebody: what they have done, for all who are told.

    What is kept has an id. `tags` are client-only tags, already encoded.
    """
    return Line(
        command,
        params,
        person.source,
        time=time,
        account=person.account,
        msgid=msgid,
        tags=tags,
        is_bot=person.is_bot,
    )


def client_tags(tags: Mapping[str, str]) -> str:
    """The client-only tags among `tags`, encoded for relaying; "" for none."""
    if not tags:
        return ""
    kept = {key: value for key, value in tags.items() if _CLIENT_TAG.fullmatch(key)}
    return encode_tags(kept)[1:-1]


def clip(text: str, limit: int) -> str:
    """`text` cut to `limit` bytes of UTF-8, at a character."""
    return text.encode()[:limit].decode(errors="ignore")


def middle(text: str) -> str:
    """`text` made fit to stand before the last parameter: one word that does not start with a colon."""
    return text.partition(" ")[0].lstrip(":") or "*"
