"""Batches that clients send: a message of several lines while it comes in. Data and small questions only.

https://ircv3.net/specs/extensions/client-batch and https://ircv3.net/specs/extensions/multiline
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from app.hub.multiline import MAX_BYTES, MAX_LINES, Part

_REFERENCE = re.compile(r"[A-Za-z0-9-]{1,64}")
# Programs send a batch at once; the flood allowance may stretch the longest over a few seconds.
TIMEOUT = 60.0


@dataclass(slots=True, eq=False)
class ClientBatch:
    """One open batch. Its opening line is answered when it is closed, or when it has failed.

    `say` says the whole of it; `refuse` takes code, context and sentence of the FAIL.
    """

    reference: str
    target: str
    opened: float
    say: Callable[[ClientBatch], None] = field(repr=False)
    refuse: Callable[..., None] = field(repr=False)
    has_failed: bool = False  # and was answered; what else belongs to it is not said
    command: str = ""  # PRIVMSG or NOTICE, as the first line says
    parts: list[Part] = field(default_factory=list)
    size: int = 0  # bytes of UTF-8, with the line feeds between lines

    @property
    def is_blank(self) -> bool:
        """Whether nothing is said in any of its lines."""
        return not any(text for text, _ in self.parts)

    def mistake(self, command: str, target: str, text: str, *, continues: bool) -> tuple[str, ...]:
        """What is wrong with one more line, as code, context and sentence of FAIL BATCH; () for nothing."""
        grown = self.size + len(text.encode()) + (0 if continues or not self.parts else 1)
        if target != self.target:
            return ("MULTILINE_INVALID_TARGET", self.target, target, "All lines go to the batch's own target")
        if len(self.parts) >= MAX_LINES:
            return ("MULTILINE_MAX_LINES", str(MAX_LINES), f"A message has at most {MAX_LINES} lines")
        if grown > MAX_BYTES:
            return ("MULTILINE_MAX_BYTES", str(MAX_BYTES), f"A message has at most {MAX_BYTES} bytes")
        if command not in ("PRIVMSG", "NOTICE") or command != (self.command or command):
            return ("MULTILINE_INVALID", "A message is all of PRIVMSG or all of NOTICE")
        if continues and not (text and self.parts):
            return ("MULTILINE_INVALID", "Nothing can be put behind the line before")
        return ()

    def add(self, command: str, text: str, *, continues: bool) -> None:
        """Take a line without mistake."""
        self.command = command
        self.size += len(text.encode()) + (0 if continues or not self.parts else 1)
        self.parts.append((text, continues))


def is_reference(text: str) -> bool:
    """Whether a batch may be called so."""
    return _REFERENCE.fullmatch(text) is not None
