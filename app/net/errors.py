"""What can fail between this program and the network, as sentences for people.

NetError
 ├─ EndpointError   what was typed for --listen is no address
 ├─ ListenError     the address or port cannot be listened on
 └─ TlsError        a certificate or key that TLS cannot use
"""

from __future__ import annotations


class NetError(Exception):
    """Base: its text is one sentence that can be shown as it is."""


class EndpointError(NetError):
    """A listening address that cannot be read."""


class ListenError(NetError):
    """A listening address or port that cannot be used."""


class TlsError(NetError):
    """A certificate or key that cannot be used."""
