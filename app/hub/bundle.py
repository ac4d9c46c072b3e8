"""Lines that belong together on their way out: one batch. https://ircv3.net/specs/extensions/batch"""

from __future__ import annotations

from collections.abc import Sequence

from app.hub.lines import Line


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
