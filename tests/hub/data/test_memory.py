"""What a hub in memory keeps and forgets."""

from __future__ import annotations

from app.hub.data.memory import MemoryHistory, MemoryRecords
from tests.hub.recorded import NOW, Teller


def test_the_oldest_are_forgotten_first() -> None:
    told = Teller(MemoryHistory(limit=3))
    told.says("one", target="#old", own_id="1")
    told.says("two", "three", "four", own_id="2")
    told.history.commit()
    told.history.tick(NOW)
    assert told.texts(target="#old") == []
    assert told.texts() == ["two", "three", "four"]


def test_ones_own_ids_are_forgotten_too() -> None:
    told = Teller(MemoryHistory(limit=2))
    for number in ("1", "2", "3"):
        told.says(number, own_id=number)
    assert [told.history.find_own("Mara", number) for number in ("1", "2", "3")] == [
        None,
        told.ids["2"],
        told.ids["3"],
    ]


def test_records_are_found_by_kind_and_key() -> None:
    records = MemoryRecords()
    assert records.get("channel", "#a") is None
    assert records.all("channel") == []
    records.put("channel", "#b", "2")
    records.put("channel", "#a", "1")
    records.put("marker", "#a", "3")
    assert records.get("channel", "#a") == "1"
    assert records.all("channel") == [("#a", "1"), ("#b", "2")]
    records.put("channel", "#a", None)
    records.put("channel", "#never", None)
    assert records.all("channel") == [("#b", "2")]
