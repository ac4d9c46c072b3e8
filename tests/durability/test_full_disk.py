"""A disk that fills up while people talk: nothing is told that is not kept, and later it goes on."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.durability.conftest import DISK_BYTES
from tests.durability.talkers import Talker, read_ready
from tests.headless_hub import HeadlessHub


def talk_until_refused(hub: HeadlessHub, told: dict[str, str]) -> Talker:
    """Two people talk until one of them is closed; what both were told is added to `told`."""
    with Talker(hub.port, "mara") as mara, Talker(hub.port, "bob") as bob:
        while mara.is_open:
            if mara.sent - mara.echoed < 20:
                mara.say(f"{len(told)}-{mara.sent} {'x' * 380}")
            read_ready([mara, bob], 30.0 if mara.sent - mara.echoed >= 20 else 0.0)
        told |= mara.heard | bob.heard
        assert bob.is_open  # who did not speak just then goes on, and can read what was kept
        assert told.items() <= dict(bob.history()).items()
        return mara


def test_nothing_is_told_that_a_full_disk_did_not_keep(small_disk: Path) -> None:
    told: dict[str, str] = {}
    with HeadlessHub("--no-limits", data=small_disk) as hub:
        mara = talk_until_refused(hub, told)
        assert len(told) > 1000
        assert mara.sent > mara.echoed
        assert "so nothing was passed on" in mara.errors[0]
        printed = hub.read_until("the disk is full")
        assert "The messages in" in printed
        assert "Nothing that is said is passed on until it can be kept again." in printed
        status, _, complaints = hub.end()
    assert (status, complaints) == (0, "")
    # room is made: what was told is there, and it goes on
    subprocess.run(["mount", "-o", f"remount,size={DISK_BYTES * 2}", str(small_disk)], check=True)
    with HeadlessHub("--no-limits", data=small_disk) as hub, Talker(hub.port, "lia") as lia:
        kept = lia.history()
        assert told.items() <= dict(kept).items()
        assert len({text for _, text in kept}) == len(kept)
        lia.say("there is room again")
        while not lia.echoed:
            lia.read()


def test_a_hub_goes_on_when_there_is_room_again(small_disk: Path) -> None:
    filler = small_disk / "filler"
    told: dict[str, str] = {}
    with HeadlessHub("--no-limits", data=small_disk) as hub:
        filler.write_bytes(b"x" * (DISK_BYTES // 2))
        talk_until_refused(hub, told)
        hub.read_until("the disk is full")
        filler.unlink()
        with Talker(hub.port, "lia") as lia:
            lia.say("there is room again")
            while not lia.echoed:
                lia.read()
            assert hub.read_until("is kept and passed on again")
            assert told.items() <= dict(lia.history()).items()
