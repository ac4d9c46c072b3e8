"""HUBBUB CALLBACK on the wire: a hub asks a guest to try its addresses, the guest says what it found.

Vendored. `HUBBUB CALLBACK <port> <address>{ <address>}` from the hub, `HUBBUB CALLBACK <port> <address>
<RIGHT|OTHER>` from the guest, for each that it tried: whether the hub with the certificate that it is in is
there, and nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import ip_address

from app.irc.ports import LARGEST_PORT
from app.irc.text import read_number
from app.values import frozen

SUBCOMMAND = "CALLBACK"
MOST_ADDRESSES = 4
_RIGHT, _OTHER = "RIGHT", "OTHER"


@frozen
class CallbackRequest:
    """Addresses of a hub that a guest is asked to try, at one port."""

    port: int
    addresses: tuple[str, ...]

    def words(self) -> tuple[str, ...]:
        """The parameters behind the subcommand."""
        return str(self.port), *(_word(address) for address in self.addresses)


@frozen
class CallbackResult:
    """What a guest found at one address."""

    port: int
    address: str
    is_right: bool

    def words(self) -> tuple[str, ...]:
        """The parameters behind the subcommand."""
        return str(self.port), _word(self.address), _RIGHT if self.is_right else _OTHER


def read_request(words: Sequence[str]) -> CallbackRequest | None:
    """The request in the parameters behind the subcommand; None where it is none."""
    port = _port(words)
    addresses = tuple(dict.fromkeys(filter(None, map(_address, words[1:]))))
    if port is None or not addresses or len(words) - 1 > MOST_ADDRESSES:
        return None
    return CallbackRequest(port, addresses)


def read_result(words: Sequence[str]) -> CallbackResult | None:
    """The result in the parameters behind the subcommand; None where it is none."""
    port, address = _port(words), _address(words[1]) if len(words) == 3 else ""
    if port is None or not address or words[2] not in (_RIGHT, _OTHER):
        return None
    return CallbackResult(port, address, words[2] == _RIGHT)


def _port(words: Sequence[str]) -> int | None:
    number = read_number(words[0]) if words else None
    return number if number is not None and 0 < number <= LARGEST_PORT else None


def _word(address: str) -> str:
    """An address as it may stand in the middle of a line: not beginning with a colon."""
    return f"0{address}" if address.startswith(":") else address


def _address(word: str) -> str:
    """The address in a word in its shortest spelling, "" where it is none; zones mean nothing elsewhere."""
    try:
        return "" if "%" in word else str(ip_address(word))
    except ValueError:
        return ""
