"""Somebody between a guest and the hub: passes lines on, keeps all that is seen, changes what it likes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

Change = Callable[[bytes], bytes]


def as_it_is(data: bytes) -> bytes:
    """No change."""
    return data


@dataclass
class Between:
    """A man in the middle. `up` is done to what the guest says, `down` to what the hub says."""

    up: Change = as_it_is
    down: Change = as_it_is
    seen_up: bytearray = field(default_factory=bytearray)
    seen_down: bytearray = field(default_factory=bytearray)

    def from_guest(self, data: bytes) -> bytes:
        """See what the guest says; returns what the hub gets of it."""
        self.seen_up += data
        return self.up(data)

    def from_hub(self, data: bytes) -> bytes:
        """See what the hub says; returns what the guest gets of it."""
        self.seen_down += data
        return self.down(data)

    @property
    def seen(self) -> bytes:
        """Everything of both directions."""
        return bytes(self.seen_up + self.seen_down)

    def word(self, subcommand: str, *, up: bool, index: int = 0) -> str:
        """A word behind `HUBBUB PASSWORD <subcommand>` as it was said by the guest (`up`) or the hub."""
        lines = bytes(self.seen_up if up else self.seen_down).decode().split("\r\n")
        [line] = [line for line in lines if f"HUBBUB PASSWORD {subcommand} " in line]
        return line.partition(f"PASSWORD {subcommand} ")[2].split(" ")[index]
