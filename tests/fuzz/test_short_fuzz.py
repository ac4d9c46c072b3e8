"""The short form: some hundred thousand inputs by fixed seeds and one that nobody has tried before.

What it finds is shown as the shortest script that still breaks. `python -m tests.fuzz` goes on for longer.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from random import Random

import pytest

from app.client.state.session_state import SessionState
from app.hub.data.entities import Channel, Person
from tests.fuzz.__main__ import TARGETS, run
from tests.fuzz.campaign import InvariantError, Result, Step, run_episode

EPISODES = {"hub": 200, "client": 200, "parsers": 150}


@pytest.mark.parametrize("seed", ["short", "random"])
@pytest.mark.parametrize("name", sorted(TARGETS))
def test_whatever_is_said_what_must_hold_holds(
    name: str, seed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    if seed == "random":
        seed = os.urandom(4).hex()
    result = Result()
    for number in range(EPISODES[name]):
        result.add(run_episode(TARGETS[name], f"{seed}:{number}"))
        assert not result.failures, str(result.failures[0])
    with capsys.disabled():
        print(f"\nseed {seed}: {result.table()}")


class Counting:
    """Breaks when 7 is followed by 9."""

    name = "counting"

    def script(self, random: Random) -> list[Step]:
        return [(random.randrange(12),) for _ in range(200)]

    def inputs(self, step: Step) -> int:
        return 1

    def play(self, script: Sequence[Step]) -> None:
        has_seven = False
        for (number,) in script:
            has_seven = has_seven or number == 7
            if has_seven and number == 9:
                raise InvariantError("nine after seven")


def test_what_breaks_is_made_as_short_as_it_can_be() -> None:
    result = run_episode(Counting(), "any")
    assert [failure.script for failure in result.failures] == [((7,), (9,))]
    assert "nine after seven" in str(result.failures[0])


def test_the_same_seed_says_the_same() -> None:
    for target in TARGETS.values():
        assert target.script(Random("same")) == target.script(Random("same"))
        assert target.script(Random("same")) != target.script(Random("other"))


def found(name: str, episodes: int = 400) -> str:
    """What the first failure says, "" where there was none."""
    for number in range(episodes):
        result = run_episode(TARGETS[name], f"found:{number}")
        if result.failures:
            return result.failures[0].error
    return ""


@pytest.mark.parametrize("rule", ["is_known_to", "shows_people_to"])
def test_a_secret_channel_that_is_listed_is_found(rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Channel, rule, lambda _self, _person: True)
    assert "was told of #" in found("hub")


def test_a_key_that_others_hear_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Channel, "modes_for", lambda self, _person: ("+k", self.password or "x"))
    assert "heard the secret" in found("hub")


def test_a_message_for_others_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def everybody(channel: Channel) -> None:
        channel.everyone = tuple(
            session
            for person in channel.members
            for each in person.channels.values()
            for member in each.members
            for session in member.sessions
        )

    def let_in(channel: Channel, person: Person, ranks: str, since: float) -> None:
        add(channel, person, ranks, since)
        everybody(channel)

    add = Channel.add
    monkeypatch.setattr(Channel, "add", let_in)
    monkeypatch.setattr(Channel, "recount", everybody)
    assert "heard" in found("hub")


def test_an_answer_that_no_line_can_hold_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SessionState, "longest_line", 100_000)
    assert "no line that a server takes" in found("client", 400)


def test_the_long_form_counts_what_it_fed() -> None:
    result = run(["parsers"], 3000, "count", 1)
    assert result.total >= 3000
    assert result.inputs["parsers"] == result.total
    assert not result.failures
