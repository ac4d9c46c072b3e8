"""What is too old, too much or forgotten goes, a slice at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.hub.history import OF_MESSAGES, conversation
from app.store import retention as module
from app.store.history import StoredHistory
from app.store.retention import DAY, Retention
from tests.hub.remembered import NOW, Teller

Make = Callable[..., Teller]


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    opened: list[StoredHistory] = []

    def made(**limits: float) -> Teller:
        opened.append(StoredHistory(tmp_path / "history.sqlite", Retention(**limits)))  # type: ignore[arg-type]
        return Teller(opened[-1], commits=True)

    yield made
    for history in opened:
        history.close()


def count(told: Teller, table: str) -> int:
    assert isinstance(told.history, StoredHistory)
    ((rows,),) = told.history._ledger.rows(f"SELECT count(*) FROM {table}", (int,))
    return int(rows)


def test_what_is_too_old_goes(make: Make) -> None:
    told = make(days=10)
    told.says("old")
    told.happens("QUIT", "bye", also=("#gone",))
    told.says("hi", target=conversation("Mara", "bob"))
    told.now += 5 * DAY
    told.says("new")
    told.history.tick(NOW + 10 * DAY)
    assert told.texts(events=True) == ["old", "bye", "new"]
    told.history.tick(NOW + 11 * DAY)
    assert told.texts(events=True) == ["new"]
    assert told.history.conversations("bob") == []
    assert [count(told, table) for table in ("events", "places", "targets", "parties")] == [1, 1, 1, 0]
    told.says("again", target="#gone")
    assert told.texts(target="#gone") == ["again"]


def test_it_goes_in_slices(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SLICE", 2)
    told = make(days=1)
    told.says("one", "two", "three")
    told.history.tick(NOW + 2 * DAY)
    assert told.texts() == ["three"]
    told.history.tick(NOW + 2 * DAY)
    assert told.texts() == []


def test_a_turn_that_is_going_on_is_not_swept_into(make: Make) -> None:
    told = make(days=1)
    told.says("one")
    told.commits = False
    told.says("two")
    assert told.texts() == ["one", "two"]
    told.history.tick(NOW + 2 * DAY)
    assert told.texts() == ["one", "two"]


def test_what_is_too_much_goes_from_its_old_end(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SLICE", 10)
    told = make(size=200_000)
    told.commits = False
    texts = [f"{number} {'x' * 300}" for number in range(1000)]
    told.says(*texts)
    told.history.commit()
    for _ in range(100):
        told.history.tick(NOW)
    left = told.texts(limit=1000)
    assert 0 < len(left) < 600
    assert left == texts[-len(left) :]
    told.history.tick(NOW)
    assert told.texts(limit=1000) == left


def test_ones_own_ids_outlast_their_messages_for_a_while(make: Make) -> None:
    told = make(days=1)
    told.says("one", own_id="1")
    told.history.tick(NOW + 2 * DAY)
    assert told.texts() == []
    assert told.history.find_own("Mara", "1") == told.ids["one"]
    told.history.tick(NOW + 8 * DAY)
    assert told.history.find_own("Mara", "1") is None


def test_ones_own_ids_stay_as_long_as_the_history(make: Make) -> None:
    told = make(days=90)
    told.says("one", own_id="1")
    told.says("two", own_id="2")
    told.history.tick(NOW + 80 * DAY)
    assert told.history.find_own("Mara", "1") == told.ids["one"]


def test_what_is_forgotten_is_swept_out(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SLICE", 2)
    told = make()
    told.says("one", "two")
    told.happens("QUIT", "bye", also=("#other",))
    told.says("else", target="#other")
    told.history.forget("#hubbub")
    told.history.forget("#other")
    told.says("new")
    for _ in range(6):
        told.history.tick(NOW)
    assert [count(told, table) for table in ("events", "places", "targets")] == [1, 1, 1]
    assert told.texts() == ["new"]


def test_what_belongs_to_others_too_is_not_swept_out(make: Make) -> None:
    told = make()
    told.happens("QUIT", "bye", also=("#other",))
    told.history.forget("#hubbub")
    told.history.commit()
    for _ in range(3):
        told.history.tick(NOW)
    assert told.texts(target="#other", events=True) == ["bye"]
    assert count(told, "targets") == 1


def test_what_was_noted_about_messages_goes_with_them(make: Make) -> None:
    told = make(days=10)
    assert isinstance(told.history, StoredHistory)
    records = told.history.records
    for number, target in enumerate(("#hubbub", "#hubbub", "#gone")):
        told.now += number * DAY
        records.put(OF_MESSAGES, told.says(str(number), target=target), "x")
    records.put("channel", told.ids["0"], "stays")
    told.history.forget("#gone")
    told.history.commit()
    for _ in range(2):
        told.history.tick(NOW + 10.5 * DAY)
    assert records.all(OF_MESSAGES) == [(told.ids["1"], "x")]
    assert records.get("channel", told.ids["0"]) == "stays"


def test_nothing_is_left_of_talk_that_was_taken_back(make: Make) -> None:
    told = make()
    for target in (conversation("Mara", "bob"), "#hubbub"):
        told.history.redact(told.says("hi", target=target))
        told.history.commit()
        assert [count(told, table) for table in ("events", "places", "targets", "parties")] == [0, 0, 0, 0]
        told.history.redact(told.says("oh", target=target))
        told.says("again", target=target)
        assert told.texts(target=target) == ["again"]
        told.history.redact(told.ids["again"])


def test_more_targets_than_are_kept_at_hand(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.store.targets._AT_HAND", 2)
    told = make()
    for number in range(5):
        told.says(f"text {number}", target=f"#{number}")
    assert [told.texts(target=f"#{number}") for number in range(5)] == [[f"text {n}"] for n in range(5)]
