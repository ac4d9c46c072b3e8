"""What people type or paste as an address, read into an Address. Knows no network."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

DEFAULT_PORT = 6667
DEFAULT_TLS_PORT = 6697


class Scheme(Enum):
    """How the address was written."""

    TYPED = ""  # host or host:port
    IRC = "irc"
    IRCS = "ircs"
    HUBBUB = "hubbub"  # an invite link


class AddressError(ValueError):
    """The text is no address; the message is a sentence for people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where to connect. `explicit_port` is None where none was written; `room` is a channel or ""."""

    host: str
    explicit_port: int | None = None
    scheme: Scheme = Scheme.TYPED
    room: str = ""
    fingerprint: str = ""
    owner_secret: str | None = field(default=None, repr=False)

    @property
    def encrypted(self) -> bool:
        """Whether the address asks for TLS by itself."""
        return self.scheme is Scheme.IRCS

    @property
    def port(self) -> int:
        """The port to connect to."""
        if self.explicit_port is not None:
            return self.explicit_port
        return DEFAULT_TLS_PORT if self.encrypted else DEFAULT_PORT

    def __str__(self) -> str:
        """The shortest text that parses to the same address, without the owner's secret."""
        raise NotImplementedError


def parse_address(text: str) -> Address:
    """Read a typed or pasted address. Raises AddressError with a sentence."""
    raise NotImplementedError
