"""Why no rooms are found nearby."""

from __future__ import annotations

from itertools import product

import pytest

from app.diagnosis.search_check import SEARCH_CURES, SearchFacts, SearchVerdict, check_search
from app.diagnosis.verdicts import Certainty
from app.discovery.local_networks import LocalInterface
from tests.discovery.rooms import HOME, interface

V = SearchVerdict
SURE, LIKELY, NONE = Certainty.CERTAIN, Certainty.LIKELY, Certainty.NONE
LO = interface("lo", 1, "127.0.0.1/8", is_loopback=True)
VPN = interface("tun0", 4, "10.8.0.9/24", is_tunnel=True)
DOCKER = interface("docker0", 3, "172.17.0.1/16")
BARE = interface("eth0", 2, "169.254.7.7/16", "fe80::24/64")


@pytest.mark.parametrize(
    ("interfaces", "verdict"),
    [
        ([LO], V.NO_NETWORK),
        ([LO, DOCKER], V.NO_NETWORK),
        ([LO, interface("eth0", 2, "192.168.1.24/24", is_up=False)], V.NO_NETWORK),
        ([LO, VPN, DOCKER], V.ONLY_VPN),
        ([LO, BARE], V.NO_ADDRESS),
        ([LO, BARE, VPN], V.NO_ADDRESS),
    ],
)
def test_what_is_wrong_with_the_own_network_is_certain(
    interfaces: list[LocalInterface], verdict: SearchVerdict
) -> None:
    for router, others, sign_in in product((None, True, False), (None, True, False), (None, True)):
        facts = SearchFacts(interfaces=interfaces, router=router, others=others, sign_in=sign_in)
        found = check_search(facts)
        assert (found.verdict, found.certainty) == (verdict, SURE)


@pytest.mark.parametrize(
    ("router", "others", "sign_in", "over", "verdict"),
    [
        (None, None, None, False, V.UNKNOWN_YET),
        (True, None, None, False, V.UNKNOWN_YET),
        (None, False, None, False, V.UNKNOWN_YET),
        (None, None, None, True, V.NONE_TOLD_OF),
        (None, True, None, False, V.NONE_TOLD_OF),
        (False, True, None, False, V.NONE_TOLD_OF),
        (True, False, None, False, V.ISOLATION),
        (False, False, None, False, V.LINK_DEAD),
        (None, None, True, False, V.SIGN_IN),
    ],
)
def test_what_others_say_is_likely(
    router: bool | None, others: bool | None, sign_in: bool | None, over: bool, verdict: SearchVerdict
) -> None:
    facts = SearchFacts(
        interfaces=[LO, HOME, VPN], router=router, others=others, sign_in=sign_in, is_over=over
    )
    found = check_search(facts)
    assert (found.verdict, found.certainty) == (verdict, NONE if verdict is V.UNKNOWN_YET else LIKELY)
    assert found.cures == SEARCH_CURES[verdict]


def test_what_is_over_has_a_verdict() -> None:
    for router, others in product((None, True, False), repeat=2):
        found = check_search(SearchFacts(interfaces=[HOME], router=router, others=others, is_over=True))
        assert found.certainty is not NONE
        assert found.cures
