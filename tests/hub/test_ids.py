"""Ids grow whatever the clock does, and never repeat."""

from __future__ import annotations

from app.hub.ids import IdMaker
from app.irc.msgid import PLACES_PER_MS, after, before, is_msgid

NOW = 1_700_000_000.0


def places(ids: list[str]) -> list[str]:
    return [msgid[:13] for msgid in ids]


def test_ids_of_one_moment_grow() -> None:
    maker = IdMaker()
    ids = [maker.next(NOW) for _ in range(1000)]
    assert all(map(is_msgid, ids))
    assert places(ids) == sorted(set(places(ids)))
    assert len({msgid[13:] for msgid in ids}) == 1000


def test_an_id_says_when_it_was_made() -> None:
    assert before(NOW) < IdMaker().next(NOW) < after(NOW)


def test_a_clock_that_is_set_back_does_no_harm() -> None:
    maker = IdMaker()
    first, second, third = maker.next(NOW), maker.next(NOW - 3600), maker.next(NOW + 1)
    assert first < second < third
    assert second < after(NOW)


def test_a_full_millisecond_runs_into_the_next() -> None:
    maker = IdMaker()
    ids = [maker.next(NOW) for _ in range(PLACES_PER_MS + 1)]
    assert ids[-2] < after(NOW) < ids[-1]


def test_ids_go_on_behind_the_newest_that_is_kept() -> None:
    last = IdMaker().next(NOW)
    assert last[:13] < IdMaker(last).next(NOW - 86400)[:13]


def test_a_moment_parts_what_was_before_from_what_follows() -> None:
    maker = IdMaker()
    assert maker.moment(NOW) == NOW
    first = maker.next(NOW)
    assert maker.moment(NOW) == NOW
    for _ in range(100):  # floats fall short of some milliseconds
        moment = maker.moment(NOW - 3600)
        assert maker.moment(NOW - 3600) == moment
        second = maker.next(NOW - 3600)
        assert first < before(moment) < second
        first = second
