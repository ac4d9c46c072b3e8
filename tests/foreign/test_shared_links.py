"""A file that a window shares, for people with irssi: a link that whatever they open it with can read."""

from __future__ import annotations

import re
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from app.models.room_wishes import OfferFile
from tests.foreign.programs import Terminal, require
from tests.journeys.people import Person

pytestmark = pytest.mark.foreign

DATA = b"%PDF-1.7 " + bytes(range(256)) * 1000


@pytest.mark.parametrize("program", ["irssi", "weechat"])
def test_a_link_is_read_in_another_program_and_leads_to_the_file(
    program: str,
    person: Callable[[str], Person],
    terminal: Callable[[str, int, str], Terminal],
    tmp_path: Path,
) -> None:
    mara = person("Mara")
    mara.hosts("Robotics club")
    irene = terminal(program, mara.port, "irene")
    mara.sees("irene joined")
    irene.enters("#robotics-club")
    offer = OfferFile("plan of today.pdf", data=DATA, caption="as promised")
    mara.program.wishes.carry_out(mara.room, offer)
    irene.sees("as promised", "/plan%20of%20today.pdf")
    found = re.search(r"http://[^/\s]+/f/[\w-]{22}/plan%20of%20today\.pdf", irene.screen())
    assert found is not None, irene.screen()
    target = tmp_path / "read.pdf"
    command = [require("curl"), "--silent", "--noproxy", "*", "--output", str(target), found[0]]
    reader = threading.Thread(target=lambda: subprocess.run(command, check=True, timeout=60), daemon=True)
    reader.start()
    mara.until(lambda: not reader.is_alive())
    assert target.read_bytes() == DATA
    # who has no window deletes nothing of it, and says a link that is no file of theirs
    irene.type(f"look again {found[0]}")
    mara.sees("look again")
    assert mara.messages()[-1].file is None
