"""Lines on their way out, rendered once for each shape of receiver (tags, time) and never per receiver: one
line, one batch of lines, and a message of several lines.

https://ircv3.net/specs/extensions/batch and https://ircv3.net/specs/extensions/multiline
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from app.hub.data.entities import (
    SHAPE_ACCOUNT,
    SHAPE_JOIN,
    SHAPE_MULTILINE,
    SHAPE_TAGS,
    SHAPE_TIME,
    Person,
)
from app.hub.data.in_progress import Part
from app.hub.data.storage import HistoryEvent
from app.irc.capabilities import MULTILINE
from app.irc.client_tags import MULTILINE_CONCAT
from app.irc.linebuffer import BODY_LIMIT
from app.irc.message import encode_body, encode_tags
from app.irc.servertime import format_time

_TAGGED = SHAPE_TIME | SHAPE_ACCOUNT | SHAPE_TAGS  # shapes without any of these have no tags

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
        time: float,
        tags: str = "",
        msgid: str = "",
        account: str = "",
        is_bot: bool = False,
    ) -> None:
        """`tags` are further ones, of a client or of ours, already encoded, without `@`; `source` may be "".

        `account` and `is_bot` tell whose doing it is. Raises EncodeError.
        """
        body = encode_body(command, params, source).encode()
        self.is_cut = len(body) > BODY_LIMIT
        if self.is_cut:
            body = body[: BODY_LIMIT - 2].decode(errors="ignore").encode() + b"\r\n"
        self.body = body
        self.command = command
        self.params = params
        self.parts: tuple[tuple[str, bool], ...] = ()  # of app.hub.data.outgoing
        self.source = source
        self.msgid = msgid
        self.tags = tags
        self.account = account
        self.is_bot = is_bot
        self.time = time
        self.rendered: dict[int, bytes] = {}  # by shape

    def render(self, shape: int) -> bytes:
        """The bytes for receivers of this shape, made once."""
        data = self.rendered.get(shape)
        if data is None:
            data = self.rendered[shape] = self.render_with(shape, "")
        return data

    def render_with(self, shape: int, own: str) -> bytes:
        """The bytes with a tag of the receiver's own (label or batch) in front of the others."""
        if not (shape & _TAGGED or own):
            return self.body
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
    return message_by(person, command, params, time, msgid, tags)


def message_by(
    person: Person, command: str, params: tuple[str, ...], time: float, msgid: str, tags: str
) -> Line:
    """The same with parameters as they are: what is said most often is not taken apart on its way."""
    # by position: naming what a class is called with costs as much as all the rest
    return Line(command, params, person.source, time, tags, msgid, person.account, person.is_bot)


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


class Bundle(Line):
    """A batch from the hub with its lines, which may be bundles too. For receivers that know batches."""

    __slots__ = ("_lines", "_reference")

    def __init__(
        self, reference: str, kind: str, lines: Sequence[Line], source: str, *, time: float, about: str = ""
    ) -> None:
        """`about`: the batch's parameter, where its kind has one. Raises EncodeError."""
        super().__init__("BATCH", (f"+{reference}", kind, *([about] if about else [])), source, time=time)
        self._lines = lines
        self._reference = reference

    def render_with(self, shape: int, own: str) -> bytes:
        """The bytes with a tag of the receiver's own (label or an outer batch) on the batch."""
        tag = f"batch={self._reference}"
        closing = Line("BATCH", (f"-{self._reference}",), self.source, time=self.time)
        parts = [line.render_with(shape, tag) for line in self._lines]
        return b"".join([super().render_with(shape, own), *parts, closing.render_with(shape, "")])


class Join(Line):
    """Somebody enters a channel. https://ircv3.net/specs/extensions/extended-join"""

    __slots__ = ("_plain",)

    def __init__(self, person: Person, channel: str, *, time: float, msgid: str = "") -> None:
        """With account and real name in its parameters, which only who knows extended-join is told."""
        super().__init__(
            "JOIN",
            (channel, person.account or "*", person.realname),
            person.source,
            time=time,
            msgid=msgid,
            account=person.account,
            is_bot=person.is_bot,
        )
        self._plain = encode_body("JOIN", (channel,), person.source).encode()

    def render_with(self, shape: int, own: str) -> bytes:
        """The bytes with a tag of the receiver's own (label or batch) in front of the others."""
        tags = self.tags_for(shape, own)
        body = self.body if shape & SHAPE_JOIN else self._plain
        return f"@{';'.join(tags)} ".encode() + body if tags else body


class Multiline(Line):
    """PRIVMSG or NOTICE of several lines. `reference` names the batch."""

    __slots__ = ("_bodies", "_reference")

    def __init__(
        self,
        command: str,
        target: str,
        parts: Sequence[Part],
        source: str,
        *,
        reference: str,
        time: float,
        tags: str = "",
        msgid: str = "",
        account: str = "",
        is_bot: bool = False,
    ) -> None:
        """`tags` are client-only tags, encoded, without `@`. Raises EncodeError."""
        super().__init__(
            "BATCH",
            (f"+{reference}", MULTILINE, target),
            source,
            time=time,
            tags=tags,
            msgid=msgid,
            account=account,
            is_bot=is_bot,
        )
        self.command = command
        self.params = (target, parts[0][0])
        self.parts = tuple(parts)
        self._reference = reference
        self._bodies = [encode_body(command, (target, text), source).encode() for text, _ in parts]
        self.is_cut = any(len(body) > BODY_LIMIT for body in self._bodies)

    def prefixed(self, words: str) -> Line:
        """The same message with `words` before its text."""
        (first, continues), *rest = self.parts
        return Multiline(
            self.command,
            self.params[0],
            [(words + first, continues), *rest],
            self.source,
            reference=self._reference,
            time=self.time,
            tags=self.tags,
            msgid=self.msgid,
            account=self.account,
            is_bot=self.is_bot,
        )

    def render_with(self, shape: int, own: str) -> bytes:
        """The bytes with a tag of the receiver's own (label or batch) in front of the others."""
        if shape & SHAPE_MULTILINE:
            return self._as_batch(shape, own)
        return self._as_lines(shape, own)

    def _as_batch(self, shape: int, own: str) -> bytes:
        out = [super().render_with(shape, own)]
        plain = f"@batch={self._reference} ".encode()
        joined = f"@batch={self._reference};{MULTILINE_CONCAT} ".encode()
        for (_, continues), body in zip(self.parts, self._bodies, strict=True):
            out += (joined if continues else plain, body)
        out.append(f":{self.source} BATCH -{self._reference}\r\n".encode())
        return b"".join(out)

    def _as_lines(self, shape: int, own: str) -> bytes:
        """Blank lines are left out; the id, and a label, are the first line's."""
        of_all = own if own.startswith("batch=") else ""
        first = self._front(shape, own)
        others = self._front(shape, of_all, with_id=False)
        shown = [body for (text, _), body in zip(self.parts, self._bodies, strict=True) if text]
        return b"".join([(others if index else first) + body for index, body in enumerate(shown)])

    def _front(self, shape: int, own: str, *, with_id: bool = True) -> bytes:
        tags = self.tags_for(shape, own)
        if shape & SHAPE_TAGS and self.msgid and not with_id:
            tags.remove(f"msgid={self.msgid}")
        return f"@{';'.join(tags)} ".encode() if tags else b""


def text_of(line: Line) -> str:
    """What a PRIVMSG or NOTICE says, with line feeds between its lines."""
    if not line.parts:
        return line.params[1]
    (text, _), *rest = line.parts
    return text + "".join(more if continues else f"\n{more}" for more, continues in rest)


def line_of(event: HistoryEvent, reference: str) -> Line:
    """What was told, to be told once more; `reference` names the batch where it takes one."""
    if not event.lines:
        return Line(
            event.command,
            event.params,
            event.source,
            time=event.time,
            tags=event.tags,
            msgid=event.msgid,
            account=event.account,
        )
    return Multiline(
        event.command,
        event.params[0],
        event.lines,
        event.source,
        reference=reference,
        time=event.time,
        tags=event.tags,
        msgid=event.msgid,
        account=event.account,
    )
