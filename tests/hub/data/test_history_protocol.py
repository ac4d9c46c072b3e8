"""Every history answers alike: the one in memory and the one in SQLite."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.hub.data.ids import IdMaker
from app.hub.data.memory import MemoryHistory
from app.hub.data.storage import ALL, History, HistoryEvent, Span, conversation, other_party, parties
from app.irc.msgid import after, before
from app.store.stored_history import StoredHistory
from tests.examples import examples
from tests.hub.recorded import NOW, Teller

SIX = ("one", "two", "three", "four", "five", "six")


@pytest.fixture(params=["memory", "stored", "stored, each at once"])
def told(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Teller]:
    """A history in memory, one in SQLite, and one that is committed after every change."""
    if request.param == "memory":
        yield Teller(MemoryHistory())
        return
    with closing(StoredHistory(tmp_path / "history.sqlite")) as stored:
        yield Teller(stored, commits=request.param != "stored")
        stored.commit()


def test_nothing_was_said_at_first(told: Teller) -> None:
    assert told.texts() == []
    assert told.history.newest() == ""
    assert told.history.find("0" * 26) is None
    assert told.history.conversations("Mara") == []


def test_the_latest_come_in_the_order_they_were_said(told: Teller) -> None:
    told.says(*SIX)
    assert told.texts() == list(SIX)
    assert told.texts(limit=2) == ["five", "six"]
    assert told.history.newest() == told.ids["six"]


def test_bounds_are_not_in_what_they_bound(told: Teller) -> None:
    told.says(*SIX)
    assert told.texts(after="two", before="five") == ["three", "four"]
    assert told.texts(before="three") == ["one", "two"]
    assert told.texts(before="four", limit=2) == ["two", "three"]
    assert told.texts(after="three") == ["four", "five", "six"]
    assert told.texts(after="one", limit=2, newest=False) == ["two", "three"]
    assert told.texts(after="five", before="five") == []
    assert told.texts(after="five", before="two") == []


def test_a_bound_may_be_a_moment(told: Teller) -> None:
    told.says(*SIX)
    assert told.texts(before=before(NOW + 0.002)) == ["one", "two"]
    assert told.texts(after=after(NOW + 0.002)) == ["four", "five", "six"]


def test_a_bound_may_be_what_is_not_there(told: Teller) -> None:
    told.says(*SIX)
    told.history.redact(told.ids["three"])
    assert told.texts(after="three") == ["four", "five", "six"]
    assert told.texts(before="three") == ["one", "two"]


def test_what_is_no_message_is_read_by_those_who_want_it(told: Teller) -> None:
    told.says("one")
    told.happens("TOPIC", "#hubbub", "news")
    told.says("two", command="NOTICE")
    assert told.texts() == ["one", "two"]
    assert told.texts(events=True) == ["one", "news", "two"]
    assert told.texts(events=True, limit=2) == ["news", "two"]
    assert told.texts(events=True, limit=2, newest=False) == ["one", "news"]


def test_channels_are_apart(told: Teller) -> None:
    told.says("here")
    told.says("there", target="#other")
    assert told.texts() == ["here"]
    assert told.texts(target="#other") == ["there"]
    assert told.texts(target="#third") == []


def test_one_event_may_belong_to_several_channels(told: Teller) -> None:
    msgid = told.happens("QUIT", "bye", also=("#other",))
    assert told.texts(events=True) == told.texts(target="#other", events=True) == ["bye"]
    (there,) = told.history.read("#other", ALL, 1, newest=True, events=True)
    assert (there.msgid, there.target, there.also) == (msgid, "#other", ())
    found = told.history.find(msgid)
    assert found is not None
    assert (found.target, found.also) == ("#hubbub", ("#other",))


def test_everything_of_an_event_is_kept(told: Teller) -> None:
    event = HistoryEvent(
        msgid=told.maker.next(NOW),
        time=NOW - 5,
        target="#hubbub",
        source="mara!m@host",
        identity="~guest",
        command="PRIVMSG",
        params=("#hubbub", "first"),
        tags="+x=y",
        lines=(("first", False), ("", False), (" more", True)),
    )
    told.history.append(event)
    assert told.history.find(event.msgid) == event
    assert told.history.read("#hubbub", Span(), 1, newest=True, events=False) == [event]
    assert event.account == ""


@pytest.mark.parametrize("params", [(), ("",), ("#hubbub", ""), ("#hubbub", "two  words ", ":x")])
def test_parameters_are_kept_as_they_are(told: Teller, params: tuple[str, ...]) -> None:
    found = told.history.find(told.happens("X", *params))
    assert found is not None
    assert found.params == params
    assert found.account == "Mara"


def test_a_client_finds_its_own_ids_again(told: Teller) -> None:
    told.says("one", own_id="1")
    assert told.history.find_own("Mara", "1") == told.ids["one"]
    assert told.history.find_own("Mara", "2") is None
    assert told.history.find_own("bob", "1") is None


def test_what_is_taken_out_is_gone_but_its_own_id_stays_known(told: Teller) -> None:
    told.says("one", own_id="1")
    told.says("two", also=("#other",))
    told.history.redact(told.ids["one"])
    told.history.redact(told.ids["two"])
    told.history.redact("0" * 26)
    assert told.texts() == told.texts(target="#other") == []
    assert told.history.find(told.ids["one"]) is None
    assert told.history.find_own("Mara", "1") == told.ids["one"]


def test_private_talk_is_found_by_both(told: Teller) -> None:
    target = conversation("Mara", "bob")
    assert target == conversation("bob", "Mara")
    told.says("hi", target=target)
    told.says("me", target=conversation("Mara", "Mara"))
    told.says("all")
    assert told.history.conversations("bob") == [target]
    assert told.history.conversations("Mara") == [target, "Mara\nMara"]
    assert told.history.conversations("zoe") == []
    assert told.texts(target=target) == ["hi"]


def test_a_conversation_has_two_parties() -> None:
    target = conversation("Mara", "bob")
    assert parties(target) == ("Mara", "bob")
    assert parties("#hubbub") is None
    assert other_party(target, "bob") == "Mara"
    assert other_party(target, "Mara") == "bob"
    assert other_party(conversation("bob", "bob"), "bob") == "bob"


def test_a_renamed_channel_takes_its_history_along(told: Teller) -> None:
    told.says("lost", target="#new")
    told.says("one", also=("#other",))
    told.history.rename("#hubbub", "#new")
    told.says("two", target="#new")
    assert told.texts() == []
    assert told.texts(target="#new") == ["one", "two"]
    found = told.history.find(told.ids["one"])
    assert found is not None
    assert (found.target, found.also) == ("#new", ("#other",))


def test_a_channel_without_history_may_be_renamed(told: Teller) -> None:
    told.history.rename("#hubbub", "#new")
    told.says("one")
    assert told.texts() == ["one"]
    assert told.texts(target="#new") == []


def test_a_forgotten_channel_begins_anew(told: Teller) -> None:
    told.says("one")
    told.happens("QUIT", "bye", also=("#other",))
    told.history.forget("#hubbub")
    told.history.forget("#never")
    assert told.texts(events=True) == []
    assert told.texts(target="#other", events=True) == ["bye"]
    assert told.history.find(told.ids["one"]) is None
    told.says("two")
    assert told.texts() == ["two"]


TARGETS = ("#a", "#b", "#c")
CHANGES = st.one_of(
    st.tuples(st.just("says"), st.sampled_from(TARGETS)),
    st.tuples(st.just("happens"), st.lists(st.sampled_from(TARGETS), min_size=1, unique=True)),
    st.tuples(st.just("redact"), st.integers(0, 30)),
    st.tuples(st.just("rename"), st.permutations(TARGETS)),
    st.tuples(st.just("forget"), st.sampled_from(TARGETS)),
    st.tuples(st.just("commit"), st.none()),
    st.tuples(st.just("tick"), st.none()),
)


def _arguments(change: str, value: Any, ids: list[str], now: float) -> list[Any]:
    if change == "redact":
        return [ids[value % len(ids)]]
    if change == "rename":
        return list(value[:2])
    return {"forget": [value], "tick": [now]}.get(change, [])


@examples(60)
@given(st.lists(CHANGES, max_size=30), st.integers(0, 30), st.integers(0, 30), st.integers(1, 8))
def test_whatever_is_done_to_both_they_answer_alike(
    changes: list[tuple[str, Any]], low: int, high: int, limit: int
) -> None:
    with TemporaryDirectory() as folder, closing(StoredHistory(Path(folder) / "history")) as stored:
        both: tuple[History, ...] = (MemoryHistory(), stored)
        maker, ids = IdMaker(), [""]
        for number, (change, value) in enumerate(changes):
            now = NOW + number
            if change in ("says", "happens"):
                targets = [value] if change == "says" else value
                ids.append(maker.next(now))
                event = HistoryEvent(
                    msgid=ids[-1],
                    time=now,
                    target=targets[0],
                    also=tuple(targets[1:]),
                    source="mara!m@host",
                    command="PRIVMSG" if change == "says" else "QUIT",
                    params=(str(number),),
                )
                for history in both:
                    history.append(event)
            else:
                arguments = _arguments(change, value, ids, now)
                for history in both:
                    getattr(history, change)(*arguments)
        span = Span(ids[low % len(ids)], ids[high % len(ids)])
        for newest, events, target in product((True, False), (True, False), TARGETS):
            found = [h.read(target, span, limit, newest=newest, events=events) for h in both]
            assert found[0] == found[1]
        assert [both[0].find(msgid) is None for msgid in ids] == [stored.find(msgid) is None for msgid in ids]
