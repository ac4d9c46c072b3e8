"""One try of a session to prove the room's password without sending it. Data and small questions only."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.hub.config import PasswordVerifier
from app.irc.password_exchange import CLIENT, HUB, ScryptParams, confirmation, confirms, transcript


@dataclass(slots=True)
class Exchange:
    """One try. `fingerprint` is that of the certificate which this hub shows on the connection."""

    verifier: PasswordVerifier
    fingerprint: str
    client_share: bytes = b""
    hub_share: bytes = b""
    key: bytes = field(default=b"", repr=False)

    @property
    def params(self) -> ScryptParams:
        """What the client needs to derive its key."""
        return ScryptParams(self.verifier.salt, self.verifier.n, self.verifier.r, self.verifier.p)

    def is_confirmed_by(self, given: bytes | None) -> bool:
        """Whether the client has shown that it has the key."""
        return confirms(given, self.key, CLIENT, self._said())

    def confirmation(self) -> bytes:
        """What shows the client that the hub has it too."""
        return confirmation(self.key, HUB, self._said())

    def _said(self) -> bytes:
        return transcript(self.fingerprint, self.params, self.client_share, self.hub_share)
