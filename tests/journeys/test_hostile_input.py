"""What a server that means harm sends, and what files hold, costs nobody the window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.paths import Places
from tests.bench.replay_server import CHANNEL, ReplayServer
from tests.journeys.people import Person

Make = Callable[..., Person]


@pytest.fixture
def server() -> Iterator[ReplayServer]:
    """A server that says what a test wants."""
    made = ReplayServer()
    yield made
    made.close()


@pytest.mark.parametrize(
    "time", ["0001-01-01T00:00:00.000Z", "9999-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z"]
)
def test_a_message_of_an_impossible_year_is_shown_with_those_around_it(
    person: Make, server: ReplayServer, time: str
) -> None:
    mara = person("Mara")
    mara.enters(f"irc://127.0.0.1:{server.port}/{CHANNEL}")
    mara.until(server.joined.is_set)
    server.send(f":bob!u@h PRIVMSG {CHANNEL} :before", f"@time={time} :bob!u@h PRIVMSG {CHANNEL} :x")
    mara.sees("before", "x")
    server.send(f":bob!u@h PRIVMSG {CHANNEL} :after")
    mara.until(lambda: painted(mara)[-3:] == ["before", "x", "after"])


def test_settings_that_hold_nonsense_keep_the_program_neither_from_starting_nor_from_ending(
    person: Make, tmp_path: Path
) -> None:
    folder = tmp_path / "mara"
    folder.mkdir()
    places = Places(folder, folder)
    places.settings_file.write_text(
        r'{"name": "Ma\ud800ra", "later": "\udc00", "recent": ['
        r'{"address": "a:1", "name": "\udfff", "last_used": NaN}, {"address": "b:1", "last_used": 1e14},'
        r' {"address": "c:1", "last_used": -1e300}, {"address": "d:1", "last_used": true}]}'
    )
    mara = person("", again=folder)
    assert mara.start.name_field.name() == "Ma?ra"
    mara.window.grab()
    recents = [room.address for room in mara.program.recents.to_list()]
    assert sorted(recents) == ["a:1", "b:1", "c:1", "d:1"]
    mara.leaves()
    assert "later" in places.settings_file.read_text(encoding="utf-8")


def painted(one: Person) -> list[str]:
    """The texts of the rows that are on the screen."""
    timeline = one.conversation().timeline
    timeline.viewport().grab()
    return [row.text for _, _, row in timeline.visible_rows()]
