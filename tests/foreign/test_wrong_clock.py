"""A hub whose clock is wrong for some seconds, by libfaketime: nothing that was said is lost by it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.foreign.programs import missing
from tests.headless_hub import HeadlessHub

pytestmark = pytest.mark.foreign

# More than may be said at once: the last ones wait for ticks, in each of which old history would go.
MESSAGES = 60


def libfaketime() -> Path:
    """Debian's library for wrong clocks."""
    found = next(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"), None)
    return found if found is not None else missing("libfaketime is not installed")


@pytest.mark.parametrize("ahead", ["+100d", "-20000d"])
def test_a_clock_that_is_put_right_has_erased_nothing(tmp_path: Path, ahead: str) -> None:
    wrong = {"LD_PRELOAD": str(libfaketime()), "FAKETIME": ahead}
    with HeadlessHub(data=tmp_path) as hub, hub.member("mara") as mara:
        mara.send(*(f"PRIVMSG #hubbub :message {number}" for number in range(MESSAGES)))
        hub.read_until(f"message {MESSAGES - 1}")
    with HeadlessHub(data=tmp_path, environment=wrong) as hub, hub.member("eve") as eve:
        eve.send(*(f"PRIVMSG #hubbub :later {number}" for number in range(MESSAGES)))
        hub.read_until(f"later {MESSAGES - 1}")
    with HeadlessHub(data=tmp_path) as hub, hub.member("bob") as bob:
        bob.send("CAP REQ :draft/chathistory batch server-time", "CHATHISTORY LATEST #hubbub * 500")
        told = [bob.wait_for(" PRIVMSG ").rpartition(" :")[2].strip() for _ in range(2 * MESSAGES)]
    assert told == [f"{word} {number}" for word in ("message", "later") for number in range(MESSAGES)]
