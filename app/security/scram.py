"""SCRAM-SHA-256: what is kept of an account's password, and the hub's side of the exchange. Knows no wire.

The password is never sent, and what is kept is not enough to log in with. https://www.rfc-editor.org/rfc/rfc7677
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from app.security.security_errors import PasswordError

if TYPE_CHECKING:
    from scramp import ScramServer


class ScramLike(Protocol):
    """What the exchange needs; the hub's own record of a password fits by shape."""

    @property
    def salt(self) -> bytes: ...
    @property
    def iterations(self) -> int: ...
    @property
    def stored_key(self) -> bytes: ...
    @property
    def server_key(self) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Scram:
    """What a hub keeps of a password for SCRAM."""

    salt: bytes
    iterations: int
    stored_key: bytes = field(repr=False)
    server_key: bytes = field(repr=False)


class ScramConversation:
    """The hub's side of one exchange (RFC 5802 section 5); `begin`, then `end`, each once."""

    __slots__ = ("_server",)

    def __init__(self, server: ScramServer) -> None:
        self._server = server

    @classmethod
    def begin(cls, client_first: str, kept: ScramLike) -> tuple[ScramConversation, str]:
        """Take the client's first message; returns what to answer. Raises PasswordError for nonsense."""
        from scramp import ScramException, ScramMechanism  # 80 ms, only where somebody logs in this way

        known = (kept.salt, kept.stored_key, kept.server_key, kept.iterations)
        server = ScramMechanism().make_server(lambda _name: known)
        try:
            server.set_client_first(client_first)
            return cls(server), server.get_server_first()
        except ScramException as error:
            raise PasswordError("The client's first message is malformed.") from error

    def end(self, client_final: str) -> str:
        """Take the client's proof; returns what proves the hub. Raises PasswordError when it is wrong."""
        from scramp import ScramException

        try:
            self._server.set_client_final(client_final)
            return self._server.get_server_final()
        except ScramException as error:
            raise PasswordError("The client's proof is wrong or malformed.") from error


def make_scram(password: str, iterations: int) -> Scram | None:
    """What to keep of a password, with a fresh salt; slow. None: RFC 5802 has no form for such a password."""
    from scramp import ScramException, ScramMechanism

    try:
        salt, stored_key, server_key, count = ScramMechanism().make_auth_info(password, iterations)
    except ScramException:
        return None
    return Scram(salt, count, stored_key, server_key)
