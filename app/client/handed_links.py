"""Links that another program hands over: which of them are followed at all. Knows no network."""

from __future__ import annotations

import re
from enum import Enum

from app.client.address import Address, Scheme, parse_address

# Below are ports of services that answer whoever speaks to them, so that a page could have us speak.
LOWEST_PORT = 1024
LONGEST_LINK = 2000  # characters; ours stay under 600
_LINK = re.compile(r"(?:hubbub|ircs?)://[^\x00- \x7f-\x9f]+", re.IGNORECASE)


class LinkProblem(Enum):
    """Why a link is not followed; `words.address_words` says it."""

    NOT_A_LINK = "something else than one link of ours"
    LOW_PORT = "a port of the system's services"


class LinkError(ValueError):
    """A link that is not followed: what is wrong, and the port that it names."""

    def __init__(self, problem: LinkProblem, port: int = 0) -> None:
        super().__init__(problem.value)
        self.problem = problem
        self.port = port


def check_link(text: str) -> Address:
    """Read a link that nobody typed. Raises LinkError and AddressError.

    More is asked of it than of what a person pastes: it is one link and nothing around it.
    """
    text = text.strip()
    if len(text) > LONGEST_LINK or _LINK.fullmatch(text) is None:
        raise LinkError(LinkProblem.NOT_A_LINK)
    address = parse_address(text)
    lowest = min(way.port for way in address.ways)
    if lowest < LOWEST_PORT:
        raise LinkError(LinkProblem.LOW_PORT, lowest)
    return address


def is_provable(address: Address) -> bool:
    """Whether who answers there has to show a certificate: irc:// asks for one only if it names it."""
    return address.scheme is not Scheme.IRC or bool(address.fingerprint)
