"""One login that a session has begun. Data only. https://ircv3.net/specs/extensions/sasl-3.2"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from app.irc import sasl_responses


class LoginStep(StrEnum):
    """What the client's next response is; the first step of a mechanism is called like it."""

    EXTERNAL = sasl_responses.EXTERNAL
    PLAIN = sasl_responses.PLAIN
    SCRAM = sasl_responses.SCRAM_SHA_256
    SCRAM_PROOF = "proof"
    SCRAM_END = "end"


@dataclass(slots=True)
class Login:
    """`step` is what to do with the client's next response, once all of its pieces are there."""

    step: LoginStep
    response: str = field(default="", repr=False)  # the pieces so far; a password may be in it
    account: str = ""  # whom SCRAM is about to prove, "" where it cannot prove anybody
    conversation: object = field(default=None, repr=False)  # of SCRAM
