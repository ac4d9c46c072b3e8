"""Two hundred members join, talk and leave at once through real sockets; a C program checks every message."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.foreign.programs import require
from tests.headless_hub import HeadlessHub

SOURCE = Path(__file__).parent.parent / "foreign" / "ircload.c"
MEMBERS = 200


@pytest.fixture(scope="session")
def ircload(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The load generator, compiled."""
    program = tmp_path_factory.mktemp("ircload") / "ircload"
    subprocess.run([require("cc"), "-std=c11", "-O2", "-o", str(program), str(SOURCE)], check=True)
    return program


@pytest.mark.foreign
@pytest.mark.parametrize("ircv3", [False, True], ids=["plain", "ircv3"])
def test_two_hundred_members_get_every_message_exactly_once_and_in_order(ircload: Path, ircv3: bool) -> None:
    with HeadlessHub("--no-autojoin", "--no-limits") as hub:
        command = [
            *(str(ircload), "-n", str(MEMBERS), "-g", "20", *(["-i"] if ircv3 else [])),
            *("-x", f"name=all,s={MEMBERS},W=1,m=1000,w=0", "-x", "name=burst,s=10,W=8,m=2000,w=0"),
            *("127.0.0.1", str(hub.port)),
        ]
        run = subprocess.run(command, capture_output=True, text=True, timeout=110)
        status, printed, complaints = hub.end()
    assert run.returncode == 0, run.stdout + run.stderr
    told = json.loads(run.stdout)
    assert told["ok"]
    assert told["join"]["joined"] == MEMBERS
    for phase in told["phases"]:
        assert phase["sent"] >= 1000
        # a sender with echo-message gets its own words too
        assert phase["expected"] == phase["sent"] * (MEMBERS - (0 if ircv3 else 1))
        assert phase["delivered"] == phase["expected"]
        wrong = ("lost", "duplicates", "out_of_order", "corrupt", "stale", "dropped_clients")
        assert {name: phase[name] for name in wrong} == dict.fromkeys(wrong, 0)
    assert (status, complaints) == (0, "")
    assert (printed.count(" joined "), printed.count(" is gone, ")) == (MEMBERS, MEMBERS)
