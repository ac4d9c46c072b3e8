"""A history with flipped bytes: nothing is told that was not said, the host is told, and it goes on."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from tests.durability.talkers import Talker
from tests.headless_hub import HeadlessHub

SAID = [f"message {number} {'x' * 100}" for number in range(300)]


@pytest.fixture(scope="module")
def kept_talk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which a hub has kept some talk."""
    folder = tmp_path_factory.mktemp("kept")
    with HeadlessHub("--no-limits", data=folder) as hub, Talker(hub.port, "mara") as mara:
        for text in SAID:
            mara.say(text)
        while mara.echoed < len(SAID):
            mara.read()
    assert {entry.name for entry in folder.glob("history*")} == {"history.sqlite"}
    return folder


@pytest.fixture
def data(kept_talk: Path, tmp_path: Path) -> Path:
    """A copy of that folder, to be damaged."""
    return Path(shutil.copytree(kept_talk, tmp_path / "data"))


def flip(data: Path, *places: int) -> bytes:
    """Flip every bit of some bytes; returns what the file is then."""
    file = data / "history.sqlite"
    content = bytearray(file.read_bytes())
    for place in places:
        content[place] ^= 0xFF
    file.write_bytes(content)
    return bytes(content)


def goes_on(hub: HeadlessHub) -> bool:
    """Whether what is said now is told and kept."""
    with Talker(hub.port, "lia") as lia:
        lia.say("still there")
        while not lia.echoed:
            lia.read()
        return lia.history()[-1][1] == "still there"


def test_a_file_that_cannot_be_opened_is_set_aside(data: Path) -> None:
    damaged = flip(data, *range(64))
    with HeadlessHub("--no-limits", data=data) as hub:
        assert "were damaged; the file is kept as history.sqlite.damaged" in hub.read_until("damaged")
        assert goes_on(hub)
    assert (data / "history.sqlite.damaged").read_bytes() == damaged


def test_damage_in_the_middle_is_told_when_it_is_met(data: Path) -> None:
    content = (data / "history.sqlite").read_bytes()
    place = content.index(SAID[150].encode()) + 3
    flip(data, place)
    with HeadlessHub("--no-limits", data=data) as hub:
        with Talker(hub.port, "lia") as lia:
            lia.send("CHATHISTORY LATEST #hubbub * 1000")
            lia.wait_for_end()
            assert lia.heard == {}
            assert "nothing was passed on" in lia.errors[0]
        assert "were damaged; the file is kept as history.sqlite.damaged" in hub.read_until("damaged")
        assert goes_on(hub)
    assert SAID[149].encode() in (data / "history.sqlite.damaged").read_bytes()


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_flipped_nothing_is_told_that_was_not_said(data: Path, seed: int) -> None:
    dice = random.Random(seed)
    size = (data / "history.sqlite").stat().st_size
    flip(data, *(dice.randrange(size) for _ in range(40)))
    with HeadlessHub("--no-limits", data=data) as hub:
        with Talker(hub.port, "lia", waits=False) as lia:  # even coming in may meet the damage
            lia.send("CHATHISTORY LATEST #hubbub * 1000", "PRIVMSG #hubbub :now", "QUIT")
            read = []
            while lia.is_open:
                read += [message for message in lia.read() if message.command == "PRIVMSG"]
        texts = [message.params[1] for message in read if message.params[1] != "now"]
        assert texts == [text for text in SAID if text in set(texts)]
        if texts != SAID:
            assert "history.sqlite.damaged" in hub.read_until("damaged")
        assert goes_on(hub)
