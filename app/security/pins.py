"""The hubs that this person has met, by certificate. Owns the file of pins; judges nothing."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from math import isfinite
from pathlib import Path

from app.security import private_files
from app.security.security_errors import SecurityError, SecurityProblem
from app.values import frozen

VERSION = 1
VERIFIED = frozenset({"", "link", "password", "words", "authority"})
MAX_ADDRESSES = 16  # DHCP moves a hub daily; older addresses are other people's by then
_FINGERPRINT = 64


@frozen
class Pin:
    """A hub that has been joined. `verified`: "", "link", "password", "words" or "authority"."""

    fingerprint: str
    name: str
    addresses: tuple[str, ...]  # host:port, the latest first
    first_seen: float
    verified: str = ""


class Pins:
    """The pins in a JSON file of mode 0600; every change is written at once, whole or not at all.

    Raises SecurityError when the file cannot be used; a damaged one is set aside by then, so
    that the next try begins with none.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._pins: dict[str, Pin] = {}
        data = private_files.read(path)
        if data is not None:
            self._pins = {pin.fingerprint: pin for pin in self._parse(data)}

    def by_fingerprint(self, fingerprint: str) -> Pin | None:
        """The pin of a certificate."""
        return self._pins.get(fingerprint.lower())

    def all(self) -> tuple[Pin, ...]:
        """Every pin."""
        return tuple(self._pins.values())

    def by_address(self, address: str) -> Pin | None:
        """The pin of the hub that was last seen at `address` (host:port)."""
        address = address.lower()
        return next((pin for pin in self._pins.values() if address in pin.addresses), None)

    def remember(self, fingerprint: str, *, name: str, address: str, now: float) -> Pin:
        """Pin a hub, or note a known one's name ("" keeps the old one) and latest address.

        An address belongs to one hub: whoever had it before loses it.
        """
        fingerprint, address = fingerprint.lower(), address.lower()
        pins = {
            key: replace(pin, addresses=tuple(a for a in pin.addresses if a != address))
            for key, pin in self._pins.items()
        }
        old = pins.get(fingerprint)
        if old is None:
            pin = Pin(fingerprint, name, (address,), now)
        else:
            pin = replace(old, name=name or old.name, addresses=(address, *old.addresses)[:MAX_ADDRESSES])
        self._change({**pins, fingerprint: pin})
        return pin

    def mark_verified(self, fingerprint: str, how: str) -> Pin | None:
        """Note how a pinned hub was verified: one of VERIFIED, "" to take it back. None: it is not pinned."""
        if how not in VERIFIED:
            raise ValueError(f"{how!r} is no way to verify a hub")
        pin = self.by_fingerprint(fingerprint)
        if pin is not None:
            pin = replace(pin, verified=how)
            self._change({**self._pins, pin.fingerprint: pin})
        return pin

    def forget(self, fingerprint: str) -> None:
        """Take a pin out, if there is one."""
        if self.by_fingerprint(fingerprint) is not None:
            self._change({key: pin for key, pin in self._pins.items() if key != fingerprint.lower()})

    def _change(self, pins: dict[str, Pin]) -> None:
        """Write first, then believe it: an unwritable file must not make a pin that is gone tomorrow."""
        if pins == self._pins:
            return
        private_files.make_folder(self._path.parent)
        content = {"version": VERSION, "hubs": [asdict(pin) for pin in pins.values()]}
        private_files.replace(
            self._path, json.dumps(content, ensure_ascii=False, indent=1).encode(errors="replace")
        )
        self._pins = pins

    def _parse(self, data: bytes) -> list[Pin]:
        try:
            content = json.loads(data)
            newer = content["version"] > VERSION
            pins = [] if newer else [_pin(entry) for entry in content["hubs"]]
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
            aside = private_files.set_aside(self._path, data)
            raise SecurityError(
                SecurityProblem.PINS_DAMAGED, folder=self._path.parent, aside=aside.name
            ) from error
        if newer:
            raise SecurityError(SecurityProblem.PINS_NEWER, path=self._path)
        return pins


def _pin(entry: dict[str, object]) -> Pin:
    """A pin from its JSON object. Raises ValueError, KeyError, TypeError, AttributeError or OverflowError."""
    fingerprint, name, addresses = entry["fingerprint"], entry["name"], entry["addresses"]
    first_seen, verified = entry["first_seen"], entry["verified"]
    if not (
        isinstance(fingerprint, str)
        and len(bytes.fromhex(fingerprint)) * 2 == len(fingerprint) == _FINGERPRINT
        and fingerprint == fingerprint.lower()
        and isinstance(name, str)
        and isinstance(addresses, list)
        and all(isinstance(address, str) for address in addresses)
        and isinstance(first_seen, int | float)
        and isfinite(first_seen)
        and isinstance(verified, str)
        and verified in VERIFIED
    ):
        raise ValueError("not a pin")
    return Pin(fingerprint, name, tuple(addresses), float(first_seen), verified)
