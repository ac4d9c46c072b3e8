"""What a verdict on a server's certificate means for a link. The verdict itself comes from elsewhere."""

from __future__ import annotations

from collections.abc import Callable

from app.client.address import Address
from app.client.events import Failure
from app.security.trust import Judgement, Verdict

# Given a certificate's fingerprint and whether an authority vouches for it at this name.
Judge = Callable[[str, bool], Judgement]

_REFUSALS = {Verdict.CHANGED: Failure.HOST_CHANGED, Verdict.LINK_MISMATCH: Failure.LINK_MISMATCH}
_VERIFIED = {Verdict.VERIFIED_BY_LINK: "link", Verdict.AUTHORITY: "authority"}


def refusal(verdict: Verdict) -> Failure | None:
    """Why the connection must end before anything is said, None where it may go on."""
    return _REFUSALS.get(verdict)


def how_verified(judgement: Judgement) -> str:
    """How the certificate is known to be the host's: "link", "password", "words", "authority", "" not yet."""
    if judgement.verdict is Verdict.KNOWN and judgement.known is not None:
        return judgement.known.verified
    return _VERIFIED.get(judgement.verdict, "")


def judge_by_link(address: Address) -> Judge:
    """For a link that remembers nobody: only the fingerprint in the address itself is compared."""

    def judge(fingerprint: str, authority: bool) -> Judgement:
        if address.fingerprint:
            same = address.fingerprint.lower() == fingerprint
            return Judgement(Verdict.VERIFIED_BY_LINK if same else Verdict.LINK_MISMATCH)
        return Judgement(Verdict.AUTHORITY if authority else Verdict.FIRST_CONTACT)

    return judge
