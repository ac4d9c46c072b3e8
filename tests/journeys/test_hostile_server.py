"""A server that means harm: what it sends costs nobody the window."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

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


def painted(one: Person) -> list[str]:
    """The texts of the rows that are on the screen."""
    timeline = one.conversation().timeline
    timeline.viewport().grab()
    return [row.text for _, _, row in timeline.visible_rows()]
