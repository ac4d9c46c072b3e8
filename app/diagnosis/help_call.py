"""A guest's call for help, which reaches a host whose firewall blocks the room, and what a host makes of it.

A guest that cannot get in announces `_hubbub-help._udp` by DNS-SD for ten seconds: no name of a person, and a
salted hash in place of the room's fingerprint, so that only who knows the room learns which is meant. What it
says is a rumour, as anybody may say it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from enum import Enum

from app.diagnosis.verdicts import Diagnosis, Verdict
from app.discovery.announcement import is_fingerprint
from app.discovery.local_networks import Surroundings
from app.irc.ports import LARGEST_PORT
from app.values import frozen

SERVICE_TYPE = "_hubbub-help._udp.local."
CALL_SECONDS = 10.0
PAUSE_OF_CALLS = 60.0  # between two calls of one guest for one room
PAUSE_OF_RUMOURS = 600.0  # between two lines that a host reads
VERSION = "1"
SALT_DIGITS = 32
_HASH_DIGITS = 32  # enough that no two rooms are taken for each other
_HEXADECIMAL = frozenset("0123456789abcdef")


class Seen(Enum):
    """What a guest saw of a room that it could not enter; the values travel."""

    SILENCE = "silence"
    REFUSAL = "refusal"
    ISOLATION = "isolation"


# What a host can do something about, or should know.
_SEEN = {
    Verdict.HOST_FIREWALL: Seen.SILENCE,
    Verdict.GONE_OR_BLOCKED: Seen.SILENCE,
    Verdict.BLOCKED_ON_THE_WAY: Seen.SILENCE,
    Verdict.NOTHING_LISTENS: Seen.REFUSAL,
    Verdict.ISOLATION: Seen.ISOLATION,
}


@frozen
class HelpCall:
    """Somebody could not enter the room that `digest` means, at `port`."""

    salt: str
    digest: str
    seen: Seen
    port: int

    def is_for(self, fingerprint: str) -> bool:
        """Whether the room with this fingerprint is meant."""
        return self.digest == _digest(self.salt, fingerprint)


class HelpCalls:
    """What a guest calls for help about. `now` is seconds of a steady clock."""

    def __init__(self) -> None:
        self._called: dict[str, float] = {}  # by fingerprint

    def take(self, diagnosis: Diagnosis, fingerprint: str, salt: str, now: float) -> HelpCall | None:
        """The call to make now for a room whose fingerprint is known; it counts as made then.

        None where a host can do nothing, or was called lately. `salt`: SALT_DIGITS random hexadecimal
        digits, new for each call.
        """
        self._called = {one: at for one, at in self._called.items() if now - at < PAUSE_OF_CALLS}
        seen = _SEEN.get(diagnosis.verdict)
        if seen is None or fingerprint in self._called or not is_fingerprint(fingerprint):
            return None
        self._called[fingerprint] = now
        return HelpCall(salt, _digest(salt, fingerprint), seen, diagnosis.place.port)


def write_call(call: HelpCall) -> dict[str, str]:
    """The TXT record of a call."""
    return {"v": VERSION, "s": call.salt, "h": call.digest, "saw": call.seen.value}


def read_call(txt: Mapping[bytes, bytes | None], port: int) -> HelpCall | None:
    """The call in a TXT record, whose service is at `port`; None where there is none."""
    texts = {
        key.decode(errors="replace").lower(): value[:64].decode(errors="replace")
        for key, value in txt.items()
        if value is not None
    }
    salt, digest = texts.get("s", ""), texts.get("h", "")
    seen = next((one for one in Seen if one.value == texts.get("saw")), None)
    is_written = _is_hexadecimal(salt, SALT_DIGITS) and _is_hexadecimal(digest, _HASH_DIGITS)
    if texts.get("v") != VERSION or not is_written or seen is None or not 0 < port <= LARGEST_PORT:
        return None
    return HelpCall(salt, digest, seen, port)


def _is_hexadecimal(text: str, digits: int) -> bool:
    return len(text) == digits and set(text) <= _HEXADECIMAL


def _digest(salt: str, fingerprint: str) -> str:
    return hashlib.sha256(f"{salt}{fingerprint}".encode()).hexdigest()[:_HASH_DIGITS]


@frozen
class Rumour:
    """Somebody says that they cannot get in. `address`: which they say is theirs, "" where that is absurd."""

    address: str
    seen: Seen
    port: int


class Rumours:
    """What a host is told of calls for help. `now` is seconds of a steady clock."""

    def __init__(self) -> None:
        self._told = float("-inf")

    def take(
        self,
        call: HelpCall,
        addresses: Iterable[str],
        now: float,
        *,
        fingerprint: str,
        ports: Iterable[int],
        near: Surroundings,
    ) -> Rumour | None:
        """The rumour to tell, None for none: the call is for another room or port, or one was told lately.

        `addresses`: those that the caller names; `fingerprint` and `ports` are the hosted room's.
        """
        if now - self._told < PAUSE_OF_RUMOURS or call.port not in ports or not call.is_for(fingerprint):
            return None
        self._told = now
        address = next((one for one in addresses if near.is_near(one)), "")
        return Rumour(address, call.seen, call.port)
