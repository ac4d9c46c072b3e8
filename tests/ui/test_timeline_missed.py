"""Where a reader is who was away: the line above what was missed, and the view at it."""

from __future__ import annotations

from app.models.timeline import TimelineModel
from app.ui.timeline.view import TimelineView
from tests.ui.timeline_world import NOON, fill, said, talk
from tests.ui.timeline_world import seen as on_screen

LATER = NOON + 10_000


def marked(view: TimelineView) -> list[str]:
    """Above which of the seen rows the line stands."""
    return [row.copied() for _, _, row in view.visible_rows() if row.dividers.unread]


def missed(view: TimelineView, model: TimelineModel, first: int, last: int) -> None:
    """A page of what was said meanwhile comes from the server."""
    page = [
        said(f"missed {number}", "bob", LATER + number, msgid=f"m{number}") for number in range(first, last)
    ]
    model.unread.missed(model.merge(page))
    view.refresh()


def test_who_looks_at_the_end_finds_where_it_was(view: TimelineView, model: TimelineModel) -> None:
    fill(view, model, talk(3))
    missed(view, model, 0, 60)
    assert marked(view) == ["missed 0"]
    assert on_screen(view)[0] == "missed 0"
    assert view.read_state.new_below == 60 - len(on_screen(view))
    view.scrolling.to_end()
    assert view.read_state.new_below == 0


def test_little_that_was_missed_is_seen_whole(view: TimelineView, model: TimelineModel) -> None:
    fill(view, model, talk(3))
    missed(view, model, 0, 2)
    assert marked(view) == ["missed 0"]
    assert view.scrolling.is_at_end


def test_the_line_moves_up_to_what_comes_before_the_newest_page(
    view: TimelineView, model: TimelineModel
) -> None:
    fill(view, model, talk(3))
    missed(view, model, 50, 110)
    assert marked(view) == ["missed 50"]
    missed(view, model, 0, 50)
    assert marked(view) == ["missed 0"]
    assert on_screen(view)[0] == "missed 0"


def test_who_scrolls_away_from_the_line_stays_there(view: TimelineView, model: TimelineModel) -> None:
    fill(view, model, talk(3))
    missed(view, model, 50, 150)
    view.scrolling.to_end()
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum() - 300)
    before = on_screen(view)
    missed(view, model, 0, 50)
    assert on_screen(view) == before


def test_what_is_older_than_what_was_read_is_not_new(view: TimelineView, model: TimelineModel) -> None:
    fill(view, model, talk(3, LATER + 1_000))
    missed(view, model, 0, 5)
    assert marked(view) == []
    assert view.read_state.new_below == 0


def test_a_newcomer_has_missed_nothing(view: TimelineView, model: TimelineModel) -> None:
    missed(view, model, 0, 60)
    assert marked(view) == []
    assert view.scrolling.is_at_end


def test_a_room_opens_at_what_was_not_read(view: TimelineView) -> None:
    kept = TimelineModel()
    kept.append(talk(90))
    kept.note_read(NOON + 19 * 60)
    view.set_model(kept)
    view.refresh()
    assert marked(view) == ["message 20"]
    assert on_screen(view)[0] == "message 20"


def test_what_was_read_elsewhere_is_no_news_later(view: TimelineView, model: TimelineModel) -> None:
    fill(view, model, talk(3))
    model.note_read(LATER + 4)
    missed(view, model, 0, 6)
    assert marked(view) == ["missed 5"]


def test_one_that_is_known_stays_when_later_ones_come(view: TimelineView, model: TimelineModel) -> None:
    fill(view, model, talk(3))
    view.read_state.set_watched(False)
    fill(view, model, [said("first", "bob", LATER + 50, msgid="first")])
    missed(view, model, 60, 62)
    assert marked(view) == ["first"]
    missed(view, model, 0, 2)
    assert marked(view) == ["missed 0"]
