"""The application firewall of macOS: whether it is on. Opening it is done in the system's settings by hand.

Read about, never tried.
"""

from __future__ import annotations

import re

from app.diagnosis.room_check import FirewallState

COMMAND = ["/usr/libexec/ApplicationFirewall/socketfilterfw", "--getglobalstate"]
_STATE = re.compile(r"\(State = (\d)\)")


def state_of(output: str) -> FirewallState:
    """What the output of COMMAND says; a firewall that is on asks once about each program."""
    found = _STATE.search(output)
    if found is None:
        return FirewallState.UNKNOWN
    return FirewallState.OPEN if found[1] == "0" else FirewallState.ON
