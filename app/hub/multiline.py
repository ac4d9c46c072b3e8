"""A message of several lines on its way out: one batch for who knows them, single lines for the others.

https://ircv3.net/specs/extensions/multiline
"""

from __future__ import annotations

from collections.abc import Sequence

from app.hub.history import HistoryEvent
from app.hub.lines import Line
from app.hub.session import SHAPE_MULTILINE, SHAPE_TAGS
from app.irc.capabilities import MULTILINE
from app.irc.client_tags import MULTILINE_CONCAT
from app.irc.linebuffer import BODY_LIMIT
from app.irc.message import encode_body

# A pasted page of code is one message. A member without the capability is sent it line by line, each with
# its source and tags: 200 lines are at most 120 KiB of the 4 MiB that may wait for a connection.
MAX_LINES = 200
MAX_BYTES = 16 * 1024

Part = tuple[str, bool]  # a text, whether it continues the one before


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
