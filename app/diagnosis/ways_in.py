"""By which addresses of this computer people of other computers have come, and who is here by which. Pure.

`now` and all times are seconds of one steady clock.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from app.discovery.local_networks import read_address

_NEVER = float("-inf")
_MOST = 64  # addresses of this computer, of which there are a handful
# Of IPv6, a network (/64) counts as one address: a computer has several in it, for privacy.
_NETWORK_BITS = 64


class WaysIn:
    """What was seen of a hosted room since it was opened."""

    def __init__(self) -> None:
        self._reached: dict[str, float] = {}
        self._people: dict[str, str] = {}  # nickname -> by which address it came

    def note_reached(self, address: str, now: float) -> None:
        """Somebody of another computer came to this address, or got in by it."""
        key = _key(address)
        if key and (key in self._reached or len(self._reached) < _MOST):
            self._reached[key] = now

    def enter(self, nick: str, address: str, now: float) -> None:
        """Somebody of another computer is in by this address; with "" as the address, of this one."""
        if address:
            self._people[nick] = _key(address)
            self.note_reached(address, now)

    def leave(self, nick: str) -> None:
        """Somebody is gone."""
        self._people.pop(nick, None)

    def rename(self, old: str, new: str) -> None:
        """Somebody has another nickname."""
        if (way := self._people.pop(old, None)) is not None:
            self._people[new] = way

    @property
    def has_guests(self) -> bool:
        """Whether anybody of another computer is in."""
        return bool(self._people)

    def last_reached(self, addresses: Iterable[str]) -> float:
        """When one of these addresses was reached last, -inf for never."""
        return max((self._reached.get(_key(one), _NEVER) for one in addresses), default=_NEVER)

    def reached_of(self, addresses: Iterable[str]) -> frozenset[str]:
        """Those of these addresses that were reached."""
        return frozenset(one for one in addresses if _key(one) in self._reached)

    def ordered(self, addresses: Sequence[str]) -> list[str]:
        """These addresses, those first by which most people are in now, as they were otherwise."""
        counts = Counter(self._people.values())
        return sorted(addresses, key=lambda one: -counts[_key(one)])


def _key(text: str) -> str:
    """What an address counts as; "" for none."""
    address = read_address(text)
    if address is None:
        return ""
    return str(address) if address.version == 4 else f"{int(address) >> (128 - _NETWORK_BITS):x}::"
