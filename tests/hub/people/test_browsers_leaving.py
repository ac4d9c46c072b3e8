"""Who is in by the port for browsers, how many they are, and how they go when it closes."""

from __future__ import annotations

from app.hub.data.events import Quit
from app.hub.data.memory import MemoryAccounts
from tests.hub.party import Party, credentials_of

REASON = "The host lets no browsers in any more"


def test_browsers_that_came_by_their_port_go_and_are_told_why_as_are_others() -> None:
    party = Party()
    host = party.join("host", "#a")
    ann = party.join("ann", "#a", web=True, at_web_port=True)
    other_page = party.join("other", "#a", web=True)
    program = party.join("program", "#a", at_web_port=True)
    early = party.connect(web=True, at_web_port=True)
    party.quiet()
    assert party.hub.browsers_inside == 1
    party.hub.end_browsers(REASON, party.now)
    assert ann.hears() == [f"ERROR :{REASON}"]
    assert early.hears() == [f"ERROR :{REASON}"]
    assert host.hears() == [f":ann!ann@10.0.0.2 QUIT :{REASON}"]
    assert party.hub.browsers_inside == 0
    assert [event.reason for event in party.events if isinstance(event, Quit)] == [REASON]
    for stays in (other_page, program):
        assert stays.says("PING :x")[-1] == ":hub PONG hub x"


def test_somebody_with_another_connection_stays_by_that() -> None:
    accounts = MemoryAccounts()
    party = Party(accounts=accounts)
    host = party.join("host", "#a")
    mara = party.log_in("mara", "#a")
    party.quiet()
    accounts.set_credentials("mara", credentials_of("secret"))
    for _device in range(2):
        tablet = party.connect(web=True, at_web_port=True)
        tablet.says("CAP REQ :sasl", "AUTHENTICATE PLAIN")
        tablet.says("AUTHENTICATE AG1hcmEAc2VjcmV0", "NICK x", "USER x 0 * :X", "CAP END")
    assert party.hub.browsers_inside == 1, "people, not connections"
    host.hears()
    party.hub.end_browsers(REASON, party.now)
    assert tablet.hears()[-1] == f"ERROR :{REASON}"
    assert host.hears() == []
    assert mara.says("PING :x")[-1] == ":hub PONG hub x"
