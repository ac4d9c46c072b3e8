"""Rows that were laid out: few are kept, and what is let go is gone at once."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtGui import QPainter

from app.client.events import BanChanged, LeaveKind, MemberLeft, RoomLeft
from app.models.timeline import TimelineModel
from app.models.timeline_entries import Entry, EventEntry, Fact, Reaction, SendState
from app.models.timeline_presence import PresenceDisplay, PresenceRule
from app.models.timeline_words import RunSummary
from app.ui.theme.theme import Theme
from app.ui.timeline.accessible import spoken_row
from app.ui.timeline.base_row import Row, RowContext, RowState
from app.ui.timeline.geometry import geometry_for
from app.ui.timeline.message_row import MessageRow
from app.ui.timeline.row_cache import RowCache
from app.ui.timeline.view import TimelineView
from tests.conftest import BugReports
from tests.ui.timeline_world import ALL, NOON, fill, joined, left, said, seen, talk, told


@pytest.fixture
def collector_off() -> Iterator[None]:
    """What is freed is freed because nothing holds it."""
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("collector_off")
def test_a_row_that_is_let_go_is_freed_without_a_search_for_cycles(theme: Theme) -> None:
    entries: list[Entry] = [
        told("a `b` **c** http://d.e/ mara", mention=True),
        told("```\ncode\n```", reply_to="a", edited=True, reactions=(Reaction("👍", ("bob",)),)),
        said("lost", own=True, state=SendState.FAILED, pending_id=7),
        joined("kim"),
        left("eve"),
    ]
    context = RowContext(theme, geometry_for(theme, 600), ("mara",), NOON, ALL)
    cache = RowCache(context)
    cache.set_entries(entries)
    made = [row for row in map(cache.row, range(len(entries))) if row is not None]
    living: list[weakref.ref[Row]] = [weakref.ref(row) for row in made]
    assert len(living) == 4
    del made
    cache.clear(context, PresenceRule())
    assert [row() for row in living] == [None] * 4


def test_only_some_screens_of_rows_are_kept(view: TimelineView, model: TimelineModel) -> None:
    fill(view, model, talk(3000))
    bar = view.verticalScrollBar()
    for _ in range(100):
        bar.setValue(bar.value() - 1000)
    assert len(view.row_layout.rows._rows) <= 240


def test_what_arrives_costs_the_same_whatever_is_there(view: TimelineView, model: TimelineModel) -> None:
    """One line more lays out one row more, in a room of ten as in one of ten thousand."""
    fill(view, model, talk(10_000))
    laid_out: list[int] = []
    make = view.row_layout.rows._make

    def counted(index: int) -> Row | None:
        laid_out.append(index)
        return make(index)

    view.row_layout.rows._make = counted  # type: ignore[method-assign]
    fill(view, model, [said("more")])
    assert laid_out == [10_000]


def test_what_comes_to_a_run_costs_the_same_however_long_it_is(
    view: TimelineView, model: TimelineModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(view, model, [*talk(3), *(joined(f"p{number}", NOON + number / 100) for number in range(10_000))])
    assert seen(view)[-1] == "p0 and 9999 others joined"
    laid_out: list[int] = []
    told: list[str] = []
    make, tell = RowCache._make, RunSummary._tell

    def counted(cache: RowCache, index: int) -> Row | None:
        laid_out.append(index)
        return make(cache, index)

    def heard(summary: RunSummary, kind: LeaveKind | None, fact: Fact, name: str) -> None:
        told.append(name)
        tell(summary, kind, fact, name)

    monkeypatch.setattr(RowCache, "_make", counted)
    monkeypatch.setattr(RunSummary, "_tell", heard)
    for number in range(3):
        fill(view, model, [joined(f"more{number}", NOON + 100)])
    assert seen(view)[-1] == "p0 and 10002 others joined"
    assert laid_out == [10_003, 3, 10_004, 3, 10_005, 3], "the new row, which is hidden, and that of the run"
    assert told == ["more0", "more1", "more2"]


def test_a_run_that_is_told_of_knows_when_somebody_in_it_is_called_otherwise(
    view: TimelineView, model: TimelineModel
) -> None:
    fill(view, model, [joined("bob"), joined("eve")])
    assert seen(view) == ["bob and eve joined"]
    model.rows.put(0, joined("Bob Adams"))
    view.refresh()
    assert seen(view) == ["Bob Adams and eve joined"]


def test_a_run_goes_on_where_its_beginning_was_let_go(view: TimelineView, model: TimelineModel) -> None:
    fill(
        view,
        model,
        [said("x"), *(joined(f"p{number}", NOON + number / 100) for number in range(500)), said("y")],
    )
    assert seen(view) == ["x", "p0 and 499 others joined", "y"]
    model.rows.remove(0, 1)
    view.refresh()
    assert seen(view) == ["p0 and 499 others joined", "y"]
    model.rows.remove(0, 100)
    view.refresh()
    assert seen(view) == ["p100 and 399 others joined", "y"]
    model.rows.remove(0, 400)
    fill(view, model, [joined("bob"), joined("eve")])
    assert seen(view) == ["y", "bob and eve joined"]
    model.rows.remove(0, 2)
    view.refresh()
    assert seen(view) == ["eve joined"]


def test_only_the_first_line_of_a_closed_run_is_laid_out(view: TimelineView, model: TimelineModel) -> None:
    laid_out: list[int] = []
    make = view.row_layout.rows._make

    def counted(index: int) -> Row | None:
        laid_out.append(index)
        return make(index)

    view.row_layout.rows._make = counted  # type: ignore[method-assign]
    fill(view, model, [joined(f"p{number}", NOON + number / 100) for number in range(2_000)])
    assert laid_out == [1_999, 0]
    view.row_layout.toggle_run(0)
    assert len(seen(view)) > 5
    view.row_layout.toggle_run(0)
    assert seen(view) == ["p0 and 1999 others joined"]
    assert view.row_layout.placement.heights.total == view.visible_rows()[0][1].height()


LOST = "This message cannot be shown"


def test_a_row_that_cannot_be_laid_out_costs_only_itself(
    view: TimelineView, model: TimelineModel, bug_reports: BugReports
) -> None:
    fill(view, model, [told("before"), told("x", reactions=(None,)), told("after")])  # type: ignore[arg-type]
    assert seen(view) == ["before", LOST, "after"]
    (report,) = bug_reports.take()
    assert "AttributeError" in report
    view.viewport().grab()
    fill(view, model, [told("later")])
    assert seen(view) == ["before", LOST, "after", "later"]


def test_a_row_that_cannot_be_painted_costs_only_itself(
    view: TimelineView, model: TimelineModel, bug_reports: BugReports, monkeypatch: pytest.MonkeyPatch
) -> None:
    paint = MessageRow.paint

    def painted(row: MessageRow, painter: QPainter, y: int, look: RowState) -> None:
        if row.text == "x":
            raise ValueError(row.text)
        paint(row, painter, y, look)

    monkeypatch.setattr(MessageRow, "paint", painted)
    fill(view, model, [told("before"), told("x", "eve"), told("after")])
    view.viewport().grab()
    view.refresh()
    assert seen(view) == ["before", LOST, "after"]
    assert len(bug_reports.take()) == 1
    view.viewport().grab()
    assert view.row_layout.rows.row(1) is view.row_layout.rows.row(1), "nothing is painted over and over"


def test_a_row_that_is_lost_is_there_for_a_screen_reader(
    view: TimelineView, model: TimelineModel, bug_reports: BugReports
) -> None:
    fill(view, model, [told("x", reactions=(None,))])  # type: ignore[arg-type]
    ((_, _, row),) = view.visible_rows()
    assert spoken_row(row).startswith(LOST)
    assert bug_reports.take()


@pytest.mark.parametrize("display", list(PresenceDisplay))
def test_a_ban_and_the_removal_by_it_are_one_line(
    view: TimelineView, model: TimelineModel, display: PresenceDisplay
) -> None:
    view.set_options(replace(view.row_layout.options, presence=PresenceRule(display)))
    ban = EventEntry(BanChanged("#r", "gus!*@*", True, "Carola", NOON), NOON)
    removal = EventEntry(MemberLeft("#r", "gus", LeaveKind.BANNED, "Carola", "begone", NOON), NOON)
    fill(view, model, [said("hi"), ban])
    assert seen(view) == ["hi", "Carola banned gus"]
    fill(view, model, [removal])
    assert seen(view) == ["hi", "Carola banned gus — begone"]
    model.prepend([said("before"), ban, removal])
    assert seen(view) == ["before", "Carola banned gus — begone", "hi", "Carola banned gus — begone"]
    view.selection.select_all()
    assert view.selection.text().count("Carola banned gus") == 2
    own = EventEntry(RoomLeft("#r", LeaveKind.BANNED, "Carola", "begone", NOON), NOON)
    fill(view, model, [ban, own])
    assert seen(view)[4:] == ["You were banned by Carola — begone"]
