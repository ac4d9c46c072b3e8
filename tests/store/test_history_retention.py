"""What is too old, too much or forgotten goes, a slice at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from app.hub.data.storage import OF_MESSAGES, conversation
from app.store import history_retention as module
from app.store.history_retention import DAY, HistoryLimits
from app.store.stored_history import StoredHistory
from tests.hub.recorded import NOW, Teller, run_for_an_hour

Make = Callable[..., Teller]


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    opened: list[StoredHistory] = []

    def made(**limits: float) -> Teller:
        opened.append(StoredHistory(tmp_path / "history.sqlite", HistoryLimits(**limits)))  # type: ignore[arg-type]
        return Teller(opened[-1], commits=True)

    yield made
    for history in opened:
        history.close()


def count(told: Teller, table: str) -> int:
    assert isinstance(told.history, StoredHistory)
    ((rows,),) = told.history._file.rows(f"SELECT count(*) FROM {table}", (int,))
    return int(rows)


def test_what_is_too_old_goes(make: Make) -> None:
    told = make(days=10)
    told.says("old")
    told.happens("QUIT", "bye", also=("#gone",))
    told.says("hi", target=conversation("Mara", "bob"))
    told.now += 5 * DAY
    told.says("new")
    run_for_an_hour(told.history, NOW + 10 * DAY)
    assert told.texts(events=True) == ["old", "bye", "new"]
    run_for_an_hour(told.history, NOW + 11 * DAY)
    assert told.texts(events=True) == ["new"]
    assert told.history.conversations("bob") == []
    assert [count(told, table) for table in ("events", "places", "targets", "parties")] == [1, 1, 1, 0]
    told.says("again", target="#gone")
    assert told.texts(target="#gone") == ["again"]


def test_it_goes_in_slices(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SLICE", 2)
    told = make(days=1)
    told.says("one", "two", "three")
    run_for_an_hour(told.history, NOW + 2 * DAY)
    assert told.texts() == ["three"]
    told.history.tick(NOW + 2 * DAY + 3601)
    assert told.texts() == []


def test_a_turn_that_is_going_on_is_not_swept_into(make: Make) -> None:
    told = make(days=1)
    told.says("one")
    told.commits = False
    told.says("two")
    assert told.texts() == ["one", "two"]
    run_for_an_hour(told.history, NOW + 2 * DAY)
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
    run_for_an_hour(told.history, NOW + 2 * DAY)
    assert told.texts() == []
    assert told.history.find_own("Mara", "1") == told.ids["one"]
    run_for_an_hour(told.history, NOW + 8 * DAY)
    assert told.history.find_own("Mara", "1") is None


def test_ones_own_ids_stay_as_long_as_the_history(make: Make) -> None:
    told = make(days=90)
    told.says("one", own_id="1")
    told.says("two", own_id="2")
    run_for_an_hour(told.history, NOW + 80 * DAY)
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
    run_for_an_hour(told.history, NOW + 10.5 * DAY)
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


# a clock that is wrong


def test_a_clock_that_is_ahead_for_a_while_costs_nothing(tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite"
    with closing(StoredHistory(path)) as history:
        told = Teller(history, commits=True)
        told.says(*map(str, range(50)))
        run_for_an_hour(history, NOW)
    with closing(StoredHistory(path)) as history:  # a hundred days ahead
        for second in range(6):
            history.tick(NOW + 100 * DAY + second)
    with closing(StoredHistory(path)) as history:
        for minute in range(300):
            history.tick(NOW + 3700 + minute * 60)
        told.history = history
        assert told.texts() == [str(number) for number in range(50)]


def test_an_hour_of_steady_clock_is_counted_over_restarts(tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite"
    with closing(StoredHistory(path, HistoryLimits(days=10))) as history:
        Teller(history, commits=True).says("old")
        history.tick(NOW)
    for day in range(11, 17):
        with closing(StoredHistory(path, HistoryLimits(days=10))) as history:
            told = Teller(history)
            for minute in range(11):
                assert told.texts() == ["old"]
                history.tick(NOW + day * DAY + minute * 60)
    assert not texts_in(path)


def texts_in(path: Path) -> list[str]:
    with closing(StoredHistory(path)) as history:
        return Teller(history).texts()


def test_what_a_board_without_a_battery_heard_is_kept_from_the_first_right_time(tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite"
    with closing(StoredHistory(path)) as history:
        told = Teller(history, commits=True)
        told.now = 60.0
        told.says("in 1970", own_id="1")
        run_for_an_hour(history, 60.0)
        told.now = NOW
        told.says("in 2023")
        run_for_an_hour(history, NOW)
        assert history.hidden_before(NOW) == 0.0
        run_for_an_hour(history, NOW + 89 * DAY)
        assert told.texts() == ["in 1970", "in 2023"]
        assert history.find_own("Mara", "1") == told.ids["in 1970"]
        run_for_an_hour(history, NOW + 91 * DAY)
        assert told.texts() == []
        assert history.find_own("Mara", "1") is None


def test_a_history_that_is_too_large_is_cut_whatever_the_clock_says(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SLICE", 10)
    told = make(size=1000)
    told.says(*(f"{number} {'x' * 300}" for number in range(1000)))
    told.history.tick(1.0)
    assert len(told.texts(limit=1000)) == 990
