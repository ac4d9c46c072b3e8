"""One connection as the hub knows it: who it is, what it can, what waits for it. Data and small questions only."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Peer:
    """Where a connection came from. `private`: over the host window's own listener on 127.0.0.1."""

    address: str
    port: int
    secure: bool = False
    loopback: bool = False
    private: bool = False
