"""Why no rooms are found nearby, as far as this computer's networks say. Pure.

What announces itself and does not arrive cannot be told from what does not announce itself, so most of it
is only likely.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from app.diagnosis.verdicts import Certainty, Cure
from app.discovery.local_networks import LocalInterface, own_addresses
from app.values import frozen


class SearchVerdict(Enum):
    """Why there are none."""

    UNKNOWN_YET = "not known yet"
    NO_NETWORK = "this computer has no network"
    NO_ADDRESS = "the network gave this computer no address"
    ONLY_VPN = "this computer is on no network but a VPN"
    SIGN_IN = "the network wants a sign-in first"
    LINK_DEAD = "nobody on the network answers"
    ISOLATION = "the network keeps its devices apart"
    NONE_TOLD_OF = "others answer, and none of them tells of a room"


SEARCH_CURES: dict[SearchVerdict, tuple[Cure, ...]] = {
    SearchVerdict.UNKNOWN_YET: (),
    SearchVerdict.NO_NETWORK: (Cure.CONNECT_TO_NETWORK,),
    SearchVerdict.NO_ADDRESS: (Cure.RECONNECT,),
    SearchVerdict.ONLY_VPN: (Cure.CONNECT_TO_NETWORK,),
    SearchVerdict.SIGN_IN: (Cure.SIGN_IN,),
    SearchVerdict.LINK_DEAD: (Cure.RECONNECT,),
    SearchVerdict.ISOLATION: (Cure.USE_OTHER_NETWORK,),
    SearchVerdict.NONE_TOLD_OF: (Cure.ASK_FOR_ADDRESS,),
}


@frozen(kw_only=True)
class SearchFacts:
    """What is known of this computer's networks."""

    interfaces: Sequence[LocalInterface]
    router: bool | None = None  # whether it answers; None: not known
    others: bool | None = None  # whether anybody else does
    sign_in: bool | None = None
    is_over: bool = False  # nothing more will be known


@frozen
class SearchDiagnosis:
    """Why no rooms are found, and how sure that is."""

    verdict: SearchVerdict
    certainty: Certainty

    @property
    def cures(self) -> tuple[Cure, ...]:
        """What helps, the best first."""
        return SEARCH_CURES[self.verdict]


def check_search(facts: SearchFacts) -> SearchDiagnosis:
    """Why no rooms are found, as far as it is known now."""
    own = _verdict_of_cards(facts.interfaces)
    if own is not None:
        return SearchDiagnosis(own, Certainty.CERTAIN)
    if facts.sign_in:
        return SearchDiagnosis(SearchVerdict.SIGN_IN, Certainty.LIKELY)
    if facts.others:
        return SearchDiagnosis(SearchVerdict.NONE_TOLD_OF, Certainty.LIKELY)
    if facts.others is False and facts.router:
        return SearchDiagnosis(SearchVerdict.ISOLATION, Certainty.LIKELY)
    if facts.others is False and facts.router is False:
        return SearchDiagnosis(SearchVerdict.LINK_DEAD, Certainty.LIKELY)
    if facts.is_over:
        return SearchDiagnosis(SearchVerdict.NONE_TOLD_OF, Certainty.LIKELY)
    return SearchDiagnosis(SearchVerdict.UNKNOWN_YET, Certainty.NONE)


def _verdict_of_cards(interfaces: Sequence[LocalInterface]) -> SearchVerdict | None:
    """What is wrong with this computer's own networks, None for nothing."""
    used = [one for one in interfaces if one.leads_to_others]
    shared = [one for one in used if one.is_shared]
    if not shared:
        return SearchVerdict.ONLY_VPN if used else SearchVerdict.NO_NETWORK
    is_bare = all(address.is_link_local for address in own_addresses(shared))
    return SearchVerdict.NO_ADDRESS if is_bare else None
