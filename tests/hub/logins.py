"""How somebody logs in, for tests: accounts with a password, and the lines of PLAIN and SCRAM."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from app.hub.data.memory import MemoryAccounts
from app.irc.confusables import nick_keys
from app.irc.sasl_responses import split
from tests.hub.party import Friend, Party, credentials_of

PROOF = "sesame"  # of SCRAM, as the tests' thread makes it of the password


def known(*names: str, **proofs: Any) -> MemoryAccounts:
    """Accounts with the password sesame."""
    accounts = MemoryAccounts()
    for name in names or ("mara",):
        accounts.create(name, nick_keys(name), 1.0, **(proofs or {"credentials": credentials_of("sesame")}))
    return accounts


def asks(party: Party, **connection: Any) -> Friend:
    """Somebody who may log in."""
    friend = party.connect("mara", **connection)
    friend.says("CAP LS 302", "CAP REQ sasl")
    return friend


def plain(name: str, password: str, wanted: str = "") -> list[str]:
    """The lines of a login by PLAIN."""
    pieces = split(f"{wanted}\0{name}\0{password}".encode())
    return ["AUTHENTICATE PLAIN", *(f"AUTHENTICATE {piece}" for piece in pieces)]


def encoded(text: str) -> str:
    return f"AUTHENTICATE {b64encode(text.encode()).decode()}"


def scram(name: str, proof: str = PROOF, *, mechanism: str = "SCRAM-SHA-256") -> list[str]:
    """The lines of a login by SCRAM."""
    return [f"AUTHENTICATE {mechanism}", encoded(f"n,,n={name},r=abc"), encoded(proof), "AUTHENTICATE +"]
